"""Passkeys (WebAuthn): a device's key, unlocked by its owner on the device, so that it is two factors in one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api.problems.answer import NotServed
from api.tables import PasskeyRow

SECONDS = 300
MOST = 20  # passkeys of one account
NAME = "HanoTEX"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """id: the host that passkeys are bound to; origin: of the pages that ask for them."""

    id: str
    origin: str

    @classmethod
    def of(cls, url: str) -> RelyingParty:
        split = urlsplit(url)
        return cls(split.hostname or "localhost", f"{split.scheme}://{split.netloc}")


def creation_options(session: Session, party: RelyingParty, account: str, email: str, name: str) -> dict[str, Any]:
    """What a browser makes a passkey from. It is found again without a name being typed."""
    known = [PublicKeyCredentialDescriptor(id=row.credential) for row in of(session, account)]
    if len(known) >= MOST:
        raise NotServed("ALREADY_THERE", what="passkeys")
    made = generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_id=bytes.fromhex(account),
        user_name=email,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=known,
    )
    return _plain(options_to_json(made))


def made_passkey(
    party: RelyingParty, account: str, challenge: str, credential: dict[str, Any], name: str, now: int
) -> PasskeyRow:
    """The row of a new passkey. challenge: base64url, as it was in the options. Raises `NotServed` SIGN_IN_FAILED."""
    try:
        found = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except _BAD as error:
        raise NotServed("SIGN_IN_FAILED") from error
    return PasskeyRow(
        credential=found.credential_id,
        account=account,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        name=name,
        created_at=now,
        last_used_at=0,
    )


def asking_options(party: RelyingParty) -> dict[str, Any]:
    """What a browser asks its passkeys with, whoever sits there."""
    made = generate_authentication_options(rp_id=party.id, user_verification=UserVerificationRequirement.REQUIRED)
    return _plain(options_to_json(made))


def use_passkey(
    session: Session, party: RelyingParty, challenge: str, credential: dict[str, Any], now: int
) -> PasskeyRow | None:
    """The passkey that answered a challenge; None where none of those known did."""
    named = credential.get("id")
    try:
        row = (
            session.get(PasskeyRow, base64url_to_bytes(named), with_for_update=True) if isinstance(named, str) else None
        )
        if row is None:
            return None
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=row.public_key,
            # A count that falls back is a copy of the key: the library refuses it.
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except _BAD:
        return None
    row.sign_count, row.last_used_at = found.new_sign_count, now
    return row


def of(session: Session, account: str) -> list[PasskeyRow]:
    return list(
        session.scalars(select(PasskeyRow).where(PasskeyRow.account == account).order_by(PasskeyRow.created_at))
    )


def add_passkey(session: Session, made: PasskeyRow) -> None:
    """Raises `NotServed` ALREADY_THERE."""
    if session.get(PasskeyRow, made.credential) is not None:
        raise NotServed("ALREADY_THERE", what="passkey")
    session.add(made)
    session.flush()


def shown_id(credential: bytes) -> str:
    """base64url, as browsers write it."""
    return bytes_to_base64url(credential)


def _plain(options: str) -> dict[str, Any]:
    found = json.loads(options)
    assert isinstance(found, dict)
    return found


# The library lets its parsers' own errors through where a client sent something odd; what is in base64 may nest as it
# likes, up to the interpreter's bound.
_BAD = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)
