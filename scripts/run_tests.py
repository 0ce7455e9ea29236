"""Run every suite, two beside each other, and end with one line that counts them all: N passed, N failed, N skipped.

A suite that is past its time limit, that ends with an error but no failed test, or that ran no test counts as failed.
Exits 0 only where nothing failed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from scripts.suites.counts import Counts  # noqa: E402  the path above comes first
from scripts.suites.suite import LANES, SUITES, interrupt, run  # noqa: E402


def absent(counts: Counts) -> list[str]:
    """What this run could not test, unless a suite has skipped it by name already."""
    reasons = ["Fabric: not in this version"]
    if not os.environ.get("GETH"):
        reasons.append("geth: GETH names no binary")
    return [reason for reason in reasons if not any(reason.split(":")[0] in skip for skip in counts.skips)]


def summary(counts: Counts) -> str:
    line = f"{counts.passed} passed, {counts.failed} failed, {len(counts.skips)} skipped"
    return f"{line} ({'; '.join(sorted(set(counts.skips)))})" if counts.skips else line


def run_lane(names: Iterable[str]) -> Counts:
    """One suite after the other."""
    total = Counts()
    for name in names:
        print(f"== {name}", flush=True)
        began = time.monotonic()
        found = run(SUITES[name])
        print(f"== {name}: {summary(found)}, in {time.monotonic() - began:.0f} s", flush=True)
        total += found
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"only these of: {', '.join(SUITES)}")
    chosen = parser.parse_args().suites or list(SUITES)
    if unknown := [name for name in chosen if name not in SUITES]:
        parser.error(f"no such suite: {', '.join(unknown)}")
    lanes = [[name for name in lane if name in chosen] for lane in LANES]
    with ThreadPoolExecutor(max_workers=len(lanes)) as beside:
        try:
            total = sum(beside.map(run_lane, lanes), Counts())
        except KeyboardInterrupt:
            interrupt()
            raise
    total += Counts(skips=absent(total))
    for failure in total.failures:
        print(f"failed: {failure}")
    print(summary(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
