"""`hanotex worker`: follow the ledger into the tables and deliver webhooks, beside processes that serve."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from api.cli import output
from api.cli.home import ConnectionFile, SettingsFile
from api.connection import connect, read_embedded
from api.settings import BadSettings, load

_MEASURED_EVERY = 2.0  # seconds


def worker(
    home: Annotated[
        Path | None, typer.Option(help="Thư mục sổ cái / The ledger's home.", show_default="var/home")
    ] = None,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    metrics_port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="Cổng số liệu trên 127.0.0.1 / Metrics, on 127.0.0.1.")
    ] = None,
) -> None:
    """Theo sổ cái và gửi tin. / Follow the ledger and deliver webhooks. SIGTERM or Ctrl-C: finish, then leave.

    Of several on one database one does each duty; another takes over within seconds when it ends.
    """
    # Here, so that the other verbs do not wait for them.
    from prometheus_client import start_http_server

    from api.databases import open_databases
    from api.observability.logs import to_standard_error
    from api.observability.metrics import Metrics
    from api.observability.tracing import open_tracing
    from api.production import expect_fit
    from api.sealing import kept_sealing
    from api.worker import Worker

    try:
        told = load(settings, os.environ, home=home, connection=connection, worker=True)
    except BadSettings as wrong:
        output.fail(*wrong.sentence)
    with output.user_errors():
        expect_fit(told)
    try:
        tracing = open_tracing(told)
    except BadSettings as wrong:
        output.fail(*wrong.sentence)
    stopping = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with (
        output.user_errors(),
        closing(tracing),
        read_embedded(told.home) if told.connection is None else connect(told.connection, reading=True) as opened,
        open_databases(told) as databases,
    ):
        metrics = Metrics()
        running = Worker(opened.ledger, databases, kept_sealing(told.sealing_file), metrics, told, tracing=tracing)
        to_standard_error()
        if metrics_port is not None:
            start_http_server(metrics_port, "127.0.0.1", metrics.registry)
        running.start()
        try:
            while not stopping.wait(_MEASURED_EVERY):
                try:
                    running.measure(metrics)
                except SQLAlchemyError:
                    continue  # the follower says so
        finally:
            running.stop()
