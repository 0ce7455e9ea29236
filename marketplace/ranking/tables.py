"""Tables of ranking runs: an append-only log with its Merkle tree, anchors of it, and feedback."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kept.base import Base
from marketplace.kept.columns import At, Code, Line, Word


class RankingLogRow(Base):
    """The log as a whole: one row, id 1. size: runs in it. Whoever appends holds the row: so numbers have no gap."""

    __tablename__ = "ranking_log"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)


class RankingRunRow(Base):
    """A run. number: its place in the log, from 1. id: 32 random hexadecimal digits. root: of its document.

    organisation: who asked, "" for nobody; open: whether what was asked is published, so that everybody may read the
    run. subject: the entry asked about, "" where it is not kept. content: what was asked where it is not kept,
    canonical JSON; "" where it is, or where it was forgotten. document: canonical JSON; "" where it was forgotten.
    candidates: the root of the set that was ranked.
    """

    __tablename__ = "ranking_runs"
    __table_args__ = (
        Index("ranking_runs_by_id", "id", unique=True),
        Index("ranking_runs_by_organisation", "organisation", "number"),
        Index("ranking_runs_by_subject", "subject", "number"),
    )

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(32))
    root: Mapped[Word]
    at: Mapped[At]
    organisation: Mapped[str] = mapped_column(String(32))
    open: Mapped[bool]
    subject: Mapped[str] = mapped_column(String(32))
    content: Mapped[Line]
    candidates: Mapped[Word]
    document: Mapped[Line]


class RankingNodeRow(Base):
    """A node of the log's tree with 2^level leaves under it, all of them there: it never changes. place: from 0."""

    __tablename__ = "ranking_nodes"

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class CandidateSetRow(Base):
    """Everything that could be suggested at one time, which many runs share. document: canonical JSON, deflated."""

    __tablename__ = "ranking_candidate_sets"

    root: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    document: Mapped[bytes] = mapped_column(LargeBinary)


class RankingAnchorRow(Base):
    """The log's root at one size, on its way to the ledger or there. body: the signed command's wire form.

    digest: the command's; record: the anchor's id. at: when it was signed; accepted_at: by the ledger, 0 until then.
    """

    __tablename__ = "ranking_anchors"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[Word]
    record: Mapped[Word]
    digest: Mapped[Word]
    body: Mapped[Line]
    at: Mapped[At]
    accepted_at: Mapped[At]


class FeedbackRow(Base):
    """What came of one suggestion, as one organisation says. event: `marketplace.ranking.feedback.Event`.

    position: from 1, where it was shown; 0 where it was not said. The first telling stays; nothing is changed.
    """

    __tablename__ = "ranking_feedback"
    __table_args__ = (Index("ranking_feedback_by_organisation", "organisation", "run"),)

    run: Mapped[int] = mapped_column(ForeignKey("ranking_runs.number"), primary_key=True, autoincrement=False)
    candidate: Mapped[str] = mapped_column(String(32), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(32), primary_key=True)
    event: Mapped[Code] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[At]
