"""The model's rules of the Certificate table."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import AppraisalKind, CertificateRuling, Comparator, Missing, Outcome, Role, State
from tests.model.appraisal import in_force
from tests.model.independence import require_independent
from tests.model.ledger import ZERO, Effect, Model, Signers, refuse
from tests.model.pilot import sides, verifier_unbiased
from tests.model.records import Certificate, Pilot

S = State


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.IssueCertificate):
        return _issue(model, command, signers)
    record = command.record
    if isinstance(command, c.DisputeCertificate):
        model.state_in(record, S.ISSUED)
        pilot = model.pilots[model.certificates[record].pilot]
        model.each_signer(signers, sides(model, pilot.proposal))
        return Effect(S.DISPUTED)
    assert isinstance(command, c.RuleOnCertificate)
    model.state_in(record, S.DISPUTED)
    model.each_signer(signers, None, Role.ARBITER)
    return Effect(S.UPHELD if command.certificate_ruling == CertificateRuling.UPHELD else S.REVOKED)


def met(kpi: c.Kpi, value: int | None) -> bool:
    if value is None:
        return False
    return {
        Comparator.GTE: value >= kpi.target,
        Comparator.LTE: value <= kpi.target,
        Comparator.EQ: value == kpi.target,
    }[Comparator(kpi.comparator)]


def result(pilot: Pilot) -> tuple[Outcome, int]:
    """The outcome, and the bitmap of the KPIs that are met (reading 92)."""
    bits = weight = counts = 0
    failed = False
    for i, kpi in enumerate(pilot.kpis):
        value = pilot.values.get(kpi.code)
        if value is None and kpi.missing == Missing.EXCLUDED:
            continue
        counts += kpi.weight
        if met(kpi, value):
            bits |= 1 << i
            weight += kpi.weight
        elif kpi.mandatory:
            failed = True
    if failed:
        return Outcome.FAIL, bits
    enough = weight * 10_000 >= pilot.pass_weight * counts
    return (Outcome.PASS if enough else Outcome.PARTIAL), bits


def _issue(model: Model, command: c.IssueCertificate, signers: Signers) -> Effect:
    model.require(command.pilot, model.pilots)
    pilot = model.pilots[command.pilot]
    owner, provider = sides(model, pilot.proposal)
    _signed(model, signers, pilot.verifier, owner, provider)
    verifier_unbiased(model, command.pilot)
    require_independent(model, provider, owner)
    model.state_in(command.pilot, S.COMPLETED)
    if any(command.supersedes):
        old = model.certificates.get(command.supersedes)
        if old is None or old.pilot != command.pilot:
            raise refuse("RECORD_NOT_FOUND", record=command.supersedes)
        model.state_in(command.supersedes, S.ISSUED, S.UPHELD, S.REVOKED)
    outcome, bits = result(pilot)
    if outcome != Outcome.FAIL:
        for kind in (AppraisalKind.TECHNICAL_REVIEW, AppraisalKind.SECURITY_REVIEW):
            if not in_force(model, model.proposals[pilot.proposal].last_reviews, kind):
                raise refuse("REVIEW_NOT_IN_FORCE", kind=int(kind))
    if pilot.certificate not in (ZERO, command.supersedes):
        raise refuse("CERTIFICATE_EXISTS", existing=pilot.certificate)
    if command.outcome != outcome:
        raise refuse("OUTCOME_MISMATCH", computed=int(outcome), claimed=command.outcome)
    model.certificates[command.record] = Certificate(command.pilot, int(outcome))
    model.pilots[command.pilot] = replace(pilot, certificate=command.record)
    touched = (model.move(command.supersedes, S.SUPERSEDED),) if any(command.supersedes) else ()
    return Effect(S.ISSUED, touched, {"met": bits, "owner_signed": owner in signers.parties})


def _signed(model: Model, signers: Signers, verifier: bytes, owner: bytes, provider: bytes) -> None:
    """The verifier, and exactly one of the two sides: of these the second to sign is not called for."""
    side = None
    for signer in signers.parties:
        model.not_read_only(signer)
        if signer == verifier:
            continue
        if signer not in (owner, provider) or side is not None:
            raise refuse("NOT_AUTHORISED", party=signer)
        side = signer
    for party, signed in ((verifier, verifier in signers.parties), (owner, side is not None)):
        if not signed:
            raise refuse("SIGNATURE_MISSING", party=party, role=0)
