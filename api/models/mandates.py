"""What onboarding takes and gives."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StringConstraints

from api.models.answers import Answer
from api.models.given import Given
from api.models.people import At, Email, Id, Name, Note, Token
from api.models.values import Address, Word
from api.onboarding.answers import MOST_KEYS
from api.onboarding.mandates import MandateState

PowerName = Literal["documents", "market", "title", "keys"]
KindName = Literal["agency", "institute", "university", "enterprise", "fund", "hub", "inventor"]


class FormKeyModel(Given):
    address: Address
    powers: Annotated[list[PowerName], Field(min_length=1, max_length=4)]


class FormGiven(Given):
    """What the form is to be filled in with. The first key holds every power."""

    organisation_name: Name
    organisation_code: Annotated[str, StringConstraints(min_length=1, max_length=32, pattern="^[0-9A-Za-z-]+$")]
    party_kind: KindName
    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] = "VN"
    keys: Annotated[list[FormKeyModel], Field(min_length=1, max_length=MOST_KEYS)]
    threshold: Annotated[int, Field(ge=1, le=MOST_KEYS, strict=True)] = 1


class KeyAnswer(Answer):
    address: Address
    powers: list[PowerName]


class MandateLine(Answer):
    """An application. party: the id that its first key gives it on the ledger."""

    id: Id
    state: MandateState
    organisation_name: str
    organisation_code: str
    party_kind: str
    country: str
    party: Word
    keys: list[KeyAnswer]
    threshold: int
    signed_at: At
    created_at: At
    decided_at: At
    reason: str
    organisation: Id | None


class RevocationModel(Answer):
    """What showed that the signer's certificate was not revoked: a list or a response, from the service's folder or
    from the signature; as of `at`, and good by its own word until `until`. Empty and 0 where nothing was asked for.
    """

    kind: Literal["crl", "ocsp", ""]
    source: Literal["folder", "signature", ""]
    at: At
    until: At


class MandateAnswer(MandateLine):
    """certificate: SHA-256 of the signer's. revocation: null for an application of before it was kept.
    sha256: of the form. profile: the commitment that `register_party` carries.

    differences: where the ledger says otherwise than the form; empty once the party is registered as the form says.
    """

    certificate: Word
    revocation: RevocationModel | None
    sha256: Word
    profile: Word
    document_kept: bool
    differences: list[Literal["party", "profile", "keys", "threshold"]]


class MandatesPage(Answer):
    mandates: list[MandateLine]
    next: str | None


class Followed(Answer):
    """commands: what the organisation signs and submits next, in this order, in wire form without signatures."""

    mandate: MandateAnswer
    commands: list[dict[str, Any]]


class Applied(Followed):
    """token: to follow the application with; salt: of the profile, kept by nobody but the organisation. Shown once."""

    token: str
    salt: Word


class TokenGiven(Given):
    token: Token


class MandateClaimGiven(Given):
    """Whom the first invitation is for: the organisation's admin."""

    token: Token
    email: Email


class DecisionGiven(Given):
    approved: StrictBool
    reason: Note = ""
