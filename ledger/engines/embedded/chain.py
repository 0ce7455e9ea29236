"""The chain as its writer keeps it: execute, make durable, acknowledge, seal. Belongs to one thread.

A block lives one second: the first transaction of a second opens it with that second's time, every transaction is
executed in it at once and journalled before it is acknowledged, and it is sealed when its second has passed. After a
crash the journal is executed again in the same block with the same time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .block import NextBlock
from .errors import ChainDamaged, RpcError, clock_behind
from .genesis import ChainGenesis, genesis_header
from .included import Included
from .machine import Header, State
from .store import SealedBlock, Store
from .transactions import Transaction, decode

T = TypeVar("T")

SIGNATURE_LENGTH = 65


@dataclass(frozen=True)
class OpenBlock:
    """The acknowledged part of the block that is not yet sealed. time: Unix, seconds."""

    number: int
    time: int
    base_fee: int
    gas_limit: int
    parent_hash: bytes
    transactions: Sequence[Included]


@dataclass(frozen=True)
class View:
    """What the chain holds durably at one moment; any thread may read it. Replaced, never changed."""

    head: Header
    open: OpenBlock | None = None
    by_hash: Mapping[bytes, Included] = field(default_factory=dict)


class Chain:
    """Raises ChainDamaged if the journal does not execute again."""

    def __init__(
        self, store: Store, genesis: ChainGenesis, sign_seal: Callable[[int, bytes], bytes], clock: Callable[[], float]
    ) -> None:
        self._store = store
        self._chain_id = genesis.chain_id
        self._sign_seal = sign_seal
        self._clock = clock
        self._next = self._after(store.head())
        self._finished: Header | None = None  # of a block whose sealing has to be tried again
        self._durable = 0  # transactions of the open block that are journalled
        self._replay()
        self.view = self._look()

    @property
    def due(self) -> bool:
        """Whether there is an open block whose second has passed."""
        opened = self._next.time
        return opened is not None and self._clock() >= opened + 1

    @property
    def seconds_to_seal(self) -> float | None:
        """By the clock, until the open block's second has passed; None if no block is open."""
        opened = self._next.time
        return None if opened is None else max(0.0, opened + 1 - self._clock())

    def execute(self, transaction: Transaction) -> Included:
        """Execute in the block of the present second. Not to be acknowledged before `commit` has returned.

        The caller has sealed a block that is due. Raises RpcError.
        """
        now = int(self._clock())
        opened = self._next.time
        if opened is None and now <= self._next.parent.timestamp:
            raise clock_behind(self._next.parent.timestamp, now)
        if opened is not None and now < opened:
            raise clock_behind(opened, now)
        return self._next.execute(transaction, now if opened is None else opened)

    def executed(self, transaction_hash: bytes) -> Included | None:
        """That transaction if it is in the open block, durable or not."""
        found = self.view.by_hash.get(transaction_hash)
        if found is not None:
            return found
        fresh = self._next.transactions[self._durable :]
        return next((included for included in fresh if included.transaction.hash == transaction_hash), None)

    def commit(self) -> int:
        """Journal what was executed since the last call; returns how many transactions.

        Raises StorageFailed, and then none of them has happened: the open block is what it was before.
        """
        block = self._next
        fresh = block.transactions[self._durable :]
        if not fresh or block.time is None:
            return 0
        try:
            self._store.append(block.number, block.time, self._durable, [item.transaction.raw for item in fresh])
        except BaseException:
            self._forget_fresh()
            raise
        self._durable = len(block.transactions)
        self.view = self._look()
        return len(fresh)

    def seal(self) -> None:
        """Seal the open block; everything in it has been committed.

        Raises StorageFailed, or whatever the signing of the seal raised; it is then to be called again, and nothing
        can be executed before it has succeeded.
        """
        if self._finished is None:
            try:
                self._finished = self._next.finish()
            except BaseException:
                self._forget_fresh()  # everything is durable: the block is made anew
                raise
        header = self._finished
        signature = checked_signature(self._sign_seal(header.block_number, header.hash))
        self._store.seal(SealedBlock(header, tuple(self._next.transactions), signature))
        self._next = self._after(header)
        self._finished = None
        self._durable = 0
        self.view = View(header)

    def read(self, look: Callable[[State], T]) -> T:
        """Ask the present state, the open block's, as of the present second."""
        return self._next.read(look, int(self._clock()))

    def _after(self, head: Header) -> NextBlock:
        return NextBlock(self._store.nodes, head, self._chain_id, self._store.ancestors)

    def _look(self) -> View:
        block = self._next
        if block.time is None:
            return View(block.parent)
        included = tuple(block.transactions)
        opened = OpenBlock(block.number, block.time, block.base_fee, block.gas_limit, block.parent.hash, included)
        return View(block.parent, opened, {item.transaction.hash: item for item in included})

    def _replay(self) -> None:
        journal = self._store.journal()
        if journal is None:
            return
        block = self._next
        if journal.block != block.number or journal.time <= block.parent.timestamp:
            raise ChainDamaged(f"the journal is of block {journal.block}, the next block is {block.number}")
        for position, raw in enumerate(journal.raw):
            try:
                block.execute(decode(raw, self._chain_id, block.gas_limit), journal.time)
            except RpcError as error:
                raise ChainDamaged(f"transaction {position} of the journal: {error.message}") from error
        self._durable = len(block.transactions)

    def _forget_fresh(self) -> None:
        """Back to what is journalled. The state of single transactions is not kept, so they are executed again."""
        old = self._next
        self._next = self._after(old.parent)
        for included in old.transactions[: self._durable]:
            self._next.execute(included.transaction, old.time or 0)


def create(store: Store, genesis: ChainGenesis, sign_seal: Callable[[int, bytes], bytes]) -> None:
    """Write block 0 into an empty store. Raises StorageFailed."""
    header = genesis_header(genesis, store.nodes)
    store.create(genesis, SealedBlock(header, (), checked_signature(sign_seal(0, header.hash))))


def checked_signature(signature: bytes) -> bytes:
    """Raises ValueError unless it is of the length of a recoverable secp256k1 signature."""
    if len(signature) != SIGNATURE_LENGTH:
        raise ValueError(f"a seal is {SIGNATURE_LENGTH} bytes, not {len(signature)}")
    return bytes(signature)
