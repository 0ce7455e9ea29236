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
    r"^\d\. |^   (The|A|Checked|Load|Which|Six) ",
    r"^   \$ ",
    r"^✓ (asset-1|asset-3|asset-6|grant-6|grant-12|dispute-1|dispute-4|cert-2|cert-3|rollout-12) ",
    r"^ {4}từ chối (NOT_WHOLE|GRANT_CONFLICT|OUTCOME_MISMATCH)",
    r"^\d+ (bước|truy vấn)",
    r"^(HỢP LỆ|VALID)",
    r"^This is the whole history",
    r"^(Đã gửi \d+ lệnh|P001 )",
    r"^   (●|≈) ?",
    r"^(Attested by|Not shown: that)",
    r"^   Sẵn sàng",
    r"^\[\d\] ",
    r"^✓ Mọi cánh cửa",
)
# Of the doors, the first one is shown with what it answers.
OPENED = r"^curl |^ {12}\"(Bản ghi|Tài sản|Chủ sở hữu|Record|Asset|Holders): "


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    told = {**os.environ, "ONCE": "1", "FORCE_COLOR": "1", "COLUMNS": "240"}
    ran = subprocess.run(
        [sys.executable, "scripts/run.py"], cwd=ROOT, env=told, capture_output=True, text=True, check=True
    )
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(drawn(ran.stdout), encoding="utf-8")
    return 0


def drawn(shown: str) -> str:
    """The picture of what was shown, as SVG."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    left_out = False
    door = ""
    for line in shown.splitlines():
        plain = Text.from_ansi(line).plain
        door = plain[:3] if re.match(r"\[\d\] ", plain) else door
        patterns = SHOWN if not door else (*SHOWN[-2:], OPENED) if door == "[1]" else SHOWN[-2:]
        if any(re.search(pattern, plain) for pattern in patterns):
            if re.match(r"[2-9]\. ", plain):
                console.print()
            text = Text.from_ansi(line)
            text.truncate(COLUMNS - 1, overflow="ellipsis")
            console.print(text, no_wrap=True)
            left_out = False
        elif not left_out and plain.strip() and not plain.startswith("       "):
            console.print("  …", style="dim")
            left_out = True
    svg = console.export_svg(title="make run")
    # The reader's own fonts: a picture must not ask another site for one.
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")


if __name__ == "__main__":
    sys.exit(main())
