"""Events as a ledger would leave them, for tests of what is derived from events: heads chained, nothing checked."""

from __future__ import annotations

from typing import Any

from ledger import commands as c
from ledger import eip712
from ledger.enums import ALL_POWERS, Kind
from ledger.events import Event, GenesisEvent, Position, Touched
from ledger.genesis import Genesis
from ledger.scenario.randomness import SeededRandomness
from ledger.scenario.signing import Key

START = 1_795_000_000
DAY = 86_400
YEAR = 365 * DAY
_SEED = SeededRandomness()


def key(name: str) -> Key:
    return Key(name, _SEED.secret(name))


def word(text: str) -> bytes:
    """32 bytes that stand for a commitment or a nonce."""
    return _SEED.salt(text)


def label(text: str) -> bytes:
    return text.encode().ljust(32, b"\0")


class Chain:
    """A growing list of events; every command is signed by the key of each named signer."""

    def __init__(self) -> None:
        regulator = key("regulator#1")
        genesis = Genesis(
            at=START, party_kind=1, country=239, profile=word("regulator"), keys=(regulator.address,), threshold=1
        )
        self.ledger = genesis.ledger
        self.at = START
        self.regulator = genesis.regulator_id
        self.events: list[Event | GenesisEvent] = [GenesisEvent(Position(0, 0), genesis, genesis.head)]
        self._versions = {self.regulator: (1, genesis.head)}

    def add(
        self,
        command: c.Command,
        signers: tuple[str, ...] = ("regulator",),
        touched: tuple[bytes, ...] = (),
        **outcome: Any,
    ) -> Event:
        """Accept `command` one second after the last one."""
        self.at += 1
        digest = eip712.digest(self.ledger, command)
        version, head = self._next(command.record, digest)
        event = Event(
            position=Position(len(self.events), 0),
            version=version,
            head=head,
            digest=digest,
            at=self.at,
            command=command,
            signers=tuple(self.party(name) for name in signers),
            signatures=tuple(key(f"{name}#1").sign(digest) for name in signers),
            touched=tuple(Touched(record, *self._next(record, digest)) for record in touched),
            outcome=outcome,
        )
        self.events.append(event)
        return event

    def _next(self, record: bytes, digest: bytes) -> tuple[int, bytes]:
        version, head = self._versions.get(record, (0, record))
        self._versions[record] = (version + 1, eip712.next_head(head, digest, self.at))
        return self._versions[record]

    def envelope(self, record: bytes) -> dict[str, Any]:
        version, _ = self._versions.get(record, (0, record))
        return {"record": record, "expected_version": version, "not_after": self.at + 3600}

    @staticmethod
    def party(name: str) -> bytes:
        return eip712.party_id(key(f"{name}#1").address)

    # What the tests tell stories with.

    def register_party(self, name: str) -> bytes:
        record = self.party(name)
        self.add(
            c.RegisterParty(
                **self.envelope(record),
                party_kind=4,
                profile=word(name),
                country=239,
                parent=bytes(32),
                keys=(key(f"{name}#1").address,),
                threshold=1,
            ),
            (name,),
        )
        self.add(c.MoveParty(**self.envelope(record), party_state=1, reason=bytes(32)))
        return record

    def add_key(self, name: str, added: str) -> bytes:
        address = key(added).address
        self.add(
            c.AddKey(
                **self.envelope(self.party(name)),
                key=address,
                powers=ALL_POWERS,
                valid_from=START,
                valid_to=START + YEAR,
                threshold=1,
            ),
            (name,),
        )
        return address

    def register_asset(self, name: str, holder: str, right: c.Right | None = None, asset_kind: int = 1) -> bytes:
        record = eip712.record_id(Kind.ASSET, self.party(holder), word(name))
        self.add(
            c.RegisterAsset(
                **self.envelope(record),
                nonce=word(name),
                asset_kind=asset_kind,
                title=word(f"{name} title"),
                holders=(c.Share(party=self.party(holder), bps=10_000),),
                grant_rule=1,
                fields=0,
                rights=(right,) if right else (),
            ),
            (holder,),
        )
        return record

    def raise_tier(self, asset: bytes, tier: int) -> None:
        self.add(c.RaiseTier(**self.envelope(asset), tier=tier, evidence=word("evidence")))

    def propose_licence(
        self, name: str, subject: bytes, grantor: str, grantee: str, scope: c.Scope, exclusivity: int = 1
    ) -> bytes:
        """Propose terms that both members sign at once."""
        record = eip712.record_id(Kind.INSTRUMENT, self.party(grantor), word(name))
        terms = c.Terms(
            instrument_kind=1,
            subject=subject,
            members=(
                c.Member(party=self.party(grantor), member_role=1),
                c.Member(party=self.party(grantee), member_role=2),
            ),
            scope=scope,
            exclusivity=exclusivity,
            sub_depth=0,
            consent_waived=False,
            encumbrance_version=0,
            moves=(),
            escrow_agent=bytes(32),
            effect_by=0,
            state_capital=False,
            task_result=bytes(32),
            text=word(f"{name} text"),
        )
        signing = (self.party(grantor), self.party(grantee))
        self.add(
            c.ProposeInstrument(**self.envelope(record), nonce=word(name), terms=terms, signing=signing),
            (grantor, grantee),
            terms_digest=eip712.terms_digest(terms),
            gates=0,
        )
        return record

    def effect(self, instrument: bytes, subject: bytes, encumbrance_version: int, shares: tuple[c.Share, ...]) -> None:
        self.add(
            c.EffectInstrument(**self.envelope(instrument)),
            touched=(subject,),
            encumbrance_version=encumbrance_version,
            shares=shares,
        )


def scope(start: int, end: int, *, acts: int = 0, fields: int = 0, countries: int = 0, provinces: int = 0) -> c.Scope:
    return c.Scope(acts=acts, fields=fields, countries=countries, provinces=provinces, start=start, end=end)


def granted_right(number: str, start: int = START - YEAR, end: int = START + 10 * YEAR) -> c.Right:
    """A granted right in the whole of Viet Nam."""
    return c.Right(
        office=label("VN"),
        number=label(number),
        right_stage=2,
        countries=0,
        provinces=(1 << 64) - 1,
        start=start,
        end=end,
    )
