"""Random histories: commands that are mostly right, sometimes wrong in one place, for any engine and the model.

`draw_command` picks a command and its signing keys from what the model holds, then may spoil one thing. Which command
is accepted is not decided here: the engine and the model each answer, and the test compares.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ledger import commands as c
from ledger import eip712
from ledger.enums import (
    AssetKind,
    Exclusivity,
    GrantRule,
    InstrumentEnd,
    InstrumentKind,
    Kind,
    MemberRole,
    PartyState,
    RightStage,
    Role,
    Ruling,
    State,
)
from tests.conformance.cast import LAOS, VIET_NAM, TestKey, key, party, text
from tests.model import Model
from tests.model.instrument import current_members, parties

T = TypeVar("T")
ZERO = bytes(32)
YEAR = 365 * 86_400

# alias -> (country, number of keys, threshold, roles)
CAST: dict[str, tuple[int, int, int, tuple[Role, ...]]] = {
    "operator": (VIET_NAM, 1, 1, (Role.OPERATOR,)),
    "registrar": (VIET_NAM, 1, 1, (Role.IP_REGISTRAR, Role.TRANSFER_REGISTRAR)),
    "arbiter": (VIET_NAM, 1, 1, (Role.ARBITER,)),
    "bank": (VIET_NAM, 1, 1, (Role.ESCROW_AGENT,)),
    "auditor": (VIET_NAM, 1, 1, (Role.AUDITOR,)),
    "institute": (VIET_NAM, 2, 2, (Role.OWNER,)),
    "university": (VIET_NAM, 1, 1, (Role.OWNER,)),
    "maker": (LAOS, 1, 1, (Role.OWNER, Role.BUYER)),
    "buyer": (VIET_NAM, 1, 1, (Role.BUYER,)),
}
OWNERS = ("institute", "university", "maker")
ANYONE = (*CAST, "regulator")
ALIAS = {party(alias): alias for alias in ANYONE}


def keys_of(parties_: Sequence[bytes]) -> list[TestKey]:
    """The first keys of each party, as many as its threshold was at the start."""
    found: list[TestKey] = []
    for one in parties_:
        alias = ALIAS[one]
        found += [key(alias, n + 1) for n in range(CAST.get(alias, (0, 1, 1, ()))[2])]
    return found


@dataclass
class Drawn:
    command: c.Command
    keys: list[TestKey]


class Author:
    """Writes commands; `pick` chooses from a sequence, `chance(n)` is true about once in n."""

    def __init__(self, model: Model, pick: Callable[[Sequence[Any]], Any], chance: Callable[[int], bool]) -> None:
        self.model = model
        self.pick = pick
        self.chance = chance
        self.serial = 0

    # --- set-up ----------------------------------------------------------------------------------------------------

    def opening(self, now: int) -> list[Drawn]:
        """Commands that register and admit the cast and grant its roles."""
        opening: list[Drawn] = []
        regulator, operator = party("regulator"), party("operator")
        for alias, (country, count, threshold, roles) in CAST.items():
            own = [key(alias, n + 1) for n in range(count)]
            record = party(alias)
            envelope = {"record": record, "not_after": now + 20 * 86_400}
            register = c.RegisterParty(
                **envelope,
                expected_version=0,
                party_kind=4,
                profile=text(alias),
                country=country,
                parent=ZERO,
                keys=tuple(each.address for each in own),
                threshold=threshold,
            )
            admit = c.MoveParty(**envelope, expected_version=1, party_state=PartyState.ACTIVE, reason=ZERO)
            opening += [Drawn(register, own), Drawn(admit, keys_of([regulator]))]
            for version, role in enumerate(roles, 2):
                grant = c.GrantRole(
                    **envelope, expected_version=version, role=role, fields=0, valid_from=now, valid_to=now + 10 * YEAR
                )
                by = {Role.OPERATOR: [regulator], Role.OWNER: [operator], Role.BUYER: [operator]}
                opening.append(Drawn(grant, keys_of(by.get(role, [operator, regulator]))))
        return opening

    # --- pieces ----------------------------------------------------------------------------------------------------

    def _envelope(self, record: bytes, *, new: bool = False) -> dict[str, Any]:
        entry = self.model.entries.get(record)
        version = 0 if new or entry is None else entry.version
        if self.chance(25):
            version = max(0, version + self.pick((-2, -1, 1)))
        now = self.model.now
        not_after = now + self.pick((3_600,) * 20 + (31 * 86_400, -5, 2))
        return {"record": record, "expected_version": version, "not_after": not_after}

    def _drawn(self, command: c.Command, by: Sequence[bytes]) -> Drawn:
        keys = keys_of(by)
        if self.chance(12) and len(keys) > 1:
            keys.pop(self.pick(range(len(keys))))
        if self.chance(12):
            keys += keys_of([party(self.pick(ANYONE))])
        if self.chance(40) and keys:
            keys.append(keys[0])
        if self.chance(15):
            keys.reverse()
        return Drawn(command, keys)

    def _nonce(self) -> bytes:
        self.serial += 1
        return self.serial.to_bytes(32, "big")

    def _new_id(self, kind: Kind, by: Sequence[bytes], nonce: bytes) -> bytes:
        return nonce if self.chance(40) else eip712.record_id(kind, by[0], nonce)

    def _number(self) -> bytes:
        self.serial += 1
        return str(self.serial).encode()

    def _rights(self) -> tuple[c.Right, ...]:
        now = self.model.now
        rights = []
        for _ in range(self.pick((1, 1, 2))):
            start = now - self.pick((YEAR, 2 * YEAR))
            rights.append(
                c.Right(
                    office=self.pick((b"VN",) * 6 + (b"", b"SG")).ljust(32, b"\0"),
                    number=self.pick((self._number(),) * 6 + (b"7", b"8", b"")).ljust(32, b"\0"),
                    right_stage=self.pick((RightStage.GRANTED,) * 4 + (RightStage.APPLICATION,)),
                    countries=self.pick((0, 0, 0, 1 << LAOS)),
                    provinces=self.pick((2**64 - 1,) * 5 + (3, 0)),
                    start=start,
                    end=self.pick((now + 5 * YEAR,) * 5 + (now + 60, now + 12, start + 10)),
                )
            )
        return tuple(rights)

    def _scope(self) -> c.Scope:
        now = self.model.now
        start = now + self.pick((-60, 0, 0, 0, YEAR))
        return c.Scope(
            acts=self.pick((0, 1, 9, 8)),
            fields=self.pick((0, 1 << 16, 0xFFFF << 16, 1 << 33)),
            countries=self.pick((0,) * 9 + (1 << LAOS,)),
            provinces=self.pick((1, 2, 3, 2, 1, 2**64 - 1, 0)),
            start=start,
            end=start + self.pick((20, 300, YEAR, YEAR)),
        )

    def _holders(self) -> tuple[c.Share, ...]:
        shapes = ((("institute", 6000), ("university", 4000)), (("institute", 10_000),), (("maker", 10_000),))
        odd = ((("institute", 6000), ("university", 3999)), (("maker", 5000), ("maker", 5000)))
        even = ((("university", 5000), ("maker", 5000)), (("university", 5001), ("maker", 4999)))
        chosen = self.pick(odd) if self.chance(12) else self.pick(shapes + even)
        return tuple(c.Share(party=party(alias), bps=bps) for alias, bps in chosen)

    def _one(self, held: Any, *states: State) -> bytes:
        """One of the records, mostly in one of `states` where such are named, or an id of nothing."""
        records = list(held)
        if states and not self.chance(10):
            records = [record for record in records if self.model.entries[record].state in states] or records
        return self.pick(records) if records and not self.chance(30) else b"\x99" * 32

    # --- commands --------------------------------------------------------------------------------------------------

    def party_command(self) -> Drawn:
        alias = self.pick(ANYONE)
        record = party(alias)
        envelope = self._envelope(record)
        regulator, operator, arbiter = party("regulator"), party("operator"), party("arbiter")
        now = self.model.now
        spare = key(alias, self.pick((1, 2, 3, 4)))
        window = {"valid_from": now + self.pick((0, 0, 30)), "valid_to": now + self.pick((40, YEAR))}
        threshold = self.pick((1, 1, 1, 2, 0, 3))
        kind = self.pick(("move", "add", "add", "recover", "revoke", "grant", "grant", "unrole", "interest", "update"))
        if self.model.entries[record].state == State.SUSPENDED and not self.chance(4):
            kind = self.pick(("move", "recover"))
        if kind == "move":
            suspended = self.model.entries[record].state == State.SUSPENDED
            state = PartyState.ACTIVE if suspended else self.pick((PartyState.ACTIVE, PartyState.SUSPENDED))
            if alias not in ("operator", "regulator") and self.chance(15):
                state = PartyState.CLOSED
            by = self.pick(([operator], [regulator], [record]))
            return self._drawn(c.MoveParty(**envelope, party_state=state, reason=ZERO), by)
        if kind in ("add", "recover"):
            command = c.AddKey(
                **envelope, key=spare.address, powers=self.pick((15, 8, 4, 1)), **window, threshold=threshold
            )
            drawn = self._drawn(command, [record] if kind == "add" else [arbiter, regulator])
            return replace(drawn, keys=drawn.keys + ([] if self.chance(10) else [spare]))
        if kind == "revoke":
            command = c.RevokeKey(**envelope, key=key(alias, self.pick((2, 3, 4))).address, threshold=threshold)
            return self._drawn(command, self.pick(([record], [regulator])))
        role = self.pick((Role.BUYER, Role.OWNER, Role.BROKER, Role.VALUER, Role.ARBITER, Role.AUDITOR, Role.OPERATOR))
        if kind == "grant":
            by = self.pick(([operator], [operator, regulator], [regulator]))
            return self._drawn(c.GrantRole(**envelope, role=role, fields=self.pick((0, 1)), **window), by)
        if kind == "unrole":
            role = self.pick((Role.BROKER, Role.VALUER, Role.BUYER))
            return self._drawn(c.RevokeRole(**envelope, role=role), self.pick(([operator], [regulator])))
        if kind == "interest":
            return self._drawn(c.DeclareInterest(**envelope, subject=self._one(self.model.entries)), [record])
        parent = self.pick((ZERO, party("maker"), b"\x98" * 32))
        return self._drawn(
            c.UpdateParty(**envelope, profile=text("new"), parent=parent), self.pick(([record], [record, operator]))
        )

    def asset_command(self) -> Drawn:
        model = self.model
        if not model.assets or self.chance(6):
            holders = self._holders()
            by = list(dict.fromkeys(holder.party for holder in holders))
            nonce = self._nonce()
            command = c.RegisterAsset(
                **self._envelope(self._new_id(Kind.ASSET, by, nonce), new=True),
                nonce=nonce,
                asset_kind=self.pick((AssetKind.PATENT, AssetKind.PATENT, AssetKind.SOFTWARE, AssetKind.KNOW_HOW, 6)),
                title=text("title"),
                holders=holders,
                grant_rule=self.pick(tuple(GrantRule)),
                fields=0,
                rights=() if self.chance(5) else self._rights(),
            )
            return self._drawn(command, by)
        record = self._one(model.assets)
        envelope = self._envelope(record)
        registrar, arbiter = party("registrar"), party("arbiter")
        holders = list(model.assets[record].holders) if record in model.assets else [party("maker")]
        kind = self.pick(("tier", "tier", "rights", "rule", "dispute", "end") + ("resolve",) * 2)
        if record in model.assets and not self.chance(4):
            state = model.entries[record].state
            kind = {State.REGISTERED: "tier", State.DISPUTED: "resolve"}.get(state, kind)
        if kind == "tier":
            return self._drawn(c.RaiseTier(**envelope, tier=self.pick((1, 2, 2, 3)), evidence=text("e")), [registrar])
        if kind == "rights":
            return self._drawn(c.RecordRights(**envelope, rights=self._rights(), evidence=text("e")), [registrar])
        if kind == "rule":
            return self._drawn(c.SetGrantRule(**envelope, grant_rule=self.pick(tuple(GrantRule))), holders)
        if kind == "dispute":
            claimant = party(self.pick(("buyer", "maker", "auditor", "arbiter")))
            command = c.DisputeAsset(**envelope, claim=text("claim"), claimant=claimant)
            return self._drawn(command, [arbiter, claimant])
        if kind == "resolve":
            new = () if self.chance(2) else self._holders()
            return self._drawn(c.ResolveDispute(**envelope, decision=text("d"), holders=new), [arbiter])
        return self._drawn(c.EndAsset(**envelope, asset_end=self.pick((1, 2, 2, 3)), evidence=text("e")), [registrar])

    def _terms(self, asset: bytes) -> c.Terms:
        held = self.model.assets.get(asset)
        holders = list(held.holders) if held else [party("maker")]
        if self.chance(6):
            holders = holders[1:] if self.chance(2) else [*holders, party("buyer")]
        grantees = [party(self.pick(("buyer", "maker", "university")))] if not self.chance(15) else []
        members = [c.Member(party=one, member_role=MemberRole.GRANTOR) for one in holders]
        members += [c.Member(party=one, member_role=MemberRole.GRANTEE) for one in grantees]
        if self.chance(12) or not members:
            members.append(c.Member(party=party("university"), member_role=MemberRole.GRANTOR))
        current = self.model.encumbrance.get(asset, 0)
        return c.Terms(
            instrument_kind=InstrumentKind.LICENCE,
            subject=asset,
            members=tuple(members),
            scope=self._scope(),
            exclusivity=self.pick(tuple(Exclusivity)),
            sub_depth=self.pick((0, 1)),
            consent_waived=False,
            encumbrance_version=current + self.pick((0,) * 5 + (1,)),
            moves=(),
            escrow_agent=party("bank") if self.chance(6) else ZERO,
            effect_by=self.pick((0, 0, 0, self.model.now + 9, self.model.now - 1)),
            state_capital=self.chance(8),
            task_result=text("task") if self.chance(3) else ZERO,
            text=text("terms"),
        )

    def instrument_command(self) -> Drawn:
        model = self.model
        if not model.instruments or self.chance(3):
            terms = self._terms(self._one(model.assets, State.ACTIVE))
            everyone = parties(terms)
            by = everyone if not self.chance(3) else everyone[: self.pick((1, 2))]
            nonce = self._nonce()
            command = c.ProposeInstrument(
                **self._envelope(self._new_id(Kind.INSTRUMENT, by, nonce), new=True),
                nonce=nonce,
                terms=terms,
                signing=tuple(by) if not self.chance(20) else tuple(everyone),
            )
            return self._drawn(command, by)
        record = self._one(model.instruments, State.PROPOSED, State.SIGNED, State.EFFECTIVE, State.SUSPENDED)
        envelope = self._envelope(record)
        held = model.instruments.get(record)
        terms = held.terms if held else self._terms(self._one(model.assets))
        members = parties(terms)
        now_members = current_members(model, terms) if held else members
        registrar, arbiter, bank = party("registrar"), party("arbiter"), party("bank")
        kind = self.pick(("sign", "effect", "certify", "escrow", "amend", "end", "rule"))
        if held and not self.chance(4):
            state = model.entries[record].state
            after = ("amend", "amend", "certify", "rule", "end", "escrow")
            met = [gate for gate in held.gates if gate not in held.registered and held.funded < 10_000]
            before = ("certify", "escrow") if met else ("effect",)
            kinds = {State.PROPOSED: ("sign",), State.SIGNED: before, State.EFFECTIVE: after, State.SUSPENDED: after}
            kind = self.pick(kinds.get(state, ("escrow", "end", "rule", "effect")))
        if kind == "sign":
            left = [one for one in members if held is None or one not in held.signed] or members
            if self.chance(10):
                terms = replace(terms, text=text("other"))
            by = left if not self.chance(4) else left[:1]
            return self._drawn(c.SignInstrument(**envelope, terms=terms, signing=tuple(by)), by)
        if kind == "effect":
            return self._drawn(c.EffectInstrument(**envelope), [self.pick(members)])
        if kind == "certify":
            gate = self.pick((1, 2, 2))
            return self._drawn(c.CertifyInstrument(**envelope, gate=gate, certificate=text("g")), [registrar])
        if kind == "escrow":
            command = c.AttestEscrow(
                **envelope, escrow_action=self.pick((1, 1, 2, 3)), bps=self.pick((10_000, 5_000, 1)), evidence=text("x")
            )
            return self._drawn(command, [bank])
        if kind == "amend":
            acts = self.pick((terms.scope.acts,) * 3 + (8,))
            scope = replace(terms.scope, end=terms.scope.end - self.pick((0, 1)), acts=acts)
            changed = replace(terms, scope=scope, sub_depth=self.pick((0, terms.sub_depth, 2)))
            return self._drawn(c.AmendInstrument(**envelope, terms=changed), now_members)
        if kind == "end":
            end = self.pick(tuple(InstrumentEnd))
            by = self.pick((members, now_members, members[:1]))
            return self._drawn(c.EndInstrument(**envelope, instrument_end=end, reason=text("r")), by)
        ruling = self.pick((Ruling.SUSPEND, Ruling.SUSPEND, Ruling.RESUME, *tuple(Ruling)))
        return self._drawn(c.RuleOnInstrument(**envelope, ruling=ruling, decision=text("d")), [arbiter])

    def any_command(self) -> Drawn:
        return self.pick(
            (self.party_command, self.asset_command, self.asset_command) + (self.instrument_command,) * 5
        )()
