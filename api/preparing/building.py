"""A command built from human fields, as of the ledger's present state; it is parsed like any other party's."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from typing import Any

from eth_hash.auto import keccak

from api.preparing.context import Committed, Given, expect_nothing_made_up, party
from api.preparing.request import PrepareRequest
from ledger import eip712, wire
from ledger.commands import COMMANDS, Command
from ledger.enums import Kind
from ledger.errors import Refused
from ledger.port import Ledger
from ledger.records import AnyRecord, Instrument
from ledger.scenario import human
from ledger.scenario.human import Unreadable
from ledger.scenario.times import NoSuchTime
from ledger.wire import SignedCommand

HOUR = 3600
_WORD = re.compile(r"0x[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A command without signatures. record: what it moves, as it is now; None for a new one."""

    signed: SignedCommand
    record: AnyRecord | None
    committed: tuple[Committed, ...]


def prepare(ledger: Ledger, asked: PrepareRequest) -> Prepared:
    """Raises `Refused` (UNKNOWN_COMMAND, MALFORMED), `Unreadable`, `NoSuchTime`, and what the ledger raises."""
    kind = COMMANDS.get(asked.command)
    if kind is None:
        raise Refused("UNKNOWN_COMMAND", {"name": asked.command})
    expect_nothing_made_up(asked.fields)
    status = ledger.status()
    context = Given(ledger, status.now, tuple(_known(each) for each in asked.signers))
    try:
        form = _form(kind, asked, context, status.genesis.ledger)
    except (Unreadable, NoSuchTime):
        raise
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # A value of a form that its type does not have, such as a list for a name.
        vi, en = "một giá trị có dạng không hợp lệ", "a value has a form that it cannot have"
        raise Unreadable("fields", vi, en) from error
    signed = wire.command_from_json(json.loads(json.dumps(form)))
    return Prepared(signed, context.moved, tuple(context.committed.values()))


def _form(kind: type[Command], asked: PrepareRequest, context: Given, ledger: bytes) -> dict[str, Any]:
    """The wire form of the command; `context` learns what it moves."""
    given = dict(asked.fields)
    record = _record(kind, asked, given, context)
    moved = context.moved = None if kind.creates else context.look_up(record)
    if "signing" in {name for name, _ in eip712.members(kind)} and "signing" not in given:
        given["signing"] = ["0x" + each.hex() for each in dict.fromkeys(context.signers)]
    version = asked.expected_version
    return {
        "ledger": "0x" + ledger.hex(),
        "command": asked.command,
        "record": "0x" + record.hex(),
        "expected_version": (moved.version if moved else 0) if version is None else version,
        "not_after": str(context.now + HOUR if asked.not_after is None else _not_after(asked.not_after, context)),
        "fields": human.fields(kind, given, context, _base(moved)),
        "signatures": [],
    }


def _not_after(given: str | int, context: Given) -> int:
    """Raises `Unreadable` of `not_after`."""
    try:
        return context.time(given)
    except NoSuchTime as error:
        raise Unreadable("not_after", *error.sentence) from error


def _known(text: str) -> bytes:
    found = party(text)
    assert found is not None, "the request's model admits ids alone"
    return found


def _record(kind: type[Command], asked: PrepareRequest, given: dict[str, Any], context: Given) -> bytes:
    """The id of the record moved; a create command gets its nonce, drawn at random where none is given."""
    named = None if asked.record is None else _known(asked.record)
    if not kind.creates:
        if named is None:
            raise Unreadable("record", "cần nêu bản ghi", "the record is needed")
        return named
    if kind.kind == Kind.PARTY:
        keys = given.get("keys")
        first = party(str(keys[0])) if isinstance(keys, list) and keys else None
        if named is None and first is None:
            raise Unreadable("keys", "cần địa chỉ khóa đầu tiên", "the address of the first key is needed")
        return named or first or bytes(32)
    if kind.kind == Kind.ROYALTY_PERIOD:
        instrument, start = context.record(str(given.get("instrument", ""))), context.time(given.get("start", 0))
        given["nonce"] = "0x" + eip712.royalty_nonce(instrument, start).hex()
        return named or eip712.royalty_period_id(instrument, start)
    nonce = _nonce(given.get("nonce"))
    given["nonce"] = "0x" + nonce.hex()
    return named or eip712.record_id(kind.kind, context.signer(), nonce)


def _nonce(given: Any) -> bytes:
    if given is None:
        return secrets.token_bytes(32)
    text = str(given)
    return bytes.fromhex(text[2:]) if _WORD.fullmatch(text) else keccak(text.encode())


def _base(moved: AnyRecord | None) -> dict[str, Any]:
    """The current terms, of which `sign_instrument` and `amend_instrument` need state only what differs."""
    return {"terms": wire.struct_to_json(moved.terms)} if isinstance(moved, Instrument) else {}
