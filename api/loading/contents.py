"""What the ledger commits to for a record of a set, as JSON values."""

from __future__ import annotations

from datetime import date
from typing import Any

from marketplace.profiles import Need, Organisation, Technology


def profile(organisation: Organisation) -> dict[str, Any]:
    return {
        "names": dict(organisation.names),
        "kind": organisation.kind,
        "province": organisation.province,
        "sectors": list(organisation.sectors),
    }


def offer(technology: Technology) -> dict[str, Any]:
    return dict(technology.record)


def statement(need: Need, deadline: date) -> dict[str, Any]:
    return {"id": need.id, "deadline": deadline.isoformat()}


def text(said: str) -> dict[str, Any]:
    return {"text": said}
