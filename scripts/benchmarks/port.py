"""The port against the raw engine: commands per second, and how long one waits for its acknowledgement."""

from __future__ import annotations

import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from ledger.engines.evm import Fees, RelayKeys, abi
from ledger.engines.evm.calls import Contracts
from ledger.engines.evm.relay import sign_transaction
from ledger.engines.evm.rpc import to_hex
from ledger.keystore import open_secret
from ledger.wire import SignedCommand
from scripts.benchmarks.line import Line
from scripts.benchmarks.world import CLIENTS, World, spread


def throughput(count: int) -> list[Line]:
    """Commands per second through the port against the same calls, signed beforehand, fed to the raw engine."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        commands = [world.asset() for _ in range(count)]
        chain, intents = world.endpoint.provider.statistics, world.ledger._intents.statistics
        before = chain.fsyncs + intents.fsyncs
        through_port = count / spread(CLIENTS, commands, world.ledger.submit)
        chain, intents = world.endpoint.provider.statistics, world.ledger._intents.statistics
        fsyncs = (chain.fsyncs + intents.fsyncs - before) / count
        lists = presigned(world, [world.asset() for _ in range(count)])

        def feed(raws: list[str]) -> None:
            for raw in raws:
                world.endpoint.call("eth_sendRawTransaction", raw)

        raw = count / spread(CLIENTS, lists, feed)
        world.connection.close()
    return [
        Line(f"raw engine, {CLIENTS} clients", raw, "transactions/s", ""),
        Line(f"through the port, {CLIENTS} clients", through_port, "acknowledged commands/s", ""),
        Line("port ÷ raw engine", through_port / raw, "ratio", "≥ 0.6"),
        Line(f"fsyncs per accepted command, {CLIENTS} clients", fsyncs, "fsyncs", "≤ 0.1"),
    ]


def presigned(world: World, commands: Sequence[SignedCommand]) -> list[list[str]]:
    """The raw transactions that would carry these commands: one list for each client, from an account of its own."""
    relay = RelayKeys(open_relay(world.folder), CLIENTS)
    fees = Fees(world.ledger.deployment.chain_id)
    contracts = Contracts(world.endpoint, world.ledger.deployment)
    lists: list[list[str]] = [[] for _ in range(CLIENTS)]
    accounts = relay.accounts()
    for account in accounts:
        count = world.endpoint.call("eth_getTransactionCount", to_hex(account.address), "pending")
        account.nonce = int(count, 16)
    for number, signed in enumerate(commands):
        account = accounts[number % CLIENTS]
        assert account.nonce is not None
        raw = sign_transaction(account, contracts.destination(signed), abi.calldata(signed), fees)
        lists[number % CLIENTS].append(to_hex(raw))
        account.nonce += 1
    return lists


def open_relay(home: Path) -> bytes:
    """The secret of a home's relay accounts."""
    return open_secret(home / "keys" / "relay.json", (home / "keys" / "relay.password").read_bytes())


def latency(count: int) -> list[Line]:
    """How long one client waits for the port's acknowledgement; the open block's time and memory in a burst of many."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        times = []
        for signed in [world.asset() for _ in range(count)]:
            started = time.perf_counter()
            world.ledger.submit(signed)
            times.append(1000 * (time.perf_counter() - started))
        burst = [world.asset() for _ in range(1000)]
        over = threading.Event()
        apart = [0.0]

        def watch() -> None:
            while not over.wait(0.05):
                block = world.endpoint.call("eth_getBlockByNumber", "pending", False)
                apart.append(abs(time.time() - int(block["timestamp"], 16)))

        watcher = threading.Thread(target=watch)
        watcher.start()
        spread(CLIENTS, burst, world.ledger.submit)
        over.set()
        watcher.join()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        world.connection.close()
    return [
        Line("one client, median acknowledgement", statistics.median(times), "ms", "≤ 25"),
        Line("open block's time against the clock, at most, 1,000 commands in a burst", max(apart), "s", "≤ 1"),
        Line("resident memory of this process at its peak", memory, "MB", "≤ 250"),
    ]
