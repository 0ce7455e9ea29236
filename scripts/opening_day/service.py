"""`hanotex serve` over the opening day's home, from its start until it has stopped in order."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT_PORT = 8000
LOG = "serve.log"
_ADDRESS = "127.0.0.1"
_PATIENCE = 120.0  # seconds, until it is ready
_DRAIN = 40.0  # seconds, until it has stopped
_SHOWN = 12  # lines of the log
# Of a proxy that the environment names, this machine's own address is no business.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NotServing(Exception):
    """The service cannot be started, or did not stay. Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi}\n{en}")


@dataclass(frozen=True, slots=True)
class Running:
    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def ask(self, path: str) -> Any:
        """The JSON at a path. Raises `NotServing` where it does not answer with 200."""
        try:
            with _OPENER.open(self.url + path, timeout=30) as answer:
                return json.load(answer)
        except (OSError, ValueError) as error:
            raise NotServing(
                f"Dịch vụ không trả lời {path} ({error}); nhật ký: {self.log}.",
                f"The service does not answer {path} ({error}); its log: {self.log}.",
            ) from None

    def expect_alive(self) -> None:
        """Raises `NotServing` with the end of its log where it has ended by itself, or did not end well."""
        if code := self.process.poll():
            told = "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_SHOWN:])
            raise NotServing(
                f"Dịch vụ đã dừng với mã {code}; nhật ký: {self.log}.",
                f"The service has ended with {code}; the end of its log:\n{told}",
            )


def choose_port(asked: str | None) -> int:
    """The port that is asked for, or the default one, or another where nobody asked and that one is taken.

    Raises `NotServing` where the one that is asked for is taken, or is none.
    """
    if asked is None:
        return DEFAULT_PORT if _free(DEFAULT_PORT) else _any_port()
    if not (asked.isascii() and asked.isdigit()) or int(asked) > 65_535:
        raise NotServing(f"PORT={asked}: không phải số cổng (0-65535).", f"PORT={asked}: no port (0-65535).")
    port = int(asked) or _any_port()
    if not _free(port):
        raise NotServing(
            f"Cổng {port} không dùng được (chương trình khác đang giữ?); chọn PORT khác, hoặc bỏ PORT.",
            f"Port {port} cannot be used (does another program have it?); choose another PORT, or leave it out.",
        )
    return port


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_ADDRESS, port))
        except OSError:
            return False
        return True


def _any_port() -> int:
    with socket.socket() as probe:
        probe.bind((_ADDRESS, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(root: Path, home: str, port: int, environment: Mapping[str, str]) -> Iterator[Running]:
    """The service over `home`, ready; stopped in order at the end, whatever happens. Raises `NotServing`."""
    # What a person has set for a service of their own is not for this one.
    told = {name: value for name, value in environment.items() if not name.startswith("HANOTEX_")}
    log = root / home / LOG
    with log.open("wb") as written:
        process = subprocess.Popen(
            [".venv/bin/hanotex", "serve", "--home", home, "--port", str(port)],
            cwd=root,
            env={**told, "HANOTEX_PUBLIC_READING": "on"},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            # Ctrl-C is for whoever started it, who then stops it.
            process_group=0,
        )
    running = Running(process, f"http://{_ADDRESS}:{port}", log)
    try:
        _await_ready(running)
        yield running
        running.expect_alive()
    finally:
        _stop(process)
    running.expect_alive()


def _await_ready(running: Running) -> None:
    """Until it answers, and its index of the market is built, which takes seconds after that."""
    until = time.monotonic() + _PATIENCE
    while True:
        running.expect_alive()
        try:
            running.ask("/ready")
            running.ask("/v1/search?limit=1")
        except NotServing:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _stop(process: subprocess.Popen[bytes]) -> None:
    # A second Ctrl-C must not leave it running with nobody to stop it.
    told = {each: signal.signal(each, signal.SIG_IGN) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        process.terminate()
        process.wait(_DRAIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    finally:
        for each, handler in told.items():
            signal.signal(each, handler)


def stop_when_told() -> None:
    """SIGTERM, and a terminal that is closed, are told like Ctrl-C, which a shell in the background may have masked."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if each is signal.SIGINT or signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, signal.default_int_handler)
