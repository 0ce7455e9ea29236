"""Write docs/specs/refusals-tested.md: which refusal of which command is in a flow that every language reads.

python scripts/refusal_table.py           write the page
python scripts/refusal_table.py --check   compare with the committed one; exit 1 on a difference or a gap

The pairs that must be there follow from docs/specs/commands.md; the steps are those of tests/vectors/flows.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.vectors import refusals  # noqa: E402  # the path is set above, so that no installation is needed

FLOWS = ROOT / "tests" / "vectors" / "flows"
PAGE = ROOT / "docs" / "specs" / "refusals-tested.md"

HEAD = """\
# Refusals tested

Made by `python scripts/refusal_table.py` from [tests/vectors/flows](../../tests/vectors/flows). A number is how many
steps of the flows are answered so. Every flow is read in every language, which asks this of its steps:

"""
LANGUAGES = {
    "Solidity (`contracts/test/Vectors.t.sol`)": "every answer, byte for byte; a contract cannot see `WRONG_LEDGER`",
    "Go (`chaincode/rules/vectors_test.go`)": "every answer with all its values",
    "Python (`scripts/make_vectors.py --check`)": "every answer of the embedded engine",
    "Python (`tests/conformance/test_flows.py`)": "every answer of the tests' own model, after check 2",
    "TypeScript (`api/web/test/flows.test.ts`)": "refusals of the parser, the form of the others; digests and heads",
}
LEGEND = """\
*Its own*: what the tables of [commands.md](commands.md) name for the command. *Guarding every command*: checks 1 to 6
and `READ_ONLY_ROLE`, where they can occur. *Beside them*: what else the flows try.
"""


def page(found: refusals.Tested) -> str:
    own, required = refusals.named(), refusals.required()
    lines = ["| command | accepted | its own | guarding every command | beside them |", "|---|---|---|---|---|"]
    for name, codes in required.items():
        named = [code for code in codes if code in own[name]]
        general = [code for code in codes if code not in own[name]]
        others = [code for code in found[name] if code not in codes and code != "accepted"]
        cells = [_cell(found, name, each) for each in (named, general, sorted(others))]
        lines.append(f"| `{name}` | {found[name]['accepted']} | {' | '.join(cells)} |")
    pairs = sum(len(codes) for codes in required.values())
    lines += ["", f"{len(required)} commands, {pairs} required pairs of command and code."]
    lines += ["", "Named by the tables and never met:", ""]
    lines += [f"- `{code}` of `{name}`: {why}" for (name, code), why in refusals.UNREACHABLE.items()]
    languages = ["| language | tested |", "|---|---|", *(f"| {where} | {what} |" for where, what in LANGUAGES.items())]
    return HEAD + "\n".join([*languages, "", LEGEND, *lines]) + "\n"


def _cell(found: refusals.Tested, name: str, codes: list[str]) -> str:
    return ", ".join(f"{code} {found[name][code]}" for code in codes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the page differs")
    arguments = parser.parse_args()
    found = refusals.tested(refusals.read(FLOWS))
    gaps = refusals.missing(found)
    for name, code in gaps:
        print(f"in no flow: {code} of {name}", file=sys.stderr)
    text = page(found)
    differs = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
    if differs and arguments.check:
        print(f"differs: {PAGE.relative_to(ROOT)}", file=sys.stderr)
    elif differs:
        PAGE.write_text(text, encoding="utf-8")
        print(f"written: {PAGE.relative_to(ROOT)}")
    return 1 if gaps or (differs and arguments.check) else 0


if __name__ == "__main__":
    raise SystemExit(main())
