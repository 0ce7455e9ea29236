"""What a service that is meant may not run with, all of it at once: settings, keys that others know or can read, a
ledger that was made for a story. `hanotex doctor` says the same in every mode.

Only files are looked at, and the derived tables where they are there: nothing is changed, and no ledger is opened.
"""

from __future__ import annotations

from collections.abc import Iterator

from api.production.fault import Fault, NotForProduction
from api.production.keys import of_files, of_sealing
from api.production.ledgers import of_ledger, of_parties
from api.production.told import of_addresses, of_bounds, of_programs
from api.settings import Mode, Settings

__all__ = ["Fault", "NotForProduction", "expect_fit", "faults"]


def expect_fit(settings: Settings) -> None:
    """Raises `NotForProduction` with everything that stops a service in production; in development nothing does."""
    if settings.mode is Mode.PRODUCTION:
        stopping = [fault for fault in faults(settings) if fault.stops]
        if stopping:
            raise NotForProduction(stopping)


def faults(settings: Settings) -> Iterator[Fault]:
    """What this service would be refused for in production, whatever its mode is now."""
    for look in (of_addresses, of_bounds, of_programs, of_sealing, of_files, of_ledger, of_parties):
        yield from look(settings)
