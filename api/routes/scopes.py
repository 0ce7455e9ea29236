"""A scope as a query names it: codes, repeated; what is left out is everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Query

from api.problems import NotServed
from api.routes.parameters import read_time
from ledger.commands import Scope
from ledger.scope import UnknownCode, acts_bitmap, fields_bitmap, territory_bitmaps

T = TypeVar("T")
WITHOUT_END = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class AskedScope:
    """start, end: UTC seconds; None where they are left out."""

    acts: int
    fields: int
    countries: int
    provinces: int
    start: int | None
    end: int | None

    def scope(self, now: int) -> Scope:
        """From now on without end, where no interval is named. Raises `NotServed` MALFORMED."""
        start = now if self.start is None else self.start
        end = WITHOUT_END if self.end is None else self.end
        if start >= end:
            raise NotServed("BAD_INTERVAL", start=str(start), end=str(end))
        return Scope(
            acts=self.acts,
            fields=self.fields,
            countries=self.countries,
            provinces=self.provinces,
            start=start,
            end=end,
        )


async def _asked(
    act: Annotated[list[str] | None, Query(max_length=64, description="An act; all where none is named")] = None,
    field: Annotated[list[str] | None, Query(max_length=128, description="A field; all where none is named")] = None,
    territory: Annotated[
        list[str] | None, Query(max_length=300, description="VN, VN-HN, JP …; everywhere where none is named")
    ] = None,
    start: Annotated[str | None, Query(max_length=40, description="Start of the scope; now where left out")] = None,
    end: Annotated[str | None, Query(max_length=40, description="End of the scope; without end where left out")] = None,
) -> AskedScope:
    countries, provinces = _read("territory", territory_bitmaps, territory)
    acts, fields = _read("act", acts_bitmap, act), _read("field", fields_bitmap, field)
    return AskedScope(
        acts,
        fields,
        countries,
        provinces,
        None if start is None else read_time(start, "start"),
        None if end is None else read_time(end, "end"),
    )


def _read(parameter: str, read: Callable[[Sequence[str]], T], codes: list[str] | None) -> T:
    """What the codes of a parameter stand for. Raises `NotServed` UNREADABLE_FIELD."""
    try:
        return read(codes or ())
    except UnknownCode as unknown:
        said = str(unknown)[:64]
        vi, en = f"không danh mục nào có mã {said}", f"no code list publishes {said}"
        raise NotServed("UNREADABLE_FIELD", field=parameter, given=said, vi=vi, en=en) from None


Asked = Annotated[AskedScope, Depends(_asked)]
