"""A ledger on a real embedded chain with the organisations that most tests need, and a line to it that can be cut."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eth_hash.auto import keccak
from web3.providers.base import BaseProvider

from api.connection import ARTIFACTS
from ledger import eip712
from ledger.commands import Command, GrantRole, MoveParty, RegisterAsset, RegisterParty, Share
from ledger.engines.embedded import ChainGenesis, EmbeddedProvider
from ledger.engines.evm import Creation, Deployment, Endpoint, EvmLedger, Fees, Patience, RelayKeys, deploy
from ledger.enums import AssetKind, GrantRule, Kind, PartyKind, PartyState, Role
from ledger.events import Receipt
from ledger.genesis import Genesis
from ledger.intents import IntentLog
from ledger.keys import KeySigner
from ledger.proof.signing import seal_preimage
from ledger.wire import SignedCommand
from tests.conformance.cast import VIET_NAM, TestKey, genesis, key, party, sign, text

CHAIN_ID = 20_261_123
OPERATOR = KeySigner(keccak(b"HanoTEX test operator"))
RELAY_SECRET = keccak(b"HanoTEX test relay")
EVERYTHING = (1 << 64) - 1
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


class Exchange:
    """The ledger in `home`, opened for writing. Commands are built as of the exchange's clock."""

    def __init__(
        self,
        home: Path,
        at: int,
        *,
        clock: Callable[[], float] = time.time,
        accounts: int = 64,
        patience: Patience = SHORT,
    ) -> None:
        self.genesis: Genesis = genesis(at)
        self.clock = clock
        relay = RelayKeys(RELAY_SECRET, accounts)
        chain = ChainGenesis(CHAIN_ID, at - 1, dict.fromkeys(relay.addresses, 10**27))
        self.chain = EmbeddedProvider.create_or_open(home / "chain.sqlite", chain, self._seal, clock=clock)
        self.line = Line(self.chain)
        self.endpoint = Endpoint(self.line, "embedded", refuses_at_send=True, tip="pending", seals=True)
        self.deployment: Deployment = deploy(
            self.endpoint, self.genesis, Creation.from_artifacts(ARTIFACTS), relay.accounts()[0], Fees(CHAIN_ID)
        )
        self.intents = IntentLog(home / "intents.sqlite", self.genesis.ledger)
        self.ledger = EvmLedger(
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

    # --- Commands --------------------------------------------------------------------------------------------------

    def signed(self, command: Command, *keys: TestKey) -> SignedCommand:
        return sign(self.genesis.ledger, command, list(keys))

    def submit(self, command: Command, *keys: TestKey) -> Receipt:
        return self.ledger.submit(self.signed(command, *keys))

    @property
    def soon(self) -> int:
        return int(self.clock()) + 3600

    def version(self, record: bytes) -> int:
        history = self.ledger.history(record)
        return 1 if not history else len(history)

    def register(self, alias: str, **other: Any) -> RegisterParty:
        fields: dict[str, Any] = {
            "record": party(alias),
            "expected_version": 0,
            "not_after": self.soon,
            "party_kind": PartyKind.ENTERPRISE,
            "profile": text(alias),
            "country": VIET_NAM,
            "parent": bytes(32),
            "keys": (key(alias).address,),
            "threshold": 1,
        }
        return RegisterParty(**{**fields, **other})

    def admit(self, alias: str, by: str) -> Receipt:
        command = MoveParty(
            record=party(alias),
            expected_version=self.version(party(alias)),
            not_after=self.soon,
            party_state=PartyState.ACTIVE,
            reason=bytes(32),
        )
        return self.submit(command, key(by))

    def grant(self, alias: str, role: Role, by: str) -> Receipt:
        now = int(self.clock())
        command = GrantRole(
            record=party(alias),
            expected_version=self.version(party(alias)),
            not_after=self.soon,
            role=role,
            fields=EVERYTHING,
            valid_from=now - 60,
            valid_to=now + 365 * 86_400,
        )
        return self.submit(command, key(by))

    def onboard(self, alias: str, *roles: Role) -> None:
        """An active party; the operator's own roles come from the regulator."""
        by = "regulator" if Role.OPERATOR in roles else "operator"
        self.submit(self.register(alias), key(alias))
        self.admit(alias, by)
        for role in roles:
            self.grant(alias, role, by)

    def asset(self, alias: str, name: str, **other: Any) -> RegisterAsset:
        """The registration of know-how that `alias` holds alone."""
        nonce = keccak(name.encode())
        fields: dict[str, Any] = {
            "record": eip712.record_id(Kind.ASSET, party(alias), nonce),
            "expected_version": 0,
            "not_after": self.soon,
            "nonce": nonce,
            "asset_kind": AssetKind.KNOW_HOW,
            "title": text(name),
            "holders": (Share(party=party(alias), bps=10_000),),
            "grant_rule": GrantRule.ALL,
            "fields": EVERYTHING,
            "rights": (),
        }
        return RegisterAsset(**{**fields, **other})
