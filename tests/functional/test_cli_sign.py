"""`hanotex sign`: what is read is what is signed, one may sign after the other, and nothing is signed unread."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from ledger import wire
from ledger.commands import SetGrantRule
from ledger.enums import GrantRule
from ledger.keystore import keep_secret
from ledger.signatures import recover
from ledger.wire import SignedCommand
from tests.command_line import hanotex
from tests.conformance.cast import key

LEDGER, RECORD = b"\x07" * 32, b"\x09" * 32
COMMAND = SignedCommand(
    LEDGER, SetGrantRule(record=RECORD, expected_version=3, not_after=1_900_000_000, grant_rule=GrantRule.MAJORITY), ()
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    keys = tmp_path / "home" / "keys"
    keys.mkdir(parents=True)
    for name in ("ann", "bob"):
        keep_secret(keys / f"{name}.json", b"long enough", key(name).secret, random_password=True)
        (keys / f"{name}.password").write_text("long enough\n")
    return tmp_path / "home"


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """As a service that lies of what it prepared would answer."""
    file = tmp_path / "prepared.json"
    lie = {"vi": "Bạn sắp ký: nhận một tỷ đồng.", "en": "You are about to sign: receive a billion."}
    file.write_text(json.dumps({"signed": wire.command_to_json(COMMAND), "sentence": lie}))
    return file


def test_the_command_itself_is_read_out_and_signed_by_one_after_the_other(home: Path, prepared: Path) -> None:
    first, both = prepared.with_name("first.json"), prepared.with_name("both.json")
    ran = hanotex("sign", prepared, "--key", "ann", "--home", home, "--out", first, told="y\n")
    assert ran.exit_code == 0, ran.output
    assert "Bạn sắp ký: đặt quy tắc cấp phép" in ran.stdout
    assert "You are about to sign: grant rule set" in ran.stdout
    assert "tỷ đồng" not in ran.stdout
    assert f"0x{RECORD.hex()[:8]}" in ran.stdout
    assert f"0x{LEDGER.hex()}" in ran.stdout
    assert hanotex("sign", first, "--key", "bob", "--home", home, "--out", both, "--yes").exit_code == 0
    signed = wire.command_from_text(both.read_bytes())
    assert signed.command == COMMAND.command
    assert [recover(COMMAND.digest, each) for each in signed.signatures] == [key("ann").address, key("bob").address]


@pytest.mark.parametrize(
    ("arguments", "told", "said"),
    [
        (["--key", "ann"], "n\n", "Nothing was signed"),
        (["--key", "eve", "--yes"], None, "There is no key eve"),
        (["--key", "ann", "--yes", "--password-file", "wrong"], None, "its password is another one"),
    ],
)
def test_what_is_not_agreed_to_is_not_signed(
    home: Path, prepared: Path, arguments: list[str], told: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(prepared.parent)
    Path("wrong").write_text("something else")
    ran = hanotex("sign", prepared, *arguments, "--home", home, "--out", "out.json", told=told)
    assert ran.exit_code == 1
    assert said in ran.output
    assert not Path("out.json").exists()


def test_a_key_signs_once(home: Path, prepared: Path) -> None:
    out = prepared.with_name("out.json")
    assert hanotex("sign", prepared, "--key", "ann", "--home", home, "--out", out, "--yes").exit_code == 0
    again = hanotex("sign", out, "--key", "ann", "--home", home, "--out", out, "--yes")
    assert again.exit_code == 1
    assert "has signed this command already" in again.output


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"signed": {"command": "no_such"}}', "[" * 100])
def test_what_is_no_command_is_refused_in_a_sentence(home: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text)
    ran = hanotex("sign", file, "--key", "ann", "--home", home, "--out", tmp_path / "out", "--yes")
    assert ran.exit_code == 1
    assert "MALFORMED" in ran.output or "UNKNOWN_COMMAND" in ran.output


def test_a_scenario_keeps_the_key_that_is_asked_for_and_no_other(tmp_path: Path) -> None:
    story = tmp_path / "small.yaml"
    story.write_text(
        "scenario: small\ntitle: {vi: Nhỏ, en: Small}\nparties:\n"
        "  - {alias: regulator, kind: agency, roles: [regulator], genesis: true}\n"
        "  - {alias: operator, kind: enterprise, roles: [operator]}\n"
        "  - {alias: ann, kind: enterprise, roles: [owner]}\nsteps:\n  - {id: open, onboard: [operator, ann]}\n"
    )
    home = tmp_path / "home"
    assert hanotex("scenario", "run", story, "--home", home, "--keep-key", "ann").exit_code == 0
    assert stat.S_IMODE((home / "keys" / "ann.json").stat().st_mode) == 0o600
    assert not (home / "keys" / "regulator.json").exists()
    shown = json.loads(hanotex("keys", "show", "ann", "--home", home, "--json").stdout)
    assert json.loads((home / "aliases.json").read_text())["ann"] == shown["party"]
    stranger = hanotex("scenario", "run", story, "--home", tmp_path / "other", "--keep-key", "bob")
    assert stranger.exit_code == 1
    assert "has no party bob" in stranger.output
