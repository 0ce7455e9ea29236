"""What a certificate shows of its record, as JSON: the state as read at a time, and the main members.

Hex for bytes, lower-case names for enums, decimal strings for times and measured values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any

from ledger import enums, readable, readings
from ledger.commands import Kpi, Right, Scope
from ledger.proof.acceptance import judged, weights
from ledger.proof.storage import Holding
from ledger.records import (
    Anchor,
    AnyRecord,
    Appraisal,
    Asset,
    Certificate,
    Document,
    Instrument,
    Listing,
    Party,
    Pilot,
    Problem,
    Proposal,
    RoyaltyPeriod,
)


def shown_state(
    record: AnyRecord, at: int, holders: Sequence[Holding] = (), pilot: Pilot | None = None
) -> Mapping[str, Any]:
    """What a certificate shows of a record at a time (UTC seconds).

    holders: an asset's present ones, from the state. pilot: of an acceptance certificate, from its own history.
    """
    shown: dict[str, Any] = {"state": readings.state(record, at).name.lower()}
    if isinstance(record, Asset):
        shown.update(_asset(record, holders))
    elif isinstance(record, Party):
        shown.update(_party(record, at))
    elif isinstance(record, Certificate):
        shown.update(_certificate(record, pilot))
    else:
        shown.update(_OTHERS[type(record)](record))
    return shown


def _party(party: Party, at: int) -> dict[str, Any]:
    return {
        "party_kind": _name(enums.PartyKind, party.party_kind),
        "keys": [_hex(key.address) for key in party.keys if key.is_valid(at)],
        "threshold": party.threshold,
    }


def _asset(asset: Asset, holders: Sequence[Holding]) -> dict[str, Any]:
    # Whatever moved shares is in the state; what moved them may stand in an instrument's terms alone.
    held = holders or asset.holders
    return {
        "asset_kind": _name(enums.AssetKind, asset.asset_kind),
        "tier": asset.tier,
        "holders": [{"party": _hex(each.party), "bps": each.bps} for each in held],
        "rights": [_timed(each) for each in asset.rights],
    }


def _instrument(instrument: Instrument) -> dict[str, Any]:
    terms = instrument.terms
    return {
        "instrument_kind": _name(enums.InstrumentKind, terms.instrument_kind),
        "exclusivity": _name(enums.Exclusivity, terms.exclusivity),
        "subject": _id(terms.subject),
        "members": [
            {"party": _hex(each.party), "member_role": _name(enums.MemberRole, each.member_role)}
            for each in terms.members
        ],
        "moves": [{"from": _hex(each.from_), "to": _hex(each.to), "bps": each.bps} for each in terms.moves],
        "effective_at": str(instrument.effective_at),
        "registered_at": str(instrument.registered_at),
        "certificates": [_name(enums.Gate, each.gate) for each in instrument.certificates],
        "escrow_agent": _id(terms.escrow_agent),
        "funded": instrument.funded,
        "released": instrument.released,
        "refunded": instrument.refunded,
        "paid": instrument.paid,
        "start": str(terms.scope.start),
        "end": str(terms.scope.end),
        "scope": _timed(terms.scope),
    }


def _listing(listing: Listing) -> dict[str, Any]:
    return {"asset": _hex(listing.asset), "broker": _id(listing.broker), "until": str(listing.until)}


def _appraisal(appraisal: Appraisal) -> dict[str, Any]:
    return {
        "appraisal_kind": _name(enums.AppraisalKind, appraisal.appraisal_kind),
        "subject": _hex(appraisal.subject),
        "issuer": _hex(appraisal.issuer),
        "valid_until": str(appraisal.valid_until),
        "verdict": _name(enums.Verdict, appraisal.verdict),
        "trl": appraisal.trl,
        "criteria": [
            {"code": readable.label(each.code), "score": each.score, "weight": each.weight}
            for each in appraisal.criteria
        ],
        "approach": _name(enums.Approach, appraisal.approach),
        "purpose": _name(enums.Purpose, appraisal.purpose),
        "valued_at": str(appraisal.valued_at),
        "currency": appraisal.currency,
        "supersedes": _id(appraisal.supersedes),
    }


def _royalty(period: RoyaltyPeriod) -> dict[str, Any]:
    return {"instrument": _hex(period.instrument), "start": str(period.start), "end": str(period.end)}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "owner": _hex(problem.owner),
        "fields": readable.struct(problem)["fields"],
        "commit_by": str(problem.commit_by),
        "reveal_by": str(problem.reveal_by),
        "reviewers": [_hex(each) for each in problem.reviewers],
        "proposal": _id(problem.proposal),
        "names_using_unit": any(problem.using_unit),
        "names_accountable_office": any(problem.accountable_office),
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {
        "problem": _hex(proposal.problem),
        "provider": _hex(proposal.provider),
        "revealed": any(proposal.content),
        "assets": [_hex(each) for each in proposal.assets],
    }


def _pilot(pilot: Pilot) -> dict[str, Any]:
    return {
        "pilot_stage": _name(enums.PilotStage, pilot.pilot_stage),
        "proposal": _hex(pilot.proposal),
        "verifier": _hex(pilot.verifier),
        "start": str(pilot.start),
        "end": str(pilot.end),
        **_measures(pilot),
    }


def _measures(pilot: Pilot) -> dict[str, Any]:
    return {
        "kpi_version": pilot.kpi_version,
        "pass_weight": pilot.pass_weight,
        "kpis": [_kpi(each, pilot.value(each.code)) for each in pilot.kpis],
    }


def _kpi(kpi: Kpi, value: int | None) -> dict[str, Any]:
    return {
        "code": readable.label(kpi.code),
        "unit": readable.label(kpi.unit),
        "comparator": _name(enums.Comparator, kpi.comparator),
        "target": decimal(kpi.target, kpi.scale),
        "baseline": decimal(kpi.baseline, kpi.scale),
        "weight": kpi.weight,
        "mandatory": kpi.mandatory,
        "missing": _name(enums.Missing, kpi.missing),
        "value": None if value is None else decimal(value, kpi.scale),
    }


def _certificate(certificate: Certificate, pilot: Pilot | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "pilot": _hex(certificate.pilot),
        "outcome": _name(enums.Outcome, certificate.outcome),
        "supersedes": _id(certificate.supersedes),
    }
    return shown if pilot is None else {**shown, **_pilot(pilot), **_judged(pilot)}


def _judged(pilot: Pilot) -> dict[str, Any]:
    """Which measures a completed pilot met, by the computation that the verifier compares the outcome with."""
    found = judged(pilot.kpis, pilot.values)
    met_weight, counted_weight = weights(pilot.kpis, found)
    return {"met": list(found), "met_weight": met_weight, "counted_weight": counted_weight}


def _document(document: Document) -> dict[str, Any]:
    return {
        "sender": _hex(document.sender),
        "recipient": _hex(document.recipient),
        "recipients": [_hex(each) for each in document.recipients],
        "in_reply_to": _id(document.in_reply_to),
        "due_by": str(document.due_by),
        "extended": document.extended,
    }


def _anchor(anchor: Anchor) -> dict[str, Any]:
    return {
        "author": _hex(anchor.author),
        "namespace": readable.label(anchor.namespace),
        "digest": _hex(anchor.digest),
        "size": str(anchor.size),
    }


_OTHERS: Mapping[type[AnyRecord], Callable[[Any], dict[str, Any]]] = {
    Instrument: _instrument,
    Listing: _listing,
    Appraisal: _appraisal,
    RoyaltyPeriod: _royalty,
    Problem: _problem,
    Proposal: _proposal,
    Pilot: _pilot,
    Document: _document,
    Anchor: _anchor,
}


def decimal(value: int, scale: int) -> str:
    """An integer at a number of decimals: (305, 1) is `30.5`."""
    digits = str(abs(value)).zfill(scale + 1)
    whole, rest = digits[: len(digits) - scale], digits[len(digits) - scale :]
    return f"{'-' if value < 0 else ''}{whole}{'.' if rest else ''}{rest}"


def _timed(value: Right | Scope) -> dict[str, Any]:
    """A right or a scope in the names of its codes, with its interval in decimal strings."""
    return {**readable.struct(value), "start": str(value.start), "end": str(value.end)}


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


def _id(value: bytes) -> str:
    """An id, empty where there is none."""
    return "0x" + value.hex() if any(value) else ""


def _name(enum: type[IntEnum], number: int) -> str:
    """An enum's lower-case name, empty for zero, or its number where this reader has none."""
    return str(readable.enum_name(enum, number) or "")
