"""Keys that a program draws for parties: kept once, found by address, never in the way of the home's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.party_keys import PartyKeys, key_name
from ledger.keys import KeySigner
from ledger.keystore import new_secret


def test_a_drawn_key_is_the_same_when_it_is_asked_for_again(tmp_path: Path) -> None:
    address = PartyKeys(tmp_path).drawn("vien-lua")
    again = PartyKeys(tmp_path)
    assert again.drawn("vien-lua") == address == again.named("vien-lua")
    assert again.signer(address).address == address
    assert (tmp_path / "vien-lua.json").stat().st_mode & 0o777 == 0o600


def test_what_a_cut_off_left_of_a_key_is_made_anew(tmp_path: Path) -> None:
    for name in ("vien-lua.password", "vien-lua.making"):
        (tmp_path / name).write_text("half of it")
    address = PartyKeys(tmp_path).drawn("vien-lua")
    assert PartyKeys(tmp_path).signer(address).address == address


def test_a_key_without_its_password_is_not_held(tmp_path: Path) -> None:
    address = PartyKeys(tmp_path).drawn("vien-lua")
    (tmp_path / "vien-lua.password").unlink()
    assert not PartyKeys(tmp_path).holds(address)


def test_another_key_does_not_take_a_name(tmp_path: Path) -> None:
    keys, secret = PartyKeys(tmp_path), new_secret()
    assert keys.keep("vien-lua", secret) == keys.keep("vien-lua", secret) == KeySigner(secret).address
    with pytest.raises(FileExistsError, match="keeps another key"):
        keys.keep("vien-lua", new_secret())


@pytest.mark.parametrize("alias", ["operator", "relay", "service", "../x", "Viện Lúa", ""])
def test_a_name_that_the_home_uses_or_that_is_none_is_replaced(alias: str) -> None:
    name = key_name(alias)
    assert name.startswith("party-")
    assert len(name) == 22


def test_later_keys_of_a_party_are_told_apart_by_their_number() -> None:
    assert (key_name("vien-lua"), key_name("vien-lua", 2)) == ("vien-lua", "vien-lua--2")
