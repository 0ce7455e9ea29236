"""Measurements of this project, as ratios taken side by side in one run: `python scripts/bench.py [--quick] [--json]`.

Nothing here fails a build: absolute numbers depend on the machine. Each section says what it measures, each line has
its unit and what it should reach, and what misses that is marked.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from dataclasses import asdict, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.benchmarks.growth import gas, scale
from scripts.benchmarks.line import Line, Section
from scripts.benchmarks.matching import matching
from scripts.benchmarks.port import latency, throughput
from scripts.benchmarks.proof import certificates
from scripts.benchmarks.rates import rates
from scripts.benchmarks.search import search
from scripts.benchmarks.service import latency_of_service, memory, on_twins, reads, throughput_of_service
from scripts.benchmarks.start import cold_start
from scripts.benchmarks.tables import history, rebuild

SECTIONS: dict[str, Section] = {
    "cold_start": Section(cold_start),
    "throughput": Section(throughput, (3000,), (300,)),
    "latency": Section(latency, (300,), (50,)),
    "gas": Section(gas, (1000, 10_000), (50, 100)),
    "scale": Section(scale, (10_000, 10_000), (100, 100)),
    "certificates": Section(certificates),
    "service": Section(on_twins(throughput_of_service), (3000,), (300,)),
    "service_latency": Section(on_twins(latency_of_service), (600,), (60,)),
    "reads": Section(on_twins(reads), (2000,), (100,)),
    "memory": Section(on_twins(memory), (20_000,), (800,)),
    "rates": Section(rates, (2000,), (100,)),
    "history": Section(history, (100, 100_000, 200), (100, 2000, 20)),
    "rebuild": Section(rebuild, (10_000, 100_000), (500, 5000)),
    "search": Section(search, (10_000, 100_000, 400), (500, 5000, 60)),
    "matching": Section(matching, (100_000, 60), (5000, 10)),
}
_WIDTH = 118


def measured(name: str, quick: bool) -> list[Line]:
    print(f"measuring {name} …", file=sys.stderr)
    section = SECTIONS[name]
    lines = section.measure(*(section.quick if quick else section.full))
    return [replace(line, value=round(line.value, 4)) for line in lines]


def table(name: str, lines: list[Line]) -> str:
    """A section as people read it: its definition, then its lines."""
    said = textwrap.fill(f"{name}: {SECTIONS[name].definition}", _WIDTH)
    width = max(len(line.what) for line in lines)
    rows = [
        f"  {line.what:<{width}}  {line.value:>12,.3f} {line.unit:<24} {line.reach}{'  MISSED' if line.misses else ''}"
        for line in lines
    ]
    return "\n".join([said, *rows, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller counts: a look, not a measurement")
    parser.add_argument("--json", action="store_true", help="print a list instead of a table")
    parser.add_argument("--only", action="append", choices=list(SECTIONS), help="a section; may be repeated")
    asked = parser.parse_args()
    found = {}
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", file=sys.stderr)
    for name in asked.only or SECTIONS:
        found[name] = measured(name, asked.quick)
        if found[name] and not asked.json:
            print(table(name, found[name]), flush=True)
    if asked.json:
        told = [{"section": name, **asdict(line), "misses": line.misses} for name in found for line in found[name]]
        print(json.dumps(told, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
