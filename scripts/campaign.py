"""Run long campaigns: `python scripts/campaign.py [--seed N] [NAME ...]`, all of them where none is named.

Each ends with a line that counts what was tried and what failed; the program exits 0 only where nothing failed. A
campaign follows from its seed as far as it can: where threads and processes meet, the machine orders them.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from scripts.campaigns import Campaign, Outcome  # noqa: E402  the path above comes first

CAMPAIGNS = sorted(file.stem for file in Path(__file__).with_name("campaigns").glob("[a-z]*.py"))


def summary(name: str, outcome: Outcome, seconds: float) -> str:
    tried = ", ".join(f"{count:,} {what}" for what, count in outcome.tried.items())
    return f"{name}: {tried or 'nothing tried'}; {len(outcome.failures)} failed; {seconds:.0f} s"


def run(name: str, seed: int) -> bool:
    """Whether everything held. Of a campaign that tried nothing, nothing did."""
    campaign: Campaign = importlib.import_module(f"scripts.campaigns.{name}").run
    begun = time.monotonic()
    print(f"== {name}, seed {seed}", flush=True)
    outcome = campaign(seed, lambda said: print(said, flush=True))
    for failure in outcome.failures:
        print(f"failed: {failure}")
    print(summary(name, outcome, time.monotonic() - begun), flush=True)
    return not outcome.failures and any(outcome.tried.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these of: {', '.join(CAMPAIGNS)}")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    if unknown := [name for name in told.names if name not in CAMPAIGNS]:
        parser.error(f"no such campaign: {', '.join(unknown)}")
    held = [run(name, told.seed) for name in told.names or CAMPAIGNS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
