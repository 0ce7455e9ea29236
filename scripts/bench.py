"""Measurements of this project, as ratios taken side by side in one run: `python scripts/bench.py [--quick] [--json]`.

Nothing here fails a build: absolute numbers depend on the machine. Each line says what it measures and its unit.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.benchmarks.growth import gas, scale
from scripts.benchmarks.line import Line
from scripts.benchmarks.port import latency, throughput
from scripts.benchmarks.proof import certificates
from scripts.benchmarks.start import cold_start


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
