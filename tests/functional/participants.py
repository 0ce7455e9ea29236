"""Organisations that take part in tests, and the commands they send to whatever ledger they are given."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from eth_hash.auto import keccak

from ledger import eip712
from ledger.commands import (
    Command,
    EffectInstrument,
    GrantRole,
    Member,
    MoveParty,
    ProposeInstrument,
    RaiseTier,
    RegisterAsset,
    RegisterParty,
    Scope,
    Share,
    Terms,
)
from ledger.enums import (
    AssetKind,
    Exclusivity,
    GrantRule,
    InstrumentKind,
    Kind,
    MemberRole,
    PartyKind,
    PartyState,
    Role,
)
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

    def grant(self, alias: str, role: Role, *by: str) -> Receipt:
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
        return self.submit(command, *map(key, by))

    def onboard(self, alias: str, *roles: Role) -> None:
        """An active party; the regulator alone names operators, and signs with the operator for registrars."""
        by = "regulator" if Role.OPERATOR in roles else "operator"
        self.submit(self.register(alias), key(alias))
        self.admit(alias, by)
        for role in roles:
            self.grant(alias, role, by, *(["regulator"] if role is Role.IP_REGISTRAR else []))

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

    def licence(self, asset: bytes, grantor: str, grantee: str, name: str, **other: Any) -> ProposeInstrument:
        """The proposal, signed by both at once, of a licence of everything everywhere for a year."""
        now, nonce = int(self.clock()), keccak(name.encode())
        terms: dict[str, Any] = {
            "instrument_kind": InstrumentKind.LICENCE,
            "subject": asset,
            "members": (
                Member(party=party(grantor), member_role=MemberRole.GRANTOR),
                Member(party=party(grantee), member_role=MemberRole.GRANTEE),
            ),
            "scope": Scope(acts=0, fields=0, countries=0, provinces=0, start=now, end=now + 365 * 86_400),
            "exclusivity": Exclusivity.EXCLUSIVE,
            "sub_depth": 0,
            "consent_waived": False,
            "encumbrance_version": 0,
            "moves": (),
            "escrow_agent": bytes(32),
            "effect_by": 0,
            "state_capital": False,
            "task_result": bytes(32),
            "text": text(name),
        }
        return ProposeInstrument(
            record=eip712.record_id(Kind.INSTRUMENT, party(grantor), nonce),
            expected_version=0,
            not_after=self.soon,
            nonce=nonce,
            terms=Terms(**{**terms, **other}),
            signing=(party(grantor), party(grantee)),
        )

    def licensed(self, grantor: str, grantee: str, name: str) -> tuple[bytes, bytes]:
        """An asset of `grantor`, verified by the party `registrar`, and an exclusive licence on it in effect."""
        asset = self.asset(grantor, name)
        self.submit(asset, key(grantor))
        tier = RaiseTier(record=asset.record, expected_version=1, not_after=self.soon, tier=1, evidence=text("seen"))
        self.submit(tier, key("registrar"))
        proposal = self.licence(asset.record, grantor, grantee, name)
        self.submit(proposal, key(grantor), key(grantee))
        effect = EffectInstrument(record=proposal.record, expected_version=1, not_after=self.soon)
        self.submit(effect, key(grantee))
        return asset.record, proposal.record
