"""Measurements of this project, as ratios taken side by side in one run: `python scripts/bench.py [--quick] [--json]`.

Nothing here fails a build: absolute numbers depend on the machine. Each line says what it measures and its unit.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from api.connection import Connection, open_embedded, trust_of
from ledger import commands as c
from ledger import eip712
from ledger.engines.evm import Fees, RelayKeys, abi
from ledger.engines.evm.calls import Contracts
from ledger.engines.evm.relay import sign_transaction
from ledger.engines.evm.rpc import to_hex
from ledger.enums import AssetKind, Exclusivity, GrantRule, InstrumentKind, Kind, MemberRole, RightStage
from ledger.keystore import open_secret
from ledger.wire import SignedCommand
from tests.conformance.cast import genesis, key, party, sign, text
from tests.conformance.histories import YEAR, Author
from tests.model import Model

BARE_ERC721_MINT = 68_759  # gas: OpenZeppelin 5 ERC-721, _mint to a new holder, in a transaction of its own
CLIENTS = 64
VIET_NAM = 2**64 - 1


@dataclass
class Line:
    """One measurement: what, its value, its unit, and what it should reach."""

    what: str
    value: float
    unit: str
    reach: str


class World:
    """A fresh embedded ledger in a temporary home, its cast registered."""

    def __init__(self, folder: Path) -> None:
        self.at = int(time.time()) - 5
        self.folder = folder
        self.genesis = genesis(self.at)
        self.connection: Connection = open_embedded(folder, self.genesis)
        self.ledger = self.connection.ledger
        self.serial = 0
        self._numbers = itertools.count(1)
        model = Model(self.genesis)
        for drawn in Author(model, lambda given: given[0], lambda n: False).opening(self.at):
            self.ledger.submit(sign(model.ledger, drawn.command, drawn.keys))

    @property
    def id(self) -> bytes:
        return self.genesis.ledger

    def nonce(self) -> bytes:
        """Another one each time, from whichever thread."""
        number = next(self._numbers)
        self.serial = number
        return number.to_bytes(32, "big")

    def asset(self, holder: str = "university") -> SignedCommand:
        """`register_asset` with one holder and one right."""
        nonce = self.nonce()
        command = c.RegisterAsset(
            record=eip712.record_id(Kind.ASSET, party(holder), nonce),
            expected_version=0,
            not_after=int(time.time()) + 86_400,
            nonce=nonce,
            asset_kind=AssetKind.PATENT,
            title=text("title"),
            holders=(c.Share(party=party(holder), bps=10_000),),
            grant_rule=GrantRule.ALL,
            fields=0xFFFF << 16,
            rights=(
                c.Right(
                    office=b"VN".ljust(32, b"\0"),
                    number=f"1{self.serial:07d}".encode().ljust(32, b"\0"),
                    right_stage=RightStage.GRANTED,
                    countries=0,
                    provinces=VIET_NAM,
                    start=self.at - YEAR,
                    end=self.at + 19 * YEAR,
                ),
            ),
        )
        return sign(self.id, command, [key(holder)])

    def raised(self, asset: bytes) -> SignedCommand:
        command = c.RaiseTier(
            record=asset, expected_version=1, not_after=int(time.time()) + 86_400, tier=1, evidence=text("e")
        )
        return sign(self.id, command, [key("registrar")])

    def document(self) -> SignedCommand:
        """A document of one party to another."""
        nonce = self.nonce()
        command = c.SubmitDocument(
            record=eip712.record_id(Kind.DOCUMENT, party("buyer"), nonce),
            expected_version=0,
            not_after=int(time.time()) + 86_400,
            nonce=nonce,
            recipient=party("university"),
            content=text("letter"),
            in_reply_to=bytes(32),
        )
        return sign(self.id, command, [key("buyer")])

    def licence(self, asset: bytes, *, past: bool = False) -> tuple[SignedCommand, SignedCommand]:
        """A non-exclusive licence proposed and signed by both sides in one command, and its taking effect.

        past: its term has run out before it is made.
        """
        members = (
            c.Member(party=party("university"), member_role=MemberRole.GRANTOR),
            c.Member(party=party("buyer"), member_role=MemberRole.GRANTEE),
        )
        zero = bytes(32)
        terms = c.Terms(
            instrument_kind=InstrumentKind.LICENCE,
            subject=asset,
            members=members,
            scope=c.Scope(
                acts=9,
                fields=1 << 16,
                countries=0,
                provinces=3,
                start=self.at - 60 if past else self.at,
                end=self.at if past else self.at + 5 * YEAR,
            ),
            exclusivity=Exclusivity.NON_EXCLUSIVE,
            sub_depth=0,
            consent_waived=False,
            encumbrance_version=0,
            moves=(),
            escrow_agent=zero,
            effect_by=0,
            state_capital=False,
            task_result=zero,
            text=text("terms"),
        )
        nonce = self.nonce()
        record = eip712.record_id(Kind.INSTRUMENT, party("university"), nonce)
        proposed = c.ProposeInstrument(
            record=record,
            expected_version=0,
            not_after=int(time.time()) + 86_400,
            nonce=nonce,
            terms=terms,
            signing=(party("university"), party("buyer")),
        )
        effect = c.EffectInstrument(record=record, expected_version=1, not_after=int(time.time()) + 86_400)
        both = sign(self.id, proposed, [key("university"), key("buyer")])
        return both, sign(self.id, effect, [key("buyer")])

    # --- The engine below ------------------------------------------------------------------------------------------

    @property
    def endpoint(self) -> Any:
        return self.ledger._endpoint

    def gas_of(self, signed: SignedCommand) -> int:
        """Gas of the transaction that carried an accepted command."""
        topics = [None, None, "0x" + signed.digest.hex()]
        (log,) = self.endpoint.call("eth_getLogs", {"fromBlock": "0x0", "toBlock": "pending", "topics": topics})
        return int(self.endpoint.call("eth_getTransactionReceipt", log["transactionHash"])["gasUsed"], 16)


def spread(clients: int, work: Sequence[Any], do: Callable[[Any], Any]) -> float:
    """Seconds that `clients` threads take to do all of `work`, each doing its next piece when the last is done."""
    pieces = iter(work)
    lock = threading.Lock()

    def client() -> None:
        while True:
            with lock:
                piece = next(pieces, None)
            if piece is None:
                return
            do(piece)

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        for future in [pool.submit(client) for _ in range(clients)]:
            future.result()
    return time.perf_counter() - started


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


def gas(licences: int, assets: int) -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))

        def accepted(signed: SignedCommand) -> int:
            world.ledger.submit(signed)
            return world.gas_of(signed)

        subject = world.asset()
        accepted(subject)
        second = world.asset()
        first_gas = accepted(second)
        accepted(world.raised(subject.command.record))
        effects = []
        for number in range(licences + 1):
            proposed, effect = world.licence(subject.command.record)
            world.ledger.submit(proposed)
            world.ledger.submit(effect)
            if number in (1, licences):
                effects.append(world.gas_of(effect))
        spread(CLIENTS, [world.asset() for _ in range(assets)], world.ledger.submit)
        last_gas = accepted(world.asset())
        world.connection.close()
    return [
        Line("register_asset, one holder, one right", first_gas, "gas", ""),
        Line("register_asset ÷ bare ERC-721 mint", first_gas / BARE_ERC721_MINT, "ratio", "≤ 3.5"),
        Line(f"effect of a licence with {licences:,} live ones ÷ with 1", effects[1] / effects[0], "ratio", "≤ 1.02"),
        Line(f"register_asset with {assets:,} assets ÷ with 1", last_gas / first_gas, "ratio", "≤ 1.02"),
    ]


def scale(documents: int, licences: int) -> list[Line]:
    """What the next command costs with many records of its kind behind it, against the first ones: gas and time."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))

        def cost(make: Callable[[], SignedCommand]) -> tuple[float, float]:
            """(gas, milliseconds) of one command, medians of 25."""
            gases, times = [], []
            for signed in [make() for _ in range(25)]:
                started = time.perf_counter()
                world.ledger.submit(signed)
                times.append(1000 * (time.perf_counter() - started))
                gases.append(world.gas_of(signed))
            return statistics.median(gases), statistics.median(times)

        asset = world.asset()
        world.ledger.submit(asset)
        world.ledger.submit(world.raised(asset.command.record))

        def effect() -> SignedCommand:
            proposed, taking = world.licence(asset.command.record, past=True)
            world.ledger.submit(proposed)
            return taking

        lines = []
        for what, make, number in (("document", world.document, documents), ("past licence", effect, licences)):
            few = cost(make)
            spread(CLIENTS, range(number), lambda _, make=make: world.ledger.submit(make()))  # type: ignore[misc]
            many = cost(make)
            lines += [
                Line(f"{what} after {number:,} ÷ after none: gas", many[0] / few[0], "ratio", "≤ 1.05"),
                Line(f"{what} after {number:,} ÷ after none: time", many[1] / few[1], "ratio", "≤ 1.05"),
            ]
        started = time.perf_counter()
        page = world.ledger.history(asset.command.record)
        lines.append(Line(f"history of an asset of {len(page):,} versions", time.perf_counter() - started, "s", ""))
        world.connection.close()
    return lines


def certificates() -> list[Line]:
    """A history of 20 commands on one asset: its certificate's size, and the time to verify it in process."""
    from ledger.proof.collect import Collector
    from ledger.proof.verdict import Valid
    from ledger.proof.verify import verify

    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        asset = world.asset()
        world.ledger.submit(asset)
        record = asset.command.record
        world.ledger.submit(world.raised(record))
        for version in range(2, 20):
            rule = GrantRule.MAJORITY if version % 2 else GrantRule.ALL
            command = c.SetGrantRule(
                record=record, expected_version=version, not_after=int(time.time()) + 86_400, grant_rule=rule
            )
            world.ledger.submit(sign(world.id, command, [key("university")]))
        operator = world.connection.operator
        assert operator is not None
        trust = trust_of(world.ledger.deployment, (operator.address,))
        collector = Collector(world.ledger, trust, operator)
        bundle = collector.record(record)
        deep = collector.record(record, deep=True)
        signers = len(json.loads(deep)["histories"]) - len(json.loads(bundle)["histories"])
        times = []
        for _ in range(20):
            started = time.perf_counter()
            verdict = verify(bundle, trust)
            times.append(1000 * (time.perf_counter() - started))
        world.connection.close()
    if not isinstance(verdict, Valid):
        raise SystemExit(f"the certificate does not verify: {verdict}")
    return [
        Line("verify a history of 20 commands, in process", statistics.median(times), "ms", "≤ 60"),
        Line("its certificate", len(bundle) / 1000, "kB", "≤ 24"),
        Line(
            "its certificate with --deep, beyond that, per signer",
            (len(deep) - len(bundle)) / 1000 / signers,
            "kB",
            "≤ 4",
        ),
    ]


def cold_start() -> list[Line]:
    """From starting the interpreter to the first accepted command on a fresh ledger."""
    program = (
        "import sys, time, resource\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from api.connection import open_embedded\n"
        "from ledger import commands as c\n"
        "from tests.conformance.cast import genesis, key, party, sign, text\n"
        "at = int(time.time()) - 2\n"
        "connection = open_embedded(Path(sys.argv[2]), genesis(at))\n"
        "command = c.RegisterParty(record=party('operator'), expected_version=0, not_after=at + 3600, party_kind=4,\n"
        "    profile=text('o'), country=240, parent=bytes(32), keys=(key('operator').address,), threshold=1)\n"
        "connection.ledger.submit(sign(connection.ledger.deployment.ledger, command, [key('operator')]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)\n"
        "connection.close()\n"
    )
    root = str(Path(__file__).resolve().parents[1])
    times = []
    memory = 0.0
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            with subprocess.Popen(
                [sys.executable, "-c", program, root, folder], stdout=subprocess.PIPE, text=True
            ) as child:
                assert child.stdout is not None
                memory = float(child.stdout.readline())
                times.append(time.perf_counter() - started)
    return [
        Line("cold start to the first accepted command", statistics.median(times), "s", "≤ 4"),
        Line("resident memory of a process with one ledger open", memory, "MB", "≤ 250"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller counts: a look, not a measurement")
    parser.add_argument("--json", action="store_true", help="print a list instead of a table")
    parser.add_argument("--only", action="append", help="a section by name; may be repeated")
    asked = parser.parse_args()
    small = asked.quick
    sections: dict[str, Callable[[], list[Line]]] = {
        "cold_start": cold_start,
        "throughput": lambda: throughput(300 if small else 3000),
        "latency": lambda: latency(50 if small else 300),
        "gas": lambda: gas(50 if small else 1000, 100 if small else 10_000),
        "scale": lambda: scale(100 if small else 10_000, 100 if small else 10_000),
        "certificates": certificates,
    }
    lines: list[Line] = []
    for name, measure in sections.items():
        if asked.only and name not in asked.only:
            continue
        print(f"measuring {name} …", file=sys.stderr)
        lines += [replace(line, value=round(line.value, 4)) for line in measure()]
    if asked.json:
        print(json.dumps([vars(line) for line in lines], ensure_ascii=False, indent=1))
        return
    width = max(len(line.what) for line in lines)
    for line in lines:
        print(f"{line.what:<{width}}  {line.value:>12,.3f} {line.unit:<24} {line.reach}")


if __name__ == "__main__":
    main()
