"""A plan as a query of the index: what must hold, what scores, what narrows."""

from __future__ import annotations

from typing import Any

import tantivy
from tantivy import Occur, Query

from marketplace.search.filters import Filters, conditions
from marketplace.search.plan import Plan, Term
from marketplace.search.words import Word


def question(schema: Any, plan: Plan, filters: Filters) -> Any | None:
    """None where nothing can match."""
    must: list[Any] = [_unscored(each) for _, each in conditions(schema, filters)]
    named = _named(schema, plan)
    if named is None and not plan.terms:
        return None
    must.append(_any([_term(schema, term, weight) for term, weight in plan.terms.items()]) if named is None else named)
    must += [_phrase(schema, phrase) for phrase in plan.phrases]
    # A bare union of terms skips what cannot be among the best; anything around it does not.
    return must[0] if len(must) == 1 else Query.boolean_query([(Occur.Must, each) for each in must])


def everything(schema: Any, filters: Filters) -> Any:
    """What the filters leave, in no order of relevance."""
    narrowed = [(Occur.Must, _unscored(each)) for _, each in conditions(schema, filters)]
    return Query.boolean_query([(Occur.Must, Query.all_query()), *narrowed])


def _named(schema: Any, plan: Plan) -> Any | None:
    for name, values in (("numbers", plan.numbers), ("ipc", plan.classes), ("owner", sorted(plan.owners))):
        if values:
            return _unscored(_any([Query.term_query(schema, name, value, "basic") for value in values]), 1.0)
    return None


def _term(schema: Any, term: Term, weight: float) -> Any:
    return Query.boost_query(Query.term_query(schema, term[0], term[1], "freq"), weight)


def _phrase(schema: Any, words: list[Word]) -> Any:
    """In this order, whatever the tones: that the tones are those typed, the words by themselves tell (`plan`)."""
    stems = [word.stem for word in words]
    if len(stems) == 1:
        return Query.term_query(schema, "folded", stems[0])
    return Query.phrase_query(schema, "folded", stems)


def _any(queries: list[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, each) for each in queries])


def _unscored(query: Any, score: float = 0.0) -> Any:
    return tantivy.Query.const_score_query(query, score)
