"""Documents on their way through offices, and anchors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger import commands as c
from ledger.enums import DocumentMove, State
from ledger.events import Event
from ledger.records import Anchor, Document
from ledger.transitions import versions

_MOVES = {
    DocumentMove.DELIVERED: State.DELIVERED,
    DocumentMove.OPENED: State.OPENED,
    DocumentMove.REGISTERED: State.REGISTERED,
    DocumentMove.PROCESSING: State.PROCESSING,
    DocumentMove.RESPONDED: State.RESPONDED,
    DocumentMove.RETURNED: State.RETURNED,
    DocumentMove.CLOSED: State.CLOSED,
    DocumentMove.REFUSED: State.REFUSED,
    DocumentMove.WITHDRAWN: State.WITHDRAWN,
}
_ANSWERS = (DocumentMove.RESPONDED, DocumentMove.RETURNED)


def _submit_document(_: None, event: Event, command: c.SubmitDocument) -> Document:
    return Document(
        **versions.first(event),
        state=State.SUBMITTED,
        sender=event.outcome.get("sender") or event.signers[0],
        recipient=command.recipient,
        recipients=(command.recipient,),
        content=command.content,
        in_reply_to=command.in_reply_to,
        addressed_at=event.at,
    )


def _move_document(document: Document, event: Event, command: c.MoveDocument) -> Document:
    """The catalogue's moves; `extended` and `forwarded` leave the state as it is."""
    move = DocumentMove(command.document_move)
    changes: dict[str, Any] = {"evidence": command.evidence, "state": _MOVES.get(move, document.state)}
    if move == DocumentMove.REGISTERED:
        changes.update(number=command.number, due_by=command.due_by)
    elif move == DocumentMove.EXTENDED:
        changes.update(due_by=command.due_by, extended=True)
    elif move == DocumentMove.FORWARDED:
        recipients = (*document.recipients, command.to)
        changes.update(recipient=command.to, recipients=recipients, addressed_at=event.at)
    elif move in _ANSWERS:
        changes.update(answer_number=command.number)
    return replace(document, **versions.following(event), **changes)


def _anchor_digest(_: None, event: Event, command: c.AnchorDigest) -> Anchor:
    return Anchor(
        **versions.first(event),
        state=State.ANCHORED,
        author=event.signers[0],
        namespace=command.namespace,
        digest=command.digest,
        size=command.size,
    )


TRANSITIONS: dict[type[c.Command], versions.Transition] = {
    c.SubmitDocument: _submit_document,
    c.MoveDocument: _move_document,
    c.AnchorDigest: _anchor_digest,
}
