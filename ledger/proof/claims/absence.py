"""What claims of absence share: no history belongs to them."""

from __future__ import annotations

from ledger.proof.history import History
from ledger.proof.verdict import Contradiction


def no_histories(histories: tuple[History, ...]) -> None:
    """Raises `Contradiction` HISTORY_NOT_NEEDED for the first history there is."""
    for history in histories:
        raise Contradiction("HISTORY_NOT_NEEDED", record=history.record)
