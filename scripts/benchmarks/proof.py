"""Certificates: their size, and how long it takes to verify one."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path

from api.connection import trust_of
from ledger.proof.collect import Collector
from ledger.proof.verdict import Valid
from ledger.proof.verify import verify
from scripts.benchmarks.line import Line
from scripts.benchmarks.world import World


def certificates() -> list[Line]:
    """A history of 20 commands on one asset: its certificate's size, and the time to verify it in process."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        asset = world.asset()
        world.ledger.submit(asset)
        record = asset.command.record
        world.ledger.submit(world.raised(record))
        for version in range(2, 20):
            world.ledger.submit(world.rule_set(record, version))
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
