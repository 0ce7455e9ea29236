"""The values that contents of every kind are made of: bounded texts in two languages, codes, dates, places, prices.

Strict and frozen; NFC is the reader's (`marketplace.catalogue.content`). No value is a fraction: the canonical form of
a content must be the same bytes in every language, so fractions are decimals as strings or basis points.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from marketplace.catalogue.codes import Exclusivity, Mode

MOST_WHOLE = 2**53 - 1  # a whole number that every reader of JSON reads alike (RFC 8785)

_Whole = TypeVar("_Whole")

# A line has no control character; a text may have line ends and tabs.
_LINE = r"^[^\x00-\x1f\x7f\u2028\u2029]*[^\s\x00-\x1f\x7f\u2028\u2029][^\x00-\x1f\x7f\u2028\u2029]*$"
_TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"


def _is_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("no_such_day", "no such day") from None
    return text


Line = Annotated[str, Field(min_length=1, max_length=300, pattern=_LINE)]
Short = Annotated[str, Field(min_length=1, max_length=120, pattern=_LINE)]
Text = Annotated[str, Field(min_length=1, max_length=12_000, pattern=_TEXT)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_is_day)]
Decimal = Annotated[str, Field(pattern=r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?$", examples=["0.35"])]
Amount = Annotated[int, Field(ge=0, le=MOST_WHOLE)]
Bps = Annotated[int, Field(ge=0, le=10_000)]
Trl = Annotated[int, Field(ge=1, le=9)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Ipc = Annotated[str, Field(pattern=r"^[A-H][0-9]{2}([A-Z]( ?[0-9]{1,4}(/[0-9]{2,6})?)?)?$", examples=["G08B 17/12"])]
Province = Annotated[str, Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$", examples=["VN-HN"])]
Territory = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", examples=["VN", "VN-HN", "LA"])]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
RecordId = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$")]
EntryId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Link = Annotated[str, Field(pattern=r"^https://[^\s\x00-\x1f\"<>]{1,500}$")]


class Part(BaseModel):
    """What contents are made of: nothing that is not declared, nothing of another type, nothing changed later."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class _EitherLanguage(Part):
    @model_validator(mode="after")
    def _in_one_at_least(self) -> Self:
        if not self.model_fields_set & {"vi", "en"} or all(getattr(self, each) is None for each in ("vi", "en")):
            raise PydanticCustomError("no_language", "neither Vietnamese nor English")
        return self


class Named(_EitherLanguage):
    """A name or a title."""

    vi: Line | None = None
    en: Line | None = None


class Told(_EitherLanguage):
    """An abstract, a statement, terms."""

    vi: Text | None = None
    en: Text | None = None


_Words = Annotated[tuple[Short, ...], Field(max_length=40)]


class Keywords(Part):
    vi: _Words = ()
    en: _Words = ()


class Right(Part):
    """A right as an office has it. office: WIPO ST.3; number: as printed."""

    office: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    number: Annotated[str, Field(pattern=r"^[A-Za-z0-9 ./-]{1,64}$")]
    filed_on: Day
    granted_on: Day | None = None


class Asking(Part):
    """amount: whole units of the currency, None: negotiable. per: the unit of a service's price."""

    mode: Mode
    currency: Currency = "VND"
    amount: Amount | None = None
    exclusivity: Exclusivity | None = None
    per: Short | None = None


class Position(Part):
    """A point on a map, WGS 84: degrees as decimals; province: ISO 3166-2."""

    lat: Annotated[str, Field(pattern=r"^-?([0-8]?[0-9](\.[0-9]{1,6})?|90(\.0{1,6})?)$", examples=["21.028511"])]
    lon: Annotated[
        str, Field(pattern=r"^-?((1[0-7][0-9]|[0-9]?[0-9])(\.[0-9]{1,6})?|180(\.0{1,6})?)$", examples=["105.804817"])
    ]
    province: Province


class Levels(Part):
    """A range of technology readiness, both ends in it."""

    least: Trl = 1
    most: Trl = 9

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return in_order(self, self.least, self.most)


class Ticket(Part):
    """The least and the most that a fund puts in, whole VND."""

    least: Amount
    most: Amount

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return in_order(self, self.least, self.most)


def in_order(whole: _Whole, least: int | str, most: int | str) -> _Whole:
    """Both numbers, or both days. Raises where the first is beyond the last."""
    if str(least) > str(most) if isinstance(least, str) else least > int(most):
        raise PydanticCustomError("wrong_order", "the first is after the last")
    return whole
