"""`hanotex record` and `hanotex history`: what the ledger says of one record, now or at a time."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.markup import escape

from api.cli import licences, output, page, times
from api.cli.as_of import At
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, names, open_reading, place, record_id
from api.reading import AsOf, standing
from ledger import readable, readings
from ledger.commands import command_name
from ledger.enums import State
from ledger.events import Event
from ledger.proof.decisions import decided
from ledger.proof.words import COMMANDS, KINDS, command_words
from ledger.records import Asset, Document, Instrument
from ledger.state import AnyEvent, accepted_at, fold_record

NO_GRANT = (
    "Quyền đang cho phép: không có hợp đồng sử dụng nào đang ràng buộc bản ghi này.",
    "No licence stands on it.",
)
NO_TRACE = ("Lệnh bị từ chối không để lại dấu vết trên sổ cái.", "Refused commands leave no trace.")
GENESIS = "genesis"
_PAGE = 100

RecordArgument = Annotated[str, typer.Argument(metavar="ID|ALIAS", help="Mã hoặc bí danh / Its id or alias.")]


def record(
    record: RecordArgument,
    at: At = None,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    json: Json = False,
) -> None:
    """Xem một bản ghi. / Show a record, now or as it was."""
    folder = place(home, connection)
    with output.user_errors(), open_reading(home, connection) as opened:
        identifier = record_id(record, folder)
        history = opened.ledger.history(identifier)
        now = opened.ledger.status().now
        until = now if at is None else at
        if not history:
            output.fail(f"Không có bản ghi {record}", f"There is no record {record}")
        created = accepted_at(history[0])
        if until < created:
            then, first = times.moment(until), times.moment(created)
            output.fail(
                f"Lúc {then} bản ghi {record} chưa có trên sổ cái; lập lúc {first}",
                f"At {then} {record} was not on the ledger yet; it was created at {first}",
            )
        found = fold_record(identifier, [event for event in history if accepted_at(event) <= until])
        assert found is not None
        grants = standing(AsOf(opened.ledger, until), identifier, history)
    known, state = names(folder), readings.state(found, until)
    has_grants = isinstance(found, Asset) or (
        isinstance(found, Instrument) and found.terms.instrument_kind in readings.GRANTING
    )
    if json:
        output.print_json(
            {
                "kind": found.kind.name.lower(),
                **readable.struct(found, known),
                "state": state.name.lower(),
                "stored_state": State(found.state).name.lower(),
                **({"licences": [licences.answer(*grant, known) for grant in grants]} if has_grants else {}),
                **(_readings(found, until) if isinstance(found, Document) else {}),
                "read_at": until,
            }
        )
        return
    output.out.print(f"[bold]{output.both(*KINDS[found.kind])}[/bold]")
    _print_time(until, now)
    output.out.print(page.page(found, state, known))
    if has_grants:
        output.out.print(
            output.both(
                "Quyền đang cho phép" if grants else NO_GRANT[0], "Licences that stand on it" if grants else NO_GRANT[1]
            )
        )
        for grant, live in grants:
            output.out.print(f"  {escape(licences.sentence(grant, live, until, known))}")
    if isinstance(found, Document):
        _print_readings(found, until)
    output.out.print(output.both(*page.COMMITMENT_NOTE))


def _readings(document: Document, at: int) -> dict[str, Any]:
    """What time makes of a document. unopened_since: UTC seconds, None where it is not unopened."""
    return {
        "unopened_since": readings.unopened_since(document),
        "overdue": readings.document_overdue(document, at),
    }


def _print_readings(document: Document, at: int) -> None:
    since = readings.unopened_since(document)
    if since is not None:
        output.out.print(output.both(f"Chưa mở, từ {times.moment(since)}", f"Unopened since {times.moment(since)}"))
    if readings.document_overdue(document, at):
        due = times.moment(document.due_by)
        output.out.print(output.both(f"Quá hạn: phải trả lời trước {due}", f"Overdue: an answer was due by {due}"))


def _print_time(until: int, now: int) -> None:
    """Which second is read, and that one to come is no fact."""
    moment = times.moment(until)
    output.out.print(output.both(f"Đọc tại: {moment}", f"Read as of {moment}"))
    if until > now:
        output.out.print(
            output.both(
                "Thời điểm ở tương lai: suy từ lịch sử đến nay",
                "Time in the future: derived from the history so far",
            )
        )


def history(
    record: RecordArgument,
    after: Annotated[
        int, typer.Option(min=0, metavar="VERSION", help="Sau phiên bản này / The versions after it.")
    ] = 0,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="Nhiều nhất; không ghi: 100, với --json là tất cả / At most; 100, all with --json."),
    ] = None,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    json: Json = False,
) -> None:
    """Xem lịch sử một bản ghi. / Show a record's history, the commands that touched it too."""
    folder = place(home, connection)
    with output.user_errors(), open_reading(home, connection) as opened:
        identifier = record_id(record, folder)
        events = opened.ledger.history(identifier)
    if not events:
        output.fail(f"Không có bản ghi {record}", f"There is no record {record}")
    if limit is None:
        limit = len(events) if json else _PAGE
    # Version n is the n-th event of the record, whether it was moved or touched.
    entries = [_entry(identifier, event, names(folder)) for event in events[after : after + limit]]
    if json:
        output.print_json(entries)
        return
    count = len(events)
    output.out.print(output.both(f"Lịch sử của {record}: {count} phiên bản", f"History of {record}; versions: {count}"))
    if not entries:
        output.out.print(
            output.both(
                f"Không có phiên bản nào sau {after} (mới nhất: {count})",
                f"There is no version after {after} (latest: {count})",
            )
        )
    for entry, event in zip(entries, events[after:], strict=False):
        touched = "" if entry["moved"] else f"  (qua / through {entry['record']})"
        words = entry_words(entry["command"], event)
        when, command = output.moment(entry["at"]), output.both(*words)
        output.out.print(f"[bold]{entry['version']:>4}[/bold]  {when}  {command}{escape(touched)}")
        if entry["signers"]:
            output.out.print(f"      ký / signed by: {escape(', '.join(entry['signers']))}")
    if after + limit < count:
        last = after + limit
        output.out.print(
            output.both(
                f"Còn nữa: đọc tiếp bằng --after {last}, hoặc tăng --limit.",
                f"There are more: go on with --after {last}, or raise --limit.",
            )
        )
    output.out.print(output.both(*NO_TRACE))


def entry_words(command: str, event: AnyEvent | None = None) -> tuple[str, str]:
    """What happened, in Vietnamese and English, with the command's name in brackets in the Vietnamese half.

    event: the command's, for what it decided where its name does not say it.
    """
    if command == GENESIS:
        return f"do văn bản khởi tạo sổ cái lập ra ({GENESIS})", "created by the genesis document"
    decisions = decided(event.command) if isinstance(event, Event) else ()
    vi, en = ("".join(f": {each[language]}" for each in decisions) for language in (0, 1))
    return command_words(command)[0] + vi, COMMANDS[command][1] + en


def _entry(identifier: bytes, event: AnyEvent, known: readable.Names) -> dict[str, Any]:
    """One version of a record. version, head: the record's own, also where it was only touched."""
    if not isinstance(event, Event):
        return {
            "version": 1,
            "head": "0x" + event.head.hex(),
            "at": event.genesis.at,
            "command": GENESIS,
            "record": readable.identifier(event.record, known),
            "moved": True,
            "signers": [],
        }
    version, head = event.version, event.head
    for touch in event.touched:
        if touch.record == identifier:
            version, head = touch.version, touch.head
    return {
        "version": version,
        "head": "0x" + head.hex(),
        "at": event.at,
        "command": command_name(type(event.command)),
        "digest": "0x" + event.digest.hex(),
        "record": readable.identifier(event.record, known),
        "moved": event.record == identifier,
        "signers": [readable.identifier(signer, known) for signer in dict.fromkeys(event.signers)],
        "fields": readable.struct(event.command, known),
        "outcome": readable.outcome(event.outcome, known),
    }
