"""Vectors that need a ledger: authored stories, run on the real embedded engine with a fixed clock and fixed keys.

A story of tests/vectors/source/ states by hand what each command must be answered, every value of a refusal included.
The engine only adds what nobody can write by hand: digests, heads, signatures. An answer that differs stops the making.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eth_hash.auto import keccak

from api.connection import ARTIFACTS, open_embedded
from ledger import wire
from ledger.engines.evm import abi, reverts
from ledger.errors import REFUSALS, Refused
from ledger.events import Event, Receipt
from ledger.genesis import Genesis
from ledger.keys import KeySigner
from ledger.port import Ledger
from ledger.scenario.cast import Cast
from ledger.scenario.format import Do, Scenario, load
from ledger.scenario.randomness import SeededRandomness
from ledger.scenario.results import Exchange, Outcome
from ledger.scenario.runner import Runner

START = 1_795_651_200  # 2026-11-26 00:00 UTC
# Values that are hashes of what the step signs, or an address that nobody has: not written by hand.
_COMPUTED = {
    "WRONG_LEDGER": {"expected", "given"},
    "WRONG_RECORD_ID": {"expected", "given"},
    "TERMS_MISMATCH": {"expected", "given"},
    "REVEAL_MISMATCH": {"committed", "computed"},
}


class Differs(Exception):
    """An answer that is not the authored one, or an authored refusal that leaves values out."""


class FixedClock:
    """The engine's clock and the runner's: it moves only when told. UTC seconds."""

    tick = 1

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> float:
        return float(self.at)

    def now(self) -> int:
        return self.at

    def wait_until(self, at: int) -> None:
        self.at = max(self.at, at)


def flow(source: Path, artifacts: Path = ARTIFACTS) -> dict[str, Any]:
    """The flow of one story; raises `Differs`."""
    scenario = load(source)
    _whole(scenario)
    clock = FixedClock()
    cast = Cast(scenario, SeededRandomness(), clock.tick)
    genesis = cast.genesis(START)
    with opened(genesis, clock, artifacts) as ledger:
        runner = Runner(cast, ledger, clock)
        clock.at += 1
        failed = []
        for result in runner.run():
            if result.outcome is not Outcome.PASSED:
                failed.append(f"{source.name}:{result.line} {result.id}: {'; '.join(result.said)}")
            clock.at += 1
        if failed:
            raise Differs("\n".join(failed))
        return as_flow(scenario.name, genesis, runner.exchanges, ledger)


@contextmanager
def opened(genesis: Genesis, clock: FixedClock, artifacts: Path = ARTIFACTS) -> Iterator[Ledger]:
    """A fresh embedded ledger whose own keys are the same in every run."""
    with tempfile.TemporaryDirectory(prefix="hanotex-vectors-") as folder:
        connection = open_embedded(
            Path(folder) / "home",
            genesis,
            operator=KeySigner(keccak(b"HanoTEX test key seal#1")),
            relay_secret=keccak(b"HanoTEX test key relay#1"),
            clock=clock,
            artifacts=artifacts,
        )
        with connection:
            yield connection.ledger


def as_flow(name: str, genesis: Genesis, exchanges: Sequence[Exchange], ledger: Ledger) -> dict[str, Any]:
    """What went to a ledger and came back, as every language reads it."""
    return {
        "name": name,
        "ledger": "0x" + genesis.ledger.hex(),
        "genesis": genesis.document,
        "steps": [_step(exchange, ledger) for exchange in exchanges],
    }


def _whole(scenario: Scenario) -> None:
    """Every authored refusal states every value of its code."""
    for step in scenario.steps:
        if not isinstance(step, Do) or step.expect.answer != "refused":
            continue
        left_out = {name for name, _ in REFUSALS[step.expect.code]} - set(step.expect.values)
        unknown = step.envelope.get("signature") == "other_content"
        if left_out - _COMPUTED.get(step.expect.code, set()) and not unknown:
            raise Differs(f"line {step.line}, {step.id}: {step.expect.code} is to state {', '.join(sorted(left_out))}")


def _step(exchange: Exchange, ledger: Ledger) -> dict[str, Any]:
    signed = exchange.signed
    return {
        "id": exchange.id,
        "at": exchange.at,
        "signed": wire.command_to_json(signed),
        "calldata": "0x" + abi.calldata(signed).hex(),
        "module": abi.MODULE_OF[type(signed.command)],
        "expect": _expect(exchange.answer, ledger),
    }


def _expect(answer: Receipt | Refused, ledger: Ledger) -> dict[str, Any]:
    if isinstance(answer, Refused):
        return {"refused": wire.refusal_to_json(answer), "revert": "0x" + reverts.revert_from_refusal(answer).hex()}
    history = ledger.history(answer.record)
    event = next(e for e in history if isinstance(e, Event) and e.digest == answer.digest)
    touched = [
        {"record": "0x" + touch.record.hex(), "version": touch.version, "head": "0x" + touch.head.hex()}
        for touch in event.touched
    ]
    return {
        "accepted": {
            "version": answer.version,
            "head": "0x" + answer.head.hex(),
            "digest": "0x" + answer.digest.hex(),
            "touched": touched,
        }
    }
