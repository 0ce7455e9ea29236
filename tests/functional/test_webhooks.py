"""Telling others of the opening day, over real connections: at least once, and of each record in order."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from standardwebhooks import Webhook

from api.connection import read_embedded
from api.migrations import DERIVED, SERVICE, open_upgraded
from api.observability.metrics import Metrics
from api.sealing import Sealing
from api.tables import DeliveryRow
from api.webhooks.addresses import AddressForbidden, Allowance
from api.webhooks.deliverer import Deliverer, Load
from api.webhooks.filters import Filter
from api.webhooks.outbox import Retries, State
from api.webhooks.sending import Answered, Sender, Unreachable
from api.webhooks.subscriptions import MOST_OF_AN_OWNER, Subscription, Subscriptions, TooMany
from ledger.enums import Kind
from ledger.events import BEFORE_ALL, Position
from ledger.port import all_events
from ledger.state import AnyEvent
from marketplace.projection import Projection
from tests.functional.webhook_receiver import Message, Receiver

_processes = multiprocessing.get_context("spawn")
_PATIENCE = 60.0  # seconds
HERE = Allowance.of("127.0.0.1/32")
SEALING = Sealing(bytes(range(32)))
AT_ONCE = Retries(delays=(0, 0, 0), failures=1000)
BRISK = Load(look=0.02, fail=0.1)
OWNER = "institute"


@pytest.fixture(scope="module")
def day(opening_day: Path) -> Sequence[AnyEvent]:
    with read_embedded(opening_day) as opened:
        return list(all_events(opened.ledger))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


class Desk:
    """The service's side: one database with the day in it, its subscriptions, and whoever delivers."""

    def __init__(self, url: str, day: Sequence[AnyEvent]) -> None:
        self.url = url
        self.engine = open_upgraded(url, SERVICE, DERIVED)
        Projection(self.engine).apply(day)
        self.subscriptions = Subscriptions(self.engine, SEALING, HERE)
        self._deliverers: list[Deliverer] = []

    def subscribe(self, url: str, wanted: Filter | None = None, after: Position = BEFORE_ALL) -> tuple[str, str]:
        """Id and secret."""
        made, secret = self.subscriptions.create(OWNER, url, wanted or Filter(), after, int(time.time()))
        return made.id, secret

    def deliver(self, *, retries: Retries = AT_ONCE, seconds: float = 5.0, **more: Any) -> Deliverer:
        sender = Sender(HERE, seconds)
        made = Deliverer(self.engine, self.engine, SEALING, sender, Metrics(), retries=retries, load=BRISK, **more)
        self._deliverers.append(made)
        made.start()
        return made

    def stands(self, identifier: str) -> Subscription:
        found = self.subscriptions.get(OWNER, identifier)
        assert found is not None
        return found

    def states(self) -> dict[State, int]:
        counts: dict[State, int] = defaultdict(int)
        with Session(self.engine) as session:
            for state in session.scalars(select(DeliveryRow.state)):
                counts[State(state)] += 1
        return counts

    def close(self) -> None:
        for deliverer in self._deliverers:
            deliverer.stop()
        self.engine.dispose()


@pytest.fixture
def desk(database: str, day: Sequence[AnyEvent]) -> Iterator[Desk]:
    opened = Desk(database, day)
    yield opened
    opened.close()


def _await(what: Callable[[], Any], says: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < until, f"not in time: {says}"
        time.sleep(0.02)


def _whole(receiver: Receiver, day: Sequence[AnyEvent]) -> bool:
    return len({message.id for message in list(receiver.taken)}) == len(day)


def _assert_in_order(receiver: Receiver, day: Sequence[AnyEvent]) -> None:
    """Every event was taken, and those of a record were first taken in its order."""
    arrived = receiver.first_arrivals()
    assert sorted(event["id"] for event in arrived) == sorted(f"{e.position.block}:{e.position.log}" for e in day)
    sequences: dict[str, list[str]] = defaultdict(list)
    for event in arrived:
        sequences[event["partitionkey"]].append(event["sequence"])
    for told in sequences.values():
        assert told == sorted(told)


# --- What arrives --------------------------------------------------------------------------------------------------


def test_every_event_arrives_signed_and_those_of_a_record_in_order(
    desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]
) -> None:
    identifier, secret = desk.subscribe(receiver.url)
    desk.deliver()
    _await(lambda: _whole(receiver, day), "everything arrived")
    _assert_in_order(receiver, day)
    for message in receiver.taken:
        assert Webhook(secret).verify(message.body, message.headers) == message.event
        assert message.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert len(receiver.came) == len(day)
    _await(lambda: desk.stands(identifier).pending == 0, "all settled")
    assert desk.stands(identifier).position == day[-1].position


def test_only_what_was_asked_for_and_only_what_comes_later_arrives(
    desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]
) -> None:
    half = day[len(day) // 2].position
    desk.subscribe(receiver.url, Filter(kinds=frozenset({Kind.ASSET})), half)
    desk.deliver()
    expected = [
        event
        for event in day
        if event.position > half and getattr(getattr(event, "command", None), "kind", None) == Kind.ASSET
    ]
    assert expected
    _await(lambda: len(receiver.taken) >= len(expected), "the assets' events arrived")
    time.sleep(0.3)
    assert {event["id"] for event in receiver.first_arrivals()} == {
        f"{event.position.block}:{event.position.log}" for event in expected
    }


def test_a_receiver_that_fails_now_and_then_gets_everything_in_order(
    desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]
) -> None:
    chance = random.Random("now and then")
    receiver.answer = lambda message: (chance.choice((500, 503, 204, 204)), {}, [])
    desk.subscribe(receiver.url)
    desk.deliver(retries=Retries(delays=(0,) * 30, failures=1000))
    _await(lambda: _whole(receiver, day), "everything arrived")
    _assert_in_order(receiver, day)
    assert len(receiver.came) > len(day)


def _deliver_in_a_process(url: str, leading: Connection) -> None:
    engine = open_upgraded(url, SERVICE, DERIVED)
    deliverer = Deliverer(engine, engine, SEALING, Sender(HERE, 5), Metrics(), retries=AT_ONCE, load=BRISK)
    deliverer.start()
    while not deliverer.leads:
        time.sleep(0.01)
    leading.send(os.getpid())
    time.sleep(600)


def test_a_deliverer_that_is_killed_is_followed_and_everything_arrives_at_least_once(
    desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]
) -> None:
    """Whoever leads is killed at a quarter and at half of the day, with messages under way."""
    receiver.answer = lambda message: (204, {}, [(0.01, b"")])
    desk.subscribe(receiver.url)
    here, there = _processes.Pipe()
    processes = [
        _processes.Process(target=_deliver_in_a_process, args=(desk.url, there), daemon=True) for _ in range(3)
    ]
    for process in processes:
        process.start()
    try:
        for part in (1, 2):
            assert here.poll(_PATIENCE), "nobody leads"
            leader = here.recv()
            _await(lambda part=part: len(receiver.taken) > len(day) * part // 4, "messages arrived")
            os.kill(leader, signal.SIGKILL)
        assert here.poll(_PATIENCE), "nobody leads"
        _await(lambda: _whole(receiver, day), "everything arrived")
    finally:
        for process in processes:
            process.kill()
            process.join()
    _assert_in_order(receiver, day)


def test_one_of_two_deliverers_sends(desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]) -> None:
    desk.subscribe(receiver.url)
    first, second = desk.deliver(), desk.deliver()
    _await(lambda: _whole(receiver, day), "everything arrived")
    assert {first.leads, second.leads} == {True, False}
    assert len(receiver.came) == len(day)


# --- What does not arrive ------------------------------------------------------------------------------------------


def _busiest(day: Sequence[AnyEvent]) -> bytes:
    counts: dict[bytes, int] = defaultdict(int)
    for event in day:
        counts[event.record] += 1
    return max(counts, key=lambda record: counts[record])


def test_what_is_never_taken_dies_holds_its_record_alone_and_comes_with_a_replay(
    desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]
) -> None:
    poison = "0x" + _busiest(day).hex()
    of_poison = sum(event.record.hex() == poison[2:] for event in day)
    receiver.answer = lambda message: (422 if message.event["subject"] == poison else 204, {}, [])
    identifier, _ = desk.subscribe(receiver.url)
    desk.deliver()
    _await(lambda: len(receiver.taken) == len(day) - of_poison, "all others arrived")
    _await(lambda: desk.stands(identifier).dead == 1, "the first one of the record died")
    _await(lambda: desk.stands(identifier).pending == 0, "all others settled")
    assert (desk.stands(identifier).held, desk.stands(identifier).stopped) == (of_poison - 1, "")
    (dead,) = [
        each
        for each in desk.subscriptions.unarrived(OWNER, identifier, BEFORE_ALL, 200) or ()
        if each.state is State.DEAD
    ]
    assert (dead.attempts, dead.status, dead.trouble) == (len(AT_ONCE.delays) + 1, 422, "status")
    receiver.answer = lambda message: (204, {}, [])
    before = Position(dead.position.block, dead.position.log - 1)
    replayed = desk.subscriptions.replay(OWNER, identifier, before)
    assert replayed is not None
    assert (replayed.dead, replayed.held) == (0, 0)
    _await(lambda: _whole(receiver, day), "the record's events arrived")
    _assert_in_order(receiver, day)


def test_a_replay_tells_again_under_the_same_ids(desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]) -> None:
    identifier, _ = desk.subscribe(receiver.url)
    desk.deliver()
    _await(lambda: _whole(receiver, day), "everything arrived")
    first = {message.id: message.body for message in receiver.taken}
    after = day[-20].position
    desk.subscriptions.replay(OWNER, identifier, after)
    _await(lambda: len(receiver.taken) == len(day) + 19, "the last ones arrived again")
    again = {message.id: message.body for message in receiver.taken[len(day) :]}
    assert len(again) == 19
    assert again.items() <= first.items()


def test_an_address_that_is_gone_is_left_alone_until_a_replay(
    desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]
) -> None:
    receiver.answer = lambda message: (410, {}, [])
    identifier, _ = desk.subscribe(receiver.url)
    desk.deliver()
    _await(lambda: desk.stands(identifier).stopped == "gone", "stopped")
    time.sleep(0.3)
    count = len(receiver.came)
    time.sleep(0.3)
    assert len(receiver.came) == count <= BRISK.at_once
    receiver.answer = lambda message: (200, {}, [(0, b"ok")])
    desk.subscriptions.replay(OWNER, identifier, BEFORE_ALL)
    _await(lambda: _whole(receiver, day), "everything arrived")


def test_an_address_that_fails_for_long_is_stopped(desk: Desk, receiver: Receiver) -> None:
    receiver.answer = lambda message: (500, {}, [])
    identifier, _ = desk.subscribe(receiver.url)
    desk.deliver(retries=Retries(delays=(0, 0, 0), failures=6))
    _await(lambda: desk.stands(identifier).stopped == "unreachable", "stopped")
    assert len(receiver.came) <= 6 + BRISK.at_once


def test_a_failing_address_rests_and_its_wish_is_granted(desk: Desk, receiver: Receiver) -> None:
    receiver.answer = lambda message: (503, {"Retry-After": "3600"}, [])
    identifier, _ = desk.subscribe(receiver.url)
    desk.deliver(retries=Retries(delays=(1,)))
    _await(lambda: desk.stands(identifier).rests_until >= time.time() + 3500, "it rests")
    time.sleep(1.5)
    assert len(receiver.came) <= BRISK.at_once


def test_a_slow_receiver_keeps_no_other_waiting(desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]) -> None:
    with Receiver() as slow:
        slow.answer = lambda message: (200, {}, [(0.3, b"x")] * 100)
        slow_id, _ = desk.subscribe(slow.url)
        desk.subscribe(receiver.url)
        desk.deliver(seconds=1.0, retries=Retries(delays=(60,)))
        _await(lambda: _whole(receiver, day), "everything arrived at the other")
        _await(lambda: desk.stands(slow_id).failures > 0, "the slow one failed")
        trouble = {each.trouble for each in desk.subscriptions.unarrived(OWNER, slow_id, BEFORE_ALL, 200) or ()}
        assert "timeout" in trouble


# --- Sending -------------------------------------------------------------------------------------------------------


def _post(receiver: Receiver, path: str = "/hook", seconds: float = 2.0) -> Answered:
    return Sender(HERE, seconds).post(f"http://127.0.0.1:{receiver.port}{path}", {"X-Test": "1"}, b"{}")


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answer = lambda message: (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, [])
    assert _post(receiver) == Answered(302)
    assert [message.path for message in receiver.came] == ["/hook"]


def test_an_answer_is_taken_though_it_never_ends_but_not_one_that_trickles(receiver: Receiver) -> None:
    receiver.answer = lambda message: (200, {}, [(0, bytes(1 << 20))] * 64)
    begun = time.monotonic()
    assert _post(receiver) == Answered(200)
    assert time.monotonic() - begun < 1.5
    receiver.answer = lambda message: (200, {}, [(0.2, b"x")] * 1000)
    begun = time.monotonic()
    with pytest.raises(Unreachable, match="timeout"):
        _post(receiver, seconds=1.0)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("line", "pause", "trouble"), [(b"X: y\r\n", 0.1, "timeout"), (b"X: " + b"y" * 4000 + b"\r\n", 0.0, "protocol")]
)
def test_headers_that_trickle_or_never_end_are_given_up(line: bytes, pause: float, trouble: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        telling = threading.Thread(target=_headers_for_ever, args=(listening, line, pause))
        telling.start()
        with pytest.raises(Unreachable, match=trouble):
            Sender(HERE, 1.5).post(f"http://127.0.0.1:{listening.getsockname()[1]}/", {}, b"{}")
        telling.join()


def _headers_for_ever(listening: socket.socket, line: bytes, pause: float) -> None:
    connection, _ = listening.accept()
    with connection, suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(line)
            time.sleep(pause)


def test_what_is_not_there_or_speaks_otherwise_is_told_apart(receiver: Receiver) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable, match="connection"):
            Sender(HERE, 2).post(f"http://127.0.0.1:{nobody.getsockname()[1]}/", {}, b"{}")
    with pytest.raises(Unreachable, match="certificate"):
        Sender(HERE, 2).post(f"https://127.0.0.1:{receiver.port}/", {}, b"{}")


def test_a_name_that_comes_to_mean_this_machine_gains_nothing(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answered with an address of the internet when the webhook was made, and with another when it is sent."""

    def resolves_to(address: str) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, receiver.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    resolves_to("127.0.0.1")
    with pytest.raises(AddressForbidden, match="private address"):
        Sender(Allowance(), 2).post(f"https://example.org:{receiver.port}/", {}, b"{}")
    assert receiver.came == []


def test_a_name_whose_servers_are_silent_costs_no_more_than_a_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's resolver takes no bound, and whoever stops the service would wait for it."""
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(30) and [])
    begun = time.monotonic()
    with pytest.raises(AddressForbidden, match="unresolved"):
        Sender(Allowance(), 0.5).post("https://example.org/", {}, b"{}")
    assert time.monotonic() - begun < 5
    answered.set()


def test_no_proxy_of_the_environment_is_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert _post(receiver) == Answered(204)
    message = receiver.came[0]
    assert (message.headers["host"], message.headers["x-test"]) == (f"127.0.0.1:{receiver.port}", "1")


# --- Whose they are ------------------------------------------------------------------------------------------------


def test_nobody_knows_of_anothers_subscriptions(desk: Desk, receiver: Receiver) -> None:
    identifier, _ = desk.subscribe(receiver.url)
    others = desk.subscriptions
    assert others.of("somebody else") == []
    assert others.get("somebody else", identifier) is None
    assert others.unarrived("somebody else", identifier, BEFORE_ALL, 10) is None
    assert others.replay("somebody else", identifier, BEFORE_ALL) is None
    assert others.rotate("somebody else", identifier, 0) is None
    assert not others.delete("somebody else", identifier)
    assert [each.id for each in others.of(OWNER)] == [identifier]
    assert others.delete(OWNER, identifier)
    assert others.of(OWNER) == []


def test_an_owner_has_so_many_and_no_more(desk: Desk, receiver: Receiver) -> None:
    for _ in range(MOST_OF_AN_OWNER):
        desk.subscribe(receiver.url)
    with pytest.raises(TooMany):
        desk.subscribe(receiver.url)


def test_no_secret_stands_in_the_database(desk: Desk, receiver: Receiver) -> None:
    identifier, secret = desk.subscribe(receiver.url)
    rotated = desk.subscriptions.rotate(OWNER, identifier, int(time.time()))
    assert rotated is not None
    assert rotated != secret
    with desk.engine.connect() as connection:
        kept = repr(connection.exec_driver_sql("SELECT * FROM webhook_subscriptions").all())
    for each in (secret, rotated):
        assert each not in kept
        assert repr(Webhook(each)._whsecret)[2:-1] not in kept


def test_both_secrets_sign_for_a_day_after_a_rotation(desk: Desk, receiver: Receiver, day: Sequence[AnyEvent]) -> None:
    now = time.time()
    identifier, former = desk.subscribe(receiver.url, after=day[-2].position)
    present = desk.subscriptions.rotate(OWNER, identifier, int(now))
    assert present is not None
    desk.deliver(clock=lambda: now)
    _await(lambda: receiver.taken, "it arrived")
    for secret in (former, present):
        assert _verifies(secret, receiver.taken[0])
    now += 86_401
    desk.subscriptions.replay(OWNER, identifier, day[-2].position)
    _await(lambda: len(receiver.taken) == 2, "it arrived again")
    assert len(receiver.taken[1].headers["webhook-signature"].split()) == 1


def _verifies(secret: str, message: Message) -> bool:
    return bool(Webhook(secret).verify(message.body, message.headers) == message.event)
