"""A ledger whose state lies in real Merkle-Patricia tries, so that its evidence can be read without an engine.

What it accepts is what the test's chain of events says; slots are computed here on their own, with eth_abi.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import rlp
from eth_abi import encode
from eth_hash.auto import keccak
from trie import HexaryTrie

from ledger.enums import Kind
from ledger.events import Event, GenesisEvent
from ledger.proof.signing import seal_preimage
from ledger.proof.trust import CONTRACTS, Contract, Trust
from ledger.records import Asset, Instrument, Party
from ledger.state import Records, fold, held_pairs
from tests.unit.chain import Chain, key

OPERATOR = key("operator seal")
CODE = {name: f"runtime code of {name}".encode() for name in CONTRACTS}
ADDRESS = {name: keccak(name.encode())[:20] for name in CONTRACTS}
ALL = {"acts": (1 << 32) - 1, "fields": (1 << 64) - 1, "provinces": (1 << 64) - 1, "countries": (1 << 256) - 1}


class OperatorKey:
    """Signs as an operator's signer does."""

    def __init__(self, name: str = "operator seal") -> None:
        self._key = key(name)

    @property
    def address(self) -> bytes:
        return self._key.address

    def sign_preimage(self, preimage: bytes) -> bytes:
        return self._key.sign(keccak(preimage))


def mapped(kinds: Sequence[str], values: Sequence[Any]) -> int:
    """A mapping's slot: keccak256(abi.encode(key, position))."""
    return int.from_bytes(keccak(encode(kinds, values)), "big")


def words(first: int, values: Sequence[int]) -> dict[int, int]:
    return {(first + index) % (1 << 256): value for index, value in enumerate(values)}


class Storage:
    """The storage of each contract, written from folded records as docs/specs/evm.md says."""

    def __init__(self, records: Records) -> None:
        self.slots: dict[str, dict[int, int]] = {name: {} for name in CONTRACTS}
        self._registry(records)
        self._modules(records)

    def _registry(self, records: Records) -> None:
        for record in _all(records):
            heads = {mapped(("bytes32", "uint256"), (record.id, 0)): int.from_bytes(record.head, "big")}
            entry = record.kind | record.state << 8 | record.version << 16 | 1 << 48 | record.at << 80
            self.slots["registry"] |= heads | {mapped(("bytes32", "uint256"), (record.id, 1)): entry}

    def _modules(self, records: Records) -> None:
        for record in _all(records):
            if isinstance(record, Party):
                for each in record.keys:
                    first = int.from_bytes(record.id, "big") | each.powers << 160
                    second = each.valid_from | each.valid_to << 64 | each.revoked_at << 128
                    slot = mapped(("address", "uint256"), ("0x" + each.address.hex(), 0))
                    self.slots["parties"] |= words(slot, (first, second))
            elif isinstance(record, Asset):
                for pair in held_pairs(record):
                    slot = mapped(("bytes32", "uint256"), (keccak(encode(("bytes32", "bytes32"), pair)), 0))
                    self.slots["assets"][slot] = int.from_bytes(record.id, "big")
                self._holders(record)
                self._grants(records, record)

    def _holders(self, asset: Asset) -> None:
        summary = asset.asset_kind | asset.tier << 8 | asset.grant_rule << 16 | len(asset.holders) << 24
        held = [int.from_bytes(each.party, "big") | each.bps << 160 for each in asset.holders]
        self.slots["assets"] |= words(mapped(("bytes32", "uint256"), (asset.id, 1)), (summary, *held))

    def _grants(self, records: Records, asset: Asset) -> None:
        standing = [i for i in map(records.instrument, records.instruments_on(asset.id)) if i and i.exclusivity > 1]
        slot = mapped(("bytes32", "uint256"), (asset.id, 0))
        self.slots["instruments"] |= words(slot, (asset.encumbrance_version, len(standing)))
        data = int.from_bytes(keccak((slot + 1).to_bytes(32, "big")), "big")
        self.slots["instruments"] |= words(data, [int.from_bytes(each.id, "big") for each in standing])
        for each in standing:
            self.slots["instruments"] |= words(mapped(("bytes32", "uint256"), (each.id, 1)), _grant(each))


def _all(records: Records) -> list[Any]:
    return [record for kind in Kind for record in records.of_kind(kind)]


def _grant(instrument: Instrument) -> tuple[int, int, int]:
    scope = instrument.terms.scope
    everywhere = not scope.countries and not scope.provinces
    countries = ALL["countries"] if everywhere else scope.countries
    provinces = ALL["provinces"] if everywhere else scope.provinces
    acts, fields = scope.acts or ALL["acts"], scope.fields or ALL["fields"]
    return (
        countries,
        fields | provinces << 64 | acts << 128 | instrument.exclusivity << 160,
        scope.start | scope.end << 64,
    )


class ProofLedger:
    """`history` and `evidence` of a test's chain of events, as one sealed block at `at`."""

    def __init__(self, chain: Chain, at: int | None = None, seal_key: str = "operator seal") -> None:
        self.events = list(chain.events)
        first = self.events[0]
        assert isinstance(first, GenesisEvent)
        self.genesis = first.genesis
        self.at = at if at is not None else chain.at + 5
        self.number = len(self.events)
        self._seal_key = key(seal_key)
        self.storage = Storage(fold(self.events))
        self._nodes: dict[bytes, bytes] = {}
        self._tries = {name: self._trie(self._hashed(slots)) for name, slots in self.storage.slots.items()}
        self._state = self._trie({keccak(ADDRESS[name]): self._account(name) for name in CONTRACTS} | self._others())

    @property
    def trust(self) -> Trust:
        contracts = {name: Contract(ADDRESS[name], keccak(CODE[name])) for name in CONTRACTS}
        return Trust(self.genesis, 1337, contracts, (OPERATOR.address,))

    def history(self, record: bytes) -> list[Event | GenesisEvent]:
        return [
            event
            for event in self.events
            if event.record == record
            or (isinstance(event, Event) and any(touch.record == record for touch in event.touched))
        ]

    def evidence(self, request: dict[str, Any]) -> dict[str, Any]:
        header = self.header()
        seal = self._seal_key.sign(keccak(seal_preimage(self.genesis.ledger, self.number, keccak(header))))
        return {
            "kind": "evm",
            "version": 1,
            "header": "0x" + header.hex(),
            "seal": "0x" + seal.hex(),
            "nodes": ["0x" + self._nodes[each].hex() for each in sorted(self._met(request))],
        }

    def header(self) -> bytes:
        """A Cancun header; only state root, number and time are asked of it."""
        zero = bytes(32)
        number, time = _integer(self.number), _integer(self.at)
        return rlp.encode(
            [
                *(zero, zero, bytes(20), self._state.root_hash, zero, zero, bytes(256), b"", number, _integer(10**9)),
                *(b"", time, b"", zero, bytes(8), _integer(7), zero, b"", b"", zero),
            ]
        )

    def _account(self, name: str) -> bytes:
        return rlp.encode([b"\1", b"", self._tries[name].root_hash, keccak(CODE[name])])

    @staticmethod
    def _others() -> dict[bytes, bytes]:
        return {
            keccak(bytes([n])): rlp.encode([_integer(n), b"\1", keccak(b"\x80"), keccak(b"")]) for n in range(1, 40)
        }

    @staticmethod
    def _hashed(slots: dict[int, int]) -> dict[bytes, bytes]:
        return {keccak(slot.to_bytes(32, "big")): rlp.encode(_integer(word)) for slot, word in slots.items() if word}

    def _trie(self, entries: dict[bytes, bytes]) -> HexaryTrie:
        trie = HexaryTrie({})
        for name, value in entries.items():
            trie[name] = value
        return trie

    def _walk(self, trie: HexaryTrie, name: bytes) -> set[bytes]:
        hashes = set()
        if trie.root_hash == keccak(b"\x80"):
            return hashes
        for depth, node in enumerate(trie.get_proof(name)):
            encoded = rlp.encode(node)
            if depth == 0 or len(encoded) >= 32:
                self._nodes[keccak(encoded)] = encoded
                hashes.add(keccak(encoded))
        return hashes

    def _met(self, request: dict[str, Any]) -> set[bytes]:
        met: set[bytes] = set()
        for name, slots in self._slots(request).items():
            if slots:
                met |= self._walk(self._state, keccak(ADDRESS[name]))
            for slot in slots:
                met |= self._walk(self._tries[name], keccak((slot % (1 << 256)).to_bytes(32, "big")))
        return met

    def _slots(self, request: dict[str, Any]) -> dict[str, list[int]]:
        needed: dict[str, list[int]] = {name: [] for name in CONTRACTS}
        for record in map(_raw, request["heads"]):
            needed["registry"].append(mapped(("bytes32", "uint256"), (record, 0)))
        for address in request["keys"]:
            first = mapped(("address", "uint256"), (address, 0))
            needed["parties"] += [first, first + 1]
        for pair in request["rights"]:
            inner = keccak(encode(("bytes32", "bytes32"), tuple(map(_raw, pair))))
            needed["assets"].append(mapped(("bytes32", "uint256"), (inner, 0)))
        for asset in map(_raw, request.get("holders", ())):
            summary = mapped(("bytes32", "uint256"), (asset, 1))
            count = self.storage.slots["assets"].get(summary, 0) >> 24 & 0xFF
            needed["assets"] += [summary + index for index in range(count + 1)]
        for subject in map(_raw, request["grants"]):
            slots = self.storage.slots["instruments"]
            length = mapped(("bytes32", "uint256"), (subject, 0)) + 1
            needed["instruments"].append(length)
            data = int.from_bytes(keccak(length.to_bytes(32, "big")), "big")
            for index in range(slots.get(length, 0)):
                instrument = slots[data + index].to_bytes(32, "big")
                grant = mapped(("bytes32", "uint256"), (instrument, 1))
                needed["instruments"] += [data + index, grant, grant + 1, grant + 2]
                needed["registry"].append(mapped(("bytes32", "uint256"), (instrument, 1)))
        return needed


def _raw(value: str) -> bytes:
    return bytes.fromhex(value[2:])


def _integer(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")
