"""What somebody is to the service, whichever way they showed it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Standing(StrEnum):
    """anonymous: not signed in. member: any account of an organisation; the next four are what its admin made it.

    operator, regulator, auditor: an officer of an organisation that holds the role on the ledger now. service_key: a
    program with an API key, within its scopes. machine: an organisation's machine, by its certificate in TLS.
    """

    ANONYMOUS = "anonymous"
    MEMBER = "member"
    DRAFTER = "drafter"
    REVIEWER = "reviewer"
    SIGNER = "signer"
    ADMIN = "admin"
    OPERATOR = "operator"
    REGULATOR = "regulator"
    AUDITOR = "auditor"
    SERVICE_KEY = "service_key"
    MACHINE = "machine"


class StaffRole(StrEnum):
    """What an organisation's admin makes an account. officer: acts for the roles that the organisation has by law."""

    DRAFTER = "drafter"
    REVIEWER = "reviewer"
    SIGNER = "signer"
    ADMIN = "admin"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks. account: its id, the prefix of a key or the fingerprint of a certificate, "" for nobody.

    made_by: for a program, the account that made its key or registered its certificate.
    organisation: its id, "" for none. scopes: the operations of a service key. session: its id, and when it began
    (UTC seconds); "" where there is none.
    """

    standings: frozenset[Standing]
    account: str = ""
    organisation: str = ""
    scopes: frozenset[str] = field(default=frozenset())
    session: str = ""
    since: int = 0
    made_by: str = ""

    @property
    def person(self) -> str:
        """The account that answers for what is done: a program is its maker's."""
        return self.made_by or self.account

    @property
    def is_anonymous(self) -> bool:
        return Standing.ANONYMOUS in self.standings


ANONYMOUS = Identity(frozenset({Standing.ANONYMOUS}))
