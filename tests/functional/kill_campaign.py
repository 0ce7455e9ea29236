"""One service through many lives and deaths of its processes, while clients go on asking; and what is left of it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from eth_hash.auto import keccak

from api.models.documents import place
from ledger.events import Event
from ledger.port import all_events
from ledger.wire import SignedCommand
from tests.conformance.cast import key
from tests.functional.crash_stream import OWNERS
from tests.functional.kill_audit import Violation, audit
from tests.functional.kill_calls import Asked, Calls, Heard
from tests.functional.kill_clients import Follower, Keeper, Line, Office, Submitter, Subscriber, ask
from tests.functional.kill_grounds import Ground
from tests.functional.kill_left import left_behind, not_whole
from tests.functional.kill_processes import Death, Life, Mortal, StillAlive
from tests.functional.webhook_receiver import Receiver

CLIENTS = 8
_ASKED_AGAIN = 150  # digests of each round, once it is over
_PATIENCE = 90.0  # seconds
_TRIES = 3
Say = Callable[[str], None]


class Campaign:
    """seed: decides streams, steps' passings and times. receiver: that the ground's webhooks are sent to."""

    def __init__(self, ground: Ground, receiver: Receiver, seed: str, say: Say = lambda said: None) -> None:
        self.ground = ground
        self.calls = Calls()
        self.heard = Heard()
        self.violations: list[Violation] = []
        self._whole: list[Violation] = []
        self._seed = seed
        self._say = say
        self._rounds = 0
        receiver.answer = Subscriber(self.heard, ground.secrets)
        with ground.read() as opened:
            self._direct = frozenset(each.digest for each in all_events(opened.ledger) if isinstance(each, Event))

    @property
    def everyone(self) -> tuple[Mortal, ...]:
        return (*self.ground.serving, *self.ground.working)

    @property
    def killed(self) -> list[Life]:
        return [life for mortal in self.everyone for life in mortal.lives if life.step]

    def round(self, *deaths: tuple[Mortal, Sequence[Death]]) -> None:
        """Let processes die, each its deaths one after the other, under clients that go on; then judge what is left."""
        self._rounds += 1
        for mortal in self.everyone:
            if mortal not in [dying for dying, _ in deaths]:
                mortal.start()
        clients_stop, listener_stops = threading.Event(), threading.Event()
        clients = [*self._submitters(clients_stop), *self._signed_in(clients_stop)]
        listener = Follower([mortal.url for mortal in self.ground.serving], self.heard, listener_stops)
        try:
            for thread in (*clients, listener):
                thread.start()
            with ThreadPoolExecutor(len(deaths)) as pool:
                list(pool.map(lambda each: self._die(*each), deaths))
            for mortal in self.everyone:
                mortal.await_ready()
            clients_stop.set()
            for client in clients:
                _ended(client)
            self._ask_again()
            self._await_listeners()
            listener_stops.set()
            _ended(listener)
            self._stop()
        finally:
            clients_stop.set()
            listener_stops.set()
            for mortal in self.everyone:
                mortal.kill()
        self._judge()

    def _submitters(self, stopping: threading.Event) -> Iterator[Submitter]:
        seed = f"{self._seed}/{self._rounds}"
        meetings = [threading.Barrier(2) for _ in range(CLIENTS // 2)]
        for number in range(CLIENTS):
            steps = self.ground.stream.steps(seed, number)
            yield Submitter(
                f"client {number}", self._line(number), self.calls, steps, meetings[number // 2], stopping, seed
            )

    def _signed_in(self, stopping: threading.Event) -> Iterator[Office | Keeper]:
        organisation, token = self.ground.office
        bearer = {"Authorization": f"Bearer {token}"}
        line, holder = self._line(0, **bearer), key(OWNERS[0])
        yield Office(line, f"{organisation}/drafts", self.calls, self.heard, self._drafts(), holder, stopping)
        yield Keeper(self._line(1, **bearer), organisation, self.heard, stopping)

    def _line(self, first: int, **headers: str) -> Line:
        return Line([mortal.url for mortal in self.ground.serving], first, **headers)

    def _drafts(self) -> Iterator[SignedCommand]:
        stream, number = self.ground.stream, 0
        while True:
            number += 1
            name = f"{self._seed}, draft {self._rounds}.{number}"
            yield stream.signed(stream.asset(OWNERS[0], name, nonce=keccak(name.encode())), key(OWNERS[0]))

    def _die(self, mortal: Mortal, deaths: Sequence[Death]) -> None:
        for death in deaths:
            life = self._killed(mortal, death)
            self._say(f"{len(self.killed):4} {life.process}: {life.step}, after {life.died - life.born:.1f} s")
        mortal.start()

    def _killed(self, mortal: Mortal, death: Death) -> Life:
        """A step of the opening needs something left to be found: where it was not reached, something is left anew."""
        for _ in range(_TRIES):
            try:
                return mortal.live(death)
            except StillAlive:
                if death.left is None:
                    raise
                mortal.live(Death(death.left.name, death.left))
        raise StillAlive(f"{mortal.verb} {mortal.number}: {death.step}: not reached")

    # --- Once the killing is over ----------------------------------------------------------------------------------

    def _ask_again(self) -> None:
        """What was told stays true: the status of some commands, and the very same bytes once more."""
        drawn = random.Random(f"{self._seed}/{self._rounds}/again")
        digests = sorted(self.calls.signed)
        chosen = drawn.sample(digests, min(_ASKED_AGAIN, len(digests)))
        line = self._line(self._rounds)
        for digest in chosen:
            for asked in (Asked.STATUS, Asked.SUBMIT):
                ask(line, self.calls, asked, self.calls.signed[digest], "again")
        line.close()

    def _await_listeners(self) -> None:
        """Until they have heard of the last event, if they ever do."""
        time.sleep(1.2)  # the second of the last block passes
        with self.ground.read() as opened:
            events = list(all_events(opened.ledger))
        last, until = place(events[-1].position), time.monotonic() + _PATIENCE
        expected = {
            identifier: sum(map(wanted.matches, events)) for identifier, wanted in self.ground.subscriptions.items()
        }

        def heard_all() -> bool:
            arrived = {name: len({each for each, _ in list(taken)}) for name, taken in self.heard.webhooks.items()}
            streamed = bool(self.heard.streamed) and self.heard.streamed[-1][0] == last
            return streamed and all(arrived.get(name, 0) >= count for name, count in expected.items())

        while not heard_all() and time.monotonic() < until:
            time.sleep(0.1)

    def _stop(self) -> None:
        for mortal in reversed(self.everyone):
            code = mortal.stop()
            if code != 0:
                self._whole.append(Violation(f"{mortal.verb} {mortal.number} left with code {code} when told to stop"))

    def _judge(self) -> None:
        self._whole += not_whole(self.ground)
        self.violations = [*self._whole, *audit(self.calls, self.heard, left_behind(self.ground, self._direct))]
        for violation in self.violations:
            self._say(f"violation: {violation.says}")


def _ended(thread: Submitter | Office | Keeper | Follower) -> None:
    thread.join(_PATIENCE)
    if thread.error is not None:
        raise thread.error
    assert not thread.is_alive(), f"{thread.name} never got an answer"
