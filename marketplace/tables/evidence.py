"""Documents on their way through offices, and anchors."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.tables.base import At, Base, NumberKey, Size, Time, Word, WordKey


class DocumentRow(Base):
    """recipient: the present one; addressed_at: when it came to it; due_by: 0 until it is registered."""

    __tablename__ = "documents"
    __table_args__ = (
        Index("documents_by_recipient", "recipient", "id"),
        Index("documents_by_sender", "sender", "id"),
    )

    id: Mapped[WordKey]
    sender: Mapped[Word]
    recipient: Mapped[Word]
    content: Mapped[Word]
    in_reply_to: Mapped[Word]
    addressed_at: Mapped[At]
    number: Mapped[Word]
    due_by: Mapped[Time]
    extended: Mapped[bool]
    answer_number: Mapped[Word]
    evidence: Mapped[Word]

    recipients: Mapped[list[RecipientRow]] = relationship(lazy="raise", viewonly=True, order_by="RecipientRow.ordinal")


class RecipientRow(Base):
    """An office that a document was with, the present one last."""

    __tablename__ = "recipients"
    __table_args__ = (Index("recipients_by_party", "party", "document"),)

    document: Mapped[bytes] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    party: Mapped[Word]


class AnchorRow(Base):
    __tablename__ = "anchors"
    __table_args__ = (Index("anchors_by_namespace", "namespace", "author", "size"),)

    id: Mapped[WordKey]
    author: Mapped[Word]
    namespace: Mapped[Word]
    digest: Mapped[Word]
    size: Mapped[Size]
