"""Why something is suggested, in words: terms both sides speak of, facets, and how strong the match is."""

from __future__ import annotations

from ledger.sentences import Sentence
from marketplace.matching.corpus import Read
from marketplace.matching.ranking import Ranking
from marketplace.matching.results import Facet, Term
from marketplace.matching.sentences import say

_SHOWN = 8


def shared_terms(read: Read, ranking: Ranking, place: int) -> tuple[Term, ...]:
    """Concepts that both sides name, in both languages, and words in common: the rarest first."""
    corpus = ranking.corpus
    other = corpus.entries[place]
    concepts = set(corpus.reader.concepts(other)) & set(read.concepts)
    rare = sorted(
        (each for each in concepts if corpus.concepts.tells(each)), key=lambda each: (-corpus.concepts.idf(each), each)
    )
    terms = []
    for concept in rare[:_SHOWN]:
        said = corpus.reader.glossary.terms(concept)
        terms.append(Term(tuple(said["vi"][:3]), tuple(said["en"][:3]), concept))
    return tuple(terms)


def explain(
    read: Read, ranking: Ranking, place: int, terms: tuple[Term, ...], facets: tuple[Facet, ...]
) -> tuple[Sentence, ...]:
    said = []
    if terms:
        values = {"terms_vi": ", ".join(t.vi[0] for t in terms), "terms_en": ", ".join(t.en[0] for t in terms)}
        said.append(say("TERMS_SHARED", values))
    else:
        said.append(say("MEANING_NEAR", {}))
    return (
        *said,
        *(each.said for each in facets if each.standing == "missed"),
        *(each.said for each in facets if each.standing == "met"),
    )
