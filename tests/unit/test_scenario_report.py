"""A run told to a reader: what a step left, which refusals were called for, and what was not run."""

from __future__ import annotations

from typing import Any

from ledger.proof import words
from ledger.scenario import report
from ledger.scenario.results import Outcome, Result
from ledger.scenario.titles import TITLES

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
    assert report.reasons(passed)[0].vi.startswith("từ chối SIGNATURE_MISSING (role regulator): ")


def test_steps_that_were_not_run_come_together_and_the_others_one_by_one() -> None:
    lacking = {"outcome": Outcome.NOT_IN_RULEBOOK}
    results = [
        _result("a"),
        _result("b", said=("draft_listing",), **lacking),
        _result("c", Outcome.DEPENDENT, said=("b",)),
        _result("d", said=("move_listing",), **lacking),
        _result("q", Outcome.DEPENDENT, kind="query", said=("b",)),
        _result("e"),
        _result("f", Outcome.DEPENDENT, said=("d",)),
    ]
    told = list(report.runs(results))
    assert [[result.id for result in run] for run in told] == [["a"], ["b", "c", "d", "q"], ["e"], ["f"]]
    assert report.left_out(told[1]) == (
        "– b … q: 3 bước, 1 truy vấn (draft_listing, move_listing), chưa có trong bộ quy tắc này",
        "3 steps, 1 query, not in this rulebook",
    )
    assert report.left_out(told[3]) == (
        "– f: 1 bước (d), phụ thuộc bước chưa có",
        "1 step, dependent on a step not in this rulebook",
    )


def test_results_are_told_as_they_come() -> None:
    def results() -> Any:
        yield _result("a")
        raise AssertionError("the second result was asked for before the first was told")

    assert next(report.runs(results()))[0].id == "a"


def test_the_titles_and_the_certificates_use_one_word_for_one_thing() -> None:
    assert TITLES["register_asset"].vi.lower() == words.COMMANDS["register_asset"][0]
    instrument = words.KINDS[words.Kind.INSTRUMENT][0]
    acts = [vi for name, (vi, _) in TITLES.items() if name.endswith("_instrument") and name != "certify_instrument"]
    assert len(acts) == 6
    assert all(instrument in vi.lower() for vi in acts)
