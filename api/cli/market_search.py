"""`hanotex market search`: what the market of a home shows, the nearest to what is asked first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from api.cli import output
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, SettingsFile
from api.cli.market_home import opened_market
from marketplace.catalogue.codes import CODES

if TYPE_CHECKING:
    from marketplace.search import Counts, Filters, Hit, Page, Passage

_WIDTH, _INDENT = 108, "   "


def search(
    query: Annotated[
        str,
        typer.Argument(help="Từ, cụm trong ngoặc kép, mã IPC, chủ sở hữu, mã số / Words, a phrase, a class, an id."),
    ],
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Loại mục, ví dụ software / A kind.")] = None,
    ipc: Annotated[str | None, typer.Option(metavar="CODE", help="Lớp sáng chế, ví dụ G08B / A patent class.")] = None,
    trl_from: Annotated[int | None, typer.Option(min=1, max=9, help="TRL từ / TRL at least.")] = None,
    territory: Annotated[
        str | None, typer.Option(metavar="CODE", help="Nơi cấp quyền, ví dụ VN-HN / Where rights are offered.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Nhiều nhất bao nhiêu kết quả / At most.")] = 10,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Tìm trên sàn, không cần gõ dấu. / Search the market, with or without diacritics, in either language."""
    # Here, so that the other verbs do not wait for what searches.
    from api.market.index import MarketIndex
    from api.models.search import page_document
    from marketplace.search import Filters

    if kind is not None and kind not in CODES["kind"]:
        known = ", ".join(sorted(CODES["kind"]))
        output.fail(f"“{kind}” không phải loại mục nào → chọn một trong: {known}", f"“{kind}” is no kind → {known}")
    filters = Filters(kinds=(kind,) if kind else (), ipc=ipc, trl_from=trl_from, territory=territory)
    with output.user_errors(), opened_market(home, connection, settings) as market:
        index = MarketIndex(market.database, market.tables, market.settings.folder)
        try:
            index.refresh(_building, wait=True)
            with index.reading() as reading:
                page, counts = reading.page(query, filters, limit=limit), reading.counts(query, filters)
        finally:
            index.close()
    if json:
        output.print_json(page_document(page, counts))
    else:
        output.out.print("\n".join(_page(query, filters, page, counts)))


def _building(count: int) -> None:
    output.err.print(output.both(f"Dựng chỉ mục tìm kiếm: {count} mục", f"Building the search index: {count} entries"))


def _page(query: str, filters: Filters, page: Page, counts: Counts) -> Iterator[str]:
    for word, other in page.corrected.items():
        yield output.both(f"Không mục nào viết “{word}”; tìm “{other}”.", f"Nothing has “{word}”; this is “{other}”.")
    if not page.hits:
        yield output.both(
            f"Không có mục nào cho “{query}” → bớt từ, bỏ ngoặc kép hoặc bộ lọc",
            "Nothing is found → fewer words, no quotes, fewer filters",
        )
        return
    yield output.both(f"{counts.total} mục, hiển thị {len(page.hits)}", f"{counts.total} found, {len(page.hits)} shown")
    if not page.complete:
        yield output.both("Không mục nào có đủ các từ; đây là những mục gần nhất.", "None has every word; the nearest:")
    for number, hit in enumerate(page.hits, 1):
        yield ""
        yield from _hit(number, hit)


def _hit(number: int, hit: Hit) -> Iterator[str]:
    label = CODES["kind"].get(hit.kind)
    yield f"{number}. {_marked(hit.title)}"
    said = [*hit.numbers[:2], label.vi if label else hit.kind, f"TRL {hit.trl}" if hit.trl else "", *hit.ipc[:3]]
    owner = hit.owner_names.get("vi") or hit.owner_names.get("en") or ""
    yield f"{_INDENT}[dim]{escape(' · '.join(filter(None, (*said, owner))))}[/dim]"
    if hit.snippet.text:
        yield from _wrapped(hit.snippet)
    if hit.missing:
        yield f"{_INDENT}[dim]{escape('Không có / without: ' + ', '.join(hit.missing))}[/dim]"


def _wrapped(passage: Passage) -> Iterator[str]:
    """In lines of one width, what was found in bold."""
    from marketplace.search import Passage

    at = 0
    for line in textwrap.wrap(passage.text, _WIDTH, break_long_words=False, break_on_hyphens=False):
        start = passage.text.index(line[:1], at) if line else at
        end = start + len(line)
        within = tuple((max(one, start) - start, min(other, end) - start) for one, other in passage.marks)
        yield _INDENT + _marked(Passage(line, tuple(pair for pair in within if pair[0] < pair[1])))
        at = end


def _marked(passage: Passage) -> str:
    parts: list[str] = []
    at = 0
    for start, end in passage.marks:
        parts += [escape(passage.text[at:start]), f"[bold]{escape(passage.text[start:end])}[/bold]"]
        at = end
    return "".join([*parts, escape(passage.text[at:])])
