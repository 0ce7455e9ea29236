"""What signing in, accounts and organisations take and give."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StringConstraints

from api.identity.who import StaffRole
from api.models.answers import Answer
from api.models.given import Given
from api.models.values import Address, Bytes, Word

_LINE = r"^[^\x00-\x1f\x7f\u2028\u2029]*$"
Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$", examples=["5f0c2f6d7a1e4b0c9d3e8f7a6b5c4d3e"])]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_LINE, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+$"),
    Field(examples=["nguyen.an@example.vn"]),
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=256), Field(json_schema_extra={"writeOnly": True})]
Token = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern="^[A-Za-z0-9_-]+$")]
Code = Annotated[str, StringConstraints(pattern="^[0-9]{6}$")]
Credential = Annotated[dict[str, Any], Field(description="What the browser's WebAuthn answered, as JSON")]
Deliver = Annotated[
    Literal["cookie", "token"], Field(description="A cookie for a browser, or the token itself for a program")
]
At = Annotated[int, Field(description="UTC seconds; 0 for never")]


# --- Signing in ----------------------------------------------------------------------------------------------------


class PasswordGiven(Given):
    email: Email
    password: Password


class TicketAnswer(Answer):
    """One factor was right. ticket: for the second one, within five minutes."""

    ticket: Token


class SecondFactorGiven(Given):
    ticket: Token
    code: Code
    deliver: Deliver = "cookie"


class RecoveryGiven(Given):
    ticket: Token
    code: Annotated[str, StringConstraints(min_length=16, max_length=40)]
    deliver: Deliver = "cookie"


class ChallengeAnswer(Answer):
    """options: what the browser's WebAuthn is called with."""

    challenge: Token
    options: dict[str, Any]


class PasskeyGiven(Given):
    challenge: Token
    credential: Credential
    deliver: Deliver = "cookie"


class WalletAsked(Given):
    address: Address


class WalletText(Answer):
    """text: what the wallet is asked to sign (EIP-4361, as EIP-191). Only this text is ever verified."""

    challenge: Token
    text: str


class WalletGiven(Given):
    challenge: Token
    signature: Bytes
    deliver: Deliver = "cookie"


class ProviderAnswer(Answer):
    name: str
    title_vi: str
    title_en: str
    begin: str


class ProvidersAnswer(Answer):
    providers: list[ProviderAnswer]


class RedirectAnswer(Answer):
    """url: where the browser goes next."""

    url: str


class SignedIn(Answer):
    """token: only where it was asked for in place of a cookie. It is shown this once."""

    session: Id
    account: Id
    organisation: Id
    expires_at: At
    token: str | None = None


# --- Accounts ------------------------------------------------------------------------------------------------------


class ClaimGiven(Given):
    invitation: Token
    name: Name
    password: Password


class TotpAnswer(Answer):
    """What an authenticator is set up with; confirm with a code of it. Shown this once."""

    ticket: Token
    secret: str
    uri: str


class ConfirmGiven(Given):
    ticket: Token
    code: Code
    deliver: Deliver = "cookie"


class CodesAnswer(Answer):
    """Recovery codes, each good once. Shown this once."""

    recovery_codes: list[str]


class Claimed(SignedIn):
    recovery_codes: list[str] = Field(default_factory=list)


class ClaimPasskeyAsked(Given):
    invitation: Token
    name: Name


class PasskeyMade(Given):
    challenge: Token
    credential: Credential
    name: Name
    deliver: Deliver = "cookie"


class NewPassword(Given):
    password: Password


class CodeGiven(Given):
    ticket: Token
    code: Code


class PasskeyAnswer(Answer):
    id: str
    name: str
    created_at: At
    last_used_at: At


class IdentityAnswer(Answer):
    """Who somebody is elsewhere. issuer: of OpenID Connect, or `wallet`."""

    id: Id
    issuer: str
    subject: str
    created_at: At
    last_used_at: At


class SessionAnswer(Answer):
    id: Id
    method: str
    created_at: At
    seen_at: At
    expires_at: At
    current: bool


class SessionsAnswer(Answer):
    sessions: list[SessionAnswer]


class AccountAnswer(Answer):
    id: Id
    organisation: Id
    email: str
    name: str
    roles: list[StaffRole]
    created_at: At
    disabled_at: At


class OwnAccount(AccountAnswer):
    """standings: what the account is to the service now, its organisation's offices included."""

    standings: list[str]
    has_password: bool
    passkeys: list[PasskeyAnswer]
    identities: list[IdentityAnswer]


# --- Organisations -------------------------------------------------------------------------------------------------


class OrganisationAnswer(Answer):
    """reviews_needed: before a draft may be signed. separate_people: who drafts, reviews and signs differ."""

    id: Id
    name: str
    party: Word | None
    reviews_needed: int
    separate_people: bool
    managed_keys: bool
    created_at: At
    closed_at: At


class OrganisationsPage(Answer):
    organisations: list[OrganisationAnswer]
    next: str | None


class OrganisationChange(Given):
    name: Name | None = None
    reviews_needed: Annotated[int, Field(ge=0, le=5, strict=True)] | None = None
    separate_people: StrictBool | None = None
    managed_keys: StrictBool | None = None


class AccountsPage(Answer):
    accounts: list[AccountAnswer]
    next: str | None


class InvitationGiven(Given):
    email: Email
    roles: Annotated[list[StaffRole], Field(max_length=len(StaffRole))]


class InvitationAnswer(Answer):
    """invitation: hand it to whom it is for, and to nobody else. Shown this once."""

    invitation: str
    expires_at: At


class InvitationLine(Answer):
    """An invitation that is open. id: not what claims it. by: the account that made it, `operator` or `form`."""

    id: Id
    email: str
    roles: list[StaffRole]
    by: str
    expires_at: At


class InvitationsAnswer(Answer):
    invitations: list[InvitationLine]


class AccountChange(Given):
    roles: Annotated[list[StaffRole], Field(max_length=len(StaffRole))] | None = None
    disabled: StrictBool | None = None


class ApiKeyAnswer(Answer):
    prefix: str
    name: str
    scopes: list[str]
    created_at: At
    expires_at: At
    last_used_at: At
    revoked_at: At


class ApiKeysAnswer(Answer):
    api_keys: list[ApiKeyAnswer]


class ApiKeyMade(ApiKeyAnswer):
    """key: shown this once."""

    key: str


class MachineText(Answer):
    """text: what the machine's key signs, in UTF-8 and without a line break."""

    challenge: Token
    text: str


class MachineGiven(Given):
    """certificate: PEM; its public key is what is registered. challenge: of the text; proof: its signature, base64."""

    name: Name
    certificate: Annotated[str, StringConstraints(min_length=64, max_length=16_384)]
    challenge: Token
    proof: Annotated[str, StringConstraints(min_length=1, max_length=4096)]


class MachineAnswer(Answer):
    """spki: SHA-256 of the certificate's SubjectPublicKeyInfo."""

    spki: Word
    name: str
    created_at: At
    revoked_at: At


class MachinesAnswer(Answer):
    machines: list[MachineAnswer]


class ManagedKeyGiven(Given):
    name: Name


class ManagedKeyAnswer(Answer):
    """powers: what the service signs with it; the ledger asks its own."""

    address: Address
    name: str
    powers: list[str]
    created_at: At
    revoked_at: At


class ManagedKeysAnswer(Answer):
    managed_keys: list[ManagedKeyAnswer]


class PowerGiven(Given):
    power: Literal["market", "title", "keys"]
