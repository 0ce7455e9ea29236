"""One `do` step made into a signed command: names resolved, envelope filled, signed by the keys it calls for."""

from __future__ import annotations

import json
from typing import Any

from eth_hash.auto import keccak

from ledger import eip712, scope, wire
from ledger.commands import COMMANDS, Command, RegisterParty
from ledger.enums import Kind
from ledger.records import Instrument
from ledger.scenario import human
from ledger.scenario.cast import Cast
from ledger.scenario.format import Do

HOUR = 3600


def signed_command(step: Do, cast: Cast, ledger: bytes, now: int) -> wire.SignedCommand:
    """Build and sign. Parsed from its wire form, as any other party's command would be.

    Raises `Refused` (UNKNOWN_COMMAND, MALFORMED), `human.Unreadable`, `times.NoSuchTime`.
    """
    kind = COMMANDS.get(step.command)
    if kind is None:
        wire.command_from_json({"ledger": "0x" + ledger.hex(), "command": step.command})
        raise AssertionError(step.command)
    first = _party(step.signers[0]) if step.signers else ""
    signer = cast.record(first) if first else bytes(32)
    cast.begin(cast.record(step.record), signer, now)
    given = dict(step.fields)
    record = _record(step, kind, cast, given, signer)
    fields = human.fields(kind, _completed(step, kind, cast, given), cast, _base(kind, cast, record))
    signed_for = cast.other_ledger() if step.envelope.get("ledger") == "other" else ledger
    envelope = _envelope(step, kind, cast, record, now)
    form = {"ledger": "0x" + signed_for.hex(), "command": step.command, **envelope, "fields": fields, "signatures": []}
    unsigned = wire.command_from_json(json.loads(json.dumps(form)))
    damage = step.envelope.get("signature", "")
    signatures = tuple(
        key.sign(unsigned.digest, damage) for name in step.signers for key in cast.signing_keys(name, kind, record)
    )
    return wire.SignedCommand(signed_for, unsigned.command, signatures)


def _party(name: str) -> str:
    return name.partition("#")[0]


def _record(step: Do, kind: type[Command], cast: Cast, given: dict[str, Any], signer: bytes) -> bytes:
    """The record's id; a create command gives its alias that meaning, and gets its nonce."""
    if not kind.creates or kind.kind == Kind.PARTY:
        return cast.record(step.record)
    if kind.kind == Kind.ROYALTY_PERIOD:
        instrument, start = cast.record(str(given.get("instrument", ""))), cast.time(given.get("start", 0))
        nonce = _nonce(given) or eip712.royalty_nonce(instrument, start)
        record = eip712.royalty_period_id(instrument, start)
    else:
        nonce = _nonce(given) or cast.nonce(step.record)
        record = eip712.record_id(kind.kind, signer, nonce)
    given["nonce"] = "0x" + nonce.hex()
    cast.name(step.record, record)
    return record


def _nonce(given: dict[str, Any]) -> bytes:
    """The nonce of a file that states one in place of the right or a random one, by any text."""
    return keccak(str(given["nonce"]).encode()) if "nonce" in given else b""


def _completed(step: Do, kind: type[Command], cast: Cast, given: dict[str, Any]) -> dict[str, Any]:
    """The fields that the file does not repeat: a party's own data, and who is signing."""
    if kind is RegisterParty:
        spec = cast.scenario.party(_party(step.record))
        if spec:
            own = {
                "party_kind": spec.kind.name.lower(),
                "country": scope.country_number(spec.country),
                "parent": spec.parent or None,
                "keys": [key.name for key in cast.own_keys(spec)],
                "threshold": spec.threshold,
            }
            given = {**own, **given}
    if "signing" in {name for name, _ in eip712.members(kind)} and "signing" not in given:
        given["signing"] = list(dict.fromkeys(_party(name) for name in step.signers))
    return given


def _base(kind: type[Command], cast: Cast, record: bytes) -> dict[str, Any]:
    """The current terms, of which `sign_instrument` and `amend_instrument` state only what differs."""
    found = cast.records.get(record)
    if kind.creates or not isinstance(found, Instrument):
        return {}
    return {"terms": wire.struct_to_json(found.terms)}


def _envelope(step: Do, kind: type[Command], cast: Cast, record: bytes, now: int) -> dict[str, Any]:
    overrides = step.envelope
    moved = cast.record(str(overrides["record"])) if "record" in overrides else record
    current = cast.records.get(moved)
    not_after = cast.time(overrides["not_after"]) if "not_after" in overrides else now + HOUR
    return {
        "record": "0x" + moved.hex(),
        "expected_version": overrides.get("expected_version", current.version if current else 0),
        "not_after": wire.integer_to_json("uint64", not_after),
    }
