"""`hanotex market import` and `export`: files of entries, for whoever runs the service.

Rows are taken five hundred to a transaction, so that a large file stops nobody else; what is cut off is taken up again
by the same command, which finds what is there already.
"""

from __future__ import annotations

import csv
import json as json_module
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.cli import output
from api.cli.home import ConnectionFile, Json, SettingsFile
from api.cli.progress import progress
from api.databases import service_url
from api.migrations import SERVICE, open_upgraded
from api.settings import BadSettings, load
from api.tables import OrganisationRow
from marketplace.catalogue.files import FileFormat, Row, read_rows, write_rows
from marketplace.catalogue.importing import Import, Line, Taken, exported
from marketplace.database import writing

MOST_ROWS, MOST_BYTES = 200_000, 1 << 30
_AT_ONCE = 500
_SHOWN = 20  # refused rows on the screen; the report has all
_AUTHOR = "operator"
_WORDS = {
    Taken.CREATED: ("mục mới", "new"),
    Taken.REVISED: ("phiên bản mới", "revised"),
    Taken.UNCHANGED: ("không đổi", "unchanged"),
    Taken.REFUSED: ("không nhận", "refused"),
}
File = Annotated[Path, typer.Argument(metavar="FILE", help="Tệp .jsonl hoặc .csv / The file, .jsonl or .csv.")]
Organisation = Annotated[
    str, typer.Option("--organisation", help="Mã, mã bên hoặc tên tổ chức / The organisation's id, party or name.")
]
Form = Annotated[
    FileFormat | None, typer.Option("--form", help="Dạng tệp; mặc định theo đuôi tệp / By the file's ending if absent.")
]
Home = Annotated[Path | None, typer.Option("--home", help="Thư mục sổ cái / The ledger's home.")]


def take(
    file: File,
    organisation: Organisation,
    form: Form = None,
    submit: Annotated[
        bool, typer.Option("--submit", help="Gửi kiểm duyệt ngay / Hand it to the moderators at once.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Báo cáo từng dòng, JSONL / A line of each row.")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="Ghi chú của phiên bản / A note of the versions.")] = "",
    home: Home = None,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Nhập tệp vào danh mục, có báo cáo từng dòng. / Take a file into the catalogue, with a report of each row."""
    counts: Counter[Taken] = Counter()
    refused: list[Line] = []
    written = form or _form_of(file)
    total = _rows_in(file, written)
    with _service(home, connection, settings) as engine, _reporting(report) as tell:
        with Session(engine) as session:
            taking = Import(_organisation(session, organisation), _AUTHOR, submit=submit, note=note)
        with open(file, encoding="utf-8-sig", newline="") as lines, progress("Đã đọc dòng", "Rows", total) as told:
            rows = read_rows(lines, written)
            while page := list(islice(rows, _AT_ONCE)):
                for line in _taken(engine, taking, page):
                    counts[line.taken] += 1
                    if line.taken is Taken.REFUSED and len(refused) < _SHOWN:
                        refused.append(line)
                    tell(line)
                    told()
    if json:
        output.print_json({each.value: counts[each] for each in Taken} | {"rows": counts.total()})
    else:
        _print(counts, refused, report)
    if counts[Taken.REFUSED]:
        raise typer.Exit(1)


def give(
    file: File,
    organisation: Organisation,
    form: Form = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="Đánh dấu UTF-8 để Excel đọc đúng / Mark the table as UTF-8 for Excel.")
    ] = False,
    home: Home = None,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Xuất danh mục của một tổ chức. / Write an organisation's catalogue to a file that can be imported again."""
    written = form or _form_of(file)
    count = 0

    def counted(session: Session, of: str) -> Iterator[tuple[str, Any]]:
        nonlocal count
        for each in exported(session, of):
            count += 1
            yield each

    with _service(home, connection, settings) as engine, Session(engine) as session, output.user_errors():
        of = _organisation(session, organisation)
        encoding = "utf-8-sig" if excel and written is FileFormat.CSV else "utf-8"
        with open(file, "w", encoding=encoding, newline="") as lines:
            lines.writelines(write_rows(counted(session, of), written, of))
    if json:
        output.print_json({"entries": count, "file": str(file)})
    else:
        output.out.print(output.both(f"Đã ghi {count} mục vào {file}.", f"{count} entries are in {file}."))


# --- Within --------------------------------------------------------------------------------------------------------


def _taken(engine: Engine, taking: Import, rows: list[Row]) -> list[Line]:
    with Session(writing(engine)) as session, session.begin():
        return taking.take(session, rows, int(time.time()))


def _form_of(file: Path) -> FileFormat:
    forms = {".jsonl": FileFormat.JSONL, ".ndjson": FileFormat.JSONL, ".csv": FileFormat.CSV}
    found = forms.get(file.suffix.lower())
    if found is None:
        output.fail(
            f"{file}: không rõ dạng tệp → đặt đuôi .jsonl hoặc .csv, hoặc thêm --form",
            f"{file}: what form has it? → end its name in .jsonl or .csv, or add --form",
        )
    return found


def _rows_in(file: Path, form: FileFormat) -> int:
    """How many rows there are, roughly where the file is broken: for progress, and for the bounds."""
    try:
        if file.stat().st_size > MOST_BYTES:
            output.fail(f"{file} lớn hơn {MOST_BYTES} byte → chia tệp", f"{file} is larger than {MOST_BYTES} bytes")
        with open(file, encoding="utf-8-sig", newline="") as lines:
            if form is FileFormat.CSV:
                count = max(0, sum(1 for row in csv.reader(lines) if any(each.strip() for each in row)) - 1)
            else:
                count = sum(1 for line in lines if line.strip())
    except OSError as error:
        output.fail(f"Không đọc được {file}: {error.strerror}", f"{file} cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        output.fail(f"{file} không phải UTF-8 → lưu lại dạng UTF-8", f"{file} is not UTF-8 → save it as UTF-8")
    except csv.Error:
        return 0  # each row that is broken is told of by itself
    if count > MOST_ROWS:
        output.fail(
            f"{file} có {count} dòng, quá {MOST_ROWS} → chia tệp", f"{file} has {count} rows, over {MOST_ROWS} → split"
        )
    return count


@contextmanager
def _service(home: Path | None, connection: Path | None, settings: Path | None) -> Iterator[Engine]:
    try:
        told = load(settings, os.environ, home=home, connection=connection)
    except BadSettings as wrong:
        output.fail(*wrong.sentence)
    with output.user_errors():
        engine = open_upgraded(service_url(told), SERVICE)
    try:
        yield engine
    finally:
        engine.dispose()


def _organisation(session: Session, named: str) -> str:
    """By its id, its party's id, or its name where only one has that."""
    row = OrganisationRow
    if session.get(row, named) is not None:
        return named
    text = named.lower().removeprefix("did:nda:")
    if text.startswith("0x") and all(each in "0123456789abcdef" for each in text[2:]) and len(text) in (42, 66):
        found = session.scalars(select(row.id).where(row.party == bytes.fromhex(text[2:]).rjust(32, b"\0"))).all()
    else:
        found = session.scalars(select(row.id).where(row.name == named)).all()
    if len(found) != 1:
        output.fail(
            f"{len(found)} tổ chức ứng với “{named}” → dùng mã tổ chức (hanotex organisation add in ra)",
            f"{len(found)} organisations are “{named}” → name it by its id (hanotex organisation add prints it)",
        )
    return str(found[0])


@contextmanager
def _reporting(report: Path | None) -> Iterator[Any]:
    if report is None:
        yield lambda line: None
        return
    with output.user_errors(), open(report, "w", encoding="utf-8") as file:
        yield lambda line: file.write(json_module.dumps(_document(line), ensure_ascii=False) + "\n")


def _document(line: Line) -> dict[str, Any]:
    return {
        "row": line.number,
        "reference": line.reference,
        "outcome": line.taken,
        "entry": line.entry or None,
        "faults": [each.document() for each in line.faults],
    }


def _print(counts: Counter[Taken], refused: list[Line], report: Path | None) -> None:
    vi = ", ".join(f"{counts[each]} {_WORDS[each][0]}" for each in Taken)
    en = ", ".join(f"{counts[each]} {_WORDS[each][1]}" for each in Taken)
    output.out.print(output.both(f"{counts.total()} dòng: {vi}.", f"{counts.total()} rows: {en}."))
    for line in refused:
        for fault in line.faults:
            place = f"{line.reference} {fault.path}".strip()
            row = output.both(f"Dòng {line.number}", f"row {line.number}")
            output.err.print(f"[red]✗[/red] {row} {escape(place)}: {output.both(fault.vi, fault.en)}")
    if counts[Taken.REFUSED] > len(refused):
        more = counts[Taken.REFUSED] - len(refused)
        output.err.print(output.both(f"… và {more} dòng nữa; xem --report FILE.", f"… and {more} more: --report FILE."))
    elif refused and report is None:
        output.err.print(
            output.both("Sửa các dòng đó rồi nhập lại cả tệp.", "Correct these rows and import the file again.")
        )
