"""A PostgreSQL server of the tests' own: made in a temporary directory, reached by a socket there, gone at the end.

Its language is one that orders letters otherwise than their bytes do, so that what leans on an order is found out.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, text

_PLACES = Path("/usr/lib/postgresql")
_USER = "hanotex"
_STARTING = 60.0  # seconds


def programs() -> Path | None:
    """The directory of the newest PostgreSQL server on this machine; None where there is none."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    places = [place.parent for place in _PLACES.glob("*/bin/initdb") if (place.parent / "postgres").exists()]
    return max(places, key=lambda place: float(place.parent.name), default=None)


class Server:
    """A running server. socket: the directory of its socket."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._made = 0

    def new_database(self) -> str:
        """The URL of an empty database."""
        self._made += 1
        name = f"tests_{self._made}"
        engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
        finally:
            engine.dispose()
        return self._url(name).render_as_string()

    def _url(self, database: str) -> URL:
        return URL.create("postgresql+psycopg", username=_USER, database=database, query={"host": str(self._socket)})


@contextmanager
def server(bin_directory: Path) -> Iterator[Server]:
    """Make a cluster, run its server, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="hanotex-postgresql-", dir="/tmp"))  # a socket's path has 107 bytes at most
    try:
        as_user = _unprivileged(folder)
        data, log = folder / "data", folder / "log"
        _make(as_user, bin_directory, data)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": "200",
            "shared_buffers": "32MB",
        }
        options = [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*as_user, str(bin_directory / "postgres"), "-D", str(data), *options], stdout=output, stderr=output
            )
        try:
            _await(as_user, bin_directory, folder, process, log)
            yield Server(folder)
        finally:
            _stop(as_user, bin_directory, data, process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> list[str]:
    """What a command begins with that must not run as root; the folder becomes that user's."""
    if os.geteuid() != 0:
        return []
    name = next(user for user in ("postgres", "nobody") if _exists(user))
    shutil.chown(folder, name)
    return ["runuser", "-u", name, "--"]


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _make(as_user: list[str], bin_directory: Path, data: Path) -> None:
    command = [*as_user, str(bin_directory / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-N", "-E", "UTF8"]
    made = subprocess.run(
        [*command, "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi"],
        cwd="/",
        capture_output=True,
        check=False,
    )
    if made.returncode:  # before version 15, or built without ICU
        shutil.rmtree(data, ignore_errors=True)
        subprocess.run([*command, "--locale=C.UTF-8"], cwd="/", capture_output=True, check=True)


def _await(as_user: list[str], bin_directory: Path, folder: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _STARTING
    asking = [*as_user, str(bin_directory / "pg_isready"), "-q", "-h", str(folder)]
    while subprocess.run(asking, check=False).returncode:
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def _stop(as_user: list[str], bin_directory: Path, data: Path, process: subprocess.Popen[bytes]) -> None:
    """Without waiting for clients: every test has let go of its own."""
    stopping = [*as_user, str(bin_directory / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
    subprocess.run(stopping, capture_output=True, check=False)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
