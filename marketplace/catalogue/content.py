"""What an entry of the catalogue says, by kind; read from JSON with every fault named, and written canonically.

The canonical form (RFC 8785) leaves out what was not given, so that a member added to a kind later changes no bytes of
what was published before. Its commitment is what records of the ledger carry: a listing's `offer`, a problem's
`statement`, an asset's `title`, a party's `profile`.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from ledger import eip712
from marketplace.canonical import canonical_text
from marketplace.catalogue.codes import (
    Comparator,
    Exclusivity,
    Mastery,
    Operator,
    OrganisationKind,
    Sector,
    Strategic,
    TechnologyKind,
)
from marketplace.catalogue.faults import BadContent, Fault, faults_of
from marketplace.catalogue.parts import (
    Amount,
    Asking,
    Bps,
    Day,
    Decimal,
    EntryId,
    Ipc,
    Keywords,
    Levels,
    Line,
    Link,
    Named,
    Part,
    Position,
    Province,
    RecordId,
    Right,
    Short,
    Territory,
    Ticket,
    Told,
    Trl,
    Year,
    in_order,
)

__all__ = [
    "BadContent",
    "Content",
    "Event",
    "Fault",
    "Fund",
    "Knowledge",
    "Need",
    "Organisation",
    "Technology",
    "canonical",
    "commitment",
    "digest",
    "read_content",
]

MOST_BYTES = 65_536  # of a content's canonical form
_Sectors = Annotated[tuple[Sector, ...], Field(max_length=4)]
_Territories = Annotated[tuple[Territory, ...], Field(max_length=64)]
_Ipc = Annotated[tuple[Ipc, ...], Field(max_length=20)]


class Technology(Part):
    """Anything that may answer a need. localisation_bps: the share made in the country; terms: what else is asked."""

    kind: TechnologyKind
    title: Named
    abstract: Told | None = None
    keywords: Keywords | None = None
    rights: Annotated[tuple[Right, ...], Field(max_length=32)] = ()
    registration_no: Short | None = None
    ipc: _Ipc = ()
    trl: Trl | None = None
    sectors: _Sectors = ()
    territory: _Territories = ()
    asking: Asking | None = None
    year: Year | None = None
    localisation_bps: Bps | None = None
    mastery: Mastery | None = None
    strategic: Annotated[tuple[Strategic, ...], Field(max_length=11)] = ()
    green: bool = False
    position: Position | None = None
    terms: Told | None = None


class Exhibitor(Part):
    """An entry that is shown, or a party of the ledger that shows something; with where it stands."""

    entry: EntryId | None = None
    party: RecordId | None = None
    stand: Short | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.entry is None) == (self.party is None):
            raise PydanticCustomError("one_of", "exactly one", {"fields": ["entry", "party"]})
        return self


class Event(Part):
    """A showroom: what is shown, when and where. Days are those of the place, both ends in it."""

    kind: Literal["event"]
    title: Named
    abstract: Told | None = None
    keywords: Keywords | None = None
    starts_on: Day
    ends_on: Day
    place: Named
    position: Position | None = None
    sectors: _Sectors = ()
    exhibitors: Annotated[tuple[Exhibitor, ...], Field(max_length=500)] = ()
    link: Link | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return in_order(self, self.starts_on, self.ends_on)


class Knowledge(Part):
    """Something to know: a guide, a standard, a study."""

    kind: Literal["knowledge"]
    title: Named
    abstract: Told | None = None
    body: Told | None = None
    keywords: Keywords | None = None
    ipc: _Ipc = ()
    sectors: _Sectors = ()
    year: Year | None = None
    source: Named | None = None
    link: Link | None = None


class Kpi(Part):
    """A measure of a need. unit `-`: none; weight_bps: of all of a need, which sum to 10,000."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,32}$")]
    name: Named
    unit: Short = "-"
    comparator: Comparator
    target: Decimal
    weight_bps: Bps
    mandatory: bool = False
    measurement_method: Told | None = None


class Rule(Part):
    """Over the flat record of a technology (examples/market/README.md). field: dotted, `asking.amount`."""

    field: Annotated[str, Field(pattern=r"^[a-z_]{1,40}(\.[a-z_]{1,40}){0,3}$")]
    operator: Operator
    value: (
        Annotated[int, Field(ge=-(2**53) + 1, le=2**53 - 1)]
        | Short
        | Annotated[tuple[Short, ...], Field(min_length=1, max_length=64)]
        | Annotated[tuple[int, ...], Field(min_length=1, max_length=64)]
    )


class MustHave(Part):
    """A hard constraint. rule: None where it can only be read."""

    text: Told
    rule: Rule | None = None


class Need(Part):
    """A problem in its owner's words. budget_vnd: whole dong; territory: all of it must be covered."""

    kind: Literal["need"]
    title: Named
    abstract: Told
    keywords: Keywords | None = None
    unit: Named | None = None
    sector: Sector | None = None
    budget_vnd: Amount | None = None
    min_trl: Trl | None = None
    deadline: Day | None = None
    territory: _Territories = ()
    exclusivity: Exclusivity | None = None
    kpis: Annotated[tuple[Kpi, ...], Field(max_length=32)] = ()
    must_have: Annotated[tuple[MustHave, ...], Field(max_length=32)] = ()

    @model_validator(mode="after")
    def _weights(self) -> Self:
        if self.kpis and (found := sum(each.weight_bps for each in self.kpis)) != 10_000:
            raise PydanticCustomError("weights", "weights must sum to 10000", {"sum": found})
        if len({each.code for each in self.kpis}) != len(self.kpis):
            raise PydanticCustomError("twice", "a code stands twice", {"field": "kpis.code"})
        return self


class Fund(Part):
    """A thesis: what a fund looks for. ticket_vnd: least and most, whole dong."""

    kind: Literal["fund"]
    title: Named
    abstract: Told | None = None
    keywords: Keywords | None = None
    sectors: _Sectors = ()
    trl: Levels | None = None
    ticket_vnd: Ticket | None = None
    territory: _Territories = ()


class Organisation(Part):
    """Who one is on the market. title: the name."""

    kind: Literal["organisation"]
    title: Named
    abstract: Told | None = None
    keywords: Keywords | None = None
    organisation_kind: OrganisationKind
    province: Province | None = None
    sectors: _Sectors = ()
    position: Position | None = None
    link: Link | None = None
    address: Line | None = None


Content = Annotated[
    Technology | Event | Knowledge | Need | Fund | Organisation, Field(discriminator="kind", title="EntryContent")
]
_ADAPTER: TypeAdapter[Content] = TypeAdapter(Content)


def read_content(value: Mapping[str, Any]) -> Content:
    """A content from parsed JSON, its texts in NFC. Raises `BadContent` with every fault found."""
    try:
        text = canonical_text(_normalised(value))
    except (TypeError, ValueError, RecursionError):
        raise BadContent([Fault("", "NOT_JSON")]) from None
    try:
        content = _ADAPTER.validate_json(text)
    except ValidationError as error:
        raise BadContent(faults_of(error)) from None
    if len(written := canonical(content)) > MOST_BYTES:
        raise BadContent([Fault("", "TOO_LARGE", {"most": MOST_BYTES, "found": len(written)})])
    return content


def canonical(content: Content) -> bytes:
    """RFC 8785, UTF-8."""
    return canonical_text(content.model_dump(mode="json", exclude_none=True, exclude_defaults=True)).encode()


def stored(text: str) -> Content:
    """The content of a version, from its canonical text."""
    return _ADAPTER.validate_json(text)


def commitment(content: Content | bytes, salt: bytes) -> bytes:
    """What a record carries of a content (or of its canonical bytes): 32 bytes. salt: 32 bytes."""
    return eip712.commitment(salt, content if isinstance(content, bytes) else canonical(content))


def digest(content: bytes) -> bytes:
    """SHA-256 of canonical bytes: which content it is, whatever the salt."""
    return hashlib.sha256(content).digest()


def schema(ref_template: str) -> dict[str, Any]:
    """JSON Schema of a content; its parts are in `$defs`, referred to by `ref_template`, which has `{model}`."""
    return _ADAPTER.json_schema(ref_template=ref_template)


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {str(name): _normalised(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_normalised(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # JSON has one kind of number, and RFC 8785 writes 5.0 as 5
    return value


def parse(text: str | bytes) -> Any:
    """JSON text as `read_content` takes it. Raises `BadContent`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadContent([Fault("", "NOT_JSON")]) from None
