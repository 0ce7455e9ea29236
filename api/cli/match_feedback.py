"""`hanotex match feedback`: what came of suggestions, for evaluation."""

from __future__ import annotations

import typer
from sqlalchemy.orm import Session

from api.cli import output
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, SettingsFile
from api.cli.market_home import opened_market
from marketplace.canonical import canonical_text


def feedback(home: Home = DEFAULT_HOME, connection: ConnectionFile = None, settings: SettingsFile = None) -> None:
    """Xuất phản hồi, mỗi dòng một JSON. / Export feedback, one JSON object a line; no organisation is named."""
    from marketplace.ranking.feedback import exported

    with (
        output.user_errors(),
        opened_market(home, connection, settings) as opened,
        Session(opened.database) as session,
    ):
        for each in exported(session):
            typer.echo(canonical_text(each))
