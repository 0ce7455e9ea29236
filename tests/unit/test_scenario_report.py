"""A run told to a reader: what a step left, which refusals were called for, and the sums."""

from __future__ import annotations

from typing import Any

import pytest

from ledger import readable
from ledger.errors import Refused
from ledger.proof import words
from ledger.scenario import report
from ledger.scenario.compare import instead
from ledger.scenario.results import Outcome, Result, Summary
from ledger.scenario.titles import TITLES
from ledger.sentences import advice

REFUSED = {"code": "SIGNATURE_MISSING", "values": {"party": None, "role": "regulator"}}


def _result(name: str, outcome: Outcome = Outcome.PASSED, **more: Any) -> Result:
    given: dict[str, Any] = {"kind": "step", "what": "register_asset", "about": ("chip",), **more}
    return Result(name, 7, outcome=outcome, **given)


def test_an_accepted_step_states_the_state_and_version_in_both_languages() -> None:
    vi, en = report.headline(_result("a", answer={"state": "active", "version": 2}))
    assert vi == "✓ a  Đăng ký tài sản: chip → đang có hiệu lực, phiên bản 2"
    assert en == "Register an asset → active, version 2"


def test_a_refusal_is_as_expected_only_where_the_step_passed() -> None:
    passed, failed = (_result("a", outcome, answer=REFUSED) for outcome in (Outcome.PASSED, Outcome.FAILED))
    assert report.headline(passed).vi.endswith("→ bị từ chối (đúng như mong đợi)")
    assert report.headline(passed).en.endswith("→ refused (as expected)")
    assert "mong đợi" not in report.headline(failed).vi
    assert report.reasons(passed)[0].vi.startswith("từ chối SIGNATURE_MISSING (role cơ quan quản lý (regulator)): ")


@pytest.mark.parametrize(
    ("code", "values", "told"),
    [
        ("STATE_FORBIDS", {"record": "pilot", "state": "measured"}, " (record pilot, state đã đo xong (measured))"),
        ("TOO_LATE", {"deadline": 1_700_000_000, "now": 0}, " (deadline 2023-11-15 05:13:20 (+07))"),
        ("SIZE_SHRINKS", {"last": 5, "given": 4}, " (last 5, given 4)"),
        ("BAD_KPI", {"code": None}, " (code không có chỉ tiêu bắt buộc / no mandatory KPI)"),
        ("SIGNATURE_MISSING", {"party": None, "role": None}, ""),
    ],
)
def test_the_values_of_a_refusal_are_told_for_people(code: str, values: dict[str, Any], told: str) -> None:
    result = _result("a", answer={"code": code, "values": values})
    assert report.reasons(result)[0].vi.startswith(f"từ chối {code}{told}: ")


def test_a_label_in_a_refusal_is_shown_as_text() -> None:
    assert readable.refusal(Refused("BAD_KPI", {"code": b"K1".ljust(32, b"\0")})) == {"code": "K1"}


def test_only_a_refusal_that_was_not_called_for_is_told_with_what_to_do() -> None:
    passed, failed = (_result("a", outcome, answer=REFUSED) for outcome in (Outcome.PASSED, Outcome.FAILED))
    assert [told.vi.startswith("→ ") for told in report.reasons(failed)] == [False, True]
    assert len(report.reasons(passed)) == 1


def test_a_signer_that_is_not_called_for_is_told_the_usual_cause() -> None:
    assert "thiếu chữ ký" in advice("NOT_AUTHORISED").vi
    assert "NAMED holder" in advice("ROLE_REQUIRED").en


def test_what_was_expected_and_what_came_are_told_with_the_line() -> None:
    failed = _result("a", Outcome.FAILED, answer=REFUSED, said=("state: …",))
    assert [told.vi for told in report.reasons(failed)][2:] == ["dòng 7: state: …"]
    assert report.reasons(_result("a")) == []


def test_the_sums_are_of_what_passed_and_what_failed() -> None:
    results = [_result("a"), _result("b"), _result("c", Outcome.FAILED), _result("q", kind="query")]
    assert report.totals(Summary.of(results)) == [
        ("3 bước: 2 đạt, 1 sai: c", "3 steps: 2 passed, 1 failed"),
        ("1 truy vấn: 1 đạt, 0 sai", "1 queries: 1 passed, 0 failed"),
    ]


def test_no_queries_are_not_counted() -> None:
    assert report.totals(Summary.of([_result("a")])) == [("1 bước: 1 đạt, 0 sai", "1 steps: 1 passed, 0 failed")]


def test_values_of_two_types_are_told_apart() -> None:
    assert instead("9000", 9000) == (
        'mong đợi "9000" (chữ); nhận được 9000 (số) / expected "9000" (text); got 9000 (number)'
    )


def test_the_titles_and_the_certificates_use_one_word_for_one_thing() -> None:
    assert TITLES["register_asset"].vi.lower() == words.COMMANDS["register_asset"][0]
    instrument = words.KINDS[words.Kind.INSTRUMENT][0]
    acts = [vi for name, (vi, _) in TITLES.items() if name.endswith("_instrument") and name != "certify_instrument"]
    assert len(acts) == 6
    assert all(instrument in vi.lower() for vi in acts)
