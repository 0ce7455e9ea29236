"""Write the Python client (api/client) from docs/specs/openapi.json; `--check` compares and writes nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.generators.python_client import ROOT, generate  # the path is set above, so that no installation is needed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where a committed file is another")
    check = parser.parse_args().check
    stale = [
        (ROOT / path, text)
        for path, text in generate().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        if check:
            print(
                f"{path} is not what the service's description gives: run python scripts/make_client.py",
                file=sys.stderr,
            )
        else:
            path.write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
