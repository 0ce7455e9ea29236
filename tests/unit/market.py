"""A market's story as events: from a listing to a milestone paid, with letters and anchors beside it.

Heads are chained and nothing is checked, as in `tests.unit.chain`; fields that a test does not give are zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args, get_origin

from ledger import commands as c
from ledger import eip712
from ledger.enums import AppraisalKind, Comparator, DocumentMove, ListingMove, Missing, PilotMove, PilotStage, State
from ledger.events import Event
from tests.unit.chain import DAY, START, YEAR, Chain, granted_right, label, scope, word

ZERO = bytes(32)


def zero(annotation: Any) -> Any:
    """What an absent member is: zero, or an empty list."""
    inner = get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
    if get_origin(inner) is tuple:
        return ()
    kind = eip712.field_type(annotation)
    return ZERO if kind.abi == "bytes32" else False if kind.abi == "bool" else 0


class Market(Chain):
    """A chain on which records of any kind are created and moved."""

    def create(
        self,
        command: type[c.Command],
        name: str,
        signers: tuple[str, ...],
        touched: tuple[bytes, ...] = (),
        computed: dict[str, Any] | None = None,
        **given: Any,
    ) -> bytes:
        """Sign a create of `command`; the id of the record that is called `name`."""
        record = eip712.record_id(command.kind, self.party(signers[0]), word(name))
        self.move(command, record, signers, touched, computed, nonce=word(name), **given)
        return record

    def move(
        self,
        command: type[c.Command],
        record: bytes,
        signers: tuple[str, ...],
        touched: tuple[bytes, ...] = (),
        computed: dict[str, Any] | None = None,
        **given: Any,
    ) -> Event:
        absent = {name: zero(annotation) for name, annotation in eip712.members(command)[3:] if name not in given}
        return self.add(command(**self.envelope(record), **{**absent, **given}), signers, touched, **(computed or {}))

    def report(self, instrument: bytes, start: int, end: int, signer: str, amount: str) -> bytes:
        record = eip712.royalty_period_id(instrument, start)
        nonce = eip712.royalty_nonce(instrument, start)
        self.move(
            c.ReportRoyalty,
            record,
            (signer,),
            nonce=nonce,
            instrument=instrument,
            start=start,
            end=end,
            amount=word(amount),
            report=word(f"{amount} report"),
        )
        return record

    def review(
        self,
        name: str,
        reviewer: str,
        subject: bytes,
        kind: AppraisalKind,
        verdict: int = 1,
        *,
        moves_to: State | None = None,
        supersedes: bytes = ZERO,
    ) -> bytes:
        """A review of a proposal; moves_to: the state that it brings it to, None where it moves nothing."""
        touched = (*((subject,) if moves_to else ()), *((supersedes,) if any(supersedes) else ()))
        return self.create(
            c.IssueAppraisal,
            name,
            (reviewer,),
            touched,
            {"proposal_state": int(moves_to or 0)},
            appraisal_kind=kind,
            subject=subject,
            report=word(f"{name} report"),
            valid_until=self.at + YEAR,
            verdict=verdict,
            supersedes=supersedes,
        )

    def evaluation(
        self, name: str, asset: bytes, *, valid_until: int = START + YEAR, supersedes: bytes = ZERO
    ) -> bytes:
        return self.create(
            c.IssueAppraisal,
            name,
            ("technical",),
            (supersedes,) if any(supersedes) else (),
            {"proposal_state": 0},
            appraisal_kind=AppraisalKind.TECHNOLOGY_EVALUATION,
            subject=asset,
            report=word(f"{name} report"),
            valid_until=valid_until,
            trl=6,
            criteria=(c.Criterion(code=label("novelty"), score=820, weight=10_000),),
            supersedes=supersedes,
        )

    def letter(self, name: str, sender: str, recipient: str) -> bytes:
        return self.create(
            c.SubmitDocument,
            name,
            (sender,),
            computed={"sender": self.party(sender)},
            recipient=self.party(recipient),
            content=word(name),
        )

    def handle(self, letter: bytes, office: str, move: DocumentMove, now_with: str = "", **given: Any) -> Event:
        """now_with: who has it afterwards, where that is not `office`."""
        given = {"evidence": word(move.name), **({"to": self.party(now_with)} if now_with else {}), **given}
        return self.move(
            c.MoveDocument,
            letter,
            (office,),
            computed={"recipient": self.party(now_with or office)},
            document_move=move,
            **given,
        )

    def baseline(self, pilot: bytes, version: int, *codes: str) -> None:
        """KPIs of equal weight, the first of them mandatory."""
        kpis = tuple(
            c.Kpi(
                code=label(code),
                unit=label("s"),
                scale=1,
                comparator=Comparator.LTE,
                target=300,
                baseline=-5,
                weight=10_000 // len(codes),
                mandatory=number == 0,
                missing=Missing.FAILS,
            )
            for number, code in enumerate(codes)
        )
        self.move(
            c.BaselinePilot,
            pilot,
            ("owner", "provider"),
            computed={"kpi_version": version},
            kpis=kpis,
            pass_weight=8_000,
            method=word("method"),
        )

    def measure(self, pilot: bytes, *, final: bool = False, **values: int) -> None:
        entered = tuple(c.Measurement(code=label(code), value=value) for code, value in values.items())
        self.move(c.MeasurePilot, pilot, ("verifier",), values=entered, final=final, evidence=word("readings"))

    def pilot(self, name: str, proposal: bytes, stage: PilotStage) -> bytes:
        """A pilot that is running on K1 and K2."""
        pilot = self.create(
            c.PlanPilot,
            name,
            ("owner", "provider"),
            pilot_stage=stage,
            proposal=proposal,
            verifier=self.party("verifier"),
            provinces=1,
            start=START,
            end=START + DAY,
            plan=word("plan"),
            limits=word("limits"),
            exit_plan=word("exit plan"),
        )
        self.baseline(pilot, 1, "K1", "K2")
        self.move(c.MovePilot, pilot, ("owner", "provider"), pilot_move=PilotMove.RUNNING)
        return pilot

    def completed(self, name: str, proposal: bytes, stage: PilotStage) -> bytes:
        pilot = self.pilot(name, proposal, stage)
        self.measure(pilot, final=True, K1=295, K2=310)
        self.move(c.MovePilot, pilot, ("provider",), pilot_move=PilotMove.COMPLETED)
        return pilot

    def certify(self, name: str, pilot: bytes, outcome: int, *, supersedes: bytes = ZERO) -> bytes:
        return self.create(
            c.IssueCertificate,
            name,
            ("verifier", "owner"),
            (supersedes,) if any(supersedes) else (),
            {"met": 1, "owner_signed": True},
            pilot=pilot,
            outcome=outcome,
            report=word(f"{name} report"),
            supersedes=supersedes,
        )


def opened() -> Market:
    """A market with its parties and nothing else."""
    market = Market()
    for name in ("owner", "provider", "technical", "security", "verifier", "bank", "office", "desk"):
        market.register_party(name)
    return market


def published(market: Market) -> bytes:
    """A problem that is drafted twice and published."""
    for statement in ("first statement", "second statement"):
        problem = market.create(
            c.DraftProblem, "problem", ("owner",), statement=word(statement), using_unit=word("unit"), provinces=1
        )
    market.move(
        c.PublishProblem,
        problem,
        ("owner",),
        commit_by=START + DAY,
        reveal_by=START + 2 * DAY,
        reviewers=(market.party("technical"), market.party("security")),
    )
    return problem


def revealed(market: Market, problem: bytes) -> bytes:
    """A proposal handed in to a published problem, which is closed, and opened."""
    proposal = market.create(c.CommitProposal, "proposal", ("provider",), problem=problem, seal=word("seal"))
    market.move(c.CloseProblem, problem, ("provider",))
    market.move(c.RevealProposal, proposal, ("provider",), content=word("content"), salt=word("salt"), assets=(ZERO,))
    return proposal


def shortlisted(market: Market, proposal: bytes) -> tuple[bytes, bytes]:
    """Both reviews pass and the owner shortlists the proposal; the ids of the reviews."""
    technical = market.review(
        "technical review", "technical", proposal, AppraisalKind.TECHNICAL_REVIEW, moves_to=State.TECHNICAL_PASS
    )
    security = market.review(
        "security review", "security", proposal, AppraisalKind.SECURITY_REVIEW, moves_to=State.SECURITY_PASS
    )
    market.move(c.MoveProposal, proposal, ("owner",), proposal_move=1)
    return technical, security


@dataclass(frozen=True, slots=True)
class Story:
    market: Market
    ids: dict[str, bytes]


def story() -> Story:
    """Every command of every kind that the market has, some of them more than once."""
    market = opened()
    ids: dict[str, bytes] = {}
    ids["asset"] = market.register_asset("chip", "provider", granted_right("10041237"))
    market.raise_tier(ids["asset"], 2)
    ids["listing"] = market.create(c.DraftListing, "listing", ("provider",), asset=ids["asset"], offer=word("offer"))
    market.move(c.MoveListing, ids["listing"], ("provider",), listing_move=ListingMove.IN_REVIEW)
    market.move(c.ReviewListing, ids["listing"], ("desk",), review_outcome=1)
    market.move(c.MoveListing, ids["listing"], ("provider",), listing_move=ListingMove.RESERVED, until=START + DAY)
    ids["evaluation"] = market.evaluation("evaluation", ids["asset"])
    market.move(c.WithdrawAppraisal, ids["evaluation"], ("technical",), reason=word("an error"))
    _royalties(market, ids)
    ids["problem"] = published(market)
    ids["proposal"] = revealed(market, ids["problem"])
    ids["technical"], ids["security"] = shortlisted(market, ids["proposal"])
    ids["trial"] = market.completed("trial", ids["proposal"], PilotStage.TRIAL)
    ids["first"] = market.certify("first certificate", ids["trial"], 2)
    ids["certificate"] = market.certify("certificate", ids["trial"], 1, supersedes=ids["first"])
    market.move(c.DisputeCertificate, ids["certificate"], ("provider",), claim=word("claim"))
    market.move(c.RuleOnCertificate, ids["certificate"], ("desk",), certificate_ruling=1, decision=word("upheld"))
    market.move(c.MoveProblem, ids["problem"], ("owner",), problem_move=1)
    market.move(c.MoveProblem, ids["problem"], ("owner",), (ids["proposal"],), problem_move=2, proposal=ids["proposal"])
    _rollout(market, ids)
    ids["letter"] = market.letter("letter", "provider", "office")
    market.handle(ids["letter"], "office", DocumentMove.DELIVERED, evidence=word("letter"))
    market.handle(ids["letter"], "office", DocumentMove.FORWARDED, now_with="desk")
    ids["anchor"] = market.create(
        c.AnchorDigest, "anchor", ("desk",), namespace=label("ranking"), digest=word("run"), size=(1 << 64) - 1
    )
    return Story(market, ids)


def _royalties(market: Market, ids: dict[str, bytes]) -> None:
    ids["licence"] = market.propose_licence(
        "licence", ids["asset"], "provider", "owner", scope(START - YEAR, START + YEAR)
    )
    market.effect(ids["licence"], ids["asset"], 1, (c.Share(party=market.party("provider"), bps=10_000),))
    period = ids["royalty"] = market.report(ids["licence"], START - YEAR, START, "owner", "first amount")
    market.move(c.AnswerRoyalty, period, ("provider",), royalty_answer=2, reason=word("too low"))
    market.report(ids["licence"], START - YEAR, START - DAY, "owner", "second amount")
    market.move(c.AnswerRoyalty, period, ("provider",), royalty_answer=2, reason=word("still too low"))
    market.move(c.RuleOnRoyalty, period, ("desk",), decision=word("it is right"))
    market.move(c.AttestPayment, period, ("bank",), evidence=word("slip"))
    market.move(c.AuditRoyalty, period, ("desk",), opinion=word("opinion"))


def _rollout(market: Market, ids: dict[str, bytes]) -> None:
    terms = c.Terms(
        instrument_kind=7,
        subject=ids["proposal"],
        members=(
            c.Member(party=market.party("owner"), member_role=1),
            c.Member(party=market.party("provider"), member_role=2),
        ),
        scope=scope(START, START + YEAR),
        exclusivity=0,
        sub_depth=0,
        consent_waived=False,
        encumbrance_version=0,
        moves=(),
        escrow_agent=market.party("bank"),
        effect_by=0,
        state_capital=False,
        task_result=ZERO,
        text=word("contract"),
    )
    signing = (market.party("owner"), market.party("provider"))
    contract = ids["contract"] = market.create(
        c.ProposeInstrument, "contract", ("owner", "provider"), terms=terms, signing=signing
    )
    market.move(c.EffectInstrument, contract, ("owner",), computed={"encumbrance_version": 0, "shares": ()})
    ids["rollout"] = market.completed("rollout", ids["proposal"], PilotStage.ROLLOUT)
    ids["paid"] = market.certify("rollout certificate", ids["rollout"], 1)
    market.move(
        c.AttestMilestone,
        contract,
        ("bank",),
        (ids["paid"],),
        {"paid": 6_000},
        milestone=label("M1"),
        certificate=ids["paid"],
        bps=6_000,
        evidence=word("transfer"),
    )
