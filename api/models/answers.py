"""What the service answers: receipts, intakes, problems, and what became of a command."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.models.values import Address, Bytes, Seconds, Version, Word
from ledger import wire
from ledger.errors import Refused
from ledger.events import Receipt

State = Literal["received", "submitted", "committed", "refused", "unknown"]


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ReceiptModel(Answer):
    """What an accepted command left."""

    record: Word
    version: Version
    head: Word
    digest: Word
    at: Seconds


class IntakeModel(Answer):
    """The operator's word that the command arrived by this time. Its RFC 8785 bytes are a file for `hanotex verify`."""

    kind: Literal["hanotex-intake"]
    version: Literal[1]
    ledger: Word
    digest: Word
    received_at: Seconds
    operator: Address
    signature: Bytes


class RefusalModel(Answer):
    """A refusal of the ledger: its code, and values in wire form."""

    code: str
    values: dict[str, Any]


class Accepted(Answer):
    receipt: ReceiptModel
    intake: IntakeModel


class Pending(Answer):
    """What became of the command is not known yet. status: where to ask."""

    digest: Word
    status: str
    intake: IntakeModel


class Checked(Answer):
    """What the ledger would say now; nothing was recorded."""

    accepted: bool
    refusal: RefusalModel | None = None


class CommandStatus(Answer):
    """What is known of a command.

    received: taken in, and not sent. submitted: on its way. committed: recorded, with its receipt. refused: nothing
    was recorded; the same bytes may be sent again. unknown: sent, and no answer came.
    """

    digest: Word
    state: State
    receipt: ReceiptModel | None = None
    refusal: RefusalModel | None = None
    intake: IntakeModel | None = None


class CommitmentModel(Answer):
    """A commitment made for a text, and what opens it. Keep salt and content: the service keeps neither."""

    commitment: Word
    salt: Word
    content: dict[str, str]


class BothLanguages(Answer):
    vi: str
    en: str


class PreparedModel(Answer):
    """A command to sign: its wire form without signatures, what wallets take, and the sentence to read first."""

    signed: dict[str, Any]
    typed_data: dict[str, Any]
    digest: Word
    sentence: BothLanguages
    commitments: list[CommitmentModel]


class FaultModel(Answer):
    """What is wrong with a content. path: as JSON writes a place; code: stable."""

    path: str
    code: str
    values: dict[str, Any]
    vi: str
    en: str


class ProblemModel(BaseModel):
    """RFC 9457. `type` is a page that says what to do next; `values` say about what, `intake` that it had arrived.

    faults: of a content that cannot be taken, each place with its code, values and sentences.
    """

    model_config = ConfigDict(title="Problem")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    values: dict[str, Any]
    title_vi: str
    title_en: str
    advice_vi: str
    advice_en: str
    intake: IntakeModel | None = Field(default=None)
    faults: list[FaultModel] | None = Field(default=None)


def receipt_document(receipt: Receipt) -> dict[str, Any]:
    """A receipt in wire form."""
    return {
        "record": "0x" + receipt.record.hex(),
        "version": receipt.version,
        "head": "0x" + receipt.head.hex(),
        "digest": "0x" + receipt.digest.hex(),
        "at": str(receipt.at),
    }


def refusal_document(refused: Refused) -> dict[str, Any]:
    return wire.refusal_to_json(refused)
