"""Who else may say who somebody is: the providers of OpenID Connect, from a TOML file (docs/operations/sign-in.md).

Each issuer is pinned: its metadata, its tokens and its keys come from no other.
"""

from __future__ import annotations

import re
import threading
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from api.problems.answer import NotServed
from api.settings import BadSettings
from ledger import json_text

NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_TIMEOUT = 10.0  # seconds
_LONGEST = 1 << 20  # bytes
_FRESH = 3600.0  # seconds
_AGAIN = 5.0  # seconds; a client cannot have the provider asked more often than this
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """name: its word in paths. client_secret_file: "" for a public client, which PKCE alone protects.

    acr_values: levels of assurance, space-separated, of which the answer must be one; "" for any. The three endpoints
    are pinned where the provider publishes no metadata, all or none. algorithms: of its signatures.
    """

    name: str
    title_vi: str
    title_en: str
    issuer: str
    client_id: str
    client_secret_file: str = ""
    scopes: str = "openid"
    acr_values: str = ""
    algorithms: tuple[str, ...] = ("RS256", "ES256", "PS256")
    authorization_endpoint: str = ""
    token_endpoint: str = ""
    jwks_uri: str = ""


def read_providers(file: Path | None, *, loopback: bool) -> Mapping[str, Provider]:
    """By name. loopback: http:// to this machine is allowed, for development. Raises `BadSettings`."""
    if file is None:
        return {}
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        return {name: _provider(name, entry, file.parent, loopback) for name, entry in said.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BadSettings(f"{file}: không đọc được ({error})", f"{file}: cannot be read ({error})") from error


def _provider(name: str, entry: Mapping[str, Any], folder: Path, loopback: bool) -> Provider:
    known = {each.name for each in fields(Provider)} - {"name"}
    if not NAME.fullmatch(name) or set(entry) - known:
        raise ValueError(f"[{name}] has a name or a member that no provider has")
    members: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else str(value) for key, value in entry.items()
    }
    found = Provider(name=name, **members)
    for url in (found.issuer, *(getattr(found, endpoint) for endpoint in _ENDPOINTS)):
        if url and not is_allowed(url, loopback=loopback):
            raise ValueError(f"[{name}] {url} is not https")
    if not all(getattr(found, endpoint) for endpoint in _ENDPOINTS) and any(
        getattr(found, endpoint) for endpoint in _ENDPOINTS
    ):
        raise ValueError(f"[{name}] pins some endpoints and not the others")
    if not set(found.algorithms) <= {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"}:
        raise ValueError(f"[{name}] algorithms: only signatures with a public key")
    if "openid" not in found.scopes.split():
        raise ValueError(f"[{name}] scopes lack openid")
    if found.client_secret_file and not (folder / found.client_secret_file).is_file():
        raise ValueError(f"[{name}] {found.client_secret_file} is not there")
    return found


def is_allowed(url: str, *, loopback: bool) -> bool:
    split = urlsplit(url)
    local = loopback and split.scheme == "http" and split.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(split.hostname) and (split.scheme == "https" or local) and not split.username


class Published:
    """What a provider publishes of itself, and its keys. Believed for an hour; safe from several threads at once."""

    def __init__(self, provider: Provider, *, loopback: bool) -> None:
        self._provider = provider
        self._loopback = loopback
        self._known: dict[str, tuple[float, dict[str, Any]]] = {}
        self._lock = threading.Lock()

    def metadata(self) -> dict[str, Any]:
        """The endpoints. Raises `NotServed` PROVIDER_FAILED, also where the issuer is another."""
        provider = self._provider
        if provider.jwks_uri:
            return {"issuer": provider.issuer, **{name: getattr(provider, name) for name in _ENDPOINTS}}
        found = self._document(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != provider.issuer:
            raise NotServed("PROVIDER_FAILED", provider=provider.name)
        for name in _ENDPOINTS:
            if not isinstance(found.get(name), str) or not is_allowed(found[name], loopback=self._loopback):
                raise NotServed("PROVIDER_FAILED", provider=provider.name)
        return found

    def keys(self, *, anew: bool = False) -> dict[str, Any]:
        """The key set. anew: not from memory, after a key that is not in it."""
        return self._document(self.metadata()["jwks_uri"], anew=anew)

    def _document(self, url: str, *, anew: bool = False) -> dict[str, Any]:
        with self._lock:
            known = self._known.get(url)
            if known is not None and time.monotonic() - known[0] < (_AGAIN if anew else _FRESH):
                return known[1]
        try:
            found = json_text.read(_get(url), _LONGEST)
        except (httpx.HTTPError, ValueError) as error:
            raise NotServed("PROVIDER_FAILED", provider=self._provider.name) from error
        if not isinstance(found, dict):
            raise NotServed("PROVIDER_FAILED", provider=self._provider.name)
        with self._lock:
            self._known[url] = (time.monotonic(), found)
        return found


def _get(url: str) -> bytes:
    """At most 1 MiB, and no redirect followed."""
    body = b""
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as client, client.stream("GET", url) as answer:
        answer.raise_for_status()
        for part in answer.iter_bytes():
            body += part
            if len(body) > _LONGEST:
                raise ValueError("too long")
    if answer.status_code != 200:
        raise ValueError("not 200")
    return body
