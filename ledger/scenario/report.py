"""A run told to a reader: one line per step or query, the differences under it, and the sums at the end."""

from __future__ import annotations

from ledger.scenario.results import Outcome, Result, Summary
from ledger.scenario.titles import title
from ledger.sentences import Sentence

MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.NOT_IN_RULEBOOK: "–", Outcome.DEPENDENT: "–"}
_WHY = {
    Outcome.NOT_IN_RULEBOOK: Sentence("chưa có trong bộ quy tắc này", "not in this rulebook"),
    Outcome.DEPENDENT: Sentence("phụ thuộc bước chưa có", "dependent on a step not in this rulebook"),
}


def headline(result: Result) -> Sentence:
    """`✓ grant-3  Ký hợp đồng: licence-lumi`, and the same in English."""
    vi, en = title(result.what)
    about = ", ".join(result.about[:1] if result.what != "onboard" else [str(len(result.about))])
    named = f": {about}" if about else ""
    return Sentence(f"{MARKS[result.outcome]} {result.id}  {vi}{named}", en)


def reasons(result: Result) -> list[Sentence]:
    """Why a step was not run, or what in its answer is not as expected; nothing for one that passed."""
    why = _WHY.get(result.outcome)
    if why:
        return [Sentence(f"{why.vi} ({'; '.join(result.said)})", why.en)]
    return [Sentence(f"dòng {result.line}: {line}", f"line {result.line}") for line in result.said]


def totals(summary: Summary) -> list[Sentence]:
    """The sums of steps and of queries."""
    told = []
    for counter, vi, en in ((summary.steps, "bước", "steps"), (summary.queries, "truy vấn", "queries")):
        numbers = [counter[outcome] for outcome in Outcome]
        told.append(
            Sentence(
                "{} {}: {} đạt, {} sai, {} chưa có trong bộ quy tắc, {} phụ thuộc".format(sum(numbers), vi, *numbers),
                "{} {}: {} passed, {} failed, {} not in this rulebook, {} dependent".format(sum(numbers), en, *numbers),
            )
        )
    return told
