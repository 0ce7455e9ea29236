"""A technology as a document of the index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import tantivy

from marketplace.profiles import Language, Technology, Words
from marketplace.search.codes import compact, ipc_depths, number_forms
from marketplace.search.words import Word, pairs_of, words_of

# Between what is not one text, so that no phrase reaches across.
_GAP = " ¶ "
_Read = tuple[list[Word], list[Word], list[list[Word]]]  # title, body, keywords


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
    made.add_bytes("shown", json.dumps(_shown(technology, read), ensure_ascii=False).encode())
    return made


def _read(words: Words) -> _Read:
    return words_of(words.title), words_of(words.body), [words_of(each) for each in words.keywords]


def _joined(parts: list[list[Word]]) -> tuple[str, str, str]:
    """The stems, the words with tones as they are, and the pairs."""
    folded: list[str] = []
    exact: list[str] = []
    pairs: list[str] = []
    for part in parts:
        stems = [word[1] for word in part]
        folded.append(" ".join(stems))
        exact += [word[0] for word in part if word[2]]
        pairs += pairs_of(stems)
    return _GAP.join(folded), " ".join(exact), " ".join(pairs)


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
        *(words.title, _stems(title), words.body, _stems(body)),
        *(words.keywords, [_stems(each) for each in keywords]),
    ]


def _stems(words: list[Word]) -> str:
    return " ".join([word[1] for word in words])
