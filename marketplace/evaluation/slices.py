"""Kinds of needs and of queries that are reported apart, told from the set's texts and grades, never from its ids.

docs/evaluation.md has each definition in words. A need or query may be in several slices; one without a usable
technology is in none but `all`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from marketplace.evaluation.asked import Asked
from marketplace.evaluation.texts import passages
from marketplace.evaluation.words import Vocabulary, abbreviations, counted, has_diacritics, is_vietnamese
from marketplace.market_set import MarketSet, Query
from marketplace.profiles import Need, Technology, Texts
from marketplace.text import folded_tokens, tokens

Slices = Mapping[str, tuple[str, ...]]  # ids, in the order of the set


def need_slices(market: MarketSet, asked: Sequence[Asked], vocabulary: Vocabulary) -> Slices:
    technologies = {each.id: each for each in market.technologies}
    needs = {each.id: each for each in market.needs}
    answerable = [each for each in asked if each.answerable]
    crossing = {each.id for each in answerable if _crosses(needs[each.id].texts, each, technologies)}
    own = [each for each in answerable if each.id not in crossing]

    def ids(told: Callable[[Need], bool]) -> list[str]:
        return [each.id for each in answerable if told(needs[each.id])]

    return counted(
        {
            "same_language": [each.id for each in own],
            "cross_language": [each.id for each in answerable if each.id in crossing],
            "everyday_words": _least_shared(own, needs, technologies, vocabulary),
            "abbreviations": ids(lambda need: bool(abbreviations(" ".join(text for _, text in passages(need.texts))))),
            "near_misses": [each.id for each in answerable if any(each.grades.get(other, 0) for other in each.broken)],
            **{f"language_{each}": ids(lambda need, each=each: each in need.texts) for each in ("vi", "en")},  # type: ignore[misc]
            **{
                f"sector_{sector}": ids(lambda need, sector=sector: need.sector == sector)  # type: ignore[misc]
                for sector in sorted({each.sector for each in market.needs if each.sector})
            },
        }
    )


def query_slices(market: MarketSet, asked: Sequence[Asked], vocabulary: Vocabulary) -> Slices:
    technologies = {each.id: each for each in market.technologies}
    queries = {each.id: each for each in market.queries}
    answerable = [each for each in asked if each.answerable]

    def ids(told: Callable[[Query], bool]) -> list[str]:
        return [each.id for each in answerable if told(queries[each.id])]

    def typed(query: Query, told: Callable[[Sequence[str]], bool]) -> bool:
        return query.language in ("vi", "en") and told(_plain_words(query.text))

    def names_owner(query: Query) -> bool:
        found = {each.id: each.best for each in answerable}[query.id]
        owners = {technologies[each].owner for each in found if each in technologies}
        if len(owners) != 1:
            return False
        owner = market.organisations.get(owners.pop())
        words = folded_tokens(query.text)
        names = {word for name in (owner.names.values() if owner else ()) for word in folded_tokens(name)}
        return len(words) > 1 and sum(word in names for word in words) > len(words) / 2

    return counted(
        {
            "vietnamese": ids(lambda query: query.language == "vi"),
            "english": ids(lambda query: query.language == "en"),
            "same_language": [
                each.id
                for each in answerable
                if queries[each.id].language in ("vi", "en")
                and not _query_crosses(queries[each.id], each, technologies)
            ],
            "cross_language": [each.id for each in answerable if _query_crosses(queries[each.id], each, technologies)],
            "no_diacritics": ids(
                lambda query: (
                    query.language == "vi"
                    and typed(query, lambda words: not any(map(has_diacritics, words)) and _unmarked(words, vocabulary))
                )
            ),
            "some_diacritics": ids(
                lambda query: (
                    query.language == "vi"
                    and typed(query, lambda words: any(map(has_diacritics, words)) and _unmarked(words, vocabulary))
                )
            ),
            "mixed": ids(
                lambda query: (
                    query.language == "vi"
                    and typed(query, lambda words: {True, False} <= set(map(is_vietnamese, words)))
                )
            ),
            "abbreviations": ids(lambda query: query.language in ("vi", "en") and bool(abbreviations(query.text))),
            "typo": ids(lambda query: typed(query, lambda words: any(map(vocabulary.slip, words)))),
            "phrase": ids(lambda query: any(mark in query.text for mark in '"“”')),
            "owner": ids(names_owner),
            "ipc": ids(lambda query: query.language == "ipc"),
            "id": ids(lambda query: query.language == "id"),
            "one_word": ids(lambda query: query.language in ("vi", "en") and len(tokens(query.text)) == 1),
        }
    )


def _crosses(texts: Texts, asked: Asked, technologies: Mapping[str, Technology]) -> bool:
    """Whether one of the best answers has no text in a language of what is asked."""
    return any(not set(texts) & set(technologies[each].texts) for each in asked.best if each in technologies)


def _query_crosses(query: Query, asked: Asked, technologies: Mapping[str, Technology]) -> bool:
    if query.language not in ("vi", "en"):
        return False
    return any(query.language not in technologies[each].texts for each in asked.best if each in technologies)


def _least_shared(
    asked: Sequence[Asked], needs: Mapping[str, Need], technologies: Mapping[str, Technology], vocabulary: Vocabulary
) -> list[str]:
    """The third of them that has the fewest words in common with its best answers."""

    def shared(each: Asked) -> float:
        said = " ".join(text for _, text in passages(needs[each.id].texts))
        answers = (" ".join(text for _, text in passages(technologies[one].texts)) for one in each.best)
        return max((vocabulary.shared(said, answer) for answer in answers), default=0.0)

    least = {each.id for each in sorted(asked, key=shared)[: len(asked) // 3]}
    return [each.id for each in asked if each.id in least]


def _plain_words(text: str) -> list[str]:
    """The words of a query but for its abbreviations and numbers."""
    short = {word for each in abbreviations(text) for word in tokens(each)}
    return [word for word in tokens(text) if word not in short and word.isalpha()]


def _unmarked(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether at least two words, or the only one, were typed without the marks they have in the set."""
    return sum(map(vocabulary.without_diacritics, words)) >= min(2, max(len(words), 1))
