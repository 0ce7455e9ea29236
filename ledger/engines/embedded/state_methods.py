"""Methods about the state: accounts, calls, estimates, proofs.

Here `latest` and `pending` (and no parameter) both mean the present state, the open block's, at the present time: an
acknowledged transaction is final and never taken back. A number, a hash, `safe` and `finalized` mean a sealed block.
Proofs are of sealed blocks only; for them `latest` is the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from . import machine, params, shapes
from .access import Access
from .block_methods import sealed_header
from .calls import call, estimate_gas
from .errors import refused
from .machine import Header, State
from .params import BlockId, Params
from .proofs import prove_account

T = TypeVar("T")


class StateMethods:
    def __init__(self, access: Access) -> None:
        self._access = access
        self.methods: Mapping[str, Callable[[Params], Any]] = {
            "eth_getBalance": self._balance,
            "eth_getCode": self._code,
            "eth_getStorageAt": self._storage,
            "eth_getTransactionCount": self._nonce,
            "eth_call": self._call,
            "eth_estimateGas": self._estimate,
            "eth_getProof": self._proof,
        }

    def _balance(self, given: Params) -> str:
        account = given.take(0, params.address)
        return hex(self._ask(given, 1, lambda state: state.get_balance(account)))

    def _code(self, given: Params) -> str:
        account = given.take(0, params.address)
        return shapes.data(self._ask(given, 1, lambda state: bytes(state.get_code(account))))

    def _storage(self, given: Params) -> str:
        account, slot = given.take(0, params.address), given.take(1, params.slot)
        return shapes.data(self._ask(given, 2, lambda state: state.get_storage(account, slot).to_bytes(32, "big")))

    def _nonce(self, given: Params) -> str:
        account = given.take(0, params.address)
        return hex(self._ask(given, 1, lambda state: state.get_nonce(account)))

    def _call(self, given: Params) -> str:
        message = given.take(0, params.call)
        for position in (2, 3):
            given.optional(position, params.no_overrides, None)
        return shapes.data(self._ask(given, 1, lambda state: call(state, message)))

    def _estimate(self, given: Params) -> str:
        message = given.take(0, params.call)
        given.optional(2, params.no_overrides, None)
        return hex(self._ask(given, 1, lambda state: estimate_gas(state, message)))

    def _proof(self, given: Params) -> dict[str, Any]:
        account = given.take(0, params.address)
        slots: list[tuple[str, int]] = given.optional(1, params.slots, [])
        wanted = given.optional(2, params.block_id, params.LATEST)
        if wanted == "pending":
            raise refused("proofs are of sealed blocks")
        header = self._sealed(wanted)
        with self._access.reader.nodes() as nodes:
            proved = prove_account(nodes, header.state_root, account, [number for _, number in slots])
        return shapes.proof(account, [key for key, _ in slots], proved)

    def _ask(self, given: Params, position: int, look: Callable[[State], T]) -> T:
        """Ask the state that the parameter at `position` selects."""
        wanted = given.optional(position, params.block_id, params.LATEST)
        if wanted in ("latest", "pending"):
            return self._access.present(look)
        header = self._sealed(wanted)
        reader = self._access.reader
        seen = machine.environment(
            number=header.block_number,
            time=header.timestamp,
            gas_limit=header.gas_limit,
            base_fee=0,
            chain_id=reader.genesis.chain_id,
            ancestors=reader.ancestors(header.block_number),
        )
        with reader.nodes() as nodes:
            return look(machine.open_state(nodes, header.state_root, seen))

    def _sealed(self, wanted: BlockId) -> Header:
        header = sealed_header(self._access, wanted, self._access.view())
        if header is None:
            raise refused("header not found")
        return header
