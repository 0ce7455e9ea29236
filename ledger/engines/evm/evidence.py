"""Evidence of kind `evm`, version 1: a sealed header and the trie nodes to the slots asked for
(docs/specs/certificate.md, "Evidence")."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from eth_hash.auto import keccak

from ledger.engines.evm.abi import MODULES
from ledger.engines.evm.deployment import Deployment
from ledger.engines.evm.rpc import Endpoint, RpcError, to_bytes, to_hex
from ledger.errors import EvidenceUnavailable
from ledger.proof import storage
from ledger.wire import hex_to_bytes, malformed

_SEAL_TIMEOUT = 15.0  # seconds: a block is sealed when its second has passed
_POLL = 0.05
_EMPTY_TRIE = b"\x80"  # how some nodes write the root of a trie without entries; there is no node to show
_SLOTS_AT_ONCE = 512


class EvidenceReader:
    """Collects evidence from an endpoint that keeps seals and gives proofs."""

    def __init__(self, endpoint: Endpoint, deployment: Deployment) -> None:
        self._endpoint = endpoint
        self._address = {"Registry": deployment.registry, **dict(zip(MODULES, deployment.modules, strict=True))}

    def collect(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Evidence for a request in its JSON form.

        Raises `Refused` MALFORMED for another form, `EvidenceUnavailable`, `EngineUnavailable`.
        """
        if not self._endpoint.seals:
            raise EvidenceUnavailable(f"the {self._endpoint.engine} endpoint keeps no seals")
        try:
            block = hex(self._sealed_block())
            slots = self._slots(request, block)
            return {
                "kind": "evm",
                "version": 1,
                "header": self._endpoint.call("debug_getRawHeader", block),
                "seal": self._endpoint.call("hanotex_getSeal", block)["signature"],
                "nodes": [to_hex(node) for node in self._nodes(slots, block)],
            }
        except RpcError as error:
            raise EvidenceUnavailable(
                f"the {self._endpoint.engine} endpoint gives no proof: {error.message}"
            ) from error

    def _sealed_block(self) -> int:
        """The last block, once everything accepted before now is sealed."""
        pending = self._endpoint.call("eth_getBlockByNumber", "pending", False)
        wanted = int(pending["number"], 16) - (0 if pending["transactions"] else 1)
        until = time.monotonic() + _SEAL_TIMEOUT
        while (sealed := self._endpoint.number("eth_blockNumber")) < wanted:
            if time.monotonic() > until:
                raise EvidenceUnavailable(f"block {wanted} is not sealed yet")
            time.sleep(_POLL)
        return sealed

    def _slots(self, request: Mapping[str, Any], block: str) -> dict[str, set[int]]:
        """The storage slots that a request needs, by contract."""
        slots: dict[str, set[int]] = {name: set() for name in self._address}
        slots["Registry"].update(storage.head_slot(record) for record in _listed(request, "heads", 32))
        for key in _listed(request, "keys", 20):
            slots["Parties"].update(storage.key_slots(key))
        for office, number in _pairs(request, "rights"):
            slots["Assets"].add(storage.right_slot(office, number))
        for asset in _listed(request, "holders", 32):
            summary = storage.asset_slot(asset)
            held = range(storage.holder_count(self._word("Assets", summary, block)))
            slots["Assets"].update((summary, *(storage.holder_slot(asset, index) for index in held)))
        for subject in _listed(request, "grants", 32):
            count_slot = storage.standing_count_slot(subject)
            slots["Instruments"].add(count_slot)
            for index in range(self._word("Instruments", count_slot, block)):
                slot = storage.standing_grant_slot(subject, index)
                instrument = self._word("Instruments", slot, block).to_bytes(32, "big")
                slots["Instruments"].update((slot, *storage.grant_slots(instrument)))
                slots["Registry"].add(storage.entry_slot(instrument))
        return slots

    def _word(self, contract: str, slot: int, block: str) -> int:
        return int(self._endpoint.call("eth_getStorageAt", to_hex(self._address[contract]), hex(slot), block), 16)

    def _nodes(self, slots: Mapping[str, set[int]], block: str) -> list[bytes]:
        found: dict[bytes, bytes] = {}
        for contract, wanted in slots.items():
            ordered = sorted(wanted)
            for start in range(0, len(ordered), _SLOTS_AT_ONCE):
                keys = ["0x" + slot.to_bytes(32, "big").hex() for slot in ordered[start : start + _SLOTS_AT_ONCE]]
                proof = self._endpoint.call("eth_getProof", to_hex(self._address[contract]), keys, block)
                paths = [proof["accountProof"], *(each["proof"] for each in proof["storageProof"])]
                found.update((keccak(node), node) for path in paths for node in map(to_bytes, path))
        found.pop(keccak(_EMPTY_TRIE), None)
        return [found[node_hash] for node_hash in sorted(found)]


def _listed(request: Mapping[str, Any], name: str, length: int) -> list[bytes]:
    given = request.get(name, [])
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise malformed(name)
    return [hex_to_bytes(value, length, f"{name}[{index}]") for index, value in enumerate(given)]


def _pairs(request: Mapping[str, Any], name: str) -> list[tuple[bytes, bytes]]:
    pairs = []
    for index, pair in enumerate(request.get(name, [])):
        if not isinstance(pair, Sequence) or len(pair) != 2:
            raise malformed(f"{name}[{index}]")
        office, number = (hex_to_bytes(label, 32, f"{name}[{index}]") for label in pair)
        pairs.append((office, number))
    return pairs
