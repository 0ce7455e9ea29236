"""One side of the market, indexed: vectors, words and concepts of its texts, in the order they were handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from marketplace.matching.embedding.centred import Centring, centre
from marketplace.matching.embedding.port import Embedder, Vectors
from marketplace.matching.glossary import Glossary
from marketplace.matching.postings import Postings
from marketplace.matching.vectors import crowding, unit, whole
from marketplace.profiles import LANGUAGES, Language, Texts
from marketplace.text import tokens

_LONG = 0.3  # concepts are named, not padded: a long text is held less against them than against words

_NEIGHBOURS, _SAMPLE = 5, 2_048  # what `crowd` is the mean of, and among how many


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of a technology, a need or a fund.

    measures: what a need is measured by and what it insists on, in words; in the language of the need, and where it
    has two, in the first. sectors: those it is in, or asks for.
    """

    id: str
    texts: Texts
    measures: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[Language, ...]:
        """At least one: an entry without words is read as one in the first language."""
        return tuple(language for language in LANGUAGES if language in self.texts) or LANGUAGES[:1]

    def passages(self) -> list[tuple[Language, str]]:
        """All words, by language."""
        made = []
        for place, language in enumerate(self.languages):
            words = self.texts.get(language)
            parts = [words.title, words.body, ", ".join(words.keywords)] if words else []
            parts += ["; ".join(self.measures)] if place == 0 else []
            made.append((language, "\n".join(filter(None, parts))))
        return made


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as it is compared.

    meaning: of all its words; measured: of its measures alone, None without any. words: how often each is said;
    concepts: the terms by which each is named.
    """

    entry: Entry
    meaning: Vectors
    measured: Vectors | None
    words: Counter[str]
    concepts: Mapping[str, Sequence[tuple[Language, str]]]


class Reader:
    """How texts become vectors, words and concepts: the same way for both sides."""

    def __init__(self, embedder: Embedder, glossary: Glossary) -> None:
        self.embedder, self.glossary = embedder, glossary

    def words(self, entry: Entry) -> list[str]:
        """Words, and each with the next: Vietnamese writes the syllables of a word apart."""
        found: list[str] = []
        for _, passage in entry.passages():
            single = tokens(passage)
            found += single
            found += [f"{one} {other}" for one, other in pairwise(single)]
        return found

    def concepts(self, entry: Entry) -> list[str]:
        find = self.glossary.find
        return [each.concept for language, text in entry.passages() for each in find(text, language, nested=True)]

    def classes(self, entry: Entry, concepts: Iterable[str]) -> list[str]:
        """Patent subclasses, `G08B`: those stated, and without any, those where the concepts are at home."""
        if entry.ipc:
            return sorted({code[:4].upper() for code in entry.ipc})
        return sorted({code for concept in set(concepts) for code in self.glossary.ipc(concept)})

    def read(self, entry: Entry, centring: Centring) -> Read:
        """An entry that asks. centring: of what it is compared with."""
        measures = [(entry.languages[0], "; ".join(entry.measures))] if entry.measures else []
        passages = entry.passages()
        rows = self.embedder.embed([text for _, text in passages + measures], asked=True)
        rows = centring.apply(rows, [language for language, _ in passages + measures])
        return Read(
            entry,
            whole(unit(rows[: len(passages)].sum(axis=0, keepdims=True)))[0],
            whole(rows[-1:])[0] if measures else None,
            Counter(self.words(entry)),
            self.named(entry),
        )

    def named(self, entry: Entry) -> Mapping[str, Sequence[tuple[Language, str]]]:
        """Concept → the terms by which an entry names it, in the order of its text."""
        named: dict[str, list[tuple[Language, str]]] = {}
        for language, text in entry.passages():
            for found in self.glossary.find(text, language, nested=True):
                terms = named.setdefault(found.concept, [])
                if (found.language, found.term) not in terms:
                    terms.append((found.language, found.term))
        return named


class Corpus:
    """Entries indexed once, and asked often. Not changed once made.

    vectors: of the entries' passages in order, uncentred, where the caller keeps them; otherwise they are embedded.
    background: entries that are compared and never found, so that a few have something to stand out from.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        reader: Reader,
        vectors: Vectors | None = None,
        background: Sequence[Entry] = (),
    ) -> None:
        self.entries = (*entries, *background)
        self.findable = len(entries)
        self.reader = reader
        passages = [each for entry in self.entries for each in entry.passages()]
        spoken = [language for language, _ in passages]
        known = 0 if vectors is None else len(vectors)
        rows = reader.embedder.embed([text for _, text in passages[known:]])
        if vectors is not None:
            rows = np.concatenate([vectors, rows])
        self.centring = centre(rows, spoken)
        self.meaning = self._meaning(self.centring.apply(rows, spoken))
        self.crowd = crowding(self.meaning, _NEIGHBOURS, _SAMPLE)
        self.words = Postings(map(reader.words, self.entries))
        concepts = [reader.concepts(each) for each in self.entries]
        self.concepts = Postings(concepts, b=_LONG)
        self.classes = Postings(map(reader.classes, self.entries, concepts), b=0.0)
        self.sectors = Postings((each.sectors for each in self.entries), b=0.0)
        self.languages = Postings((each.languages for each in self.entries), b=0.0)

    def __len__(self) -> int:
        return len(self.entries)

    def _meaning(self, rows: Vectors) -> Vectors:
        """One row an entry: the middle of its languages'."""
        if len(rows) == len(self.entries):
            return whole(rows)
        starts = np.cumsum([0, *(len(each.languages) for each in self.entries[:-1])])
        return whole(unit(np.add.reduceat(rows, starts, axis=0)))
