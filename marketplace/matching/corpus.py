"""One side of the market, indexed: vectors, words and concepts of its texts, in the order they were handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from marketplace.matching.centring import Centre, unit
from marketplace.matching.glossary import Glossary
from marketplace.matching.postings import Postings
from marketplace.matching.vectors import Floats, whole
from marketplace.profiles import LANGUAGES, Language, Texts
from marketplace.text import folded_tokens

VIEWS = ("title", "whole")
_LONG = 0.3  # concepts are named, not padded: a long text is held less against them than against words


class Embedder(Protocol):
    """See `marketplace.matching.embedding`. name: model and version; embed: rows of length 1, float32."""

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str], /) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of a technology, a need or a fund. more: what is looked at for words but not for meaning."""

    id: str
    texts: Texts
    more: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(language for language in LANGUAGES if language in self.texts)

    def views(self) -> list[str]:
        """What is embedded: for each language, one text for each of `VIEWS`."""
        made = []
        for language in self.languages:
            words = self.texts[language]
            keywords = ", ".join(words.keywords)
            made.append(f"{words.title}. {keywords}" if keywords else words.title)
            made.append(" ".join(filter(None, (f"{words.title}.", words.body, keywords))))
        return made

    def passages(self) -> list[tuple[Language, str]]:
        """All words, by language."""
        return [
            (language, "\n".join((words.title, words.body, "; ".join(words.keywords))))
            for language, words in ((language, self.texts[language]) for language in self.languages)
        ]


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as it is compared: vectors by view, centred and whole; how often each word and concept is in it."""

    entry: Entry
    vectors: Mapping[str, Floats]
    words: Counter[str]
    concepts: Counter[str]


class Reader:
    """How texts become vectors, words and concepts; the same for both sides."""

    def __init__(self, embedder: Embedder, glossary: Glossary) -> None:
        self.embedder, self.glossary = embedder, glossary

    def words(self, entry: Entry) -> list[str]:
        found: list[str] = []
        for text in (*(passage for _, passage in entry.passages()), *entry.more):
            found += folded_tokens(text)
        return found

    def concepts(self, entry: Entry) -> list[str]:
        spoken = entry.languages[0] if len(entry.languages) == 1 else None
        passages = [*entry.passages(), *((spoken, text) for text in entry.more)]
        return [
            found.concept for language, text in passages for found in self.glossary.find(text, language, nested=True)
        ]

    def classes(self, entry: Entry, concepts: Iterable[str]) -> list[str]:
        """Patent subclasses, `G08B`: those stated, and without any, those where the concepts are at home."""
        if entry.ipc:
            return sorted({code[:4].upper() for code in entry.ipc})
        return sorted({code for concept in set(concepts) for code in self.glossary.ipc(concept)})

    def read(self, entry: Entry, centre: Centre) -> Read:
        rows = self.embedder.embed(entry.views())
        vectors = dict(zip(VIEWS, merged([entry], rows, centre), strict=True))
        return Read(
            entry,
            {view: rows[0] for view, rows in vectors.items()},
            Counter(self.words(entry)),
            Counter(self.concepts(entry)),
        )


class Corpus:
    """Entries indexed once, and asked often. Not changed once made.

    vectors: of all entries' `views()` in order, uncentred, where the caller keeps them; otherwise they are embedded.
    """

    def __init__(self, entries: Sequence[Entry], reader: Reader, vectors: Floats | None = None) -> None:
        self.entries = tuple(entries)
        self.reader = reader
        rows = vectors if vectors is not None else embedded(self.entries, reader.embedder)
        self.centre = Centre.of(kinds(self.entries), rows)
        self.vectors: Mapping[str, Floats] = dict(zip(VIEWS, merged(self.entries, rows, self.centre), strict=True))
        self.words = Postings(map(reader.words, self.entries))
        concepts = [reader.concepts(each) for each in self.entries]
        self.concepts = Postings(concepts, b=_LONG)
        self.classes = Postings(map(reader.classes, self.entries, concepts), b=0.0)
        self.sectors = Postings((each.sectors for each in self.entries), b=0.0)
        self.ids = np.array([each.id for each in self.entries], dtype=object)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {each.id: place for place, each in enumerate(self.entries)}


def embedded(entries: Sequence[Entry], embedder: Embedder) -> Floats:
    texts = [text for each in entries for text in each.views()]
    return embedder.embed(texts) if texts else np.zeros((0, embedder.dimensions), dtype=np.float32)


def kinds(entries: Sequence[Entry]) -> list[tuple[Language, str]]:
    """Of each row of `views()`: its language and view, which are centred apart."""
    return [(language, view) for each in entries for language in each.languages for view in VIEWS]


def merged(entries: Sequence[Entry], rows: Floats, centre: Centre) -> list[Floats]:
    """For each view one whole row an entry: the middle of its languages', each centred."""
    centred = centre.centred(kinds(entries), rows)
    languages = [len(each.languages) for each in entries]
    starts = np.cumsum([0, *languages[:-1]])
    made = []
    for number in range(len(VIEWS)):
        own = centred[number :: len(VIEWS)]
        made.append(whole(unit(np.add.reduceat(own, starts, axis=0)) if len(own) > len(entries) else own))
    return made
