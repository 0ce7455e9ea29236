"""A chain of events signed with any of a party's keys: `institute#2` signs for `institute`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger import commands as c
from ledger.enums import ALL_POWERS
from ledger.events import Event
from tests.unit.chain import START, YEAR, Chain, key


class SignedChain(Chain):
    """As `Chain`, but with every signature that the ledger asks for."""

    def add(
        self,
        command: c.Command,
        signers: tuple[str, ...] = ("regulator",),
        touched: tuple[bytes, ...] = (),
        **outcome: Any,
    ) -> Event:
        event = super().add(command, tuple(name.split("#")[0] for name in signers), touched, **outcome)
        names = [name if "#" in name else f"{name}#1" for name in signers]
        signed = replace(event, signatures=tuple(key(name).sign(event.digest) for name in names))
        self.events[-1] = signed
        return signed

    def add_key(self, name: str, added: str, *, powers: int = ALL_POWERS, threshold: int = 1, days: int = 365) -> bytes:
        """Give a party the key named `added`, such as `institute#2`, for some days from the start."""
        address = key(added).address
        self.add(
            c.AddKey(
                **self.envelope(self.party(name)),
                key=address,
                powers=powers,
                valid_from=START,
                valid_to=START + days * 86_400,
                threshold=threshold,
            ),
            (name, added),
        )
        return address

    def revoke_key(self, name: str, revoked: str, by: str, threshold: int = 1) -> None:
        party = self.party(name)
        self.add(c.RevokeKey(**self.envelope(party), key=key(revoked).address, threshold=threshold), (by,))

    def move_party(self, name: str, state: int) -> None:
        self.add(c.MoveParty(**self.envelope(self.party(name)), party_state=state, reason=bytes(32)))

    def set_grant_rule(self, asset: bytes, rule: int, signers: tuple[str, ...]) -> None:
        self.add(c.SetGrantRule(**self.envelope(asset), grant_rule=rule), signers)


class Story(SignedChain):
    """Two parties, a patent at tier 2, and an exclusive licence of it for Ha Noi in effect."""

    def __init__(self, *, exclusivity: int = 3) -> None:
        super().__init__()
        self.institute = self.register_party("institute")
        self.company = self.register_party("company")
        self.add_key("institute", "institute#2")
        self.asset = self.register_asset("chip", "institute", _right())
        self.raise_tier(self.asset, 2)
        self.set_grant_rule(self.asset, 2, ("institute#2",))
        self.licence = self.propose_licence(
            "licence", self.asset, "institute", "company", ha_noi(START, START + YEAR), exclusivity
        )
        self.effect(self.licence, self.asset, 1, ())

    def effect(self, instrument: bytes, subject: bytes, encumbrance_version: int, shares: tuple[c.Share, ...]) -> None:
        self.add(
            c.EffectInstrument(**self.envelope(instrument)),
            ("company",),
            touched=(subject,),
            encumbrance_version=encumbrance_version,
        )


def ha_noi(start: int, end: int) -> c.Scope:
    return c.Scope(acts=0b11, fields=0, countries=0, provinces=1, start=start, end=end)


def _right() -> c.Right:
    return c.Right(
        office=b"VN".ljust(32, b"\0"),
        number=b"10041237".ljust(32, b"\0"),
        right_stage=2,
        countries=0,
        provinces=(1 << 64) - 1,
        start=START - YEAR,
        end=START + 10 * YEAR,
    )
