"""Lines to a service in a process of its own, to the byte; and whether it goes on serving others beside them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
_RUN = "from api.cli.main import app\napp()"
_STATUS = re.compile(rb"HTTP/1\.1 ([0-9]{3}) ")


class Process:
    """`hanotex serve` over a home. log: the file that its standard error goes to."""

    def __init__(self, home: Path, log: Path, **environment: str) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port: int = taken.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        with log.open("wb") as stream:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _RUN, "serve", "--home", str(home), "--port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, "HANOTEX_PUBLIC_READING": "1", **environment},
                stderr=stream,
            )
        try:
            self._await_ready()
        except BaseException:
            self._process.kill()
            raise

    def stop(self) -> int:
        """The exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(60)
        finally:
            self._process.kill()

    @property
    def memory(self) -> int:
        """Bytes that it holds now (resident, not shared with files)."""
        return self._status("RssAnon") * 1024

    @property
    def open_files(self) -> int:
        return len(os.listdir(f"/proc/{self._process.pid}/fd"))

    def logged(self) -> list[dict[str, Any]]:
        """Every line of its log but the one that tells a person where it serves."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if "Ctrl-C" not in line]

    def line(self, timeout: float = 30.0, receive_buffer: int = 0) -> socket.socket:
        made = socket.socket()
        if receive_buffer:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        made.settimeout(timeout)
        made.connect(("127.0.0.1", self.port))
        return made

    def say(self, sent: bytes, timeout: float = 30.0) -> bytes:
        """All that is answered until the service closes the line."""
        with self.line(timeout) as line:
            with suppress(ConnectionError):
                line.sendall(sent)
            return read_all(line)

    def _await_ready(self) -> None:
        until = time.monotonic() + 60
        while True:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/ready").status_code == 200:
                    return
            assert self._process.poll() is None, self.log.read_text(encoding="utf-8")
            assert time.monotonic() < until, "not ready in time"
            time.sleep(0.1)

    def _status(self, name: str) -> int:
        text = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        found = re.search(rf"{name}:\s+(\d+)", text)
        assert found is not None
        return int(found[1])


def read_all(line: socket.socket) -> bytes:
    """Until the other end closes, however it does."""
    found = b""
    with suppress(ConnectionError):
        while part := line.recv(1 << 16):
            found += part
    return found


def statuses(answers: bytes) -> list[int]:
    """Of the answers on a line, in their order."""
    return [int(found[1]) for found in _STATUS.finditer(answers)]


@contextmanager
def lines(process: Process, count: int, **named: Any) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        yield [stack.enter_context(process.line(**named)) for _ in range(count)]


@contextmanager
def others_are_served(process: Process, within: float = 5.0) -> Iterator[None]:
    """Another client asks all the while, a new line each time, and is answered each time. within: seconds."""
    answered, slowest = 0, 0.0
    troubles: list[str] = []
    done = threading.Event()

    def ask() -> None:
        nonlocal answered, slowest
        while not done.is_set() or not answered:
            begun = time.monotonic()
            try:
                answer = httpx.get(f"{process.url}/v1/status", timeout=within)
                if answer.status_code != 200:
                    troubles.append(str(answer.status_code))
            except httpx.TransportError as error:
                troubles.append(repr(error))
            answered += 1
            slowest = max(slowest, time.monotonic() - begun)
            done.wait(0.02)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        done.set()
        asking.join()
    assert not troubles, troubles[:5]
    assert slowest < within
