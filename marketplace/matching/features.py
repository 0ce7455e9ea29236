"""What is compared between what is asked and each entry of a corpus: a number for each, larger where they are nearer.

Every feature is one pass of numpy over all entries. They come out comparable: in standard deviations above the mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.corpus import Corpus, Read
from marketplace.matching.vectors import Scores, cosines

_OFTEN = 2  # a word said three times does not say three times as much
_FAR = 4.0  # what stands out further than this from many texts stands out: how much further says nothing


def features(read: Read, corpus: Corpus, meaning: Scores) -> dict[str, Scores]:
    """By name; docs/specs/matching.md says what each is. `measures` is absent where nothing is measured.

    meaning: the cosines that become the feature of that name.
    """
    made = {
        "meaning": standard(meaning),
        "words": within(corpus.words.scores(_often(read.words)), speaks(read, corpus)),
        "concepts": standard(corpus.concepts.scores(dict.fromkeys(read.concepts, 1.0))),
        "classes": standard(corpus.classes.scores(asked_classes(read, corpus))),
        "sector": standard(sectors(read, corpus)),
    }
    if read.measured is not None:
        made["measures"] = standard(cosines(corpus.meaning, read.measured))
    return made


def standard(scores: Scores) -> Scores:
    """How many standard deviations above the mean of all, at most `_FAR`; 0 where they do not differ."""
    spread = float(scores.std()) if len(scores) else 0.0
    return np.minimum((scores - scores.mean()) / spread, _FAR) if spread > 1e-9 else np.zeros(len(scores))


def within(scores: Scores, own: NDArray[np.bool_]) -> Scores:
    """Standard among those alone that can have such scores at all; the others are in the middle.

    Across languages no word is in common, and that says nothing.
    """
    made = np.zeros(len(scores))
    made[own] = standard(scores[own])
    return made


def speaks(read: Read, corpus: Corpus) -> NDArray[np.bool_]:
    """Which entries have a text in a language that is asked in."""
    own = np.zeros(len(corpus), dtype=np.bool_)
    for language in read.entry.languages:
        own[corpus.languages.texts_with(language)] = True
    return own


def asked_classes(read: Read, corpus: Corpus) -> dict[str, float]:
    """Patent subclasses that are asked for: those stated; without, those where its concepts are at home."""
    if read.entry.ipc:
        return dict.fromkeys(corpus.reader.classes(read.entry, ()), 1.0)
    weights: dict[str, float] = defaultdict(float)
    for concept in sorted(read.concepts):
        classes = corpus.reader.glossary.ipc(concept)
        for each in classes:
            weights[each] += corpus.concepts.idf(concept) / len(classes)
    return dict(weights)


def sectors(read: Read, corpus: Corpus) -> Scores:
    scores = np.zeros(len(corpus))
    for sector in read.entry.sectors:
        scores[corpus.sectors.texts_with(sector)] = 1.0
    return scores


def _often(counts: Mapping[str, int]) -> dict[str, float]:
    return {word: float(min(count, _OFTEN)) for word, count in counts.items()}
