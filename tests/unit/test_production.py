"""What production refuses: each setting and each key, all at once, and keys that anybody can find."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_hash.auto import keccak

from api.production import NotForProduction, expect_fit, faults
from api.production.published import is_guessable, is_published
from api.settings import Mode, Settings
from ledger.keys import KeySigner
from ledger.keystore import keep_secret, new_secret, write_private
from tests.conformance.cast import key

ROOT = Path(__file__).resolve().parents[2]
MNEMONICS = {
    "test test test test test test test test test test test junk": 20,
    "myth like bonus scare over problem client lizard pioneer submit female collect": 10,
    "candy maple cake sugar pudding cream honey rich smooth crumble sweet treat": 10,
}


@pytest.fixture
def fit(tmp_path: Path) -> Settings:
    """Settings that nothing is wrong with."""
    write_private(tmp_path / "service.key", new_secret().hex())
    (tmp_path / "home").mkdir(mode=0o700)
    return Settings(
        mode=Mode.PRODUCTION,
        home=tmp_path / "home",
        public_url="https://ledger.example.vn",
        sealing_key=tmp_path / "service.key",
        identity_rate=20,
        address_rate=5,
    )


def _said(settings: Settings) -> list[str]:
    return [fault.what.en for fault in faults(settings)]


def test_what_is_fit_is_let_through_and_development_is_always(fit: Settings) -> None:
    expect_fit(fit)
    expect_fit(Settings())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"public_url": "http://ledger.example.vn"}, "public_url is no https"),
        ({"public_url": "https://a:b@ledger.example.vn"}, "public_url is no https"),
        ({"public_url": "https://ledger.example.vn/under"}, "public_url is no https"),
        ({"public_url": "https://localhost"}, "public_url is this machine"),
        ({"public_url": "https://127.0.0.1:8443"}, "public_url is this machine"),
        ({"host": "0.0.0.0"}, "plain http on 0.0.0.0"),
        ({"proxies": "10.0.0.1, 0.0.0.0/0"}, "proxies: 0.0.0.0/0"),
        ({"proxies": "::/0"}, "proxies: ::/0"),
        ({"webhook_allow": "0.0.0.0/1"}, "webhook_allow: 0.0.0.0/1"),
        ({"proxies": "::ffff:0:0/96"}, "proxies: 0.0.0.0/0"),
        ({"webhook_allow": "10.0.0.0/8, 127.0.0.1/32"}, "webhook_allow: 127.0.0.1/32"),
        ({"webhook_allow": "169.254.169.254/32"}, "webhook_allow: 169.254.169.254/32"),
        ({"webhook_allow": "::ffff:127.0.0.0/104"}, "webhook_allow: 127.0.0.0/8"),
        ({"webhook_allow": "::1"}, "webhook_allow: ::1/128"),
        ({"webhook_allow": "fe80::/64"}, "webhook_allow: fe80::/64"),
        ({"identity_rate": 86_399.0}, "identity_rate"),
        ({"address_rate": 86_399.0}, "address_rate"),
        ({"burst": 10**9}, "burst"),
        ({"body_bytes": 10**10}, "body_bytes"),
        ({"body_seconds": 86_399.0}, "body_seconds"),
        ({"line_seconds": 86_399.0}, "line_seconds"),
        ({"mandate_days": 100_000}, "mandate_days"),
        ({"mandate_revocation_hours": 10**8}, "mandate_revocation_hours"),
        ({"identity_rate": 0.0}, "identity_rate"),
        ({"address_rate": 0.0}, "address_rate"),
        ({"session_seconds": 80_000.0}, "Sessions last too long"),
        ({"recent_seconds": 7200.0}, "Sessions last too long"),
        ({"mandate_roots": Path("/roots"), "mandate_revocation": "soft-fail"}, "soft-fail"),
        ({"oidc_providers": Path("/nowhere/providers.toml")}, "/nowhere/providers.toml"),
        ({"sealing_key": None}, "sealing_key"),
        ({"sealing_key": Path("/nowhere/service.key")}, "sealing_key"),
    ],
)
def test_a_setting_that_only_a_laptop_may_run_with_is_refused(
    fit: Settings, changed: dict[str, Any], said: str
) -> None:
    (found,) = _said(replace(fit, **changed))
    assert said in found
    with pytest.raises(NotForProduction, match=re.escape(said)):
        expect_fit(replace(fit, **changed))


def test_a_proxy_on_another_machine_is_let_through(fit: Settings) -> None:
    assert _said(replace(fit, host="10.0.0.2", proxies="10.0.0.1")) == []


def test_everything_is_told_at_once_and_says_what_to_do_in_both_languages(fit: Settings) -> None:
    wrong = replace(fit, public_url="", sealing_key=None, identity_rate=0.0, host="0.0.0.0")
    with pytest.raises(NotForProduction) as told:
        expect_fit(wrong)
    assert len(told.value.faults) == 4
    assert all(fault.what.vi and fault.what.en and fault.remedy.vi and fault.remedy.en for fault in told.value.faults)
    assert all(fault.what.vi != fault.what.en for fault in told.value.faults)


def test_a_sealing_key_in_the_home_is_refused(fit: Settings) -> None:
    inside = fit.home / "service.key"
    write_private(inside, new_secret().hex())
    assert "outside the service's directory" in _said(replace(fit, sealing_key=inside))[0]


def test_key_files_that_others_can_read_are_named(fit: Settings) -> None:
    keys = fit.home / "keys"
    keys.mkdir()
    keep_secret(keys / "operator.json", b"a password", new_secret(), random_password=True)
    (keys / "operator.password").write_text("a password")
    (keys / "operator.password").chmod(0o640)
    fit.sealing_file.chmod(0o604)
    fit.home.chmod(0o770)
    assert _said(fit) == [
        f"{keys / 'operator.password'} can be read by others",
        f"{fit.sealing_file} can be read by others",
        f"{fit.home} can be written by others",
    ]


def test_what_others_can_write_or_read_is_named(fit: Settings, tmp_path: Path) -> None:
    etc = tmp_path / "etc"
    for folder in (etc, fit.home / "keys"):
        folder.mkdir()
    write_private(etc / "service.key", new_secret().hex())
    write_private(etc / "provider.secret", "a secret")
    providers = tmp_path / "providers.toml"
    providers.write_text(
        '[provider]\ntitle_vi = "a"\ntitle_en = "a"\nissuer = "https://id.example"\nclient_id = "h"\n'
        f'client_secret_file = "{etc / "provider.secret"}"\nscopes = "openid"\n'
    )
    (fit.home / "service.sqlite").touch(mode=0o600)
    wide = replace(fit, sealing_key=etc / "service.key", oidc_providers=providers)
    assert _said(wide) == []
    (etc / "provider.secret").chmod(0o644)
    for path, mode in ((etc, 0o1777), (fit.home / "keys", 0o777), (fit.home / "service.sqlite", 0o666)):
        path.chmod(mode)
    providers.chmod(0o666)
    assert _said(wide) == [
        f"{etc / 'provider.secret'} can be read by others",
        f"{etc} can be written by others",
        f"{fit.home / 'keys'} can be written by others",
        f"{fit.home / 'service.sqlite'} can be written by others",
        f"{providers} can be written by others",
    ]


@pytest.mark.parametrize(
    "secret",
    [
        bytes(32),
        b"\xff" * 32,
        b"\xab" * 32,
        bytes(range(32)),
        bytes(range(255, 223, -1)),
        bytes(31) + b"\x07",
        bytes(28) + b"\xde\xad\xbe\xef",
        b"correct horse battery staple, ok",
        bytes.fromhex("0123456789abcdef" * 4),
        keccak(b"operator"),
        keccak(b"HanoTEX test key regulator#1"),
    ],
)
def test_a_key_that_was_not_drawn_at_random_is_refused(fit: Settings, secret: bytes) -> None:
    assert is_guessable(secret)
    fit.sealing_file.unlink()
    write_private(fit.sealing_file, secret.hex())
    (said,) = _said(fit)
    assert "can be guessed" in said


def test_keys_drawn_at_random_are_let_through() -> None:
    assert not any(is_guessable(new_secret()) for _ in range(2000))


@pytest.mark.parametrize("name", ["operator", "relay"])
def test_a_key_of_the_ledger_that_anybody_knows_is_refused(fit: Settings, name: str) -> None:
    keys = fit.home / "keys"
    keys.mkdir()
    write_private(keys / f"{name}.password", "a password")
    keep_secret(keys / f"{name}.json", b"a password", key("operator").secret, random_password=True)
    assert _said(fit) == [f"The key {keys / f'{name}.json'} is known to anybody"]


# --- What is published ---------------------------------------------------------------------------------------------


def test_the_first_accounts_of_developers_tools_are_published() -> None:
    Account.enable_unaudited_hdwallet_features()
    for mnemonic, count in MNEMONICS.items():
        for number in range(count):
            account = Account.from_mnemonic(mnemonic, account_path=f"m/44'/60'/0'/0/{number}")
            assert is_published(bytes.fromhex(account.address[2:])), (mnemonic, number)


def test_the_smallest_keys_and_those_of_one_byte_are_published() -> None:
    for secret in ((1).to_bytes(32, "big"), (1023).to_bytes(32, "big"), b"\x11" * 32, b"\xfe" * 32):
        assert is_published(KeySigner(secret).address)
    assert not is_published(KeySigner(new_secret()).address)


def test_every_key_of_a_scenario_is_known_as_published() -> None:
    named = set()
    for file in (*ROOT.glob("tests/vectors/source/*.yaml"), *ROOT.glob("examples/*/scenario.yaml")):
        text = file.read_text(encoding="utf-8")
        for alias in re.findall(r"\{alias: ([^,}]+)", text):
            numbers = {int(number) for number in re.findall(rf"\b{re.escape(alias)}#(\d+)", text)}
            named |= {(alias, number) for number in {1, *numbers}}
    assert len(named) > 100
    missing = sorted(alias for alias, number in named if not is_published(key(alias, number).address))
    assert missing == []
