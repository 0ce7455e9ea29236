"""Settings: a file, the environment over it, the command line over both; and what production refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.settings import BadSettings, Mode, Settings, load


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "service.toml"
    file.write_text('port = 1\nhost = "file"\npublic_reading = true\nhome = "/file"\n')
    found = load(file, {"HANOTEX_PORT": "2", "HANOTEX_HOST": "environment", "HANOTEX_SOLC": "x"}, port=3, host=None)
    assert (found.port, found.host, found.public_reading, found.home) == (3, "environment", True, Path("/file"))


def test_without_anything_said_nobody_reads_and_it_listens_on_this_machine_alone() -> None:
    found = load(None, {})
    assert found == Settings()
    assert (found.mode, found.host, found.public_reading) == (Mode.DEVELOPMENT, "127.0.0.1", False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "http"),
        ("port", "-1"),
        ("port", "70000"),
        ("public_reading", "maybe"),
        ("mode", "staging"),
        ("answer_seconds", "nan"),
        ("submit_threads", "0"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        load(None, {f"HANOTEX_{name.upper()}": value})


def test_a_name_that_no_setting_has_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "service.toml"
    file.write_text("public_readign = true\n")
    with pytest.raises(BadSettings, match="public_readign"):
        load(file, {})


def _production(tmp_path: Path, **other: str) -> dict[str, str]:
    (tmp_path / "sealing.key").write_text("ab" * 32)
    return {
        "HANOTEX_MODE": "production",
        "HANOTEX_PUBLIC_URL": "https://l.example",
        "HANOTEX_SEALING_KEY": str(tmp_path / "sealing.key"),
        "HANOTEX_IDENTITY_RATE": "20",
        "HANOTEX_ADDRESS_RATE": "5",
    } | {f"HANOTEX_{name.upper()}": value for name, value in other.items()}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("public_url", "http://ledger.example", "https://"),
        ("sealing_key", "/nowhere/sealing.key", "sealing_key"),
        ("identity_rate", "0", "identity_rate"),
        ("address_rate", "0", "address_rate"),
    ],
)
def test_production_refuses_what_only_a_laptop_may_run_with(tmp_path: Path, name: str, value: str, said: str) -> None:
    assert load(None, _production(tmp_path)).mode is Mode.PRODUCTION
    with pytest.raises(BadSettings, match=said):
        load(None, _production(tmp_path, **{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("proxies", "10.0.0.0/33"),
        ("proxies", "proxy.example"),
        ("mandate_revocation", "never"),
        ("tls_certificate", "/server.crt"),
        ("tls_client_roots", "/roots.crt"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        load(None, {f"HANOTEX_{name.upper()}": value})
