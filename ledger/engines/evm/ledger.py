"""The port on an EVM chain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.engines.evm.calls import Contracts
from ledger.engines.evm.deployment import Deployment
from ledger.engines.evm.evidence import EvidenceReader
from ledger.engines.evm.patience import Patience, once_the_clock_is_right
from ledger.engines.evm.reading import LogReader
from ledger.engines.evm.relay import Fees, RelayKeys
from ledger.engines.evm.rpc import Endpoint, to_bytes
from ledger.engines.evm.submission import Submission, well_formed
from ledger.errors import EngineUnavailable, Refused
from ledger.events import BEFORE_ALL, Event, GenesisEvent, Position, Receipt
from ledger.intents import Intent, IntentLog
from ledger.port import Capabilities, Status
from ledger.wire import SignedCommand, command_to_text

DEFAULT_PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class SealedBlock:
    """hash: 32 bytes. at: UTC seconds."""

    number: int
    hash: bytes
    at: int


class EvmLedger:
    """Implements `ledger.port.Ledger` for one deployment on one endpoint.

    Without relay keys and an intent log it only reads and checks.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        deployment: Deployment,
        *,
        relay: RelayKeys | None = None,
        intents: IntentLog | None = None,
        fees: Fees | None = None,
        patience: Patience = DEFAULT_PATIENCE,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        """intents: of this ledger; closed with it. on_close: lets go of what the provider holds.

        Before it returns it looks up what became of commands that an earlier process may have sent.
        """
        self._endpoint = endpoint
        self._patience = patience
        self._contracts = Contracts(endpoint, deployment)
        self._reader = LogReader(endpoint, deployment)
        self._evidence = EvidenceReader(endpoint, deployment)
        self._intents = intents
        self._on_close = on_close
        self._submission: Submission | None = None
        self.deployment = deployment
        if relay is not None and intents is not None:
            fees = fees or Fees(deployment.chain_id)
            self._submission = Submission(endpoint, self._contracts, self._reader, intents, relay, fees, patience)
            self._submission.resolve_unknown()

    def submit(self, signed: SignedCommand) -> Receipt:
        self._expect_this_ledger(signed)
        if self._submission is None:
            raise EngineUnavailable("this connection only reads")
        return self._submission.submit(signed)

    def check(self, signed: SignedCommand) -> None:
        self._expect_this_ledger(signed)
        command_to_text(signed)  # refuses what is no command by its size
        try:
            once_the_clock_is_right(lambda: self._contracts.call(signed), self._patience)
        except Refused:
            # What was accepted before is answered with its receipt.
            if not well_formed(signed) or self.receipt(signed.digest) is None:
                raise

    def receipt(self, digest: bytes) -> Receipt | None:
        return self._reader.receipt(digest)

    def events(self, after: Position = BEFORE_ALL, limit: int = 1000) -> Sequence[Event | GenesisEvent]:
        return self._reader.events(after, limit)

    def history(self, record: bytes) -> Sequence[Event | GenesisEvent]:
        return self._reader.history(record)

    def evidence(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._evidence.collect(request)

    def status(self) -> Status:
        head = self._endpoint.call("eth_getBlockByNumber", "latest", False)
        pending = self._endpoint.call("eth_getBlockByNumber", "pending", False) or head
        return Status(
            genesis=self.deployment.genesis,
            rulebook=self.deployment.rulebook,
            height=int(head["number"], 16),
            sealed_at=int(head["timestamp"], 16),
            now=int(pending["timestamp"], 16),
            capabilities=Capabilities(
                engine=self._endpoint.engine,
                single_operator=self._endpoint.seals,
                proves_absence=self._endpoint.seals,
            ),
        )

    def block(self, number: int) -> SealedBlock | None:
        """A sealed block; None where there is none of this number yet."""
        found = self._endpoint.call("eth_getBlockByNumber", hex(number), False)
        return None if found is None else SealedBlock(number, to_bytes(found["hash"]), int(found["timestamp"], 16))

    def resolve_unknown(self) -> list[Intent]:
        """Look up every command whose outcome is not known; returns those of which it still is not."""
        return [] if self._submission is None else self._submission.resolve_unknown()

    def close(self) -> None:
        if self._intents is not None:
            self._intents.close()
        self._on_close()

    def _expect_this_ledger(self, signed: SignedCommand) -> None:
        if signed.ledger != self.deployment.ledger:
            raise Refused("WRONG_LEDGER", {"expected": self.deployment.ledger, "given": signed.ledger})
