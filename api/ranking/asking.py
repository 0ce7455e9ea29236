"""One question to the market, answered and kept: who asks what is not in the run's document."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from api.ranking.market import Market, Side
from ledger.proof.times import VIET_NAM
from marketplace.matching.match import match_fund, match_need, match_technology
from marketplace.matching.results import Matching
from marketplace.matching.runs.building import document_of
from marketplace.matching.runs.document import Content, RunDocument
from marketplace.profiles import Fund, Need, Technology
from marketplace.ranking.log import Appended, append_run

MOST = 50  # suggestions of one answer
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about. content: what of it stands in the run; text: its canonical JSON where it is kept nowhere
    else, "" where it is an entry. open: whether everybody may see it.
    """

    profile: Need | Technology | Fund
    content: Content
    text: str
    open: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One side's answer. document: of the run; side: all that could be suggested."""

    matching: Matching
    document: RunDocument
    side: Side


def ask(market: Market, subject: Subject, day: date, limit: int, salt: bytes | None = None) -> list[Answer]:
    """The market's answers: one, or one for each side where a fund asks. day: in Viet Nam; salt: drawn where None."""
    return [
        Answer(
            matching,
            document_of(
                matching,
                subject=subject.content,
                day=day.isoformat(),
                limit=limit,
                candidates=side.contents,
                salt=salt or secrets.token_bytes(_SALT_BYTES),
                set_root=side.root,
            ),
            side,
        )
        for matching, side in _matchings(market, subject.profile, day, limit)
    ]


def _matchings(
    market: Market, asked: Need | Technology | Fund, day: date, limit: int
) -> Sequence[tuple[Matching, Side]]:
    if isinstance(asked, Need):
        return [(match_need(asked, market.candidates, day, limit), market.technologies)]
    if isinstance(asked, Technology):
        return [(match_technology(asked, market.demands, day, limit), market.needs)]
    return [
        (match_fund(asked, market.candidates, day, limit), market.technologies),
        (match_fund(asked, market.demands, day, limit), market.needs),
    ]


def day_of(now: int) -> date:
    """The day in Viet Nam at a time (UTC seconds)."""
    return datetime.fromtimestamp(now, UTC).astimezone(VIET_NAM).date()


def keep(session: Session, subject: Subject, answer: Answer, organisation: str, at: int) -> Appended:
    """Add an answer to the log, in a transaction that is open for writing. organisation: who asks, "" for nobody."""
    return append_run(
        session,
        answer.document,
        organisation=organisation,
        open=subject.open,
        subject=subject.content.entry,
        content=subject.text,
        candidates=answer.side.contents,
        at=at,
    )
