"""Passwords, as argon2id with OWASP's parameters (19 MiB, 2 passes): a sign-in takes tens of milliseconds."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.problems.answer import NotServed

LEAST, MOST = 12, 256  # characters
_AT_ONCE = threading.BoundedSemaphore(4)  # each takes 19 MiB
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Of nobody's password: checked where there is no account, so that the answer takes as long.
_NOBODYS = _HASHER.hash("no account has this password, and nobody can sign in with it")


def hash_password(password: str, *others: str) -> str:
    """others: what the password must not repeat (the account's e-mail, its name). Raises `NotServed` WEAK_PASSWORD."""
    text = _normal(password)
    plain = text.casefold()
    repeats = any(len(other) > 3 and other.casefold() in plain for other in (*others, *_parts(others)))
    if not LEAST <= len(text) <= MOST or len(set(text)) < 6 or repeats:
        raise NotServed("WEAK_PASSWORD", least=LEAST)
    with _AT_ONCE:
        return _HASHER.hash(text)


def rehashed(password: str) -> str:
    """A password that was just found right, under the parameters of now."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def verify_password(kept: str | None, password: str) -> bool:
    """kept: None where there is no account or it has no password; the check takes the same time."""
    with _AT_ONCE:
        try:
            fits = _HASHER.verify(kept or _NOBODYS, _normal(password[: MOST * 4]))
        except (VerificationError, InvalidHashError):
            return False
    return fits and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than those of now."""
    return _HASHER.check_needs_rehash(kept)


def _normal(password: str) -> str:
    """One spelling, whatever the keyboard: Vietnamese letters may be typed composed or not."""
    return unicodedata.normalize("NFKC", password)


def _parts(others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(other.partition("@")[0] for other in others)
