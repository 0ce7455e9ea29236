"""Claiming an invitation: whoever was handed it makes the account, with a second factor from the first day."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from api.dependencies import Serving, changing_tables, reading_tables
from api.identity import passkeys, recovery, totp
from api.identity.entering import account_of_email, enter, hand_over
from api.identity.lockout import WayIn
from api.identity.nonces import Purpose
from api.identity.passkeys import RelyingParty, add_passkey
from api.identity.passwords import hash_password
from api.identity.sessions import Method
from api.models.people import (
    ChallengeAnswer,
    Claimed,
    ClaimGiven,
    ClaimPasskeyAsked,
    ConfirmGiven,
    PasskeyMade,
    TotpAnswer,
)
from api.people import stands
from api.policy import allowed
from api.problems import NotServed
from api.problems.declared import declared
from api.service import Service
from api.tables import AccountRow, PasswordRow, TotpRow
from marketplace.kept.columns import new_id

router = APIRouter(prefix="/v1/accounts/claim", tags=["accounts"])
_CLAIM = declared(
    *("CHALLENGE_EXPIRED", "WEAK_PASSWORD", "ALREADY_THERE", "SIGN_IN_FAILED", "LOCKED_OUT"),
    *("CROSS_SITE", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE"),
)
_SECONDS = 900  # to set an authenticator up


@router.post(
    "",
    operation_id="claim_account",
    summary="Begin an account from an invitation: a password, and an authenticator to set up",
    response_model=TotpAnswer,
    responses=_CLAIM,
    dependencies=[allowed("accounts.claim")],
)
def claim(service: Serving, given: ClaimGiven) -> TotpAnswer:
    invited = _invited(service, given.invitation)
    kept = hash_password(given.password, invited["email"], given.name)
    secret = totp.new_secret()
    payload = {"invitation": given.invitation, "name": given.name, "hash": kept, "secret": secret}
    with changing_tables(service) as session:
        ticket = service.identities.nonces.keep(session, Purpose.CLAIM, payload, _SECONDS)
    return TotpAnswer(ticket=ticket, secret=secret, uri=totp.uri(secret, invited["email"]))


@router.post(
    "/confirm",
    operation_id="confirm_claimed_account",
    summary="Finish the account with a code of the authenticator: recovery codes, and the first session",
    response_model=Claimed,
    responses=_CLAIM,
    dependencies=[allowed("accounts.claim")],
)
def confirm_claim(request: Request, service: Serving, given: ConfirmGiven) -> Response:
    identities, now = service.identities, service.identities.now
    identities.expect_own_page(request, given.deliver)
    with reading_tables(service) as session:
        begun = identities.nonces.recall(session, Purpose.CLAIM, given.ticket)
    if begun is None:
        raise NotServed("CHALLENGE_EXPIRED")
    address = identities.origins.address(request)
    identities.lockout.attempt(WayIn.CLAIM, given.ticket, address)
    step = totp.matching_step(begun["secret"], given.code, service.clock())
    if step is None:
        raise NotServed("SIGN_IN_FAILED")
    with changing_tables(service) as session:
        if identities.nonces.use_up(session, Purpose.CLAIM, given.ticket) is None:
            raise NotServed("CHALLENGE_EXPIRED")
        account = _new_account(session, service, begun["invitation"], new_id(), begun["name"])
        session.add(PasswordRow(account=account.id, hash=begun["hash"], changed_at=now))
        sealed = totp.sealed(service.sealing, account.id, begun["secret"])
        session.add(TotpRow(account=account.id, sealed=sealed, last_step=step, confirmed_at=now))
        codes = recovery.new_codes(session, account.id)
        token, row = enter(session, identities, request, account, Method.INVITATION)
    identities.lockout.succeeded(WayIn.CLAIM, given.ticket, address)
    return hand_over(identities, token, row, account, given.deliver, codes)


@router.post(
    "/passkey/options",
    operation_id="claim_account_with_passkey",
    summary="Begin an account from an invitation: what the browser makes a passkey from",
    response_model=ChallengeAnswer,
    responses=_CLAIM,
    dependencies=[allowed("accounts.claim")],
)
def claim_passkey_options(request: Request, service: Serving, given: ClaimPasskeyAsked) -> ChallengeAnswer:
    invited, account = _invited(service, given.invitation), new_id()
    party = RelyingParty.of(service.identities.url(request))
    with changing_tables(service) as session:
        options = passkeys.creation_options(session, party, account, invited["email"], given.name)
        payload = {
            "invitation": given.invitation,
            "name": given.name,
            "account": account,
            "challenge": options["challenge"],
        }
        token = service.identities.nonces.keep(session, Purpose.CLAIM, payload, _SECONDS)
    return ChallengeAnswer(challenge=token, options=options)


@router.post(
    "/passkey",
    operation_id="confirm_account_with_passkey",
    summary="Finish the account with its passkey, and begin the first session",
    response_model=Claimed,
    responses=_CLAIM,
    dependencies=[allowed("accounts.claim")],
)
def claim_passkey(request: Request, service: Serving, given: PasskeyMade) -> Response:
    identities = service.identities
    identities.expect_own_page(request, given.deliver)
    with changing_tables(service) as session:
        begun = identities.nonces.use_up(session, Purpose.CLAIM, given.challenge)
        if begun is None or "challenge" not in begun:
            raise NotServed("CHALLENGE_EXPIRED")
        party = RelyingParty.of(identities.url(request))
        made = passkeys.made_passkey(
            party, begun["account"], begun["challenge"], given.credential, given.name, identities.now
        )
        account = _new_account(session, service, begun["invitation"], begun["account"], begun["name"])
        add_passkey(session, made)
        token, row = enter(session, identities, request, account, Method.INVITATION)
    return hand_over(identities, token, row, account, given.deliver, ())


def _invited(service: Service, invitation: str) -> dict[str, Any]:
    """What an invitation says; it stays good. Raises `NotServed` CHALLENGE_EXPIRED, ALREADY_THERE."""
    with reading_tables(service) as session:
        invited = service.identities.nonces.recall(session, Purpose.INVITATION, invitation)
        if invited is None or not stands(session, invited):
            raise NotServed("CHALLENGE_EXPIRED")
        if account_of_email(session, invited["email"]) is not None:
            raise NotServed("ALREADY_THERE", what="account")
    return invited


def _new_account(session: Session, service: Service, invitation: str, account: str, name: str) -> AccountRow:
    """The account of an invitation, which is good no more."""
    invited = service.identities.nonces.use_up(session, Purpose.INVITATION, invitation)
    if invited is None or not stands(session, invited):
        raise NotServed("CHALLENGE_EXPIRED")
    if account_of_email(session, invited["email"]) is not None:
        raise NotServed("ALREADY_THERE", what="account")
    row = AccountRow(
        id=account,
        organisation=invited["organisation"],
        email=invited["email"],
        name=name,
        roles=" ".join(sorted(invited["roles"])),
        created_at=service.identities.now,
        disabled_at=0,
    )
    session.add(row)
    session.flush()
    return row
