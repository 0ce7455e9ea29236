"""A technology as a document of the index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import tantivy

from marketplace.profiles import Language, Technology, Words
from marketplace.search.codes import compact, ipc_depths, number_forms
from marketplace.search.words import Word, pairs_of, words_of

# Between what is not one text, so that no phrase reaches across.
_GAP = " ¶ "
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class _Cut(NamedTuple):
    """A text cut into words. stems: theirs, also as one text."""

    words: list[Word]
    stems: list[str]
    joined: str


_Read = tuple[_Cut, _Cut, list[_Cut]]  # title, body, keywords


def document(technology: Technology, owner_words: str) -> Any:
    """owner_words: what the owner is found by among others (`owners.name_words`)."""
    read = {language: _read(words) for language, words in technology.texts.items()}
    heads = [part for title, _, keywords in read.values() for part in (title, *keywords)]
    bodies = [body for _, body, _ in read.values()]
    head, head_exact, head_pairs = _joined(heads)
    body, body_exact, body_pairs = _joined(bodies)
    made = tantivy.Document()
    made.add_text("exact", f"{head_exact} {body_exact}")
    made.add_text("folded", head + _GAP + body)
    made.add_text("head_exact", head_exact)
    made.add_text("head", head)
    made.add_text("pairs", f"{head_pairs} {body_pairs}")
    made.add_text("owner_words", owner_words)
    for number in {compact(technology.id), *(form for each in technology.numbers for form in number_forms(each))}:
        made.add_text("numbers", number)
    for depth in {depth for code in technology.ipc for depth in ipc_depths(code)}:
        made.add_text("ipc", depth)
    _add_facets(made, technology)
    made.add_bytes("shown", _encode(_shown(technology, read)).encode())
    return made


def _read(words: Words) -> _Read:
    return _cut(words.title), _cut(words.body), [_cut(each) for each in words.keywords]


def _cut(text: str) -> _Cut:
    words = words_of(text)
    stems = [word[1] for word in words]
    return _Cut(words, stems, " ".join(stems))


def _joined(parts: list[_Cut]) -> tuple[str, str, str]:
    """The stems, the words with tones as they are, and the pairs."""
    exact: list[str] = []
    pairs: list[str] = []
    for part in parts:
        exact += [word[0] for word in part.words if word[2]]
        pairs += pairs_of(part.stems)
    return _GAP.join(part.joined for part in parts), " ".join(exact), " ".join(pairs)


def _add_facets(made: Any, technology: Technology) -> None:
    classes = {code.strip().upper()[:4] for code in technology.ipc if len(ipc_depths(code)) >= 3}
    values = {
        "kind": [technology.kind],
        "sector": technology.sectors,
        "territory": technology.territory,
        "owner": [technology.owner],
        "language": technology.texts,
        "mode": [technology.asking.mode] if technology.asking else (),
        "section": {code[0] for code in classes},
        "subclass": classes,
    }
    for name, those in values.items():
        for value in those:
            made.add_text(name, value)
    if technology.trl is not None:
        made.add_unsigned("trl", technology.trl)
    made.add_boolean("green", technology.green)
    made.add_boolean("strategic", technology.strategic)


def _shown(technology: Technology, read: Mapping[Language, _Read]) -> dict[str, Any]:
    """What a hit shows; see `marketplace.search.hits`."""
    return {
        "id": technology.id,
        "owner": technology.owner,
        "kind": technology.kind,
        "ipc": technology.ipc,
        "sectors": technology.sectors,
        "trl": technology.trl,
        "territory": technology.territory,
        "year": technology.year,
        "numbers": technology.numbers,
        "mode": technology.asking.mode if technology.asking else None,
        "green": technology.green,
        "strategic": technology.strategic,
        "texts": {language: _text(words, read[language]) for language, words in technology.texts.items()},
    }


def _text(words: Words, read: _Read) -> list[Any]:
    """Each text with the stems of its words, so that what was found is marked without reading it again."""
    title, body, keywords = read
    return [
        *(words.title, title.joined, words.body, body.joined),
        *(words.keywords, _GAP.join(each.joined for each in keywords)),
    ]
