"""Opaque tokens: 256 random bits, kept as SHA-256. The prefix says what one is, to people and to leak scanners."""

from __future__ import annotations

import hashlib
import hmac
import secrets

SESSION = "hxs_"
API_KEY = "hxk_"
INVITATION = "hxi_"
MANDATE = "hxm_"
CHALLENGE = "hxc_"
MOST = 200  # characters; what is longer is no token


def new_token(prefix: str) -> str:
    return prefix + secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """32 bytes. With this much randomness in a token, stretching would protect nothing more."""
    return hashlib.sha256(token.encode()).digest()


def same(one: bytes, other: bytes) -> bool:
    """Compares in a time that says nothing of where two differ."""
    return hmac.compare_digest(one, other)
