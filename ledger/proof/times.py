"""Times in words, as in Viet Nam (UTC+07:00 all year, Asia/Ho_Chi_Minh) and, in English, with the offset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
WITHOUT_END = ("không thời hạn", "without end")
LAST_SECOND = 253_402_275_599  # of the year 9999 in Viet Nam, the last one that a date is written for


def local_time(at: int, language: int = 1) -> str:
    """A time (UTC seconds) to the second; language 0 Vietnamese, 1 English."""
    return _written(at, ("%H:%M:%S ngày %d/%m/%Y (giờ Việt Nam)", "%Y-%m-%d %H:%M:%S +07:00")[language], language)


def local_date(at: int, language: int = 1) -> str:
    """The day of a time (UTC seconds) in Viet Nam; language 0 Vietnamese, 1 English."""
    return _written(at, ("%d/%m/%Y", "%Y-%m-%d")[language], language)


def period(start: int, end: int, language: int = 1) -> str:
    """From one day to another (UTC seconds): `01/01/2025 – 01/01/2045`, or from a day without end."""
    if end > LAST_SECOND:
        return f"{('từ', 'from')[language]} {local_date(start, language)}, {WITHOUT_END[language]}"
    return f"{local_date(start, language)} – {local_date(end, language)}"


def interval(start: int, end: int, language: int = 1) -> str:
    """[start, end) to the second (UTC seconds): from … to before …, or from … without end."""
    if end > LAST_SECOND:
        return f"{('từ', 'from')[language]} {local_time(start, language)}, {WITHOUT_END[language]}"
    first, last = local_time(start, language), local_time(end, language)
    return (f"từ {first} đến trước {last}", f"from {first} to before {last}")[language]


def _written(at: int, form: str, language: int) -> str:
    if at > LAST_SECOND:
        return WITHOUT_END[language]
    return datetime.fromtimestamp(at, UTC).astimezone(VIET_NAM).strftime(form)
