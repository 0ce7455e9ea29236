"""One's own account: what somebody sees of it, and changes how they sign in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.dependencies import Serving, changing_tables, reading_tables
from api.identity import passkeys, recovery, totp
from api.identity.account_documents import account_answer, identity_answer, identity_id, passkey_answer, session_answer
from api.identity.nonces import Purpose
from api.identity.passkeys import RelyingParty
from api.identity.passwords import hash_password
from api.identity.recent import recently_signed_in
from api.models.people import (
    ChallengeAnswer,
    CodeGiven,
    CodesAnswer,
    Id,
    NewPassword,
    OwnAccount,
    PasskeyAnswer,
    PasskeyMade,
    SessionsAnswer,
    TotpAnswer,
)
from api.policy import Identity, allowed
from api.problems import NotServed
from api.problems.declared import CHANGING, declared
from api.tables import AccountRow, ExternalIdentityRow, PasskeyRow, PasswordRow, TotpRow

router = APIRouter(prefix="/v1", tags=["accounts"])
Reader = Annotated[Identity, allowed("account.read")]
Changer = Annotated[Identity, allowed("account.change")]
_OWN = declared(*CHANGING, "RECENT_SIGN_IN_REQUIRED", "CHALLENGE_EXPIRED", "SIGN_IN_FAILED", "NOT_FOUND")
_SECONDS = 900  # to set an authenticator up


@router.get(
    "/account",
    operation_id="get_own_account",
    summary="Who is signed in, and what they are to the service",
    response_model=OwnAccount,
    responses=declared("SIGN_IN_REQUIRED", "FORBIDDEN", "DATABASE_UNAVAILABLE"),
)
def own_account(service: Serving, who: Reader) -> OwnAccount:
    with reading_tables(service) as session:
        account = session.get_one(AccountRow, who.account)
        linked = select(ExternalIdentityRow).where(ExternalIdentityRow.account == account.id)
        return OwnAccount(
            **account_answer(account).model_dump(),
            standings=sorted(who.standings),
            has_password=session.get(PasswordRow, account.id) is not None,
            passkeys=[passkey_answer(row) for row in passkeys.of(session, account.id)],
            identities=[identity_answer(row) for row in session.scalars(linked)],
        )


@router.get(
    "/account/sessions",
    operation_id="list_own_sessions",
    summary="Where this account is signed in",
    response_model=SessionsAnswer,
    responses=declared("SIGN_IN_REQUIRED", "FORBIDDEN", "DATABASE_UNAVAILABLE"),
)
def own_sessions(service: Serving, who: Reader) -> SessionsAnswer:
    with reading_tables(service) as session:
        rows = service.identities.sessions.of(session, who.account)
        return SessionsAnswer(sessions=[session_answer(row, who.session) for row in rows])


@router.delete(
    "/account/sessions/{session_id}",
    operation_id="end_own_session",
    summary="End one session of this account",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING, "NOT_FOUND"),
)
def end_session(service: Serving, session_id: Annotated[Id, Path()], who: Changer) -> Response:
    with changing_tables(service) as session:
        if not service.identities.sessions.end_all(session, who.account, only=session_id):
            raise NotServed("NOT_FOUND")
    return Response(status_code=204)


@router.delete(
    "/account/sessions",
    operation_id="end_other_sessions",
    summary="End every other session of this account",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING),
)
def end_other_sessions(service: Serving, who: Changer) -> Response:
    with changing_tables(service) as session:
        service.identities.sessions.end_all(session, who.account, but=who.session)
    return Response(status_code=204)


@router.put(
    "/account/password",
    operation_id="set_own_password",
    summary="A new password; every other session ends",
    status_code=204,
    response_class=Response,
    responses={**_OWN, **declared("WEAK_PASSWORD")},
)
def set_password(service: Serving, given: NewPassword, who: Changer) -> Response:
    recently_signed_in(service, who)
    with reading_tables(service) as session:
        account = session.get_one(AccountRow, who.account)
        email, name = account.email, account.name
    kept = hash_password(given.password, email, name)
    with changing_tables(service) as session:
        session.merge(PasswordRow(account=who.account, hash=kept, changed_at=service.identities.now))
        service.identities.sessions.end_all(session, who.account, but=who.session)
    return Response(status_code=204)


@router.post(
    "/account/second-factor",
    operation_id="begin_second_factor",
    summary="A new authenticator: what it is set up with",
    response_model=TotpAnswer,
    responses=_OWN,
)
def begin_totp(service: Serving, who: Changer) -> TotpAnswer:
    recently_signed_in(service, who)
    secret = totp.new_secret()
    with changing_tables(service) as session:
        email = session.get_one(AccountRow, who.account).email
        payload = {"account": who.account, "secret": secret}
        ticket = service.identities.nonces.keep(session, Purpose.NEW_TOTP, payload, _SECONDS)
    return TotpAnswer(ticket=ticket, secret=secret, uri=totp.uri(secret, email))


@router.put(
    "/account/second-factor",
    operation_id="confirm_second_factor",
    summary="Confirm the new authenticator with a code of it; new recovery codes, and every other session ends",
    response_model=CodesAnswer,
    responses=_OWN,
)
def confirm_totp(service: Serving, given: CodeGiven, who: Changer) -> CodesAnswer:
    recently_signed_in(service, who)
    identities = service.identities
    with changing_tables(service) as session:
        begun = identities.nonces.use_up(session, Purpose.NEW_TOTP, given.ticket)
    if begun is None or begun["account"] != who.account:
        raise NotServed("CHALLENGE_EXPIRED")
    step = totp.matching_step(begun["secret"], given.code, service.clock())
    if step is None:
        raise NotServed("SIGN_IN_FAILED")
    with changing_tables(service) as session:
        sealed = totp.sealed(service.sealing, who.account, begun["secret"])
        session.merge(TotpRow(account=who.account, sealed=sealed, last_step=step, confirmed_at=identities.now))
        identities.sessions.end_all(session, who.account, but=who.session)
        return CodesAnswer(recovery_codes=recovery.new_codes(session, who.account))


@router.post(
    "/account/recovery-codes",
    operation_id="make_recovery_codes",
    summary="New recovery codes in place of the old ones",
    response_model=CodesAnswer,
    responses=_OWN,
)
def new_recovery_codes(service: Serving, who: Changer) -> CodesAnswer:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        return CodesAnswer(recovery_codes=recovery.new_codes(session, who.account))


@router.post(
    "/account/passkeys/options",
    operation_id="begin_passkey",
    summary="A new passkey: what the browser makes it from",
    response_model=ChallengeAnswer,
    responses={**_OWN, **declared("ALREADY_THERE")},
)
def begin_passkey(request: Request, service: Serving, who: Changer) -> ChallengeAnswer:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        account = session.get_one(AccountRow, who.account)
        party = RelyingParty.of(service.identities.url(request))
        options = passkeys.creation_options(session, party, account.id, account.email, account.name)
        payload = {"account": account.id, "challenge": options["challenge"]}
        token = service.identities.nonces.keep(session, Purpose.NEW_PASSKEY, payload, passkeys.SECONDS)
    return ChallengeAnswer(challenge=token, options=options)


@router.post(
    "/account/passkeys",
    operation_id="add_passkey",
    summary="Keep the new passkey",
    status_code=201,
    response_model=PasskeyAnswer,
    responses={**_OWN, **declared("ALREADY_THERE")},
)
def add_passkey(request: Request, service: Serving, given: PasskeyMade, who: Changer) -> PasskeyAnswer:
    recently_signed_in(service, who)
    identities = service.identities
    with changing_tables(service) as session:
        begun = identities.nonces.use_up(session, Purpose.NEW_PASSKEY, given.challenge)
        if begun is None or begun["account"] != who.account:
            raise NotServed("CHALLENGE_EXPIRED")
        party = RelyingParty.of(identities.url(request))
        made = passkeys.made_passkey(
            party, who.account, begun["challenge"], given.credential, given.name, identities.now
        )
        passkeys.add_passkey(session, made)
        return passkey_answer(made)


@router.delete(
    "/account/passkeys/{passkey}",
    operation_id="remove_passkey",
    summary="Forget a passkey; every other session ends",
    status_code=204,
    response_class=Response,
    responses={**_OWN, **declared("LAST_SIGN_IN")},
)
def remove_passkey(service: Serving, passkey: Annotated[str, Path(max_length=1400)], who: Changer) -> Response:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        found = [row for row in passkeys.of(session, who.account) if passkeys.shown_id(row.credential) == passkey]
        if not found:
            raise NotServed("NOT_FOUND")
        session.delete(found[0])
        _expect_way_in(session, who.account)
        service.identities.sessions.end_all(session, who.account, but=who.session)
    return Response(status_code=204)


@router.delete(
    "/account/identities/{identity}",
    operation_id="unlink_identity",
    summary="Unlink an identity from elsewhere; every other session ends",
    status_code=204,
    response_class=Response,
    responses={**_OWN, **declared("LAST_SIGN_IN")},
)
def unlink(service: Serving, identity: Annotated[Id, Path()], who: Changer) -> Response:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        mine = session.scalars(select(ExternalIdentityRow).where(ExternalIdentityRow.account == who.account))
        found = [row for row in mine if identity_id(row) == identity]
        if not found:
            raise NotServed("NOT_FOUND")
        session.delete(found[0])
        _expect_way_in(session, who.account)
        service.identities.sessions.end_all(session, who.account, but=who.session)
    return Response(status_code=204)


def _expect_way_in(session: Session, account: str) -> None:
    """Raises `NotServed` LAST_SIGN_IN where nothing would be left to sign in with."""
    session.flush()
    password = session.get(PasswordRow, account) is not None and session.get(TotpRow, account) is not None
    others = sum(
        session.scalar(select(func.count()).select_from(table).where(table.account == account)) or 0
        for table in (PasskeyRow, ExternalIdentityRow)
    )
    if not password and not others:
        raise NotServed("LAST_SIGN_IN")
