"""What came of suggestions, as the organisations say that saw them: added to, never changed, and each thing once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.kept.columns import insert
from marketplace.matching.runs.document import read_document
from marketplace.ranking.tables import FeedbackRow, RankingRunRow


class Event(IntEnum):
    """What happened to a suggestion, in the order in which it may. dismissed: with a reason."""

    SHOWN = 1
    INTERESTED = 2
    DISMISSED = 3
    INTRODUCED = 4
    DEAL = 5


@dataclass(frozen=True, slots=True)
class Said:
    """candidate: the entry's id. position: from 1, 0 where it is not said; reason: only of `dismissed`."""

    candidate: str
    event: Event
    position: int = 0
    reason: str = ""


class AnotherFeedback(Exception):
    """The organisation said it of this suggestion before, with another position or reason. kept: what stays."""

    def __init__(self, kept: FeedbackRow) -> None:
        super().__init__(kept.candidate, kept.event)
        self.kept = kept


def give(session: Session, run: int, organisation: str, said: list[Said], at: int) -> list[FeedbackRow]:
    """Keep what an organisation says of suggestions of a run, in a transaction that is open for writing.

    The very same said again changes nothing. at: UTC seconds. Raises `AnotherFeedback`; then nothing is to be kept.
    """
    rows = [
        {
            "run": run,
            "candidate": each.candidate,
            "organisation": organisation,
            "event": int(each.event),
            "position": each.position,
            "reason": each.reason,
            "at": at,
        }
        for each in said
    ]
    if rows:
        session.execute(insert(session, FeedbackRow).on_conflict_do_nothing(), rows)
    kept = {(row.candidate, row.event): row for row in of_run(session, run, organisation)}
    for each in said:
        row = kept[each.candidate, each.event]
        if (row.position, row.reason) != (each.position, each.reason):
            raise AnotherFeedback(row)
    return list(kept.values())


def of_run(session: Session, run: int, organisation: str) -> list[FeedbackRow]:
    """What an organisation said of a run, in the order of events."""
    own = select(FeedbackRow).where(FeedbackRow.run == run, FeedbackRow.organisation == organisation)
    return list(session.scalars(own.order_by(FeedbackRow.at, FeedbackRow.event, FeedbackRow.candidate)))


def exported(session: Session) -> Iterator[dict[str, Any]]:
    """All of it for evaluation, in the order of runs: what was asked, what was ranked where, what came of it.

    Organisations are not named; a run whose document was forgotten gives no features.
    """
    chosen = select(FeedbackRow, RankingRunRow).join(RankingRunRow, RankingRunRow.number == FeedbackRow.run)
    ordered = chosen.order_by(FeedbackRow.run, FeedbackRow.at, FeedbackRow.candidate, FeedbackRow.event)
    for row, run in session.execute(ordered.execution_options(yield_per=500)):
        document = read_document(run.document) if run.document else None
        place = None if document is None else document.place(row.candidate)
        candidate = None if document is None or place is None else document.candidates[place - 1]
        yield {
            "run": run.number,
            "root": "0x" + run.root.hex(),
            "subject": None if document is None else document.value["asked"]["subject"]["reference"],
            "candidate": row.candidate if candidate is None else candidate["reference"],
            "event": Event(row.event).name.lower(),
            "position": row.position,
            "reason": row.reason,
            "outcome": None if candidate is None else candidate["outcome"],
            "features": None if candidate is None else candidate["features"],
            "at": row.at,
        }
