"""One home through many lives and deaths, and what is asked of it after each."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api.connection import Connection, open_embedded
from ledger.errors import LedgerError, Refused
from ledger.events import Receipt
from ledger.genesis import Genesis
from ledger.port import all_events
from ledger.wire import SignedCommand
from marketplace.projection import Projection, open_tables
from tests.functional.crash_audit import audit
from tests.functional.crash_life import CLIENTS, Life, live_and_be_killed
from tests.functional.crash_log import Told, read_logs
from tests.functional.crash_points import Point


class Campaign:
    """seed: decides streams, points' passings and times; with it and the same machine a round can be run again."""

    def __init__(self, folder: Path, genesis: Genesis, seed: str) -> None:
        self.home = folder / "home"
        self.genesis = genesis
        self.kills = 0
        self.told = Told()
        self._folder = folder
        self._seed = seed
        self._chance = random.Random(seed)
        self._unread: list[Path] = []
        self._tables = open_tables(folder / "tables.sqlite")
        self.projection = Projection(self._tables)

    def kill_at(self, point: Point) -> Life:
        return self._end(point=point.name, passings=self._chance.randint(1, point.most))

    def kill_within(self, seconds: float) -> Life:
        """At any time of the first so many seconds of the clients."""
        return self.kill_after(self._chance.uniform(0, seconds))

    def kill_after(self, seconds: float) -> Life:
        return self._end(seconds=seconds)

    def kill_within_opening(self, seconds: float) -> Life:
        """At any time of the first so many seconds of the process."""
        return self._end(seconds=self._chance.uniform(0, seconds), begun=False)

    def _end(self, *, point: str | None = None, passings: int = 1, seconds: float = 0.0, begun: bool = True) -> Life:
        log = self._folder / f"life-{self.kills:04}"
        life = Life(self.home, self.genesis, f"{self._seed}/{self.kills}", log, point, passings, seconds, begun)
        live_and_be_killed(life)
        self.kills += 1
        self._unread.append(log)
        return life

    def unread(self) -> Told:
        """What the clients of the lives since the last judgement were told."""
        told = Told()
        for log in self._unread:
            told.add(read_logs(log))
        return told

    def judge(self, excused: str | None = None) -> list[str]:
        """Open the home once more and look at what the lives since the last judgement left; every contradiction.

        excused: words of an `EngineUnavailable` that clients may have met.
        """
        told = self.unread()
        self._unread.clear()
        if excused is not None:
            told.failures = [failure for failure in told.failures if excused not in failure]
        with open_embedded(self.home) as opened:
            wrong = [f"{intent.digest.hex()} is still unknown" for intent in opened.ledger.resolve_unknown()]
            wrong += self._judge_lives(opened, told)
            self.projection.catch_up(opened.ledger)
        self.told.add(told)
        return wrong

    def _judge_lives(self, opened: Connection, told: Told) -> list[str]:
        records = {signed.command.record for signed in told.signed.values()}

        def histories() -> list[str]:
            events = [event for record in records for event in opened.ledger.history(record)]
            return audit(told, events, self.genesis.ledger)

        return histories() + self._submit_again(opened, told) + histories()

    def _submit_again(self, opened: Connection, told: Told) -> list[str]:
        """Each command without an answer gets one, and whoever asks once more gets the same receipt."""
        crowd = [told.signed[digest] for digest in told.unknown]
        with ThreadPoolExecutor(CLIENTS) as pool:
            answers = list(pool.map(lambda signed: _answer(opened, signed), crowd))
            accepted = [signed for signed, answer in zip(crowd, answers, strict=True) if isinstance(answer, Receipt)]
            again = list(pool.map(lambda signed: _answer(opened, signed), accepted))
        for signed, answer in zip(crowd + accepted, answers + again, strict=True):
            if isinstance(answer, Receipt):
                told.accepted(signed.digest, answer)
            elif isinstance(answer, Refused):
                told.refused(signed.digest, answer.code)
            else:
                told.failures.append(f"{signed.digest.hex()}: {answer!r}")
        return told.failures

    def judge_whole(self) -> list[str]:
        """Every event ever sealed against everything that anyone was ever told; then the tables built anew."""
        time.sleep(1)  # the second of the last block passes
        with open_embedded(self.home) as opened:
            opened.ledger.status()  # waits until that block is sealed
            wrong = audit(self.told, all_events(opened.ledger), self.genesis.ledger)
            self.projection.catch_up(opened.ledger)
            taken_in_between_deaths = self.projection.digest()
            self.projection.rebuild(opened.ledger)
            if self.projection.digest() != taken_in_between_deaths:
                wrong.append("the tables built anew are other tables")
        self._tables.dispose()
        return wrong


def _answer(opened: Connection, signed: SignedCommand) -> Receipt | LedgerError:
    try:
        return opened.ledger.submit(signed)
    except LedgerError as error:
        return error
