"""The model's frame: checks 4 to 6 in order, then the rules of the record's kind, then version and head."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from ledger import commands as c
from ledger import eip712
from ledger.enums import Kind, Power, Role, State
from ledger.errors import Refused
from ledger.genesis import Genesis

THIRTY_DAYS = 30 * 86_400
NEVER = 2**64 - 1
ALL_POWERS = 15


@dataclass
class Entry:
    """What every record has."""

    kind: Kind
    state: State
    version: int
    head: bytes
    authority_version: int = 1


@dataclass
class Key:
    party: bytes
    powers: int
    valid_from: int
    valid_to: int
    revoked_at: int = 0

    def ended(self, now: int) -> bool:
        return bool(self.revoked_at) or self.valid_to <= now


@dataclass
class Grant:
    valid_from: int
    valid_to: int
    revoked: bool = False

    def ended(self, now: int) -> bool:
        return self.revoked or self.valid_to <= now


@dataclass
class Party:
    country: int
    threshold: int
    parent: bytes = bytes(32)
    roles: dict[int, Grant] = field(default_factory=dict)
    interests: set[bytes] = field(default_factory=set)


@dataclass
class Asset:
    kind: int
    holders: dict[bytes, int]
    grant_rule: int
    rights: tuple[c.Right, ...]
    tier: int = 0


@dataclass
class Instrument:
    terms: c.Terms
    signed: list[bytes]
    gates: list[int]
    registered: set[int] = field(default_factory=set)
    funded: int = 0
    released: int = 0
    refunded: int = 0
    order: int = 0


@dataclass
class Signers:
    """Distinct signing parties in order of first appearance, and whether a key that is being added signed."""

    parties: list[bytes]
    own_keys: set[bytes]


def refuse(code: str, **values: object) -> Refused:
    return Refused(code, {name.rstrip("_"): value for name, value in values.items()})


class Model:
    """One ledger. `apply` answers (version, head) or raises `Refused`; a refused command changes nothing."""

    def __init__(self, genesis: Genesis) -> None:
        regulator = genesis.regulator_id
        self.ledger = genesis.ledger
        self.entries = {regulator: Entry(Kind.PARTY, State.ACTIVE, 1, genesis.head)}
        self.keys = {key: Key(regulator, ALL_POWERS, genesis.at, NEVER) for key in genesis.keys}
        self.parties = {regulator: Party(genesis.country, genesis.threshold)}
        self.parties[regulator].roles[Role.REGULATOR] = Grant(genesis.at, NEVER)
        self.assets: dict[bytes, Asset] = {}
        self.instruments: dict[bytes, Instrument] = {}
        self.encumbrance: dict[bytes, int] = {}
        self.effects = 0
        self.now = genesis.at

    def apply(self, command: c.Command, keys: list[bytes], at: int) -> tuple[int, bytes]:
        before = copy.deepcopy(self.__dict__)
        try:
            return self._apply(command, keys, at)
        except Refused:
            self.__dict__.update(before)
            raise

    def _apply(self, command: c.Command, keys: list[bytes], at: int) -> tuple[int, bytes]:
        from tests.model import asset, instrument, party

        self.now = at
        if at >= command.not_after:
            raise refuse("COMMAND_EXPIRED", not_after=command.not_after, now=at)
        if command.not_after > at + THIRTY_DAYS:
            raise refuse("NOT_AFTER_TOO_FAR", not_after=command.not_after, max=at + THIRTY_DAYS)
        signers = self._signers(command, keys)
        self._record(command, signers)
        rules = {Kind.PARTY: party.rules, Kind.ASSET: asset.rules, Kind.INSTRUMENT: instrument.rules}
        state, touched = rules[command.kind](self, command, signers)
        digest = eip712.digest(self.ledger, command)
        entry = self.entries.setdefault(command.record, Entry(command.kind, state, 0, command.record))
        entry.state = state
        self._advance(entry, digest)
        if self._by_authority(command, signers):
            entry.authority_version = entry.version
        for other in touched:
            self._advance(self.entries[other], digest)
        return entry.version, entry.head

    def _advance(self, entry: Entry, digest: bytes) -> None:
        entry.version += 1
        entry.head = eip712.next_head(entry.head, digest, self.now)

    # --- check 5 ---------------------------------------------------------------------------------------------------

    def _signers(self, command: c.Command, addresses: list[bytes]) -> Signers:
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
            if isinstance(command, c.RegisterParty):
                expected = eip712.party_id(command.keys[0])
            else:
                nonce: bytes = command.nonce  # type: ignore[attr-defined]
                expected = eip712.record_id(command.kind, signers.parties[0], nonce)
            if command.record != expected:
                raise refuse("WRONG_RECORD_ID", expected=expected, given=command.record)
            current = entry.version if entry else 0
            if current or command.expected_version:
                raise refuse("VERSION_MISMATCH", current=current, expected=command.expected_version)
            return
        if entry is None or entry.kind != command.kind:
            raise refuse("RECORD_NOT_FOUND", record=command.record)
        low = entry.authority_version if self._by_authority(command, signers) else entry.version
        if not low <= command.expected_version <= entry.version:
            raise refuse("VERSION_MISMATCH", current=entry.version, expected=command.expected_version)

    def _by_authority(self, command: c.Command, signers: Signers) -> bool:
        if isinstance(command, c.MoveParty):
            return any(self.holds(p, Role.OPERATOR) or self.holds(p, Role.REGULATOR) for p in signers.parties)
        if isinstance(command, c.RevokeKey):
            return any(self.holds(p, Role.REGULATOR) for p in signers.parties)
        return command.authority

    # --- what the rules ask ----------------------------------------------------------------------------------------

    def holds(self, party: bytes, role: int) -> bool:
        grant = self.parties[party].roles.get(role)
        return grant is not None and not grant.ended(self.now) and grant.valid_from <= self.now

    def not_read_only(self, party: bytes, *but: int) -> None:
        for role in (Role.REGULATOR, Role.AUDITOR):
            if role not in but and self.holds(party, role):
                raise refuse("READ_ONLY_ROLE", party=party, role=int(role))

    def called_for(self, signers: Signers, called: list[bytes]) -> None:
        """Each signing party is one of `called`, and each of `called` signed."""
        for signer in signers.parties:
            self.not_read_only(signer)
            if signer not in called:
                raise refuse("NOT_AUTHORISED", party=signer)
        for party in called:
            if party not in signers.parties:
                raise refuse("SIGNATURE_MISSING", party=party, role=0)

    def with_role(self, signers: Signers, role: int) -> None:
        for signer in signers.parties:
            self.not_read_only(signer)
            if not self.holds(signer, role):
                raise refuse("ROLE_REQUIRED", party=signer, role=int(role))

    def asset_state(self, asset: bytes) -> State:
        stored = self.entries[asset].state
        rights = self.assets[asset].rights
        live = stored in (State.REGISTERED, State.ACTIVE, State.DISPUTED)
        return State.EXPIRED if live and rights and max(r.end for r in rights) <= self.now else stored

    def instrument_state(self, instrument: bytes) -> State:
        stored = self.entries[instrument].state
        live = stored in (State.EFFECTIVE, State.SUSPENDED)
        return State.EXPIRED if live and self.instruments[instrument].terms.scope.end <= self.now else stored

    def state_in(self, record: bytes, state: State, *allowed: State) -> None:
        if state not in allowed:
            raise refuse("STATE_FORBIDS", record=record, state=int(state))

    def require_party(self, party: bytes) -> None:
        if party not in self.parties:
            raise refuse("RECORD_NOT_FOUND", record=party)
