"""What is compared between what is asked and each entry of a corpus: a number for each, larger where they are nearer.

Every feature is one pass of numpy over all entries; the blend (`blend.py`) makes them comparable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from marketplace.matching.corpus import Corpus, Entry, Read
from marketplace.matching.vectors import Scores, cosines

_OFTEN = 2  # a word said three times does not say three times as much


def features(read: Read, corpus: Corpus) -> dict[str, Scores]:
    """By name: `meaning`, `title`, `words`, `concepts`, `classes`, `sector`."""
    return {
        "meaning": cosines(corpus.vectors["whole"], read.vectors["whole"]),
        "title": cosines(corpus.vectors["title"], read.vectors["whole"]),
        "words": corpus.words.scores(_asked(read.words)),
        "concepts": corpus.concepts.scores(_asked(read.concepts)),
        "classes": corpus.classes.scores(asked_classes(read, corpus)),
        "sector": sectors(read.entry, corpus),
    }


def _asked(counts: Mapping[str, int]) -> dict[str, float]:
    return {term: float(min(count, _OFTEN)) for term, count in counts.items()}


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


def sectors(entry: Entry, corpus: Corpus) -> Scores:
    scores = np.zeros(len(corpus))
    for sector in entry.sectors:
        scores[corpus.sectors.texts_with(sector)] = 1.0
    return scores
