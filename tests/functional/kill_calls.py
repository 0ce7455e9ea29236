"""What the clients of a service that is killed over and over asked, and what they were told: one entry a call."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx

from ledger.errors import REFUSALS
from ledger.events import Receipt
from ledger.intents import State
from ledger.wire import SignedCommand


class Asked(StrEnum):
    SUBMIT = "submit"
    STATUS = "status"


class Told(StrEnum):
    """accepted, refused: definite. pending: 202, or a status that is no outcome. unavailable: 429, 503.

    lost: no answer. absent: a status of what the service has never seen. odd: what no client is to be told.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    PENDING = "pending"
    UNAVAILABLE = "unavailable"
    LOST = "lost"
    ABSENT = "absent"
    ODD = "odd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """begun, ended: UTC seconds. process: of those that serve. said: a refusal's code, or an odd answer's words."""

    asked: Asked
    digest: bytes
    begun: float
    ended: float
    told: Told
    client: str = ""
    process: int = 0
    said: str = ""
    receipt: Receipt | None = None
    intake: dict[str, Any] | None = None

    @property
    def definite(self) -> bool:
        return self.told in (Told.ACCEPTED, Told.REFUSED)


class Calls:
    """Everything that was asked; several threads may add to it. signed: each command by its digest, as it was sent."""

    def __init__(self) -> None:
        self.all: list[Call] = []
        self.signed: dict[bytes, SignedCommand] = {}
        self.fates: dict[bytes, str] = {}
        self._lock = threading.Lock()

    def submitting(self, signed: SignedCommand, fate: str) -> None:
        with self._lock:
            self.signed[signed.digest] = signed
            self.fates[signed.digest] = fate

    def add(self, call: Call) -> None:
        with self._lock:
            self.all.append(call)


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """A draft as an answer showed it, and when the question was asked and answered (UTC seconds)."""

    draft: str
    state: str
    digest: bytes
    begun: float
    ended: float


class KeyDeed(StrEnum):
    """What became of an API key. revoking: it was asked for, answered or not. made, revoked: it was answered.

    opened, shut: a request with it was let in, or was not.
    """

    MADE = "made"
    OPENED = "opened"
    SHUT = "shut"
    REVOKING = "revoking"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class KeySeen:
    """prefix: of the key. begun, ended: of the question (UTC seconds)."""

    prefix: str
    deed: KeyDeed
    begun: float
    ended: float


@dataclass(slots=True)
class Heard:
    """What those heard who listen. streamed: id and data of each event of `/v1/events`, in order.

    webhooks: by subscription, (message id, body) in the order in which they were taken; forged: messages whose
    signature did not hold.
    """

    streamed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    webhooks: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)
    forged: list[str] = field(default_factory=list)
    drafts: list[DraftSeen] = field(default_factory=list)
    keys: list[KeySeen] = field(default_factory=list)


def submitted(answer: httpx.Response) -> dict[str, Any]:
    """What a call was told by an answer to a submission: the members of `Call` that follow from it."""
    said = answer.json()
    intake = said.get("intake")
    if answer.status_code == 201:
        return {"told": Told.ACCEPTED, "receipt": receipt_of(said["receipt"]), "intake": intake}
    if answer.status_code == 202:
        return {"told": Told.PENDING, "intake": intake}
    code = said["code"]
    if answer.status_code in (429, 503):
        return {"told": Told.UNAVAILABLE, "said": code, "intake": intake}
    if code in REFUSALS:
        return {"told": Told.REFUSED, "said": code, "intake": intake}
    return {"told": Told.ODD, "said": f"{answer.status_code} {code}", "intake": intake}


def looked_up(answer: httpx.Response) -> dict[str, Any]:
    """As `submitted`, of an answer to `GET /v1/commands/{digest}`."""
    said = answer.json()
    if answer.status_code == 404 and said["code"] == "COMMAND_NOT_FOUND":
        return {"told": Told.ABSENT}
    if answer.status_code in (429, 503):
        return {"told": Told.UNAVAILABLE, "said": said["code"]}
    if answer.status_code != 200:
        return {"told": Told.ODD, "said": f"{answer.status_code} {said.get('code')}"}
    if said["state"] == State.COMMITTED:
        return {"told": Told.ACCEPTED, "receipt": receipt_of(said["receipt"]), "intake": said["intake"]}
    if said["state"] == State.REFUSED:
        return {"told": Told.REFUSED, "said": said["refusal"]["code"], "intake": said["intake"]}
    return {"told": Told.PENDING, "said": said["state"], "intake": said["intake"]}


def receipt_of(said: dict[str, Any]) -> Receipt:
    record, head, digest = (bytes.fromhex(said[name][2:]) for name in ("record", "head", "digest"))
    return Receipt(record, said["version"], head, digest, int(said["at"]))
