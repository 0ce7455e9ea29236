"""Files of entries: rows read one by one, each a content or its faults, and entries written as they are read.

Three forms: JSON lines of `{"reference", "content"}`, tables (`marketplace.catalogue.cells`), and the flat records of
examples/market/README.md, which both of the others may hold as well. A row that cannot be read stops no other.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ledger import json_text
from marketplace.catalogue import cells
from marketplace.catalogue.content import BadContent, Content, Fault, read_content
from marketplace.catalogue.entries import REFERENCE
from marketplace.catalogue.faults import MOST_FAULTS
from marketplace.catalogue.market_records import content_of_record, record_of_content, unknown_members

MOST_ROW_BYTES = 262_144
_LONGEST_NAME = 120  # of a member, in what is said of it
_FLAT_KINDS_WITHOUT = frozenset({"event", "knowledge", "fund"})


class FileFormat(StrEnum):
    """jsonl: contents. csv: a table. records: flat records, one language each, as JSON lines."""

    JSONL = "jsonl"
    CSV = "csv"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file. number: as an editor counts lines of JSON, as a spreadsheet counts rows of a table.

    content: None where there are faults.
    """

    number: int
    reference: str
    content: Content | None
    faults: tuple[Fault, ...] = ()


def read_rows(lines: Iterable[str], form: FileFormat) -> Iterator[Row]:
    """Rows that are not blank. lines: with their ends, as a file opened with `newline=""` has them."""
    if form is FileFormat.CSV:
        yield from _table(lines)
        return
    for number, line in enumerate(lines, 1):
        text = line.removeprefix("\ufeff").strip() if number == 1 else line.strip()
        if text:
            yield _row(number, lambda text=text: _parsed(text))


def write_rows(entries: Iterable[tuple[str, Mapping[str, Any]]], form: FileFormat, owner: str = "") -> Iterator[str]:
    """Lines of a file that `read_rows` reads the same entries from. entries: (reference, canonical JSON, parsed).

    owner: of flat records, which have one; kinds that have no flat record stand among them as they are.
    """
    if form is FileFormat.CSV:
        yield _csv_line(cells.COLUMNS)
        for reference, content in entries:
            row = cells.row_of(content, reference)
            yield _csv_line([row.pop(column, "") for column in cells.COLUMNS])
            assert not row, row
        return
    for reference, content in entries:
        if form is FileFormat.RECORDS and content["kind"] not in _FLAT_KINDS_WITHOUT:
            yield json.dumps(record_of_content(content, reference, owner), ensure_ascii=False) + "\n"
        else:
            yield json.dumps({"reference": reference, "content": content}, ensure_ascii=False) + "\n"


# --- JSON ----------------------------------------------------------------------------------------------------------


def _parsed(text: str) -> Any:
    try:
        return json_text.read(text.encode(), MOST_ROW_BYTES)
    except (ValueError, RecursionError):
        raise BadContent([Fault("", "NOT_JSON")]) from None


def _row(number: int, parse: Any) -> Row:
    reference = ""
    try:
        record = parse()
        if not isinstance(record, dict):
            raise BadContent([Fault("", "NOT_JSON")])
        reference = _reference(record)
        return Row(number, reference, read_content(_content(record)))
    except BadContent as error:
        return _refused(number, reference, error.faults)


def _refused(number: int, reference: str, faults: Sequence[Fault]) -> Row:
    return Row(number, reference, None, tuple(faults[:MOST_FAULTS]))


def _reference(record: Mapping[str, Any]) -> str:
    found = next((record[name] for name in cells.REFERENCE_COLUMNS if name in record), None)
    if not isinstance(found, str) or not found.strip():
        raise BadContent([Fault("reference", "NO_REFERENCE")])
    if not REFERENCE.fullmatch(found := found.strip()):
        # Here, and not where it is kept: what no database and no answer can hold must not get that far.
        raise BadContent([Fault("reference", "WRONG_FORM", {"pattern": REFERENCE.pattern})])
    return found


def _content(record: dict[str, Any]) -> Any:
    """The content JSON of a row, whichever form it has. Raises `BadContent` for members that no form knows."""
    if "content" in record:
        unknown = set(record) - {"reference", "content"}
        content = record["content"]
    elif _is_flat(record):
        unknown = unknown_members(record)
        try:
            content = content_of_record(record)
        except (TypeError, AttributeError, ValueError, ArithmeticError):
            raise BadContent([Fault("", "INVALID")]) from None
    else:
        unknown, content = set(), {name: value for name, value in record.items() if name not in cells.REFERENCE_COLUMNS}
    if unknown:
        raise BadContent([Fault(_sayable(name), "UNKNOWN_FIELD") for name in sorted(unknown)])
    return content


def _sayable(name: str) -> str:
    """A member's name as an answer can hold it: no half of a surrogate pair, and no page of it."""
    return name[:_LONGEST_NAME].encode(errors="backslashreplace").decode()


def _is_flat(record: Mapping[str, Any]) -> bool:
    return isinstance(record.get("title"), str) or "name_vi" in record or "name_en" in record


# --- Tables --------------------------------------------------------------------------------------------------------


def _table(lines: Iterable[str]) -> Iterator[Row]:
    reader = csv.reader(lines, strict=True)
    header: list[str] | None = None
    number = 0
    while True:
        number += 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(number, "", None, (Fault("", "BAD_CELL", {"cell": f"{number}"}),))
            continue
        if not any(each.strip() for each in values):
            continue
        if header is None:
            header = [each.strip() for each in values]
            header[0] = header[0].removeprefix("\ufeff")
            twice = sorted(each for each, count in Counter(header).items() if count > 1)
            if twice:
                yield _refused(number, "", [Fault(each, "TWICE", {"field": each}) for each in twice[:MOST_FAULTS]])
                return
            continue
        named = list(zip(header, values, strict=False))
        if len(values) > len(header):
            beyond = values[len(header)][:80]
            yield Row(number, "", None, (Fault("", "BAD_CELL", {"cell": beyond}),))
            continue
        yield _row(number, lambda named=named: cells.record_of_row(named))


def _csv_line(values: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue()
