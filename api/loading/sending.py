"""Chains sent to a ledger, many at once: the engine commits in groups, and one by one is several times slower."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

from api.loading.drafts import Chain, Draft
from api.loading.refusals import Stopped
from api.loading.signing import Signing
from ledger.errors import OutcomeUnknown, Refused
from ledger.events import Receipt
from ledger.port import Ledger
from ledger.records import AnyRecord
from ledger.state import fold_record
from ledger.wire import SignedCommand

THREADS = 32
_NOT_AFTER = 3600  # seconds from now
_ATTEMPTS = 5
_SEAL_SECONDS = 10.0


class Sending:
    def __init__(self, ledger: Ledger, signing: Signing) -> None:
        self._ledger, self._signing = ledger, signing
        self._accepted_at = 0
        self._stopping = threading.Event()

    def found(self, records: Iterable[bytes]) -> dict[bytes, AnyRecord]:
        """What stands on the ledger now, whether its block is sealed or not."""
        read = {record: fold_record(record, self._ledger.history(record)) for record in records}
        return {record: state for record, state in read.items() if state is not None}

    def send(self, chains: Sequence[Chain], told: Callable[[], None]) -> None:
        """What every chain lacks. told: called after every command that was accepted, from several threads.

        Raises `Stopped`, `KeyMissing`, and what a ledger raises, at the first of them.
        """
        with ThreadPoolExecutor(THREADS, thread_name_prefix="load") as pool:
            running = [pool.submit(self._complete, chain, told) for chain in chains]
            try:
                done, _ = wait(running, return_when=FIRST_EXCEPTION)
                for each in done:
                    each.result()
            finally:
                # Of those that wait none is begun, and those under way stop after the command that they are at.
                self._stopping.set()
                pool.shutdown(cancel_futures=True)
        self._stopping.clear()

    def await_seal(self) -> None:
        """Return once the block of the last command is sealed, so that other processes see all of it."""
        until = time.monotonic() + _SEAL_SECONDS
        while self._ledger.status().sealed_at < self._accepted_at and time.monotonic() < until:
            time.sleep(0.1)

    def _complete(self, chain: Chain, told: Callable[[], None]) -> None:
        for attempt in range(_ATTEMPTS):
            found = self.found(chain.records)
            try:
                self._send_all(chain, found, told)
                return
            except Stopped as stopped:
                # What an earlier process had sent was accepted meanwhile: look again at what is there.
                if stopped.refused.code != "VERSION_MISMATCH" or attempt == _ATTEMPTS - 1:
                    raise

    def _send_all(self, chain: Chain, found: Mapping[bytes, AnyRecord], told: Callable[[], None]) -> None:
        now = self._ledger.status().now
        versions = {record: state.version for record, state in found.items()}
        for draft in chain.lacking(found, now):
            if self._stopping.is_set():
                return
            receipt = self._send(chain.alias, draft, versions.get(draft.record, 0), now)
            versions[draft.record] = receipt.version
            self._accepted_at = max(self._accepted_at, receipt.at)
            told()

    def _send(self, alias: str, draft: Draft, version: int, now: int) -> Receipt:
        signed = self._signing.signed(draft.command(version, now + _NOT_AFTER), draft.signers, now)
        try:
            return self._submit(signed)
        except Refused as refused:
            raise Stopped(alias, signed.name, refused) from refused

    def _submit(self, signed: SignedCommand) -> Receipt:
        for attempt in range(_ATTEMPTS):
            try:
                return self._ledger.submit(signed)
            except OutcomeUnknown:
                # The very same bytes may always be sent again: a second acceptance is impossible.
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError
