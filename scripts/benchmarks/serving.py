"""`hanotex serve` as a process of its own, and what it takes of this machine's memory."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
_RUN = "from api.cli.main import app\napp()"
_STARTING = 60.0  # seconds


class Serving:
    """A running service. url: where it answers."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self._process = process
        self.url = url

    def processor_seconds(self) -> float:
        """What its threads have had of the processors so far."""
        after_name = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        user, system = after_name[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def megabytes(self, what: str) -> float:
        """Resident memory by the kernel's count: `VmRSS` now, `VmHWM` at its peak."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(rf"^{what}:\s+(\d+) kB$", status, re.MULTILINE)
        assert found is not None
        return int(found[1]) / 1024


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[Serving]:
    """Serve a home on a port of this machine that is free; anybody may read. Its log goes nowhere, but is written."""
    address = _free_address()
    command = [sys.executable, "-c", _RUN, "serve", "--home", str(home), "--port", address.rpartition(":")[2]]
    told = {**os.environ, "HANOTEX_PUBLIC_READING": "on", **environment}
    process = subprocess.Popen(command, cwd=ROOT, env=told, stderr=subprocess.DEVNULL)
    try:
        _await(process, f"http://{address}")
        yield Serving(process, f"http://{address}")
    finally:
        process.terminate()
        process.wait(60)


def _free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"127.0.0.1:{free.getsockname()[1]}"


def _await(process: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + _STARTING
    while True:
        try:
            if httpx.get(f"{url}/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the service did not start")
        time.sleep(0.1)
