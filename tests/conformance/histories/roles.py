"""Who takes part in random histories, as what."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.enums import Role
from tests.conformance.cast import LAOS, VIET_NAM, TestKey, key, party

KEYS_KNOWN = 12


@dataclass(frozen=True)
class Actor:
    """keys: how many it registers with, all of which sign title and keys at first; parent: an alias."""

    roles: tuple[Role, ...]
    country: int = VIET_NAM
    keys: int = 1
    parent: str = ""


CAST: dict[str, Actor] = {
    "operator": Actor((Role.OPERATOR,)),
    "registrar": Actor((Role.IP_REGISTRAR, Role.TRANSFER_REGISTRAR)),
    "arbiter": Actor((Role.ARBITER,)),
    "bank": Actor((Role.ESCROW_AGENT,)),
    "auditor": Actor((Role.AUDITOR,)),
    "institute": Actor((Role.OWNER,), keys=2),
    "university": Actor((Role.OWNER,)),
    "maker": Actor((Role.OWNER, Role.BUYER), country=LAOS),
    "buyer": Actor((Role.BUYER,)),
    "valuer": Actor((Role.VALUER,)),
    "reviewer": Actor((Role.TECHNICAL_REVIEWER,)),
    "examiner": Actor((Role.SECURITY_REVIEWER,)),
    "assessor": Actor((Role.TECHNICAL_REVIEWER, Role.SECURITY_REVIEWER)),
    "office": Actor((Role.PROBLEM_OWNER,)),
    "district": Actor((Role.PROBLEM_OWNER,)),
    "startup": Actor((Role.PROVIDER,)),
    "studio": Actor((Role.PROVIDER, Role.VERIFIER), keys=2),
    "laboratory": Actor((Role.VERIFIER,)),
    "witness": Actor((Role.WITNESS,)),
    # Related to a problem owner: what it does is often refused for that.
    "branch": Actor((Role.PROVIDER, Role.VERIFIER, Role.TECHNICAL_REVIEWER, Role.VALUER), parent="office"),
}
# They come to register, are admitted, and may close without anybody missing them.
NEWCOMERS = tuple(f"newcomer {number}" for number in range(1, 41))
ANYONE = (*CAST, "regulator")
ALIAS = {party(alias): alias for alias in (*ANYONE, *NEWCOMERS)}


def known_keys(alias: str) -> list[TestKey]:
    """Every key that a party may ever add; one party gathers more than it may hold."""
    return [key(alias, number) for number in range(1, (26 if alias == "buyer" else KEYS_KNOWN) + 1)]
