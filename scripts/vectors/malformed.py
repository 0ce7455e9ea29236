"""Documents that are no signed command, and the refusal that every language's parser answers (docs/specs/wire.md)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from ledger.commands import Command, MeasurePilot, ProposeInstrument
from ledger.wire import SignedCommand, command_to_json
from scripts.vectors.static import LEDGER, Edge

Document = dict[str, Any]


def _good(command: type[Command]) -> Document:
    return command_to_json(SignedCommand(LEDGER, Edge("single").command(command), (bytes(65),)))


def _set(path: str, value: Any) -> Callable[[Document], None]:
    """Put a value at a path like `fields.terms.members.0.party`."""

    def change(document: Document) -> None:
        *before, last = path.split(".")
        at: Any = document
        for name in before:
            at = at[int(name)] if isinstance(at, list) else at[name]
        at[int(last) if isinstance(at, list) else last] = value

    return change


def _drop(path: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        *before, last = path.split(".")
        at: Any = document
        for name in before:
            at = at[int(name)] if isinstance(at, list) else at[name]
        del at[last]

    return change


# name, what is changed in a good document, the path that MALFORMED names
_MALFORMED: tuple[tuple[str, Callable[[Document], None], str], ...] = (
    ("a surplus member", _set("surplus", 1), "surplus"),
    ("no ledger", _drop("ledger"), "ledger"),
    ("a ledger of 31 bytes", _set("ledger", "0x" + "11" * 31), "ledger"),
    ("a ledger in capitals", _set("ledger", "0x" + "AB" * 32), "ledger"),
    ("a ledger without 0x", _set("ledger", "11" * 32), "ledger"),
    ("a command that is a number", _set("command", 1), "command"),
    ("no record", _drop("record"), "record"),
    ("a version as text", _set("expected_version", "1"), "expected_version"),
    ("a version with a fraction", _set("expected_version", 1.5), "expected_version"),
    ("a version that is true", _set("expected_version", True), "expected_version"),
    ("a negative version", _set("expected_version", -1), "expected_version"),
    ("a version beyond 32 bits", _set("expected_version", 2**32), "expected_version"),
    ("a time as a number", _set("not_after", 1), "not_after"),
    ("a time with a leading zero", _set("not_after", "01"), "not_after"),
    ("a time with a plus sign", _set("not_after", "+1"), "not_after"),
    ("a negative time", _set("not_after", "-1"), "not_after"),
    ("a time beyond 64 bits", _set("not_after", str(2**64)), "not_after"),
    ("an empty time", _set("not_after", ""), "not_after"),
    ("no fields", _drop("fields"), "fields"),
    ("fields as a list", _set("fields", []), "fields"),
    ("a surplus field", _set("fields.surplus", 1), "surplus"),
    ("a missing field", _drop("fields.nonce"), "nonce"),
    ("a null field", _set("fields.nonce", None), "nonce"),
    ("terms as a list", _set("fields.terms", []), "terms"),
    ("a missing member of terms", _drop("fields.terms.text"), "terms.text"),
    ("a surplus member of terms", _set("fields.terms.price", 1), "terms.price"),
    ("members as an object", _set("fields.terms.members", {}), "terms.members"),
    ("a member of terms that is a number", _set("fields.terms.members.0", 1), "terms.members[0]"),
    ("a party of 33 bytes", _set("fields.terms.members.0.party", "0x" + "11" * 33), "terms.members[0].party"),
    ("a role beyond 8 bits", _set("fields.terms.members.0.member_role", 256), "terms.members[0].member_role"),
    ("a bitmap beyond 256 bits", _set("fields.terms.scope.countries", str(2**256)), "terms.scope.countries"),
    ("a bitmap in hex", _set("fields.terms.scope.countries", "0x1"), "terms.scope.countries"),
    ("a flag that is a number", _set("fields.terms.consent_waived", 1), "terms.consent_waived"),
    ("an entry of signing of odd length", _set("fields.signing.0", "0x1"), "signing[0]"),
    ("no signatures", _drop("signatures"), "signatures"),
    ("signatures as text", _set("signatures", "0x"), "signatures"),
    ("a signature that is no hex", _set("signatures.0", "0xzz"), "signatures[0]"),
)
# The same of a command with signed numbers.
_MALFORMED_SIGNED: tuple[tuple[str, Callable[[Document], None], str], ...] = (
    ("a value as a number", _set("fields.values.0.value", -1), "values[0].value"),
    ("a negative zero", _set("fields.values.0.value", "-0"), "values[0].value"),
    ("a negative value with a leading zero", _set("fields.values.0.value", "-01"), "values[0].value"),
    ("a minus sign alone", _set("fields.values.0.value", "-"), "values[0].value"),
    ("a value with a fraction", _set("fields.values.0.value", "1.5"), "values[0].value"),
    ("a value above 2^255 - 1", _set("fields.values.0.value", str(2**255)), "values[0].value"),
    ("a value below -2^255", _set("fields.values.0.value", str(-(2**255) - 1)), "values[0].value"),
    ("a flag as text", _set("fields.final", "true"), "final"),
)


def malformed() -> list[dict[str, Any]]:
    """A good document with one thing wrong in it, and what a parser answers."""
    vectors: list[dict[str, Any]] = []
    for command, listed in ((ProposeInstrument, _MALFORMED), (MeasurePilot, _MALFORMED_SIGNED)):
        for name, change, path in listed:
            document = copy.deepcopy(_good(command))
            change(document)
            refused = {"code": "MALFORMED", "values": {"field": path}}
            vectors.append({"name": name, "document": document, "refused": refused})
    unknown = {**_good(ProposeInstrument), "command": "register_patent"}
    refused = {"code": "UNKNOWN_COMMAND", "values": {"name": "register_patent"}}
    vectors.append({"name": "a command of no catalogue", "document": unknown, "refused": refused})
    return vectors
