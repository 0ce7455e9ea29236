"""Files of entries: what is written is read again, a bad row stops no other, and no spreadsheet runs a cell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.catalogue import cells
from marketplace.catalogue.content import canonical, read_content
from marketplace.catalogue.files import FileFormat, read_rows, write_rows
from marketplace.catalogue.market_records import content_of_record

MARKET = Path(__file__).parents[2] / "examples" / "market"
PUMP = {
    "kind": "patent",
    "title": {"vi": "Máy bơm", "en": "-1+2 pump"},
    "abstract": {"vi": '=HYPERLINK("x")\nhai dòng, có "ngoặc"'},
    "keywords": {"vi": ["a; b", "c"], "en": ["@pump", "flood"]},
    "rights": [{"office": "VN", "number": "1-0041237", "filed_on": "2024-01-02"}],
    "ipc": ["F04D 13/08"],
    "trl": 8,
    "asking": {"mode": "licence", "amount": 5, "exclusivity": "sole"},
    "territory": ["VN", "LA"],
    "green": True,
    "position": {"lat": "-8.5", "lon": "105.804817", "province": "VN-HN"},
}
OTHERS: list[dict[str, Any]] = [
    {"kind": "fund", "title": {"en": "Seed"}, "trl": {"least": 4}, "ticket_vnd": {"least": 1, "most": 9}},
    {
        "kind": "event",
        "title": {"vi": "Ngày hội"},
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-02",
        "place": {"vi": "Hà Nội"},
        "exhibitors": [{"entry": "a" * 32, "stand": "B12"}],
    },
    {"kind": "knowledge", "title": {"vi": "Sổ tay"}, "body": {"vi": "+84"}, "link": "https://example.vn/x"},
]


def market() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for name in ("technologies", "needs", "parties"):
        for line in (MARKET / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found.append((record["id"], json.loads(canonical(read_content(content_of_record(record))))))
    return found


def everything() -> list[tuple[str, dict[str, Any]]]:
    more = [json.loads(canonical(read_content(each))) for each in (PUMP, *OTHERS)]
    return [*market(), *((f"X{number}", content) for number, content in enumerate(more))]


def lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


@pytest.mark.parametrize("form", [FileFormat.JSONL, FileFormat.CSV])
def test_what_is_exported_is_imported_to_the_byte(form: FileFormat) -> None:
    given_ = everything()
    rows = list(read_rows(lines("".join(write_rows(given_, form))), form))
    assert [row.faults for row in rows if row.faults] == []
    found = [(row.reference, canonical(row.content)) for row in rows if row.content is not None]
    assert found == [(reference, canonical(read_content(content))) for reference, content in given_]


def test_flat_records_come_back_where_one_language_is_all_there_is() -> None:
    given_ = [*market(), *((f"X{number}", each) for number, each in enumerate(OTHERS))]
    rows = list(read_rows(lines("".join(write_rows(given_, FileFormat.RECORDS))), FileFormat.RECORDS))
    assert [row.faults for row in rows if row.faults] == []
    found = [(row.reference, canonical(row.content)) for row in rows if row.content is not None]
    assert found == [(reference, canonical(read_content(content))) for reference, content in given_]


def test_the_market_sets_own_files_are_read_as_they_are() -> None:
    for name, count in (("technologies", 160), ("needs", 60), ("parties", 58)):
        with open(MARKET / f"{name}.jsonl", encoding="utf-8", newline="") as file:
            rows = list(read_rows(file, FileFormat.JSONL))
        assert [row.number for row in rows if row.content is not None] == list(range(1, count + 1))


def test_no_exported_cell_is_a_formula() -> None:
    table = list(csv.reader(lines("".join(write_rows([("T1", PUMP)], FileFormat.CSV)))))
    cells_of = dict(zip(*table, strict=True))
    assert cells_of["title.en"] == "'-1+2 pump"
    assert cells_of["keywords.en"] == "'@pump; flood"
    assert cells_of["position.lat"] == "'-8.5"
    assert not any(cell[:1] in "=+-@\t\r" for cell in table[1] if cell)


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=20) | st.from_regex(r"'*[=+@-][a-z']*"))
def test_whatever_was_guarded_comes_back_and_begins_no_formula(text: str) -> None:
    assert cells.unguarded(cells.guarded(text)) == text
    assert not cells.guarded(text)[:1] or cells.guarded(text)[0] not in "=+-@\t\r＝＋－＠"


def test_a_bad_row_stops_no_other_and_says_what_is_wrong_with_it() -> None:
    good = json.dumps({"reference": "T1", "content": {"kind": "software", "title": {"vi": "x"}}})
    bad = [
        "{not json",
        "[]",
        json.dumps({"content": {"kind": "software", "title": {"vi": "x"}}}),
        json.dumps({"reference": "T2", "content": {"kind": "boat", "title": {"vi": "x"}}}),
        json.dumps({"id": "T3", "kind": "software", "title": "x", "lang": "vi", "colour": "red"}),
        '{"reference": "T4", "reference": "T5"}',
        "[" * 40,
        json.dumps({"id": "T6", "statement": "x", "title": "x", "lang": "vi", "kpis": 5}),
        json.dumps({"id": "T7", "statement": "x", "title": "x", "lang": "vi", "kpis": [{"weight": "much"}]}),
    ]
    rows = list(read_rows([f"{line}\n" for line in (*bad, good)], FileFormat.JSONL))
    assert [row.number for row in rows] == list(range(1, 11))
    assert rows[-1].content is not None
    assert [(each.faults[0].path, each.faults[0].code) for each in rows[:6]] == [
        ("", "NOT_JSON"),
        ("", "NOT_JSON"),
        ("reference", "NO_REFERENCE"),
        ("kind", "UNKNOWN_CODE"),
        ("colour", "UNKNOWN_FIELD"),
        ("", "NOT_JSON"),
    ]
    assert all(row.faults for row in rows[:-1])


def test_a_table_counts_rows_as_a_spreadsheet_does() -> None:
    table = 'reference,kind,title.vi,trl\r\nT1,software,một,tám\r\n\r\nT2,software,"hai",8\r\nT3,software,ba,8,9\r\n'
    rows = list(read_rows(lines("\ufeff" + table), FileFormat.CSV))
    assert [(row.number, row.reference, row.content is None) for row in rows] == [
        (2, "", True),
        (4, "T2", False),
        (5, "", True),
    ]
    assert [(each.path, each.code, each.values) for each in rows[0].faults] == [("trl", "BAD_CELL", {"cell": "tám"})]


def test_a_table_may_hold_flat_records() -> None:
    table = "id,kind,title,lang,sectors,asking.mode,asking.amount\nT1,software,Smoke alarm,en,smart_city,licence,5\n"
    (row,) = read_rows(lines(table), FileFormat.CSV)
    assert row.content == read_content(
        {
            "kind": "software",
            "title": {"en": "Smoke alarm"},
            "sectors": ["smart_city"],
            "asking": {"mode": "licence", "amount": 5},
        }
    )


def test_a_table_with_a_column_twice_is_refused_as_a_whole() -> None:
    (row,) = read_rows(lines("reference,kind,kind\nT1,software,patent\n"), FileFormat.CSV)
    assert [(each.code, each.values) for each in row.faults] == [("TWICE", {"field": "kind"})]


def test_every_column_is_read_as_the_kind_of_value_that_it_holds() -> None:
    read = cells.record_of_row([("trl", "8"), ("green", "Có"), ("ipc", "A01B; G06F 3/01"), ("title.vi", "Máy")])
    assert read == {"trl": 8, "green": True, "ipc": ["A01B", "G06F 3/01"], "title": {"vi": "Máy"}}
