"""Rows of documents and anchors."""

from __future__ import annotations

from ledger.records import Anchor, Document
from marketplace import tables as t
from marketplace.record_rows.row import Rows, columns, named


def document_rows(document: Document) -> Rows:
    own = columns(
        document,
        *("id", "sender", "recipient", "content", "in_reply_to", "addressed_at", "number", "due_by", "extended"),
        *("answer_number", "evidence"),
    )
    return {t.DocumentRow: [own], t.RecipientRow: named("document", document.id, "party", document.recipients)}


def anchor_rows(anchor: Anchor) -> Rows:
    return {t.AnchorRow: [columns(anchor, "id", "author", "namespace", "digest", "size")]}
