"""Run every suite of the project and end with one line that counts them all: N passed, N failed, N skipped.

A suite that is past its time limit, that ends with an error but no failed test, or that ran no test counts as failed.
Exits 0 only where nothing failed.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from scripts.suites.counts import Counts  # noqa: E402  the path above comes first
from scripts.suites.suite import SUITES, run  # noqa: E402


def absent(counts: Counts) -> list[str]:
    """What this run could not test, unless a suite has skipped it by name already."""
    reasons = ["Fabric: not in this version"]
    if not os.environ.get("GETH"):
        reasons.append("geth: GETH names no binary")
    return [reason for reason in reasons if not any(reason.split(":")[0] in skip for skip in counts.skips)]


def summary(counts: Counts) -> str:
    line = f"{counts.passed} passed, {counts.failed} failed, {len(counts.skips)} skipped"
    return f"{line} ({'; '.join(sorted(set(counts.skips)))})" if counts.skips else line


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"only these of: {', '.join(SUITES)}")
    chosen = parser.parse_args().suites or list(SUITES)
    if unknown := [name for name in chosen if name not in SUITES]:
        parser.error(f"no such suite: {', '.join(unknown)}")
    total = Counts()
    for name in chosen:
        print(f"\n== {name}", flush=True)
        total += run(SUITES[name])
    total += Counts(skips=absent(total))
    for failure in total.failures:
        print(f"failed: {failure}")
    print(summary(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
