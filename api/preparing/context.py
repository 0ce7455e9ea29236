"""What names mean where there is no story: ids are given as they are, and nothing is made up."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import rfc8785

from ledger import eip712
from ledger.port import Ledger
from ledger.records import AnyRecord, Asset, Instrument, Pilot
from ledger.scenario import times
from ledger.scenario.human import Unreadable
from ledger.state import fold_record

# What `ledger.scenario.human` commits to where a story leaves out a commitment that must be there.
_MADE_UP = "HanoTEX sample: "
_DEEPEST = 8
_LONGEST_TIME = 64


@dataclass(frozen=True, slots=True)
class Committed:
    """A commitment made here, and what it hides. content: the value whose RFC 8785 bytes are committed to."""

    commitment: bytes
    salt: bytes
    content: Mapping[str, str]


@dataclass(slots=True)
class Given:
    """Implements `ledger.scenario.human.Context`. now: the ledger's time, UTC seconds. moved: the record moved."""

    ledger: Ledger
    now: int
    signers: tuple[bytes, ...]
    moved: AnyRecord | None = None
    committed: dict[str, Committed] = field(default_factory=dict)

    def record(self, alias: str) -> bytes:
        found = party(alias)
        if found is None:
            raise Unreadable(
                alias[:80], "cần một mã 0x… (32 byte) hoặc did:nda:0x…", "an id 0x… (32 bytes) or did:nda:0x… is needed"
            )
        return found

    def address(self, name: str) -> bytes:
        raise Unreadable(name[:80], "cần địa chỉ khóa 0x… (20 byte)", "a key's address 0x… (20 bytes) is needed")

    def time(self, value: Any) -> int:
        """Raises `times.NoSuchTime`."""
        if isinstance(value, str):
            text = value.strip()
            if len(text) > _LONGEST_TIME:
                raise times.NoSuchTime("thời điểm quá dài", "the time is too long")
            if text.isascii() and text.isdigit() and len(text) <= 20:
                return int(text)
            try:
                found = datetime.fromisoformat(text)
            except ValueError:
                found = None
            if found is not None and found.tzinfo is not None:
                return int(found.timestamp())
        start = self.ledger.status().genesis.at
        return times.seconds(value, now=self.now, start=start, tick=1, steps={})

    def commit(self, text: str) -> bytes:
        if text.startswith(_MADE_UP):
            name = text.removeprefix(_MADE_UP)[:80]
            raise Unreadable(name, "cần một cam kết băm 0x…, hoặc văn bản", "a commitment 0x…, or a text, is needed")
        if text not in self.committed:
            salt, content = secrets.token_bytes(32), {"text": text}
            self.committed[text] = Committed(eip712.commitment(salt, rfc8785.dumps(content)), salt, content)
        return self.committed[text].commitment

    def current(self, subject: str) -> int:
        found = self.look_up(self.record(subject)) if subject else None
        return found.encumbrance_version if isinstance(found, Asset | Instrument) else 0

    def scale(self, code: str) -> int:
        kpis = self.moved.kpis if isinstance(self.moved, Pilot) else ()
        label = code.encode().ljust(32, b"\0")
        return next((int(kpi.scale) for kpi in kpis if kpi.code == label), 0)

    def signer(self) -> bytes:
        if not self.signers:
            raise Unreadable("signers", "cần nêu bên ký", "the signing party is needed")
        return self.signers[0]

    def look_up(self, record: bytes) -> AnyRecord | None:
        return fold_record(record, self.ledger.history(record))


def party(text: str) -> bytes | None:
    """The id in `0x…` of 32 or 20 bytes or in `did:nda:0x…`; None for anything else."""
    digits = text.removeprefix("did:nda:").removeprefix("0x")
    try:
        raw = bytes.fromhex(digits)
    except ValueError:
        return None
    if len(digits) != 2 * len(raw) or len(raw) not in (20, 32) or not text.startswith(("0x", "did:nda:0x")):
        return None
    return raw.rjust(32, b"\0")


def expect_nothing_made_up(fields: Any, path: str = "", depth: int = 0) -> None:
    """Refuse `{fill: N}`, by which stories have entries made up. Raises `Unreadable`."""
    if depth > _DEEPEST:
        raise Unreadable(path, "lồng quá sâu", "nested too deeply")
    if isinstance(fields, Mapping):
        if set(fields) == {"fill"}:
            raise Unreadable(path, "fill chỉ dùng trong kịch bản", "fill is for stories alone")
        for name, value in fields.items():
            expect_nothing_made_up(value, f"{path}.{name}" if path else str(name), depth + 1)
    elif isinstance(fields, list):
        for index, value in enumerate(fields):
            expect_nothing_made_up(value, f"{path}[{index}]", depth + 1)
