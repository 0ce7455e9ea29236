"""A listing that was found: what it is, and the pieces of its text that say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.profiles import LANGUAGES, Language
from marketplace.search.marking import Marker
from marketplace.search.passages import Passage, snippet, whole


@dataclass(frozen=True, slots=True)
class Hit:
    """score: comparable among the hits of one question only. owner_names: by language. missing: the words asked for
    that the listing does not have in any form. language: of the title and the snippet.
    """

    id: str
    score: float
    language: Language
    title: Passage
    snippet: Passage
    missing: tuple[str, ...]
    kind: str
    owner: str
    owner_names: Mapping[Language, str]
    ipc: tuple[str, ...]
    sectors: tuple[str, ...]
    trl: int | None
    territory: tuple[str, ...]
    year: int | None
    numbers: tuple[str, ...]
    mode: str | None
    green: bool
    strategic: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """A listing's text in one language, marked. found: the words asked for that are in it."""

    language: Language
    title: Passage
    snippet: Passage
    found: frozenset[int]


def hit_of(shown: Mapping[str, Any], score: float, marker: Marker, owners: Mapping[str, Mapping[Language, str]]) -> Hit:
    """shown: what the index keeps (`marketplace.search.document`)."""
    read = [_read(language, shown["texts"][language], marker) for language in LANGUAGES if language in shown["texts"]]
    best = max(read, key=lambda each: len(each.found))
    found = frozenset().union(*(each.found for each in read))
    return Hit(
        id=shown["id"],
        score=score,
        language=best.language,
        title=best.title,
        snippet=best.snippet,
        missing=marker.missing(found),
        kind=shown["kind"],
        owner=shown["owner"],
        owner_names=owners.get(shown["owner"], {}),
        ipc=tuple(shown["ipc"]),
        sectors=tuple(shown["sectors"]),
        trl=shown["trl"],
        territory=tuple(shown["territory"]),
        year=shown["year"],
        numbers=tuple(shown["numbers"]),
        mode=shown["mode"],
        green=shown["green"],
        strategic=shown["strategic"],
    )


def _read(language: Language, text: Sequence[Any], marker: Marker) -> _Read:
    title, title_stems, body, body_stems, _, keyword_stems = text
    in_title, in_body = marker.marks(title, title_stems), marker.marks(body, body_stems)
    found = marker.found(keyword_stems).union(*(mark.groups for mark in (*in_title, *in_body)))
    return _Read(language, whole(title, in_title), snippet(body, in_body), found)
