"""Draw what `make run` shows as docs/images/opening-day.svg, for the README: `python scripts/picture.py`.

The run is real; long parts of its output are left out where the picture says so.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "opening-day.svg"
COLUMNS = 118
SHOWN = (
    r"^\d\. ",
    r"^   \$ ",
    r"^✓ (open-4|open-5|asset-1|asset-3|asset-6|grant-3|grant-5|grant-6|grant-10|grant-12|dispute-1|dispute-4) ",
    r"^✓ (problem-3|cert-2|cert-3|rollout-12) ",
    r"^ {4}từ chối (SIGNATURE_MISSING \(role regulator|NOT_WHOLE|GRANT_CONFLICT|OUTCOME_MISMATCH)",
    r"^\d+ (bước|truy vấn)",
    r"^(HỢP LỆ|VALID)",
    r"^This is the whole history",
    r"^  [1-3]\. .*signed by",
    r"^(As of block|Attested by|Not shown)",
    r"^   \[\d\]",
)


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    told = {**os.environ, "ONCE": "1", "FORCE_COLOR": "1", "COLUMNS": "240"}
    ran = subprocess.run(
        [sys.executable, "scripts/run.py"], cwd=ROOT, env=told, capture_output=True, text=True, check=True
    )
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    left_out = False
    for line in ran.stdout.splitlines():
        plain = Text.from_ansi(line).plain
        if any(re.search(shown, plain) for shown in SHOWN):
            text = Text.from_ansi(line)
            text.truncate(COLUMNS - 1, overflow="ellipsis")
            console.print(text, no_wrap=True)
            left_out = False
        elif not left_out and plain.strip() and not plain.startswith("       "):
            console.print("  …", style="dim")
            left_out = True
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    svg = console.export_svg(title="make run")
    # The reader's own fonts: a picture must not ask another site for one.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")
    PICTURE.write_text(svg, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
