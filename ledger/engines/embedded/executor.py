"""The one thread that executes: takes queued transactions in batches, one durable commit each, then the reads.

A read runs between batches, so that nobody ever sees an effect that is not yet durable. The same thread seals
blocks when their second has passed, and tries again where that failed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from .chain import Chain
from .errors import RpcError, StorageFailed, not_stored
from .machine import State
from .store import Store
from .transactions import Transaction

T = TypeVar("T")

logger = logging.getLogger(__name__)

# Only a queue that never empties makes a batch this long; a lone command is committed at once.
BATCH_SECONDS = 0.9
BATCH_TRANSACTIONS = 256
# The clock may be any function, so how long a wait by it takes cannot be known: while a block is open, look again.
LONGEST_WAIT = 0.25
# Blocks in the write-ahead log before it is moved into the file although there is other work. Many blocks change the
# same pages, so moving seldom costs less.
MOVED_BLOCKS = 16
# py-evm nests several Python frames, some of them through C, for each of the EVM's 1,024 levels of calls.
STACK_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Statistics:
    """Since the chain was opened. fsyncs: durable commits of batches and of blocks; batches: those of transactions."""

    transactions: int = 0
    batches: int = 0
    blocks: int = 0
    fsyncs: int = 0


class Closed(Exception):
    """The chain was closed before the request was answered; a transaction may or may not have been accepted."""


class Executor:
    """Starts its thread at once; `stop` ends it."""

    def __init__(self, chain: Chain, store: Store) -> None:
        self.statistics = Statistics()
        self._chain = chain
        self._store = store
        self._writes: deque[tuple[Transaction, Future[bytes]]] = deque()
        self._reads: deque[tuple[Callable[[], Any], Future[Any]]] = deque()
        self._wake = threading.Condition()
        self._sealed = threading.Condition()
        self._stopping = False
        self._in_hand: list[tuple[Future[bytes], bytes | Exception]] = []
        self._seal_failed: Exception | None = None
        self._unmoved = 0  # blocks sealed since the last checkpoint
        before = threading.stack_size(STACK_BYTES)
        try:
            self._thread = threading.Thread(target=self._run, name="embedded-chain", daemon=True)
            self._thread.start()
        finally:
            threading.stack_size(before)

    def send(self, transaction: Transaction) -> bytes:
        """Execute and make durable; returns the transaction's hash. Raises RpcError or Closed."""
        return bytes(self._queue(self._writes, transaction))

    def read(self, look: Callable[[State], T]) -> T:
        """Ask the present state. Raises what `look` raises, or Closed."""
        answer: T = self._queue(self._reads, lambda: self._chain.read(look))
        return answer

    def settle(self) -> None:
        """Wait until a block whose second has passed is sealed, or its sealing has failed once more. Raises Closed."""
        self._queue(self._reads, lambda: None)

    def wait_sealed(self, number: int, timeout: float) -> None:
        """Wait until block `number` is sealed. Raises TimeoutError after `timeout` seconds."""
        with self._sealed:
            if not self._sealed.wait_for(lambda: self._chain.view.head.block_number >= number, timeout):
                raise TimeoutError(f"block {number} is not sealed after {timeout} s")

    def stop(self) -> None:
        """Answer what is queued, then end. An open block stays in the journal unless its second has passed."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join()

    def _queue(self, queue: deque[Any], request: Any) -> Any:
        answer: Future[Any] = Future()
        with self._wake:
            if self._stopping:
                raise Closed("the chain is closed")
            queue.append((request, answer))
            self._wake.notify()
        return answer.result()

    def _run(self) -> None:
        try:
            while self._round():
                pass
        finally:
            # Only a defect ends the thread before `stop`: nobody may wait for it for ever.
            with self._wake:
                self._stopping = True
            self._refuse_all(Closed("the chain is closed"))

    def _round(self) -> bool:
        """One turn: seal, a batch, the reads. Returns whether there is another."""
        with self._wake:
            if not (self._writes or self._reads or self._stopping):
                self._wake.wait(self._patience())
            idle = not (self._writes or self._reads)
            last = idle and self._stopping
        if self._unmoved >= MOVED_BLOCKS or (self._unmoved and idle and self._chain.seconds_to_seal is None):
            self._checkpoint()
        self._seal_if_due()
        if self._seal_failed is None:
            self._write_batch()
        else:
            self._refuse_writes(not_stored(self._seal_failed))
        self._answer_reads()
        return not last

    def _patience(self) -> float | None:
        """Seconds to wait for a request; None is for ever."""
        if self._seal_failed is not None:
            return LONGEST_WAIT
        seconds = self._chain.seconds_to_seal
        if seconds is None:
            return LONGEST_WAIT if self._unmoved else None
        return min(max(seconds, 0.001), LONGEST_WAIT)

    def _seal_if_due(self) -> None:
        """Seal the block whose second has passed, or keep what kept it from being sealed."""
        if not self._chain.due:
            return
        failed_before, self._seal_failed = self._seal_failed, None
        try:
            self._chain.seal()
        except Exception as error:
            self._seal_failed = error
            if failed_before is None:
                logger.warning("block %d is not sealed yet: %s", self._chain.view.head.block_number + 1, error)
            return
        self._count(blocks=1, fsyncs=1)
        with self._sealed:
            self._sealed.notify_all()
        self._unmoved += 1

    def _checkpoint(self) -> None:
        self._unmoved = 0
        try:
            self._store.checkpoint()
        except Exception as error:
            # Nothing is lost: the blocks are in the write-ahead log, and the next checkpoint takes them along.
            logger.warning("the write-ahead log was not moved into the file: %s", error)

    def _write_batch(self) -> None:
        batch = self._in_hand
        deadline = time.monotonic() + BATCH_SECONDS
        while self._writes and len(batch) < BATCH_TRANSACTIONS and time.monotonic() < deadline:
            if self._chain.due:
                break  # the second has just passed: what is executed is committed, then the block sealed
            transaction, answer = self._writes.popleft()
            batch.append((answer, self._execute(transaction)))
        if not batch:
            return
        try:
            accepted = self._chain.commit()
        except Exception as error:
            failure = not_stored(error) if isinstance(error, StorageFailed) else error
            self._in_hand = []
            for answer, _ in batch:
                answer.set_exception(failure)
            return
        self._in_hand = []
        if accepted:
            self._count(transactions=accepted, batches=1, fsyncs=1)
        for answer, outcome in batch:
            if isinstance(outcome, Exception):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)

    def _execute(self, transaction: Transaction) -> bytes | Exception:
        # The same bytes may have come twice at once; the sender looked for them before the first was executed.
        if self._chain.executed(transaction.hash) is None:
            try:
                self._chain.execute(transaction)
            except RpcError as refusal:
                return refusal
            except Exception as error:
                logger.exception("executing transaction 0x%s", transaction.hash.hex())
                return error
        return transaction.hash

    def _refuse_writes(self, cause: Exception) -> None:
        while self._writes:
            _, answer = self._writes.popleft()
            answer.set_exception(cause)

    def _refuse_all(self, cause: Exception) -> None:
        for in_hand, _ in self._in_hand:
            in_hand.set_exception(cause)
        self._refuse_writes(cause)
        while self._reads:
            _, answer = self._reads.popleft()
            answer.set_exception(cause)

    def _answer_reads(self) -> None:
        for _ in range(len(self._reads)):
            look, answer = self._reads.popleft()
            try:
                answer.set_result(look())
            except Exception as error:
                answer.set_exception(error)

    def _count(self, **added: int) -> None:
        old = self.statistics
        self.statistics = replace(old, **{name: getattr(old, name) + count for name, count in added.items()})
