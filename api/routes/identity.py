"""Signing in with what somebody knows and has: a password and a second factor, or a passkey; and signing out.

A wrong answer is the same wherever it is wrong, and takes as long.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.dependencies import Serving, changing_tables, reading_tables
from api.identity import passkeys, recovery, totp
from api.identity.entering import account_of_email, clear_cookie, enter, hand_over, living_account
from api.identity.lockout import WayIn
from api.identity.nonces import Purpose
from api.identity.passkeys import RelyingParty
from api.identity.passwords import is_outdated, rehashed, verify_password
from api.identity.sessions import Method
from api.identity.tokens import hashed
from api.models.people import (
    ChallengeAnswer,
    PasskeyGiven,
    PasswordGiven,
    RecoveryGiven,
    SecondFactorGiven,
    SignedIn,
    TicketAnswer,
)
from api.policy import allowed
from api.problems import NotServed
from api.problems.declared import CHANGING, declared
from api.service import Service
from api.tables import PasswordRow, TotpRow

router = APIRouter(prefix="/v1", tags=["sign-in"])
SIGN_IN = declared(
    "CROSS_SITE", "SIGN_IN_FAILED", "LOCKED_OUT", "CHALLENGE_EXPIRED", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE"
)
_TICKET_SECONDS = 300


@router.post(
    "/sign-in/password",
    operation_id="sign_in_with_password",
    summary="The first of two factors",
    response_model=TicketAnswer,
    responses=SIGN_IN,
    dependencies=[allowed("identity.sign_in")],
)
def password(request: Request, service: Serving, given: PasswordGiven) -> TicketAnswer:
    identities = service.identities
    identities.lockout.attempt(WayIn.PASSWORD, given.email, identities.origins.address(request))
    with reading_tables(service) as session:
        account = account_of_email(session, given.email)
        kept = session.get(PasswordRow, account.id) if account else None
        second = session.get(TotpRow, account.id) if account else None
        known = kept.hash if kept is not None else None
    fits = verify_password(known, given.password)
    if not fits or account is None or known is None or second is None or not second.confirmed_at:
        raise NotServed("SIGN_IN_FAILED")
    with changing_tables(service) as session:
        living_account(session, account.id)
        if is_outdated(known):
            session.get_one(PasswordRow, account.id).hash = rehashed(given.password)
        payload = {"account": account.id, "email": given.email}
        return TicketAnswer(ticket=identities.nonces.keep(session, Purpose.SECOND_FACTOR, payload, _TICKET_SECONDS))


@router.post(
    "/sign-in/second-factor",
    operation_id="sign_in_with_second_factor",
    summary="The second of two factors: a code of the authenticator",
    response_model=SignedIn,
    responses=SIGN_IN,
    dependencies=[allowed("identity.sign_in")],
)
def second_factor(request: Request, service: Serving, given: SecondFactorGiven) -> Response:
    return _second(request, service, given.ticket, given.code, Method.PASSWORD, given.deliver)


@router.post(
    "/sign-in/recovery",
    operation_id="sign_in_with_recovery_code",
    summary="In place of the second factor: a recovery code, good once",
    response_model=SignedIn,
    responses=SIGN_IN,
    dependencies=[allowed("identity.sign_in")],
)
def recovery_code(request: Request, service: Serving, given: RecoveryGiven) -> Response:
    return _second(request, service, given.ticket, given.code, Method.RECOVERY, given.deliver)


def _second(request: Request, service: Service, ticket: str, code: str, method: Method, deliver: str) -> Response:
    """A wrong code leaves the ticket good for another try, which the lockout bounds."""
    identities = service.identities
    identities.expect_own_page(request, deliver)
    address = identities.origins.address(request)
    with reading_tables(service) as session:
        known = identities.nonces.recall(session, Purpose.SECOND_FACTOR, ticket)
    if known is None:
        raise NotServed("CHALLENGE_EXPIRED")
    identities.lockout.attempt(WayIn.SECOND_FACTOR, known["email"], address)
    with changing_tables(service) as session:
        account, _ = living_account(session, known["account"])
        if method is Method.RECOVERY:
            fits = recovery.use_code(session, account.id, code)
        else:
            fits = totp.use_code(session, service.sealing, account.id, code, service.clock())
        if not fits:
            raise NotServed("SIGN_IN_FAILED")
        if identities.nonces.use_up(session, Purpose.SECOND_FACTOR, ticket) is None:
            raise NotServed("CHALLENGE_EXPIRED")
        token, row = enter(session, identities, request, account, method)
    for way in (WayIn.PASSWORD, WayIn.SECOND_FACTOR):
        identities.lockout.succeeded(way, known["email"], address)
    return hand_over(identities, token, row, account, deliver)


@router.post(
    "/sign-in/passkey/options",
    operation_id="ask_for_passkey",
    summary="What the browser asks its passkeys with",
    response_model=ChallengeAnswer,
    responses=SIGN_IN,
    dependencies=[allowed("identity.sign_in")],
)
def passkey_options(request: Request, service: Serving) -> ChallengeAnswer:
    identities = service.identities
    options = passkeys.asking_options(RelyingParty.of(identities.url(request)))
    with changing_tables(service) as session:
        payload = {"challenge": options["challenge"]}
        token = identities.nonces.keep(session, Purpose.PASSKEY, payload, passkeys.SECONDS)
    return ChallengeAnswer(challenge=token, options=options)


@router.post(
    "/sign-in/passkey",
    operation_id="sign_in_with_passkey",
    summary="Sign in with a passkey",
    response_model=SignedIn,
    responses=SIGN_IN,
    dependencies=[allowed("identity.sign_in")],
)
def passkey(request: Request, service: Serving, given: PasskeyGiven) -> Response:
    identities = service.identities
    identities.expect_own_page(request, given.deliver)
    address, named = identities.origins.address(request), str(given.credential.get("id"))
    identities.lockout.attempt(WayIn.PASSKEY, named, address)
    with changing_tables(service) as session:
        asked = identities.nonces.use_up(session, Purpose.PASSKEY, given.challenge)
    if asked is None:
        raise NotServed("CHALLENGE_EXPIRED")
    with changing_tables(service) as session:
        party = RelyingParty.of(identities.url(request))
        used = passkeys.use_passkey(session, party, asked["challenge"], given.credential, identities.now)
        if used is None:
            raise NotServed("SIGN_IN_FAILED")
        account, _ = living_account(session, used.account)
        token, row = enter(session, identities, request, account, Method.PASSKEY)
    identities.lockout.succeeded(WayIn.PASSKEY, named, address)
    return hand_over(identities, token, row, account, given.deliver)


@router.post(
    "/sign-out",
    operation_id="sign_out",
    summary="End this session",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING),
    dependencies=[allowed("identity.sign_out")],
)
def sign_out(request: Request, service: Serving) -> Response:
    identities = service.identities
    with changing_tables(service) as session:
        identities.sessions.end(session, hashed(identities.token(request)))
    response = Response(status_code=204)
    clear_cookie(identities, response)
    return response
