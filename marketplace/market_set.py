"""Reading a labelled set of needs, technologies and queries: a folder in the format of examples/market/README.md."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from marketplace.profiles import Asking, Kpi, Language, MustHave, Need, Organisation, Technology, Words

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
    names = {language: record[f"name_{language}"] for language in ("vi", "en") if record.get(f"name_{language}")}
    return Organisation(
        id=record["id"],
        names=cast(Mapping[Language, str], names),
        kind=record["kind"],
        province=record.get("province"),
        sectors=tuple(record.get("sectors", ())),
    )


def technology_of(record: Mapping[str, Any]) -> Technology:
    asking = record.get("asking")
    number = record.get("registration_no")
    return Technology(
        id=record["id"],
        owner=record["owner"],
        kind=record["kind"],
        texts={record["lang"]: Words(record["title"], record["abstract"], tuple(record.get("keywords", ())))},
        ipc=tuple(record.get("ipc", ())),
        sectors=tuple(record.get("sectors", ())),
        trl=record.get("trl"),
        asking=None if asking is None else Asking(**asking),
        territory=tuple(record.get("territory", ())),
        year=record.get("year"),
        numbers=(number,) if number else (),
        record=record,
    )


def need_of(record: Mapping[str, Any]) -> Need:
    deadline = record.get("deadline")
    return Need(
        id=record["id"],
        publisher=record["publisher"],
        texts={record["lang"]: Words(record["title"], record["statement"])},
        unit=record.get("responsible_unit", ""),
        sector=record.get("sector", ""),
        budget=record.get("budget_vnd"),
        min_trl=record.get("min_trl"),
        deadline=date.fromisoformat(deadline) if deadline else None,
        territory=tuple(record.get("territory", ())),
        exclusivity=record.get("exclusivity"),
        kpis=tuple(_kpi(each) for each in record.get("kpis", ())),
        must_have=tuple(_must_have(each) for each in record.get("must_have", ())),
    )


def _kpi(record: Mapping[str, Any]) -> Kpi:
    return Kpi(**{**record, "target": Decimal(record["target"])})


def _must_have(record: Mapping[str, Any]) -> MustHave:
    rule = record.get("rule")
    if rule is None:
        return MustHave(record["text"])
    ((operator, value),) = ((name, value) for name, value in rule.items() if name != "field")
    return MustHave(record["text"], rule["field"], operator, value)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield number, unicodedata.normalize("NFC", line)


def _records(file: Path, make: Callable[[Mapping[str, Any]], _T]) -> Iterator[_T]:
    for number, line in _lines(file):
        try:
            yield make(json.loads(line))
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            raise BadSet(file.name, number, f"{type(error).__name__}: {error}") from error


def _queries(file: Path) -> Iterator[Query]:
    if not file.exists():
        return
    lines = [line for _, line in _lines(file)]
    for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
        try:
            yield Query(row["query_id"], row["query"], cast(Any, row["lang"]), row.get("note") or "")
        except KeyError as error:
            raise BadSet(file.name, number, f"there is no column {error}") from error


def _grades(file: Path) -> Grades:
    grades: dict[str, dict[str, int]] = {}
    if not file.exists():
        return grades
    for number, line in _lines(file):
        try:
            asked, _, technology, grade = line.split("\t")
            grades.setdefault(asked, {})[technology] = int(grade)
        except ValueError as error:
            raise BadSet(file.name, number, str(error)) from error
    return grades
