"""What drafting, reviewing and signing take and give."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictBool

from api.drafting import DraftState
from api.models.answers import Answer, BothLanguages
from api.models.given import Given
from api.models.people import At, Id, Note
from api.models.values import Address, Bytes, Word

Unsigned = Annotated[
    dict[str, Any], Field(description="A command in wire form, as `/v1/commands/prepare` gives it, without signatures")
]


class DraftGiven(Given):
    command: Unsigned
    note: Note = ""


class ReviewGiven(Given):
    """approved: false sends the draft back. digest: of the wording that was read."""

    digest: Word
    approved: StrictBool
    comment: Note = ""


class SignatureGiven(Given):
    """A signature over the draft's digest, made by whoever holds the key; signing here happens nowhere else."""

    signature: Bytes


class ManagedSignatureGiven(Given):
    """digest: of the wording that was read."""

    digest: Word
    address: Address


class ReviewAnswer(Answer):
    reviewer: Id
    digest: Word
    approved: bool
    comment: str
    at: At


class SignatureAnswer(Answer):
    address: Address
    account: Id
    managed: bool
    at: At


class DraftLine(Answer):
    """drafter: the account, API key or machine that wrote this wording."""

    id: Id
    drafter: str
    command: str
    digest: Word
    note: str
    state: DraftState
    created_at: At
    changed_at: At


class DraftAnswer(DraftLine):
    """signed: the command with the signatures attached so far. sentence: what a reviewer and a signer read."""

    signed: dict[str, Any]
    typed_data: dict[str, Any]
    sentence: BothLanguages
    reviews: list[ReviewAnswer]
    signatures: list[SignatureAnswer]


class DraftsPage(Answer):
    drafts: list[DraftLine]
    next: str | None
