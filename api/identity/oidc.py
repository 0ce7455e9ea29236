"""OpenID Connect: authorization code with PKCE; state and nonce are kept here, the issuer is pinned.

Somebody is who the provider's `sub` says, and nobody by an e-mail address: an account is linked to a `sub` by its
owner, while signed in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.identity.providers import Provider, Published, read_providers
from api.identity.tokens import same
from api.problems.answer import NotServed

SECONDS = 600
_LEEWAY = 60  # seconds that a provider's clock may be off
_TIMEOUT = 10.0


def new_secrets() -> tuple[str, str]:
    """The PKCE verifier and the nonce of one sign-in."""
    return secrets.token_urlsafe(48), secrets.token_urlsafe(24)


class Oidc:
    """The providers of a service. loopback: http:// to this machine is allowed, for development."""

    def __init__(self, file: Path | None, clock: Callable[[], float], *, loopback: bool) -> None:
        """Raises `BadSettings`."""
        self._clock = clock
        self._folder = Path() if file is None else file.parent
        self.providers: Mapping[str, Provider] = read_providers(file, loopback=loopback)
        self._published = {name: Published(provider, loopback=loopback) for name, provider in self.providers.items()}

    def provider(self, name: str) -> Provider:
        """Raises `NotServed` NOT_FOUND."""
        if name not in self.providers:
            raise NotServed("NOT_FOUND")
        return self.providers[name]

    def begin(self, name: str, redirect_uri: str, state: str, verifier: str, nonce: str) -> str:
        """Where the browser goes. state: what it comes back with; verifier, nonce: kept until then.

        Raises `NotServed` NOT_FOUND, PROVIDER_FAILED.
        """
        provider = self.provider(name)
        more = {"acr_values": provider.acr_values} if provider.acr_values else {}
        url, _ = self._client(provider, redirect_uri).create_authorization_url(
            self._published[name].metadata()["authorization_endpoint"],
            state=state,
            code_verifier=verifier,
            nonce=nonce,
            **more,
        )
        return str(url)

    def finish(self, name: str, redirect_uri: str, code: str, verifier: str, nonce: str) -> str:
        """The `sub` of whoever came back with a code. Raises `NotServed` PROVIDER_FAILED, SIGN_IN_FAILED."""
        provider = self.provider(name)
        token = self._token(provider, redirect_uri, code, verifier)
        claims = self._claims(provider, token, nonce)
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise NotServed("SIGN_IN_FAILED")
        wanted = provider.acr_values.split()
        if wanted and claims.get("acr") not in wanted:
            raise NotServed("SIGN_IN_FAILED")
        return subject

    def _client(self, provider: Provider, redirect_uri: str, session: httpx.Client | None = None) -> Any:
        return OAuth2Client(
            session,
            client_id=provider.client_id,
            scope=provider.scopes,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )

    def _token(self, provider: Provider, redirect_uri: str, code: str, verifier: str) -> Mapping[str, Any]:
        # Nothing but its name, for a public client.
        more: dict[str, Any] = {"auth": httpx.Auth(), "client_id": provider.client_id}
        if provider.client_secret_file:
            secret = (self._folder / provider.client_secret_file).read_text(encoding="utf-8").strip()
            # RFC 6749, section 2.3.1: both are encoded as in a form before they are joined.
            more = {"auth": httpx.BasicAuth(quote(provider.client_id, safe=""), quote(secret, safe=""))}
        try:
            with httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as session:
                client = self._client(provider, redirect_uri, session)
                url = self._published[provider.name].metadata()["token_endpoint"]
                found = client.fetch_token(
                    url,
                    grant_type="authorization_code",
                    code=code,
                    redirect_uri=redirect_uri,
                    code_verifier=verifier,
                    **more,
                )
        except AuthlibBaseError as error:
            # The provider knows no such code, or another verifier.
            raise NotServed("SIGN_IN_FAILED") from error
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise NotServed("PROVIDER_FAILED", provider=provider.name) from error
        return found  # type: ignore[no-any-return]

    def _claims(self, provider: Provider, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of an ID token that this provider signed for this client, now, for this nonce."""
        raw = token.get("id_token")
        if not isinstance(raw, str):
            raise NotServed("PROVIDER_FAILED", provider=provider.name)
        try:
            decoded = self._decoded(provider, raw)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                options={
                    "iss": {"essential": True, "value": provider.issuer},
                    "aud": {"essential": True, "value": provider.client_id},
                },
                params={"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
            )
            claims.validate(now=int(self._clock()), leeway=_LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise NotServed("SIGN_IN_FAILED") from error
        found = claims.get("nonce")
        if not isinstance(found, str) or not same(found.encode(), nonce.encode()):
            raise NotServed("SIGN_IN_FAILED")
        return claims  # type: ignore[no-any-return]

    def _decoded(self, provider: Provider, raw: str) -> jwt.Token:
        published = self._published[provider.name]
        try:
            return jwt.decode(raw, KeySet.import_key_set(published.keys()), algorithms=provider.algorithms)  # type: ignore[arg-type]
        except (JoseError, ValueError):
            # Perhaps signed with a key that came after the set was read.
            return jwt.decode(raw, KeySet.import_key_set(published.keys(anew=True)), algorithms=provider.algorithms)  # type: ignore[arg-type]
