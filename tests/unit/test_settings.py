"""Settings: a file, the environment over it, the command line over both."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.settings import BadSettings, Mode, Settings, load


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "service.toml"
    file.write_text('port = 1\nhost = "file"\npublic_reading = true\nhome = "/file"\n')
    found = load(file, {"HANOTEX_PORT": "2", "HANOTEX_HOST": "environment", "SOLC": "x"}, port=3, host=None)
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


@pytest.mark.parametrize("variable", ["HANOTEX_MODEL", "HANOTEX_mode", "HANOTEX_"])
def test_a_variable_that_no_setting_has_is_refused(variable: str) -> None:
    with pytest.raises(BadSettings, match=variable):
        load(None, {variable: "production"})
    assert load(None, {"HANOTEX_SETTINGS": "elsewhere.toml", "HANOTEX_MODE": "production"}).mode is Mode.PRODUCTION


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
