"""Needs, technologies and funds matched: what is suggested, in which order, what is excluded, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from marketplace.evaluation.constraints import broken
from marketplace.market_set import MarketSet, read_set
from marketplace.matching.candidates import Candidates, Demands, texts_to_embed
from marketplace.matching.embedding.hashing import Hashing
from marketplace.matching.glossary import Glossary
from marketplace.matching.match import match_fund, match_need, match_technology
from marketplace.profiles import Asking, Fund, Kpi, MustHave, Need, Technology, Words

MARKET = Path(__file__).parents[2] / "examples" / "market"
TODAY = date(2026, 5, 1)

ALARM = Technology(
    id="A",
    owner="o",
    kind="patent",
    texts={
        "vi": Words(
            "Đầu báo cháy không dây cho nhà ống",
            "Đầu báo cháy khói gắn bằng keo dán, còi báo cháy kêu trong vòng 15 giây và nối các nhà trong ngõ.",
            ("báo cháy", "khói"),
        )
    },
    ipc=("G08B 17/10",),
    sectors=("smart_city",),
    trl=8,
    asking=Asking("licence", amount=100, exclusivity="non_exclusive"),
    territory=("VN",),
    record={"trl": 8, "kind": "patent", "asking": {"amount": 100}},
)
PUMP = Technology(
    id="B",
    owner="o",
    kind="patent",
    texts={"en": Words("Solar pump for rice fields", "A pump driven by solar panels lifts water to rice terraces.")},
    sectors=("production_business",),
    trl=9,
    territory=("VN",),
)
NEED = Need(
    id="N",
    publisher="p",
    texts={"vi": Words("Báo cháy sớm trong ngõ nhỏ", "Cần đầu báo cháy khói rẻ, dán được, còi kêu to cho cả ngõ.")},
    sector="smart_city",
    min_trl=7,
    territory=("VN-HN",),
    kpis=(Kpi("K1", "Thời gian còi báo cháy kêu", "giây", "<=", Decimal(30), 1.0, True),),
)


def candidates_of(technologies: Sequence[Technology]) -> Candidates:
    return Candidates(technologies, Hashing(), Glossary.load())


@pytest.fixture(scope="module")
def market() -> MarketSet:
    return read_set(MARKET)


@pytest.fixture(scope="module")
def candidates(market: MarketSet) -> Candidates:
    return candidates_of(market.technologies)


def test_no_suggestion_of_the_whole_set_breaks_a_constraint(market: MarketSet, candidates: Candidates) -> None:
    technologies = {each.id: each for each in market.technologies}
    shown = 0
    for need in market.needs:
        found = match_need(need, candidates, TODAY, 20)
        shown += len(found.suggestions)
        for suggestion in found.suggestions:
            technology = technologies[suggestion.id]
            assert broken(need, technology) == (), (need.id, suggestion.id)
            asking = technology.asking
            assert need.budget is not None
            assert asking is None or asking.mode == "service" or (asking.amount or 0) <= need.budget
        assert [each.position for each in found.suggestions] == list(range(1, len(found.suggestions) + 1))
        for missed in found.excluded:
            assert missed.broken, (need.id, missed.id)
            assert all(facet.said.vi and facet.said.en for facet in missed.broken)
        assert bool(found.suggestions) != bool(found.empty)
    assert shown > 500


def test_the_order_in_which_technologies_come_changes_nothing(market: MarketSet, candidates: Candidates) -> None:
    other = candidates_of(tuple(reversed(market.technologies)))
    assert other.digest == candidates.digest
    for need in market.needs[:10]:
        assert match_need(need, other, TODAY) == match_need(need, candidates, TODAY)


def test_vectors_that_the_caller_kept_give_what_embedding_gives(market: MarketSet, candidates: Candidates) -> None:
    shuffled = market.technologies[80:] + market.technologies[:80]
    vectors = Hashing().embed(texts_to_embed(shuffled))
    kept = Candidates(shuffled, Hashing(), Glossary.load(), vectors)
    assert match_need(market.needs[3], kept, TODAY) == match_need(market.needs[3], candidates, TODAY)


def test_another_technology_is_another_candidate_set(market: MarketSet, candidates: Candidates) -> None:
    changed = replace(market.technologies[0], trl=1)
    assert candidates_of((changed, *market.technologies[1:])).digest != candidates.digest


def test_equal_scores_are_in_the_order_of_their_ids() -> None:
    twins = [replace(ALARM, id=id_) for id_ in ("T9", "T10", "T1")]
    found = match_need(NEED, candidates_of([*twins, PUMP]), TODAY)
    assert [each.id for each in found.suggestions[:3]] == ["T1", "T10", "T9"]
    assert len({each.scored.score for each in found.suggestions[:3]}) == 1


def test_a_need_past_its_deadline_finds_nothing_and_says_so() -> None:
    found = match_need(replace(NEED, deadline=date(2026, 4, 30)), candidates_of([ALARM, PUMP]), TODAY)
    assert found.suggestions == ()
    assert found.empty is not None
    assert (found.empty.code, found.empty.values) == ("DEADLINE_PAST", {"date_deadline": "2026-04-30"})
    assert found.empty.said.en == "The need's deadline is past: 30 April 2026"


def test_without_a_day_deadlines_are_not_judged() -> None:
    found = match_need(replace(NEED, deadline=date(2020, 1, 1)), candidates_of([ALARM, PUMP]), None)
    assert found.suggestions[0].id == "A"


def test_an_empty_market_says_that_nothing_is_published() -> None:
    found = match_need(NEED, candidates_of([]), TODAY)
    assert found.empty is not None
    assert found.empty.code == "NO_CANDIDATES"


def test_where_all_that_is_near_breaks_a_constraint_the_nearest_reason_is_said() -> None:
    found = match_need(NEED, candidates_of([replace(ALARM, trl=4), PUMP]), TODAY)
    assert found.suggestions == ()
    assert found.empty is not None
    assert found.empty.code == "ALL_EXCLUDED"
    assert found.empty.said.vi.endswith("TRL 4, thấp hơn mức tối thiểu 7")
    assert [(each.id, [facet.code for facet in each.broken]) for each in found.excluded] == [("A", ["TRL_MISSED"])]


def test_what_nobody_offers_finds_nothing_near(candidates: Candidates) -> None:
    words = Words("Giống dâu tây chịu hạn trồng ở sa mạc", "Cần giống dâu tây sống được không tưới nửa năm trên cát.")
    found = match_need(Need(id="N", publisher="p", texts={"vi": words}), candidates, TODAY)
    assert found.empty is not None
    assert (found.empty.code, found.empty.values) == ("NOTHING_NEAR", {"considered": 160})


def test_a_suggestion_says_in_both_languages_what_both_speak_of_and_which_targets_are_met() -> None:
    (first, *_) = match_need(NEED, candidates_of([ALARM, PUMP]), TODAY).suggestions
    assert first.id == "A"
    said = {term.concept: term for term in first.terms}
    assert "đầu báo cháy" in said["fire/fire alarm"].vi
    assert "fire alarm" in said["fire/fire alarm"].en
    kpi = next(facet for facet in first.facets if facet.name == "kpi")
    assert (kpi.standing, kpi.hard) == ("met", False)
    assert kpi.said.en == "States 15 giây, which meets: Thời gian còi báo cháy kêu (≤ 30 giây)"
    assert {facet.name for facet in first.facets} == {"trl", "territory", "sector", "kpi"}
    assert first.strength in ("strong", "medium", "weak")
    assert all("%" not in said.vi for said in first.said)


def test_a_target_missed_by_a_stated_figure_is_shown_and_does_not_exclude() -> None:
    kpi = replace(NEED.kpis[0], target=Decimal(10))
    (first, *_) = match_need(replace(NEED, kpis=(kpi,)), candidates_of([ALARM, PUMP]), TODAY).suggestions
    missed = next(facet for facet in first.facets if facet.name == "kpi")
    assert (first.id, missed.code, missed.hard) == ("A", "KPI_MISSED", False)


def test_a_rule_that_cannot_be_judged_is_said_and_neither_excludes_nor_crashes() -> None:
    must = (MustHave("Màu đỏ", "colour", "in", ["red"]), MustHave("Như mẫu", "kind", "resembles", "patent"))
    (first, *_) = match_need(replace(NEED, must_have=must), candidates_of([ALARM, PUMP]), TODAY).suggestions
    codes = [facet.code for facet in first.facets if facet.name == "must_have"]
    assert (first.id, codes) == ("A", ["MUST_HAVE_NOT_JUDGED", "MUST_HAVE_NOT_JUDGED"])


def test_an_english_need_is_near_to_a_vietnamese_technology_through_the_glossary(candidates: Candidates) -> None:
    # The hashing embedder knows no second language: what crosses it here is the glossary alone.
    words = Words("Wireless smoke detectors", "We want a wireless fire alarm with smoke and gas detectors for tenants.")
    found = match_need(Need(id="N", publisher="p", texts={"en": words}, sector="smart_city"), candidates, TODAY)
    vietnamese = {each.id for each in candidates.profiles if "vi" in each.texts}
    first = next(each for each in found.ranked if each.id in vietnamese)
    place = next(each for each in candidates.profiles if each.id == first.id)
    assert "báo cháy" in place.texts["vi"].body + place.texts["vi"].title
    assert first.features["concepts"] > 2_000_000
    assert first.features["words"] == 0


def test_a_match_across_languages_says_so() -> None:
    english = replace(
        ALARM, texts={"en": Words("Stick-on fire alarm", "A smoke detector glued to a wall, 15 s to alarm.")}
    )
    fund = Fund(id="F", owner="o", texts=NEED.texts)
    (first, *_) = match_fund(fund, candidates_of([english, PUMP]), TODAY).suggestions
    assert first.id == "A"
    assert "Written in English: matched by meaning, not by wording" in [said.en for said in first.said]
    assert any("báo cháy" in term for each in first.terms for term in each.vi)


def test_a_technology_in_both_languages_is_one_candidate() -> None:
    both = replace(
        ALARM, texts={**ALARM.texts, "en": Words("Wireless fire alarm", "A smoke detector glued to a wall.")}
    )
    market = candidates_of([both, PUMP])
    assert market.corpus.meaning.shape[0] == market.corpus.findable + len(market.corpus.entries) - 2
    assert [each.id for each in match_need(NEED, market, TODAY).suggestions][:1] == ["A"]


def test_texts_without_words_and_needs_without_anything_do_not_break() -> None:
    bare = Need(id="N", publisher="p", texts={})
    silent = Technology(id="S", owner="o", kind="know_how", texts={"vi": Words("")})
    found = match_need(bare, candidates_of([ALARM, PUMP, silent]), TODAY)
    assert found.empty is not None
    assert match_need(NEED, candidates_of([silent]), TODAY).found == "technology"


def test_a_technology_finds_the_needs_that_admit_it_and_no_others() -> None:
    rice = Need(id="R", publisher="p", texts={"vi": Words("Bơm nước lên ruộng lúa", "Cần bơm mặt trời cho ruộng.")})
    demands = [
        NEED,
        replace(NEED, id="N-late", deadline=date(2026, 1, 1)),
        replace(NEED, id="N-cheap", budget=99),
        replace(NEED, id="N-ready", min_trl=9),
        rice,
    ]
    found = match_technology(ALARM, Demands(demands, Hashing(), Glossary.load()), TODAY)
    assert (found.direction, found.found, found.suggestions[0].id) == ("technology", "need", "N")
    assert {each.id: [facet.code for facet in each.broken] for each in found.excluded} == {
        "N-cheap": ["BUDGET_MISSED"],
        "N-late": ["DEADLINE_PAST"],
        "N-ready": ["TRL_MISSED"],
    }


def test_both_directions_hold_a_pair_against_the_same_constraints(market: MarketSet, candidates: Candidates) -> None:
    demands = Demands(market.needs, Hashing(), Glossary.load())
    technologies = {each.id: each for each in market.technologies}
    for need in market.needs[:8]:
        for suggestion in match_need(need, candidates, TODAY, 1).suggestions:
            back = match_technology(technologies[suggestion.id], demands, TODAY, 60)
            assert need.id not in {each.id for each in back.excluded}


def test_a_fund_finds_technologies_and_needs_within_its_terms(market: MarketSet, candidates: Candidates) -> None:
    fund = Fund(
        id="F",
        owner="o",
        texts={"vi": Words("Quỹ công nghệ môi trường", "Đầu tư xử lý nước thải, chất thải và không khí.")},
        sectors=("production_business",),
        trl=(6, 8),
        ticket=(100_000_000, 2_000_000_000),
        territory=("VN",),
    )
    technologies = {each.id: each for each in market.technologies}
    found = match_fund(fund, candidates, TODAY)
    assert len(found.suggestions) == 10
    for each in found.suggestions:
        technology = technologies[each.id]
        assert technology.trl in (6, 7, 8)
        assert "production_business" in technology.sectors
    needs = match_fund(fund, Demands(market.needs, Hashing(), Glossary.load()), TODAY)
    assert needs.found == "need"
    budgets = {need.id: need.budget or 0 for need in market.needs}
    assert all(100_000_000 <= budgets[each.id] <= 2_000_000_000 for each in needs.suggestions)


def test_a_run_keeps_the_features_of_the_nearest_and_what_they_were_weighed_with(candidates: Candidates) -> None:
    need = candidates_need(candidates)
    found = match_need(need, candidates, TODAY)
    assert len(found.ranked) == 50
    assert [each.score for each in found.ranked] == sorted((each.score for each in found.ranked), reverse=True)
    assert set(found.ranked[0].features) >= {"meaning", "words", "concepts", "classes", "sector", "alike"}
    assert f"hashing/1/{Hashing().dimensions}" in found.version
    assert Glossary.load().digest[:12] in found.version


def candidates_need(candidates: Candidates) -> Need:
    """What a technology of the set says, asked for."""
    technology = candidates.profiles[0]
    return Need(id="N", publisher="p", texts=technology.texts)


def test_rows_of_the_corpus_are_whole_numbers(candidates: Candidates) -> None:
    meaning = candidates.corpus.meaning
    assert meaning.dtype == np.float32
    assert (meaning == np.rint(meaning)).all()
