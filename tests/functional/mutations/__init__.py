"""Everything that the proxy does to a service's answers, and which check has to catch it.

Each mutation is an edit of the true answer, made whenever it is asked for, so that it is of that very second.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.functional.mutations.events import events
from tests.functional.mutations.files import certificates, commands
from tests.functional.mutations.lookups import lookups
from tests.functional.mutations.mutation import AUDIT, FILE, HEAD, Mutation
from tests.functional.mutations.others import nothing, other_ledgers
from tests.functional.mutations.records import histories, lists, records, standing
from tests.functional.stand import Stand

__all__ = ["AUDIT", "FILE", "HEAD", "Mutation", "mutations"]


def mutations(stand: Stand) -> Iterator[Mutation]:
    """Every one of them, in the same order in every run."""
    for made in (standing, records, histories, lists, events, certificates, lookups, commands, other_ledgers, nothing):
        yield from made(stand)
