"""What became of a transaction: found by looking, and at most by sending the very same bytes again."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass

from eth_hash.auto import keccak

from ledger.engines.evm.logs import log_from_json, receipt_from_log
from ledger.engines.evm.patience import Patience
from ledger.engines.evm.reading import LogReader
from ledger.engines.evm.rpc import Endpoint, RpcError, to_hex
from ledger.errors import EngineUnavailable
from ledger.events import Receipt
from ledger.intents import Intent


@dataclass(frozen=True, slots=True)
class Failed:
    """Included in `block`, where it changed nothing; its nonce is used."""

    block: int


@dataclass(frozen=True, slots=True)
class Never:
    """Not included, and it never can be."""


Outcome = Receipt | Failed | Never


class Fate:
    def __init__(self, endpoint: Endpoint, reader: LogReader, patience: Patience) -> None:
        self._endpoint = endpoint
        self._reader = reader
        self._patience = patience

    def next_nonce(self, address: bytes) -> int:
        """The nonce that an account's next transaction takes."""
        return self._endpoint.number("eth_getTransactionCount", to_hex(address), "pending")

    def find(self, intent: Intent) -> Outcome | None:
        """What became of an intent that was sent, or may have been; None where that cannot be said yet.

        Raises `EngineUnavailable`.
        """
        receipt = self._reader.receipt(intent.digest)
        if receipt is not None:
            return receipt
        if intent.transaction is None or intent.relay is None or intent.nonce is None:
            return Never()
        if self._endpoint.refuses_at_send:
            # Nothing waits there: what is not included was refused, or never arrived.
            return Never()
        # Asked before the receipt, so that a transaction included in between is not taken for another one's.
        nonce_used = self._endpoint.number("eth_getTransactionCount", to_hex(intent.relay), "latest") > intent.nonce
        outcome = self._included(intent)
        if outcome is not None:
            return outcome
        return Never() if nonce_used else self._send_again(intent)

    def wait(self, intent: Intent) -> Receipt | Failed | None:
        """The outcome of a transaction just sent; None where it is not included in time."""
        until = time.monotonic() + self._patience.receipt
        while True:
            try:
                outcome = self._included(intent)
            except EngineUnavailable:
                outcome = None
            if outcome is not None or time.monotonic() >= until:
                return outcome
            time.sleep(self._patience.poll)

    def _included(self, intent: Intent) -> Receipt | Failed | None:
        assert intent.transaction is not None
        included = self._endpoint.call("eth_getTransactionReceipt", to_hex(keccak(intent.transaction)))
        if included is None:
            return None
        if int(included["status"], 16) != 1:
            return Failed(int(included["blockNumber"], 16))
        for log in map(log_from_json, included["logs"]):
            if len(log.topics) > 2 and log.topics[2] == intent.digest:
                return receipt_from_log(log)
        raise EngineUnavailable("the contracts took the command and left no event: they are not the ledger's")

    def _send_again(self, intent: Intent) -> Outcome | None:
        assert intent.transaction is not None
        # An error answer says known already, or not taken again: either way only the chain can say.
        with suppress(RpcError):
            self._endpoint.call("eth_sendRawTransaction", to_hex(intent.transaction))
        return self.wait(intent)
