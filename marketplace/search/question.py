"""A plan as a query of the index: what must hold, what scores, what narrows."""

from __future__ import annotations

from typing import Any

import tantivy
from tantivy import Occur, Query

from marketplace.search.filters import Filters, conditions
from marketplace.search.plan import Plan, Term
from marketplace.search.words import Word


def question(schema: Any, plan: Plan, telling: set[Term], filters: Filters) -> Any | None:
    """None where nothing can match."""
    must: list[Any] = [_unscored(each) for _, each in conditions(schema, filters)]
    should: list[Any] = []
    named = _named(schema, plan)
    if named is not None:
        must.append(named)
    elif not plan.terms:
        return None
    else:
        first = [_term(schema, term, weight) for term, weight in plan.terms.items() if term in telling]
        should = [_term(schema, term, weight) for term, weight in plan.terms.items() if term not in telling]
        if not must and not should and not plan.phrases:
            return _any(first)
        must.append(_any(first))
        must += [_phrase(schema, phrase) for phrase in plan.phrases]
    return Query.boolean_query([(Occur.Must, each) for each in must] + [(Occur.Should, each) for each in should])


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
