"""What a search of the market is answered with."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.models.answers import Answer
from marketplace.catalogue.codes import EntryKind, Mode, Sector
from marketplace.search import Counts, Hit, Page, Passage


class PassageModel(Answer):
    """text: plain. html: the same, escaped, with what was found in `<mark>`."""

    text: str
    html: str


class OwnerModel(Answer):
    id: str
    name_vi: str | None
    name_en: str | None


class HitModel(Answer):
    """An entry that was found. language: of the title and the snippet. missing: words asked for that it does not have.

    numbers: what its organisation calls it, and its numbers of registration.
    """

    entry: str
    kind: EntryKind
    language: Literal["vi", "en"]
    title: PassageModel
    snippet: PassageModel
    missing: list[str]
    owner: OwnerModel
    numbers: list[str]
    ipc: list[str]
    sectors: list[Sector]
    trl: int | None
    territory: list[str]
    year: int | None
    mode: Mode | None
    green: bool
    strategic: bool


class ValueCount(Answer):
    value: str
    hits: int


class CountsModel(Answer):
    """total: hits under all filters. facets: of each, its values under the filters of the others, the most first."""

    total: int
    facets: dict[str, list[ValueCount]]


class SearchPage(Answer):
    """complete: whether something has every word that was asked for; where it is false, what there is has some.

    corrected: words that nothing shown has, and what was looked for in their place. counts: on the first page.
    next: for `after`.
    """

    items: list[HitModel]
    next: str | None
    complete: bool
    corrected: dict[str, str]
    counts: Annotated[CountsModel | None, Field(description="Left out of the pages behind the first")]


def page_document(page: Page, counts: Counts | None) -> dict[str, Any]:
    return {
        "items": [_hit(hit) for hit in page.hits],
        "next": page.next,
        "complete": page.complete,
        "corrected": dict(page.corrected),
        "counts": None if counts is None else _counts(counts),
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "entry": hit.id,
        "kind": hit.kind,
        "language": hit.language,
        "title": _passage(hit.title),
        "snippet": _passage(hit.snippet),
        "missing": list(hit.missing),
        "owner": {"id": hit.owner, "name_vi": hit.owner_names.get("vi"), "name_en": hit.owner_names.get("en")},
        "numbers": list(hit.numbers),
        "ipc": list(hit.ipc),
        "sectors": list(hit.sectors),
        "trl": hit.trl,
        "territory": list(hit.territory),
        "year": hit.year,
        "mode": hit.mode,
        "green": hit.green,
        "strategic": hit.strategic,
    }


def _passage(passage: Passage) -> dict[str, str]:
    return {"text": passage.text, "html": passage.html()}


def _counts(counts: Counts) -> dict[str, Any]:
    facets = {
        facet: [{"value": value, "hits": hits} for value, hits in values.items()] for facet, values in counts.by.items()
    }
    return {"total": counts.total, "facets": facets}
