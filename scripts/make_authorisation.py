"""Write docs/specs/authorisation.md from the table of who may do what; `--check` compares and writes nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from api.authorisation import FILE, pairs, text  # the path is set above, so that no installation is needed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where the committed file is another")
    made = text()
    if parser.parse_args().check:
        if FILE.exists() and FILE.read_text(encoding="utf-8") == made:
            return 0
        print(f"{FILE} is not what the table says: run python scripts/make_authorisation.py", file=sys.stderr)
        return 1
    FILE.write_text(made, encoding="utf-8")
    print(f"{pairs()} pairs of standing, operation and relation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
