"""What a moderator is told of a new version: where it differs, and nothing else."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.catalogue.differences import Difference, differences

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
NAMES = st.text("abc", min_size=1, max_size=2)
CONTENTS = st.dictionaries(
    NAMES,
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2)),
    max_size=3,
)


def test_a_place_that_came_went_or_changed_is_told_with_both_sides() -> None:
    before = {"title": {"vi": "Máy"}, "trl": 7, "ipc": ["A01B", "G06F"]}
    after = {"title": {"vi": "Máy", "en": "Pump"}, "trl": 8, "ipc": ["A01B"]}
    assert differences(before, after) == [
        Difference("ipc[1]", "G06F", None),
        Difference("title.en", None, "Pump"),
        Difference("trl", 7, 8),
    ]


# Contents of every kind take a while to draw where other work is running.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_PATIENT
@given(CONTENTS)
def test_nothing_differs_from_itself(content: dict[str, object]) -> None:
    assert differences(content, content) == []


@_PATIENT
@given(CONTENTS, CONTENTS)
def test_differences_are_the_same_seen_from_the_other_side(first: dict[str, object], second: dict[str, object]) -> None:
    turned = [Difference(each.path, each.after, each.before) for each in differences(second, first)]
    assert differences(first, second) == turned
