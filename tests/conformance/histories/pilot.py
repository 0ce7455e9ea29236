"""Commands of the Pilot table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import Comparator, Missing, PilotMove, PilotStage, Role, State
from tests.conformance.cast import party, text
from tests.conformance.histories.author import NOBODY, ZERO, Author, Drawn
from tests.model.pilot import sides

S = State
M = PilotMove


def draw(author: Author) -> Drawn:
    model = author.model
    under_way = author.in_state(model.pilots, S.PLANNED, S.BASELINED, S.RUNNING, S.MEASURED)
    ready = [each for each in author.in_state(model.proposals, S.SHORTLISTED, S.SELECTED) if _wants(author, each)]
    if ready and (len(under_way) < 3 or author.chance(6)):
        return _plan(author, author.pick(ready))
    if author.chance(12):
        return _plan(author, author.one(model.proposals))
    if not under_way and not author.chance(12):
        return author.any_command()
    record = author.pick(under_way) if under_way and not author.chance(12) else author.one(model.pilots)
    if record not in model.pilots:
        return _move(author, record, M.RUNNING)
    if author.chance(25):
        return author.on(c.StopPilot, record, [author.by_role(Role.REGULATOR)], reason=text("reason"))
    if author.chance(12):
        return author.pick((_baseline, _measure))(author, record)
    state = model.reads(record)
    if state == S.PLANNED or (state in (S.BASELINED, S.RUNNING) and author.chance(8)):
        return _baseline(author, record)
    if state == S.RUNNING:
        return _move(author, record, M.ABORTED) if author.chance(25) else _measure(author, record)
    if state == S.BASELINED:
        return _move(author, record, author.pick((M.RUNNING,) * 12 + (M.ABORTED,)))
    return _move(author, record, M.COMPLETED)


def _wants(author: Author, proposal: bytes) -> bool:
    """No pilot of the stage at hand is under way or has been completed; now and then a second one is tried."""
    stage = PilotStage.ROLLOUT if author.model.reads(proposal) == S.SELECTED else PilotStage.TRIAL
    return author.chance(12 if stage == PilotStage.TRIAL else 4) or not any(
        held.proposal == proposal and held.stage == stage and author.model.reads(record) != S.ABORTED
        for record, held in author.model.pilots.items()
    )


def _plan(author: Author, proposal: bytes) -> Drawn:
    model = author.model
    both = list(sides(model, proposal)) if proposal in model.proposals else [party("office"), party("startup")]
    rollout = (proposal in model.proposals and model.reads(proposal) == S.SELECTED) != author.chance(12)
    verifiers = [one for one in author.holding(Role.VERIFIER) if one not in both]
    verifier = author.pick([*verifiers, party("laboratory")]) if not author.chance(10) else author.party()
    start = author.soon(0, 0, 10)
    return author.create(
        c.PlanPilot,
        author.shuffled(both),
        pilot_stage=int(PilotStage.ROLLOUT if rollout else PilotStage.TRIAL),
        proposal=proposal,
        verifier=verifier if not author.chance(30) else NOBODY,
        provinces=0,
        start=start,
        end=start + author.pick((20, 60, 120)),
        plan=text("plan"),
        limits=text("limits"),
        exit_plan=text("exit"),
        permit=ZERO,
    )


def _kpi(code: bytes, weight: int, *, mandatory: bool, missing: Missing, comparator: Comparator) -> c.Kpi:
    return c.Kpi(
        code=code,
        unit=b"s".ljust(32, b"\0"),
        scale=0,
        comparator=int(comparator),
        target=10,
        baseline=20,
        weight=weight,
        mandatory=mandatory,
        missing=int(missing),
    )


def _baseline(author: Author, record: bytes) -> Drawn:
    names = ("speed", "cost", "errors")
    weights = author.pick(((6_000, 3_000, 1_000), (4_000, 3_000, 3_000), (10_000, 0, 0)))
    kpis = []
    for i, (name, weight) in enumerate(zip(names, weights, strict=True)):
        mandatory = i == 0 and not author.chance(25)
        excluded = not mandatory and author.chance(2)
        kpis.append(
            _kpi(
                author.label(name) if not author.chance(25) else author.label("speed"),
                weight if not author.chance(40) else weight // 2,
                mandatory=mandatory,
                missing=Missing.EXCLUDED if excluded or author.chance(25) else Missing.FAILS,
                comparator=author.pick((Comparator.LTE, Comparator.LTE, Comparator.GTE, Comparator.EQ)),
            )
        )
    by = author.shuffled(sides(author.model, author.model.pilots[record].proposal))
    return author.on(
        c.BaselinePilot,
        record,
        by,
        kpis=tuple(kpis),
        pass_weight=author.pick((1, 7_000, 10_000)),
        method=text("method"),
    )


def _measure(author: Author, record: bytes) -> Drawn:
    pilot = author.model.pilots[record]
    codes = [kpi.code for kpi in pilot.kpis if not author.chance(4)]
    if author.chance(10):
        codes.append(author.label("speed", "mood"))
    over = author.now >= pilot.end
    # What meets most comparators: not more than, not less than, or exactly the target.
    values = tuple(c.Measurement(code=code, value=author.pick((10, 10, 10, 10, 9, 11))) for code in codes)
    verifier = pilot.verifier if not author.chance(15) else author.by_role(Role.VERIFIER)
    return author.on(
        c.MeasurePilot,
        record,
        [verifier],
        values=values,
        final=(over and not author.chance(4)) or author.chance(10),
        evidence=text("evidence"),
    )


def _move(author: Author, record: bytes, move: PilotMove) -> Drawn:
    held = author.model.pilots.get(record)
    both = list(sides(author.model, held.proposal)) if held else [party("office")]
    by = author.shuffled(both) if move == M.RUNNING or author.chance(6) else [author.pick(both)]
    return author.on(c.MovePilot, record, by, pilot_move=int(move), reason=ZERO)
