"""A run told to a reader: one line per step or query, the differences under it, and the sums at the end."""

from __future__ import annotations

from typing import Any

from ledger.scenario.results import Outcome, Result, Summary
from ledger.scenario.titles import title
from ledger.sentences import SENTENCES, Sentence

MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.NOT_IN_RULEBOOK: "–", Outcome.DEPENDENT: "–"}
_WHY = {
    Outcome.NOT_IN_RULEBOOK: Sentence("chưa có trong bộ quy tắc này", "not in this rulebook"),
    Outcome.DEPENDENT: Sentence("phụ thuộc bước chưa có", "dependent on a step not in this rulebook"),
}


def headline(result: Result) -> Sentence:
    """`✓ grant-3  Ký hợp đồng: licence-lumi → proposed, 2`, and the same in English."""
    vi, en = title(result.what)
    about = ", ".join(result.about[:1] if result.what != "onboard" else [str(len(result.about))])
    named = f": {about}" if about else ""
    why = _WHY.get(result.outcome)
    if why:
        return Sentence(f"{MARKS[result.outcome]} {result.id}  {vi}{named} ({why.vi})", f"{en} ({why.en})")
    return Sentence(f"{MARKS[result.outcome]} {result.id}  {vi}{named}{_left(result.answer)}", en)


def reasons(result: Result) -> list[Sentence]:
    """What the ledger refused and why; and what in an answer is not as expected."""
    told = []
    refused = result.answer if isinstance(result.answer, dict) and "code" in result.answer else None
    if refused and result.outcome in (Outcome.PASSED, Outcome.FAILED):
        vi, en = SENTENCES[refused["code"]]
        values = ", ".join(f"{name} {value}" for name, value in refused["values"].items() if value is not None)
        told.append(Sentence(f"từ chối {refused['code']} ({values}): {vi}", f"refused: {en}"))
    if result.outcome == Outcome.FAILED:
        told += [Sentence(f"dòng {result.line}: {line}", f"line {result.line}") for line in result.said]
    return told


def _left(answer: Any) -> str:
    """The state and version that an accepted command left."""
    if isinstance(answer, dict) and "state" in answer and "version" in answer:
        return f" → {answer['state']}, {answer['version']}"
    return ""


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
