"""Evidence of kind `evm`, version 1: a block header, its seal, and trie nodes down to the storage slots asked for.

The way is header -> state root -> account -> storage root -> slot. The reader knows the slots itself, so what the nodes
prove is what was asked, and a node that nothing needed is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import rlp
from eth_hash.auto import keccak
from rlp.exceptions import RLPException

from ledger.errors import Refused
from ledger.proof import storage
from ledger.proof.facts import Facts, Request
from ledger.proof.signing import seal_preimage
from ledger.proof.storage import Holding, KeyWords, StandingGrant
from ledger.proof.trie import TrieError, TrieNodes
from ledger.proof.trust import Trust
from ledger.proof.verdict import Contradiction
from ledger.signatures import recover
from ledger.wire import hex_to_bytes

KIND = "evm"
VERSION = 1
MEMBERS = frozenset({"kind", "version", "header", "seal", "nodes"})
_WHOLE = 10_000  # basis points
# Places in a block header (Yellow Paper, section 4.4; EIP-1559, EIP-4895, EIP-4844 and EIP-4788 append to it).
_STATE_ROOT, _NUMBER, _TIMESTAMP, _LEAST_MEMBERS = 3, 8, 11, 15


def read(evidence: Mapping[str, Any], request: Request, trust: Trust) -> Facts:
    """What the evidence shows of `request`; raises `Contradiction` of step 4."""
    if set(evidence) != MEMBERS:
        raise Contradiction("EVIDENCE_MALFORMED", member=min(MEMBERS ^ set(evidence)))
    header = _bytes(evidence["header"], "header")
    state_root, number, at = _header(header)
    nodes = _nodes(evidence["nodes"])
    state = _State(nodes, state_root, trust)
    heads = {record: state.read("registry", storage.head_slot(record)).to_bytes(32, "big") for record in request.heads}
    keys = {address: _key(state, address) for address in request.keys}
    rights = {pair: state.read("assets", storage.right_slot(*pair)).to_bytes(32, "big") for pair in request.rights}
    grants = {subject: _standing_grants(state, subject) for subject in request.grants}
    holders = {asset: _holders(state, asset) for asset in request.holders}
    for node in nodes.not_met():
        raise Contradiction("NODE_NOT_NEEDED", node=node)
    block_hash = keccak(header)
    seal = recover(keccak(seal_preimage(trust.ledger, number, block_hash)), _bytes(evidence["seal"], "seal"))
    return Facts(number, block_hash, at, seal, heads, keys, rights, grants, holders)


def _bytes(value: Any, member: str) -> bytes:
    try:
        return hex_to_bytes(value, None, member)
    except Refused as error:
        raise Contradiction("EVIDENCE_MALFORMED", member=member) from error


def _header(encoded: bytes) -> tuple[bytes, int, int]:
    """(state root, number, time) of an RLP header."""
    malformed = Contradiction("EVIDENCE_MALFORMED", member="header")
    try:
        members = rlp.decode(encoded)
    except (RLPException, RecursionError) as error:
        raise malformed from error
    if not isinstance(members, list) or len(members) < _LEAST_MEMBERS:
        raise malformed
    root, number, time = members[_STATE_ROOT], members[_NUMBER], members[_TIMESTAMP]
    if not (isinstance(root, bytes) and isinstance(number, bytes) and isinstance(time, bytes)):
        raise malformed
    if len(root) != 32 or len(number) > 8 or len(time) > 8:
        raise malformed
    return root, int.from_bytes(number, "big"), int.from_bytes(time, "big")


def _nodes(value: Any) -> TrieNodes:
    if not isinstance(value, list):
        raise Contradiction("EVIDENCE_MALFORMED", member="nodes")
    encoded = [_bytes(node, f"nodes[{index}]") for index, node in enumerate(value)]
    hashes = [keccak(node) for node in encoded]
    if any(first >= second for first, second in pairwise(hashes)):
        raise Contradiction("NODES_UNORDERED")
    return TrieNodes(encoded)


class _State:
    """The state under one root, read slot by slot; each account is walked to once, and only if it is needed."""

    def __init__(self, nodes: TrieNodes, root: bytes, trust: Trust) -> None:
        self._nodes, self._root, self._trust = nodes, root, trust
        self._storage_roots: dict[str, bytes] = {}

    def read(self, contract: str, slot: int) -> int:
        """The word in a storage slot; 0 where the state holds none."""
        root = self._storage_root(contract)
        encoded = self._walk(root, slot.to_bytes(32, "big"))
        if not encoded:
            return 0
        word = self._decode(encoded, root)
        if not isinstance(word, bytes) or len(word) > 32:
            raise Contradiction("NODE_MISSING", node=root)
        return int.from_bytes(word, "big")

    def _storage_root(self, contract: str) -> bytes:
        known = self._storage_roots.get(contract)
        if known is not None:
            return known
        trusted = self._trust.contracts[contract]
        encoded = self._walk(self._root, trusted.address)
        if not encoded:
            raise Contradiction("NO_CONTRACT", address=trusted.address)
        account = self._decode(encoded, self._root)
        if not isinstance(account, list) or len(account) != 4:
            raise Contradiction("NODE_MISSING", node=self._root)
        _, _, storage_root, code_hash = account
        if code_hash != trusted.code_hash:
            raise Contradiction("OTHER_CODE", address=trusted.address)
        if not isinstance(storage_root, bytes) or len(storage_root) != 32:
            raise Contradiction("NODE_MISSING", node=self._root)
        self._storage_roots[contract] = storage_root
        return storage_root

    def _walk(self, root: bytes, key: bytes) -> bytes:
        try:
            return self._nodes.get(root, keccak(key))
        except TrieError as error:
            raise Contradiction("NODE_MISSING", node=error.node) from error

    @staticmethod
    def _decode(encoded: bytes, root: bytes) -> Any:
        try:
            return rlp.decode(encoded)
        except (RLPException, RecursionError) as error:
            raise Contradiction("NODE_MISSING", node=root) from error


def _key(state: _State, address: bytes) -> KeyWords:
    first, second = storage.key_slots(address)
    return KeyWords.decode(state.read("parties", first), state.read("parties", second))


def _holders(state: _State, asset: bytes) -> tuple[Holding, ...]:
    count = storage.holder_count(state.read("assets", storage.asset_slot(asset)))
    if count > storage.MOST_HOLDERS:
        raise Contradiction("NOT_HOLDERS", asset=asset)
    held = tuple(Holding.decode(state.read("assets", storage.holder_slot(asset, index))) for index in range(count))
    # Shares always total the whole (invariant 1): words that do not mean something else than read here.
    if sum(each.bps for each in held) != _WHOLE or any(each.spare for each in held):
        raise Contradiction("NOT_HOLDERS", asset=asset)
    return held


def _standing_grants(state: _State, subject: bytes) -> tuple[StandingGrant, ...]:
    count = state.read("instruments", storage.standing_count_slot(subject))
    if count > storage.MAX_STANDING_GRANTS:
        raise Contradiction("EVIDENCE_MALFORMED", member="nodes")
    return tuple(_standing_grant(state, subject, index) for index in range(count))


def _standing_grant(state: _State, subject: bytes, index: int) -> StandingGrant:
    instrument = state.read("instruments", storage.standing_grant_slot(subject, index)).to_bytes(32, "big")
    first, second, third = (state.read("instruments", slot) for slot in storage.grant_slots(instrument))
    entry = state.read("registry", storage.entry_slot(instrument))
    grant = StandingGrant.decode(instrument, entry, (first, second, third))
    if not grant.is_sound:
        # An absence must not follow from words that were misread.
        raise Contradiction("NOT_A_GRANT", instrument=instrument)
    return grant
