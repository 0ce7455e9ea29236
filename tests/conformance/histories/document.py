"""Commands of the Document table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import DocumentMove, State
from tests.conformance.cast import party, text
from tests.conformance.histories.author import NOBODY, ZERO, Author, Drawn

S = State
M = DocumentMove
NEXT = {
    S.SUBMITTED: (M.DELIVERED, M.DELIVERED, M.DELIVERED, M.REFUSED, M.WITHDRAWN),
    S.DELIVERED: (M.OPENED, M.OPENED, M.OPENED, M.FORWARDED, M.WITHDRAWN),
    S.OPENED: (M.REGISTERED, M.REGISTERED, M.REGISTERED, M.FORWARDED, M.RETURNED),
    S.REGISTERED: (M.PROCESSING, M.EXTENDED, M.EXTENDED, M.FORWARDED, M.RETURNED),
    S.PROCESSING: (M.RESPONDED, M.EXTENDED, M.FORWARDED, M.RETURNED),
    S.RESPONDED: (M.CLOSED,),
    S.RETURNED: (M.CLOSED,),
}
CONTENT = text("document")


def draw(author: Author) -> Drawn:
    model = author.model
    live = author.in_state(model.documents, *NEXT)
    if len(live) < 3 or author.chance(8):
        reply = author.one(model.documents) if author.chance(4) else ZERO
        recipient = author.party("office", "district", "operator") if not author.chance(15) else NOBODY
        sender = author.party("startup", "maker", "university", "office")
        return author.create(c.SubmitDocument, [sender], recipient=recipient, content=CONTENT, in_reply_to=reply)
    record = author.pick(live[-5:]) if not author.chance(15) else author.one(model.documents)
    held = model.documents.get(record)
    state = model.reads(record) if held else S.SUBMITTED
    move = author.pick(NEXT.get(state, tuple(M))) if not author.chance(8) else author.pick(tuple(M))
    sender, recipient = (held.sender, held.recipient) if held else (party("startup"), party("office"))
    by = sender if (move == M.WITHDRAWN or (move == M.CLOSED and author.chance(2))) else recipient
    if author.chance(15):
        by = sender
    return author.on(c.MoveDocument, record, [by], **_fields(author, move, held.due_by if held else 0))


def _fields(author: Author, move: DocumentMove, due_by: int) -> dict[str, object]:
    due = 0
    if move == M.REGISTERED:
        due = author.soon(60, 2_000, 2_000, 0)
    if move == M.EXTENDED:
        due = max(1, due_by + author.pick((100, 100, 0, -1)))
    return {
        "document_move": int(move),
        "evidence": CONTENT if not author.chance(12) else text("something else"),
        "number": text("number") if move == M.REGISTERED else ZERO,
        "due_by": due,
        "to": author.pick((author.party("office", "district", "operator"), NOBODY)) if move == M.FORWARDED else ZERO,
    }
