"""Times on the command line: read from people and written for them, in Viet Nam's time (UTC+07:00 all year)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import typer

from ledger.proof.times import LAST_SECOND, VIET_NAM
from ledger.telling import moment as moment

_PRINTED_OFFSET = re.compile(r"\s*\(?([+-]\d{2}(?::?\d{2})?)\)?$")
_DAY_FIRST = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}$")


class NoSuchTime(ValueError):
    """The text is no time: the message says so in both languages."""


def read(text: str) -> int:
    """UTC seconds of a time as people write it: ISO 8601 (RFC 3339), or as `moment` and `day` print it.

    An offset is honoured; without one the time is Viet Nam's, and a date alone is its first second. Fractions of a
    second are dropped. Raises `NoSuchTime`.
    """
    written = _DAY_FIRST.sub(r"\3-\2-\1", text.strip(), count=1)
    if not _DAY.match(written):
        written = _PRINTED_OFFSET.sub(r"\1", written)
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.year < 1970:
        raise NoSuchTime(
            f"“{text}” không phải thời điểm; ví dụ: 2026-11-23 21:57:57 (giờ Hà Nội) hoặc 2026-11-23T14:57:57Z"
            " / is no time; for example 2026-11-23 21:57:57 (Hanoi time) or 2026-11-23T14:57:57Z"
        )
    return int((found if found.tzinfo else found.replace(tzinfo=VIET_NAM)).timestamp())


def argument(text: str) -> int:
    """`read` as the parser of an option: what is no time is a usage error."""
    try:
        return read(text)
    except NoSuchTime as wrong:
        raise typer.BadParameter(str(wrong)) from None


def day(seconds: int) -> str:
    """The date of a ledger time: `23/11/2026`; "no end" for times beyond dates."""
    return moment(seconds) if seconds > LAST_SECOND else _local(seconds).strftime("%d/%m/%Y")


def term(seconds: int) -> str:
    """A bound of a term: a date where it falls on midnight in Viet Nam or in UTC, else the time to the second."""
    on_midnight = seconds % 86_400 in (0, 61_200)
    return day(seconds) if seconds and on_midnight else moment(seconds)


def _local(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone(VIET_NAM)
