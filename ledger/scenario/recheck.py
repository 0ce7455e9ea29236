"""A record's history checked again from its own bytes: digests, heads, and every signature's key at its time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coincurve import PublicKey
from eth_hash.auto import keccak

from ledger import eip712
from ledger.commands import AddKey, RegisterParty
from ledger.events import Event, GenesisEvent
from ledger.signatures import ORDER
from ledger.state import AnyEvent, HistoryBroken, Records, fold_record


def recheck(record: bytes, history: Sequence[AnyEvent], records: Records, everything: Iterable[AnyEvent]) -> list[str]:
    """What does not hold, one sentence each; nothing for a history that is as the ledger says.

    records: all of the ledger's, for the parties' keys; everything: its events, for the genesis document's hash.
    """
    genesis = next((event.genesis for event in everything if isinstance(event, GenesisEvent)), None)
    if genesis is None:
        return ["there is no genesis record"]
    failures = []
    try:
        folded = fold_record(record, history)
    except HistoryBroken as broken:
        return [str(broken)]
    if folded is None:
        return ["there is no such record"]
    for event in history:
        if isinstance(event, Event):
            if eip712.digest(genesis.ledger, event.command) != event.digest:
                failures.append(f"the digest at {event.at} is not that of its command")
            failures += _signature_failures(event, records)
    return failures


def recover(digest: bytes, signature: bytes) -> bytes | None:
    """The address that made a signature, or None for one in any refused form (reading 9)."""
    if len(signature) != 65 or signature[64] not in (27, 28) or int.from_bytes(signature[32:64], "big") > ORDER // 2:
        return None
    try:
        public = PublicKey.from_signature_and_message(signature[:64] + bytes([signature[64] - 27]), digest, hasher=None)
    except Exception:  # coincurve raises bare Exception where nothing is recovered
        return None
    return keccak(public.format(compressed=False)[1:])[12:]


def _signature_failures(event: Event, records: Records) -> list[str]:
    failures = []
    proving: tuple[bytes, ...] = ()
    if isinstance(event.command, RegisterParty):
        proving = event.command.keys
    elif isinstance(event.command, AddKey):
        proving = (event.command.key,)
    for index, (signer, signature) in enumerate(zip(event.signers, event.signatures, strict=True)):
        address = recover(event.digest, signature)
        if address is None:
            failures.append(f"signature {index} at {event.at} recovers to nothing")
        elif address in proving:
            if signer != event.record:
                failures.append(f"signature {index} at {event.at} is of another party than stated")
        else:
            party = records.party(signer)
            key = party.key(address) if party else None
            if key is None or not key.is_valid(event.at) or not key.powers & event.command.power:
                failures.append(f"signature {index} at {event.at} is not by a key of its party, valid then")
    return failures
