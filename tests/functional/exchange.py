"""A ledger on a real embedded chain, and a line to it that can be cut."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eth_hash.auto import keccak
from web3.providers.base import BaseProvider

from api.connection import ARTIFACTS
from ledger.engines.embedded import ChainGenesis, EmbeddedProvider
from ledger.engines.evm import Creation, Deployment, Endpoint, EvmLedger, Fees, Patience, RelayKeys, deploy
from ledger.intents import IntentLog
from ledger.keys import KeySigner
from ledger.proof.signing import seal_preimage
from tests.conformance.cast import genesis
from tests.functional.participants import Participants

CHAIN_ID = 20_261_123
OPERATOR = KeySigner(keccak(b"HanoTEX test operator"))
RELAY_SECRET = keccak(b"HanoTEX test relay")
SHORT = Patience(receipt=3, account=3, clock=1.0, poll=0.02)


class Cut(Exception):
    """The line to the chain was cut."""


class Line(BaseProvider):
    """Passes requests on to a chain until it is cut: before the request arrives, or before its answer does."""

    def __init__(self, chain: BaseProvider) -> None:
        super().__init__()
        self._chain = chain
        self.asked: list[str] = []
        self.cut_before: Callable[[str], bool] = lambda method: False
        self.cut_after: Callable[[str], bool] = lambda method: False

    def make_request(self, method: Any, params: Any) -> Any:
        self.asked.append(method)
        if self.cut_before(method):
            raise Cut(method)
        answer = self._chain.make_request(method, params)
        if self.cut_after(method):
            raise Cut(method)
        return answer

    def mend(self) -> None:
        self.cut_before = self.cut_after = lambda method: False


def sending(method: str) -> bool:
    return method == "eth_sendRawTransaction"


class Exchange(Participants):
    """The ledger in `home`, opened for writing. Commands are built as of the exchange's clock."""

    def __init__(
        self,
        home: Path,
        at: int,
        *,
        clock: Callable[[], float] = time.time,
        accounts: int = 64,
        patience: Patience = SHORT,
        line: type[Line] = Line,
        log: type[IntentLog] = IntentLog,
    ) -> None:
        self.genesis = genesis(at)
        self.clock = clock
        relay = RelayKeys(RELAY_SECRET, accounts)
        chain = ChainGenesis(CHAIN_ID, at - 1, dict.fromkeys(relay.addresses, 10**27))
        self.chain = EmbeddedProvider.create_or_open(home / "chain.sqlite", chain, self._seal, clock=clock)
        self.line = line(self.chain)
        self.endpoint = Endpoint(self.line, "embedded", refuses_at_send=True, tip="pending", seals=True)
        self.deployment: Deployment = deploy(
            self.endpoint, self.genesis, Creation.from_artifacts(ARTIFACTS), relay.accounts()[0], Fees(CHAIN_ID)
        )
        self.intents = log(home / "intents.sqlite", self.genesis.ledger)
        self.ledger: EvmLedger = EvmLedger(
            self.endpoint,
            self.deployment,
            relay=relay,
            intents=self.intents,
            patience=patience,
            on_close=self.chain.close,
        )

    def _seal(self, number: int, block_hash: bytes) -> bytes:
        return OPERATOR.sign_preimage(seal_preimage(self.genesis.ledger, number, block_hash))

    def close(self) -> None:
        self.ledger.close()
