"""Hard constraints between a need and a technology, each judged and said (docs/specs/matching.md, "Constraints").

A constraint is met, missed or open. Only what a record shows to be missed excludes; a constraint that a record must
show and does not (a readiness level, a territory) is missed, while what can be agreed on (a price, terms) is open.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from marketplace.matching.results import Facet, Standing, Value
from marketplace.matching.sentences import say
from marketplace.profiles import Asking, Fund, MustHave, Need, Technology

_MET: Final = "met"
_MISSED: Final = "missed"
_OPEN: Final = "open"
_WIDER = {"exclusive": ("exclusive",), "sole": ("exclusive", "sole")}
_ABSENT = object()
_COMPARED = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq}


class Verdict(NamedTuple):
    """A facet before it is said: judging walks over many candidates, and few of them are shown."""

    name: str
    standing: Standing
    hard: bool
    code: str
    values: dict[str, Value]


def facet(verdict: Verdict) -> Facet:
    return Facet(*verdict, said=say(verdict.code, verdict.values))


def constraints(need: Need, technology: Technology) -> Iterator[Verdict]:
    """Every hard constraint of a need that has one, cheapest first. The deadline is judged apart: it has no pair."""
    if need.min_trl is not None:
        yield _trl(need.min_trl, technology.trl)
    if need.territory:
        yield _territory(need.territory, technology.territory)
    if need.budget is not None:
        yield _budget(need.budget, technology.asking)
    if need.exclusivity in _WIDER:
        yield _exclusivity(str(need.exclusivity), technology.asking)
    for each in need.must_have:
        yield _must_have(each, technology)


def fund_constraints(fund: Fund, other: Technology | Need) -> Iterator[Verdict]:
    """A fund's: readiness (of a need: the level it asks for), territory, ticket, sectors.

    The ticket is held against a need's budget, and against what a technology costs where that is not per unit.
    """
    trl = other.min_trl if isinstance(other, Need) else other.trl
    least, most = fund.trl
    if (least, most) != (1, 9):
        values: dict[str, Value] = {"trl": trl or 0, "least": least, "most": most}
        if trl is None:
            yield Verdict("trl", _OPEN if isinstance(other, Need) else _MISSED, True, "TRL_RANGE_NOT_STATED", values)
        elif least <= trl <= most:
            yield Verdict("trl", _MET, True, "TRL_RANGE_MET", values)
        else:
            yield Verdict("trl", _MISSED, True, "TRL_RANGE_MISSED", values)
    if fund.territory:
        shared = [code for code in fund.territory if covers(other.territory, code)]
        shared += [code for code in other.territory if code not in shared and covers(fund.territory, code)]
        if shared:
            yield Verdict("territory", _MET, True, "TERRITORY_MET", {"list_asked": ",".join(shared)})
        else:
            yield Verdict("territory", _MISSED, True, "TERRITORY_MISSED", _places(fund.territory, other.territory))
    if fund.ticket is not None:
        yield _ticket(fund.ticket, other)
    sectors = (other.sector,) if isinstance(other, Need) and other.sector else getattr(other, "sectors", ())
    if fund.sectors:
        yield sector(fund.sectors, sectors, hard=True)


def deadline(need: Need, today: date | None) -> Verdict | None:
    """A need is open to the end of its day. today: in Viet Nam; None: deadlines are not judged."""
    if need.deadline is None or today is None:
        return None
    past = need.deadline < today
    values: dict[str, Value] = {"date_deadline": need.deadline.isoformat()}
    return Verdict("deadline", _MISSED if past else _MET, True, "DEADLINE_PAST" if past else "DEADLINE_OPEN", values)


def sector(asked: Sequence[str], offered: Sequence[str], *, hard: bool = False) -> Verdict:
    shared = [each for each in asked if each in offered]
    if shared:
        return Verdict("sector", _MET, hard, "SECTOR_MET", {"list_sectors": ",".join(shared)})
    if not offered:
        return Verdict("sector", _OPEN, hard, "SECTOR_NOT_STATED", {})
    values: dict[str, Value] = {"list_asked": ",".join(asked), "list_offered": ",".join(offered)}
    return Verdict("sector", _MISSED, hard, "SECTOR_MISSED", values)


def covers(offered: Sequence[str], code: str) -> bool:
    """Whether rights offered there reach a place: `VN` covers `VN-HN`, which does not cover `VN` (ISO 3166)."""
    return code in offered or code.partition("-")[0] in offered


def excludes(verdict: Verdict) -> bool:
    return verdict.hard and verdict.standing == _MISSED


def _trl(least: int, trl: int | None) -> Verdict:
    if trl is None:
        return Verdict("trl", _MISSED, True, "TRL_NOT_STATED", {"least": least})
    values: dict[str, Value] = {"trl": trl, "least": least}
    met = trl >= least
    return Verdict("trl", _MET if met else _MISSED, True, "TRL_MET" if met else "TRL_MISSED", values)


def _territory(asked: Sequence[str], offered: Sequence[str]) -> Verdict:
    if all(covers(offered, code) for code in asked):
        return Verdict("territory", _MET, True, "TERRITORY_MET", {"list_asked": ",".join(asked)})
    return Verdict("territory", _MISSED, True, "TERRITORY_MISSED", _places(asked, offered))


def _places(asked: Sequence[str], offered: Sequence[str]) -> dict[str, Value]:
    missing = [code for code in asked if not covers(offered, code)]
    return {"list_missing": ",".join(missing), "list_offered": ",".join(offered)}


def _budget(budget: int, asking: Asking | None) -> Verdict:
    price = _price("budget", asking)
    if isinstance(price, Verdict):
        return price
    values: dict[str, Value] = {"amount_price": price, "amount_budget": budget}
    met = price <= budget
    return Verdict("budget", _MET if met else _MISSED, True, "BUDGET_MET" if met else "BUDGET_MISSED", values)


def _price(name: str, asking: Asking | None) -> int | Verdict:
    """An amount that can be compared, or why there is none."""
    if asking is None or asking.amount is None:
        return Verdict(name, _OPEN, True, "PRICE_NEGOTIABLE", {})
    if asking.mode == "service" or asking.per:
        per: dict[str, Value] = {"amount_price": asking.amount, "per": asking.per or ""}
        return Verdict(name, _OPEN, True, "PRICE_PER_UNIT", per)
    if asking.currency != "VND":
        return Verdict(name, _OPEN, True, "PRICE_OTHER_CURRENCY", {"currency": asking.currency})
    return asking.amount


def _ticket(ticket: tuple[int, int], other: Technology | Need) -> Verdict:
    if isinstance(other, Need):
        stated: int | Verdict | None = other.budget
    else:
        stated = _price("ticket", other.asking)
    least, most = ticket
    if stated is None:
        return Verdict("ticket", _OPEN, True, "TICKET_NOT_STATED", {})
    if isinstance(stated, Verdict):
        return stated
    values: dict[str, Value] = {"amount_stated": stated, "amount_least": least, "amount_most": most}
    met = least <= stated <= most
    return Verdict("ticket", _MET if met else _MISSED, True, "TICKET_MET" if met else "TICKET_MISSED", values)


def _exclusivity(asked: str, asking: Asking | None) -> Verdict:
    if asking is None:
        return Verdict("exclusivity", _OPEN, True, "EXCLUSIVITY_NOT_STATED", {"asked": asked})
    # Whoever takes an assignment holds the right itself: nothing is more exclusive.
    met = asking.mode == "assignment" or asking.exclusivity in _WIDER[asked]
    values: dict[str, Value] = {"exclusivity": asking.exclusivity or asking.mode, "asked": asked}
    return Verdict("exclusivity", _MET if met else _MISSED, True, f"EXCLUSIVITY_{'MET' if met else 'MISSED'}", values)


def _must_have(must: MustHave, technology: Technology) -> Verdict:
    if must.field is None or must.operator is None:
        return Verdict("must_have", _OPEN, True, "MUST_HAVE_READ", {"text": must.text})
    stated = _stated(technology.record, must.field)
    met = _meets(must, stated)
    values: dict[str, Value] = {"text": must.text, "field": must.field}
    if met is None:
        return Verdict("must_have", _OPEN, True, "MUST_HAVE_NOT_JUDGED", values)
    if met:
        return Verdict("must_have", _MET, True, "MUST_HAVE_MET", {"text": must.text})
    return Verdict("must_have", _MISSED, True, "MUST_HAVE_MISSED", {**values, "stated": _shown(stated)})


def _stated(record: Any, field: str) -> Any:
    """What a record has under a dotted name; None where it says nothing, `_ABSENT` where it knows no such field."""
    for name in field.split("."):
        if record is None:
            return None
        if not isinstance(record, Mapping) or name not in record:
            return _ABSENT
        record = record[name]
    return record


def _meets(must: MustHave, stated: Any) -> bool | None:
    """None: the rule cannot be judged on this record."""
    if stated is _ABSENT or must.operator not in (*_COMPARED, "in", "covers"):
        return None
    if stated is None:
        # Negotiable: a limit on the price is not broken. Nothing else that is unstated meets a rule.
        return must.field == "asking.amount"
    if must.operator == "covers":
        offered, asked = _codes(stated), _codes(must.value)
        return None if offered is None or asked is None else all(covers(offered, code) for code in asked)
    if must.operator == "in":
        if not isinstance(must.value, (list, tuple)):
            return None
        return any(each in must.value for each in (stated if isinstance(stated, (list, tuple)) else (stated,)))
    left, right = _number(stated), _number(must.value)
    if left is not None and right is not None:
        return bool(_COMPARED[must.operator](left, right))
    return bool(stated == must.value) if must.operator == "==" else None


def _codes(value: Any) -> Sequence[str] | None:
    codes = (value,) if isinstance(value, str) else value
    good = isinstance(codes, (list, tuple)) and all(isinstance(each, str) for each in codes)
    return codes if good else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
