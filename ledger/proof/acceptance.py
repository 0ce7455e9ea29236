"""An acceptance certificate's outcome, computed again from the KPIs and values that the pilot's history carries.

The ledger computed it when it accepted the certificate; here a reader does the same sum without asking anybody, and
sees to it that measures and start are signed by both sides and values by the verifier (docs/specs/commands.md,
"Certificate"; docs/specs/readings.md, 89, 92; docs/adr/0010-acceptance-computed-offline.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger import readable
from ledger.commands import BaselinePilot, IssueCertificate, Kpi, Measurement, MeasurePilot, MovePilot
from ledger.enums import Comparator, Missing, Outcome, PilotMove, State
from ledger.proof.history import History
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
    found = judged(kpis, values)
    met = sum(1 << index for index, each in enumerate(found) if each)
    if any(each is False and kpi.mandatory for kpi, each in zip(kpis, found, strict=True)):
        return Outcome.FAIL, met
    met_weight, counted = weights(kpis, found)
    return (Outcome.PASS if met_weight * _WHOLE >= pass_weight * counted else Outcome.PARTIAL), met


def judged(kpis: Sequence[Kpi], values: Sequence[Measurement]) -> tuple[bool | None, ...]:
    """Of each KPI whether it is met, a missing value being none; None where it is left out of the sum."""
    measured = {each.code: each.value for each in values}
    return tuple(_judged(kpi, measured.get(kpi.code)) for kpi in kpis)


def weights(kpis: Sequence[Kpi], found: Sequence[bool | None]) -> tuple[int, int]:
    """The weight that is met, and the weight that counts, in basis points; found: as `judged` gives it."""
    weighed = [(kpi.weight, met) for kpi, met in zip(kpis, found, strict=True) if met is not None]
    return sum(weight for weight, met in weighed if met), sum(weight for weight, _ in weighed)


def _judged(kpi: Kpi, value: int | None) -> bool | None:
    if value is None:
        return None if kpi.missing == Missing.EXCLUDED else False
    return is_met(kpi, value)


def pilot_of(command: object) -> bytes | None:
    """The pilot whose history belongs to the certificate that a command creates; None for any other command."""
    return command.pilot if isinstance(command, IssueCertificate) else None


def check(history: History, histories: Mapping[bytes, History], lives: Mapping[bytes, Sequence[AnyRecord]]) -> None:
    """A certificate is what its completed pilot gives, signed by those whom each step calls for.

    history: the claim's own. Raises `Contradiction` of step 3; nothing is asked of other records.
    """
    certificate = lives[history.record][0]
    if not isinstance(certificate, Certificate):
        return
    pilot = lives[certificate.pilot][-1] if certificate.pilot in lives else None
    if not isinstance(pilot, Pilot) or pilot.state != State.COMPLETED or pilot.at > certificate.created_at:
        raise Contradiction("PILOT_NOT_COMPLETED", record=certificate.id, pilot=certificate.pilot)
    steps = histories[certificate.pilot]
    sides = set(steps.entries[0].signers)
    _require_signed(steps, sides, pilot)
    _require_sound(steps, pilot)
    issued = set(history.entries[0].signers)
    if pilot.verifier in sides or len(sides) != 2 or pilot.verifier not in issued or len(issued & sides) != 1:
        raise Contradiction("NOT_BY_THOSE_CALLED", record=certificate.id, entry=0)
    if len(issued) != 2:
        raise Contradiction("NOT_BY_THOSE_CALLED", record=certificate.id, entry=0)
    computed, _ = result(pilot.kpis, pilot.values, pilot.pass_weight)
    if computed != certificate.outcome:
        raise Contradiction(
            "OTHER_OUTCOME",
            record=certificate.id,
            stated=str(readable.enum_name(Outcome, certificate.outcome)),
            computed=computed.name.lower(),
        )


def _require_signed(steps: History, sides: set[bytes], pilot: Pilot) -> None:
    """The two sides agree on the plan, the measures and the start; the verifier alone measures; either side ends it."""
    for index, entry in enumerate(steps.entries):
        command, signers = entry.signed.command, set(entry.signers)
        if isinstance(command, MeasurePilot):
            called = signers == {pilot.verifier}
        elif isinstance(command, MovePilot) and command.pilot_move != PilotMove.RUNNING:
            called = signers <= sides
        else:
            called = signers == sides
        if not called:
            raise Contradiction("NOT_BY_THOSE_CALLED", record=steps.record, entry=index)


def _require_sound(steps: History, pilot: Pilot) -> None:
    """Measures whose silence cannot pass (readings 89, 92), and a last measurement not before the pilot's end."""
    for index, entry in enumerate(steps.entries):
        command = entry.signed.command
        if isinstance(command, BaselinePilot) and not _are_sound(command.kpis):
            raise Contradiction("MEASURES_UNSOUND", record=steps.record, entry=index)
        if isinstance(command, MeasurePilot) and command.final and entry.at < pilot.end:
            raise Contradiction("MEASURES_UNSOUND", record=steps.record, entry=index)


def _are_sound(kpis: Sequence[Kpi]) -> bool:
    mandatory = [kpi for kpi in kpis if kpi.mandatory]
    return (
        len({kpi.code for kpi in kpis}) == len(kpis)
        and bool(mandatory)
        and all(kpi.missing == Missing.FAILS for kpi in mandatory)
        and sum(kpi.weight for kpi in kpis) == _WHOLE
    )
