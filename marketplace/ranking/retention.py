"""What of runs is kept how long. Numbers, roots and the tree stay for ever: they are what the ledger's anchors cover.

Documents go with age and number, the words of needs that are in no catalogue much earlier; neither changes a root.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from marketplace.ranking.log import log_size
from marketplace.ranking.tables import CandidateSetRow, RankingRunRow

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Retention:
    """days, most: of documents. question_days: of what was asked and is not an entry of the catalogue."""

    days: int = 365
    question_days: int = 90
    most: int = 200_000


def forget(session: Session, kept: Retention, now: int) -> int:
    """Forget what is past its retention, in a transaction that is open for writing; how many documents.

    now: UTC seconds.
    """
    run = RankingRunRow
    asked = update(run).where(run.content != "", run.at < now - kept.question_days * DAY)
    session.execute(asked.values(content=""))
    past = (run.at < now - kept.days * DAY) | (run.number <= log_size(session) - kept.most)
    before = documents(session)
    session.execute(update(run).where(run.document != "", past).values(document="", content=""))
    in_use = select(run.candidates).where(run.document != "", run.candidates == CandidateSetRow.root).exists()
    session.execute(delete(CandidateSetRow).where(~in_use))
    return before - documents(session)


def documents(session: Session) -> int:
    """How many runs have their document."""
    return session.scalar(select(func.count()).where(RankingRunRow.document != "")) or 0
