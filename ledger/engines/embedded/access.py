"""The two ways to hold a chain: writing it, or reading what another process writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from eth_hash.auto import keccak

from . import machine
from .chain import Chain, View, create
from .errors import GenesisDiffers, ReadOnly, RpcError
from .executor import Executor, Statistics
from .genesis import ChainGenesis
from .lock import WriterLock
from .machine import State
from .reader import Reader
from .store import Store
from .transactions import decode

T = TypeVar("T")

_POLL_SECONDS = 0.05


class Access(Protocol):
    """What the methods of the JSON-RPC ask of a chain. Every method may be called from any thread."""

    reader: Reader

    def view(self) -> View:
        """What is durable now; a block whose second has passed is sealed first, if it can be."""

    def present(self, look: Callable[[State], T]) -> T:
        """Ask the state that the next transaction would meet, at the present time. `look` undoes what it changes."""

    def send(self, raw: bytes) -> bytes:
        """Include a raw transaction; returns its hash once it is durable. The same bytes again: the same answer."""

    def wait_sealed(self, number: int, timeout: float) -> None:
        """Raises TimeoutError."""

    def close(self) -> None: ...


class WritingAccess:
    """Raises ChainInUse, GenesisDiffers, NotAChain, ChainDamaged, StorageFailed."""

    def __init__(
        self,
        path: Path,
        genesis: ChainGenesis,
        sign_seal: Callable[[int, bytes], bytes],
        clock: Callable[[], float],
    ) -> None:
        self._clock = clock
        self._lock = WriterLock(path)
        store: Store | None = None
        try:
            store = Store(path)
            found = store.genesis()
            if found is None:
                create(store, genesis, sign_seal)
            elif found.to_json() != genesis.to_json():
                raise GenesisDiffers(f"{path} was created from {found.to_json()}, not from {genesis.to_json()}")
            self._genesis = genesis
            self._chain = Chain(store, genesis, sign_seal, clock)
            self.reader = Reader(path)
        except BaseException:
            if store is not None:
                store.close()
            self._lock.release()
            raise
        self._store = store
        self._executor = Executor(self._chain, store)
        self._closing = threading.Lock()
        self._closed = False

    @property
    def statistics(self) -> Statistics:
        return self._executor.statistics

    def view(self) -> View:
        opened = self._chain.view.open
        if opened is not None and self._clock() >= opened.time + 1:
            self._executor.settle()
        return self._chain.view

    def present(self, look: Callable[[State], T]) -> T:
        return self._executor.read(look)

    def send(self, raw: bytes) -> bytes:
        transaction_hash = bytes(keccak(raw))
        if self._is_included(transaction_hash):
            return transaction_hash
        transaction = decode(raw, self._genesis.chain_id, self._genesis.gas_limit)
        try:
            return self._executor.send(transaction)
        except RpcError:
            # Another thread may have sent the same bytes meanwhile, and its block been sealed.
            if self._is_included(transaction_hash):
                return transaction_hash
            raise

    def wait_sealed(self, number: int, timeout: float) -> None:
        self._executor.wait_sealed(number, timeout)

    def close(self) -> None:
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._executor.stop()
            self.reader.close()
            self._store.close()
            self._lock.release()

    def _is_included(self, transaction_hash: bytes) -> bool:
        # In this order: a transaction leaves the open block only after it is in the file.
        return transaction_hash in self._chain.view.by_hash or self.reader.is_included(transaction_hash)


class ReadingAccess:
    """Sealed blocks only, new ones as they come. Raises NotAChain."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self.reader = Reader(path)
        self._clock = clock

    def view(self) -> View:
        return View(self.reader.head())

    def present(self, look: Callable[[State], T]) -> T:
        head = self.reader.head()
        seen = machine.environment(
            number=head.block_number + 1,
            time=int(self._clock()),
            gas_limit=head.gas_limit,
            base_fee=0,
            chain_id=self.reader.genesis.chain_id,
            ancestors=self.reader.ancestors(head.block_number + 1),
        )
        with self.reader.nodes() as nodes:
            return look(machine.open_state(nodes, head.state_root, seen))

    def send(self, raw: bytes) -> bytes:
        raise ReadOnly("the chain is open for reading only")

    def wait_sealed(self, number: int, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while self.reader.head().block_number < number:
            if time.monotonic() >= deadline:
                raise TimeoutError(f"block {number} is not sealed after {timeout} s")
            time.sleep(_POLL_SECONDS)

    def close(self) -> None:
        self.reader.close()
