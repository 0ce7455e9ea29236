"""A fresh ledger to measure, the commands to measure it with, and clients that send them."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from api.connection import Connection, open_embedded
from ledger import commands as c
from ledger import eip712
from ledger.enums import AssetKind, Exclusivity, GrantRule, InstrumentKind, Kind, MemberRole, RightStage
from ledger.genesis import Genesis
from ledger.wire import SignedCommand
from tests.conformance.cast import genesis, key, party, sign, text
from tests.conformance.histories import YEAR, Author
from tests.model import Model

CLIENTS = 64
VIET_NAM = 2**64 - 1


class World:
    """A fresh embedded ledger in a temporary home, its cast registered; or one that was made so, opened again."""

    def __init__(self, folder: Path, made: Genesis | None = None) -> None:
        """made: the genesis of the one that is there."""
        self.genesis = genesis(int(time.time()) - 5) if made is None else made
        self.at = self.genesis.at
        self.folder = folder
        self.connection: Connection = open_embedded(folder, self.genesis)
        self.ledger = self.connection.ledger
        self.serial = 0
        self._numbers = itertools.count(1)
        if made is None:
            self._register_cast()

    def _register_cast(self) -> None:
        model = Model(self.genesis)
        for drawn in Author(model, lambda given: given[0], lambda n: False).opening(self.at):
            self.ledger.submit(sign(model.ledger, drawn.command, drawn.keys))

    @property
    def id(self) -> bytes:
        return self.genesis.ledger

    def nonce(self) -> bytes:
        """Another one each time, from whichever thread."""
        number = next(self._numbers)
        self.serial = number
        return number.to_bytes(32, "big")

    def asset(self, holder: str = "university") -> SignedCommand:
        """`register_asset` with one holder and one right."""
        nonce = self.nonce()
        command = c.RegisterAsset(
            record=eip712.record_id(Kind.ASSET, party(holder), nonce),
            expected_version=0,
            not_after=int(time.time()) + 86_400,
            nonce=nonce,
            asset_kind=AssetKind.PATENT,
            title=text("title"),
            holders=(c.Share(party=party(holder), bps=10_000),),
            grant_rule=GrantRule.ALL,
            fields=0xFFFF << 16,
            rights=(
                c.Right(
                    office=b"VN".ljust(32, b"\0"),
                    number=f"1{self.serial:07d}".encode().ljust(32, b"\0"),
                    right_stage=RightStage.GRANTED,
                    countries=0,
                    provinces=VIET_NAM,
                    start=self.at - YEAR,
                    end=self.at + 19 * YEAR,
                ),
            ),
        )
        return sign(self.id, command, [key(holder)])

    def rule_set(self, asset: bytes, version: int, holder: str = "university") -> SignedCommand:
        """`set_grant_rule` on an asset at a version, to and fro."""
        command = c.SetGrantRule(
            record=asset,
            expected_version=version,
            not_after=int(time.time()) + 86_400,
            grant_rule=GrantRule.MAJORITY if version % 2 else GrantRule.ALL,
        )
        return sign(self.id, command, [key(holder)])

    def raised(self, asset: bytes) -> SignedCommand:
        command = c.RaiseTier(
            record=asset, expected_version=1, not_after=int(time.time()) + 86_400, tier=1, evidence=text("e")
        )
        return sign(self.id, command, [key("registrar")])

    def document(self) -> SignedCommand:
        """A document of one party to another."""
        nonce = self.nonce()
        command = c.SubmitDocument(
            record=eip712.record_id(Kind.DOCUMENT, party("buyer"), nonce),
            expected_version=0,
            not_after=int(time.time()) + 86_400,
            nonce=nonce,
            recipient=party("university"),
            content=text("letter"),
            in_reply_to=bytes(32),
        )
        return sign(self.id, command, [key("buyer")])

    def licence(self, asset: bytes, *, past: bool = False) -> tuple[SignedCommand, SignedCommand]:
        """A non-exclusive licence proposed and signed by both sides in one command, and its taking effect.

        past: its term has run out before it is made.
        """
        members = (
            c.Member(party=party("university"), member_role=MemberRole.GRANTOR),
            c.Member(party=party("buyer"), member_role=MemberRole.GRANTEE),
        )
        zero = bytes(32)
        terms = c.Terms(
            instrument_kind=InstrumentKind.LICENCE,
            subject=asset,
            members=members,
            scope=c.Scope(
                acts=9,
                fields=1 << 16,
                countries=0,
                provinces=3,
                start=self.at - 60 if past else self.at,
                end=self.at if past else self.at + 5 * YEAR,
            ),
            exclusivity=Exclusivity.NON_EXCLUSIVE,
            sub_depth=0,
            consent_waived=False,
            encumbrance_version=0,
            moves=(),
            escrow_agent=zero,
            effect_by=0,
            state_capital=False,
            task_result=zero,
            text=text("terms"),
        )
        nonce = self.nonce()
        record = eip712.record_id(Kind.INSTRUMENT, party("university"), nonce)
        proposed = c.ProposeInstrument(
            record=record,
            expected_version=0,
            not_after=int(time.time()) + 86_400,
            nonce=nonce,
            terms=terms,
            signing=(party("university"), party("buyer")),
        )
        effect = c.EffectInstrument(record=record, expected_version=1, not_after=int(time.time()) + 86_400)
        both = sign(self.id, proposed, [key("university"), key("buyer")])
        return both, sign(self.id, effect, [key("buyer")])

    # --- The engine below ------------------------------------------------------------------------------------------

    @property
    def endpoint(self) -> Any:
        return self.ledger._endpoint

    def gas_of(self, signed: SignedCommand) -> int:
        """Gas of the transaction that carried an accepted command."""
        topics = [None, None, "0x" + signed.digest.hex()]
        (log,) = self.endpoint.call("eth_getLogs", {"fromBlock": "0x0", "toBlock": "pending", "topics": topics})
        return int(self.endpoint.call("eth_getTransactionReceipt", log["transactionHash"])["gasUsed"], 16)


def spread(clients: int, work: Sequence[Any], do: Callable[[Any], Any]) -> float:
    """Seconds that `clients` threads take to do all of `work`, each doing its next piece when the last is done."""
    pieces = iter(work)
    lock = threading.Lock()

    def client() -> None:
        while True:
            with lock:
                piece = next(pieces, None)
            if piece is None:
                return
            do(piece)

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        for future in [pool.submit(client) for _ in range(clients)]:
            future.result()
    return time.perf_counter() - started
