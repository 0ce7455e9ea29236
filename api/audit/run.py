"""An audit from beginning to end, and its verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from api.audit.audit import Audit, GivenUp
from api.audit.parts.certificates import certificates
from api.audit.parts.commands import commands
from api.audit.parts.events import events
from api.audit.parts.lookups import grants, rights
from api.audit.parts.records import histories, lists, records
from api.audit.parts.standing import caught_up, reach, standing
from api.models.documents import hexadecimal, place

_QUESTIONS: Mapping[str, Callable[[Audit], None]] = {
    "events": events,
    "lists": lists,
    "records": records,
    "histories": histories,
    "rights": rights,
    "grants": grants,
    "certificates": certificates,
    "commands": commands,
}


def run(audit: Audit) -> None:
    """Ask everything that is chosen. What is found stands in `audit`; nothing is raised for any answer."""
    with suppress(GivenUp):
        status = caught_up(audit, reach(audit))
        if "status" in audit.chosen.parts:
            standing(audit, status)
        for part, ask in _QUESTIONS.items():
            if part in audit.chosen.parts:
                ask(audit)
        audit.judge_blocks()


def verdict(audit: Audit) -> str:
    """`same`, `different`, or `undetermined` where nothing differs and something was not answered."""
    if audit.differences:
        return "different"
    return "undetermined" if audit.unanswered else "same"


def exit_code(audit: Audit) -> int:
    """As for `hanotex verify`."""
    return {"same": 0, "different": 1, "undetermined": 2}[verdict(audit)]


def document(audit: Audit) -> dict[str, Any]:
    """The verdict as JSON."""
    pinned = audit.node.pinned_events
    return {
        "verdict": verdict(audit),
        "ledger": hexadecimal(audit.node.trust.ledger),
        "as_of": {"block": audit.node.block, "position": place(pinned[-1].position) if pinned else None},
        "asked": audit.service.asked,
        "compared": audit.compared,
        "differences": [each.document for each in audit.differences],
        "unanswered": [each.document for each in audit.unanswered],
    }
