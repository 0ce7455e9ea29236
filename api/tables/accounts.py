"""Staff accounts, and what each proves who it is with. No secret stands here in a form that could be used."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kept.base import Base
from marketplace.kept.columns import (
    Address,
    At,
    IdKey,
    Line,
    Number,
    OfAccount,
    OfAccountKey,
    OfOrganisation,
    Secret,
    WordKey,
)


class AccountRow(Base):
    """One person's account in one organisation. email: in lower case, to sign in with a password.

    roles: words of `api.identity.who.StaffRole`, space-separated. Erasing a person empties `email` to the account's
    id, and `name`.
    """

    __tablename__ = "accounts"

    id: Mapped[IdKey]
    organisation: Mapped[OfOrganisation]
    email: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[Line]
    roles: Mapped[Line]
    created_at: Mapped[At]
    disabled_at: Mapped[At]


class PasswordRow(Base):
    """An argon2id hash in PHC form."""

    __tablename__ = "passwords"

    account: Mapped[OfAccountKey]
    hash: Mapped[Line]
    changed_at: Mapped[At]


class TotpRow(Base):
    """The second factor (RFC 6238). sealed: the secret under the key-encryption key. last_step: the last one used."""

    __tablename__ = "totp_secrets"

    account: Mapped[OfAccountKey]
    sealed: Mapped[Secret]
    last_step: Mapped[At]
    confirmed_at: Mapped[At]


class RecoveryCodeRow(Base):
    """One-use codes of 80 random bits, as SHA-256; a used one is gone."""

    __tablename__ = "recovery_codes"

    hash: Mapped[WordKey]
    account: Mapped[OfAccount]


class PasskeyRow(Base):
    """A WebAuthn credential. public_key: COSE."""

    __tablename__ = "passkeys"

    credential: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account: Mapped[OfAccount]
    public_key: Mapped[Secret]
    sign_count: Mapped[At]
    name: Mapped[Line]
    created_at: Mapped[At]
    last_used_at: Mapped[At]


class ExternalIdentityRow(Base):
    """Somebody known elsewhere: `issuer` of OpenID Connect and `subject` there, or issuer `wallet` and an address.

    Made by its owner while signed in, never by comparing e-mail addresses.
    """

    __tablename__ = "external_identities"

    issuer: Mapped[str] = mapped_column(Text, primary_key=True)
    subject: Mapped[str] = mapped_column(Text, primary_key=True)
    account: Mapped[OfAccount]
    created_at: Mapped[At]
    last_used_at: Mapped[At]


class SessionRow(Base):
    """A sign-in. token: SHA-256 of the opaque token. method: how it began; wallet: the key it stands or falls with."""

    __tablename__ = "sessions"

    token: Mapped[WordKey]
    id: Mapped[str] = mapped_column(String(32), unique=True)
    account: Mapped[OfAccount]
    method: Mapped[Line]
    wallet: Mapped[Address | None]
    created_at: Mapped[At]
    seen_at: Mapped[At]
    expires_at: Mapped[At]
    revoked_at: Mapped[At]


class NonceRow(Base):
    """What is good for one use. hash: SHA-256 of what was handed out; payload: what is remembered with it, sealed.

    organisation: whose invitation it is, None for everything else.
    """

    __tablename__ = "nonces"

    hash: Mapped[WordKey]
    purpose: Mapped[Line]
    payload: Mapped[Secret]
    expires_at: Mapped[At] = mapped_column(index=True)
    organisation: Mapped[str | None] = mapped_column(String(32), index=True)


class AttemptRow(Base):
    """Failed sign-ins, or when one succeeded. subject: a keyed hash, so that no address and no e-mail stands here."""

    __tablename__ = "attempts"

    subject: Mapped[WordKey]
    failures: Mapped[Number]
    last_at: Mapped[At]
    locked_until: Mapped[At]
