"""What a command costs, alone and with many records behind it."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ledger.wire import SignedCommand
from scripts.benchmarks.line import Line
from scripts.benchmarks.world import CLIENTS, World, spread

BARE_ERC721_MINT = 68_759  # gas: OpenZeppelin 5 ERC-721, _mint to a new holder, in a transaction of its own


def gas(licences: int, assets: int) -> list[Line]:
    """Gas of a registration and of a licence's effect, first, and with many assets and live licences there."""
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
