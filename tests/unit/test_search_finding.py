"""What a search finds, in which order, narrowed, counted, paged, and shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.matching.glossary import Concept, Glossary
from marketplace.search import MOST_HITS, BadCursor, Filters, Search, build
from marketplace.search.translations import translations
from tests.unit.listings import FIELD, OWNERS, listing

GLOSSARY = Glossary(
    [
        Concept("fire/smoke detector", ("báo khói", "đầu báo khói"), ("smoke detector", "fire alarm")),
        Concept("health/tuberculosis", ("lao phổi",), ("tuberculosis", "TB")),
    ]
)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    folder = tmp_path_factory.mktemp("index")
    build(folder, FIELD, OWNERS)
    found = Search.open(folder, GLOSSARY)
    yield found
    found.close()


def ids(search: Search, query: str, filters: Filters | None = None, limit: int = 20) -> list[str]:
    return [hit.id for hit in search.page(query, filters or Filters(), limit=limit).hits]


# --- Finding ----------------------------------------------------------------------------------------------------------


def test_rice_typed_with_its_tone_is_before_silk_and_without_it_finds_both(search: Search) -> None:
    assert ids(search, "lúa") == ["T001", "T002"]
    assert ids(search, "lụa") == ["T002", "T001"]
    assert set(ids(search, "lua")) == {"T001", "T002"}


@pytest.mark.parametrize("query", ["bao chay nha ong", "báo cháy khong day", "BÁO CHÁY", "bao  cháy, nhà trọ"])
def test_diacritics_need_not_be_typed(search: Search, query: str) -> None:
    assert ids(search, query)[0] == "T003"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("xquang", "T007"),  # two words typed as one
        ("block chain", "T006"),  # one word typed as two
        ("blokchain", "T006"),  # a letter left out
        ("truy suất", "T006"),  # what sounds alike
        ("PM 2,5", "T004"),
        ("detecting flame", "T005"),
    ],
)
def test_what_nobody_writes_so_is_taken_for_what_they_write(search: Search, query: str, found: str) -> None:
    assert ids(search, query)[0] == found


def test_a_word_that_the_glossary_has_only_within_terms_finds_what_stands_in_their_place() -> None:
    glossary = Glossary(
        [
            Concept("air/dust sensor", ("cảm biến bụi mịn",), ("dust sensor",)),
            Concept("air/dust filter", ("lọc bụi mịn",), ("dust filter",)),
            Concept("air/filter paper", ("giấy lọc",), ("filter paper",)),
        ]
    )
    found = translations(glossary)
    assert found["folded", "dust"][0] == (("pairs", "bui_min"), 1.0)
    assert found["pairs", "bui_min"][0] == (("folded", "dust"), 1.0)
    assert ("pairs", "bui_min") not in dict(found.get(("folded", "paper"), ()))


@pytest.mark.parametrize("query", ["fire alarrm", "FIRE ALRAM", "fire alarmm system"])
def test_a_slip_in_a_word_that_only_the_glossary_has_finds_what_is_called_otherwise(search: Search, query: str) -> None:
    assert ids(search, query)[0] == "T003"


def test_what_was_looked_for_instead_is_said(search: Search) -> None:
    assert search.page("blokchain rau").corrected == {"blokchain": "blockchain"}
    assert search.page("blockchain rau").corrected == {}


def test_a_phrase_in_quotes_must_be_there(search: Search) -> None:
    assert ids(search, '"nhà trọ"') == ["T003"]
    assert ids(search, '"nha tro"') == ["T003"]
    assert ids(search, '"trọ nhà"') == []


def test_the_glossary_finds_what_is_called_otherwise_or_in_the_other_language(search: Search) -> None:
    assert ids(search, "fire alarm")[0] == "T003"
    assert ids(search, "tuberculosis") == ["T007"]


@pytest.mark.parametrize(
    ("code", "found"),
    [("G08B 17/10", ["T003"]), ("g08b25/10", ["T003"]), ("A01H", ["T001"]), ("D03", ["T002"]), ("G08B 17/12", [])],
)
def test_a_class_finds_what_lies_in_it_and_nothing_beside(search: Search, code: str, found: list[str]) -> None:
    assert ids(search, code) == found


@pytest.mark.parametrize("query", ["T003", "t003", "VN-DEMO-2-0001234", "vn demo 2 0001234", "0001234"])
def test_an_id_or_a_number_finds_the_one(search: Search, query: str) -> None:
    assert ids(search, query) == ["T003"]


@pytest.mark.parametrize("query", ["Lumi Việt", "cong ty co phan lumi viet", "Lumi Viet JSC"])
def test_an_owner_finds_what_is_theirs(search: Search, query: str) -> None:
    assert set(ids(search, query)) == {"T002", "T007"}


def test_initials_stand_for_words_of_a_name(search: Search) -> None:
    assert set(ids(search, "ĐHKT Sông Hồng")) == {"T001", "T003", "T004", "T005", "T006"}


def test_nothing_is_found_where_nothing_is_there_and_what_is_missing_is_said(search: Search) -> None:
    nothing = search.page("zymurgy")
    assert (nothing.hits, nothing.next, nothing.complete) == ((), None, False)
    part = search.page("báo cháy zymurgy")
    assert part.hits[0].missing == ("zymurgy",)
    assert not part.complete
    assert search.page("báo cháy").complete


def test_a_blank_question_gives_what_the_filters_leave(search: Search) -> None:
    assert ids(search, "  ") == [each.id for each in FIELD]
    assert ids(search, "", Filters(kinds=("ai_model", "software"))) == ["T004", "T007"]


# --- Narrowing and counting -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(trl_from=7), {"T003"}),
        (Filters(territory="VN-HP"), {"T001", "T002", "T003", "T004", "T006", "T007"}),
        (Filters(territory="VN-HN"), {each.id for each in FIELD}),
        (Filters(territory="LA"), set()),
        (Filters(ipc="G08B"), {"T003"}),
        (Filters(ipc="G"), {"T003"}),
        (Filters(owners=("lumi",)), {"T002", "T007"}),
        (Filters(green=True), {"T003"}),
        (Filters(strategic=False, languages=("en",)), {"T007"}),
        (Filters(modes=("assignment",)), set()),
    ],
)
def test_filters_leave_what_meets_all_of_them(search: Search, filters: Filters, found: set[str]) -> None:
    assert set(ids(search, "", filters)) == found


def test_counts_of_a_facet_are_those_under_the_other_filters(search: Search) -> None:
    counts = search.counts("", Filters(kinds=("patent",), territory="VN-HP"))
    assert counts.total == 4
    assert counts.by["kind"] == {"patent": 4, "ai_model": 1, "software": 1}
    assert counts.by["territory"] == {"VN": 4, "VN-HN": 1}
    assert counts.by["green"] == {"false": 3, "true": 1}
    assert counts.by["section"] == {"A": 1, "D": 1, "G": 1}


def test_counts_are_of_what_the_pages_show(search: Search) -> None:
    for query in ("bao chay", "lua", "G08B", "zymurgy", '"nhà trọ"', "sensors"):
        assert search.counts(query).total == len(ids(search, query))


# --- Showing ----------------------------------------------------------------------------------------------------------


def test_what_was_found_is_marked_and_everything_else_is_escaped(search: Search) -> None:
    hit = search.page("smoke").hits[0]
    assert hit.title.html() == "Video analytics for <mark>smoke</mark> detection"
    assert "<mark>smoke</mark> &amp; flames &lt;early&gt;" in hit.snippet.html()
    assert hit.language == "en"


def test_words_asked_for_with_tones_do_not_mark_others(search: Search) -> None:
    first, second = search.page("lúa").hits
    assert first.title.html() == "Giống <mark>lúa</mark> chịu ngập"
    assert second.title.marks == ()


def test_a_listing_in_two_languages_is_shown_in_the_one_that_was_asked_in(search: Search) -> None:
    assert [hit.language for hit in search.page("chest films").hits] == ["en"]
    assert [hit.language for hit in search.page("phim ngực").hits] == ["vi"]


def test_a_snippet_is_cut_around_what_was_found(tmp_path: Path) -> None:
    body = "Mở đầu dài dòng. " * 40 + "Ở đây có cảm biến quý. " + "Kết thúc dài dòng. " * 40
    build(tmp_path, [listing("T1", "Một", body)], OWNERS)
    search = Search.open(tmp_path, GLOSSARY)
    passage = search.page("cảm biến").hits[0].snippet
    search.close()
    assert [passage.text[start:end] for start, end in passage.marks] == ["cảm biến"]
    assert passage.text.startswith("… ")
    assert passage.text.endswith(" …")
    assert len(passage.text) <= 230


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    folder = tmp_path_factory.mktemp("crowd")
    words = ("đèn", "đường", "thông", "minh", "tiết", "kiệm", "điện")
    build(
        folder,
        (listing(f"T{n:03}", f"Đèn {words[n % 7]}", " ".join(words[: n % 5 + 1]) * (n % 3)) for n in range(450)),
        OWNERS,
    )
    found = Search.open(folder, GLOSSARY)
    yield found
    found.close()


@pytest.mark.parametrize(("query", "limit"), [("đèn", 7), ("den thong minh", 50), ("", 33), ("đèn điện", 200)])
def test_pages_follow_each_other_without_gap_or_repetition(crowd: Search, query: str, limit: int) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = crowd.page(query, after=after, limit=limit)
        seen += [hit.id for hit in page.hits]
        if page.next is None:
            break
        after = page.next
    assert len(seen) == len(set(seen)) == crowd.counts(query).total
    most = min(2 * limit, MOST_HITS)
    assert seen[:most] == [hit.id for hit in crowd.page(query, limit=most).hits]


def test_a_cursor_is_refused_that_is_mangled_or_belongs_elsewhere(crowd: Search, search: Search) -> None:
    cursor = crowd.page("đèn", limit=5).next
    assert cursor is not None
    reasons = []
    for other, query, text in (
        (crowd, "đèn", cursor[:-1]),
        (crowd, "đèn", ("B" if cursor[20] == "A" else "A").join((cursor[:20], cursor[21:]))),
        (crowd, "đèn", "không phải"),
        (crowd, "đèn", ""),
        (crowd, "đường", cursor),
        (search, "đèn", cursor),
    ):
        with pytest.raises(BadCursor) as refused:
            other.page(query, after=text)
        reasons.append(refused.value.reason)
    assert reasons == ["mangled"] * 4 + ["other", "stale"]


# --- Anything ---------------------------------------------------------------------------------------------------------

PIECES = [
    "lúa",
    "bao chay",
    '"',
    "“",
    "G08B 17/",
    "A01H",
    "T003",
    " ",
    ",",
    "pm2.5",
    "\u0301",
    "AND",
    "*",
    "-",
    "(",
    "_",
    "¶",
]


@pytest.mark.parametrize("query", ["\ud800", "lúa \udcff", "\x00", "x" * 10_000, "\u0301" * 500])
def test_what_is_no_text_finds_what_of_it_is(search: Search, query: str) -> None:
    assert ids(search, query) == (["T001", "T002"] if "lúa" in query else [])


def test_a_question_of_nothing_but_slips_is_answered_in_no_time(search: Search) -> None:
    words = " ".join(f"blokchain{letter}{other}" for letter in "abcdefgh" for other in "xyzw")
    began = time.perf_counter()
    search.page(words)
    assert time.perf_counter() - began < 1


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
@settings(deadline=None, max_examples=150)
def test_no_question_is_too_strange(search: Search, query: str) -> None:
    page = search.page(query, limit=5)
    assert len({hit.id for hit in page.hits}) == len(page.hits) <= 5
    assert search.counts(query).total >= len(page.hits)
    for hit in page.hits:
        assert all(start < end <= len(hit.snippet.text) for start, end in hit.snippet.marks)
