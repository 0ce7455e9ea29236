"""Everything that recognising people and programs needs, put together; and who a request is from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from cryptography.x509 import Certificate
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.identity import api_keys, certificates
from api.identity.lockout import Lockout
from api.identity.nonces import Nonces
from api.identity.oidc import Oidc
from api.identity.origin import Origins
from api.identity.parties import Parties
from api.identity.rates import Buckets
from api.identity.sessions import Method, Sessions
from api.identity.shares import SharedBuckets
from api.identity.tokens import API_KEY, SESSION
from api.identity.who import ANONYMOUS, Identity, StaffRole, Standing
from api.problems.answer import NotServed
from api.sealing import Sealing
from api.settings import Mode, Settings
from api.tables import AccountRow, OrganisationRow, SessionRow
from ledger.enums import Role
from ledger.port import Ledger
from marketplace.database import POSTGRESQL

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_STAFF: Mapping[str, Standing] = {
    StaffRole.DRAFTER: Standing.DRAFTER,
    StaffRole.REVIEWER: Standing.REVIEWER,
    StaffRole.SIGNER: Standing.SIGNER,
    StaffRole.ADMIN: Standing.ADMIN,
}
_OFFICES: Mapping[Role, Standing] = {
    Role.OPERATOR: Standing.OPERATOR,
    Role.REGULATOR: Standing.REGULATOR,
    Role.AUDITOR: Standing.AUDITOR,
}


class Identities:
    def __init__(
        self, settings: Settings, database: Engine, ledger: Ledger, sealing: Sealing, clock: Callable[[], float]
    ) -> None:
        """Raises `BadSettings`."""
        self.settings = settings
        self.database = database
        self.sealing = sealing
        self.clock = clock
        self.nonces = Nonces(sealing, clock)
        self.sessions = Sessions(settings, clock)
        self.lockout = Lockout(database, sealing, clock)
        self.parties = Parties(ledger, clock)
        self.origins = Origins(settings)
        self.oidc = Oidc(settings.oidc_providers, clock, loopback=settings.mode is Mode.DEVELOPMENT)
        self._by_identity = self._buckets("rates/identity", settings.identity_rate)
        # An organisation makes as many identities as it likes.
        self._by_organisation = self._buckets("rates/organisation", settings.identity_rate, settings.organisation_share)
        self._by_address = self._buckets("rates/address", settings.address_rate)

    @property
    def now(self) -> int:
        """UTC seconds."""
        return int(self.clock())

    @property
    def cookie(self) -> str:
        """The session cookie's name; over https one that no other host can set."""
        return "__Host-hanotex" if self.settings.public_url.startswith("https://") else "hanotex"

    def url(self, request: Request) -> str:
        """What the service is reached at, without a slash at its end. Without `public_url`, what the client called."""
        if self.settings.public_url:
            return self.settings.public_url.rstrip("/")
        return f"{request.url.scheme}://{request.url.netloc}"

    async def recognise(self, request: Request) -> Identity:
        """Who asks. A credential that is not good is none. Raises `NotServed` CROSS_SITE."""
        token = self.bearer(request)
        if token.startswith(API_KEY):
            return await run_in_threadpool(self._of_key, token)
        cookie = request.cookies.get(self.cookie, "")
        if not token and cookie:
            self.expect_same_site(request)
            token = cookie
        if token.startswith(SESSION):
            return await run_in_threadpool(self._of_session, token)
        try:
            shown = certificates.shown(
                request.scope.get("state", {}),
                request.headers.get(self.settings.client_certificate_header, ""),
                by_proxy=self.origins.is_by_proxy(request),
            )
        except certificates.BadCertificate:
            return ANONYMOUS
        return ANONYMOUS if shown is None else await run_in_threadpool(self._of_certificate, shown)

    def bearer(self, request: Request) -> str:
        """The token of the header `Authorization`, "" where there is none."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    def token(self, request: Request) -> str:
        """The session token that a request came with, good or not."""
        token = self.bearer(request) or request.cookies.get(self.cookie, "")
        return token if token.startswith(SESSION) else ""

    def expect_same_site(self, request: Request) -> None:
        """A page of another site may not act with a visitor's cookie. Raises `NotServed` CROSS_SITE."""
        if request.method in _SAFE:
            return
        origin = request.headers.get("origin")
        split = urlsplit(self.url(request))
        if origin is None:
            said = request.headers.get("sec-fetch-site")
            fits = said in ("same-origin", "none")
        else:
            fits = origin == f"{split.scheme}://{split.netloc}"
        if not fits:
            raise NotServed("CROSS_SITE")

    def expect_own_page(self, request: Request, deliver: str) -> None:
        """A page of another site may not sign a visitor in, as somebody else. Raises `NotServed` CROSS_SITE.

        A program says nothing of pages; every browser does.
        """
        said = "origin" in request.headers or "sec-fetch-site" in request.headers
        if deliver == "cookie" and said:
            self.expect_same_site(request)

    async def count(self, request: Request, identity: Identity) -> None:
        """Count a request against whoever made it. Raises `NotServed` TOO_MANY_REQUESTS."""
        if identity.is_anonymous:
            await _take(self._by_address, self.origins.address(request))
        else:
            await _take(self._by_identity, identity.account)
            await _take(self._by_organisation, identity.organisation)

    def _buckets(self, purpose: str, rate: float, times: int = 1) -> Buckets | SharedBuckets:
        """On a server other processes may serve the same people; a file is this one's alone."""
        rate, burst = rate * times, self.settings.burst * times
        if self.database.dialect.name != POSTGRESQL:
            return Buckets(rate, burst)

        def subject(who: str) -> bytes:
            return self.sealing.keyed(purpose, who.encode())

        return SharedBuckets(self.database, subject, rate, burst)

    def _of_key(self, key: str) -> Identity:
        with Session(self.database) as session:
            row = api_keys.find_api_key(session, key, self.now)
            if row is None:
                return ANONYMOUS
            identity = Identity(
                frozenset({Standing.SERVICE_KEY}),
                row.prefix,
                row.organisation,
                frozenset(row.scopes.split()),
                made_by=row.created_by,
            )
            due = api_keys.is_due(row, self.now)
        if due:
            with Session(self.database) as session, session.begin():
                api_keys.used(session, identity.account, self.now)
        return identity

    def _of_certificate(self, certificate: Certificate) -> Identity:
        with Session(self.database) as session:
            row = certificates.find_machine(session, certificate, self.clock())
            if row is None:
                return ANONYMOUS
            return Identity(
                frozenset({Standing.MACHINE}), row.spki.hex()[:32], row.organisation, made_by=row.created_by
            )

    def _of_session(self, token: str) -> Identity:
        with Session(self.database) as session:
            found = self.sessions.find(session, token)
            if found is None:
                return ANONYMOUS
            row, account, organisation = found
            if not self._wallet_still_good(row, organisation):
                return ANONYMOUS
            identity = self.identity(row, account, organisation)
            due, digest = self.sessions.is_due(row), row.token
        if due:
            with Session(self.database) as session, session.begin():
                self.sessions.seen(session, digest)
        return identity

    def identity(self, row: SessionRow, account: AccountRow, organisation: OrganisationRow) -> Identity:
        """What a session makes somebody. Raises `EngineUnavailable` where an officer's office cannot be asked for."""
        roles = set(account.roles.split())
        standings = {Standing.MEMBER, *(_STAFF[role] for role in roles if role in _STAFF)}
        if StaffRole.OFFICER in roles:
            now = self.parties.now(organisation.party)
            standings |= {_OFFICES[role] for role in now.roles if role in _OFFICES} if now.active else set()
        return Identity(frozenset(standings), account.id, organisation.id, session=row.id, since=row.created_at)

    def _wallet_still_good(self, row: SessionRow, organisation: OrganisationRow) -> bool:
        """A session that a key of the ledger began ends with the key."""
        if row.method != Method.WALLET:
            return True
        return row.wallet is not None and row.wallet in self.parties.now(organisation.party).keys


async def _take(buckets: Buckets | SharedBuckets, who: str) -> None:
    if isinstance(buckets, SharedBuckets):
        await buckets.take(who)
    else:
        buckets.take(who)
