"""`hanotex market load`: a market set into the ledger of a home, by signed commands."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from api.cli import output
from api.cli.home import DEFAULT_HOME, Json, NamedHome, SettingsFile, read_aliases, write_aliases
from api.cli.progress import progress
from api.loading.refusals import KeyMissing, NotADemonstration, NotLoadable, Stopped
from api.settings import BadSettings, Mode
from api.settings import load as load_settings
from marketplace.market_set import BadSet, MarketSet, read_set

if TYPE_CHECKING:
    from api.loading.load import Loading


def load(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Thư mục của bộ dữ liệu / The set's folder.")],
    home: NamedHome = DEFAULT_HOME,
    readmit: Annotated[
        bool,
        typer.Option("--readmit", help="Kết nạp lại bên đang bị đình chỉ / Admit parties again that are suspended."),
    ] = False,
    vectors: Annotated[
        bool,
        typer.Option("--vectors", help="Tính luôn vectơ để ghép nối / Make the vectors for matching meanwhile."),
    ] = False,
    settings_file: SettingsFile = None,
    json: Json = False,
) -> None:
    """Nạp một bộ dữ liệu thị trường bằng lệnh đã ký, để trình diễn. / Load a market set through signed commands.

    For demonstration alone: it signs for every organisation, with keys that it keeps in the home. A load that was cut
    off goes on where it stopped, and one that finds everything there changes nothing.
    """
    # Here, so that the other verbs do not wait for what the service is made of.
    from api.databases import open_databases
    from api.loading.contents import need_records
    from api.loading.load import expect_demonstration, opened, prepared
    from api.loading.vectors import made_meanwhile

    try:
        settings = load_settings(settings_file, os.environ, home=home)
    except BadSettings as wrong:
        output.fail(*wrong.sentence)
    if settings.mode is Mode.PRODUCTION:
        output.fail(
            "Bộ dữ liệu thị trường chỉ để trình diễn; không nạp ở mode production",
            "A market set is for demonstration alone; it is not loaded in production mode",
        )
    with output.user_errors(), _refusals(home):
        market, needs = read_set(folder), need_records(folder)
        expect_demonstration(home)
        meanwhile = made_meanwhile(market, settings.folder, settings.embedder, _waiting) if vectors else nullcontext()
        with meanwhile, opened(home, market) as ledger, open_databases(settings) as databases:
            loading = prepared(market, needs, home, read_aliases(home), ledger, databases, readmit=readmit)
            _tell(loading, market)
            # Before the first command, so that what a cut-off load has made has a name and a content.
            loading.keep()
            write_aliases(home, {**read_aliases(home), **loading.plan.aliases})
            if loading.total:
                with progress("Gửi lệnh đã ký", "Signed commands sent", loading.total) as told:
                    loading.send(told)
            shown = loading.show()
    if json:
        output.print_json(
            {
                "commands": loading.total,
                "entries": shown,
                "organisations": len(market.organisations),
                "technologies": len(market.technologies),
                "needs": len(market.needs),
                "deadlines_moved_by_days": _shift(loading, market),
                "differing": list(loading.plan.differing),
            }
        )
    else:
        _print(loading, shown, market, home)


@contextmanager
def _refusals(home: Path) -> Iterator[None]:
    try:
        yield
    except BadSet as error:
        output.fail(
            f"Không đọc được {error.file}, dòng {error.line}: {error.reason}",
            f"{error.file}, line {error.line} cannot be read: {error.reason}",
        )
    except NotLoadable as error:
        output.fail(f"{error.what}: {error.vi}; chưa gửi lệnh nào", f"{error.what}: {error.en}; nothing was sent")
    except NotADemonstration:
        output.fail(
            f"Sổ cái ở {home} không phải để trình diễn: không ai được ký thay các tổ chức ở đó"
            " → --home THƯ_MỤC_MỚI để nạp vào một sổ cái riêng",
            f"The ledger in {home} is not for demonstration: nobody signs there for its organisations"
            " → --home NEW_FOLDER loads into a ledger of its own",
        )
    except KeyMissing as error:
        output.fail(
            f"{home}/keys chỉ có {error.held} trong {error.needed} khóa mà {error.alias} cần để ký"
            " → lập lại sổ cái bằng `hanotex scenario run … --keep-keys`, hoặc --home THƯ_MỤC_MỚI",
            f"{home}/keys has {error.held} of the {error.needed} keys that {error.alias} needs to sign"
            " → make the ledger anew with `hanotex scenario run … --keep-keys`, or --home NEW_FOLDER",
        )
    except Stopped as stopped:
        output.err.print(
            output.both(f"{stopped.alias}: {stopped.command} bị từ chối", f"{stopped.alias}: {stopped.command} refused")
        )
        raise stopped.refused from None


def _waiting(done: int, of: int) -> None:
    output.err.print(output.both(f"Tính nốt vectơ của văn bản: {done}/{of}", f"Vectors of texts: {done}/{of}"))


def _tell(loading: Loading, market: MarketSet) -> None:
    if shift := _shift(loading, market):
        earliest = min(loading.plan.deadlines.values())
        output.err.print(
            output.both(
                f"Có bài toán đã tới hạn: mọi hạn được lùi thêm {shift} ngày; hạn sớm nhất là {earliest:%d/%m/%Y}.",
                f"Some deadlines are past: all are {shift} days later; the earliest is {earliest:%d/%m/%Y}.",
            )
        )
    if differing := loading.plan.differing:
        rows = ", ".join(differing[:10]) + (", …" if len(differing) > 10 else "")
        output.err.print(
            output.both(
                f"Để nguyên như đã nạp, dù bộ dữ liệu nay viết khác: {rows}.",
                f"Left as they were loaded, though the set says something else now: {rows}.",
            )
        )
    for row, unknown in loading.plan.unknown.items():
        said = ", ".join(unknown)
        output.err.print(
            output.both(
                f"{row}: danh mục mã của sổ cái không có {said}; chỉ ghi trong nội dung.",
                f"{row}: the ledger's code lists have no {said}; it stands in the content alone.",
            )
        )


def _shift(loading: Loading, market: MarketSet) -> int:
    """The days that deadlines are later by, at most."""
    moved = loading.plan.deadlines
    return max(((moved[each.id] - each.deadline).days for each in market.needs if each.deadline), default=0)


def _print(loading: Loading, shown: int, market: MarketSet, home: Path) -> None:
    counts = len(market.organisations), len(market.technologies), len(market.needs)
    if loading.total or shown:
        vi = f"Đã gửi {loading.total} lệnh, hiện {shown} mục trong danh mục"
        en = f"{loading.total} commands were sent and {shown} entries of the catalogue are shown"
    else:
        vi, en = "Đã có đủ; không có gì thay đổi", "All of it is there already; nothing was changed"
    output.out.print(
        output.both(
            "{}: {} tổ chức, {} công nghệ, {} bài toán.".format(vi, *counts),
            "{}: {} organisations, {} technologies, {} needs.".format(en, *counts),
        )
    )
    output.out.print(
        output.both(
            f"Khóa của các tổ chức nằm trong {home}/keys, chỉ để trình diễn.",
            f"The organisations' keys are in {home}/keys, for demonstration only.",
        )
    )
    if market.needs:
        first = f"hanotex match need {market.needs[0].id} --home {shlex.quote(str(home))}"
        output.out.print(f"→ [bold]{escape(first)}[/bold]")
