"""The catalogue of a service, filled with a labelled set: each organisation's entries published by another one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.people import new_organisation
from marketplace.catalogue import entries
from marketplace.catalogue.content import read_content
from marketplace.catalogue.entries import Outcome
from marketplace.catalogue.market_records import content_of_record
from marketplace.database import writing

SET = Path(__file__).resolve().parents[2] / "examples" / "market"
FUND = {
    "kind": "fund",
    "title": {"vi": "Quỹ công nghệ nước sạch", "en": "Clean water technology fund"},
    "abstract": {"vi": "Tìm công nghệ xử lý nước thải và nước sạch, sẵn sàng triển khai."},
    "sectors": ["production_business", "smart_city"],
    "trl": {"least": 5, "most": 9},
}


def fill(database: Engine, now: int, folder: Path = SET, only: Iterable[str] = ()) -> dict[str, str]:
    """Publish the set's entries, and one fund `F001`. only: references, all where empty. Entry ids by reference."""
    wanted = frozenset(only)
    found: dict[str, str] = {}
    with Session(writing(database)) as session, session.begin():
        moderator = new_organisation(session, "Sàn giao dịch", None, now).id
        owners = {
            each["id"]: new_organisation(session, each.get("name_vi") or each["name_en"], None, now).id
            for each in _records(folder / "parties.jsonl")
        }
        funder = next(iter(owners.values()))
        records = [
            (each["id"], owners[each.get("owner") or each["publisher"]], content_of_record(each))
            for name in ("technologies.jsonl", "needs.jsonl")
            for each in _records(folder / name)
        ]
        for reference, owner, content in (*records, ("F001", funder, FUND)):
            if wanted and reference not in wanted:
                continue
            said = read_content(content)
            entry = entries.create(session, owner, said, reference=reference, author="a" * 32, now=now)
            entries.submit(entry, now)
            entries.moderate(
                session, entry, 1, Outcome.PUBLISH, moderator="m" * 32, organisation=moderator, now=now, reason=""
            )
            found[reference] = entry.id
    return found


def _records(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
