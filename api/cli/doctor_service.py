"""What `hanotex doctor` looks at where a service runs: its databases, who follows, and what does not arrive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.cli.finding import Finding, wrong
from api.cli.problems import detail, problem
from api.cli.times import moment
from api.databases import is_there, service_url, tables_url
from api.follower import DUTY as FOLLOWING
from api.leadership import leads_somebody
from api.migrations import DERIVED, SERVICE, Lineage, head, revision
from api.sealing import Sealing, kept_keys
from api.settings import Settings
from api.tables import DeliveryRow, SubscriptionRow
from api.webhooks.deliverer import DUTY as DELIVERING
from api.webhooks.outbox import State
from ledger.port import Ledger
from marketplace.database import POSTGRESQL, UnknownDatabase, database_url, open_database
from marketplace.projection import Projection
from marketplace.tables import HaltRow

_COUNTED = 1000


def service_findings(settings: Settings) -> Iterator[Finding]:
    """Nothing is changed and nothing is made; without a database yet there is nothing to judge."""
    for lineage, url in ((SERVICE, service_url(settings)), (DERIVED, tables_url(settings))):
        try:
            if not is_there(url):
                yield Finding(f"{lineage.name} tables", None, "chưa có / not made yet")
                continue
            engine = open_database(url)
            try:
                yield from _of_database(engine, lineage)
                if lineage is SERVICE and revision(engine, SERVICE) == head(SERVICE):
                    yield _sealed(engine, settings)
            finally:
                engine.dispose()
        except (SQLAlchemyError, UnknownDatabase, OSError) as error:
            yield wrong(f"{lineage.name} tables", error)


def lists_finding(settings: Settings) -> Iterator[Finding]:
    """Whether the revocation lists that the operator brings are current, as forms will be judged by them."""
    if settings.mandate_roots is None:
        return
    # Here, so that whoever takes no forms does not wait for what reads them.
    from api.onboarding.examination import certificates_in
    from api.onboarding.revocation import in_folder

    advice = (
        "Tải lại danh sách thu hồi (docs/operations/sign-in.md).",
        "Bring the revocation lists anew (docs/operations/sign-in.md).",
    )
    try:
        roots, others = certificates_in(settings.mandate_roots)
        pieces = in_folder(str(settings.mandate_crls or ""))
    except (OSError, ValueError) as error:
        yield Finding("revocation lists", False, detail(error), *advice)
        return
    now, hours = datetime.now(UTC), settings.mandate_revocation_hours
    bounds = [*((root.subject, None) for root in roots), *((other.subject, hours) for other in others)]
    # Of an authority whose certificate came with signatures only, the age is bounded too.
    known = {name.hashable: bound for name, bound in bounds}
    current = {
        piece.content.issuer.hashable
        for piece in pieces
        if piece.is_current(now, known.get(piece.content.issuer.hashable, hours))
    }
    over = {piece.content.issuer.hashable for piece in pieces} - current
    missing = set(known) - current - over
    ends = min((each.evidence.until for each in pieces if each.evidence.until), default=0)
    said = f"{len(current)} hiện hành / current, {len(over)} quá hạn / out of date, {len(missing)} chưa có / missing"
    said += f"; hết hạn sớm nhất / first to end {moment(ends)}" if ends else ""
    yield Finding("revocation lists", bool(current) and not over and not missing, said, *advice)


def projection_finding(settings: Settings, ledger: Ledger) -> Finding:
    """Whether the derived tables hold everything that is sealed."""
    url = tables_url(settings)
    try:
        if not is_there(url):
            return Finding("projection", None, "chưa dựng / not built yet")
        engine = open_database(url)
        try:
            if revision(engine, DERIVED) != head(DERIVED):
                return Finding("projection", None, "bảng chưa ở phiên bản cuối / the tables are of another revision")
            position = Projection(engine).position()
        finally:
            engine.dispose()
    except SQLAlchemyError as error:
        return Finding("projection", False, f"{url_shown(url)}: {detail(error)}", *problem(error).next_step)
    behind = len(ledger.events(position, _COUNTED))
    said = f"{position.block}.{position.log}" + (f", còn / behind: {behind}" if behind else "")
    return Finding(
        "projection",
        not behind,
        said,
        "Chạy `hanotex digest` hoặc `hanotex worker`.",
        "Run `hanotex digest` or `worker`.",
    )


def url_shown(url: str) -> str:
    return database_url(url).render_as_string(hide_password=True)


def _of_database(engine: Engine, lineage: Lineage) -> Iterator[Finding]:
    at, last = revision(engine, lineage), head(lineage)
    yield Finding(
        f"{lineage.name} tables",
        at == last,
        f"{_server(engine)}, revision {at or '–'}" + ("" if at == last else f" ({last})"),
        "Chạy `hanotex database upgrade`.",
        "Run `hanotex database upgrade`.",
    )
    if at == last:
        yield from _webhooks(engine) if lineage is SERVICE else _following(engine)


def _server(engine: Engine) -> str:
    if engine.dialect.name != POSTGRESQL:
        return f"SQLite {engine.url.database}"
    with engine.connect() as connection:
        version = connection.scalar(text("SHOW server_version"))
    return f"PostgreSQL {version} {engine.url.render_as_string(hide_password=True)}"


def _following(engine: Engine) -> Iterator[Finding]:
    with Session(engine) as session:
        halt = session.get(HaltRow, 1)
    if halt is not None:
        yield Finding(
            "worker",
            False,
            f"dừng từ / halted since {moment(halt.at)}: {halt.reason}",
            "Đừng tin nguồn sự kiện; kiểm tra sổ cái, rồi `hanotex rebuild`.",
            "Do not trust the source of events; look at the ledger, then `hanotex rebuild`.",
        )
        return
    led = leads_somebody(engine, FOLLOWING)
    yield Finding("worker", True if led else None, "đang theo / follows" if led else "không ai theo / nobody follows")


def _sealed(engine: Engine, settings: Settings) -> Finding:
    """Whether the sealing keys open what the tables hold, and whether an older one is still needed."""
    # Here, so that whoever has no service does not wait for what reads forms.
    from api.resealing import look

    file = settings.sealing_file
    if not file.exists():
        return Finding("sealing", None, f"{file}: chưa có khóa / no key yet")
    try:
        keys = kept_keys(file)
    except (OSError, ValueError) as error:
        said = str(error)
        return Finding("sealing", False, said, "Lấy lại tệp từ nơi cất.", "Take the file from where it is kept.")
    found = look(engine, Sealing(*keys))
    said = (
        f"{len(keys)} khóa / keys, {found.sealed} bí mật / secrets, {found.older} bằng khóa cũ / under older keys, "
        f"{found.broken} không mở được / that no key opens"
    )
    if found.broken:
        advice = (
            "Đặt lại khóa đã niêm phong chúng làm dòng sau của tệp.",
            "Put the key that they were sealed under back, as a later line.",
        )
        return Finding("sealing", False, said, *advice)
    if found.older:
        return Finding("sealing", None, said, "Chạy `hanotex database reseal`.", "Run `hanotex database reseal`.")
    return Finding("sealing", True, said)


def _webhooks(engine: Engine) -> Iterator[Finding]:
    with Session(engine) as session:
        count = session.scalar(select(func.count()).select_from(SubscriptionRow)) or 0
        stopped = session.scalar(select(func.count()).where(SubscriptionRow.stopped != "")) or 0
        counted = select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)
        states = dict(session.execute(counted).all())
    if not count:
        yield Finding("webhooks", None, "không có đăng ký / none")
        return
    pending, dead = states.get(State.PENDING, 0), states.get(State.DEAD, 0)
    led = leads_somebody(engine, DELIVERING)
    said = f"{count} đăng ký / subscriptions, {stopped} dừng / stopped, {pending} chờ / pending, {dead} hỏng / dead"
    yield Finding(
        "webhooks",
        not stopped and not dead and (led or not pending),
        said + ("" if led else "; không ai gửi / nobody delivers"),
        "Chạy `hanotex worker`; xem /v1/webhooks/…/deliveries rồi phát lại.",
        "Run `hanotex worker`; see /v1/webhooks/…/deliveries, then replay.",
    )
