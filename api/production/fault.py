"""One thing that a service in production may not run with."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """what: is wrong. remedy: what to do. stops: whether a service in production refuses to start for it."""

    what: Sentence
    remedy: Sentence
    stops: bool = True


class NotForProduction(Exception):
    """Everything that stops a service in production, at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.what.en for fault in faults))
        self.faults = faults
