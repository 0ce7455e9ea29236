"""What a word means in the other language where the glossary has no term for it alone, told from the terms it is in.

`dust` stands in the English terms of the concepts whose Vietnamese terms have `bụi mịn`, `bụi bẩn`: the more of its
concepts a pair of syllables shares with it, and the fewer others it has, the likelier they mean the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from marketplace.matching.glossary import Glossary
from marketplace.search.words import Word, is_syllable, words_of

# A field of the index and a term of it: a stem that is no syllable, or a pair of syllables.
Unit = tuple[str, str]
_MOST = 3
_LEAST_SHARED = 2  # concepts; one is chance, unless the word is in no other
_LEAST_LIKENESS = 0.12


def units_of(words: Iterable[Word]) -> Iterator[Unit]:
    """What of some words may be told by itself."""
    words = list(words)
    yield from (("folded", word.stem) for word in words if not is_syllable(word.stem))
    for one, other in pairwise(words):
        if is_syllable(one.stem) and is_syllable(other.stem):
            yield "pairs", f"{one.stem}_{other.stem}"


@lru_cache(maxsize=4)
def translations(glossary: Glossary) -> Mapping[Unit, tuple[tuple[Unit, float], ...]]:
    """Of each unit those it may mean, the likeliest first, and how like they are, up to 1 (Jaccard's measure)."""
    concepts: Counter[Unit] = Counter()
    shared: defaultdict[Unit, Counter[Unit]] = defaultdict(Counter)
    for concept in glossary.concepts.values():
        pairs = {unit for term in concept.vi for unit in units_of(words_of(term)) if unit[0] == "pairs"}
        stems = {unit for term in concept.en for unit in units_of(words_of(term)) if unit[0] == "folded"}
        concepts.update(pairs | stems)
        for pair in pairs:
            shared[pair].update(stems)
        for stem in stems:
            shared[stem].update(pairs)
    return {unit: found for unit, others in shared.items() if (found := tuple(_likeliest(unit, others, concepts)))}


def _likeliest(unit: Unit, others: Mapping[Unit, int], concepts: Mapping[Unit, int]) -> list[tuple[Unit, float]]:
    found = [
        (other, both / (concepts[unit] + concepts[other] - both))
        for other, both in others.items()
        if both >= _LEAST_SHARED or concepts[unit] == 1
    ]
    likely = [(other, likeness) for other, likeness in found if likeness >= _LEAST_LIKENESS]
    return sorted(likely, key=lambda each: (-each[1], each[0]))[:_MOST]
