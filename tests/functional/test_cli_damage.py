"""The command line on a home with a damaged file: a sentence that names the file, exit code 1, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli.home import write_aliases
from api.connection import open_embedded
from ledger.commands import RegisterParty
from ledger.enums import PartyKind
from tests.command_line import hanotex
from tests.conformance.cast import VIET_NAM, genesis, key, party, sign, text

READING = ("record", "certificate", "doctor", "digest")
NOISE = bytes(range(256)) * 12


def _arguments(verb: str) -> list[str]:
    return [verb, "alice"] if verb in ("record", "certificate") else [verb]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one registered party, its alias and its tables."""
    home = tmp_path_factory.mktemp("sound") / "home"
    document = genesis(int(time.time()) - 10)
    command = RegisterParty(
        record=party("alice"),
        expected_version=0,
        not_after=int(time.time()) + 3600,
        party_kind=PartyKind.ENTERPRISE,
        profile=text("alice"),
        country=VIET_NAM,
        parent=bytes(32),
        keys=(key("alice").address,),
        threshold=1,
    )
    with open_embedded(home, document) as made:
        made.ledger.submit(sign(document.ledger, command, [key("alice")]))
        until = time.monotonic() + 10
        while made.ledger.status().sealed_at < made.ledger.status().now and time.monotonic() < until:
            time.sleep(0.2)
    write_aliases(home, {"alice": party("alice")})
    return home


@pytest.fixture
def home(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "home")
    assert hanotex("digest", "--home", tmp_path / "home").exit_code == 0
    return tmp_path / "home"


def _replace(file: Path, content: bytes) -> None:
    for each in file.parent.glob(f"{file.name}*"):
        if not each.name.endswith(".lock"):
            each.unlink()
    file.write_bytes(content)


def _truncate(file: Path) -> None:
    for each in ("-wal", "-shm"):
        file.with_name(file.name + each).unlink(missing_ok=True)
    os.truncate(file, file.stat().st_size // 2)


def _written(content: bytes) -> Callable[[Path], None]:
    return lambda file: _replace(file, content)


DAMAGE: list[tuple[str, Callable[[Path], None], tuple[str, ...]]] = [
    *(
        ("aliases.json", _written(said), ("record", "certificate", "doctor"))
        for said in (NOISE, b"[1]", b'{"alice": 5}', b'{"alice": "0x12"}', b"[" * 100_000)
    ),
    *(("deployment.json", _written(said), READING) for said in (NOISE, b"[]", b"{}", b'{"genesis": {}}', b"")),
    *(("trust.json", _written(said), READING) for said in (NOISE, b"[]", b"{}")),
    *(("chain.sqlite", damage, READING) for damage in (_written(NOISE), _written(b""), _truncate, Path.unlink)),
    ("tables.sqlite", _written(NOISE), ("digest", "doctor")),
    ("intents.sqlite", _written(NOISE), ("doctor",)),
]


@pytest.mark.parametrize(("name", "damage", "failing"), DAMAGE, ids=lambda part: part if isinstance(part, str) else "")
def test_a_damaged_file_is_named_with_what_to_do_next(
    home: Path, name: str, damage: Callable[[Path], None], failing: tuple[str, ...]
) -> None:
    damage(home / name)
    for verb in READING:
        ran = hanotex(*_arguments(verb), "--home", home)
        said = ran.stdout + ran.stderr
        assert (verb, ran.exit_code) == (verb, int(verb in failing))
        assert (verb, verb in failing) == (verb, "→" in said)
        if verb in failing and name != "tables.sqlite":
            assert name in said


def test_a_record_of_an_altered_chain_is_not_shown(home: Path) -> None:
    with sqlite3.connect(home / "chain.sqlite") as chain:
        row, data = chain.execute("SELECT id, data FROM log WHERE topic1 = ?", (party("alice"),)).fetchone()
        assert data.count(text("alice")) == 1
        altered = data.replace(text("alice"), text("mallory"))
        chain.execute("UPDATE log SET data = ? WHERE id = ?", (altered, row))
    chain.close()
    for verb in ("record", "certificate"):
        ran = hanotex(*_arguments(verb), "--home", home)
        assert ran.exit_code == 1
        assert f"at block {row >> 24}, log {row & 0xFFFFFF} holds what hashes to" in ran.stderr
        assert "không khớp" in ran.stderr


def _connection_said(home: Path, **said: object) -> Path:
    file = home / "connection.json"
    file.write_text(json.dumps({"engine": "embedded", **said}))
    return file


@pytest.mark.parametrize("name", ["trust.json", "intents.sqlite", "chain.json", "genesis.json", "connection.json"])
def test_a_damaged_file_is_named_under_a_connection_too(home: Path, name: str) -> None:
    file = _connection_said(home)
    _replace(home / name, NOISE)
    ran = hanotex("certificate", "alice", "--connection", file)
    assert (ran.exit_code, name in ran.stderr, "→" in ran.stderr) == (1, True, True)


@pytest.mark.parametrize(
    "said",
    [
        {"engine": []},
        {"engine": "evm", "name": "geth", "url": 5, "deployment": "deployment.json", "trust": "trust.json"},
        {"engine": "evm", "name": "geth", "url": "http://127.0.0.1:9", "deployment": 7, "trust": "trust.json"},
    ],
)
def test_an_odd_connection_file_is_a_sentence(home: Path, said: dict[str, object]) -> None:
    ran = hanotex("record", "alice", "--connection", _connection_said(home, **said))
    assert (ran.exit_code, "→" in ran.stderr) == (1, True)


@pytest.mark.parametrize("said", [{}, {"chain_id": "x"}, {"chain_id": 1, "time": 1, "relay_accounts": 1 << 60}])
def test_a_chain_file_that_says_something_else_is_named(home: Path, said: dict[str, object]) -> None:
    (home / "chain.json").write_text(json.dumps(said))
    ran = hanotex("certificate", "alice", "--connection", home / "connection.json")
    assert (ran.exit_code, "chain.json" in ran.stderr) == (1, True)


def test_a_certificate_that_cannot_be_written_or_signed_is_a_sentence(home: Path) -> None:
    nowhere = hanotex("certificate", "alice", "--home", home, "--out", home / "none" / "certificate.json")
    assert (nowhere.exit_code, "none/certificate.json" in nowhere.stderr) == (1, True)
    password = home / "keys" / "operator.password"
    password.unlink()
    password.mkdir()
    unsigned = hanotex("certificate", "alice", "--home", home)
    assert (unsigned.exit_code, "operator.password" in unsigned.stderr, unsigned.stdout) == (1, True, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["alice", "--no-right", "VN 1-0041237"],
        ["--no-right", "VN 1-0041237", "--absent"],
        ["--no-right", "VN 1-0041237", "--deep"],
        ["alice", "--absent", "--no-exclusive-grant"],
        ["alice", "--absent", "--deep"],
        ["alice", "--no-exclusive-grant", "--deep"],
        ["alice", "--act", "make"],
        ["alice", "--start", "2030-01-01"],
        [],
    ],
)
def test_a_certificate_makes_one_claim_and_leaves_out_nothing_that_was_asked(home: Path, arguments: list[str]) -> None:
    ran = hanotex("certificate", *arguments, "--home", home)
    assert (ran.exit_code, ran.stdout) == (2, "")


def test_each_claim_alone_is_certified(home: Path) -> None:
    absent = "0x" + "11" * 32
    for arguments in (["alice"], ["alice", "--deep"], ["--no-right", "VN 1-0041237"], [absent, "--absent"]):
        assert hanotex("certificate", *arguments, "--home", home).exit_code == 0


def test_what_is_not_shown_is_not_written_and_not_said_to_be_a_bad_certificate(home: Path) -> None:
    ran = hanotex("certificate", "alice", "--absent", "--home", home, "--out", home / "absent.json")
    assert (ran.exit_code, ran.stdout, (home / "absent.json").exists()) == (1, "", False)
    vi, en = ran.stderr.splitlines()
    assert vi.startswith("Không lập chứng thư: bản ghi 0x")
    assert vi.endswith(" có tồn tại; không ghi tệp nào.")
    assert en.startswith("No certificate made: there is a record 0x")


def test_no_grant_is_certified_of_a_record_that_is_neither_an_asset_nor_a_licence(home: Path) -> None:
    ran = hanotex("certificate", "alice", "--no-exclusive-grant", "--home", home)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "tài sản" in ran.stderr
    unknown = hanotex("certificate", "0x" + "11" * 32, "--no-exclusive-grant", "--home", home)
    assert (unknown.exit_code, "No certificate made: there is no record" in unknown.stderr) == (1, True)
