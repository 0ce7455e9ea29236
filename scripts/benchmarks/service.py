"""The service over HTTP against the engine below it: commands per second, what a client waits longer, and memory."""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from ledger import wire
from ledger.wire import SignedCommand
from scripts.benchmarks.line import Line
from scripts.benchmarks.load import Answers, Request, load, percentile
from scripts.benchmarks.port import presigned
from scripts.benchmarks.serving import Serving, serving
from scripts.benchmarks.world import CLIENTS, World, spread

P = ParamSpec("P")
_ROUNDS = 3
_READERS = 8
_STOCK = 60  # assets, and versions of the one whose history is read: more than one page


@contextmanager
def twins() -> Iterator[tuple[World, Serving]]:
    """One ledger twice, its cast registered: open in this process, and served by another.

    What is signed for the one is signed for the other.
    """
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder) / "here", Path(folder) / "there"
        world = World(here)
        world.connection.close()
        shutil.copytree(here, there)
        world = World(here, world.genesis)
        try:
            with serving(there) as process:
                yield world, process
        finally:
            world.connection.close()


def on_twins(measure: Callable[Concatenate[World, Serving, P], list[Line]]) -> Callable[P, list[Line]]:
    """A measurement with twins of its own."""

    @wraps(measure)
    def alone(*counts: P.args, **named: P.kwargs) -> list[Line]:
        with twins() as (world, process):
            return measure(world, process, *counts, **named)

    return alone


def throughput_of_service(world: World, process: Serving, count: int) -> list[Line]:
    """Commands per second over HTTP ÷ transactions per second of the raw engine, in turns, the same signed commands.

    HTTP: `hanotex serve` is a process, its clients are another, and a command counts once it is answered 201: taken in,
    accepted and durable. Raw engine: `eth_sendRawTransaction` of transactions signed beforehand, by as many threads.
    Processor time is of the process that accepts, and tells the same on a machine that has other work as well.
    """
    times = {"raw": 0.0, "service": 0.0}
    processors = {"raw": 0.0, "service": 0.0}
    for _ in range(_ROUNDS):
        commands = [world.asset() for _ in range(count // _ROUNDS)]
        lists = presigned(world, commands)

        def feed(raws: list[str]) -> None:
            for raw in raws:
                world.endpoint.call("eth_sendRawTransaction", raw)

        before = time.process_time()
        times["raw"] += spread(CLIENTS, lists, feed)
        processors["raw"] += time.process_time() - before
        before = process.processor_seconds()
        times["service"] += _sent(process, CLIENTS, commands).seconds
        processors["service"] += process.processor_seconds() - before
    done = count // _ROUNDS * _ROUNDS
    raw, service = (done / times[name] for name in ("raw", "service"))
    return [
        Line(f"raw engine, {CLIENTS} clients, for the service", raw, "transactions/s", ""),
        Line(f"commands over HTTP, {CLIENTS} clients in a process of their own", service, "answered 201/s", ""),
        Line("commands over HTTP ÷ raw engine", service / raw, "ratio", "≥ 0.6"),
        Line("processor time of the service for a command", 1000 * processors["service"] / done, "ms", ""),
        Line("processor time, raw engine ÷ service", processors["raw"] / processors["service"], "ratio", ""),
    ]


def latency_of_service(world: World, process: Serving, count: int) -> list[Line]:
    """What a client waits longer over HTTP than for the engine's acknowledgement: the difference of the two p95.

    Acknowledgement: `submit` on the port, by as many threads. Both in turns, the same signed commands, each client its
    next command when the last is answered.
    """
    lines = []
    for clients in (1, 8):
        here: list[float] = []
        there: list[float] = []

        def submit(signed: SignedCommand, times: list[float] = here) -> None:
            started = time.perf_counter()
            world.ledger.submit(signed)
            times.append(1000 * (time.perf_counter() - started))

        for _ in range(_ROUNDS):
            commands = [world.asset() for _ in range(count // _ROUNDS)]
            spread(clients, commands, submit)
            there += _sent(process, clients, commands).milliseconds
        added = percentile(there, 95) - percentile(here, 95)
        said = "1 client" if clients == 1 else f"{clients} clients"
        lines += [
            Line(f"acknowledgement by the engine, p95, {said}", percentile(here, 95), "ms", ""),
            Line(f"answer over HTTP, p95, {said}", percentile(there, 95), "ms", ""),
            Line(f"added by the service, p95, {said}", added, "ms", "≤ 30"),
        ]
    return lines


def reads(world: World, process: Serving, count: int, stock: int = _STOCK) -> list[Line]:
    """Reads per second and their p95, by eight clients in a process of their own, of a service that also follows."""
    asset = _stocked(world, process, stock)
    lines = []
    for what, path in (
        ("a record", f"/v1/assets/{asset}"),
        ("50 entries of a history", f"/v1/assets/{asset}/history"),
        ("50 entries of a list", "/v1/assets"),
    ):
        answers = _answered(load(process.url, _READERS, [("GET", path, "")] * count), 200)
        lines += [
            Line(f"GET {what}, {_READERS} clients", count / answers.seconds, "answers/s", ""),
            Line(f"GET {what}, {_READERS} clients, p95", percentile(answers.milliseconds, 95), "ms", ""),
        ]
    return lines


def memory(world: World, process: Serving, count: int, stock: int = _STOCK) -> list[Line]:
    """Resident memory of `hanotex serve`, at its peak and as it grows: a burst, then an hour's worth of mixed requests.

    Of 20 requests, 12 read, 2 submit a command, one submits another again, 2 ask what would be said or became of one,
    one prepares a command, and 2 are refused. Growth: from a quarter of them to the end.
    """
    asset = _stocked(world, process, stock)
    _sent(process, CLIENTS, [world.asset() for _ in range(count // 40)])
    measured = []
    for _ in range(4):
        load(process.url, 2 * _READERS, list(itertools.islice(_mixed(world, asset), count // 4)))
        measured.append(process.megabytes("VmRSS"))
    peak = process.megabytes("VmHWM")
    grown = (measured[-1] - measured[0]) / (3 * (count // 4)) * 10_000
    return [
        Line(f"resident memory of the service at its peak, {count:,} mixed requests", peak, "MB", "≤ 300"),
        Line("its growth per 10,000 requests", grown, "MB", ""),
    ]


def _mixed(world: World, asset: str) -> Iterator[Request]:
    reading = [
        *[f"/v1/assets/{asset}", f"/v1/assets/{asset}/history", "/v1/assets?limit=20", "/v1/parties"] * 2,
        *["/v1/status", "/ready", "/metrics", "/v1/trust"],
    ]
    prepare = {"command": "set_grant_rule", "fields": {"grant_rule": "all"}, "record": asset}
    while True:
        first, second = (_posted(world.asset()) for _ in range(2))
        yield from (("GET", path, "") for path in reading)
        yield from (first, second, first)
        yield "POST", "/v1/commands/check", first[2]
        yield "GET", "/v1/commands/0x" + world.asset().digest.hex(), ""
        yield "POST", "/v1/commands/prepare", json.dumps(prepare)
        yield "GET", f"/v1/parties/{asset}", ""
        yield "POST", "/v1/commands", "{}"


def _stocked(world: World, process: Serving, stock: int) -> str:
    """The id of an asset of so many versions, among as many others; told by the tables."""
    asset = world.asset()
    record = asset.command.record
    _sent(process, 1, [asset, *(world.rule_set(record, version) for version in range(1, stock))])
    _sent(process, CLIENTS, [world.asset() for _ in range(stock)])
    time.sleep(3)  # until the block is sealed and followed
    return "0x" + record.hex()


def _sent(process: Serving, clients: int, commands: Sequence[SignedCommand]) -> Answers:
    """Commands over HTTP, all of them accepted."""
    return _answered(load(process.url, clients, [_posted(signed) for signed in commands]), 201)


def _posted(signed: SignedCommand) -> Request:
    return "POST", "/v1/commands", json.dumps(wire.command_to_json(signed))


def _answered(answers: Answers, status: int) -> Answers:
    others = [other for other in answers.statuses if other != status]
    if others:
        raise RuntimeError(f"{len(others)} of {len(answers.statuses)} answers are not {status}: {others[:5]}")
    return answers
