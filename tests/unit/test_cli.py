"""The command line without a ledger: keys, clear errors, and refusals told in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from api.cli import output
from api.cli.home import read_aliases, record_id, write_aliases
from ledger.errors import REFUSALS, Refused, solidity_type
from ledger.keys import KeySigner
from tests.command_line import hanotex
from tests.unit.chain import word


def test_a_new_key_is_listed_and_opens_with_its_password(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("correct horse\n")
    made = hanotex("keys", "new", "front-desk", "--password-file", password, "--home", tmp_path, "--json")
    address = json.loads(made.stdout)["address"]
    assert KeySigner.open_keystore(tmp_path / "keys" / "front-desk.json", b"correct horse").address.hex() == address[2:]
    assert json.loads(hanotex("keys", "list", "--home", tmp_path, "--json").stdout) == {"front-desk": address}
    shown = json.loads(hanotex("keys", "show", "front-desk", "--home", tmp_path, "--json").stdout)
    assert shown["did"] == f"did:nda:{address}"
    again = hanotex("keys", "new", "front-desk", "--password-file", password, "--home", tmp_path)
    assert (again.exit_code, "already" in again.stderr) == (1, True)


def test_a_short_password_and_a_strange_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("short")
    assert hanotex("keys", "new", "a", "--password-file", tmp_path / "short", "--home", tmp_path).exit_code == 1
    assert hanotex("keys", "show", "../a", "--home", tmp_path).exit_code == 2


@pytest.mark.parametrize(
    "verb",
    [
        ["record", "0x" + "11" * 32],
        ["digest"],
        ["node", "status"],
        ["node", "blocks"],
        ["documents", "overdue", "0x" + "11" * 32],
        ["count"],
        ["right", "VN", "1-0041237"],
        ["search", "text"],
    ],
)
def test_a_home_without_a_ledger_is_a_sentence_and_not_a_traceback(tmp_path: Path, verb: list[str]) -> None:
    run = hanotex(*verb, "--home", tmp_path / "none")
    assert run.exit_code == 1
    assert "Traceback" not in run.stderr
    assert "Không thực hiện được" in run.stderr


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (["count", "planet"], "royalty_period"),
        (["count", "asset", "--state", "blue"], "is no state"),
        (["count", "asset", "--state", "measured"], "disputed (đang tranh chấp)"),
        (["count", "--state", "overdue"], "no_award"),
    ],
)
def test_what_is_no_kind_or_state_is_a_misuse_that_says_so(tmp_path: Path, verb: list[str], said: str) -> None:
    run = hanotex(*verb, "--home", tmp_path)
    assert (run.exit_code, said in run.stderr) == (2, True)


def test_a_file_that_is_no_scenario_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("scenario: bad\ncolour: red\n")
    run = hanotex("scenario", "run", file)
    assert (run.exit_code, "line 2" in run.stderr) == (1, True)


def test_a_record_is_named_by_alias_id_or_did(tmp_path: Path) -> None:
    write_aliases(tmp_path, {"chip": word("chip")})
    assert read_aliases(tmp_path) == {"chip": word("chip")}
    assert record_id("chip", tmp_path) == word("chip")
    assert record_id("0x" + word("x").hex(), tmp_path) == word("x")
    assert record_id("did:nda:0x" + "ab" * 20, tmp_path) == bytes(12) + b"\xab" * 20
    with pytest.raises(typer.BadParameter):
        record_id("unknown", tmp_path)


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_is_told_with_its_values_and_a_next_step(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = {"bytes32": word("some record"), "address": b"\xab" * 20, "string": "terms.scope"}
    values = {name: kinds.get(solidity_type(kind), 1) for name, kind in REFUSALS[code]}
    output.print_refusal(Refused(code, values), {word("some record"): "chip"}.get)
    told = capsys.readouterr().err
    assert code in told
    assert "→" in told
    assert all(name in told for name in values)
    assert ("chip" in told) == any(solidity_type(kind) == "bytes32" and name != "code" for name, kind in REFUSALS[code])


def test_a_time_is_told_in_hanoi_and_one_without_end_as_such() -> None:
    assert output.moment(1_795_651_200) == "2026-11-26 07:00:00 (+07)"
    assert "no end" in output.moment((1 << 64) - 1)
