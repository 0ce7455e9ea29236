"""Finding the glossary's terms in a text: the longest at each place, by a trie over words without tones.

Which of the terms that look alike without tones is meant, the tones decide where the text has them. Where it has none,
a term of one syllable counts only if no other word of the glossary looks like it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from marketplace.matching.glossary.language import Reading, reading_of
from marketplace.matching.glossary.reading import (
    COMPOUNDS,
    STOP_WORDS,
    TERMS,
    Concept,
    StopWords,
    read_compounds,
    read_concepts,
    read_stop_words,
)
from marketplace.matching.glossary.words import Word, key, keys, words
from marketplace.profiles import LANGUAGES, Language

_TELLING = 4  # letters of a syllable from which it may be meant without its tone; shorter ones look like too many


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text. term: as the glossary writes it; start, end: characters of the text; exact: with its tones."""

    concept: str
    term: str
    start: int
    end: int
    language: Language
    exact: bool = True


@dataclass(slots=True, eq=False)
class _Term:
    text: str
    language: Language
    exact: tuple[str, ...]
    capitals: bool  # an abbreviation that is another word in small letters: AI, CA, IT
    upper: bool  # written in capitals: an abbreviation, of any language
    shaped: bool  # every word may be read as a Vietnamese syllable
    concepts: list[str] = field(default_factory=list)
    closed: bool = False  # nothing is looked for inside


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    terms: dict[tuple[str, ...], list[_Term]] = field(default_factory=dict)  # by their words with tones
    alone: bool = False  # one word that may be meant without its tones


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as read. exact, folded: its words; how: its language."""

    text: str
    words: list[Word]
    exact: list[str]
    folded: list[str]
    how: Reading


class Glossary:
    """The concepts of a folder of files. Not changed once made; `load` keeps one a folder for the process."""

    def __init__(
        self,
        concepts: Iterable[Concept],
        stop_words: StopWords | None = None,
        compounds: Iterable[str] = (),
        digest: str = "",
    ) -> None:
        """compounds: words inside which nothing is looked for; digest: SHA-256 of the files in hexadecimal, part of
        a ranking's version.
        """
        self._concepts = {concept.id: concept for concept in concepts}
        self._small = frozenset(word for each in (stop_words or {}).values() for word in each)
        unmarked = {key(word).folded for word in self._small}
        self._root = _Node()
        self.digest = digest
        terms: dict[tuple[Language, str, tuple[str, ...]], _Term] = {}
        for concept in self._concepts.values():
            for language in LANGUAGES:
                for text in getattr(concept, language):
                    self._add(terms, concept.id, language, text)
        for compound in compounds:
            self._add(terms, None, "vi", compound)
        alike: dict[tuple[str, ...], list[_Term]] = {}
        for term in terms.values():
            alike.setdefault(term.exact, []).append(term)
        for same in alike.values():
            small = any(not term.upper for term in same)
            for term in same:
                term.capitals = term.capitals or (small and term.upper)
        for folded, node in self._root.next.items():
            every = (term for group in node.terms.values() for term in group)
            vietnamese = {term.exact for term in every if term.language == "vi" and not term.capitals}
            plain = (folded,) in vietnamese
            node.alone = folded not in unmarked and len(vietnamese) == 1 and (plain or len(folded) >= _TELLING)

    @staticmethod
    def load(folder: Path = TERMS) -> Glossary:
        """Raises `BadGlossary`, `OSError`."""
        return _load(folder)

    def __len__(self) -> int:
        return len(self._concepts)

    @property
    def concepts(self) -> Mapping[str, Concept]:
        return self._concepts

    def terms(self, concept: str) -> Mapping[Language, tuple[str, ...]]:
        """Raises `KeyError` for a concept that is not there."""
        return {"vi": self._concepts[concept].vi, "en": self._concepts[concept].en}

    def ipc(self, concept: str) -> tuple[str, ...]:
        """Subclasses in which the concept is at home. Raises `KeyError`."""
        return self._concepts[concept].ipc

    def find(self, text: str, language: Language | None = None, nested: bool = False) -> list[Found]:
        """Terms in the order of the text; a term of several concepts once for each.

        text: NFC. language: None, where it is to be guessed. nested: terms that begin within another too, so that
        a `smoke detector` is also a detector; otherwise the longest at the first place, and on behind it.
        """
        there = list(words(text))
        how = reading_of([word.key for word in there], language)
        read = _Read(text, there, [word.key.exact for word in there], [word.key.folded for word in there], how)
        found: list[Found] = []
        at = 0
        while at < len(there):
            length, terms, exact = self._longest(read, at)
            if terms:
                start, end = there[at].start, there[at + length - 1].end
                seen: set[str] = set()
                for term in terms:
                    for concept in term.concepts:
                        if concept not in seen:
                            seen.add(concept)
                            found.append(Found(concept, term.text, start, end, term.language, exact))
            closed = any(term.closed for term in terms)
            at += 1 if nested and not closed else max(length, 1)
        return found

    def _longest(self, read: _Read, at: int) -> tuple[int, list[_Term], bool]:
        """How many words, which terms, and whether with their tones; no words where there is no term."""
        node = self._root
        best: tuple[int, list[_Term], bool] = (0, [], True)
        for reach in range(at, len(read.folded)):
            following = node.next.get(read.folded[reach])
            if following is None:
                break
            node = following
            if not node.terms:
                continue
            span = slice(at, reach + 1)
            terms = node.terms.get(tuple(read.exact[span]))
            chosen = [term for term in terms if _is_meant(term, read, span)] if terms else []
            exact = bool(chosen)
            if read.how == "toneless" and not (chosen and read.exact[span] != read.folded[span]):
                if reach == at and read.words[at].key.syllable and not node.alone:
                    chosen = [term for term in chosen if term.capitals]
                else:
                    alike = (term for group in node.terms.values() for term in group)
                    chosen += [term for term in alike if term not in chosen and _looks_like(term, read, span)]
            if chosen:
                best = reach - at + 1, chosen, exact
        return best

    def _add(
        self,
        terms: dict[tuple[Language, str, tuple[str, ...]], _Term],
        concept: str | None,
        language: Language,
        text: str,
    ) -> None:
        read = keys(text)
        exact = tuple(each.exact for each in read)
        capitals = len(read) == 1 and text.isupper() and (len(text) < 3 or read[0].syllable or exact[0] in self._small)
        known = terms.get((language, text if capitals else "", exact))
        if known is None:
            shaped = all(each.syllable for each in read)
            known = _Term(text, language, exact, capitals, text.isupper(), shaped)
            terms[(language, text if capitals else "", exact)] = known
            node = self._root
            for each in read:
                node = node.next.setdefault(each.folded, _Node())
            node.terms.setdefault(exact, []).append(known)
        if concept is None:
            known.closed = True
        else:
            known.concepts.append(concept)


def _is_meant(term: _Term, read: _Read, span: slice) -> bool:
    """A term whose words are those of the text: whether the text can be using it."""
    if term.capitals:
        return read.text[read.words[span.start].start : read.words[span.stop - 1].end].isupper()
    if term.upper:
        return True
    if term.language == "vi":
        return read.how != "en"
    return read.how == "en" or not term.shaped


def _looks_like(term: _Term, read: _Read, span: slice) -> bool:
    """Each word has the term's tones or none."""
    if term.language != "vi" or term.capitals:
        return False
    pairs = zip(term.exact, read.exact[span], read.folded[span], strict=True)
    return all(exact in (meant, folded) for meant, exact, folded in pairs)


@lru_cache(maxsize=8)
def _load(folder: Path) -> Glossary:
    stop_words = read_stop_words()
    files = sorted(folder.glob("*.tsv"))
    digest = hashlib.sha256()
    for file in (COMPOUNDS, *STOP_WORDS.values(), *files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    concepts = [concept for file in files for concept in read_concepts(file, stop_words)]
    return Glossary(concepts, stop_words, read_compounds(), digest.hexdigest())
