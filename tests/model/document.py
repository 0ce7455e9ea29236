"""The model's rules of the Document table."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import DocumentMove, State
from tests.model.ledger import Effect, Model, Signers, refuse
from tests.model.records import Document

S = State
M = DocumentMove
FROM = {
    M.DELIVERED: (S.SUBMITTED,),
    M.OPENED: (S.DELIVERED,),
    M.REGISTERED: (S.OPENED,),
    M.PROCESSING: (S.REGISTERED,),
    M.RESPONDED: (S.PROCESSING,),
    M.RETURNED: (S.OPENED, S.REGISTERED, S.PROCESSING),
    M.CLOSED: (S.RESPONDED, S.RETURNED),
    M.REFUSED: (S.SUBMITTED,),
    M.WITHDRAWN: (S.SUBMITTED, S.DELIVERED),
    M.EXTENDED: (S.REGISTERED, S.PROCESSING),
    M.FORWARDED: (S.DELIVERED, S.OPENED, S.REGISTERED, S.PROCESSING),
}
STAYS = (M.EXTENDED, M.FORWARDED)


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.SubmitDocument):
        model.each_signer(signers, [signers.author])
        model.require(command.recipient, model.parties)
        if any(command.in_reply_to):
            model.require(command.in_reply_to, model.documents)
        model.documents[command.record] = Document(signers.author, command.recipient, command.content)
        return Effect(S.SUBMITTED, says={"sender": signers.author})
    assert isinstance(command, c.MoveDocument)
    return _move(model, command, signers)


def _move(model: Model, command: c.MoveDocument, signers: Signers) -> Effect:
    record, document, move = command.record, model.documents[command.record], M(command.document_move)
    again = move == M.EXTENDED and document.extended
    state = model.state_in(record, *(() if again else FROM[move]))
    called = {M.WITHDRAWN: [document.sender], M.CLOSED: [document.sender, document.recipient]}
    model.each_signer(signers, called.get(move, [document.recipient]))
    if move == M.FORWARDED:
        model.require(command.to, model.parties)
        document = replace(document, recipient=command.to)
    if move == M.DELIVERED and command.evidence != document.content:
        raise refuse("RECEIPT_MISMATCH", content=document.content, stored=command.evidence)
    if move == M.REGISTERED:
        model.before(command.due_by)
        document = replace(document, due_by=command.due_by)
    if move == M.EXTENDED:
        model.before(document.due_by)
        if command.due_by <= document.due_by:
            raise refuse("BAD_INTERVAL", start=document.due_by, end=command.due_by)
        document = replace(document, due_by=command.due_by, extended=True)
    model.documents[record] = document
    return Effect(state if move in STAYS else State[move.name], says={"recipient": document.recipient})
