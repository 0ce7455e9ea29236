"""`hanotex serve`: the HTTP service over a home or a connection, until it is told to stop."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.home import ConnectionFile, SettingsFile
from api.listening import CannotListen, listening
from api.settings import BadSettings, Settings, load

logger = logging.getLogger(__name__)


def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe / The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="Cổng; 0: cổng trống / The port; 0: any.")] = None,
    home: Annotated[
        Path | None, typer.Option(help="Thư mục sổ cái / The ledger's home.", show_default="var/home")
    ] = None,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
) -> None:
    """Chạy dịch vụ HTTP. / Serve HTTP. SIGTERM or Ctrl-C: finish what is under way, then leave."""
    # Here, so that the other verbs do not wait for a web framework.
    from api.observability.logs import to_standard_error
    from api.server import server
    from api.service import compose

    try:
        told = load(settings, os.environ, host=host, port=port, home=home, connection=connection)
        with output.user_errors(), listening(told.host, told.port) as bound, compose(told) as service:
            to_standard_error()
            _announce(told, bound.getsockname()[1])
            server(service).run(sockets=[bound])
    except (BadSettings, CannotListen) as wrong:
        output.fail(*wrong.sentence)


def _announce(settings: Settings, port: int) -> None:
    """To a person at a terminal; elsewhere as the first line of the log, each of which is one JSON object."""
    scheme = "https" if settings.tls_certificate else "http"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"{scheme}://{host}:{port}"
    vi, en = f"Phục vụ tại {address}; Ctrl-C để dừng.", f"Serving {address}; Ctrl-C stops it."
    if output.err.is_terminal:
        output.err.print(output.both(vi, en))
    else:
        logger.info(en)
