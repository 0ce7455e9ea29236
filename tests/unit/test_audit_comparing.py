"""Two JSON values compared: where they differ, and what says nothing."""

from __future__ import annotations

from typing import Any

import pytest

from api.audit.comparing import unlike
from api.audit.difference import ABSENT

HEADER = {"id": "0x01", "version": 3, "words": {"vi": ["a", "b"]}, "record": {"bps": 1, "shares": [{"party": "0x02"}]}}


@pytest.mark.parametrize(
    ("service", "member", "node", "told"),
    [
        ({**HEADER, "version": 4}, "version", 3, 4),
        ({**HEADER, "version": "3"}, "version", 3, "3"),
        ({**HEADER, "version": True}, "version", 3, True),
        ({**HEADER, "words": {"vi": ["a"]}}, "words.vi[1]", "b", ABSENT),
        ({**HEADER, "words": {"vi": ["a", "b", "c"]}}, "words.vi[2]", ABSENT, "c"),
        ({**HEADER, "words": None}, "words", HEADER["words"], None),
        ({**HEADER, "record": {**HEADER["record"], "more": 1}}, "record.more", ABSENT, 1),  # type: ignore[dict-item]
        ({**HEADER, "record": {**HEADER["record"], "shares": [{}]}}, "record.shares[0].party", "0x02", ABSENT),  # type: ignore[dict-item]
        ({name: HEADER[name] for name in ("version", "words", "record")}, "id", "0x01", ABSENT),
    ],
)
def test_each_difference_names_its_member_and_both_values(service: Any, member: str, node: Any, told: Any) -> None:
    (found,) = unlike(HEADER, service)
    assert (found.member, found.node, found.service) == (member, node, told)


def test_order_and_members_that_a_later_version_adds_are_no_difference() -> None:
    assert list(unlike(HEADER, {"remark": 1, **dict(reversed(HEADER.items()))})) == []
    assert [each.member for each in unlike(HEADER, {"remark": 1, **HEADER}, exact=True)] == ["remark"]


def test_true_is_not_one() -> None:
    assert [each.member for each in unlike({"deep": True}, {"deep": 1})] == ["deep"]
