"""Write the generated sources of every language from the definitions in `ledger`, or check that they are current."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from scripts.generators import golang, solidity, typescript  # noqa: E402  the path above comes first

GENERATORS: tuple[Callable[[], dict[Path, str]], ...] = (solidity.generate, golang.generate, typescript.generate)


def generate() -> dict[Path, str]:
    """The text of every generated file, by its path from the root of the repository."""
    return {path: text for each in GENERATORS for path, text in each().items()}


def differences(files: dict[Path, str]) -> list[str]:
    """Unified diff lines from what stands in the work tree to what the definitions give."""
    lines: list[str] = []
    for path, text in sorted(files.items()):
        current = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).exists() else ""
        lines += difflib.unified_diff(
            current.splitlines(keepends=True), text.splitlines(keepends=True), f"{path} (stands)", f"{path} (generated)"
        )
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; show a diff and exit 1 on any difference")
    arguments = parser.parse_args()
    files = generate()
    if arguments.check:
        found = differences(files)
        sys.stdout.writelines(found)
        return 1 if found else 0
    for path, text in files.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
