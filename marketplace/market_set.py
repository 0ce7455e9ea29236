"""Reading a labelled set of needs, technologies and queries: a folder in the format of examples/market/README.md."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from marketplace.profiles import (
    LANGUAGES,
    Asking,
    Kpi,
    Language,
    MustHave,
    Need,
    Organisation,
    Technology,
    Words,
)

_T = TypeVar("_T")
Grades = Mapping[str, Mapping[str, int]]  # need or query → technology → grade; what is not there has grade 0


class BadSet(Exception):
    """A file of the set cannot be read. file, line (from 1), reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types into the search box. language: `ipc` and `id` for codes."""

    id: str
    text: str
    language: Literal["vi", "en", "ipc", "id"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class MarketSet:
    """A set as read; lists in the order of their files. Labels may be absent: then grades are empty."""

    organisations: Mapping[str, Organisation]
    technologies: tuple[Technology, ...]
    needs: tuple[Need, ...]
    queries: tuple[Query, ...]
    need_grades: Grades
    query_grades: Grades


def read_set(folder: Path) -> MarketSet:
    """Everything in a folder. Raises `BadSet`; `OSError` where parties, technologies or needs are missing."""
    return MarketSet(
        organisations={each.id: each for each in _records(folder / "parties.jsonl", organisation_of)},
        technologies=tuple(_records(folder / "technologies.jsonl", technology_of)),
        needs=tuple(_records(folder / "needs.jsonl", need_of)),
        queries=tuple(_queries(folder / "queries.tsv")),
        need_grades=_grades(folder / "relevance.tsv"),
        query_grades=_grades(folder / "query_relevance.tsv"),
    )


def organisation_of(record: Mapping[str, Any]) -> Organisation:
    """Raises `KeyError`, `TypeError` or `ValueError` of a record that is none, as the two below."""
    names = {language: _text(record, f"name_{language}") for language in LANGUAGES if record.get(f"name_{language}")}
    return Organisation(
        id=_text(record, "id"),
        names=names,
        kind=_text(record, "kind", ""),
        province=_text(record, "province", "") or None,
        sectors=_texts(record, "sectors"),
    )


def technology_of(record: Mapping[str, Any]) -> Technology:
    asking = record.get("asking")
    number = _text(record, "registration_no", "")
    return Technology(
        id=_text(record, "id"),
        owner=_text(record, "owner", ""),
        kind=_text(record, "kind", ""),
        texts={_language(record): Words(_text(record, "title"), _text(record, "abstract"), _texts(record, "keywords"))},
        ipc=_texts(record, "ipc"),
        sectors=_texts(record, "sectors"),
        trl=_number(record, "trl"),
        asking=None if asking is None else _asking(asking),
        territory=_texts(record, "territory"),
        year=_number(record, "year"),
        numbers=(number,) if number else (),
        localisation_bps=_number(record, "localisation_bps"),
        mastery=_text(record, "mastery", "") or None,
        strategic=record.get("strategic") is True,
        green=record.get("green") is True,
        record=record,
    )


def need_of(record: Mapping[str, Any]) -> Need:
    deadline = _text(record, "deadline", "")
    return Need(
        id=_text(record, "id"),
        publisher=_text(record, "publisher", ""),
        texts={_language(record): Words(_text(record, "title"), _text(record, "statement"))},
        unit=_text(record, "responsible_unit", ""),
        sector=_text(record, "sector", ""),
        budget=_number(record, "budget_vnd"),
        min_trl=_number(record, "min_trl"),
        deadline=date.fromisoformat(deadline) if deadline else None,
        territory=_texts(record, "territory"),
        exclusivity=_text(record, "exclusivity", "") or None,
        kpis=tuple(_kpi(each) for each in record.get("kpis") or ()),
        must_have=tuple(_must_have(each) for each in record.get("must_have") or ()),
    )


def _asking(record: Mapping[str, Any]) -> Asking:
    return Asking(
        mode=_text(record, "mode", ""),
        currency=_text(record, "currency", "VND"),
        amount=_number(record, "amount"),
        exclusivity=_text(record, "exclusivity", "") or None,
        per=_text(record, "per", "") or None,
    )


def _kpi(record: Mapping[str, Any]) -> Kpi:
    return Kpi(
        code=_text(record, "code", ""),
        name=_text(record, "name"),
        unit=_text(record, "unit", "-"),
        comparator=_text(record, "comparator", "=="),
        target=Decimal(str(record["target"])),
        weight=float(record.get("weight") or 0),
        mandatory=record.get("mandatory") is True,
        measurement_method=_text(record, "measurement_method", ""),
    )


def _must_have(record: Mapping[str, Any]) -> MustHave:
    rule = record.get("rule")
    if rule is None:
        return MustHave(_text(record, "text"))
    operators = [(name, value) for name, value in _mapping(rule).items() if name != "field"]
    if len(operators) != 1:
        raise ValueError(f"a rule has a field and one operator, not {len(operators)}")
    ((operator, value),) = operators
    return MustHave(_text(record, "text", ""), _text(rule, "field"), operator, value)


_MUST = object()


def _text(record: Mapping[str, Any], name: str, default: Any = _MUST) -> str:
    """default: for a text that may be missing or null."""
    value = record[name] if default is _MUST else record.get(name)
    if value is None and default is not _MUST:
        return str(default)
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _texts(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = record.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError(f"{name} is no list of texts")
    return tuple(value)


def _number(record: Mapping[str, Any], name: str) -> int | None:
    value = record.get(name)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError(f"{name} is no whole number")
    return value


def _language(record: Mapping[str, Any]) -> Language:
    language = record["lang"]
    if language not in LANGUAGES:
        raise ValueError(f"lang is {' or '.join(LANGUAGES)}")
    return cast(Language, language)


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("this is no object with named members")
    return value


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Lines that say something, NFC, with their numbers from 1. Only a line feed ends a line, as in JSON Lines."""
    for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise BadSet(file.name, number, "this is not UTF-8") from error
        if text.strip():
            yield number, unicodedata.normalize("NFC", text)


def _records(file: Path, make: Callable[[Mapping[str, Any]], _T]) -> Iterator[_T]:
    """Each once: a second record of the same id is refused."""
    seen: dict[str, int] = {}
    for number, line in _lines(file):
        try:
            record = _mapping(json.loads(line))
            made = make(record)
        except KeyError as error:
            raise BadSet(file.name, number, f"there is no {error.args[0]}") from error
        except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
            raise BadSet(file.name, number, str(error) or type(error).__name__) from error
        if record["id"] in seen:
            raise BadSet(file.name, number, f"{record['id']} is in line {seen[record['id']]} already")
        seen[record["id"]] = number
        yield made


def _queries(file: Path) -> Iterator[Query]:
    if not file.exists():
        return
    lines = list(_lines(file))
    if not lines:
        return
    first, header = lines[0]
    columns = header.split("\t")
    for needed in ("query_id", "query", "lang"):
        if needed not in columns:
            raise BadSet(file.name, first, f"there is no column {needed}")
    seen: set[str] = set()
    for number, line in lines[1:]:
        row = dict(zip(columns, line.split("\t"), strict=False))
        if missing := [needed for needed in ("query_id", "query", "lang") if not row.get(needed)]:
            raise BadSet(file.name, number, f"there is no {missing[0]}")
        if row["query_id"] in seen:
            raise BadSet(file.name, number, f"{row['query_id']} is there already")
        seen.add(row["query_id"])
        yield Query(row["query_id"], row["query"], cast(Any, row["lang"]), row.get("note") or "")


def _grades(file: Path) -> Grades:
    grades: dict[str, dict[str, int]] = {}
    if not file.exists():
        return grades
    for number, line in _lines(file):
        columns = line.split("\t")
        if len(columns) != 4 or not columns[3].strip().isdecimal():
            raise BadSet(file.name, number, "four columns are needed: asked, 0, technology, grade, between tabs")
        asked, _, technology, grade = columns
        grades.setdefault(asked, {})[technology] = int(grade)
    return grades
