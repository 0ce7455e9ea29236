"""Events as a ledger would tell them, made many times faster than one accepts commands.

What is true of them: commands, digests, signatures, versions, chained heads and times, so that they are read, folded
and checked as any others. What is synthetic: no contract was asked, and they stand a hundred to a block, in blocks
later than a chain here will have.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from typing import Any

from ledger import commands as c
from ledger import eip712
from ledger.engines.evm.logs import event_from_log, log_from_json
from ledger.enums import AssetKind, Exclusivity, GrantRule, InstrumentKind, Kind, MemberRole, PartyKind, RightStage
from ledger.events import BEFORE_ALL, Event, GenesisEvent, Position, Touched
from ledger.genesis import Genesis
from ledger.state import AnyEvent
from tests.conformance.cast import VIET_NAM, TestKey, key, party, text
from tests.unit.evm_logs import log_of

_A_BLOCK = 100
_FIRST_BLOCK = 1_000_000
_YEAR = 365 * 86_400
_EVERYWHERE = (1 << 64) - 1


class Told:
    """Their events as `Projection` asks a ledger for them: kept as the contracts' logs, and decoded for each page.

    Decoding checks every command against its digest, as `ledger.engines.evm` does. What is left out is finding the
    logs in the chain's file.
    """

    def __init__(self, events: Sequence[AnyEvent]) -> None:
        self._first, *rest = events
        assert isinstance(self._first, GenesisEvent)
        self._ledger = self._first.genesis.ledger
        self._logs = [log_from_json(log_of(event, *_touched(event))) for event in rest if isinstance(event, Event)]
        self._places = [log.position for log in self._logs]

    def events(self, after: Position = BEFORE_ALL, limit: int = 1000) -> Sequence[AnyEvent]:
        first = bisect.bisect_right(self._places, after)
        told = [event_from_log(log, self._ledger) for log in self._logs[first : first + limit]]
        return told if after >= self._first.position else [self._first, *told][:limit]


def _touched(event: Event) -> tuple[bytes, ...]:
    return tuple(touch.record for touch in event.touched[:1])


class Author:
    """Makes the events of one ledger, each following from those before."""

    def __init__(self, genesis: Genesis) -> None:
        self.ledger = genesis.ledger
        self.events: list[AnyEvent] = [GenesisEvent(Position(0, 0), genesis, genesis.head)]
        self._at = genesis.at
        self._last: dict[bytes, tuple[int, bytes]] = {genesis.regulator_id: (1, genesis.head)}

    def matters(self, count: int) -> list[AnyEvent]:
        """Events until there are `count` with the genesis record's: parties, assets, licences, letters, anchors."""
        matters = (number for number in range(count))
        while len(self.events) < count:
            for command, signers, touched, outcome in self._matter(next(matters)):
                self._accept(command, signers, touched, outcome)
        return self.events[:count]

    def asset_of(self, name: str, versions: int) -> bytes:
        """An asset whose grant rule is set again and again; its id."""
        asset = eip712.record_id(Kind.ASSET, party("regulator"), text(name))
        self._accept(self._asset(asset, party("regulator"), text(name), ()), [key("regulator")])
        for version in range(1, versions):
            rule = GrantRule.MAJORITY if version % 2 else GrantRule.ALL
            self._accept(c.SetGrantRule(**self._envelope(asset), grant_rule=rule), [key("regulator")])
        return asset

    def _matter(self, number: int) -> Iterator[tuple[c.Command, list[TestKey], tuple[bytes, ...], dict[str, Any]]]:
        """Ten commands about one licence."""
        office, nonce = key("regulator"), text(f"matter {number}")
        holder, taker = key("holder", number), key("taker", number)
        holds, takes = eip712.party_id(holder.address), eip712.party_id(taker.address)
        for each, record in ((holder, holds), (taker, takes)):
            yield self._party(record, each, nonce), [each], (), {}
        asset = eip712.record_id(Kind.ASSET, holds, nonce)
        right = c.Right(
            office=b"VN".ljust(32, b"\0"),
            number=f"1{number:07d}".encode().ljust(32, b"\0"),
            right_stage=RightStage.GRANTED,
            countries=0,
            provinces=_EVERYWHERE,
            start=self._at - _YEAR,
            end=self._at + 19 * _YEAR,
        )
        yield self._asset(asset, holds, nonce, (right,)), [holder], (), {}
        yield c.RaiseTier(**self._envelope(asset), tier=2, evidence=nonce), [office], (), {}
        licence, terms = eip712.record_id(Kind.INSTRUMENT, holds, nonce), self._terms(asset, holds, takes, nonce)
        proposed = c.ProposeInstrument(**self._envelope(licence), nonce=nonce, terms=terms, signing=(holds, takes))
        yield proposed, [holder, taker], (), {"terms_digest": eip712.terms_digest(terms), "gates": 0}
        shares = (c.Share(party=holds, bps=10_000),)
        effect = c.EffectInstrument(**self._envelope(licence))
        yield effect, [taker], (asset,), {"encumbrance_version": 1, "shares": shares}
        for letter in (nonce, text(f"letter {number}")):
            document = eip712.record_id(Kind.DOCUMENT, takes, letter)
            sent = c.SubmitDocument(
                **self._envelope(document), nonce=letter, recipient=holds, content=letter, in_reply_to=bytes(32)
            )
            yield sent, [taker], (), {"sender": takes}
        yield c.SetGrantRule(**self._envelope(asset), grant_rule=GrantRule.MAJORITY), [holder], (), {}
        anchor = eip712.record_id(Kind.ANCHOR, holds, nonce)
        anchored = c.AnchorDigest(
            **self._envelope(anchor), nonce=nonce, namespace=b"log".ljust(32, b"\0"), digest=nonce, size=number
        )
        yield anchored, [holder], (), {}

    def _accept(
        self, command: c.Command, signers: list[TestKey], touched: tuple[bytes, ...] = (), outcome: Any = None
    ) -> None:
        made = len(self.events)
        self._at += made % _A_BLOCK == 0
        digest = eip712.digest(self.ledger, command)
        version, head = self._next(command.record, digest)
        self.events.append(
            Event(
                position=Position(_FIRST_BLOCK + made // _A_BLOCK, made % _A_BLOCK),
                version=version,
                head=head,
                digest=digest,
                at=self._at,
                command=command,
                signers=tuple(eip712.party_id(signer.address) for signer in signers),
                signatures=tuple(signer.sign(digest) for signer in signers),
                touched=tuple(Touched(record, *self._next(record, digest)) for record in touched),
                outcome=outcome or {},
            )
        )

    def _next(self, record: bytes, digest: bytes) -> tuple[int, bytes]:
        version, head = self._last.get(record, (0, record))
        self._last[record] = version + 1, eip712.next_head(head, digest, self._at)
        return self._last[record]

    def _envelope(self, record: bytes) -> dict[str, Any]:
        version, _ = self._last.get(record, (0, record))
        return {"record": record, "expected_version": version, "not_after": self._at + 3600}

    def _party(self, record: bytes, first: TestKey, profile: bytes) -> c.RegisterParty:
        return c.RegisterParty(
            **self._envelope(record),
            party_kind=PartyKind.ENTERPRISE,
            profile=profile,
            country=VIET_NAM,
            parent=bytes(32),
            keys=(first.address,),
            threshold=1,
        )

    def _asset(self, asset: bytes, holder: bytes, nonce: bytes, rights: tuple[c.Right, ...]) -> c.RegisterAsset:
        return c.RegisterAsset(
            **self._envelope(asset),
            nonce=nonce,
            asset_kind=AssetKind.PATENT,
            title=nonce,
            holders=(c.Share(party=holder, bps=10_000),),
            grant_rule=GrantRule.ALL,
            fields=1 << 16,
            rights=rights,
        )

    def _terms(self, asset: bytes, grantor: bytes, grantee: bytes, content: bytes) -> c.Terms:
        members = ((grantor, MemberRole.GRANTOR), (grantee, MemberRole.GRANTEE))
        return c.Terms(
            instrument_kind=InstrumentKind.LICENCE,
            subject=asset,
            members=tuple(c.Member(party=each, member_role=role) for each, role in members),
            scope=c.Scope(acts=9, fields=1 << 16, countries=0, provinces=3, start=self._at, end=self._at + _YEAR),
            exclusivity=Exclusivity.NON_EXCLUSIVE,
            sub_depth=0,
            consent_waived=False,
            encumbrance_version=0,
            moves=(),
            escrow_agent=bytes(32),
            effect_by=0,
            state_capital=False,
            task_result=bytes(32),
            text=content,
        )
