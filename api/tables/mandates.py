"""Applications of organisations: the signed form that says which keys act for one, and what became of it."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kept.base import Base
from marketplace.kept.columns import At, Code, Id, IdKey, Line, Number, Word


class MandateRow(Base):
    """A form that was checked when it came. token: SHA-256 of what the applicant follows and claims it with.

    document: the file under the key-encryption key, until it is erased. profile: the commitment to the file; its salt
    is the organisation's and stands nowhere here. keys: JSON, addresses and powers. certificate: SHA-256 of the
    signer's. revocation: JSON, what showed that it was not revoked (`api.onboarding.revocation.Evidence`), None of
    before it was kept. state: a word of `api.onboarding.MandateState`.
    """

    __tablename__ = "mandates"

    id: Mapped[IdKey]
    token: Mapped[Word] = mapped_column(unique=True)
    organisation: Mapped[str | None] = mapped_column(String(32))
    document: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[Word]
    size: Mapped[Number]
    profile: Mapped[Word]
    organisation_name: Mapped[Line]
    organisation_code: Mapped[Line]
    party_kind: Mapped[Code]
    country: Mapped[Line]
    keys: Mapped[Line]
    threshold: Mapped[Code]
    certificate: Mapped[Word]
    revocation: Mapped[str | None] = mapped_column(Text)
    signed_at: Mapped[At]
    created_at: Mapped[At]
    state: Mapped[str] = mapped_column(Text, index=True)
    reason: Mapped[Line]
    decided_by: Mapped[Id]
    decided_at: Mapped[At]
