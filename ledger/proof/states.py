"""The states a record went through, folded from the history that a bundle carries.

Only commands and times are under the head. What the ledger computed beside them (for example the gates of an
instrument) is in no bundle, so nothing that depends on it is read from these states.
"""

from __future__ import annotations

from ledger.events import BEFORE_ALL, Event, GenesisEvent, Touched
from ledger.genesis import Genesis
from ledger.proof.history import Chain, History
from ledger.proof.verdict import Contradiction
from ledger.records import AnyRecord
from ledger.state import HistoryBroken, next_record


def states(history: History, chain: Chain, genesis: Genesis) -> tuple[AnyRecord, ...]:
    """The record after each step, the creation by the genesis document included.

    Raises `Contradiction` NOT_A_LIFE where a command does not fit what came before it.
    """
    record = history.record
    folded: list[AnyRecord] = []
    if chain.genesis:
        folded.append(next_record(record, None, GenesisEvent(BEFORE_ALL, genesis, genesis.head)))
    for index, event in enumerate(_events(history, chain)):
        try:
            folded.append(next_record(record, folded[-1] if folded else None, event))
        except (HistoryBroken, ValueError, KeyError, TypeError, AttributeError) as error:
            # The fold trusts its events; here they are whatever the file holds (an enum out of its list, say).
            raise Contradiction("NOT_A_LIFE", record=record, entry=index) from error
    return tuple(folded)


def _events(history: History, chain: Chain) -> list[Event]:
    events = []
    for index, (entry, head) in enumerate(zip(history.entries, chain.heads, strict=True)):
        version = index + 1 + chain.genesis
        own = entry.signed.command.record == history.record
        events.append(
            Event(
                position=BEFORE_ALL,
                # Of the command's own record if it is another one, nothing is known and nothing asked.
                version=version if own else 0,
                head=head if own else b"",
                digest=entry.digest,
                at=entry.at,
                command=entry.signed.command,
                signers=entry.signers,
                signatures=entry.signed.signatures,
                touched=() if own else (Touched(history.record, version, head),),
            )
        )
    return events
