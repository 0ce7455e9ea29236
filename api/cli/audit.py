"""`hanotex node audit`: whether a service tells what a node of one's own has. Exit code 0, 1, 2, and 64 for misuse."""

from __future__ import annotations

import ipaddress
import time
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from api.audit.audit import PARTS, Audit, Chosen
from api.audit.difference import Difference
from api.audit.node import Node
from api.audit.run import document, exit_code, run, verdict
from api.audit.service import Service
from api.cli import output
from api.cli.files import NotARegularFile, read_beyond
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, place, record_id
from api.cli.problems import USER_ERRORS, detail, problem
from api.cli.usage import usage_error
from api.connection import Connection, connect, read_embedded
from ledger.sentences import Sentence

_MOST_SHOWN = 40
_BETWEEN_LINES = 5.0  # seconds
_LONGEST_KEY = 1024

Against = Annotated[str, typer.Option("--against", metavar="URL", help="Địa chỉ dịch vụ / The service's address.")]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", help="Tệp có khóa API, nếu dịch vụ đòi / A file with an API key, if one is asked for."),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="PART", help=f"Chỉ phần này / Only this part, of: {', '.join(PARTS)}."),
]
OfRecord = Annotated[
    list[str] | None,
    typer.Option("--record", metavar="ID|ALIAS", help="Chỉ những gì về bản ghi này / Only what is about this record."),
]
Sample = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Lấy mẫu N bản ghi, N sự kiện, N lệnh / N records, events and commands, drawn by --seed; lists are whole.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="Hạt giống của mẫu / What the sample is drawn by.")]
Lag = Annotated[
    float, typer.Option(min=0, max=3600, help="Độ trễ cho phép, giây / Seconds that the service may be behind.")
]
Seconds = Annotated[
    float, typer.Option(min=1, max=3600, help="Thời gian chờ mỗi câu trả lời / Seconds for one answer as a whole.")
]


def audit(
    against: Against,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    key_file: KeyFile = None,
    only: Only = None,
    record: OfRecord = None,
    sample: Sample = None,
    seed: Seed = 1,
    lag: Lag = 30.0,
    seconds: Seconds = 60.0,
    json: Json = False,
) -> None:
    """So những gì một dịch vụ cho biết với nút của mình. / Compare what a service tells with a node of one's own.

    Mã thoát 0: khớp, 1: có điểm khác, 2: chưa xác định được, 64: gõ sai, không đọc được nút. /
    Exit code 0: the same, 1: different, 2: undetermined, 64: wrong usage, the node cannot be read.
    """
    key = None if key_file is None else _key(key_file, against, json)
    _expect_address(against, json)
    for part in only or ():
        if part not in PARTS:
            raise usage_error(f"--only: không có phần {part!r}.", f"--only: there is no part {part!r}.", json=json)
    try:
        with _opened(home, connection) as opened, Service(against, key, seconds=seconds) as service:
            records = None if record is None else frozenset(_record(each, home, connection, json) for each in record)
            chosen = Chosen(parts=only or PARTS, records=records, sample=sample, seed=seed, lag=lag)
            made = Audit(Node(opened), service, chosen, _Progress())
            run(made)
    except USER_ERRORS as error:
        what, next_step = problem(error)
        raise usage_error(
            f"Không đọc được nút: {what.vi}: {detail(error)}. → {next_step.vi}",
            f"The node cannot be read: {what.en}: {detail(error)}. → {next_step.en}",
            json=json,
        ) from None
    if json:
        output.print_json(document(made))
    else:
        _print(made)
    raise typer.Exit(exit_code(made))


class _Progress:
    """A line on standard error now and then, so that nobody takes long work for none."""

    def __init__(self) -> None:
        self._said_at = time.monotonic()

    def __call__(self, part: str, done: int, total: int) -> None:
        if time.monotonic() - self._said_at >= _BETWEEN_LINES:
            self._said_at = time.monotonic()
            output.err.print(f"… {part} {done}/{total}")


def _opened(home: Path, connection: Path | None) -> Connection:
    return read_embedded(home) if connection is None else connect(connection, reading=True)


def _record(text: str, home: Path, connection: Path | None, json: bool) -> bytes:
    try:
        return record_id(text, place(home, connection))
    except typer.BadParameter:
        raise usage_error(
            f"--record cần mã bản ghi 0x… hoặc bí danh đã biết, không phải {text!r}.",
            f"--record takes a record's id 0x… or a known alias, not {text!r}.",
            json=json,
        ) from None


def _expect_address(url: str, json: bool) -> None:
    try:
        said = urlsplit(url)
        fits = said.scheme in ("http", "https") and bool(said.hostname) and (said.port or 1) > 0
    except ValueError:
        fits = False
    if not fits or said.query or said.fragment or "@" in said.netloc:
        raise usage_error(
            f"--against cần http://… hoặc https://…, không kèm mật khẩu hay tham số, không phải {url!r}.",
            f"--against takes http://… or https://… without a password or parameters, not {url!r}.",
            json=json,
        )


def _key(file: Path, url: str, json: bool) -> str:
    """The API key in a file. It is not sent in the clear to another machine."""
    try:
        key = read_beyond(file, _LONGEST_KEY).decode("ascii").strip()
    except (NotARegularFile, OSError, ValueError):
        key = ""
    if not key.isprintable() or not key or " " in key:
        raise usage_error(f"--key-file: {file} không có khóa API.", f"--key-file: {file} holds no API key.", json=json)
    if url.startswith("http://") and not _is_here(url):
        raise usage_error(
            "--key-file cần https://: khóa không được gửi không mã hóa.",
            "--key-file takes https://: a key is not sent in the clear.",
            json=json,
        )
    return key


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# --- In words ------------------------------------------------------------------------------------------------------


def _print(made: Audit) -> None:
    head = _heads(made)[verdict(made)]
    colour = {"same": "green", "different": "red", "undetermined": "yellow"}[verdict(made)]
    output.out.print(f"[{colour}]{output.both(*head)}[/{colour}]")
    compared: dict[str, Any] = {part: count for part, count in made.compared.items() if count}
    output.out.print(output.table(compared))
    for each in made.differences[:_MOST_SHOWN]:
        output.out.print(f"✗ {_about(each)}{output.both(*each.sentence)}")
    more = len(made.differences) - _MOST_SHOWN
    if more > 0:
        output.out.print(output.both(f"… và {more} điểm khác nữa (--json)", f"… and {more} more (--json)"))
    for lacking in made.unanswered[:_MOST_SHOWN]:
        output.out.print(f"? {output.both(*lacking.sentence)}")
        output.out.print(f"  → {output.both(*lacking.next_step)}")


def _about(difference: Difference) -> str:
    version = "" if difference.version is None else f" v{difference.version}"
    return f"[bold]{difference.code}[/bold]{version}  "


def _heads(made: Audit) -> dict[str, Sentence]:
    block, asked, found = made.node.block, made.service.asked, len(made.differences)
    return {
        "same": Sentence(
            f"KHỚP: dịch vụ cho biết đúng những gì nút có, tính đến khối {block} ({asked} câu hỏi).",
            f"THE SAME: the service tells what the node has, as of block {block} ({asked} questions).",
        ),
        "different": Sentence(
            f"KHÁC: {found} điểm dịch vụ nói khác nút, tính đến khối {block}. Giữ lại kết quả này (--json).",
            f"DIFFERENT: what the service says is not what the node has; places: {found}, as of block {block}."
            " Keep this (--json).",
        ),
        "undetermined": Sentence(
            f"CHƯA XÁC ĐỊNH ĐƯỢC: không thấy điểm khác, nhưng {len(made.unanswered)} câu hỏi không được trả lời.",
            f"UNDETERMINED: nothing differs; questions without an answer: {len(made.unanswered)}.",
        ),
    }
