"""Signing in with who somebody is elsewhere: at a provider of OpenID Connect, or by a key of the ledger in a wallet.

Neither makes an account, and none is found by an e-mail address: whoever has one links it while signed in.
"""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.orm import Session

from api.dependencies import Serving, changing_tables
from api.identity import oidc, wallet
from api.identity.entering import account_of_identity, enter, hand_over, living_account, set_cookie
from api.identity.lockout import WayIn
from api.identity.nonces import Purpose
from api.identity.recent import recently_signed_in
from api.identity.sessions import Method
from api.identity.tokens import hashed, same
from api.models.people import (
    ProviderAnswer,
    ProvidersAnswer,
    RedirectAnswer,
    SignedIn,
    WalletAsked,
    WalletGiven,
    WalletText,
)
from api.policy import Identity, allowed
from api.problems import NotServed
from api.problems.declared import CHANGING, declared
from api.routes.identity import SIGN_IN
from api.service import Service
from api.tables import AccountRow, ExternalIdentityRow, OrganisationRow

router = APIRouter(prefix="/v1", tags=["sign-in"])
Said = Annotated[str | None, Query(max_length=2048)]
# A path of this service, whatever a browser may make of it: no second slash or backslash, no space, no control.
ReturnTo = Annotated[
    str,
    Query(
        pattern=r"^/([!-.0-\[\]-~][!-\[\]-~]*)?$",
        max_length=512,
        description="Where the browser goes afterwards: a path of this service",
    ),
]
_ACCOUNT = "/v1/account"
_COOKIE = "hanotex-oidc"
_PROVIDER = declared("NOT_FOUND", "PROVIDER_FAILED", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE")


# --- OpenID Connect ------------------------------------------------------------------------------------------------


@router.get(
    "/sign-in/oidc",
    operation_id="list_identity_providers",
    summary="The identity providers that may be signed in with",
    response_model=ProvidersAnswer,
    responses=declared("TOO_MANY_REQUESTS"),
    dependencies=[allowed("identity.sign_in")],
)
def providers(request: Request, service: Serving) -> ProvidersAnswer:
    url = service.identities.url(request)
    return ProvidersAnswer(
        providers=[
            ProviderAnswer(
                name=each.name,
                title_vi=each.title_vi,
                title_en=each.title_en,
                begin=f"{url}/v1/sign-in/oidc/{each.name}",
            )
            for each in service.identities.oidc.providers.values()
        ]
    )


@router.get(
    "/sign-in/oidc/{provider}",
    operation_id="begin_oidc_sign_in",
    summary="Go to an identity provider",
    status_code=303,
    response_class=Response,
    responses=_PROVIDER,
    dependencies=[allowed("identity.sign_in")],
)
def begin(request: Request, service: Serving, provider: str, return_to: ReturnTo = _ACCOUNT) -> Response:
    url, browser = _begun(request, service, provider, return_to, {})
    return _with_browser(service, RedirectResponse(url, 303), browser)


@router.post(
    "/account/identities/oidc/{provider}",
    operation_id="link_oidc_identity",
    summary="Link this account with an identity at a provider: where the browser goes for it",
    response_model=RedirectAnswer,
    responses=declared(*CHANGING, "NOT_FOUND", "PROVIDER_FAILED", "RECENT_SIGN_IN_REQUIRED"),
)
def link(
    request: Request,
    service: Serving,
    provider: str,
    who: Annotated[Identity, allowed("account.change")],
    return_to: ReturnTo = _ACCOUNT,
) -> Response:
    recently_signed_in(service, who)
    url, browser = _begun(request, service, provider, return_to, {"session": who.session, "account": who.account})
    return _with_browser(service, JSONResponse({"url": url}), browser)


@router.get(
    "/sign-in/oidc/{provider}/callback",
    operation_id="finish_oidc_sign_in",
    summary="Come back from an identity provider",
    status_code=303,
    response_class=Response,
    responses={
        **_PROVIDER,
        **declared("SIGN_IN_FAILED", "CHALLENGE_EXPIRED", "IDENTITY_NOT_LINKED", "PROVIDER_FAILED", "ALREADY_THERE"),
    },
    dependencies=[allowed("identity.sign_in")],
)
def finish(
    request: Request,
    service: Serving,
    provider: str,
    state: Said = None,
    code: Said = None,
    error: Said = None,
    iss: Said = None,
) -> Response:
    identities = service.identities
    issuer = identities.oidc.provider(provider).issuer
    with changing_tables(service) as session:
        begun = identities.nonces.use_up(session, Purpose.OIDC, state or "")
    browser = hashed(request.cookies.get(_COOKIE, "")).hex()
    if begun is None or begun["provider"] != provider or not same(begun["browser"].encode(), browser.encode()):
        raise NotServed("CHALLENGE_EXPIRED")
    # `iss` tells which provider answered, so that one cannot be given another's code (RFC 9207).
    if error is not None or code is None or iss not in (None, issuer):
        raise NotServed("SIGN_IN_FAILED")
    back = _back(request, service, provider)
    subject = identities.oidc.finish(provider, back, code, begun["verifier"], begun["nonce"])
    # From what was kept when it began, and never from what came back.
    response = RedirectResponse(f"{identities.url(request)}{begun['return_to']}", 303, {"Cache-Control": "no-store"})
    response.delete_cookie(_COOKIE, path="/v1/sign-in")
    with changing_tables(service) as session:
        if begun.get("account"):
            _expect_session(session, service, request, begun["session"])
            add_identity(session, issuer, subject, begun["account"], identities.now)
            return response
        account, _ = living_account(session, account_of_identity(session, issuer, subject, identities.now))
        token, row = enter(session, identities, request, account, Method.OIDC)
    set_cookie(identities, response, token, row.expires_at - row.created_at)
    return response


def _begun(request: Request, service: Service, provider: str, return_to: str, more: dict[str, Any]) -> tuple[str, str]:
    """Where the browser goes, and the secret that it comes back with in a cookie: state alone could be handed on."""
    identities = service.identities
    verifier, nonce = oidc.new_secrets()
    browser = secrets.token_urlsafe(32)
    kept = {"verifier": verifier, "nonce": nonce, "browser": hashed(browser).hex(), "return_to": return_to}
    payload = {"provider": provider, **kept, **more}
    identities.oidc.provider(provider)
    with changing_tables(service) as session:
        state = identities.nonces.keep(session, Purpose.OIDC, payload, oidc.SECONDS)
    return identities.oidc.begin(provider, _back(request, service, provider), state, verifier, nonce), browser


def _back(request: Request, service: Service, provider: str) -> str:
    return f"{service.identities.url(request)}/v1/sign-in/oidc/{provider}/callback"


def _with_browser(service: Service, response: Response, browser: str) -> Response:
    secure = service.identities.cookie.startswith("__Host-")
    response.set_cookie(
        _COOKIE, browser, max_age=oidc.SECONDS, path="/v1/sign-in", secure=secure, httponly=True, samesite="lax"
    )
    return response


def _expect_session(session: Session, service: Service, request: Request, began: str) -> None:
    """An identity is linked by the very session that asked for it."""
    found = service.identities.sessions.find(session, service.identities.token(request))
    if found is None or found[0].id != began:
        raise NotServed("CHALLENGE_EXPIRED")


# --- Wallets -------------------------------------------------------------------------------------------------------


@router.post(
    "/sign-in/wallet/challenge",
    operation_id="ask_for_wallet_text",
    summary="The text that a wallet is asked to sign (EIP-4361)",
    response_model=WalletText,
    responses=SIGN_IN,
    dependencies=[allowed("identity.sign_in")],
)
def wallet_challenge(request: Request, service: Serving, given: WalletAsked) -> WalletText:
    return _wallet_text(request, service, given.address, "")


@router.post(
    "/sign-in/wallet",
    operation_id="sign_in_with_wallet",
    summary="Sign in with a key of the ledger, linked with an account and valid now",
    response_model=SignedIn,
    responses={**SIGN_IN, **declared("IDENTITY_NOT_LINKED", "ENGINE_UNAVAILABLE")},
    dependencies=[allowed("identity.sign_in")],
)
def wallet_sign_in(request: Request, service: Serving, given: WalletGiven) -> Response:
    identities = service.identities
    identities.expect_own_page(request, given.deliver)
    origin = identities.origins.address(request)
    address = _wallet_signer(service, given, "", origin)
    shown = "0x" + address.hex()
    with changing_tables(service) as session:
        linked = account_of_identity(session, wallet.ISSUER, shown, identities.now)
        account, organisation = living_account(session, linked)
        _expect_valid_key(service, organisation, address)
        token, row = enter(session, identities, request, account, Method.WALLET, wallet=address)
    identities.lockout.succeeded(WayIn.WALLET, shown, origin)
    return hand_over(identities, token, row, account, given.deliver)


@router.post(
    "/account/identities/wallet/challenge",
    operation_id="ask_for_wallet_link_text",
    summary="The text that a wallet is asked to sign to be linked with this account",
    response_model=WalletText,
    responses=declared(*CHANGING, "RECENT_SIGN_IN_REQUIRED"),
)
def wallet_link_challenge(
    request: Request, service: Serving, given: WalletAsked, who: Annotated[Identity, allowed("account.change")]
) -> WalletText:
    recently_signed_in(service, who)
    return _wallet_text(request, service, given.address, who.account)


@router.post(
    "/account/identities/wallet",
    operation_id="link_wallet",
    summary="Link this account with a key of its organisation's party",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING, "SIGN_IN_FAILED", "CHALLENGE_EXPIRED", "ALREADY_THERE", "ENGINE_UNAVAILABLE"),
)
def link_wallet(
    request: Request, service: Serving, given: WalletGiven, who: Annotated[Identity, allowed("account.change")]
) -> Response:
    identities = service.identities
    address = _wallet_signer(service, given, who.account, identities.origins.address(request))
    with changing_tables(service) as session:
        account = session.get_one(AccountRow, who.account)
        _expect_valid_key(service, session.get_one(OrganisationRow, account.organisation), address)
        add_identity(session, wallet.ISSUER, "0x" + address.hex(), account.id, identities.now)
    return Response(status_code=204)


def add_identity(session: Session, issuer: str, subject: str, account: str, now: int) -> None:
    """Raises `NotServed` ALREADY_THERE where it is somebody's, this account's included."""
    if session.get(ExternalIdentityRow, (issuer, subject)) is not None:
        raise NotServed("ALREADY_THERE", what="identity")
    session.add(ExternalIdentityRow(issuer=issuer, subject=subject, account=account, created_at=now, last_used_at=0))
    session.flush()


def _wallet_text(request: Request, service: Service, address: str, account: str) -> WalletText:
    """account: whom the signature will link, "" where it signs in; a text for one does not serve for the other."""
    identities = service.identities
    text = wallet.text(
        identities.url(request),
        bytes.fromhex(address[2:]),
        service.ledger.deployment.chain_id,
        secrets.token_hex(16),
        service.clock(),
    )
    payload = {"text": text, "address": address, "account": account}
    with changing_tables(service) as session:
        token = identities.nonces.keep(session, Purpose.WALLET, payload, wallet.SECONDS)
    return WalletText(challenge=token, text=text)


def _wallet_signer(service: Service, given: WalletGiven, account: str, origin: str) -> bytes:
    """The address that signed the kept text, which is good no more. Raises `NotServed`."""
    identities = service.identities
    with changing_tables(service) as session:
        asked = identities.nonces.use_up(session, Purpose.WALLET, given.challenge)
    if asked is None or asked["account"] != account:
        raise NotServed("CHALLENGE_EXPIRED")
    identities.lockout.attempt(WayIn.WALLET, asked["address"], origin)
    signer = wallet.signer(asked["text"], bytes.fromhex(given.signature[2:]))
    if signer is None or not same(signer, bytes.fromhex(asked["address"][2:])):
        raise NotServed("SIGN_IN_FAILED")
    return signer


def _expect_valid_key(service: Service, organisation: OrganisationRow, address: bytes) -> None:
    """Raises `NotServed` SIGN_IN_FAILED where the ledger does not know the key as the organisation's, valid now."""
    if organisation.party is None or address not in service.identities.parties.ask(organisation.party).keys:
        raise NotServed("SIGN_IN_FAILED")
