"""Commands on their way to being signed: drafted, reviewed and signed in separate steps."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kept.base import Base
from marketplace.kept.columns import Address, At, Code, Id, IdKey, Line, OfOrganisation, OfOrganisationKey, Secret, Word

OfDraft = Annotated[str, mapped_column(String(32), ForeignKey("drafts.id"), primary_key=True)]


class DraftRow(Base):
    """A command that nobody has submitted yet. body: its wire form without signatures; digest: what is to be signed.

    state: a word of `api.drafts.DraftState`. drafter: account, or the prefix of an API key.
    """

    __tablename__ = "drafts"

    id: Mapped[IdKey]
    organisation: Mapped[OfOrganisation]
    drafter: Mapped[Id]
    command: Mapped[Line]
    body: Mapped[Line]
    digest: Mapped[Word]
    note: Mapped[Line]
    state: Mapped[Line]
    created_at: Mapped[At]
    changed_at: Mapped[At]


class WordingWriterRow(Base):
    """Who wrote a wording, in whichever of an organisation's drafts: writing it again makes nobody else's of it.

    person: an account; for a program, the account that made its key or registered its certificate.
    """

    __tablename__ = "wording_writers"

    organisation: Mapped[OfOrganisationKey]
    digest: Mapped[Word] = mapped_column(primary_key=True)
    person: Mapped[Id] = mapped_column(primary_key=True)


class DraftReviewRow(Base):
    """What one reviewer said of one wording: another wording has another digest, and is reviewed anew."""

    __tablename__ = "draft_reviews"

    draft: Mapped[OfDraft]
    digest: Mapped[Word] = mapped_column(primary_key=True)
    reviewer: Mapped[Id] = mapped_column(primary_key=True)
    approved: Mapped[bool]
    comment: Mapped[Line]
    at: Mapped[At]


class DraftSignatureRow(Base):
    """A signature over the draft's digest. account: who attached it; managed: whether the service made it.

    position: among the draft's signatures, from 0: the first one's party names a new record.
    """

    __tablename__ = "draft_signatures"

    draft: Mapped[OfDraft]
    address: Mapped[Address] = mapped_column(primary_key=True)
    position: Mapped[Code]
    signature: Mapped[Secret]
    account: Mapped[Id]
    managed: Mapped[bool]
    at: Mapped[At]
