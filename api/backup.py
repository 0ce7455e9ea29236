"""An embedded home and the service's tables as one directory, taken while both are in use, and put back elsewhere.

The order matters: the service's tables first, then the intent log, then the chain. So everything that the tables speak
of is on the chain, and a command that the intent log holds as recorded is recorded. A backup proves itself when it is
taken: the derived tables are built from its own chain, and their digest is what a restored home must come to.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from sqlalchemy import Engine

from api.connection import NoLedgerHere, read_document, read_embedded
from api.databases import SERVICE_FILE, TABLES_FILE
from api.demonstration import MARK
from api.dump import read_tables, write_tables
from api.migrations import DERIVED, SERVICE, head, open_tables, revision
from ledger.events import Position
from marketplace.database import file_url, open_database
from marketplace.projection import Projection

KIND, VERSION = "hanotex-backup", 1
MANIFEST, TABLES_FOLDER, KEYS_FOLDER = "backup.json", "service", "keys"
_DATABASES = ("intents.sqlite", "chain.sqlite")  # in this order
_NEEDED = ("genesis.json", "chain.json", "deployment.json", "trust.json", "connection.json")
_OPTIONAL = ("aliases.json", MARK)


class BackupDamaged(Exception):
    """A backup is not whole, or not what it says."""


class HomeNotEmpty(Exception):
    """The directory holds something already."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """at: UTC seconds. height: the last sealed block. position, digest: of the derived tables. files: SHA-256 of each
    by its path. derived: the revision of the derived tables that the digest is of. revision: that of the service's
    tables, None where there were none; rows: of each of them.
    """

    ledger: bytes
    at: int
    height: int
    position: Position
    digest: bytes
    derived: str
    revision: str | None
    rows: dict[str, int]
    keys: bool
    files: dict[str, str]

    @property
    def document(self) -> dict[str, Any]:
        return {
            "kind": KIND,
            "version": VERSION,
            "ledger": "0x" + self.ledger.hex(),
            "at": self.at,
            "height": self.height,
            "position": list(self.position),
            "digest": "0x" + self.digest.hex(),
            "derived": self.derived,
            "revision": self.revision,
            "rows": self.rows,
            "keys": self.keys,
            "files": self.files,
        }

    @classmethod
    def from_document(cls, said: Any) -> Manifest:
        """Raises `KeyError`, `TypeError` or `ValueError`."""
        if (said["kind"], said["version"]) != (KIND, VERSION):
            raise ValueError("it is no backup that this program knows")
        block, log = said["position"]
        return cls(
            ledger=bytes.fromhex(said["ledger"][2:]),
            at=int(said["at"]),
            height=int(said["height"]),
            position=Position(int(block), int(log)),
            digest=bytes.fromhex(said["digest"][2:]),
            derived=str(said["derived"]),
            revision=said["revision"],
            rows=dict(said["rows"]),
            keys=bool(said["keys"]),
            files={_within(name): str(digest) for name, digest in said["files"].items()},
        )


# --- Taking one ----------------------------------------------------------------------------------------------------


def back_up(home: Path, service: Engine | None, folder: Path, at: int, *, with_keys: bool = False) -> Manifest:
    """Write a backup to a new directory; `backup.json` is written last, so what has none is not whole.

    service: the database of the service's tables, None where there is none. at: UTC seconds, now. with_keys: whoever
    has the directory can then act as the operator. Raises `NoLedgerHere`, `HomeNotEmpty`, `BackupDamaged`.
    """
    if not (home / "chain.sqlite").exists():
        raise NoLedgerHere(f"{home} holds no ledger")
    _make_empty(folder)
    rows: dict[str, int] = {}
    at_revision = revision(service, SERVICE) if service is not None else None
    if service is not None and at_revision is not None:
        (folder / TABLES_FOLDER).mkdir(mode=0o700)
        rows = write_tables(service, folder / TABLES_FOLDER)
    for name in _DATABASES:
        if (home / name).exists():
            _copy_database(home / name, folder / name)
    for name in (*_NEEDED, *_OPTIONAL):
        if name in _NEEDED or (home / name).exists():
            _copy(home / name, folder / name)
    if with_keys:
        (folder / KEYS_FOLDER).mkdir(mode=0o700)
        for file in sorted((home / KEYS_FOLDER).iterdir()):
            _copy(file, folder / KEYS_FOLDER / file.name)
    with tempfile.TemporaryDirectory() as beside:
        built = _built(folder, file_url(Path(beside) / TABLES_FILE))
    files = {str(file.relative_to(folder)): _sha256(file) for file in sorted(folder.rglob("*")) if file.is_file()}
    manifest = Manifest(
        ledger=built.ledger,
        at=at,
        height=built.height,
        position=built.position,
        digest=built.digest,
        derived=head(DERIVED),
        revision=at_revision,
        rows=rows,
        keys=with_keys,
        files=files,
    )
    _write(folder / MANIFEST, json.dumps(manifest.document, indent=2) + "\n")
    return manifest


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup: one state of the file, whoever writes it meanwhile."""
    with (
        closing(sqlite3.connect(f"file:{quote(str(source.absolute()))}?mode=ro", uri=True)) as reading,
        closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing)
        # One file and nothing beside it.
        writing.execute("PRAGMA journal_mode = delete")
        if writing.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupDamaged(f"{source} does not pass SQLite's own check")
    target.chmod(0o600)
    _sync(target)


# --- Putting one back ----------------------------------------------------------------------------------------------


def read_manifest(folder: Path) -> Manifest:
    """What a backup says of itself, its files compared: those that it lists and no others. Raises `BackupDamaged`,
    `BadConnection`.
    """
    if not (folder / MANIFEST).exists():
        raise BackupDamaged(f"{folder} holds no {MANIFEST}: it is no backup, or was cut off")
    manifest: Manifest = read_document(folder / MANIFEST, Manifest.from_document)
    for name, digest in manifest.files.items():
        if not (folder / name).is_file() or _sha256(folder / name) != digest:
            raise BackupDamaged(f"{folder / name} is missing or is not what was written")
    for file in sorted(folder.rglob("*")):
        name = str(file.relative_to(folder))
        if file.is_symlink() or (not file.is_dir() and name not in {MANIFEST, *manifest.files}):
            raise BackupDamaged(f"{file} is not listed in {MANIFEST}: nothing says that it is what was written")
    listed = {name for name in manifest.files if name.startswith(f"{TABLES_FOLDER}/")}
    if listed != {f"{TABLES_FOLDER}/{table}.jsonl" for table in manifest.rows}:
        raise BackupDamaged(f"{folder / MANIFEST} lists other tables of the service than it counts rows of")
    return manifest


def restore(folder: Path, home: Path, service: str | None = None, tables: str | None = None) -> Manifest:
    """Put a backup back into a home that does not exist yet, which appears whole or not at all.

    service, tables: URLs of databases in place of files in the home; that of the service must hold none of its tables.
    Raises `BackupDamaged`, `HomeNotEmpty`, `NotEmpty`, and what opening a ledger and a database raises.
    """
    manifest = read_manifest(folder)
    if home.exists() and any(home.iterdir()):
        raise HomeNotEmpty(f"{home} is not empty")
    home.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{home.name}.", dir=home.parent))
    try:
        for name in manifest.files:
            if not name.startswith(f"{TABLES_FOLDER}/"):
                (making / name).parent.mkdir(mode=0o700, exist_ok=True)
                _copy(folder / name, making / name)
        built = _built(making, tables or file_url(making / TABLES_FILE))
        if not _as_taken(built, manifest):
            raise BackupDamaged(f"the tables built from {folder} are not those that it was taken with")
        if manifest.revision is not None:
            _restore_tables(folder, manifest, service or file_url(making / SERVICE_FILE))
        os.replace(making, home)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    _sync(home.parent)
    return manifest


def _restore_tables(folder: Path, manifest: Manifest, url: str) -> None:
    assert manifest.revision is not None, "there were tables"
    engine = open_database(url)
    try:
        read_tables(engine, folder / TABLES_FOLDER, manifest.revision, manifest.rows)
    except (KeyError, ValueError) as error:
        raise BackupDamaged(f"the service's tables in {folder} do not hold what they should: {error}") from error
    finally:
        engine.dispose()


class _Built(NamedTuple):
    """The ledger's id and height, and the position and digest of the derived tables."""

    ledger: bytes
    height: int
    position: Position
    digest: bytes


def _as_taken(built: _Built, manifest: Manifest) -> bool:
    """Under a later version's tables the digest is another; that every head follows was checked as they were built."""
    same = built[:3] == (manifest.ledger, manifest.height, manifest.position)
    return same and (built.digest == manifest.digest or manifest.derived != head(DERIVED))


def _built(home: Path, tables: str) -> _Built:
    """The derived tables of a home, built anew from its events."""
    engine = open_tables(tables)
    try:
        projection = Projection(engine)
        with read_embedded(home) as opened:
            status = opened.ledger.status()
            projection.rebuild(opened.ledger)
        return _Built(status.genesis.ledger, status.height, projection.position(), projection.digest())
    finally:
        engine.dispose()


# --- Files ---------------------------------------------------------------------------------------------------------


def _within(name: str) -> str:
    """A path of a backup's own; raises `ValueError` for one that leads out of it."""
    path = Path(name)
    known = name in (*_DATABASES, *_NEEDED, *_OPTIONAL) or path.parts[:-1] in ((TABLES_FOLDER,), (KEYS_FOLDER,))
    if not known or path.name == ".." or str(path) != name:
        raise ValueError(f"{name} is no file of a backup")
    return name


def _make_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise HomeNotEmpty(f"{folder} is not empty")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)
    _sync(target)


def _write(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    file.chmod(0o600)
    _sync(file)
    _sync(file.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
