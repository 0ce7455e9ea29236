"""The model's rules of the Pilot table."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import Missing, PilotMove, PilotStage, Role, State
from tests.model.independence import has_interest, no_conflict, require_independent
from tests.model.ledger import ZERO, Effect, Model, Signers, refuse
from tests.model.records import Pilot

S = State
FROM = {
    PilotMove.RUNNING: (S.BASELINED,),
    PilotMove.COMPLETED: (S.MEASURED,),
    PilotMove.ABORTED: (S.PLANNED, S.BASELINED, S.RUNNING),
}
TO = {PilotMove.RUNNING: S.RUNNING, PilotMove.COMPLETED: S.COMPLETED, PilotMove.ABORTED: S.ABORTED}


def sides(model: Model, proposal: bytes) -> tuple[bytes, bytes]:
    """The problem's owner and the provider."""
    held = model.proposals[proposal]
    return model.problems[held.problem].owner, held.provider


def verifier_unbiased(model: Model, pilot: bytes) -> None:
    held = model.pilots[pilot]
    records = [pilot, held.proposal, model.proposals[held.proposal].problem]
    no_conflict(model, held.verifier, records, sides(model, held.proposal))


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.PlanPilot):
        return _plan(model, command, signers)
    record = command.record
    pilot = model.pilots[record]
    both = sides(model, pilot.proposal)
    if isinstance(command, c.BaselinePilot):
        return _baseline(model, command, signers)
    if isinstance(command, c.MeasurePilot):
        return _measure(model, command, signers)
    if isinstance(command, c.MovePilot):
        move = PilotMove(command.pilot_move)
        model.state_in(record, *FROM[move])
        if move == PilotMove.RUNNING:
            model.called_for(signers, both)
        else:
            model.each_signer(signers, both)
        return Effect(TO[move])
    assert isinstance(command, c.StopPilot)
    model.state_in(record, S.PLANNED, S.BASELINED, S.RUNNING, S.MEASURED)
    model.each_signer(signers, None, Role.REGULATOR)
    return Effect(S.ABORTED)


def _plan(model: Model, command: c.PlanPilot, signers: Signers) -> Effect:
    model.require(command.proposal, model.proposals)
    proposal = model.proposals[command.proposal]
    owner, provider = sides(model, command.proposal)
    verifier = command.verifier
    model.called_for(signers, [owner, provider])
    require_independent(model, verifier, owner)
    require_independent(model, verifier, provider)
    require_independent(model, provider, owner)
    trial = command.pilot_stage == PilotStage.TRIAL
    model.state_in(command.proposal, S.SHORTLISTED if trial else S.SELECTED)
    model.require(verifier, model.parties)
    fields = model.problems[proposal.problem].fields
    interested = has_interest(model, verifier, command.proposal, proposal.problem, owner, provider)
    if interested or not model.holds(verifier, Role.VERIFIER, fields):
        raise refuse("VERIFIER_NOT_ELIGIBLE", party=verifier)
    model.pilots[command.record] = Pilot(command.pilot_stage, command.proposal, verifier, command.end)
    return Effect(S.PLANNED)


def _baseline(model: Model, command: c.BaselinePilot, signers: Signers) -> Effect:
    record, pilot = command.record, model.pilots[command.record]
    state = model.state_in(record, S.PLANNED, S.BASELINED, S.RUNNING)
    model.called_for(signers, sides(model, pilot.proposal))
    codes = [kpi.code for kpi in command.kpis]
    for i, kpi in enumerate(command.kpis):
        if kpi.code in codes[:i] or (kpi.mandatory and kpi.missing == Missing.EXCLUDED):
            raise refuse("BAD_KPI", code=kpi.code)
    if not any(kpi.mandatory for kpi in command.kpis):
        raise refuse("BAD_KPI", code=ZERO)
    weight = sum(kpi.weight for kpi in command.kpis)
    if weight != 10_000:
        raise refuse("NOT_WHOLE", sum=weight)
    version = pilot.kpi_version + 1
    model.pilots[record] = replace(
        pilot, kpi_version=version, kpis=command.kpis, pass_weight=command.pass_weight, values={}
    )
    return Effect(S.BASELINED if state == S.PLANNED else state, says={"kpi_version": version})


def _measure(model: Model, command: c.MeasurePilot, signers: Signers) -> Effect:
    record, pilot = command.record, model.pilots[command.record]
    model.state_in(record, S.RUNNING)
    fields = model.problems[model.proposals[pilot.proposal].problem].fields
    model.each_signer(signers, [pilot.verifier], Role.VERIFIER, fields=fields)
    verifier_unbiased(model, record)
    known = [kpi.code for kpi in pilot.kpis]
    codes = [measured.code for measured in command.values]
    for i, code in enumerate(codes):
        if code not in known or code in codes[:i]:
            raise refuse("BAD_KPI", code=code)
    if command.final:
        model.not_before(pilot.end)
    values = {**pilot.values, **{measured.code: measured.value for measured in command.values}}
    model.pilots[record] = replace(pilot, values=values)
    return Effect(S.MEASURED if command.final else S.RUNNING)
