"""A run told to a reader: one line per step or query, the differences under it, and the sums at the end."""

from __future__ import annotations

from typing import Any

from ledger import telling
from ledger.commands import COMMANDS
from ledger.proof.words import state_words
from ledger.scenario.results import Outcome, Result, Summary
from ledger.scenario.titles import title
from ledger.sentences import SENTENCES, Sentence, advice

MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗"}


def headline(result: Result) -> Sentence:
    """`✓ grant-3  Ký văn kiện: licence-lumi → đã đề nghị, phiên bản 2`, and the same in English."""
    vi, en = title(result.what)
    about = ", ".join(result.about[:1] if result.what != "onboard" else [str(len(result.about))])
    named = f": {about}" if about else ""
    left = _left(result)
    return Sentence(f"{MARKS[result.outcome]} {result.id}  {vi}{named}{left.vi}", f"{en}{left.en}")


def reasons(result: Result) -> list[Sentence]:
    """What the ledger refused and why; and what in an answer is not as expected."""
    told = []
    refused = _refusal(result)
    if refused:
        vi, en = SENTENCES[refused["code"]]
        values = telling.in_one_line(refused["code"], refused["values"])
        told.append(Sentence(f"từ chối {refused['code']}{values}: {vi}", f"refused: {en}"))
    if result.outcome == Outcome.FAILED:
        if refused:
            vi, en = advice(refused["code"])
            told.append(Sentence(f"→ {vi}", en))
        told += [Sentence(f"dòng {result.line}: {line}", f"line {result.line}") for line in result.said]
    return told


def _refusal(result: Result) -> dict[str, Any] | None:
    return result.answer if isinstance(result.answer, dict) and "code" in result.answer else None


def _left(result: Result) -> Sentence:
    """What an answer left: the state and version of a record, or a refusal that was called for."""
    answer = result.answer
    if _refusal(result) and result.outcome == Outcome.PASSED:
        return Sentence(" → bị từ chối (đúng như mong đợi)", " → refused (as expected)")
    if result.what in COMMANDS and isinstance(answer, dict) and {"state", "version"} <= set(answer):
        vi, en = state_words(answer["state"], COMMANDS[result.what].kind)
        return Sentence(f" → {vi}, phiên bản {answer['version']}", f" → {en}, version {answer['version']}")
    return Sentence("", "")


def totals(summary: Summary) -> list[Sentence]:
    """The sums of steps and, where any were asked, of queries; with the names of those that went wrong."""
    told = []
    for kind, counter, vi, en in (
        ("step", summary.steps, "bước", "steps"),
        ("query", summary.queries, "truy vấn", "queries"),
    ):
        numbers = [counter[outcome] for outcome in Outcome]
        if kind == "query" and not sum(numbers):
            continue
        wrong = ", ".join(result.id for result in summary.wrong if result.kind == kind)
        named = f": {wrong}" if wrong else ""
        told.append(
            Sentence(
                "{} {}: {} đạt, {} sai".format(sum(numbers), vi, *numbers) + named,
                "{} {}: {} passed, {} failed".format(sum(numbers), en, *numbers),
            )
        )
    return told
