"""A run told to a reader: one line per step or query, the differences under it, and the sums at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ledger.commands import COMMANDS
from ledger.proof.words import state_words
from ledger.scenario.results import Outcome, Result, Summary
from ledger.scenario.titles import title
from ledger.sentences import SENTENCES, Sentence

MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.NOT_IN_RULEBOOK: "–", Outcome.DEPENDENT: "–"}
NOT_RUN = (Outcome.NOT_IN_RULEBOOK, Outcome.DEPENDENT)
_WHY = {
    Outcome.NOT_IN_RULEBOOK: Sentence("chưa có trong bộ quy tắc này", "not in this rulebook"),
    Outcome.DEPENDENT: Sentence("phụ thuộc bước chưa có", "dependent on a step not in this rulebook"),
}

_PLURALS = {"step": "steps", "query": "queries"}


def headline(result: Result) -> Sentence:
    """`✓ grant-3  Ký văn kiện: licence-lumi → đã đề nghị, phiên bản 2`, and the same in English."""
    vi, en = title(result.what)
    about = ", ".join(result.about[:1] if result.what != "onboard" else [str(len(result.about))])
    named = f": {about}" if about else ""
    left = _left(result)
    why = _WHY.get(result.outcome)
    if why:
        left = Sentence(f" ({why.vi})", f" ({why.en})")
    return Sentence(f"{MARKS[result.outcome]} {result.id}  {vi}{named}{left.vi}", f"{en}{left.en}")


def reasons(result: Result) -> list[Sentence]:
    """What the ledger refused and why; and what in an answer is not as expected."""
    told = []
    refused = _refusal(result)
    if refused and result.outcome not in NOT_RUN:
        vi, en = SENTENCES[refused["code"]]
        values = ", ".join(f"{name} {value}" for name, value in refused["values"].items() if value is not None)
        told.append(Sentence(f"từ chối {refused['code']} ({values}): {vi}", f"refused: {en}"))
    if result.outcome == Outcome.FAILED:
        told += [Sentence(f"dòng {result.line}: {line}", f"line {result.line}") for line in result.said]
    return told


def runs(results: Iterable[Result]) -> Iterator[list[Result]]:
    """Results as they come, one by one; consecutive ones that were not run are held back and come together."""
    held: list[Result] = []
    for result in results:
        if result.outcome in NOT_RUN:
            held.append(result)
            continue
        if held:
            yield held
            held = []
        yield [result]
    if held:
        yield held


def left_out(run: Sequence[Result]) -> Sentence:
    """`– list-1 … eval-2: 7 bước (draft_listing, …), chưa có trong bộ quy tắc này`, and the same in English.

    run: results in a row that were not run, at least one. In brackets are the commands they lack, or the steps that
    they hang on where none of them lacks a command itself.
    """
    ids = run[0].id if len(run) == 1 else f"{run[0].id} … {run[-1].id}"
    steps = sum(result.kind == "step" for result in run)
    counted = [each for each in ((steps, "bước", "step"), (len(run) - steps, "truy vấn", "query")) if each[0]]
    vi = ", ".join(f"{number} {unit}" for number, unit, _ in counted)
    en = ", ".join(f"{number} {unit if number == 1 else _PLURALS[unit]}" for number, _, unit in counted)
    lacking = [result for result in run if result.outcome == Outcome.NOT_IN_RULEBOOK]
    why = _WHY[Outcome.NOT_IN_RULEBOOK if lacking else Outcome.DEPENDENT]
    causes = ", ".join(dict.fromkeys(result.said[0] for result in lacking or run))
    return Sentence(f"– {ids}: {vi} ({causes}), {why.vi}", f"{en}, {why.en}")


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
