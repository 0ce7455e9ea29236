"""Records that are kept as evidence: documents sent to offices, and digests of what is kept elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.enums import Kind
from ledger.records.record import Record, Size
from ledger.types import Commitment, Digest, Flag, Id, Label, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """A document sent to an office. recipients: every office it was with, the present one last.

    addressed_at: when it was sent, or forwarded, to the present recipient. number: that of its registration, zero
    before; answer_number: that of the answer, if it has one. due_by: 0 until it is registered.
    """

    kind = Kind.DOCUMENT

    sender: Id
    recipient: Id
    recipients: tuple[Id, ...]
    content: Commitment
    in_reply_to: Id
    addressed_at: Time
    number: Commitment = bytes(32)
    due_by: Time = 0
    extended: Flag = False
    answer_number: Commitment = bytes(32)
    evidence: Commitment = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor(Record):
    """A digest fixed in a namespace by its author. size: the entries it covers."""

    kind = Kind.ANCHOR

    author: Id
    namespace: Label
    digest: Digest
    size: Size
