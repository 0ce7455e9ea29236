"""What became of each command, and the operator's receipts for those that came in."""

from __future__ import annotations

from typing import Any

import rfc8785
from eth_hash.auto import keccak

from api.audit.audit import Audit
from api.models.answers import receipt_document
from api.models.documents import hexadecimal
from ledger.events import Event
from ledger.proof.intake import Received, verify_intake
from ledger.proof.sentence import reason
from ledger.state import records_of


def commands(audit: Audit) -> None:
    found = [event for event in audit.node.pinned_events if isinstance(event, Event)]
    if audit.chosen.records is not None:
        found = [event for event in found if audit.chosen.records & set(records_of(event))]
    for event in audit.each("commands", audit.sampled(found)):
        with audit.question("commands"):
            _command(audit, event)
    with audit.question("commands"):
        _nobodys(audit)


def _command(audit: Audit, event: Event) -> None:
    path = f"/v1/commands/{hexadecimal(event.digest)}"
    about: dict[str, Any] = {"record": event.record, "version": event.version}
    answer = audit.service.get(path, "COMMAND_NOT_FOUND")
    if answer.status != 200:
        audit.add("LEFT_OUT", "commands", path, node=hexadecimal(event.digest), **about)
        return
    told = answer.json
    expected = {
        "digest": hexadecimal(event.digest),
        "state": "committed",
        "receipt": receipt_document(event.receipt),
        "refusal": None,
    }
    audit.compare("commands", path, expected, told, **about)
    _intake(audit, path, event, told.get("intake"))


def _intake(audit: Audit, path: str, event: Event, told: Any) -> None:
    """The operator's own word, so the node knows of none; what there is has to be signed, and the same as a file."""
    file = audit.service.get(f"{path}/intake", "NO_INTAKE")
    about: dict[str, Any] = {"record": event.record, "version": event.version}
    if file.status != 200:
        audit.compare("commands", path, None, told, "intake", **about)
        return
    verdict = verify_intake(file.body, audit.node.trust, digest=event.digest)
    if not isinstance(verdict, Received):
        audit.add("NOT_VALID", "commands", file.path, service=list(reason(verdict)), **about)
    elif told is None or rfc8785.dumps(told) != file.body:
        audit.compare("commands", path, verdict.intake.document, told, "intake", exact=True, **about)


def _nobodys(audit: Audit) -> None:
    """A digest that no command has."""
    digest = keccak(f"audit {audit.chosen.seed}".encode())
    path = f"/v1/commands/{hexadecimal(digest)}"
    if audit.service.get(path, "COMMAND_NOT_FOUND").status == 200:
        audit.add("INVENTED", "commands", path, service=hexadecimal(digest))
