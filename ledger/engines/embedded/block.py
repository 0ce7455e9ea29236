"""The block after the head: hypothetical until its first transaction, then open until its second has passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from . import machine
from .errors import refused
from .included import Included, Log, bloom
from .machine import Computation, Header, State
from .ordered_trie import ordered_trie_root
from .transactions import Transaction
from .vm_errors import failure

T = TypeVar("T")


class NextBlock:
    """Executes transactions one after the other on the state of `parent`; not thread-safe.

    nodes: py-evm database that holds the parent's state and receives this block's. ancestors: block hashes from the
    parent backwards.
    """

    def __init__(self, nodes: Any, parent: Header, chain_id: int, ancestors: Callable[[int], Iterator[bytes]]) -> None:
        self.parent = parent
        self.number: int = parent.block_number + 1
        self.base_fee = machine.next_base_fee(parent)
        self.gas_limit: int = parent.gas_limit
        self.transactions: list[Included] = []
        self.time: int | None = None  # Unix, seconds; None until the first transaction
        self._chain_id = chain_id
        self._ancestors = ancestors
        self._state = machine.open_state(nodes, parent.state_root, self._environment(0, self.base_fee))

    @property
    def gas_used(self) -> int:
        return self.transactions[-1].cumulative_gas if self.transactions else 0

    def execute(self, transaction: Transaction, time: int) -> Included:
        """Execute and include a transaction; the first one gives the block its time.

        Raises RpcError where it is not valid now or does not succeed, and then has changed nothing.
        """
        state = self._state
        self._check(transaction)
        if self.time is None:
            state.execution_context = self._environment(time, self.base_fee)
        snapshot = machine.begin(state)
        try:
            computation = machine.execute(state, transaction.body)
            if computation.is_error:
                raise failure(computation)
            included = self._include(transaction, computation)
        except BaseException:
            state.revert(snapshot)
            raise
        state.commit(snapshot)
        if self.time is None:
            self.time = time
        self.transactions.append(included)
        return included

    def read(self, look: Callable[[State], T], now: int) -> T:
        """Answer a question of the present state, as of time `now` and at no fee; `look` undoes what it changes."""
        state = self._state
        seen = state.execution_context
        state.execution_context = self._environment(now, base_fee=0)
        try:
            return look(state)
        finally:
            state.execution_context = seen

    def finish(self) -> Header:
        """Compute the block's header and write its state to the nodes. Nothing can be executed in it after."""
        if self.time is None:
            raise ValueError("a block without transactions is never made")
        self._state.persist()
        logs = tuple(log for included in self.transactions for log in included.logs)
        return machine.make_header(
            parent_hash=self.parent.hash,
            number=self.number,
            time=self.time,
            gas_limit=self.gas_limit,
            base_fee=self.base_fee,
            state_root=self._state.state_root,
            transaction_root=ordered_trie_root([included.transaction.raw for included in self.transactions]),
            receipt_root=ordered_trie_root([included.receipt() for included in self.transactions]),
            bloom=bloom(logs),
            gas_used=self.gas_used,
        )

    def _environment(self, time: int, base_fee: int) -> Any:
        """What execution in this block sees, were its time `time`."""
        return machine.environment(
            number=self.number,
            time=time,
            gas_limit=self.gas_limit,
            base_fee=base_fee,
            chain_id=self._chain_id,
            ancestors=self._ancestors(self.number),
        )

    def _check(self, transaction: Transaction) -> None:
        """The checks that need the state, in geth's order and with its messages."""
        body, sender, state = transaction.body, transaction.sender, self._state
        nonce = state.get_nonce(sender)
        if body.nonce != nonce:
            direction = "too low" if body.nonce < nonce else "too high"
            raise refused(f"nonce {direction}: address 0x{sender.hex()}, tx: {body.nonce} state: {nonce}")
        if state.get_code(sender):  # EIP-3607
            raise refused(f"sender not an eoa: address 0x{sender.hex()}")
        if body.max_fee_per_gas < self.base_fee:
            raise refused(
                "max fee per gas less than block base fee: "
                f"address 0x{sender.hex()}, maxFeePerGas: {body.max_fee_per_gas}, baseFee: {self.base_fee}"
            )
        # A fee of zero would touch the recipient's account and leave it empty; geth's pool asks for 1 wei as well.
        if transaction.gas_price(self.base_fee) == self.base_fee:
            raise refused("transaction underpriced: gas tip cap 0, minimum needed 1")
        balance, cost = state.get_balance(sender), body.value + body.gas * body.max_fee_per_gas
        if balance < cost:
            raise refused(
                f"insufficient funds for gas * price + value: balance {balance}, tx cost {cost}, "
                f"overshot {cost - balance}"
            )
        if self.gas_used + body.gas > self.gas_limit:
            raise refused("gas limit reached")

    def _include(self, transaction: Transaction, computation: Computation) -> Included:
        gas = machine.gas_used(transaction.body, computation)
        logs = tuple(
            Log(address, tuple(topic.to_bytes(32, "big") for topic in topics), bytes(data))
            for address, topics, data in computation.get_log_entries()
        )
        last = self.transactions[-1] if self.transactions else None
        first_log = last.first_log + len(last.logs) if last else 0
        return Included(transaction, len(self.transactions), gas, self.gas_used + gas, first_log, logs)
