"""The mark of a home that was made for a story: its parties' keys were drawn by a program, and nobody holds them."""

from __future__ import annotations

import json
from pathlib import Path

MARK = "demonstration.json"
_SAID = {
    "vi": "Sổ cái này do một kịch bản tạo ra để trình diễn. Dịch vụ ở chế độ production từ chối nó.",
    "en": "A scenario made this ledger, for demonstration. A service in production mode refuses it.",
}


def mark(home: Path) -> None:
    """Before anything else is made in the home, so that none comes to be without it."""
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text(json.dumps(_SAID, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def is_marked(home: Path) -> bool:
    return (home / MARK).exists()
