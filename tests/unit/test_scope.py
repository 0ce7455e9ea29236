"""The code lists equal the catalogue's tables, and names and bitmaps say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import scope

CATALOGUE = (Path(__file__).parents[2] / "docs/specs/commands.md").read_text(encoding="utf-8")
CODE_LISTS = CATALOGUE.split("## Code lists", 1)[1].split("\n## ", 1)[0]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under `**heading**`, without its header."""
    table = CODE_LISTS.split(f"**{heading}**", 1)[1].split("\n\n", 2)[1]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_acts_are_those_of_the_catalogue() -> None:
    assert [(bit, act.code, act.vi, act.en) for bit, act in enumerate(scope.ACTS)] == [
        (int(bit), code, vi, en) for bit, code, vi, en in rows("Acts")
    ]


def test_fields_are_those_of_the_catalogue() -> None:
    table = rows("Fields")
    assert [(sector.code, list(sector.subsectors)) for sector in scope.SECTORS] == [
        (code, names.split(", ")) for _, code, names in table
    ]
    assert [bits for bits, _, _ in table] == [f"{16 * i}–{16 * i + 15}" for i in range(4)]


def test_provinces_are_those_of_the_catalogue() -> None:
    published: list[tuple[int, str, str]] = []
    for bits, names in rows("Provinces"):
        first = int(bits.split("–")[0])
        for offset, entry in enumerate(names.split(", ")):
            code, name = entry.split(" ", 1)
            published.append((first + offset, code, name))
    assert [(bit, province.code, province.vi) for bit, province in enumerate(scope.PROVINCES)] == published


def test_countries_are_those_of_the_catalogue() -> None:
    block = CODE_LISTS.split("**Countries**", 1)[1].split("```")[1]
    published: list[str] = []
    for line in block.strip().splitlines():
        first, codes = re.fullmatch(r"\s*(\d+)\s+([A-Z ]+)", line).groups()  # type: ignore[union-attr]
        assert int(first) == len(published)
        published += codes.split()
    assert list(scope.COUNTRIES) == published


def test_published_masks_hold_exactly_the_listed_codes() -> None:
    assert scope.PUBLISHED_ACTS.bit_count() == 13
    assert scope.PUBLISHED_PROVINCES.bit_count() == 34
    assert scope.PUBLISHED_COUNTRIES.bit_count() == len(scope.COUNTRIES) - 1
    assert scope.PUBLISHED_COUNTRIES >> scope.country_number("VN") & 1 == 0
    assert scope.PUBLISHED_FIELDS.bit_count() == sum(len(sector.subsectors) for sector in scope.SECTORS)


def test_vn_is_every_province_bit_and_contains_ha_noi() -> None:
    countries, provinces = scope.territory_bitmaps(["VN"])
    assert (countries, provinces) == (0, 2**64 - 1)
    assert scope.territory_bitmaps(["VN-HN"]) == (0, 1)
    assert scope.territory_codes(countries, provinces) == ("VN",)


def test_nothing_named_means_all() -> None:
    assert scope.acts_bitmap([]) == scope.fields_bitmap([]) == 0
    assert scope.territory_bitmaps([]) == (0, 0)
    assert scope.act_codes(2**32 - 1) == scope.field_codes(2**64 - 1) == ()
    assert scope.territory_codes(2**256 - 1, 2**64 - 1) == ()


def test_a_sector_is_its_sixteen_bits() -> None:
    assert scope.fields_bitmap(["smart_city"]) == 0xFFFF << 16
    assert scope.field_codes(0xFFFF << 16) == ("smart_city",)


@pytest.mark.parametrize("bitmap", [1 << 10, 1 << 15, 0xFFFE, 1 << 63])
def test_fields_without_a_name_are_not_published(bitmap: int) -> None:
    assert not scope.are_published_fields(bitmap)
    with pytest.raises(scope.UnknownCode):
        scope.field_codes(bitmap)


def test_unknown_names_are_refused() -> None:
    for encode in (scope.acts_bitmap, scope.fields_bitmap, scope.territory_bitmaps):
        with pytest.raises(scope.UnknownCode, match="nowhere"):
            encode(["nowhere"])
    with pytest.raises(scope.UnknownCode):
        scope.country_number("XX")
    with pytest.raises(scope.UnknownCode):
        scope.territory_codes(1 << scope.HOME_BIT, 0)


@given(st.sets(st.sampled_from([act.code for act in scope.ACTS]), min_size=1))
def test_acts_come_back_as_they_went(codes: set[str]) -> None:
    assert set(scope.act_codes(scope.acts_bitmap(codes))) == codes


@given(st.sets(st.sampled_from([name for sector in scope.SECTORS for name in sector.subsectors]), min_size=1))
def test_fields_come_back_as_they_went(codes: set[str]) -> None:
    assert set(scope.field_codes(scope.fields_bitmap(codes))) == codes


@given(
    st.sets(
        st.sampled_from([each.code for each in scope.PROVINCES] + [code for code in scope.COUNTRIES if code != "VN"]),
        min_size=1,
    )
)
def test_territories_come_back_as_they_went(codes: set[str]) -> None:
    assert set(scope.territory_codes(*scope.territory_bitmaps(codes))) == codes
