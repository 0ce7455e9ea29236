"""No invariant of domain.md without a test by its number."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
DOMAIN = HERE.parents[2] / "docs/specs/domain.md"


def test_every_invariant_has_a_test_by_its_number() -> None:
    section = DOMAIN.read_text(encoding="utf-8").partition("## Invariants")[2].partition("\n## ")[0]
    stated = {int(number) for number in re.findall(r"^(\d+)\. ", section, flags=re.M)}
    source = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    tested = {int(number) for number in re.findall(r"^def test_invariant_(\d\d)_", source, flags=re.M)}
    assert tested == stated == set(range(1, 26))
