"""Which ledger the service is of, what it says is to be trusted, and where it stands."""

from __future__ import annotations

import re
from typing import Any

from api.audit.audit import NOUN_OF, Audit, GivenUp
from api.audit.difference import ABSENT, Unanswered
from api.models.documents import hexadecimal, place
from ledger.enums import Kind
from ledger.events import BEFORE_ALL, Position
from ledger.proof.policy import Policy
from ledger.proof.verdict import Valid
from ledger.proof.verify import verify

STATUS, TRUST = "/v1/status", "/v1/trust"
_PLACE = re.compile(r"([0-9]{1,15}):([0-9]{1,9})")


def reach(audit: Audit) -> dict[str, Any]:
    """The service's status; a service that cannot be spoken with, or is of another ledger, is not audited.

    Raises `GivenUp`.
    """
    try:
        told = audit.service.get(STATUS).json
        if "ledger" not in told:
            raise Unanswered("NOT_A_SERVICE", STATUS, why=STATUS)
        own = hexadecimal(audit.node.trust.ledger)
        if told["ledger"] != own:
            raise Unanswered("OTHER_LEDGER", STATUS, service=told["ledger"], node=own)
    except Unanswered as lacking:
        strange = lacking.code in ("NOT_JSON", "STATUS", "TOO_LARGE")
        audit.unanswered.append(Unanswered("NOT_A_SERVICE", STATUS, why=str(lacking)) if strange else lacking)
        raise GivenUp from lacking
    return told


def standing(audit: Audit, status: dict[str, Any]) -> None:
    """Compare status and trust."""
    own = audit.node.status
    for member, value in (
        ("engine", own.capabilities.engine),
        ("single_operator", own.capabilities.single_operator),
        ("rulebook", own.rulebook),
    ):
        audit.compare("status", STATUS, value, status.get(member, ABSENT), member)
    with audit.question("status"):
        audit.near("status", STATUS, "now", status.get("now"))
    with audit.question("status"):
        _compare_height(audit, status)
    with audit.question("status"):
        audit.compare("status", TRUST, audit.node.trust.document, audit.service.get(TRUST).json, exact=True)
    audit.compared["status"] = 2


def caught_up(audit: Audit, told: dict[str, Any]) -> dict[str, Any]:
    """The status once the service has come to the pinned block, or when the lag is over: then it was rolled back."""
    status, last = told, _last(audit)
    height, followed = 0, BEFORE_ALL

    def there() -> bool:
        nonlocal status, height, followed
        status = audit.service.get(STATUS).json
        height, followed = _height(status), _followed(status)
        return height >= audit.node.block and followed >= last

    with audit.question("status"):
        height, followed = _height(status), _followed(status)
        if (height < audit.node.block or followed < last) and not audit.waited(there):
            if height < audit.node.block:
                audit.add("ROLLED_BACK", "status", STATUS, "height", node=audit.node.block, service=height)
            if followed < last:
                audit.add("ROLLED_BACK", "status", STATUS, "followed", node=place(last), service=status["followed"])
    return status


def _compare_height(audit: Audit, status: dict[str, Any]) -> None:
    """Its last block is as the node has it; of one beyond the node's, a certificate has to show that there is such."""
    node, height = audit.node, _height(status)
    node.refresh()
    at = node.block_time(height)
    followed = _followed(status)
    if followed.block <= node.height and followed != BEFORE_ALL and node.event_at(place(followed)) is None:
        audit.add("ALTERED", "status", STATUS, "followed", node=place(_last(audit)), service=status["followed"])
    if at is None:
        at = _shown_time(audit, height)
    if at is not None:
        audit.compare("status", STATUS, str(at), status.get("sealed_at", ABSENT), "sealed_at")


def _shown_time(audit: Audit, height: int) -> int | None:
    """When a block beyond the node's was sealed, where a certificate is of that very block."""
    regulator = audit.node.trust.genesis.regulator_id
    bundle = audit.certificate("status", NOUN_OF[Kind.PARTY], regulator, Policy())
    verdict = None if bundle is None else verify(bundle, audit.node.trust)
    if isinstance(verdict, Valid) and verdict.shown.block >= height:
        return verdict.shown.at if verdict.shown.block == height else None
    audit.add("INVENTED", "status", STATUS, "height", node=audit.node.height, service=height)
    return None


def _last(audit: Audit) -> Position:
    pinned = audit.node.pinned_events
    return pinned[-1].position if pinned else BEFORE_ALL


def _height(status: dict[str, Any]) -> int:
    height = status.get("height")
    if type(height) is not int or not 0 <= height < 1 << 53:
        raise Unanswered("OTHER_FORM", STATUS, member="height")
    return height


def _followed(status: dict[str, Any]) -> Position:
    followed = status.get("followed", ABSENT)
    if followed is None:
        return BEFORE_ALL
    found = _PLACE.fullmatch(followed) if isinstance(followed, str) else None
    if found is None:
        raise Unanswered("OTHER_FORM", STATUS, member="followed")
    return Position(int(found[1]), int(found[2]))
