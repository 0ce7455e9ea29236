"""Backing up a home in use and restoring it elsewhere: the same ledger, the same tables, the same certificates."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.backup import Manifest
from api.connection import open_embedded, read_embedded
from api.migrations import SERVICE, downgrade, open_upgraded
from api.sealing import kept_sealing
from api.tables import Base, IntakeRow
from api.webhooks.addresses import Allowance
from api.webhooks.filters import Filter
from api.webhooks.subscriptions import Subscriptions
from ledger.commands import RegisterParty
from ledger.enums import PartyKind
from ledger.events import BEFORE_ALL
from ledger.keystore import KeystoreError
from ledger.port import Ledger, all_events
from marketplace.database import file_url, open_database
from tests.command_line import hanotex
from tests.conformance.cast import VIET_NAM, genesis, key, party, sign, text

OWNER, SECRET_FILES = "institute", ("operator.json", "operator.password", "relay.json", "relay.password", "service.key")


def _said(*arguments: str | Path) -> dict[str, Any]:
    ran = hanotex(*arguments, "--json")
    assert ran.exit_code == 0, ran.output
    document: dict[str, Any] = json.loads(ran.stdout)
    return document


@pytest.fixture
def home(opening_day: Path, tmp_path: Path) -> Path:
    """The opening day's home, with tables of a service."""
    copy = tmp_path / "home"
    shutil.copytree(opening_day, copy)
    return copy


def _serve(home: Path, url: str) -> None:
    """Leave in a service's database what a service would."""
    engine = open_upgraded(url, SERVICE)
    subscriptions = Subscriptions(engine, kept_sealing(home / "keys" / "service.key"), Allowance.of("127.0.0.1/32"))
    subscriptions.create(OWNER, "http://127.0.0.1:1/", Filter(), BEFORE_ALL, 1_800_000_000)
    with Session(engine) as session, session.begin():
        session.add(IntakeRow(digest=bytes(range(32)), received_at=1, operator=bytes(20), signature=bytes([255] * 65)))
    engine.dispose()


def _rows(url: str) -> dict[str, list[Any]]:
    """Every row of the service's tables."""
    engine = open_database(url)
    with engine.connect() as connection:
        found = {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for name, table in Base.metadata.tables.items()
        }
    engine.dispose()
    return found


def test_a_restored_home_is_the_same_ledger_with_the_same_tables(home: Path, tmp_path: Path, database: str) -> None:
    _serve(home, database)
    before = _rows(database)
    digest = _said("digest", "--home", home)
    taken = _said("backup", tmp_path / "backup", "--home", home, "--database", database)
    assert (taken["digest"], taken["keys"]) == (digest["digest"], False)
    assert (taken["rows"]["webhook_subscriptions"], taken["rows"]["intakes"]) == (1, 1)
    other = open_database(database)
    downgrade(other, SERVICE, "base")
    other.dispose()
    restored = tmp_path / "restored"
    assert _said("restore", tmp_path / "backup", "--home", restored, "--database", database) == taken
    assert _said("digest", "--home", restored) | {"events": 0} == digest | {"events": 0}
    assert _rows(database) == before
    with read_embedded(home) as first, read_embedded(restored) as second:
        assert list(all_events(first.ledger)) == list(all_events(second.ledger))
    certificate = tmp_path / "chip.json"
    assert hanotex("certificate", "chip", "--home", home, "--out", certificate).exit_code == 0
    assert hanotex("verify", certificate, "--trust", restored / "trust.json").exit_code == 0


def test_tables_move_between_the_two_databases(home: Path, tmp_path: Path, database: str) -> None:
    """From a file into whichever database, and from there into a file."""
    _serve(home, file_url(home / "service.sqlite"))
    rows = _rows(file_url(home / "service.sqlite"))
    _said("backup", tmp_path / "first", "--home", home)
    _said("restore", tmp_path / "first", "--home", tmp_path / "second", "--database", database)
    assert _rows(database) == rows
    _said("backup", tmp_path / "third", "--home", tmp_path / "second", "--database", database)
    _said("restore", tmp_path / "third", "--home", tmp_path / "fourth")
    assert _rows(file_url(tmp_path / "fourth" / "service.sqlite")) == rows


def test_no_key_leaves_the_home_without_being_asked_for(home: Path, tmp_path: Path) -> None:
    _serve(home, file_url(home / "service.sqlite"))
    _said("backup", tmp_path / "without", "--home", home)
    _said("backup", tmp_path / "with", "--home", home, "--with-keys")
    assert not (tmp_path / "without" / "keys").exists()
    secrets = [(home / "keys" / name).read_bytes().strip() for name in SECRET_FILES]
    for file in (tmp_path / "without").rglob("*"):
        if file.is_file():
            assert not any(secret in file.read_bytes() for secret in secrets), file.name
    assert {file.name for file in (tmp_path / "with" / "keys").iterdir()} == set(SECRET_FILES)
    for file in (tmp_path / "with").rglob("*"):
        assert file.stat().st_mode & 0o077 == 0, file


def test_a_restored_home_writes_with_its_keys_and_not_with_others(home: Path, tmp_path: Path) -> None:
    _said("backup", tmp_path / "with", "--home", home, "--with-keys")
    _said("backup", tmp_path / "without", "--home", home)
    restored, keyless = tmp_path / "restored", tmp_path / "keyless"
    _said("restore", tmp_path / "with", "--home", restored)
    with open_embedded(restored) as opened:
        assert opened.ledger.receipt(list(all_events(opened.ledger))[-1].digest) is not None  # type: ignore[union-attr]
    said = hanotex("restore", tmp_path / "without", "--home", keyless)
    assert "keys/" in said.output
    with pytest.raises(KeystoreError, match="operator, relay"):
        open_embedded(keyless)
    assert not (keyless / "keys").exists()
    shutil.copytree(home / "keys", keyless / "keys")
    open_embedded(keyless).close()


def test_a_home_is_backed_up_while_it_is_written(tmp_path: Path) -> None:
    """What was acknowledged before the backup began is in it, and nothing that its intents know is missing."""
    home, document = tmp_path / "home", genesis(int(time.time()) - 10)
    acknowledged: list[bytes] = []
    stop = threading.Event()

    def write(ledger: Ledger) -> None:
        for number in range(10_000):
            if stop.is_set():
                return
            name = f"party {number}"
            command = RegisterParty(
                record=party(name),
                expected_version=0,
                not_after=int(time.time()) + 3600,
                party_kind=PartyKind.ENTERPRISE,
                profile=text(name),
                country=VIET_NAM,
                parent=bytes(32),
                keys=(key(name).address,),
                threshold=1,
            )
            acknowledged.append(ledger.submit(sign(document.ledger, command, [key(name)])).digest)

    with open_embedded(home, document) as opened:
        writer = threading.Thread(target=write, args=(opened.ledger,))
        writer.start()
        try:
            for number in range(3):
                time.sleep(1.5)
                before = list(acknowledged)
                _said("backup", tmp_path / f"backup-{number}", "--home", home, "--with-keys")
                _said("restore", tmp_path / f"backup-{number}", "--home", tmp_path / f"restored-{number}")
                _assert_whole(tmp_path / f"restored-{number}", before)
        finally:
            stop.set()
            writer.join()
    assert len(acknowledged) > 20


def _assert_whole(home: Path, acknowledged: list[bytes]) -> None:
    with sqlite3.connect(home / "intents.sqlite") as intents:
        committed = [row[0] for row in intents.execute("SELECT digest FROM intents WHERE state = 'committed'")]
    intents.close()
    with open_embedded(home) as opened:
        for digest in {*acknowledged, *committed}:
            assert opened.ledger.receipt(digest) is not None


# --- What is refused -----------------------------------------------------------------------------------------------


@pytest.fixture
def taken(home: Path, tmp_path: Path) -> Path:
    _serve(home, file_url(home / "service.sqlite"))
    _said("backup", tmp_path / "backup", "--home", home)
    return tmp_path / "backup"


def _alter(name: str) -> Callable[[Path], None]:
    def altered(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / name).write_bytes(content)

    return altered


def _rewrite(**members: Any) -> Callable[[Path], None]:
    def rewritten(folder: Path) -> None:
        manifest = json.loads((folder / "backup.json").read_text())
        (folder / "backup.json").write_text(json.dumps(manifest | members))

    return rewritten


def _unlisted(folder: Path, name: str) -> None:
    """Nothing is altered, but nothing says so any more."""
    manifest = json.loads((folder / "backup.json").read_text())
    (folder / name).touch()
    manifest["files"].pop(name, None)
    (folder / "backup.json").write_text(json.dumps(manifest))


def _listed(folder: Path, name: str) -> None:
    """A file that no backup holds."""
    (folder / name).write_bytes(b"")
    files = json.loads((folder / "backup.json").read_text())["files"]
    _rewrite(files=files | {name: hashlib.sha256(b"").hexdigest()})(folder)


def _elsewhere(path: Path) -> None:
    moved = path.rename(path.parents[1] / f"moved-{path.name}")
    path.symlink_to(moved)


@pytest.mark.parametrize(
    "damage",
    [
        _alter("chain.sqlite"),
        _alter("intents.sqlite"),
        _alter("trust.json"),
        _alter("service/intakes.jsonl"),
        lambda folder: (folder / "service" / "webhook_subscriptions.jsonl").unlink(),
        lambda folder: (folder / "backup.json").unlink(),
        lambda folder: (folder / "backup.json").write_text("{"),
        lambda folder: _unlisted(folder, "service/intakes.jsonl"),
        lambda folder: _unlisted(folder, "aliases.json"),
        lambda folder: (folder / "service" / "more.jsonl").touch(),
        lambda folder: (folder / "service.sqlite").touch(),
        lambda folder: _elsewhere(folder / "service"),
        lambda folder: _elsewhere(folder / "service" / "intakes.jsonl"),
        lambda folder: _listed(folder, "service.sqlite"),
        _rewrite(digest="0x" + "00" * 32),
        _rewrite(height=1),
        _rewrite(rows={"intakes": 7}),
        _rewrite(version=2),
        _rewrite(files={"../../etc/passwd": "0"}),
        _rewrite(files={"/etc/passwd": "0"}),
        _rewrite(revision="9999"),
    ],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    taken: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(taken)
    here = set(tmp_path.iterdir())
    ran = hanotex("restore", taken, "--home", tmp_path / "restored")
    assert (ran.exit_code, "→" in ran.stderr) == (1, True), ran.output
    assert set(tmp_path.iterdir()) == here


def test_nothing_is_written_over(taken: Path, home: Path, tmp_path: Path, database: str) -> None:
    assert hanotex("backup", taken, "--home", home).exit_code == 1
    assert hanotex("restore", taken, "--home", home).exit_code == 1
    _serve(home, database)
    before = _rows(database)
    ran = hanotex("restore", taken, "--home", tmp_path / "restored", "--database", database)
    assert (ran.exit_code, "--database" in ran.stderr) == (1, True)
    assert _rows(database) == before
    assert not (tmp_path / "restored").exists()


def test_there_is_nothing_to_back_up_where_there_is_no_ledger(tmp_path: Path) -> None:
    ran = hanotex("backup", tmp_path / "backup", "--home", tmp_path / "nothing")
    assert (ran.exit_code, (tmp_path / "backup").exists()) == (1, False)


def test_a_manifest_reads_back_as_it_was_written(taken: Path) -> None:
    said = json.loads((taken / "backup.json").read_text())
    assert Manifest.from_document(said).document == said


def test_the_tables_of_the_service_can_be_dumped() -> None:
    """What a dump has words for, and rows that can be read in the order of their keys."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            assert column.type.python_type in (bytes, str, int, bool, float), f"{table.name}.{column.name}"
        assert table.name not in {each.target_fullname.split(".")[0] for each in table.foreign_keys}
