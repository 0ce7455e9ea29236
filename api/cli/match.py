"""`hanotex match`: who fits whom on the market, with reasons; each answer is a ranking run that can be made again."""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from api.cli import output
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, SettingsFile
from api.cli.market_home import MarketHome, opened_market
from api.cli.match_anchor import anchor
from api.cli.match_feedback import feedback
from api.cli.match_page import page
from api.cli.match_replay import replay
from api.cli.usage import AnsweringCommand

app = typer.Typer(help="Ghép nhu cầu với công nghệ / Match needs with technologies.", no_args_is_help=True)
app.command("replay", cls=AnsweringCommand)(replay)
app.command("anchor")(anchor)
app.command("feedback")(feedback)
Limit = Annotated[int, typer.Option(min=1, max=50, help="Nhiều nhất bao nhiêu gợi ý / At most so many suggestions.")]


@app.command("need")
def need(
    name: Annotated[str, typer.Argument(metavar="NEED", help="Mã tham chiếu, mã mục hoặc bí danh / P001, an id.")],
    limit: Limit = 3,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Công nghệ cho một nhu cầu, kèm lý do. / Technologies for a need, with reasons."""
    _match("need", name, limit, opened_market(home, connection, settings), json)


@app.command("technology")
def technology(
    name: Annotated[
        str, typer.Argument(metavar="TECHNOLOGY", help="Mã tham chiếu, mã mục hoặc bí danh / T001, an id.")
    ],
    limit: Limit = 3,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Nhu cầu mà một công nghệ đáp ứng. / Needs that a technology answers."""
    _match("technology", name, limit, opened_market(home, connection, settings), json)


@app.command("fund")
def fund(
    name: Annotated[str, typer.Argument(metavar="FUND", help="Mã tham chiếu hoặc mã mục / A reference or an id.")],
    limit: Limit = 3,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Công nghệ và nhu cầu mà một quỹ tìm. / Technologies and needs that a fund looks for."""
    _match("fund", name, limit, opened_market(home, connection, settings), json)


def _match(what: str, name: str, limit: int, market: Any, json: bool) -> None:
    with output.user_errors(), market as opened:
        answers = _answers(opened, what, name, limit)
    if json:
        output.print_json({"matchings": answers})
    else:
        output.out.print("\n\n".join(page(each) for each in answers))


def _answers(opened: MarketHome, what: str, name: str, limit: int) -> list[dict[str, Any]]:
    # Here, so that the other verbs do not wait for numpy and a model.
    from api.ranking.asking import ask, day_of, keep
    from api.ranking.subjects import NoSubject, find_subject
    from api.ranking.telling import Telling
    from marketplace.database import writing

    now = int(time.time())
    with Session(opened.database) as session, Session(opened.tables) as tables:
        try:
            subject = find_subject(session, tables, what, name, now=now, organisation="", record=opened.record(name))
        except NoSubject as error:
            _fail(what, error)
        market = opened.market(session, tables, now)
        told = Telling(session, tables, market, now)
        answers = ask(market, subject, day_of(now), limit)
        with Session(writing(opened.database)) as kept, kept.begin():
            runs = [keep(kept, subject, each, "", now) for each in answers]
        return [told.answer(subject, each, run) for each, run in zip(answers, runs, strict=True)]


def _fail(what: str, error: Any) -> None:
    ids = ", ".join(error.found)
    if error.found:
        output.fail(
            f"Nhiều mục mang tên “{error.name}” → dùng một trong các mã: {ids}",
            f"Several entries are called that → use one of the ids: {ids}",
        )
    words = {"need": ("nhu cầu", "need"), "technology": ("công nghệ", "technology"), "fund": ("quỹ", "fund")}
    vi, en = words[what]
    output.fail(
        f"Không có {vi} nào đang công bố tên “{error.name}” → hanotex market load THƯ_MỤC để nạp một bộ dữ liệu",
        f"No published {en} is called that → hanotex market load DIR loads a set",
    )
