"""What the catalogue shows, as the index takes it: technologies, and needs, funds, events and the rest beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marketplace.catalogue import to_profiles
from marketplace.catalogue.published import Published
from marketplace.profiles import Need, Technology


def listing_of(entry: Published) -> Technology:
    """The kind says what it is. numbers: the name that its organisation has for it is one of them."""
    profile, content = entry.profile, entry.content
    if isinstance(profile, Technology):
        return replace(profile, numbers=_numbers(entry.reference, *profile.numbers), record={})
    year = content.get("year") or content.get("starts_on", "")[:4]
    levels = content.get("trl") or {}
    return Technology(
        id=entry.entry,
        owner=entry.organisation,
        kind=entry.kind,
        texts=to_profiles.texts(content),
        ipc=tuple(content.get("ipc", ())),
        sectors=(profile.sector,) if isinstance(profile, Need) and profile.sector else _strings(content, "sectors"),
        trl=content.get("min_trl") if isinstance(profile, Need) else levels.get("least"),
        territory=_strings(content, "territory"),
        year=int(year) if year else None,
        numbers=_numbers(entry.reference),
    )


def _strings(content: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(content.get(name, ()))


def _numbers(*numbers: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for number in numbers if number))
