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
from marketplace.matching.glossary.reading import STOP_WORDS, TERMS, Concept, read_concepts, read_stop_words
from marketplace.matching.glossary.words import Word, key, keys, words
from marketplace.profiles import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text. term: as the glossary writes it; start, end: characters of the text; exact: with its tones."""

    concept: str
    term: str
    start: int
    end: int
    language: Language
    exact: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class _Term:
    text: str
    language: Language
    exact: tuple[str, ...]
    capitals: bool  # an abbreviation that is another word in small letters: AI, CA, IT
    concepts: list[str]


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    terms: list[_Term] = field(default_factory=list)
    alone: bool = False  # one word that may be meant without its tones


class Glossary:
    """The concepts of a folder of files. Not changed once made; `load` keeps one a folder for the process."""

    def __init__(self, concepts: Iterable[Concept], stop_words: frozenset[str] = frozenset(), digest: str = "") -> None:
        """digest: SHA-256 of the files in hexadecimal; part of a ranking's version."""
        self._concepts = {concept.id: concept for concept in concepts}
        self._stop_words = frozenset(key(word).folded for word in stop_words)
        self._root = _Node()
        self.digest = digest
        terms: dict[tuple[Language, str, tuple[str, ...]], _Term] = {}
        for concept in self._concepts.values():
            for language in LANGUAGES:
                for text in getattr(concept, language):
                    self._add(terms, concept.id, language, text)
        for folded, node in self._root.next.items():
            vietnamese = {term.exact for term in node.terms if term.language == "vi" and not term.capitals}
            node.alone = folded not in self._stop_words and len(vietnamese) == 1

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
        read = list(words(text))
        how = reading_of([word.key for word in read], language)
        found: list[Found] = []
        at = 0
        while at < len(read):
            length, terms, exact = self._longest(text, read, at, how)
            if terms:
                start, end = read[at].start, read[at + length - 1].end
                seen: set[str] = set()
                for term in terms:
                    for concept in term.concepts:
                        if concept not in seen:
                            seen.add(concept)
                            found.append(Found(concept, term.text, start, end, term.language, exact))
            at += 1 if nested else max(length, 1)
        return found

    def _longest(self, text: str, read: list[Word], at: int, how: Reading) -> tuple[int, list[_Term], bool]:
        node: _Node | None = self._root
        best: tuple[int, list[_Term], bool] = (0, [], True)
        for reach in range(at, len(read)):
            node = node.next.get(read[reach].key.folded) if node else None
            if node is None:
                break
            if node.terms:
                length = reach - at + 1
                span = read[at : reach + 1]
                chosen = [term for term in node.terms if _is(term, text, span, how)]
                exact = bool(chosen)
                if how == "toneless" and not _is_marked(span):
                    if length == 1 and span[0].key.syllable and not node.alone:
                        chosen = [term for term in chosen if term.capitals]
                    else:
                        chosen += [term for term in node.terms if term not in chosen and _looks_like(term, span)]
                elif how == "toneless" and not chosen:
                    chosen = [term for term in node.terms if _looks_like(term, span)]
                if chosen:
                    best = length, chosen, exact
        return best

    def _add(
        self,
        terms: dict[tuple[Language, str, tuple[str, ...]], _Term],
        concept: str,
        language: Language,
        text: str,
    ) -> None:
        read = keys(text)
        exact = tuple(each.exact for each in read)
        capitals = _needs_capitals(text) if len(read) == 1 else False
        known = terms.get((language, text if capitals else "", exact))
        if known is None:
            known = terms[(language, text if capitals else "", exact)] = _Term(text, language, exact, capitals, [])
            node = self._root
            for each in read:
                node = node.next.setdefault(each.folded, _Node())
            node.terms.append(known)
        known.concepts.append(concept)


def _needs_capitals(text: str) -> bool:
    if not text.isupper():
        return False
    return len(text) < 3 or key(text).syllable


def _is(term: _Term, text: str, span: list[Word], how: Reading) -> bool:
    """Letter for letter, and of a language that the text can be using."""
    if any(word.key.exact != exact for word, exact in zip(span, term.exact, strict=True)):
        return False
    written = text[span[0].start : span[-1].end]
    if term.capitals:
        return written.isupper()
    if term.text.isupper():
        return True
    if term.language == "vi":
        return how != "en"
    return how == "en" or not all(word.key.syllable for word in span)


def _is_marked(span: list[Word]) -> bool:
    return any(word.key.exact != word.key.folded for word in span)


def _looks_like(term: _Term, span: list[Word]) -> bool:
    """Each word has the term's tones or none."""
    return (
        term.language == "vi"
        and not term.capitals
        and all(word.key.exact in (exact, word.key.folded) for word, exact in zip(span, term.exact, strict=True))
    )


@lru_cache(maxsize=8)
def _load(folder: Path) -> Glossary:
    stop_words = read_stop_words()
    files = sorted(folder.glob("*.tsv"))
    digest = hashlib.sha256()
    for file in (STOP_WORDS, *files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    concepts = [concept for file in files for concept in read_concepts(file, stop_words)]
    return Glossary(concepts, stop_words, digest.hexdigest())
