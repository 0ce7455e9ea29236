"""An acceptance certificate's outcome, computed again from the KPIs and values that the pilot's history carries.

The ledger computed it when it accepted the certificate; here a reader does the same sum without asking anybody
(docs/specs/commands.md, "Certificate"; docs/specs/readings.md, 92; docs/adr/0010-acceptance-computed-offline.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger.commands import IssueCertificate, Kpi, Measurement
from ledger.enums import Comparator, Missing, Outcome, State
from ledger.proof.verdict import Contradiction
from ledger.records import AnyRecord, Certificate, Pilot

_WHOLE = 10_000  # basis points


def is_met(kpi: Kpi, value: int) -> bool:
    """Whether a value meets a KPI's target by its comparator; both are integers in the KPI's scale."""
    if kpi.comparator == Comparator.GTE:
        return value >= kpi.target
    if kpi.comparator == Comparator.LTE:
        return value <= kpi.target
    return value == kpi.target


def result(kpis: Sequence[Kpi], values: Sequence[Measurement], pass_weight: int) -> tuple[Outcome, int]:
    """The outcome that follows, and the met KPIs: bit i for the i-th. values: at most one of each code."""
    measured = {each.code: each.value for each in values}
    met, met_weight, counted, failed = 0, 0, 0, False
    for index, kpi in enumerate(kpis):
        value = measured.get(kpi.code)
        if value is None and kpi.missing == Missing.EXCLUDED:
            continue
        counted += kpi.weight
        if value is not None and is_met(kpi, value):
            met |= 1 << index
            met_weight += kpi.weight
        elif kpi.mandatory:
            failed = True
    if failed:
        return Outcome.FAIL, met
    return (Outcome.PASS if met_weight * _WHOLE >= pass_weight * counted else Outcome.PARTIAL), met


def pilot_of(command: object) -> bytes | None:
    """The pilot whose history belongs to the certificate that a command creates; None for any other command."""
    return command.pilot if isinstance(command, IssueCertificate) else None


def check(lives: Mapping[bytes, Sequence[AnyRecord]]) -> None:
    """Every certificate states the outcome that follows from its completed pilot; raises `Contradiction` of step 3.

    lives: the states that each history of the bundle leads through; a certificate's pilot is among them.
    """
    for life in lives.values():
        if isinstance(life[0], Certificate):
            _check(life[0], lives[life[0].pilot][-1])


def _check(certificate: Certificate, pilot: AnyRecord) -> None:
    if not isinstance(pilot, Pilot) or pilot.state != State.COMPLETED or pilot.at > certificate.created_at:
        raise Contradiction("PILOT_NOT_COMPLETED", record=certificate.id, pilot=certificate.pilot)
    computed, _ = result(pilot.kpis, pilot.values, pilot.pass_weight)
    if computed != certificate.outcome:
        raise Contradiction("OTHER_OUTCOME", record=certificate.id, computed=computed.name.lower())
