"""A record's history as a bundle carries it: signed commands with their times, and the head they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ledger import eip712
from ledger.commands import (
    AttestMilestone,
    Command,
    DraftProblem,
    EffectInstrument,
    EndInstrument,
    IssueAppraisal,
    IssueCertificate,
    MoveProblem,
    RegisterParty,
    ReportRoyalty,
    RuleOnInstrument,
)
from ledger.enums import Kind
from ledger.errors import Refused
from ledger.genesis import Genesis
from ledger.proof.verdict import Contradiction, Gap
from ledger.wire import SignedCommand, command_from_json, command_to_json, hex_to_bytes

NOT_AFTER_AT_MOST = 30 * 24 * 3600
MAX_TIME = (1 << 64) - 1
# Commands that may move a second record, and the kinds of that record (docs/specs/commands.md, "touches").
TOUCHES: dict[type[Command], frozenset[Kind]] = {
    IssueAppraisal: frozenset({Kind.PROPOSAL, Kind.APPRAISAL}),
    AttestMilestone: frozenset({Kind.CERTIFICATE}),
    EffectInstrument: frozenset({Kind.ASSET, Kind.INSTRUMENT}),
    EndInstrument: frozenset({Kind.ASSET, Kind.INSTRUMENT}),
    RuleOnInstrument: frozenset({Kind.ASSET, Kind.INSTRUMENT}),
    MoveProblem: frozenset({Kind.PROPOSAL}),
    IssueCertificate: frozenset({Kind.CERTIFICATE}),
}
# Creates that may come again on the record that they made (docs/specs/readings.md, 50).
AGAIN: tuple[type[Command], ...] = (DraftProblem, ReportRoyalty)


@dataclass(frozen=True)
class Entry:
    """An accepted command. at: ledger time of acceptance. signers[i]: id of the party whose key made signature i."""

    signed: SignedCommand
    at: int
    signers: tuple[bytes, ...]

    @cached_property
    def digest(self) -> bytes:
        return self.signed.digest

    @property
    def document(self) -> dict[str, Any]:
        signed = command_to_json(self.signed)
        # One ledger for the whole bundle: it stands at the top.
        del signed["ledger"]
        return {"at": str(self.at), "signed": signed, "signers": ["0x" + party.hex() for party in self.signers]}


@dataclass(frozen=True, slots=True)
class History:
    """Every command that moved or touched a record, oldest first."""

    record: bytes
    entries: tuple[Entry, ...]

    @property
    def document(self) -> dict[str, Any]:
        return {"record": "0x" + self.record.hex(), "entries": [entry.document for entry in self.entries]}


@dataclass(frozen=True, slots=True)
class Chain:
    """What a history leads to.

    start: the head before the first entry: of the genesis document's record its head, else the id. head: after the last
    step. heads[i]: after entry i. last_at: time of the last step, UTC seconds. genesis: the record was created by the
    genesis document, so entry i leads to version i + 2 rather than i + 1.
    """

    record: bytes
    kind: Kind
    start: bytes
    head: bytes
    heads: tuple[bytes, ...]
    last_at: int
    genesis: bool

    @property
    def version(self) -> int:
        return len(self.heads) + self.genesis

    @property
    def head_of(self) -> dict[int, bytes]:
        """The head after each version."""
        heads = (self.start, *self.heads) if self.genesis else self.heads
        return dict(enumerate(heads, 1))


def read_history(value: Any, ledger: bytes, path: str) -> History:
    """Parse one history of a bundle, and with it each command (step 1).

    Raises `Contradiction` MALFORMED or COMMAND_MALFORMED, `Gap` COMMAND_UNKNOWN.
    """
    members(value, {"record", "entries"}, f"{path}.")
    record = fixed_bytes(value["record"], 32, f"{path}.record")
    if not isinstance(value["entries"], list):
        raise Contradiction("MALFORMED", member=f"{path}.entries")
    entries = tuple(
        _read_entry(entry, ledger, record, index, f"{path}.entries[{index}]")
        for index, entry in enumerate(value["entries"])
    )
    return History(record, entries)


def _read_entry(value: Any, ledger: bytes, record: bytes, index: int, path: str) -> Entry:
    members(value, {"at", "signed", "signers"}, f"{path}.")
    at = value["at"]
    if not isinstance(at, str) or not at.isascii() or not at.isdecimal() or len(at) > 20 or str(int(at)) != at:
        raise Contradiction("MALFORMED", member=f"{path}.at")
    if int(at) > MAX_TIME:
        raise Contradiction("MALFORMED", member=f"{path}.at")
    signers = value["signers"]
    if not isinstance(signers, list):
        raise Contradiction("MALFORMED", member=f"{path}.signers")
    parties = tuple(fixed_bytes(party, 32, f"{path}.signers[{i}]") for i, party in enumerate(signers))
    signed = value["signed"]
    if not isinstance(signed, dict) or "ledger" in signed:
        raise Contradiction("MALFORMED", member=f"{path}.signed")
    try:
        command = command_from_json({**signed, "ledger": "0x" + ledger.hex()})
    except Refused as error:
        if error.code == "UNKNOWN_COMMAND":
            raise Gap("COMMAND_UNKNOWN", name=error.values["name"]) from error
        raise Contradiction("COMMAND_MALFORMED", record=record, entry=index, field=error.values["field"]) from error
    return Entry(command, int(at), parties)


def chain(history: History, genesis: Genesis) -> Chain:
    """Walk a history to its version and head (step 3). Raises `Contradiction` of step 3."""
    record = history.record
    if record == genesis.regulator_id:
        walk = _Walk(record, Kind.PARTY, 1, genesis.head, genesis.at)
    else:
        walk = _Walk(record, _created(record, history.entries), 0, record, genesis.at)
    start = walk.head
    heads = tuple(walk.step(index, entry) for index, entry in enumerate(history.entries))
    return Chain(record, walk.kind, start, walk.head, heads, walk.at, record == genesis.regulator_id)


def _created(record: bytes, entries: Sequence[Entry]) -> Kind:
    """The kind of the record that the first entry creates, and the id with it."""
    if not entries or not entries[0].signed.command.creates or entries[0].signed.command.record != record:
        raise Contradiction("NO_CREATION", record=record)
    if _id_of(entries[0]) != record:
        raise Contradiction("WRONG_RECORD_ID", record=record)
    return entries[0].signed.command.kind


def _id_of(entry: Entry) -> bytes:
    """The id that follows from a create and its author."""
    command = entry.signed.command
    if isinstance(command, RegisterParty):
        return eip712.party_id(command.keys[0]) if command.keys else b""
    if isinstance(command, ReportRoyalty):
        return eip712.royalty_period_id(command.instrument, command.start)
    nonce: bytes = getattr(command, "nonce", b"")
    return eip712.record_id(command.kind, entry.signers[0], nonce) if entry.signers else b""


class _Walk:
    """A record on its way through its history: version, head, time, and the version of its last authority command."""

    def __init__(self, record: bytes, kind: Kind, version: int, head: bytes, at: int) -> None:
        self.record, self.kind, self.version, self.head, self.at = record, kind, version, head, at
        self._authority_version = 1

    def step(self, index: int, entry: Entry) -> bytes:
        """Take the next entry and answer the head after it."""
        command = entry.signed.command
        if command.record == self.record:
            self._own(index, entry, command)
        elif not _may_touch(command, self.record, self.kind):
            raise Contradiction("NOT_ITS_COMMAND", record=self.record, entry=index)
        if entry.at < self.at:
            raise Contradiction("TIME_DECREASES", record=self.record, entry=index)
        if not entry.at < command.not_after <= entry.at + NOT_AFTER_AT_MOST:
            raise Contradiction("NOT_IN_TIME", record=self.record, entry=index, at=entry.at)
        self.head = eip712.next_head(self.head, entry.digest, entry.at)
        self.version += 1
        self.at = entry.at
        return self.head

    def _own(self, index: int, entry: Entry, command: Command) -> None:
        creates = command.creates and not (self.version and isinstance(command, AGAIN))
        if command.kind != self.kind or creates != (self.version == 0):
            raise Contradiction("NOT_ITS_COMMAND", record=self.record, entry=index)
        # One that comes again is the same author's: the id says whose the record is.
        if command.creates and _id_of(entry) != self.record:
            raise Contradiction("WRONG_RECORD_ID", record=self.record)
        low = self._authority_version if command.authority else self.version
        if not low <= command.expected_version <= self.version:
            raise Contradiction(
                "VERSION_MISMATCH",
                record=self.record,
                entry=index,
                expected=command.expected_version,
                current=self.version,
            )
        # A party's own move_party or revoke_key is no authority command (docs/specs/readings.md, 14), and the bundle
        # does not say which roles a signer held; only a command that others signed surely raises the mark.
        if command.authority and self.record not in entry.signers:
            self._authority_version = self.version + 1


def _may_touch(command: Command, record: bytes, kind: Kind) -> bool:
    """Whether a command on another record can have moved this one: it names it, or its subject stands in its terms."""
    if kind not in TOUCHES.get(type(command), ()):
        return False
    if isinstance(command, IssueAppraisal):
        return record in (command.subject, command.supersedes)
    if isinstance(command, AttestMilestone):
        return record == command.certificate
    if isinstance(command, MoveProblem):
        return record == command.proposal
    return record == command.supersedes if isinstance(command, IssueCertificate) else True


# --- Members -------------------------------------------------------------------------------------------------------


def members(value: Any, names: set[str], prefix: str) -> None:
    """`value` is an object of exactly these members, else `Contradiction` MALFORMED."""
    if not isinstance(value, dict):
        raise Contradiction("MALFORMED", member=prefix.rstrip("."))
    for name in sorted(names ^ set(value)):
        raise Contradiction("MALFORMED", member=f"{prefix}{name}")


def fixed_bytes(value: Any, length: int, path: str) -> bytes:
    """Bytes of a lower-case 0x string of that length, else `Contradiction` MALFORMED."""
    try:
        return hex_to_bytes(value, length, path)
    except Refused as error:
        raise Contradiction("MALFORMED", member=path) from error
