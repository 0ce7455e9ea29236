"""What a set says, as contents of the catalogue, whose commitments its records carry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.loading.refusals import NotLoadable
from api.loading.seed import Seed
from marketplace.catalogue import content as contents
from marketplace.catalogue.content import BadContent, Content, read_content
from marketplace.catalogue.market_records import content_of_need, content_of_party, content_of_technology
from marketplace.profiles import Organisation, Technology

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A content, and the salt (32 bytes) that it is committed to with."""

    content: Content
    salt: bytes

    @property
    def commitment(self) -> bytes:
        return contents.commitment(self.content, self.salt)


def of_organisation(organisation: Organisation, seed: Seed) -> Said:
    """Raises `NotLoadable`."""
    names = {f"name_{language}": name for language, name in organisation.names.items()}
    about = {"kind": organisation.kind, "province": organisation.province, "sectors": list(organisation.sectors)}
    return _said(organisation.id, content_of_party(names | about), seed)


def of_technology(technology: Technology, seed: Seed) -> Said:
    """Raises `NotLoadable`."""
    return _said(technology.id, content_of_technology(technology.record), seed)


def of_need(identifier: str, record: Json, deadline: date, seed: Seed) -> Said:
    """record: a row of needs.jsonl. deadline: the one that it is loaded with. Raises `NotLoadable`."""
    return _said(identifier, content_of_need({**record, "deadline": deadline.isoformat()}), seed)


def need_records(folder: Path) -> dict[str, Json]:
    """The rows of needs.jsonl, which `marketplace.market_set` has read without fault, by their ids."""
    lines = (folder / "needs.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, filter(str.strip, lines))}


def _said(row: str, content: Json, seed: Seed) -> Said:
    try:
        read = read_content(content)
    except BadContent as bad:
        fault = bad.faults[0]
        raise NotLoadable(row, f"{fault.path}: {fault.vi}", f"{fault.path}: {fault.en}") from None
    return Said(read, seed.salt(row, contents.canonical(read)))
