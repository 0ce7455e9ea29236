"""Why something is suggested, in words: what both sides speak of, and what is met, missed and still to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ledger.sentences import Sentence
from marketplace.matching.corpus import Corpus, Entry, Read
from marketplace.matching.ranking import Ranking
from marketplace.matching.results import Facet, Term
from marketplace.matching.sentences import say
from marketplace.profiles import Language
from marketplace.text import tokens

_CONCEPTS, _WORDS = 6, 4  # so many terms are shown
_SAID = 2  # so many ways to say a concept
_RARE, _COMMON = 0.05, 0.2  # what is in more of the texts is not worth showing: a word, a part of it
_STANDS_OUT = 2.0  # deviations
_LANGUAGES = {"vi": Sentence("Việt", "Vietnamese"), "en": Sentence("Anh", "English")}


def shared_terms(read: Read, ranking: Ranking, place: int) -> tuple[Term, ...]:
    """Concepts that both sides name, as they name them, then words in common; the rarest first."""
    corpus, other = ranking.corpus, ranking.corpus.entries[place]
    asked, offered = read.concepts, corpus.reader.named(other)
    common = [each for each in asked if each in offered and corpus.concepts.tells(each)]
    common.sort(key=lambda each: (-corpus.concepts.idf(each), each))
    terms = []
    for concept in common[:_CONCEPTS]:
        known = corpus.reader.glossary.terms(concept)
        said: dict[Language, list[str]] = {"vi": [], "en": []}
        for language, term in (
            *asked[concept],
            *offered[concept],
            *_pairs(known["vi"], "vi"),
            *_pairs(known["en"], "en"),
        ):
            if term not in said[language] and len(said[language]) < _SAID:
                said[language].append(term)
        terms.append(Term(tuple(said["vi"]), tuple(said["en"]), concept))
    covered = {word for term in terms for text in (*term.vi, *term.en) for word in tokens(text)}
    return (*terms, *_words_in_common(read, other, corpus, covered))


def explain(
    read: Read, ranking: Ranking, place: int, terms: Sequence[Term], facets: Sequence[Facet]
) -> tuple[Sentence, ...]:
    """Sentences: why it is near, what speaks for it, what against it, what is to be read or asked."""
    return tuple(_reasons(read, ranking, place, terms, facets))


def _reasons(
    read: Read, ranking: Ranking, place: int, terms: Sequence[Term], facets: Sequence[Facet]
) -> Iterator[Sentence]:
    if terms:
        spoken = {"terms_vi": "; ".join(_first(term.vi, term.en) for term in terms)}
        spoken["terms_en"] = "; ".join(_first(term.en, term.vi) for term in terms)
        yield say("TERMS_SHARED", spoken)
    if not terms or ranking.features["meaning"][place] >= _STANDS_OUT:
        yield say("MEANING_NEAR", {})
    other = ranking.corpus.entries[place]
    if not set(other.languages) & set(read.entry.languages):
        written = _LANGUAGES[other.languages[0]]
        yield say("OTHER_LANGUAGE", {"language_vi": written.vi, "language_en": written.en})
    for standing in ("missed", "met", "open"):
        for facet in facets:
            # That the hard constraints are kept goes without saying: what breaks one is not suggested.
            if facet.standing == standing and not (facet.hard and standing == "met"):
                yield facet.said


def _words_in_common(read: Read, other: Entry, corpus: Corpus, covered: set[str]) -> Iterator[Term]:
    """Rare words of one language that both have: in Vietnamese two syllables, in English one word."""
    found: list[tuple[float, str, Language]] = []
    for language, text in other.passages():
        if language not in read.entry.languages:
            continue
        single = tokens(text)
        words = {f"{one} {two}" for one, two in pairwise(single)} if language == "vi" else set(single)
        for word in words & read.words.keys():
            if not covered.intersection(word.split()) and _is_worth_showing(word, corpus):
                found.append((-corpus.words.idf(word), word, language))
    shown: set[str] = set()
    for _, word, language in sorted(found):
        if len(shown) < _WORDS and not shown.intersection(word.split()):
            shown.update(word.split())
            yield Term((word,), ()) if language == "vi" else Term((), (word,))


def _is_worth_showing(word: str, corpus: Corpus) -> bool:
    parts = word.split()
    if len(word) < 4 or any(len(part) < 2 or part[0].isdigit() for part in parts):
        return False
    common = max(len(corpus.words.texts_with(part)) for part in parts)
    return common <= _COMMON * len(corpus) and len(corpus.words.texts_with(word)) <= _RARE * len(corpus)


def _pairs(terms: Sequence[str], language: Language) -> list[tuple[Language, str]]:
    return [(language, term) for term in terms]


def _first(own: Sequence[str], other: Sequence[str]) -> str:
    return own[0] if own else other[0]
