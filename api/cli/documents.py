"""`hanotex documents`: what an office has left unopened, and what it has not answered in time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer
from rich.markup import escape

from api.cli import as_of, output, times
from api.cli.as_of import At
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, names, place, record_id
from ledger import readable, readings
from ledger.proof.words import state_words
from ledger.readable import Names
from ledger.records import Document
from ledger.sentences import Sentence
from ledger.state import Records

app = typer.Typer(help="Văn bản ở một nơi nhận / Documents with an office.", no_args_is_help=True)

Recipient = Annotated[str, typer.Argument(metavar="ID|ALIAS", help="Nơi nhận / The office.")]
_DAY = 86_400


@app.command("overdue")
def overdue(
    recipient: Recipient,
    at: At = None,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    json: Json = False,
) -> None:
    """Văn bản quá hạn trả lời. / Documents registered or in hand, with the deadline past."""
    with output.user_errors():
        office = record_id(recipient, place(home, connection))
        read = as_of.read(home, connection, at)
        _must_be_party(recipient, office, read.records)
    found = readings.overdue(read.records, office, read.at)
    late = [(document, "due_by", document.due_by) for document in found]
    words = Sentence("Văn bản quá hạn", "Overdue documents"), Sentence("hạn", "due")
    _tell(recipient, late, read.at, names(place(home, connection)), words, json=json)


@app.command("unopened")
def unopened(
    recipient: Recipient,
    at: At = None,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    json: Json = False,
) -> None:
    """Văn bản chưa mở. / Documents submitted or delivered, and since when they have been with the office."""
    with output.user_errors():
        office = record_id(recipient, place(home, connection))
        read = as_of.read(home, connection, at)
        _must_be_party(recipient, office, read.records)
    found = readings.unopened(read.records, office)
    waiting = [(document, "since", document.addressed_at) for document in found]
    words = Sentence("Văn bản chưa mở", "Unopened documents"), Sentence("từ", "since")
    _tell(recipient, waiting, read.at, names(place(home, connection)), words, json=json)


def _must_be_party(text: str, office: bytes, records: Records) -> None:
    if records.party(office) is None:
        output.fail(f"{text} không phải bên nào, vào lúc đọc", f"{text} is no party, at the time read")


def _tell(
    recipient: str,
    found: Iterable[tuple[Document, str, int]],
    at: int,
    known: Names,
    words: tuple[Sentence, Sentence],
    *,
    json: bool,
) -> None:
    """found: each document with the name and the value of the time that it is told for."""
    title, when = words
    entries = [_entry(document, name, since, at, known) for document, name, since in found]
    if json:
        output.print_json({"recipient": recipient, "read_at": at, "documents": entries})
        return
    output.out.print(output.both(f"{title.vi} ở {recipient}: {len(entries)}", f"{title.en}: {len(entries)}"))
    output.out.print(output.both(f"Đọc tại: {times.moment(at)}", f"Read as of {times.moment(at)}"))
    for entry in entries:
        state = state_words(entry["state"], Document.kind)[0]
        since = times.moment(entry.get("due_by") or entry["since"])
        days = f"{entry['days']} ngày / days"
        told = f"{entry['document']}  từ / from {entry['sender']}; {state}; {when.vi} / {when.en} {since}; {days}"
        output.out.print(f"  {escape(told)}")


def _entry(document: Document, name: str, since: int, at: int, known: Names) -> dict[str, Any]:
    """days: whole days from that time to the one it is read at."""
    return {
        "document": readable.identifier(document.id, known),
        "sender": readable.identifier(document.sender, known),
        "state": document.state.name.lower(),
        name: since,
        "days": (at - since) // _DAY,
    }
