"""Write tests/vectors/: the same values and stories for every language that implements the ledger.

python scripts/make_vectors.py           write the files
python scripts/make_vectors.py --check   compare with the committed ones, exit 1 on any difference

Static values are in scripts/vectors/static.py; the stories of tests/vectors/source/ run on the embedded engine, and an
answer that is not the one their authors expect stops the making. What they leave out of the refusals that guard every
command alike is added by scripts/vectors/guards.py.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.vectors import flows, guards, malformed, static  # noqa: E402  # the path is set above, so that no installation is needed

VECTORS = ROOT / "tests" / "vectors"


def rendered(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def files() -> dict[str, str]:
    """Path under tests/vectors -> its text."""
    made: dict[str, Any] = {name: make() for name, make in static.FILES.items()}
    made["malformed.json"] = malformed.malformed()
    sources = sorted((VECTORS / "source").glob("*.yaml"))
    stories = {source.stem: (source, flows.flow(source)) for source in sources}
    told = {name: flow for name, (_, flow) in stories.items()} | guards.guards(stories)
    made |= {f"flows/{name}.json": flow for name, flow in told.items()}
    made["index.json"] = sorted(made)
    return {name: rendered(value) for name, value in made.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    arguments = parser.parse_args()
    try:
        made = files()
    except flows.Differs as differs:
        print(differs, file=sys.stderr)
        return 1
    differing = []
    for name, text in made.items():
        path = VECTORS / name
        if path.exists() and path.read_text() == text:
            continue
        differing.append(name)
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    for name in differing:
        print(f"{'differs' if arguments.check else 'written'}: {name}")
    return 1 if arguments.check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
