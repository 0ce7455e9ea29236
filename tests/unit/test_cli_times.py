"""Times on the command line: an offset counts, a bare time is Viet Nam's, and what is printed can be typed again."""

from __future__ import annotations

import pytest

from api.cli import times

INSTANT = 1_795_445_877  # 2026-11-23T14:57:57Z


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T14:57:57Z",
        "2026-11-23T21:57:57+07:00",
        "2026-11-23T09:57:57-05:00",
        "2026-11-23 21:57:57",
        "2026-11-23T21:57:57",
        "2026-11-23 21:57:57 (+07)",
        "2026-11-23 21:57:57 +07:00",
        "2026-11-23T14:57:57.987Z",
        "23/11/2026 21:57:57",
    ],
)
def test_one_instant_is_read_however_it_is_written(text: str) -> None:
    assert times.read(text) == INSTANT


def test_a_date_alone_is_its_first_second_in_viet_nam() -> None:
    assert times.read("2026-11-23") == times.read("23/11/2026") == times.read("2026-11-22T17:00:00Z")


@pytest.mark.parametrize("seconds", [INSTANT, 1, 253_402_275_599])
def test_what_is_printed_is_read_back(seconds: int) -> None:
    assert times.read(times.moment(seconds)) == seconds


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "2026-11", "32/01/2026", "1969-12-31", "0001-01-01"])
def test_what_is_no_time_is_said_in_both_languages(text: str) -> None:
    with pytest.raises(times.NoSuchTime, match=r"không phải thời điểm.*is no time"):
        times.read(text)


def test_a_bound_of_a_term_is_a_date_only_where_nothing_is_lost() -> None:
    assert times.term(times.read("2025-01-01T00:00:00Z")) == "01/01/2025"
    assert times.term(times.read("2025-01-01")) == "01/01/2025"
    assert times.term(INSTANT) == "2026-11-23 21:57:57 (+07)"
    assert "no end" in times.term((1 << 64) - 1)
    assert "no end" in times.day(253_402_275_600)
