"""What search and matching know of those who meet on the market: technologies, needs, funds and organisations.

Plain frozen values. The catalogue makes them from its entries, `marketplace.market_set` from files. Texts are NFC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language. body: an abstract, or a need's statement."""

    title: str
    body: str = ""
    keywords: tuple[str, ...] = ()


Texts = Mapping[Language, Words]  # at least one language


@dataclass(frozen=True, slots=True)
class Organisation:
    """names: by language. kind: institute, university, enterprise, …; province: ISO 3166-2, None where not stated."""

    id: str
    names: Mapping[Language, str]
    kind: str = ""
    province: str | None = None
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """What is offered and for how much. mode: licence, assignment, service; exclusivity: exclusive, sole,
    non_exclusive, None for services. amount: whole units of the currency (VND has no minor unit), None: negotiable.
    per: the unit of a service's price, which is never compared with a budget.
    """

    mode: str
    currency: str = "VND"
    amount: int | None = None
    exclusivity: str | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """Anything that may answer a need: a right, software, a service, data, a model, know-how, a facility.

    kind: as an entry of the catalogue has it. ipc: codes as written, `G08B 17/12`. trl: 1 to 9, None where it does
    not apply. territory: ISO 3166 codes where rights are offered; `VN` covers every `VN-xx`, and is not covered by
    them. numbers: of registration, for search. record: the whole record, for the rules of needs (`MustHave`).
    """

    id: str
    owner: str
    kind: str
    texts: Texts
    ipc: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    trl: int | None = None
    asking: Asking | None = None
    territory: tuple[str, ...] = ()
    year: int | None = None
    numbers: tuple[str, ...] = ()
    localisation_bps: int | None = None
    mastery: str | None = None
    strategic: bool = False
    green: bool = False
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kpi:
    """A measure of a need. comparator: `>=`, `<=`, `==`; unit `-` without a unit; weight: of all, which sum to 1."""

    code: str
    name: str
    unit: str
    comparator: str
    target: Decimal
    weight: float
    mandatory: bool
    measurement_method: str = ""


@dataclass(frozen=True, slots=True)
class MustHave:
    """A hard constraint. field, operator, value: its rule over `Technology.record`; None where it can only be read.

    field: dotted, `asking.amount`. operator: `>=`, `<=`, `in`, `covers`.
    """

    text: str
    field: str | None = None
    operator: str | None = None
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A problem in its owner's words. budget: whole VND; territory: all of it must be covered; exclusivity: the least
    that the publisher wants to be granted (`exclusive` or `sole`), None where any will do.
    """

    id: str
    publisher: str
    texts: Texts
    unit: str = ""
    sector: str = ""
    budget: int | None = None
    min_trl: int | None = None
    deadline: date | None = None
    territory: tuple[str, ...] = ()
    exclusivity: str | None = None
    kpis: tuple[Kpi, ...] = ()
    must_have: tuple[MustHave, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """Money that looks for technologies and needs. trl: from and to; ticket: least and most, whole VND."""

    id: str
    owner: str
    texts: Texts
    sectors: tuple[str, ...] = ()
    trl: tuple[int, int] = (1, 9)
    ticket: tuple[int, int] | None = None
    territory: tuple[str, ...] = ()
