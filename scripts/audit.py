"""Static analysis and proof of the contracts (`make audit`): Slither's findings against the answers, and halmos.

Every detector that Slither names must have an answer in docs/operations/slither.md, and every answer a finding: an
unanswered finding fails, and so does an answer that nothing needs any more. Nothing of high impact may be answered.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from ledger.engines.evm.abi import MODULES  # noqa: E402  the path above comes first

TOOLS = ROOT / ".venv-audit" / "bin"
ANSWERS = ROOT / "docs" / "operations" / "slither.md"
CONTRACTS = ("Registry", *MODULES)


def findings(contract: str) -> list[dict[str, Any]]:
    """What Slither finds in one contract and what it imports."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            str(TOOLS / "slither"),
            f"contracts/src/{contract}.sol",
            *("--compile-force-framework", "solc", "--solc", "scripts/solc", "--solc-args=--via-ir --optimize"),
            *("--solc-remaps", "@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/"),
            *("--filter-paths", "node_modules", "--json", str(report)),
        ]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not report.exists():
            raise SystemExit(f"slither did not finish on {contract}:\n{ran.stderr[-2000:]}")
        answer = json.loads(report.read_text())
    if not answer["success"]:
        raise SystemExit(f"slither failed on {contract}: {answer['error']}")
    found: list[dict[str, Any]] = answer["results"].get("detectors", [])
    return found


def answered() -> set[str]:
    """The detectors that the table of answers names."""
    rows = re.findall(r"^\| ([a-z0-9, -]+) \| ", ANSWERS.read_text(encoding="utf-8"), re.MULTILINE)
    return {name for row in rows for name in row.split(", ") if name != "detector"}


def check_slither() -> bool:
    found: dict[str, str] = {}
    count = 0
    for contract in CONTRACTS:
        for finding in findings(contract):
            count += 1
            found[finding["check"]] = finding["impact"]
            if finding["impact"] == "High":
                print(f"high impact: {finding['description']}")
    high = {check for check, impact in found.items() if impact == "High"}
    unanswered, stale = set(found) - answered(), answered() - set(found)
    print(
        f"slither: {count} findings of {len(found)} detectors in {len(CONTRACTS)} contracts, {len(high)} of high impact"
    )
    for check in sorted(unanswered):
        print(f"not answered in {ANSWERS.relative_to(ROOT)}: {check} ({found[check]})")
    for check in sorted(stale):
        print(f"answered in {ANSWERS.relative_to(ROOT)}, but no longer found: {check}")
    return not (high or unanswered or stale)


def prove() -> bool:
    """Halmos on the symbolic tests."""
    path = f"{ROOT / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}"
    told = {**os.environ, "PATH": path, "FOUNDRY_TEST": "test/symbolic", "FOUNDRY_OUT": "out-symbolic"}
    told["FOUNDRY_CACHE_PATH"] = "cache-symbolic"
    command = [str(TOOLS / "halmos"), "--match-contract", "SymbolicTest", "--forge-build-out", "out-symbolic"]
    ran = subprocess.run(command, cwd=ROOT / "contracts", env=told, check=False)
    return ran.returncode == 0


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    held = [check() for check in (check_slither, prove)]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
