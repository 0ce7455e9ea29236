"""What the ledger says of an organisation's party now: the roles that it holds and the keys that are valid."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from ledger.enums import Role, State
from ledger.port import Ledger
from ledger.records import Party
from ledger.state import fold_record

_FRESH = 2.0  # seconds that an answer is believed
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class PartyNow:
    """active: it may act. roles: held now. keys: the powers of each key that is valid now, by address."""

    active: bool
    roles: frozenset[Role]
    keys: dict[bytes, int]


UNKNOWN = PartyNow(False, frozenset(), {})


class Parties:
    """Asks the ledger itself, and believes an answer for two seconds. Safe to use from several threads at once."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float]) -> None:
        """clock: UTC seconds."""
        self._ledger = ledger
        self._clock = clock
        self._known: dict[bytes, tuple[float, PartyNow]] = {}
        self._lock = threading.Lock()

    def now(self, party: bytes | None) -> PartyNow:
        """Raises `EngineUnavailable`."""
        if party is None:
            return UNKNOWN
        at = time.monotonic()
        with self._lock:
            known = self._known.get(party)
        if known is not None and at - known[0] < _FRESH:
            return known[1]
        found = self.ask(party)
        with self._lock:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[party] = (at, found)
        return found

    def record(self, party: bytes) -> Party | None:
        """The party's record as it stands, or None; raises `EngineUnavailable`."""
        record = fold_record(party, self._ledger.history(party))
        return record if isinstance(record, Party) else None

    def ask(self, party: bytes) -> PartyNow:
        """As `now`, and never from memory."""
        record = self.record(party)
        if record is None:
            return UNKNOWN
        at = int(self._clock())
        return PartyNow(
            record.state == State.ACTIVE,
            frozenset(Role(held.role) for held in record.roles if record.holds(held.role, at)),
            {key.address: key.powers for key in record.keys if key.is_valid(at)},
        )
