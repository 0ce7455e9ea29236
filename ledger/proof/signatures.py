"""Step 2: who signed each command, that exactly those signed who had to, and that their keys could.

A signature stands outside the digest and the head, so it is checked on its own: it recovers to a key, the key is shown
to be the stated party's, and a command that names its signers is signed by exactly those.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger import eip712
from ledger.commands import AddKey, ProposeInstrument, RegisterAsset, RegisterParty, SignInstrument
from ledger.enums import Power, State
from ledger.genesis import Genesis
from ledger.proof.history import Entry, History
from ledger.proof.storage import KeyWords
from ledger.proof.verdict import Contradiction
from ledger.records import AnyRecord, Party
from ledger.signatures import recover

_MANY = frozenset({Power.TITLE, Power.KEYS})  # powers for which a party signs with its threshold


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of one entry, recovered. counts: False for a key that only proves its possession."""

    record: bytes
    entry: int
    at: int
    power: Power
    party: bytes
    key: bytes
    counts: bool


def recovered(histories: Sequence[History]) -> tuple[Signature, ...]:
    """Recover every signature and check who had to sign. Raises `Contradiction` of step 2."""
    return tuple(
        signature
        for history in histories
        for index, entry in enumerate(history.entries)
        for signature in _entry(history.record, index, entry)
    )


def _entry(record: bytes, index: int, entry: Entry) -> Iterator[Signature]:
    signatures, signers, command = entry.signed.signatures, entry.signers, entry.signed.command
    if not 1 <= len(signatures) <= 64 or len(signatures) != len(signers):
        raise Contradiction("SIGNER_COUNT", record=record, entry=index)
    keys: list[bytes] = []
    for number, signature in enumerate(signatures):
        key = recover(entry.digest, signature)
        if key is None:
            raise Contradiction("BAD_SIGNATURE", record=record, entry=index, index=number)
        if key in keys:
            raise Contradiction("DUPLICATE_SIGNER", record=record, entry=index, key=key)
        keys.append(key)
    _check_named_signers(record, index, entry, keys)
    for key, party in zip(keys, signers, strict=True):
        counts = not _proves_possession(entry, key)
        if not counts and party != command.record:
            raise Contradiction("KEY_NOT_OF_PARTY", key=key, party=party)
        yield Signature(record, index, entry.at, command.power, party, key, counts)


def _proves_possession(entry: Entry, key: bytes) -> bool:
    """Whether the command names the key as one of the record's own (docs/specs/readings.md, 11)."""
    command = entry.signed.command
    if isinstance(command, RegisterParty):
        return key in command.keys
    return isinstance(command, AddKey) and key == command.key


def _check_named_signers(record: bytes, index: int, entry: Entry, keys: Sequence[bytes]) -> None:
    command = entry.signed.command
    if isinstance(command, RegisterParty):
        exact = set(keys) == set(command.keys)
    elif isinstance(command, RegisterAsset):
        exact = set(entry.signers) == {holder.party for holder in command.holders}
    elif isinstance(command, ProposeInstrument | SignInstrument):
        exact = set(entry.signers) == set(command.signing)
    elif isinstance(command, AddKey):
        exact = command.key in keys
    else:
        exact = True
    if not exact:
        raise Contradiction("SIGNERS_DIFFER", record=record, entry=index)


def check_by_histories(
    signatures: Sequence[Signature], lives: Mapping[bytes, Sequence[AnyRecord]], genesis: Genesis
) -> tuple[Signature, ...]:
    """Check the signatures of every party whose own history is here; answers those of the other parties.

    lives: each record's states, oldest first. Raises `Contradiction` of step 2.
    """
    parties = {record: _Life(record, life, genesis) for record, life in lives.items() if isinstance(life[-1], Party)}
    acts: dict[tuple[bytes, int, bytes], list[Signature]] = {}
    others = []
    for signature in signatures:
        if not signature.counts:
            continue
        if signature.party in parties:
            acts.setdefault((signature.record, signature.entry, signature.party), []).append(signature)
        else:
            others.append(signature)
    for (record, entry, party), act in acts.items():
        life = parties[party]
        _check_act(party, act, life.before(entry) if record == party else life.in_second(act[0].at))
    return tuple(others)


class _Life:
    """The states of one party, oldest first."""

    def __init__(self, record: bytes, life: Sequence[AnyRecord], genesis: Genesis) -> None:
        self._states = [state for state in life if isinstance(state, Party)]
        self._times = [state.at for state in self._states]
        self._founded = int(record == genesis.regulator_id)

    def before(self, entry: int) -> list[Party]:
        """The one state in which the party signed entry number `entry` of its own history."""
        return self._states[: entry + self._founded][-1:]

    def in_second(self, at: int) -> list[Party]:
        """The states it had at some instant of second `at`.

        A second holds many commands, and which of them came first cannot be told from the times of two records.
        """
        first = bisect_left(self._times, at)
        return self._states[max(0, first - 1) : bisect_right(self._times, at)]


def _check_act(party: bytes, act: Sequence[Signature], states: Sequence[Party]) -> None:
    """A party's signatures under one command are good if they are under one of the states it had in that second."""
    refused: Contradiction | None = None
    for state in states:
        refused = _refusal(state, act)
        if refused is None:
            return
    raise refused or Contradiction("PARTY_NOT_ACTIVE", party=party, at=act[0].at)


def _refusal(party: Party, act: Sequence[Signature]) -> Contradiction | None:
    record, index, at, power = act[0].record, act[0].entry, act[0].at, act[0].power
    for signature in act:
        key = party.key(signature.key)
        if key is None:
            return Contradiction("KEY_NOT_OF_PARTY", key=signature.key, party=party.id)
        if not key.is_valid(at):
            return Contradiction("KEY_NOT_VALID", key=signature.key, at=at)
        if not key.powers & power:
            return Contradiction("KEY_POWER_MISSING", key=signature.key, record=record, entry=index)
    if party.state != State.ACTIVE:
        return Contradiction("PARTY_NOT_ACTIVE", party=party.id, at=at)
    # A threshold of 0 is that of a party without a key for this (docs/specs/readings.md, 43).
    need = party.threshold if power in _MANY else 1
    if need == 0 or len(act) < need:
        return Contradiction("THRESHOLD_NOT_MET", party=party.id, record=record, entry=index)
    return None


def keys_to_prove(signatures: Sequence[Signature], genesis: Genesis) -> tuple[bytes, ...]:
    """Keys whose party only the ledger's state can show, in ascending order.

    A party's first key shows itself: the party's id is that key. The genesis document names the regulator's keys.
    """
    return tuple(sorted({each.key for each in signatures if not _shows_itself(each, genesis)}))


def _shows_itself(signature: Signature, genesis: Genesis) -> bool:
    if signature.party == eip712.party_id(signature.key):
        return True
    return signature.party == genesis.regulator_id and signature.key in genesis.keys


def check_by_state(signatures: Sequence[Signature], genesis: Genesis, words: Mapping[bytes, KeyWords]) -> None:
    """Check the other signatures against the keys that the evidence shows. Raises `Contradiction` of step 2."""
    for signature in signatures:
        if _shows_itself(signature, genesis):
            continue
        key = words[signature.key]
        if key.party != signature.party:
            raise Contradiction("KEY_NOT_OF_PARTY", key=signature.key, party=signature.party)
        if not key.valid_from <= signature.at < key.valid_to:
            raise Contradiction("KEY_NOT_VALID", key=signature.key, at=signature.at)
        # In the second of its revocation a key may have signed just before it.
        if key.revoked_at and signature.at > key.revoked_at:
            raise Contradiction("KEY_NOT_VALID", key=signature.key, at=signature.at)
        if not key.powers & signature.power:
            raise Contradiction("KEY_POWER_MISSING", key=signature.key, record=signature.record, entry=signature.entry)


def signing_parties(signatures: Sequence[Signature]) -> dict[bytes, set[bytes]]:
    """record of a history -> the parties that signed in it."""
    parties: dict[bytes, set[bytes]] = {}
    for signature in signatures:
        parties.setdefault(signature.record, set()).add(signature.party)
    return parties
