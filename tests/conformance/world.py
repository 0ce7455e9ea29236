"""A ledger with everybody on it, and the acts that most tests begin with. Nothing here decides what is accepted.

Parties are named by their alias in `tests.conformance.histories.roles.CAST`; times are seconds from the world's now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ledger import commands as c
from ledger import eip712
from ledger.enums import InstrumentKind, MemberRole, Power
from ledger.errors import Refused
from ledger.events import Event, Receipt
from ledger.port import Ledger
from ledger.records import AnyRecord
from ledger.state import fold_record
from ledger.wire import SignedCommand
from tests.conformance import samples
from tests.conformance.cast import TestKey, key, party, sign
from tests.conformance.histories.roles import CAST

ZERO = bytes(32)
HOUR = 3_600


class World:
    """`accept` and `refuse` put a command to the ledger and say what must come of it; `read` folds its events."""

    def __init__(self, ledger: Ledger, now: Callable[[], int], wait: Callable[[int], None]) -> None:
        self.ledger = ledger
        self.id = ledger.status().genesis.ledger
        self._now = now
        self.wait = wait
        self._nonce = 0

    @property
    def now(self) -> int:
        return self._now()

    # --- Writing ---------------------------------------------------------------------------------------------------

    def create(self, command: type[c.Command], author: str, **fields: Any) -> c.Command:
        """A command that creates a record of the author's."""
        self._nonce += 1
        nonce = self._nonce.to_bytes(32, "big")
        record = eip712.record_id(command.kind, party(author), nonce)
        return command(record=record, expected_version=0, not_after=self.now + HOUR, nonce=nonce, **fields)

    def on(self, command: type[c.Command], record: bytes, **fields: Any) -> c.Command:
        """A command on a record as it stands."""
        current = fold_record(record, self.ledger.history(record))
        version = current.version if current else 0
        return command(record=record, expected_version=version, not_after=self.now + HOUR, **fields)

    def signed(self, command: c.Command, *aliases: str) -> SignedCommand:
        keys: list[TestKey] = []
        for alias in aliases:
            actor = CAST.get(alias)
            several = actor is not None and command.power in (Power.TITLE, Power.KEYS)
            keys += [key(alias, number) for number in range(1, (actor.keys if actor and several else 1) + 1)]
        return sign(self.id, command, keys)

    def accept(self, command: c.Command, *aliases: str) -> bytes:
        """The record that the accepted command made or moved."""
        return self.submit(self.signed(command, *aliases)).record

    def submit(self, signed: SignedCommand) -> Receipt:
        return self.ledger.submit(signed)

    def refuse(self, code: str, command: c.Command | SignedCommand, /, *aliases: str, **values: Any) -> None:
        """The command is refused with this code and exactly these values, and leaves no trace."""
        signed = command if isinstance(command, SignedCommand) else self.signed(command, *aliases)
        before = self.ledger.history(signed.command.record)
        with pytest.raises(Refused) as refused:
            self.ledger.submit(signed)
        given = dict(refused.value.values)
        assert (refused.value.code, given) == (code, {name.rstrip("_"): value for name, value in values.items()})
        assert self.ledger.history(signed.command.record) == before

    # --- Reading ---------------------------------------------------------------------------------------------------

    def read(self, record: bytes) -> Any:
        """The record as its events fold."""
        found: AnyRecord | None = fold_record(record, self.ledger.history(record))
        assert found is not None
        return found

    def event(self, record: bytes) -> Event:
        """The last event of a record."""
        last = self.ledger.history(record)[-1]
        assert isinstance(last, Event)
        return last

    # --- Title -----------------------------------------------------------------------------------------------------

    def asset(self, *holders: tuple[str, int], tier: int = 1, **fields: Any) -> bytes:
        """An asset at an evidence tier, by default the university's patent at tier 1; tier 0 leaves it registered."""
        shares = holders or (("university", 10_000),)
        made = self.create(c.RegisterAsset, shares[0][0], **samples.asset(self.now, shares, **fields))
        record = self.accept(made, *(alias for alias, _ in shares))
        if tier:
            self.accept(self.on(c.RaiseTier, record, tier=tier, evidence=samples.EVIDENCE), "registrar")
        return record

    def propose(self, terms: c.Terms, *aliases: str) -> c.Command:
        signing = tuple(party(alias) for alias in aliases)
        return self.create(c.ProposeInstrument, aliases[0], terms=terms, signing=signing)

    def agreed(self, terms: c.Terms, *aliases: str) -> bytes:
        """An instrument that all its members have signed."""
        return self.accept(self.propose(terms, *aliases), *aliases)

    def take_effect(self, instrument: bytes, alias: str) -> bytes:
        return self.accept(self.on(c.EffectInstrument, instrument), alias)

    def licence(self, asset: bytes, licensee: str = "buyer", **terms: Any) -> c.Terms:
        """Terms of a licence by the university."""
        return samples.licence(self.now, asset, ("university",), licensee, **terms)

    def licensed(self, asset: bytes, licensee: str = "buyer", **terms: Any) -> bytes:
        """A licence by the university that is in effect."""
        members = ("university", licensee)
        return self.take_effect(self.agreed(self.licence(asset, licensee, **terms), *members), licensee)

    def moving(self, kind: InstrumentKind, asset: bytes, giver: str, taker: str, bps: int, **terms: Any) -> c.Terms:
        """Terms of an assignment or pledge of shares by the only holder."""
        members = ((giver, MemberRole.GRANTOR), (taker, MemberRole.GRANTEE), *terms.pop("others", ()))
        moves = (c.Move(from_=party(giver), to=party(taker), bps=bps),)
        return samples.terms(self.now, kind, asset, members, moves=moves, **terms)

    # --- From a problem to a certificate ---------------------------------------------------------------------------

    def drafted(self, owner: str = "office", **fields: Any) -> bytes:
        return self.accept(self.create(c.DraftProblem, owner, **samples.problem(**fields)), owner)

    def publishing(self, problem: bytes, reviewers: Sequence[str] = ("reviewer", "examiner")) -> c.Command:
        """Proposals are taken for a minute from now, opened for another one."""
        named = tuple(party(alias) for alias in reviewers)
        return self.on(c.PublishProblem, problem, commit_by=self.now + 60, reveal_by=self.now + 120, reviewers=named)

    def published(self, owner: str = "office") -> bytes:
        return self.accept(self.publishing(self.drafted(owner)), owner)

    def committed(self, problem: bytes, provider: str = "startup") -> bytes:
        sealed = samples.seal(problem, party(provider))
        return self.accept(self.create(c.CommitProposal, provider, problem=problem, seal=sealed), provider)

    def revealing(self, proposal: bytes) -> c.Command:
        return self.on(c.RevealProposal, proposal, content=samples.CONTENT, salt=samples.SALT, assets=())

    def revealed(self, provider: str = "startup") -> bytes:
        """A proposal that waits for its reviews; its problem is closed."""
        problem = self.published()
        proposal = self.committed(problem, provider)
        self.wait(60)
        self.accept(self.on(c.CloseProblem, problem), "buyer")
        return self.accept(self.revealing(proposal), provider)

    def review(self, kind: int, proposal: bytes, reviewer: str, **fields: Any) -> c.Command:
        return self.create(c.IssueAppraisal, reviewer, **samples.appraisal(self.now, kind, proposal, **fields))

    def shortlisted(self) -> bytes:
        proposal = self.revealed()
        self.accept(self.review(3, proposal, "reviewer", verdict=1), "reviewer")
        self.accept(self.review(4, proposal, "examiner", verdict=1), "examiner")
        return self.accept(self.on(c.MoveProposal, proposal, proposal_move=1, reason=ZERO), "office")

    def planning(self, proposal: bytes, stage: int, verifier: str = "laboratory") -> c.Command:
        """A pilot of one minute."""
        return self.create(
            c.PlanPilot, "office", **samples.pilot(self.now, proposal, party(verifier), pilot_stage=stage)
        )

    def baseline(self, pilot: bytes, **fields: Any) -> c.Command:
        return self.on(c.BaselinePilot, pilot, **{**samples.BASELINE, **fields})

    def running(self, proposal: bytes, stage: int = 1) -> bytes:
        pilot = self.accept(self.planning(proposal, stage), "office", "startup")
        self.accept(self.baseline(pilot), "office", "startup")
        return self.accept(self.on(c.MovePilot, pilot, pilot_move=1, reason=ZERO), "office", "startup")

    def measuring(self, pilot: bytes, value: int = 5, *, final: bool = True) -> c.Command:
        """At most 10 meets the mandatory KPI of the baseline."""
        values = (c.Measurement(code=samples.SPEED, value=value),)
        return self.on(c.MeasurePilot, pilot, values=values, final=final, evidence=samples.EVIDENCE)

    def completed(self, proposal: bytes, stage: int = 1, value: int = 5) -> bytes:
        pilot = self.running(proposal, stage)
        self.wait(60)
        self.accept(self.measuring(pilot, value), "laboratory")
        return self.accept(self.on(c.MovePilot, pilot, pilot_move=2, reason=ZERO), "startup")

    def certifying(self, pilot: bytes, outcome: int = 1, **fields: Any) -> c.Command:
        given = {"pilot": pilot, "outcome": outcome, "report": samples.EVIDENCE, "supersedes": ZERO, **fields}
        return self.create(c.IssueCertificate, "laboratory", **given)

    def certified(self, proposal: bytes, stage: int = 1) -> bytes:
        return self.accept(self.certifying(self.completed(proposal, stage)), "laboratory", "office")

    def selected(self) -> bytes:
        """A proposal that passed its trial and was awarded."""
        proposal = self.shortlisted()
        self.certified(proposal)
        problem = self.read(proposal).problem
        self.wait(60)
        self.accept(self.on(c.MoveProblem, problem, problem_move=1, proposal=ZERO, reason=ZERO), "office")
        self.accept(self.on(c.MoveProblem, problem, problem_move=2, proposal=proposal, reason=ZERO), "office")
        return proposal
