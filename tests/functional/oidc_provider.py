"""A provider of OpenID Connect in a process of its own, which does what it should unless it is asked to misbehave.

`python -m tests.functional.oidc_provider PORT`. Whoever comes to `/authorize` says with `user` who they are, and with
`fault` what goes wrong. One client: `hanotex`, with the secret `SECRET`, allowed to be sent back to this machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import uvicorn
from fastapi import FastAPI, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

CLIENT = "hanotex"
SECRET = "a secret of / the client's: own"
# What the provider can be asked to do wrong, each a reason to refuse the sign-in.
FAULTS = (
    *("nonce", "no-nonce", "audience", "several-audiences", "issuer", "expired", "future", "other-key"),
    *("hs256", "none", "no-subject", "low-assurance", "no-id-token", "at-hash"),
)


def provider(issuer: str) -> FastAPI:
    app = FastAPI()
    keys = [RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})]
    codes: dict[str, dict[str, Any]] = {}

    @app.get("/.well-known/openid-configuration")
    def metadata() -> dict[str, Any]:
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
        }

    @app.get("/elsewhere/.well-known/openid-configuration")
    def of_another() -> dict[str, Any]:
        """The metadata of an issuer that is not the one asked."""
        return metadata()

    @app.get("/keys")
    def published() -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in keys]}

    @app.post("/rotate")
    def rotate() -> None:
        """Sign with a new key from now on."""
        keys.insert(0, RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "alg": "RS256", "use": "sig"}))

    @app.get("/authorize")
    def authorize(request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        assert urlsplit(asked["redirect_uri"]).hostname == "127.0.0.1"
        answer = {"state": asked["state"], "iss": issuer}
        if asked.get("user") == "nobody":
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({**answer, 'error': 'access_denied'})}", 303)
        code = secrets.token_urlsafe(24)
        codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({**answer, 'code': code})}", 303)

    @app.post("/token")
    def token(
        request: Request,
        grant_type: str = Form(),
        code: str = Form(),
        redirect_uri: str = Form(),
        code_verifier: str = Form(),
    ) -> JSONResponse:
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        name, _, secret = base64.b64decode(given).decode().partition(":")
        if (kind, unquote(name), unquote(secret)) != ("Basic", CLIENT, SECRET):
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = codes.pop(code, None)
        hashed = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
        fits = asked and asked["redirect_uri"] == redirect_uri and asked["code_challenge"] == hashed
        if grant_type != "authorization_code" or asked is None or not fits:
            return JSONResponse({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(24)
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 60}
        fault = asked.get("fault", "")
        if fault != "no-id-token":
            answer["id_token"] = _id_token(issuer, keys, asked, access, fault)
        return JSONResponse(answer)

    return app


def _id_token(issuer: str, keys: list[RSAKey], asked: dict[str, Any], access: str, fault: str) -> str:
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": asked["user"],
        "aud": CLIENT,
        "iat": now,
        "exp": now + 60,
        "nonce": asked["nonce"],
        "acr": "high",
        "at_hash": _half_hash(access),
        "email": f"{asked['user']}@example.vn",
        "email_verified": True,
    }
    wrong: dict[str, dict[str, Any]] = {
        "nonce": {"nonce": "another"},
        "audience": {"aud": "somebody-else"},
        "several-audiences": {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
        "issuer": {"iss": "https://elsewhere.example"},
        "expired": {"exp": now - 3600, "iat": now - 7200},
        "future": {"nbf": now + 3600},
        "low-assurance": {"acr": "low"},
        "at-hash": {"at_hash": _half_hash("another")},
    }
    claims |= wrong.get(fault, {})
    for name in {"no-nonce": ["nonce"], "no-subject": ["sub"]}.get(fault, []):
        del claims[name]
    if fault == "none":
        head, body = (_part({"alg": "none"}), _part(claims))
        return f"{head}.{body}."
    if fault == "hs256":
        # The public key of the provider as if it were a secret shared with it.
        secret = OctKey.import_key(keys[0].as_pem(private=False))
        return jwt.encode({"alg": "HS256"}, claims, secret, algorithms=["HS256"])
    if fault == "other-key":
        return jwt.encode({"alg": "ES256", "kid": "one"}, claims, ECKey.generate_key("P-256"), algorithms=["ES256"])
    return jwt.encode({"alg": "RS256", "kid": keys[0].kid}, claims, keys[0], algorithms=["RS256"])


def _half_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(provider(f"http://127.0.0.1:{port}"), host="127.0.0.1", port=port, log_level="warning")
