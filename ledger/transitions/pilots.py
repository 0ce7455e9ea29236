"""Pilots and the certificates of their results."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger import commands as c
from ledger.enums import CertificateRuling, PilotMove, State
from ledger.events import Event
from ledger.records import Certificate, Pilot
from ledger.transitions import versions

_MOVES = {
    PilotMove.RUNNING: State.RUNNING,
    PilotMove.COMPLETED: State.COMPLETED,
    PilotMove.ABORTED: State.ABORTED,
}
_RULINGS = {CertificateRuling.UPHELD: State.UPHELD, CertificateRuling.REVOKED: State.REVOKED}


# --- Pilot ---------------------------------------------------------------------------------------------------------


def _plan_pilot(_: None, event: Event, command: c.PlanPilot) -> Pilot:
    return Pilot(
        **versions.first(event),
        state=State.PLANNED,
        pilot_stage=command.pilot_stage,
        proposal=command.proposal,
        verifier=command.verifier,
        provinces=command.provinces,
        start=command.start,
        end=command.end,
        plan=command.plan,
        limits=command.limits,
        exit_plan=command.exit_plan,
        permit=command.permit,
    )


def _baseline_pilot(pilot: Pilot, event: Event, command: c.BaselinePilot) -> Pilot:
    """The first baseline, or another one by agreement: what was measured so far is void."""
    return replace(
        pilot,
        **versions.following(event),
        state=State.BASELINED if pilot.state == State.PLANNED else pilot.state,
        kpi_version=event.outcome.get("kpi_version", pilot.kpi_version + 1),
        kpis=command.kpis,
        pass_weight=command.pass_weight,
        method=command.method,
        values=(),
    )


def _measure_pilot(pilot: Pilot, event: Event, command: c.MeasurePilot) -> Pilot:
    values = {each.code: each for each in (*pilot.values, *command.values)}
    return replace(
        pilot,
        **versions.following(event),
        state=State.MEASURED if command.final else pilot.state,
        values=tuple(values.values()),
        evidence=command.evidence,
    )


def _move_pilot(pilot: Pilot, event: Event, command: c.MovePilot) -> Pilot:
    state = _MOVES[PilotMove(command.pilot_move)]
    return replace(pilot, **versions.following(event), state=state, reason=command.reason)


def _stop_pilot(pilot: Pilot, event: Event, command: c.StopPilot) -> Pilot:
    return replace(pilot, **versions.following(event), state=State.ABORTED, reason=command.reason)


# --- Certificate ---------------------------------------------------------------------------------------------------


def _issue_certificate(_: None, event: Event, command: c.IssueCertificate) -> Certificate:
    return Certificate(
        **versions.first(event),
        state=State.ISSUED,
        pilot=command.pilot,
        outcome=command.outcome,
        met=event.outcome.get("met", 0),
        owner_signed=event.outcome.get("owner_signed", False),
        report=command.report,
        supersedes=command.supersedes,
    )


def _dispute_certificate(certificate: Certificate, event: Event, command: c.DisputeCertificate) -> Certificate:
    return replace(certificate, **versions.following(event), state=State.DISPUTED, claim=command.claim)


def _rule_on_certificate(certificate: Certificate, event: Event, command: c.RuleOnCertificate) -> Certificate:
    state = _RULINGS[CertificateRuling(command.certificate_ruling)]
    return replace(certificate, **versions.following(event), state=state, decision=command.decision)


def _certificate_superseded(_: Certificate, event: Event) -> dict[str, Any]:
    return {"state": State.SUPERSEDED, "superseded_by": event.record}


TRANSITIONS: dict[type[c.Command], versions.Transition] = {
    c.PlanPilot: _plan_pilot,
    c.BaselinePilot: _baseline_pilot,
    c.MeasurePilot: _measure_pilot,
    c.MovePilot: _move_pilot,
    c.StopPilot: _stop_pilot,
    c.IssueCertificate: _issue_certificate,
    c.DisputeCertificate: _dispute_certificate,
    c.RuleOnCertificate: _rule_on_certificate,
}
TOUCHES: dict[type[c.Command], versions.Touch] = {c.IssueCertificate: _certificate_superseded}
