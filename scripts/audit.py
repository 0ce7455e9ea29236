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


def halmos(contracts: str, output: int | None = None) -> list[dict[str, Any]]:
    """What halmos finds of each claim of the symbolic tests whose contract matches: its name, its exit code (0: no
    counterexample; 1: one; others: not decided), and how many loops were not looked at to their end."""
    path = f"{ROOT / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}"
    told = {**os.environ, "PATH": path, "FOUNDRY_TEST": "test/symbolic", "FOUNDRY_OUT": "out-symbolic"}
    told["FOUNDRY_CACHE_PATH"] = "cache-symbolic"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [str(TOOLS / "halmos"), "--match-contract", contracts, "--forge-build-out", "out-symbolic"]
        command += ["--json-output", str(report)]
        subprocess.run(command, cwd=ROOT / "contracts", env=told, stdout=output, check=False)
        results = json.loads(report.read_text())["test_results"] if report.exists() else {}
    return [result for each in results.values() for result in each]


def prove() -> bool:
    """Every claim of the symbolic tests holds."""
    results = halmos("SymbolicTest$")
    proved = [each for each in results if each["exitcode"] == 0 and each["num_bounded_loops"] == 0]
    print(f"halmos: {len(proved)} of {len(results)} claims proved")
    return bool(results) and len(proved) == len(results)


def refute() -> bool:
    """Every claim that says too much has a counterexample: what proves the others is able to fail."""
    results = halmos("^LooseTest$", subprocess.DEVNULL)
    missed = [each["name"] for each in results if each["exitcode"] != 1]
    print(f"halmos: {len(results) - len(missed)} of {len(results)} loose claims refuted")
    for name in missed:
        print(f"not refuted: {name}")
    return bool(results) and not missed


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    held = [check() for check in (check_slither, prove, refute)]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
