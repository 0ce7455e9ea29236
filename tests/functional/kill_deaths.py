"""How the processes of a service die, as a seed decides it, and the table of what was told meanwhile."""

from __future__ import annotations

import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.functional.crash_points import Point
from tests.functional.kill_audit import Violation
from tests.functional.kill_calls import Asked, Call, Calls, Heard, Told
from tests.functional.kill_clients import NOT_SENT
from tests.functional.kill_processes import Death, Life

AT_RANDOM = "at a random instant"
AT_RANDOM_OPENING = "at a random instant of its opening"
AT_RANDOM_COLD = "at a random instant, started from cold"


def at_steps(points: Iterable[Point], chance: random.Random, most: int = 100) -> list[Death]:
    """Once at each, in an order of the seed's. most: times that a process may come by it."""
    found = [Death(point.name, point, chance.randint(1, min(point.most, most))) for point in points]
    chance.shuffle(found)
    return found


def while_opening(points: Iterable[Point], left: Point) -> list[Death]:
    """Each while a process opens what another has left that died in the middle of a command, at `left`."""
    before = Death(left.name, left)
    return [death for point in points for death in (before, Death(point.name, point, opening=True, left=left))]


def at_random(count: int, seconds: float, chance: random.Random) -> list[Death]:
    """Within so many seconds after it first answered."""
    return [Death(AT_RANDOM, seconds=chance.uniform(0, seconds)) for _ in range(count)]


def at_random_opening(count: int, seconds: float, chance: random.Random) -> list[Death]:
    """Within so many seconds of its life."""
    return [Death(AT_RANDOM_OPENING, seconds=chance.uniform(0, seconds), serving=False) for _ in range(count)]


def from_cold(count: int, seconds: float, chance: random.Random) -> list[Death]:
    """As `at_random`, of processes that have to import everything first."""
    return [Death(AT_RANDOM_COLD, seconds=chance.uniform(0, seconds), cold=True) for _ in range(count)]


@dataclass(slots=True)
class Row:
    """What clients were told in the lives that ended at one step of one kind of process.

    then_accepted, never: of the commands whose answer was lost, or was 202. never: refused in the end.
    """

    process: str
    step: str
    kills: int = 0
    accepted: int = 0
    refused: int = 0
    then_accepted: int = 0
    never: int = 0
    violations: int = 0

    def __str__(self) -> str:
        told = (self.kills, self.accepted, self.refused, self.then_accepted, self.never, self.violations)
        return f"{self.process:<7} {self.step:<46}" + "".join(f"{number:>9,}" for number in told)


HEADING = f"{'process':<7} {'killed':<46}" + "".join(
    f"{word:>9}" for word in ("kills", "accepted", "refused", "?->yes", "?->no", "wrong")
)


def table(lives: Sequence[Life], calls: Calls, violations: Iterable[Violation]) -> list[Row]:
    """A violation is counted where its command was first sent."""
    ends = {call.digest: call.told for call in sorted(calls.all, key=lambda call: call.ended) if call.definite}
    first: dict[bytes, float] = {}
    for call in calls.all:
        first[call.digest] = min(call.begun, first.get(call.digest, call.begun))
    wrong = [first[found.digest] for found in violations if found.digest in first]
    rows: dict[tuple[str, str], Row] = {}
    for life in lives:
        verb, number = life.process.split()
        row = rows.setdefault((verb, life.step), Row(verb, life.step))
        row.kills += 1
        row.violations += sum(life.born <= begun <= life.died for begun in wrong)
        process = int(number) if verb == "serve" else None
        for told, digests in _told_within(life, process, calls.all).items():
            if told is Told.LOST:
                row.then_accepted += sum(ends.get(digest) is Told.ACCEPTED for digest in digests)
                row.never += sum(ends.get(digest) is Told.REFUSED for digest in digests)
            elif told is Told.ACCEPTED:
                row.accepted += len(digests)
            else:
                row.refused += len(digests)
    return sorted(rows.values(), key=lambda row: (row.process, row.step))


def _told_within(life: Life, process: int | None, calls: Iterable[Call]) -> dict[Told, set[bytes]]:
    """Digests by what was told of them. process: of those that serve, None for all."""
    found: dict[Told, set[bytes]] = defaultdict(set)
    for call in calls:
        if call.asked is Asked.SUBMIT and life.born <= call.begun <= life.died and process in (None, call.process):
            unknown = call.told is Told.PENDING or (call.told is Told.LOST and call.said != NOT_SENT)
            if call.definite or unknown:
                found[Told.LOST if unknown else call.told].add(call.digest)
    return found


def told_in_all(calls: Calls, heard: Heard) -> Iterator[str]:
    """What there was to judge."""
    for asked in Asked:
        counts = Counter(str(call.told) for call in calls.all if call.asked is asked)
        yield f"{asked}: " + ", ".join(f"{count:,} {told}" for told, count in sorted(counts.items()))
    taken = sum(map(len, heard.webhooks.values()))
    once = len({identifier for messages in heard.webhooks.values() for identifier, _ in messages})
    yield f"{len(heard.streamed):,} events streamed; {once:,} webhooks taken, {taken - once:,} of them again"
    keys = Counter(seen.deed for seen in heard.keys)
    drafts = len({seen.draft for seen in heard.drafts})
    yield f"{drafts:,} drafts; API keys: " + ", ".join(f"{count:,} {deed}" for deed, count in sorted(keys.items()))


def restarts(lives: Sequence[Life]) -> Iterator[str]:
    """How long processes took from their start until they answered, and until they said that they were ready."""
    for verb in ("serve", "worker"):
        for cold in (False, True):
            of = [life for life in lives if life.process.startswith(verb) and life.cold is cold]
            for name, times in (
                ("answers", [life.answering - life.born for life in of if life.answering]),
                ("is ready", [life.ready - life.born for life in of if life.ready]),
            ):
                if times:
                    how = "from cold" if cold else "its modules loaded"
                    yield (
                        f"{verb}, {how}, {name} after {statistics.median(times):.2f} s (median of {len(times)}; "
                        f"most {max(times):.2f} s)"
                    )
