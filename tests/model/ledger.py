"""The model's frame: checks 4 to 6 in order, then the rules of the record's kind, then version and head."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from eth_hash.auto import keccak

from ledger import commands as c
from ledger import eip712
from ledger.enums import Kind, Power, Role, State
from ledger.errors import Refused
from ledger.genesis import Genesis
from tests.model.records import (
    Appraisal,
    Asset,
    Certificate,
    Document,
    Entry,
    Grant,
    Instrument,
    Key,
    Listing,
    Party,
    Pilot,
    Problem,
    Proposal,
    RoyaltyPeriod,
)

THIRTY_DAYS = 30 * 86_400
NEVER = 2**64 - 1
ALL_POWERS = 15
ALL_FIELDS = 2**64 - 1
ZERO = bytes(32)
# A create that comes again while its record allows it (reading 50).
COMES_AGAIN = (c.DraftProblem, c.ReportRoyalty)


@dataclass(frozen=True)
class Signers:
    """Distinct signing parties in order of first appearance, and which of the keys named in the command signed."""

    parties: list[bytes]
    own_keys: set[bytes]

    @property
    def author(self) -> bytes:
        return self.parties[0]


@dataclass(frozen=True)
class Effect:
    """What the rules of an accepted command leave.

    state: the record's; touched: other records that go to their next version, in order; says: what the event has in
    brackets.
    """

    state: State
    touched: tuple[bytes, ...] = ()
    says: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Accepted:
    """What a reader sees of an accepted command. touched: (record, version, head) in order."""

    version: int
    head: bytes
    touched: tuple[tuple[bytes, int, bytes], ...]
    says: dict[str, Any]


def refuse(code: str, /, **values: object) -> Refused:
    """`as_` and `with_` stand for the words that Python reserves."""
    return Refused(code, {name.rstrip("_"): value for name, value in values.items()})


class Model:
    """One ledger. `apply` answers what was accepted or raises `Refused`; a refused command changes nothing."""

    def __init__(self, genesis: Genesis) -> None:
        regulator = genesis.regulator_id
        self.ledger = genesis.ledger
        self.entries = {regulator: Entry(Kind.PARTY, State.ACTIVE, 1, genesis.head)}
        self.keys = {key: Key(regulator, ALL_POWERS, genesis.at, NEVER) for key in genesis.keys}
        role = {int(Role.REGULATOR): Grant(ALL_FIELDS, genesis.at, NEVER)}
        self.parties = {regulator: Party(genesis.country, genesis.threshold, roles=role)}
        self.assets: dict[bytes, Asset] = {}
        self.listings: dict[bytes, Listing] = {}
        self.appraisals: dict[bytes, Appraisal] = {}
        self.instruments: dict[bytes, Instrument] = {}
        self.royalties: dict[bytes, RoyaltyPeriod] = {}
        self.problems: dict[bytes, Problem] = {}
        self.proposals: dict[bytes, Proposal] = {}
        self.pilots: dict[bytes, Pilot] = {}
        self.certificates: dict[bytes, Certificate] = {}
        self.documents: dict[bytes, Document] = {}
        self.anchored_sizes: dict[tuple[bytes, bytes], int] = {}
        self.encumbrance: dict[bytes, int] = {}
        self.effects = 0
        self.now = genesis.at

    def copy(self) -> Model:
        """Another ledger that has come as far."""
        other = object.__new__(Model)
        other.__dict__.update({name: copy.copy(value) for name, value in vars(self).items()})
        return other

    def apply(self, command: c.Command, keys: Sequence[bytes], at: int) -> Accepted:
        before = vars(self.copy())
        try:
            return self._apply(command, keys, at)
        except Refused:
            self.__dict__.update(before)
            raise

    def _apply(self, command: c.Command, keys: Sequence[bytes], at: int) -> Accepted:
        self.now = at
        if at >= command.not_after:
            raise refuse("COMMAND_EXPIRED", not_after=command.not_after, now=at)
        if command.not_after > at + THIRTY_DAYS:
            raise refuse("NOT_AFTER_TOO_FAR", not_after=command.not_after, max=at + THIRTY_DAYS)
        signers = self._signers(command, keys)
        self._record(command, signers)
        by_authority = self._by_authority(command, signers)
        effect = _rules(command.kind)(self, command, signers)
        digest = eip712.digest(self.ledger, command)
        entry = self.entries.get(command.record, Entry(command.kind, effect.state, 0, command.record))
        self.entries[command.record] = replace(entry, state=effect.state)
        moved = self._advance(command.record, digest)
        if by_authority:
            self.entries[command.record] = replace(moved, authority_version=moved.version)
        touched = []
        for record in effect.touched:
            other = self._advance(record, digest)
            touched.append((record, other.version, other.head))
        return Accepted(moved.version, moved.head, tuple(touched), effect.says)

    def _advance(self, record: bytes, digest: bytes) -> Entry:
        entry = self.entries[record]
        head = eip712.next_head(entry.head, digest, self.now)
        self.entries[record] = replace(entry, version=entry.version + 1, head=head)
        return self.entries[record]

    def kept(self, record: bytes) -> object:
        """What the model keeps of a record beside its entry; None for an anchor."""
        nouns = (self.parties, self.assets, self.listings, self.appraisals, self.instruments, self.royalties)
        nouns += (self.problems, self.proposals, self.pilots, self.certificates, self.documents)  # type: ignore[operator]
        return next((held[record] for held in nouns if record in held), None)

    def move(self, record: bytes, state: State) -> bytes:
        """Give a second record another state; the command touches it."""
        self.entries[record] = replace(self.entries[record], state=state)
        return record

    # --- check 5 ---------------------------------------------------------------------------------------------------

    def _signers(self, command: c.Command, addresses: Sequence[bytes]) -> Signers:
        own: set[bytes] = set()
        if isinstance(command, c.RegisterParty):
            own = set(command.keys)
        elif isinstance(command, c.AddKey):
            own = {command.key}
        seen: list[bytes] = []
        counts: dict[bytes, int] = {}
        for address in addresses:
            if address not in own and address not in self.keys:
                raise refuse("UNKNOWN_KEY", key=address)
            if address in seen:
                raise refuse("DUPLICATE_SIGNER", key=address)
            seen.append(address)
            if address in own:
                continue
            key = self.keys[address]
            if key.ended(self.now) or self.now < key.valid_from:
                raise refuse("KEY_NOT_VALID", key=address, now=self.now)
            if not key.powers & command.power:
                raise refuse("KEY_POWER_MISSING", key=address, need=int(command.power))
            state = self.entries[key.party].state
            if state != State.ACTIVE:
                raise refuse("PARTY_NOT_ACTIVE", party=key.party, state=int(state))
            counts[key.party] = counts.get(key.party, 0) + 1
        if command.power in (Power.TITLE, Power.KEYS):
            for signer, have in counts.items():
                need = self.parties[signer].threshold
                if need == 0 or have < need:
                    raise refuse("THRESHOLD_NOT_MET", party=signer, have=have, need=need)
        return Signers(list(counts), own & set(addresses))

    # --- check 6 ---------------------------------------------------------------------------------------------------

    def _record(self, command: c.Command, signers: Signers) -> None:
        entry = self.entries.get(command.record)
        if command.creates:
            self._record_id(command, signers)
            current = entry.version if entry else 0
            awaited = current if isinstance(command, COMES_AGAIN) else 0
            if command.expected_version != awaited or current != awaited:
                raise refuse("VERSION_MISMATCH", current=current, expected=command.expected_version)
            return
        if entry is None or entry.kind != command.kind:
            raise refuse("RECORD_NOT_FOUND", record=command.record)
        low = entry.authority_version if self._by_authority(command, signers) else entry.version
        if not low <= command.expected_version <= entry.version:
            raise refuse("VERSION_MISMATCH", current=entry.version, expected=command.expected_version)

    def _record_id(self, command: c.Command, signers: Signers) -> None:
        given = command.record
        if isinstance(command, c.RegisterParty):
            expected = eip712.party_id(command.keys[0])
        elif isinstance(command, c.ReportRoyalty):
            nonce = royalty_nonce(command.instrument, command.start)
            expected = _royalty_id(nonce)
            if given == expected and command.nonce != nonce:
                raise refuse("WRONG_RECORD_ID", expected=expected, given=_royalty_id(command.nonce))
        else:
            expected = eip712.record_id(command.kind, signers.author, command.nonce)  # type: ignore[attr-defined]
        if given != expected:
            raise refuse("WRONG_RECORD_ID", expected=expected, given=given)

    def _by_authority(self, command: c.Command, signers: Signers) -> bool:
        if isinstance(command, c.MoveParty):
            return any(self.holds(p, Role.OPERATOR) or self.holds(p, Role.REGULATOR) for p in signers.parties)
        if isinstance(command, c.RevokeKey):
            return any(self.holds(p, Role.REGULATOR) for p in signers.parties)
        return command.authority

    # --- check 8: who signs ----------------------------------------------------------------------------------------

    def holds(self, party: bytes, role: int, fields: int = 0) -> bool:
        """Whether the role is held now, for some of `fields` (zero: all fields)."""
        grant = self.parties[party].roles.get(role) if party in self.parties else None
        if grant is None or grant.ended(self.now) or grant.valid_from > self.now:
            return False
        return bool((grant.fields or ALL_FIELDS) & (fields or ALL_FIELDS))

    def not_read_only(self, party: bytes, *but: int) -> None:
        for role in (Role.REGULATOR, Role.AUDITOR):
            if role not in but and self.holds(party, role):
                raise refuse("READ_ONLY_ROLE", party=party, role=int(role))

    def each_signer(
        self, signers: Signers, among: Collection[bytes] | None = None, *roles: int, fields: int = 0
    ) -> None:
        """Each signing party holds one of `roles`, where any are asked, and is `among` these, where they are named."""
        for signer in signers.parties:
            self.not_read_only(signer, *roles)
            if roles and not any(self.holds(signer, role, fields) for role in roles):
                raise refuse("ROLE_REQUIRED", party=signer, role=int(roles[0]))
            if among is not None and signer not in among:
                raise refuse("NOT_AUTHORISED", party=signer)

    def called_for(self, signers: Signers, called: Sequence[bytes]) -> None:
        """Each signing party is one of `called`, and each of `called` signed."""
        self.each_signer(signers, called)
        for party in called:
            if party not in signers.parties:
                raise refuse("SIGNATURE_MISSING", party=party, role=0)

    # --- checks 7 and 9 --------------------------------------------------------------------------------------------

    def reads(self, record: bytes) -> State:
        """The state of a record as time has made it."""
        stored = self.entries[record].state
        if record in self.assets and stored in (State.REGISTERED, State.ACTIVE, State.DISPUTED):
            ends = [right.end for right in self.assets[record].rights]
            return State.EXPIRED if ends and max(ends) <= self.now else stored
        if record in self.instruments and stored in (State.EFFECTIVE, State.SUSPENDED):
            return State.EXPIRED if _runs_out(self.instruments[record].terms, self.now) else stored
        if record in self.appraisals and stored == State.ISSUED:
            return State.EXPIRED if self.appraisals[record].valid_until <= self.now else stored
        if record in self.listings and stored == State.RESERVED:
            return State.PUBLISHED if self.listings[record].until <= self.now else stored
        return stored

    def state_in(self, record: bytes, *allowed: State) -> State:
        """The state as it reads, which is one of these."""
        state = self.reads(record)
        self.require_state(record, state, allowed)
        return state

    def require_state(self, record: bytes, state: State, allowed: Collection[State]) -> None:
        if state not in allowed:
            raise refuse("STATE_FORBIDS", record=record, state=int(state))

    def require(self, record: bytes, held: Collection[bytes]) -> None:
        if record not in held:
            raise refuse("RECORD_NOT_FOUND", record=record)

    def before(self, deadline: int) -> None:
        if self.now >= deadline:
            raise refuse("TOO_LATE", deadline=deadline, now=self.now)

    def not_before(self, time: int) -> None:
        if self.now < time:
            raise refuse("TOO_EARLY", not_before=time, now=self.now)


def royalty_nonce(instrument: bytes, start: int) -> bytes:
    return keccak(instrument + start.to_bytes(32, "big"))


def _royalty_id(nonce: bytes) -> bytes:
    return keccak(int(Kind.ROYALTY_PERIOD).to_bytes(32, "big") + nonce)


def royalty_id(instrument: bytes, start: int) -> bytes:
    return _royalty_id(royalty_nonce(instrument, start))


def _runs_out(terms: c.Terms, now: int) -> bool:
    """A pledge, an assignment and a solution contract do not expire."""
    return terms.instrument_kind in (1, 2, 5, 6) and terms.scope.end <= now


def _rules(kind: Kind) -> Callable[[Model, Any, Signers], Effect]:
    from tests.model import (
        anchor,
        appraisal,
        asset,
        certificate,
        document,
        instrument,
        listing,
        party,
        pilot,
        problem,
        proposal,
        royalty,
    )

    return {
        Kind.PARTY: party.rules,
        Kind.ASSET: asset.rules,
        Kind.LISTING: listing.rules,
        Kind.APPRAISAL: appraisal.rules,
        Kind.INSTRUMENT: instrument.rules,
        Kind.ROYALTY_PERIOD: royalty.rules,
        Kind.PROBLEM: problem.rules,
        Kind.PROPOSAL: proposal.rules,
        Kind.PILOT: pilot.rules,
        Kind.CERTIFICATE: certificate.rules,
        Kind.DOCUMENT: document.rules,
        Kind.ANCHOR: anchor.rules,
    }[kind]
