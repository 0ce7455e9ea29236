"""Some changes need a fresh sign-in: an unattended screen must not change how somebody signs in."""

from __future__ import annotations

from api.identity.who import Identity
from api.problems.answer import NotServed
from api.service import Service


def recently_signed_in(service: Service, who: Identity) -> None:
    """Raises `NotServed` RECENT_SIGN_IN_REQUIRED."""
    if service.clock() >= who.since + service.settings.recent_seconds:
        raise NotServed("RECENT_SIGN_IN_REQUIRED")
