"""`hanotex count`, `right` and `search`: how many records there are, who holds a number, and what left a trace."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Annotated

import typer

from api.cli import as_of, output, times
from api.cli.as_of import At
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, names, open_reading, place
from api.cli.served import served
from ledger import readable, readings
from ledger.enums import STATES_OF, Kind, State
from ledger.proof.words import KINDS, state_words
from ledger.scenario import human
from ledger.traces import occurs


def _kind(text: str) -> Kind:
    """A kind of record by its name."""
    if text.upper() not in Kind.__members__:
        listed = ", ".join(kind.name.lower() for kind in Kind)
        raise typer.BadParameter(f"“{text}” không phải loại bản ghi; có / is no kind of record; there are: {listed}")
    return Kind[text.upper()]


def _states(text: str, kinds: Iterable[Kind]) -> dict[Kind, State]:
    """The state of each kind that has one of this name, or of these words in either language."""
    kinds = tuple(kinds)
    wanted = unicodedata.normalize("NFC", text).strip().casefold()
    found = {
        each: state
        for each in kinds
        for state in STATES_OF[each]
        if wanted in {state.name.lower(), *state_words(state.name.lower(), each)}
    }
    if found:
        return found
    listed = dict.fromkeys(
        f"{state.name.lower()} ({state_words(state.name.lower(), each)[0]})"
        for each in kinds
        for state in STATES_OF[each]
    )
    of = " / ".join(KINDS[kinds[0]]) if len(kinds) == 1 else ""
    said = f"“{text}” không phải trạng thái / is no state" + (f" ({of})" if of else "")
    raise typer.BadParameter(f"{said}; có / there are: {', '.join(listed)}")


def count(
    kind: Annotated[
        Kind | None,
        typer.Argument(parser=_kind, metavar="[KIND]", help="Loại bản ghi, ví dụ asset / A kind of record."),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(metavar="STATE", help="Chỉ trạng thái này / Records in this state only."),
    ] = None,
    at: At = None,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    json: Json = False,
) -> None:
    """Đếm bản ghi theo loại và trạng thái. / Count records by kind and state, as read now or at a time."""
    kinds = [kind] if kind else list(Kind)
    wanted = None if state is None else _states(state, kinds)
    with output.user_errors():
        read = as_of.read(home, connection, at)
    counts = {
        each: {
            found: number
            for found, number in sorted(readings.count(read.records, each, read.at).items())
            if wanted is None or found == wanted.get(each)
        }
        for each in kinds
    }
    total = sum(number for states in counts.values() for number in states.values())
    if json:
        named = {k.name.lower(): {s.name.lower(): n for s, n in states.items()} for k, states in counts.items()}
        output.print_json({"read_at": read.at, "counts": named, "total": total})
        return
    output.out.print(output.both(f"Đọc tại: {times.moment(read.at)}", f"Read as of {times.moment(read.at)}"))
    for each, states in counts.items():
        if not states:
            continue
        number = sum(states.values())
        output.out.print(f"[bold]{number:>6}[/bold]  {output.both(*KINDS[each])}")
        for found, some in states.items():
            vi, en = state_words(found.name.lower(), each)
            output.out.print(f"        {some:>6}  {output.both(vi, en)}")
    output.out.print(output.both(f"Tổng: {total}", f"Total: {total}"))


def right(
    office: Annotated[str, typer.Argument(help="Cơ quan cấp, hai chữ cái WIPO ST.3 / The office, e.g. VN.")],
    number: Annotated[str, typer.Argument(help="Số đơn hoặc số văn bằng, như in / The number, as printed.")],
    at: At = None,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    json: Json = False,
) -> None:
    """Tra tài sản giữ một số văn bằng. / Look up the asset that holds an application or registration number."""
    with output.user_errors():
        read = as_of.read(home, connection, at)
    holder = read.records.holder_of_right(human.label(office), human.label(human.right_number(number)))
    shown = None if holder is None else readable.identifier(holder, names(place(home, connection)))
    if json:
        output.print_json({"office": office, "number": number, "asset": shown, "read_at": read.at})
    elif shown is None:
        output.out.print(output.both(f"Không tài sản nào giữ số {number} ({office}).", "No asset holds this number."))
    else:
        output.out.print(output.both(f"Số {number} ({office}) thuộc tài sản {shown}.", f"It is held by {shown}."))


def search(
    text: Annotated[str, typer.Argument(help="Chuỗi cần tìm / The text.")],
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    json: Json = False,
) -> None:
    """Tìm một đoạn văn trong mọi khối, bảng và tệp của sổ cái. / Search every block, table and file for a text.

    Its plain SHA-256 and Keccak-256 count as the text.
    """
    with output.user_errors(), open_reading(home, connection) as opened:
        found = occurs(text, served(place(home, connection), opened.ledger))
    if json:
        output.print_json({"text": text, "found": found})
    elif found:
        output.out.print(output.both(f"Có tìm thấy “{text}”.", "It is found: it stands there in plain or as a hash."))
    else:
        output.out.print(output.both(f"Không tìm thấy “{text}”.", "It is not found, nor is a plain hash of it."))
