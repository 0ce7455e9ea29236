"""People who sign in to a served ledger, the way people do: an invitation, a password and an authenticator."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import pyotp

from api.dependencies import changing_tables
from api.identity.who import StaffRole
from api.people import BY_OPERATOR, new_invitation, new_organisation
from tests.conformance.cast import party
from tests.functional.serving import Served

PASSWORD = "Hạt gạo làng ta, có vị phù sa"


@dataclass
class Person:
    """Somebody signed in. client: sends the session's token with every request."""

    email: str
    account: str
    organisation: str
    token: str
    secret: str
    recovery_codes: list[str]
    client: httpx.Client
    secrets: set[str] = field(default_factory=set)

    @property
    def path(self) -> str:
        """Of the organisation."""
        return f"/v1/organisations/{self.organisation}"

    def code(self, later: int = 0) -> str:
        """The authenticator's code so many steps from now."""
        return pyotp.TOTP(self.secret).at(int(time.time()) + 30 * later)


def organisation(served: Served, name: str, alias: str | None = None) -> str:
    """A new organisation; alias: whose party it is on the ledger."""
    with changing_tables(served.service) as session:
        made = new_organisation(session, name, None if alias is None else party(alias), served.service.identities.now)
        return made.id


def invitation(served: Served, organisation: str, email: str, *roles: StaffRole) -> str:
    with changing_tables(served.service) as session:
        return new_invitation(session, served.service.identities.nonces, organisation, email, roles, BY_OPERATOR)


def person(served: Served, organisation: str, email: str, *roles: StaffRole) -> Person:
    """A new account with these roles, and its first session."""
    token = invitation(served, organisation, email, *roles)
    begun = served.client.post(
        "/v1/accounts/claim", json={"invitation": token, "name": "Nguyễn Văn An", "password": PASSWORD}
    )
    assert begun.status_code == 200, begun.text
    code = pyotp.TOTP(begun.json()["secret"]).now()
    asked = {"ticket": begun.json()["ticket"], "code": code, "deliver": "token"}
    claimed = served.client.post("/v1/accounts/claim/confirm", json=asked)
    assert claimed.status_code == 200, claimed.text
    said = claimed.json()
    secrets = {token, begun.json()["ticket"], begun.json()["secret"], said["token"], PASSWORD, *said["recovery_codes"]}
    return Person(
        email,
        said["account"],
        organisation,
        said["token"],
        begun.json()["secret"],
        said["recovery_codes"],
        served.client_with(said["token"]),
        secrets,
    )


def sign_in(served: Served, who: Person, later: int = 1, **more: Any) -> httpx.Response:
    """Sign in again. later: whose step's code is used, because each is good once."""
    ticket = served.client.post("/v1/sign-in/password", json={"email": who.email, "password": PASSWORD})
    assert ticket.status_code == 200, ticket.text
    asked = {"ticket": ticket.json()["ticket"], "code": who.code(later), "deliver": "token", **more}
    return served.client.post("/v1/sign-in/second-factor", json=asked)
