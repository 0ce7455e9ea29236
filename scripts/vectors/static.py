"""Vectors that need no ledger: digests, ids, commitments, signatures, heads.

Values are chosen here (edges of every type) and the results computed; tests/unit compares them with eth-account's,
and Solidity, Go and TypeScript read the same files.
"""

from __future__ import annotations

from typing import Any

import rfc8785
from coincurve import PublicKey
from eth_hash.auto import keccak

from ledger import eip712
from ledger.commands import COMMANDS, Command
from ledger.engines.evm.abi import calldata
from ledger.enums import Kind
from ledger.scenario.randomness import SeededRandomness
from ledger.scenario.signing import Key, high_s
from ledger.signatures import ORDER
from ledger.types import Listed, find, integer_bits
from ledger.wire import SignedCommand, command_to_json

LEDGER = keccak(b"HanoTEX test ledger")
_SEED = SeededRandomness()
_LONGEST_LIST = 16


def _hex(raw: bytes) -> str:
    return "0x" + raw.hex()


def _key(number: int) -> Key:
    name = f"vectors#{number}"
    return Key(name, _SEED.secret(name))


# --- Commands ------------------------------------------------------------------------------------------------------


class Edge:
    """Builds a command with every member at one edge of its type, or with a value told apart by its path."""

    def __init__(self, edge: str) -> None:
        self._edge = edge
        self._count = {"least": 0, "most": _LONGEST_LIST, "single": 1, "typical": 3}[edge]

    def command(self, kind: type[Command]) -> Command:
        command: Command = self._struct(kind, kind.__name__)
        return command

    def _struct(self, struct: Any, path: str) -> Any:
        return struct(
            **{name: self._member(annotation, f"{path}.{name}") for name, annotation in eip712.members(struct)}
        )

    def _member(self, annotation: Any, path: str) -> Any:
        struct, listed = eip712.element_struct(annotation)
        if not listed:
            return self._struct(struct, path) if struct else self._atom(eip712.field_type(annotation).abi, path)
        bound = find(annotation.__metadata__, Listed)
        return tuple(
            self._struct(struct, f"{path}[{i}]")
            if struct
            else self._atom(eip712.field_type(annotation).abi, f"{path}[{i}]")
            for i in range(min(self._count, bound.most))
        )

    def _atom(self, abi: str, path: str) -> Any:
        seed = keccak(path.encode())
        if abi in ("bytes32", "address"):
            length = 32 if abi == "bytes32" else 20
            return {"least": bytes(length), "most": b"\xff" * length}.get(self._edge, seed[-length:])
        if abi == "bool":
            return self._edge == "most" or (self._edge in ("single", "typical") and seed[0] % 2 == 1)
        bits = integer_bits(abi)
        signed = abi.startswith("int")
        least = -(1 << (bits - 1)) if signed else 0
        most = least + (1 << bits) - 1
        single = -1 if signed else 1
        typical = least + int.from_bytes(seed, "big") % (1 << bits)
        return {"least": least, "most": most, "single": single}.get(self._edge, typical)


def digests() -> list[dict[str, Any]]:
    """Every command with all members zero and lists empty, all ones and lists full, one, and told apart."""
    vectors = []
    for name, kind in COMMANDS.items():
        for edge in ("least", "single", "typical", "most"):
            command = Edge(edge).command(kind)
            digest = eip712.digest(LEDGER, command)
            signed = SignedCommand(LEDGER, command, (_key(1).sign(digest),))
            vectors.append(
                {
                    "name": f"{name} {edge}",
                    "signed": command_to_json(signed),
                    "type": eip712.encode_type(kind),
                    "type_hash": _hex(eip712.type_hash(kind)),
                    "struct_hash": _hex(eip712.struct_hash(command)),
                    "digest": _hex(digest),
                    "calldata": _hex(calldata(signed)),
                }
            )
    return vectors


# --- Identifiers ---------------------------------------------------------------------------------------------------


def ids() -> list[dict[str, Any]]:
    """The record id of every kind for a zero, an all-ones and an ordinary nonce."""
    vectors = []
    for kind in Kind:
        for party, nonce in (
            (bytes(32), bytes(32)),
            (eip712.party_id(_key(1).address), _SEED.nonce("ids")),
            (eip712.party_id(b"\xff" * 20), b"\xff" * 32),
        ):
            record = eip712.record_id(kind, party, nonce)
            vectors.append({"kind": int(kind), "party": _hex(party), "nonce": _hex(nonce), "record": _hex(record)})
    return vectors


_CONTENTS: tuple[Any, ...] = (
    {},
    {"text": ""},
    {"text": "Chip ảnh nhiệt cho camera cảnh báo cháy"},
    {"media_type": "application/pdf", "sha256": "ab" * 32, "size": 1_048_576},
    {"b": [1, -1, 0], "a": {"ngày": "2026-11-23", "đúng": True, "không": None}},
    {"text": 'quote " backslash \\ tab \t newline \n solidus / control \x01 delete \x7f'},
    {"text": "\U0001f525 and \u2028 and \ufb33", "\U0001f600": 1, "\ufb33": 2, "\u20ac": 3, "1": 4, "\r": 5},
    {"small": 0.1, "large": 9007199254740991, "fraction": 4.5, "exponent": 1e30, "tiny": 1e-7},
)


def commitments() -> list[dict[str, Any]]:
    """Commitments to RFC 8785 bytes: sorting by UTF-16 units, escapes, numbers, and Vietnamese text."""
    salts = [bytes(32), b"\xff" * 32, *(_SEED.salt(f"commitments {i}") for i in range(len(_CONTENTS) - 2))]
    vectors = []
    for salt, content in zip(salts, _CONTENTS, strict=True):
        raw = rfc8785.dumps(content)
        vectors.append({"salt": _hex(salt), "content": raw.decode(), "commitment": _hex(eip712.commitment(salt, raw))})
    return vectors


# --- Signatures ----------------------------------------------------------------------------------------------------


def _word(number: int) -> bytes:
    return number.to_bytes(32, "big")


def _recovered(digest: bytes, signature: bytes) -> str:
    public = PublicKey.from_signature_and_message(signature[:64] + bytes([signature[64] - 27]), digest, hasher=None)
    return _hex(keccak(public.format(compressed=False)[1:])[12:])


def signatures() -> list[dict[str, Any]]:
    """Accepted signatures with the address they recover to, and every refused form of reading 9."""
    digest = keccak(b"HanoTEX test digest")
    good = _key(1).sign(digest)
    r, s, v = good[:32], good[32:64], good[64:]
    half = ORDER // 2
    accepted = {
        "good": good,
        "other key": _key(2).sign(digest),
        "other content": _key(1).sign(digest, "other_content"),
        "s one": r + _word(1) + v,
        "s the highest allowed": r + _word(half) + v,
        "v turned round": r + s + bytes([55 - v[0]]),
    }
    for number in range(3, 40):
        other = _key(number).sign(digest)
        accepted.setdefault(f"v {other[64]}", other)
    refused = {
        "empty": b"",
        "truncated": good[:64],
        "one byte more": good + b"\x00",
        "compact (EIP-2098)": r + _word(int.from_bytes(s, "big") | (v[0] - 27) << 255),
        "v 0": r + s + b"\x00",
        "v 1": r + s + b"\x01",
        "v 26": r + s + b"\x1a",
        "v 29": r + s + b"\x1d",
        "v with a chain id (EIP-155)": r + s + bytes([v[0] - 27 + 37]),
        "high s": high_s(good),
        "s the lowest refused": r + _word(half + 1) + v,
        "zero r": bytes(32) + s + v,
        "zero s": r + bytes(32) + v,
        "r the order": _word(ORDER) + s + v,
        "r above the order": _word(ORDER + 1) + s + v,
        "s the order": r + _word(ORDER) + v,
        "s above the order": r + b"\xff" * 32 + v,
        "r of no point": _word(5) + s + v,
        "all zero": bytes(65),
        "all ones": b"\xff" * 65,
    }
    return [
        *(
            {
                "name": name,
                "digest": _hex(digest),
                "signature": _hex(signature),
                "address": _recovered(digest, signature),
            }
            for name, signature in accepted.items()
        ),
        *(
            {"name": name, "digest": _hex(digest), "signature": _hex(signature), "address": None}
            for name, signature in refused.items()
        ),
    ]


# --- Heads ---------------------------------------------------------------------------------------------------------


def heads() -> list[dict[str, Any]]:
    """A chain of heads over ordinary times, then the edges of the time's 8 bytes."""
    vectors = []
    head = eip712.party_id(_key(1).address)
    for at in (0, 1, 1_735_689_600, 1_795_651_200, 1_795_651_200, (1 << 53) + 1, (1 << 64) - 1):
        digest = keccak(b"HanoTEX test command" + _word(at))
        following = eip712.next_head(head, digest, at)
        vectors.append({"head": _hex(head), "digest": _hex(digest), "at": str(at), "next": _hex(following)})
        head = following
    return vectors


FILES = {
    "digests.json": digests,
    "ids.json": ids,
    "commitments.json": commitments,
    "signatures.json": signatures,
    "heads.json": heads,
}
