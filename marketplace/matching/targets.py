"""A need's measures held against the figures that a technology states: met, missed, or to be asked for."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from functools import lru_cache

from marketplace.matching.constraints import Verdict
from marketplace.matching.corpus import Corpus
from marketplace.matching.figures import Figure, figures, measured_in
from marketplace.matching.glossary import Glossary
from marketplace.matching.results import Value
from marketplace.profiles import LANGUAGES, Kpi, Language, Need, Technology
from marketplace.text import tokens

# A figure is a measure's when its sentence says so much of what the measure's name says, rare words counting more.
_ABOUT = 0.5
_COMPARED = {">=": operator.ge, "<=": operator.le, "==": operator.eq}


def targets(need: Need, technology: Technology, corpus: Corpus) -> list[Verdict]:
    """One verdict for each measure, in their order. None of them excludes: a text that is read by rule may mislead."""
    spoken = next((language for language in LANGUAGES if language in need.texts), LANGUAGES[0])
    stated = [
        (language, figure)
        for language, words in sorted(technology.texts.items())
        for figure in figures(f"{words.title}\n{words.body}", language)
    ]
    return [_target(kpi, spoken, stated, corpus) for kpi in need.kpis]


def share(need: Need, verdicts: Sequence[Verdict]) -> float:
    """The weight of measures that are met, less that of mandatory ones that are missed; -1 to 1."""
    gained = 0.0
    for kpi, verdict in zip(need.kpis, verdicts, strict=True):
        if verdict.standing == "met":
            gained += kpi.weight
        elif verdict.standing == "missed" and kpi.mandatory:
            gained -= kpi.weight
    return gained


def _target(kpi: Kpi, spoken: Language, stated: Sequence[tuple[Language, Figure]], corpus: Corpus) -> Verdict:
    measured, size = measured_in(kpi.unit)
    values: dict[str, Value] = {"name": kpi.name, "comparator": kpi.comparator, "target": f"{kpi.target:f}"}
    values["unit"] = "" if kpi.unit == "-" else kpi.unit
    best, nearest = None, _ABOUT
    for language, figure in stated:
        if figure.measured == measured:
            about = _about(kpi.name, spoken, figure.about, language, corpus)
            if about > nearest or (about == nearest and best is None):
                best, nearest = figure, about
    if best is None or kpi.comparator not in _COMPARED:
        return Verdict("kpi", "open", False, "KPI_ASK", values)
    met = bool(_COMPARED[kpi.comparator](best.value, kpi.target * size))
    values["stated"] = best.shown
    return Verdict("kpi", "met" if met else "missed", False, "KPI_MET" if met else "KPI_MISSED", values)


def _about(name: str, spoken: Language, sentence: str, language: Language, corpus: Corpus) -> float:
    """How much of a measure's name a sentence says, 0 to 1: in words within a language, in concepts across."""
    glossary = corpus.reader.glossary
    asked, said = _concepts(name, spoken, glossary), _concepts(sentence, language, glossary)
    common = len(asked & said) / len(asked) if asked else 0.0
    if spoken != language:
        return common
    words: Mapping[str, float] = {word: corpus.words.idf(word) for word in tokens(name)}
    total = sum(words.values())
    own = frozenset(tokens(sentence))
    return max(common, sum(rare for word, rare in words.items() if word in own) / total if total else 0.0)


@lru_cache(maxsize=1 << 15)
def _concepts(text: str, language: Language, glossary: Glossary) -> frozenset[str]:
    return frozenset(found.concept for found in glossary.find(text, language, nested=True))
