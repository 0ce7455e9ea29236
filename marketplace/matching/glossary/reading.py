"""Reading the glossary's files: a concept a line, Vietnamese terms, a tab, English terms, and perhaps IPC subclasses.

Every rule that a line must keep is checked here, once, so that a file that is read is a file that can be used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from marketplace.matching.glossary.words import keys
from marketplace.profiles import LANGUAGES, Language

HERE = Path(__file__).parent
TERMS = HERE / "terms"
STOP_WORDS: Mapping[Language, Path] = {language: HERE / f"stop_words.{language}.txt" for language in LANGUAGES}
COMPOUNDS = HERE / "compounds.vi.txt"
StopWords = Mapping[Language, frozenset[str]]


class BadGlossary(Exception):
    """A line of the glossary breaks a rule. file, line (from 1), reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and its names. id: file and first English term, `fire/smoke detector`; ipc: subclasses, `G08B`."""

    id: str
    vi: tuple[str, ...]
    en: tuple[str, ...]
    ipc: tuple[str, ...] = ()


def lines_of(file: Path) -> Iterator[tuple[int, str]]:
    """Lines that say something, with their numbers; `#` begins a comment line. Raises `BadGlossary` where not NFC."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not unicodedata.is_normalized("NFC", line):
            raise BadGlossary(file.name, number, "not NFC")
        if line.strip() and not line.startswith("#"):
            yield number, line


def read_stop_words() -> StopWords:
    """Words that say nothing about a subject; alone they are no term of their language."""
    return {
        language: frozenset(word for _, line in lines_of(file) for word in line.split())
        for language, file in STOP_WORDS.items()
    }


def read_compounds() -> tuple[str, ...]:
    """Vietnamese words of which no syllable is a term of its own."""
    return tuple(each.strip() for _, line in lines_of(COMPOUNDS) for each in line.split(","))


def read_concepts(file: Path, stop_words: StopWords) -> Iterator[Concept]:
    """The concepts of one file, in order. Raises `BadGlossary`."""
    seen: set[str] = set()
    for number, line in lines_of(file):
        fields = line.split("\t")
        if len(fields) not in (2, 3):
            raise BadGlossary(file.name, number, f"{len(fields)} fields; there are two or three")
        sides = [
            _terms(file.name, number, side, stop_words[language])
            for side, language in zip(fields[:2], LANGUAGES, strict=True)
        ]
        concept = Concept(
            f"{file.stem}/{sides[1][0]}", sides[0], sides[1], tuple(fields[2].split()) if fields[2:] else ()
        )
        if concept.id in seen:
            raise BadGlossary(file.name, number, f"a second concept begins with {sides[1][0]!r}")
        seen.add(concept.id)
        yield concept


def _terms(file: str, number: int, side: str, stop_words: frozenset[str]) -> tuple[str, ...]:
    terms = tuple(side.split("|"))
    written: set[tuple[str, ...]] = set()
    for term in terms:
        if term != " ".join(term.split()) or not term:
            raise BadGlossary(file, number, f"empty, or with space at its ends: {term!r}")
        exact = tuple(key.exact for key in keys(term))
        if len(term) < 2 or not exact:
            raise BadGlossary(file, number, f"too short: {term!r}")
        if term.lower() in stop_words and not term.isupper():
            raise BadGlossary(file, number, f"a stop word: {term!r}")
        if exact in written:
            raise BadGlossary(file, number, f"twice: {term!r}")
        written.add(exact)
    return terms
