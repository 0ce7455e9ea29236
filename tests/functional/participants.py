"""Organisations that take part in tests, and the commands they send to whatever ledger they are given."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from eth_hash.auto import keccak

from ledger import eip712
from ledger.commands import Command, GrantRole, MoveParty, RegisterAsset, RegisterParty, Share
from ledger.enums import AssetKind, GrantRule, Kind, PartyKind, PartyState, Role
from ledger.events import Receipt
from ledger.genesis import Genesis
from ledger.port import Ledger
from ledger.wire import SignedCommand
from tests.conformance.cast import VIET_NAM, TestKey, key, party, sign, text

EVERYTHING = (1 << 64) - 1


class Participants:
    """Builds commands as of `clock` (UTC seconds), signs them and submits them to `ledger`."""

    genesis: Genesis
    ledger: Ledger
    clock: Callable[[], float] = staticmethod(time.time)

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
