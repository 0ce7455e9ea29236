"""Ways to alter a certificate. `signed` ones carry the operator's good signature over the altered content."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import rfc8785
from eth_hash.auto import keccak

from ledger.keys import KeySigner
from ledger.proof.bundle import content_of
from ledger.proof.signing import bundle_preimage
from ledger.wire import command_from_json
from scripts.vectors.certificate_story import key, label

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tampered:
    """An altered certificate: what was done to it, and the answer it must get."""

    what: str
    document: bytes
    step: int
    code: str


@dataclass(frozen=True, slots=True)
class Originals:
    """Good bundles to alter. later: of the asset after one more command."""

    asset: bytes
    deep: bytes
    licence: bytes
    absent_right: bytes
    later: bytes
    operator: KeySigner


def tampered(good: Originals) -> Iterator[Tampered]:
    """Every alteration, in a fixed order."""
    yield from _spellings(good)
    yield from _signatures(good)
    yield from _histories(good)
    yield from _evidence(good)
    yield from _attestation(good)


def _spellings(good: Originals) -> Iterator[Tampered]:
    yield Tampered("a line break at the end", good.asset + b"\n", 0, "NOT_CANONICAL")
    yield Tampered("spaces between the members", json.dumps(_opened(good.asset)).encode(), 0, "NOT_CANONICAL")
    twice = good.asset.replace(b'"deep":false', b'"deep":false,"deep":false', 1)
    yield Tampered("a member that stands twice", twice, 0, "NOT_CANONICAL")

    def upper(value: Document) -> None:
        value["ledger"] = "0x" + value["ledger"][2:].upper()

    def surplus(value: Document) -> None:
        value["histories"][0]["entries"][0]["note"] = "checked by nobody"

    yield Tampered("hex in upper case", _changed(good.asset, upper), 0, "MALFORMED")
    yield Tampered("a member that nothing checks", _signed(good, good.asset, surplus), 0, "MALFORMED")


def _signatures(good: Originals) -> Iterator[Tampered]:
    def drop(value: Document) -> None:
        entry = _entries(value)[0]
        entry["signed"]["signatures"].pop()
        entry["signers"].pop()

    def exchange(value: Document) -> None:
        _sign(value, _entries(value)[1], "institute#2")

    def half(value: Document) -> None:
        entry = _entries(value)[2]
        entry["signed"]["signatures"].pop()
        entry["signers"].pop()

    yield Tampered("a signatory of the licence left out", _signed(good, good.licence, drop), 2, "SIGNERS_DIFFER")
    yield Tampered("another party's signature", _signed(good, good.asset, exchange), 2, "KEY_NOT_OF_PARTY")
    yield Tampered("one of two keys left out", _signed(good, good.deep, half), 2, "THRESHOLD_NOT_MET")

    def other_history(value: Document) -> None:
        del value["histories"][-1]

    missing = _signed(good, good.deep, other_history)
    yield Tampered("a signing party's history left out", missing, 2, "SIGNER_HISTORY_MISSING")


def _histories(good: Originals) -> Iterator[Tampered]:
    def last(value: Document) -> None:
        _entries(value).pop()

    def middle(value: Document) -> None:
        del _entries(value)[1]

    def again(value: Document) -> None:
        _entries(value).insert(1, _entries(value)[1])

    def order(value: Document) -> None:
        _entries(value)[1], _entries(value)[2] = _entries(value)[2], _entries(value)[1]

    def date(value: Document) -> None:
        entry = _entries(value)[1]
        entry["at"] = str(int(entry["at"]) + 1)

    yield Tampered("the last command left out", _signed(good, good.asset, last), 4, "OTHER_HEAD")
    yield Tampered("a command left out", _signed(good, good.asset, middle), 3, "VERSION_MISMATCH")
    yield Tampered("a command twice", _signed(good, good.asset, again), 3, "VERSION_MISMATCH")
    yield Tampered("two commands exchanged", _signed(good, good.asset, order), 3, "VERSION_MISMATCH")
    yield Tampered("a command dated a second later", _signed(good, good.asset, date), 4, "OTHER_HEAD")


def _evidence(good: Originals) -> Iterator[Tampered]:
    def rolled_back(value: Document) -> None:
        value["histories"] = _opened(good.later)["histories"]

    def unneeded(value: Document) -> None:
        nodes = {*value["evidence"]["nodes"], *_opened(good.licence)["evidence"]["nodes"]}
        value["evidence"]["nodes"] = sorted(nodes, key=lambda node: keccak(bytes.fromhex(node[2:])))

    def fewer(value: Document) -> None:
        del value["evidence"]["nodes"][0]

    def reverse(value: Document) -> None:
        value["evidence"]["nodes"].reverse()

    def held(value: Document) -> None:
        value["claim"]["number"] = "0x" + label("10041237").hex()

    yield Tampered("a state from before the last command", _signed(good, good.asset, rolled_back), 4, "OTHER_HEAD")
    yield Tampered("nodes out of order", _signed(good, good.asset, reverse), 4, "NODES_UNORDERED")
    yield Tampered("nodes that another certificate needs", _signed(good, good.asset, unneeded), 4, "NODE_NOT_NEEDED")
    yield Tampered("a node left out", _signed(good, good.asset, fewer), 4, "NODE_MISSING")
    yield Tampered("absence of a number that is held", _signed(good, good.absent_right, held), 4, "NODE_MISSING")


def _attestation(good: Originals) -> Iterator[Tampered]:
    def later(value: Document) -> None:
        value["evidence"]["seal"] = _opened(good.later)["evidence"]["seal"]

    def no_seal(value: Document) -> None:
        value["evidence"]["seal"] = "0x" + "00" * 65

    flipped = bytearray(good.asset)
    place = good.asset.rindex(b'"signature":"0x') + 20
    flipped[place] = ord("1") if flipped[place] == ord("0") else ord("0")
    yield Tampered("a digit of the operator's signature", bytes(flipped), 5, "BUNDLE_SIGNATURE")
    yield Tampered("another block's seal, unsigned", _changed(good.asset, later), 5, "BUNDLE_SIGNATURE")
    yield Tampered("a seal that is no signature", _signed(good, good.asset, no_seal), 5, "BAD_SEAL")


def _opened(bundle: bytes) -> Document:
    value: Document = json.loads(bundle)
    return value


def _entries(value: Document) -> list[Document]:
    entries: list[Document] = value["histories"][0]["entries"]
    return entries


def _sign(value: Document, entry: Document, *names: str) -> None:
    digest = command_from_json({**entry["signed"], "ledger": value["ledger"]}).digest
    entry["signed"]["signatures"] = ["0x" + key(name).sign(digest).hex() for name in names]


def _changed(bundle: bytes, change: Callable[[Document], None]) -> bytes:
    value = _opened(bundle)
    change(value)
    return rfc8785.dumps(value)


def _signed(good: Originals, bundle: bytes, change: Callable[[Document], None]) -> bytes:
    value = _opened(bundle)
    change(value)
    signature = good.operator.sign_preimage(bundle_preimage(bytes.fromhex(value["ledger"][2:]), content_of(value)))
    return rfc8785.dumps({**value, "signature": "0x" + signature.hex()})
