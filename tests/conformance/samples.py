"""Fields of ordinary commands, from which a test changes what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eth_hash.auto import keccak

from ledger import commands as c
from ledger.enums import AssetKind, Comparator, Exclusivity, GrantRule, InstrumentKind, MemberRole, Missing, RightStage
from tests.conformance.cast import party, text

ZERO = bytes(32)
YEAR = 365 * 86_400
EVIDENCE = text("evidence")
CONTENT, SALT = text("content"), keccak(b"salt")
SPEED, COST = b"speed".ljust(32, b"\0"), b"cost".ljust(32, b"\0")


def label(content: str) -> bytes:
    return content.encode().ljust(32, b"\0")


def right(now: int, number: str = "", **fields: Any) -> c.Right:
    """A right granted everywhere a year ago, for ten years."""
    given = {
        "office": label("VN") if number else ZERO,
        "number": label(number),
        "right_stage": RightStage.GRANTED,
        "countries": 0,
        "provinces": 0,
        "start": now - YEAR,
        "end": now + 9 * YEAR,
    }
    return c.Right(**{**given, **fields})


def asset(now: int, holders: Sequence[tuple[str, int]], **fields: Any) -> dict[str, Any]:
    given = {
        "asset_kind": AssetKind.PATENT,
        "title": text("title"),
        "holders": tuple(c.Share(party=party(alias), bps=bps) for alias, bps in holders),
        "grant_rule": GrantRule.ALL,
        "fields": 0,
        "rights": (right(now),),
    }
    return {**given, **fields}


def scope(now: int, **fields: Any) -> c.Scope:
    """Everything everywhere for five years."""
    given = {"acts": 0, "fields": 0, "countries": 0, "provinces": 0, "start": now, "end": now + 5 * YEAR}
    return c.Scope(**{**given, **fields})


def terms(
    now: int, kind: InstrumentKind, subject: bytes, members: Sequence[tuple[str, MemberRole]], **fields: Any
) -> c.Terms:
    given = {
        "instrument_kind": int(kind),
        "subject": subject,
        "members": tuple(c.Member(party=party(alias), member_role=int(role)) for alias, role in members),
        "scope": scope(now),
        "exclusivity": 0,
        "sub_depth": 0,
        "consent_waived": False,
        "encumbrance_version": 0,
        "moves": (),
        "escrow_agent": ZERO,
        "effect_by": 0,
        "state_capital": False,
        "task_result": ZERO,
        "text": text("terms"),
    }
    return c.Terms(**{**given, **fields})


def licence(now: int, subject: bytes, licensors: Sequence[str], licensee: str, **fields: Any) -> c.Terms:
    """Non-exclusive unless said otherwise."""
    members = [(alias, MemberRole.GRANTOR) for alias in licensors] + [(licensee, MemberRole.GRANTEE)]
    given = {"exclusivity": int(Exclusivity.NON_EXCLUSIVE), **fields}
    return terms(now, InstrumentKind.LICENCE, subject, members, **given)


def problem(**fields: Any) -> dict[str, Any]:
    given = {
        "statement": text("statement"),
        "using_unit": text("unit"),
        "accountable_office": text("office"),
        "fields": 0,
        "provinces": 0,
        "budget": ZERO,
    }
    return {**given, **fields}


def seal(problem: bytes, provider: bytes) -> bytes:
    return keccak(problem + provider + CONTENT + SALT)


def appraisal(now: int, kind: int, subject: bytes, **fields: Any) -> dict[str, Any]:
    given = {
        "appraisal_kind": kind,
        "subject": subject,
        "report": text("report"),
        "valid_until": now + YEAR,
        "verdict": 0,
        "trl": 0,
        "criteria": (),
        "approach": 0,
        "purpose": 0,
        "valued_at": 0,
        "currency": 0,
        "range": ZERO,
        "supersedes": ZERO,
    }
    return {**given, **fields}


def valuation(now: int) -> dict[str, Any]:
    """What a valuation must state."""
    return {"approach": 3, "purpose": 1, "valued_at": now, "currency": 704, "range": text("range")}


def pilot(now: int, proposal: bytes, verifier: bytes, **fields: Any) -> dict[str, Any]:
    given = {
        "proposal": proposal,
        "verifier": verifier,
        "provinces": 0,
        "start": now,
        "end": now + 60,
        "plan": text("plan"),
        "limits": text("limits"),
        "exit_plan": text("exit"),
        "permit": ZERO,
    }
    return {**given, **fields}


def kpi(code: bytes, weight: int, *, mandatory: bool = True, missing: Missing = Missing.FAILS) -> c.Kpi:
    """Met by a value of 10 or less."""
    return c.Kpi(
        code=code,
        unit=label("s"),
        scale=0,
        comparator=int(Comparator.LTE),
        target=10,
        baseline=20,
        weight=weight,
        mandatory=mandatory,
        missing=int(missing),
    )


# One mandatory KPI, and one that is left out of the weights where it has no value.
BASELINE: dict[str, Any] = {
    "kpis": (kpi(SPEED, 6_000), kpi(COST, 4_000, mandatory=False, missing=Missing.EXCLUDED)),
    "pass_weight": 7_000,
    "method": text("method"),
}


def document(recipient: str, **fields: Any) -> dict[str, Any]:
    return {"recipient": party(recipient), "content": CONTENT, "in_reply_to": ZERO, **fields}


def document_move(move: int, **fields: Any) -> dict[str, Any]:
    given = {"document_move": move, "evidence": CONTENT, "number": ZERO, "due_by": 0, "to": ZERO}
    return {**given, **fields}
