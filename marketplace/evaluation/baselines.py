"""What matching and search are held against: ranking by words alone, and by one vector alone.

BM25 over folded words (k1 1.2, b 0.75; Robertson and Zaragoza, 2009), the embedder as it is, and the embedder centred
by language. None of them filters: they rank everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marketplace.evaluation.asked import Ranking
from marketplace.evaluation.texts import passages
from marketplace.matching.embedding import Embedder, Vectors, centre
from marketplace.profiles import Technology, Texts
from marketplace.text import folded_tokens

NAMES = ("bm25", "embedder", "embedder_centred")
_K1, _B = 1.2, 0.75
_DEPTH = 100  # places of a ranking; no measure looks further than 20
_AT_ONCE = 8  # texts embedded between two words about progress

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as texts in its languages. A query has one."""

    id: str
    texts: Texts


class Bm25:
    def __init__(self, technologies: Sequence[Technology]) -> None:
        counts = [Counter(_words(each.texts)) for each in technologies]
        lengths = np.array([sum(each.values()) for each in counts], dtype=np.float64)
        self._long = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0)) if counts else lengths
        self._counts: dict[str, Floats] = {}
        for place, words in enumerate(counts):
            for word, times in words.items():
                self._counts.setdefault(word, np.zeros(len(counts)))[place] = times

    def scores(self, texts: Texts) -> Floats:
        total = np.zeros(len(self._long))
        for word in _words(texts):  # a word asked for twice counts twice
            times = self._counts.get(word)
            if times is not None:
                found = np.count_nonzero(times)
                rarity = np.log(1 + (len(times) - found + 0.5) / (found + 0.5))
                total += rarity * times * (_K1 + 1) / (times + self._long)
        return total


class Nearest:
    """By the inner product of vectors; of several languages the nearest pair counts."""

    def __init__(self, rows: Vectors, owners: Sequence[int], languages: Sequence[str], *, centred: bool) -> None:
        """rows: of all technologies' texts; owners: which technology each is of."""
        self._centring = centre(rows, languages) if centred else None
        self._rows = rows if self._centring is None else self._centring.apply(rows, languages)
        self._owners = np.array(owners, dtype=np.int64)
        self._count = int(self._owners.max()) + 1 if len(owners) else 0

    def scores(self, rows: Vectors, languages: Sequence[str]) -> Floats:
        asked = rows if self._centring is None else self._centring.apply(rows, languages)
        best = np.full(self._count, -np.inf)
        np.maximum.at(best, self._owners, (self._rows @ asked.T).max(axis=1).astype(np.float64))
        return best


def rankings(
    technologies: Sequence[Technology],
    questions: Sequence[Question],
    embedder: Embedder,
    progress: Callable[[int, int], None],
) -> Mapping[str, Mapping[str, Ranking]]:
    """By baseline and question. progress: texts embedded, of how many."""
    offered = [(place, *passage) for place, each in enumerate(technologies) for passage in passages(each.texts)]
    asked = [(place, *passage) for place, each in enumerate(questions) for passage in passages(each.texts)]
    of = len(offered) + len(asked)
    rows = _embedded(embedder, [text for _, _, text in offered], False, lambda done: progress(done, of))
    sought = _embedded(embedder, [text for _, _, text in asked], True, lambda done: progress(len(offered) + done, of))
    owners, languages = [place for place, _, _ in offered], [language for _, language, _ in offered]
    words = Bm25(technologies)
    plain = Nearest(rows, owners, languages, centred=False)
    centred = Nearest(rows, owners, languages, centred=True)
    ids = [each.id for each in technologies]
    made: dict[str, dict[str, Ranking]] = {name: {} for name in NAMES}
    for place, question in enumerate(questions):
        mine = [number for number, (of_question, _, _) in enumerate(asked) if of_question == place]
        spoken = [asked[number][1] for number in mine]
        made["bm25"][question.id] = _order(ids, words.scores(question.texts), least=0.0)
        made["embedder"][question.id] = _order(ids, plain.scores(sought[mine], spoken))
        made["embedder_centred"][question.id] = _order(ids, centred.scores(sought[mine], spoken))
    return made


def _order(ids: Sequence[str], scores: Floats, least: float = -np.inf) -> Ranking:
    """The best first, of equal ones the one that comes first in the set; those above the least score only."""
    order = np.argsort(-scores, kind="stable")[:_DEPTH]
    return [ids[place] for place in order if scores[place] > least]


def _embedded(embedder: Embedder, texts: Sequence[str], asked: bool, progress: Callable[[int], None]) -> Vectors:
    rows = [np.empty((0, embedder.dimensions), dtype=np.float32)]
    for start in range(0, len(texts), _AT_ONCE):
        rows.append(embedder.embed(texts[start : start + _AT_ONCE], asked=asked))
        progress(min(start + _AT_ONCE, len(texts)))
    return np.concatenate(rows)


def _words(texts: Texts) -> list[str]:
    return [word for _, text in passages(texts) for word in folded_tokens(text)]
