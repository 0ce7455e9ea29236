"""A patent, its licence and the parties around it, told to a real ledger at fixed times with fixed keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from api.connection import Connection, open_embedded
from ledger import commands as c
from ledger import eip712, enums
from ledger.events import Receipt
from ledger.genesis import Genesis
from ledger.keys import KeySigner
from ledger.records import WITHOUT_END
from ledger.scenario.randomness import SeededRandomness
from ledger.scenario.signing import Key
from ledger.scope import ALL_PROVINCES, country_number
from ledger.wire import SignedCommand

START = 1_795_000_000
DAY = 86_400
YEAR = 365 * DAY
VIET_NAM = country_number("VN")
_SEED = SeededRandomness()


def key(name: str) -> Key:
    return Key(name, _SEED.secret(name))


def word(text: str) -> bytes:
    """32 bytes that stand for a commitment or a nonce."""
    return _SEED.salt(text)


def label(text: str) -> bytes:
    return text.encode().ljust(32, b"\0")


def ha_noi(start: int, end: int) -> c.Scope:
    """To make and to apply the process, in Ha Noi."""
    return c.Scope(acts=0b11, fields=0, countries=0, provinces=1, start=start, end=end)


def right(number: str) -> c.Right:
    """A granted right in the whole of Viet Nam."""
    return c.Right(
        office=label("VN"),
        number=label(number),
        right_stage=enums.RightStage.GRANTED,
        countries=0,
        provinces=ALL_PROVINCES,
        start=START - YEAR,
        end=START + 10 * YEAR,
    )


class FixedClock:
    """A clock that moves only when the story does."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


class Story:
    """A ledger in `home` with fixed keys and clock; each command is accepted one second after the last one.

    options: of `open_embedded`, in place of the fixed ones.
    """

    def __init__(self, home: Path, **options: Any) -> None:
        self.clock = FixedClock()
        self.genesis = Genesis(
            at=START,
            party_kind=enums.PartyKind.AGENCY,
            country=VIET_NAM,
            profile=word("regulator"),
            keys=(key("regulator#1").address,),
            threshold=1,
        )
        self.operator = KeySigner(_SEED.secret("operator seal"))
        fixed = {"operator": self.operator, "relay_secret": _SEED.secret("relay"), "chain_id": 1_337}
        self.connection: Connection = open_embedded(home, self.genesis, clock=self.clock, **{**fixed, **options})
        self.ledger = self.connection.ledger
        self.regulator = self.genesis.regulator_id
        self._versions = {self.regulator: 1}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def give(self, command: c.Command, *signers: str, touched: bytes | None = None) -> Receipt:
        """Submit a command signed by keys such as `institute#2`; raises `Refused`."""
        self.clock.now += 1
        digest = eip712.digest(self.genesis.ledger, command)
        signatures = tuple(key(name).sign(digest) for name in signers)
        receipt = self.ledger.submit(SignedCommand(self.genesis.ledger, command, signatures))
        self._versions[receipt.record] = receipt.version
        if touched is not None:
            self._versions[touched] += 1
        return receipt

    def seal(self) -> None:
        """Let the open block's second pass."""
        self.clock.now += 2

    def envelope(self, record: bytes) -> dict[str, Any]:
        version = self._versions.get(record, 0)
        return {"record": record, "expected_version": version, "not_after": self.clock.now + 3_600}

    # What the story is told with.

    def admit(self, name: str, *roles: enums.Role, kind: enums.PartyKind = enums.PartyKind.ENTERPRISE) -> bytes:
        """Register and admit a party with one key, and give it roles."""
        first = key(f"{name}#1")
        party = eip712.party_id(first.address)
        self.give(
            c.RegisterParty(
                **self.envelope(party),
                party_kind=kind,
                profile=word(name),
                country=VIET_NAM,
                parent=bytes(32),
                keys=(first.address,),
                threshold=1,
            ),
            first.name,
        )
        active = enums.PartyState.ACTIVE
        self.give(c.MoveParty(**self.envelope(party), party_state=active, reason=bytes(32)), "regulator#1")
        for role in roles:
            self.grant_role(party, role)
        return party

    def grant_role(self, party: bytes, role: enums.Role) -> None:
        if role == enums.Role.OPERATOR:
            signers: tuple[str, ...] = ("regulator#1",)
        else:
            signers = ("operator#1", "regulator#1") if role in enums.PRIVILEGED_ROLES else ("operator#1",)
        window = {"fields": 0, "valid_from": START, "valid_to": START + 10 * YEAR}
        self.give(c.GrantRole(**self.envelope(party), role=role, **window), *signers)

    def add_key(self, party: bytes, name: str, threshold: int, *signers: str) -> None:
        window = {"powers": enums.ALL_POWERS, "valid_from": START, "valid_to": WITHOUT_END}
        added = key(name)
        command = c.AddKey(**self.envelope(party), key=added.address, **window, threshold=threshold)
        self.give(command, *signers, name)

    def register_asset(self, name: str, *holders: str) -> bytes:
        parties = [eip712.party_id(key(f"{holder.split('#')[0]}#1").address) for holder in holders]
        asset = eip712.record_id(enums.Kind.ASSET, parties[0], word(name))
        shares = tuple(c.Share(party=party, bps=10_000 // len(set(parties))) for party in dict.fromkeys(parties))
        self.give(
            c.RegisterAsset(
                **self.envelope(asset),
                nonce=word(name),
                asset_kind=enums.AssetKind.PATENT,
                title=word(f"{name} title"),
                holders=shares,
                grant_rule=enums.GrantRule.ALL,
                fields=0,
                rights=(right("10041237"),),
            ),
            *holders,
        )
        return asset

    def licence(self, name: str, asset: bytes, scope: c.Scope, exclusivity: enums.Exclusivity, seen: int) -> bytes:
        """Propose a licence from institute to company that both sign, and put it into effect."""
        grantor, grantee = (eip712.party_id(key(f"{party}#1").address) for party in ("institute", "company"))
        instrument = eip712.record_id(enums.Kind.INSTRUMENT, grantor, word(name))
        self.give(
            c.ProposeInstrument(
                **self.envelope(instrument),
                nonce=word(name),
                terms=self.terms(asset, grantor, grantee, scope, exclusivity, seen),
                signing=(grantor, grantee),
            ),
            "institute#1",
            "institute#2",
            "company#1",
        )
        self.give(c.EffectInstrument(**self.envelope(instrument)), "company#1", touched=asset)
        return instrument

    @staticmethod
    def terms(
        asset: bytes, grantor: bytes, grantee: bytes, scope: c.Scope, exclusivity: enums.Exclusivity, seen: int
    ) -> c.Terms:
        return c.Terms(
            instrument_kind=enums.InstrumentKind.LICENCE,
            subject=asset,
            members=(
                c.Member(party=grantor, member_role=enums.MemberRole.GRANTOR),
                c.Member(party=grantee, member_role=enums.MemberRole.GRANTEE),
            ),
            scope=scope,
            exclusivity=exclusivity,
            sub_depth=0,
            consent_waived=False,
            encumbrance_version=seen,
            moves=(),
            escrow_agent=bytes(32),
            effect_by=0,
            state_capital=False,
            task_result=bytes(32),
            text=word("text"),
        )


class PatentStory(Story):
    """A patent of an institute that signs with both its keys, and its exclusive licence for Ha Noi in effect."""

    def __init__(self, home: Path, **options: Any) -> None:
        super().__init__(home, **options)
        role = enums.Role
        self.admit("operator", role.OPERATOR)
        self.admit("registrar", role.IP_REGISTRAR, kind=enums.PartyKind.AGENCY)
        self.institute = self.admit("institute", role.OWNER, kind=enums.PartyKind.INSTITUTE)
        self.company = self.admit("company", role.BUYER)
        self.add_key(self.institute, "institute#2", 2, "institute#1")
        self.asset = self.register_asset("patent", "institute#1", "institute#2")
        self.give(c.RaiseTier(**self.envelope(self.asset), tier=2, evidence=word("file 1")), "registrar#1")
        majority = enums.GrantRule.MAJORITY
        rule = c.SetGrantRule(**self.envelope(self.asset), grant_rule=majority)
        self.give(rule, "institute#2", "institute#1")
        self.first_year = ha_noi(START, START + YEAR)
        self.grant = self.licence("licence", self.asset, self.first_year, enums.Exclusivity.EXCLUSIVE, 0)
        self.seal()
