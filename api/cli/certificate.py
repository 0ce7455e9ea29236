"""`hanotex certificate`: make a certificate of a record's history, or of an absence, signed with the operator's key."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, open_reading, place, record_id
from api.connection import Connection, NoLedgerHere
from ledger.commands import ProposeInstrument, Scope
from ledger.enums import Kind
from ledger.events import Event
from ledger.keys import KeySigner, Signer
from ledger.port import Ledger
from ledger.proof.collect import Collector, NotShown
from ledger.proof.sentence import reason
from ledger.readings import GRANTING
from ledger.scope import UnknownCode, acts_bitmap, fields_bitmap, territory_bitmaps

_RIGHT = re.compile(r"([A-Z]{2})[ :/-]*([A-Za-z0-9][A-Za-z0-9 ./-]*)")
Codes = list[str] | None


def certificate(
    record: Annotated[str | None, typer.Argument(help="A record: its id (0x…) or its alias in this home.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; standard output without it.")] = None,
    deep: Annotated[bool, typer.Option("--deep", help="With the signing parties' own histories.")] = False,
    absent: Annotated[bool, typer.Option("--absent", help="Show that there is no such record.")] = False,
    no_right: Annotated[str | None, typer.Option(help="Show that no asset holds this right: VN 1-0041237.")] = None,
    no_exclusive_grant: Annotated[
        bool, typer.Option("--no-exclusive-grant", help="Show that none stands on the record in this scope.")
    ] = False,
    act: Annotated[Codes, typer.Option(help="An act of the scope; all without it.")] = None,
    field: Annotated[Codes, typer.Option(help="A field of the scope; all without it.")] = None,
    territory: Annotated[Codes, typer.Option(help="A territory of the scope: VN, VN-HN, JP …; all without it.")] = None,
    start: Annotated[datetime | None, typer.Option(help="Start of the scope, UTC; now without it.")] = None,
    end: Annotated[datetime | None, typer.Option(help="End of the scope, UTC; without end without it.")] = None,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
) -> None:
    """Lập chứng thư. / Make a certificate.

    It is verified before it is written: what the ledger does not show is not certified. It speaks as of the last sealed
    block; beside a process that writes, that lacks what was accepted in the running second.
    """
    scoped = any(given is not None for given in (act, field, territory, start, end))
    _expect_one_claim(record, no_right, absent=absent, no_grant=no_exclusive_grant, deep=deep, scoped=scoped)
    with output.user_errors():
        folder = place(home, connection)
        with open_reading(home, connection) as opened:
            collector = Collector(opened.ledger, opened.trust, _operator(opened, folder))
            try:
                if no_right is not None:
                    bundle = collector.absent_right(*_right(no_right))
                elif absent:
                    bundle = collector.absent_record(record_id(record or "", folder))
                elif no_exclusive_grant:
                    subject = record_id(record or "", folder)
                    _expect_grants(opened.ledger, subject)
                    scope = _scope(act, field, territory, start, end, opened.ledger.status().now)
                    bundle = collector.no_exclusive_grant(subject, scope)
                else:
                    bundle = collector.record(record_id(record or "", folder), deep=deep)
            except NotShown as refused:
                vi, en = (said[0].lower() + said[1:] for said in reason(refused.verdict))
                typer.echo(f"Không lập chứng thư: {vi}; không ghi tệp nào.", err=True)
                typer.echo(f"No certificate made: {en}; no file written.", err=True)
                raise typer.Exit(1) from None
        if out is not None:
            out.write_bytes(bundle)
            typer.echo(f"Đã ghi {out} ({len(bundle)} byte). / Written: {out} ({len(bundle)} bytes).", err=True)
            return
    typer.echo(bundle.decode(), nl=False)


def _expect_one_claim(
    record: str | None, no_right: str | None, *, absent: bool, no_grant: bool, deep: bool, scoped: bool
) -> None:
    """A certificate makes one claim: what would say nothing in it is refused, and never left out silently."""
    if no_right is not None and (record is not None or absent or no_grant or deep or scoped):
        raise typer.BadParameter(
            "đứng một mình, không kèm bản ghi hay lựa chọn khác / stands alone, without a record or another claim",
            param_hint="--no-right",
        )
    if no_right is None and record is None:
        raise typer.BadParameter("cần một bản ghi / a record is needed", param_hint="RECORD")
    if absent + no_grant + deep > 1:
        raise typer.BadParameter(
            "mỗi chứng thư chỉ khẳng định một điều / a certificate makes one claim",
            param_hint="--absent, --no-exclusive-grant, --deep",
        )
    if scoped and not no_grant:
        raise typer.BadParameter(
            "phạm vi chỉ đi với --no-exclusive-grant / a scope goes with --no-exclusive-grant",
            param_hint="--act, --field, --territory, --start, --end",
        )


def _expect_grants(ledger: Ledger, subject: bytes) -> None:
    """Of a record that nothing is ever granted on, the absence of a grant would be true and mislead."""
    events = ledger.history(subject)
    command = events[0].command if events and isinstance(events[0], Event) else None
    grants = command is not None and (
        command.kind == Kind.ASSET
        or (isinstance(command, ProposeInstrument) and command.terms.instrument_kind in GRANTING)
    )
    # What is not there at all is the verifier's to say.
    if events and not grants:
        raise typer.BadParameter(
            "chỉ hỏi được về một tài sản, hợp đồng sử dụng hoặc hợp đồng sử dụng thứ cấp; "
            "bản ghi này không phải loại đó, không ghi tệp nào / "
            "only an asset, a licence or a sublicence can be asked about; this record is none, no file written",
            param_hint="RECORD",
        )


def _operator(opened: Connection, folder: Path) -> Signer:
    """The operator's key: the connection's own, or the one kept in the home."""
    if opened.operator is not None:
        return opened.operator
    keys = folder / "keys"
    try:
        return KeySigner.open_keystore(keys / "operator.json", (keys / "operator.password").read_bytes())
    except FileNotFoundError:
        raise NoLedgerHere(
            f"{folder}: không có khóa của đơn vị vận hành để ký / holds no operator's key to sign with"
        ) from None


def _right(text: str) -> tuple[bytes, bytes]:
    """(office, number) labels of a right as printed: the number's separators are dropped (commands.md, `Right`)."""
    found = _RIGHT.fullmatch(text.strip())
    number = re.sub(r"[^A-Z0-9]", "", found[2].upper()) if found else ""
    if not found or len(number) > 32:
        raise typer.BadParameter("an office and a number are expected: VN 1-0041237", param_hint="--no-right")
    return found[1].encode().ljust(32, b"\0"), number.encode().ljust(32, b"\0")


def _scope(
    acts: Codes, fields: Codes, territory: Codes, start: datetime | None, end: datetime | None, now: int
) -> Scope:
    try:
        countries, provinces = territory_bitmaps(territory or ())
        scope = Scope(
            acts=acts_bitmap(acts or ()),
            fields=fields_bitmap(fields or ()),
            countries=countries,
            provinces=provinces,
            start=_seconds(start) if start else now,
            end=_seconds(end) if end else (1 << 64) - 1,
        )
    except UnknownCode as unknown:
        raise typer.BadParameter(f"no code list publishes {unknown}") from None
    if scope.start >= scope.end:
        raise typer.BadParameter("the start must be before the end", param_hint="--end")
    return scope


def _seconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())
