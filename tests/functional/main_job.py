"""A project folder of a test's own, in which `scripts/run.py` makes, serves and removes a home of its own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.engines.embedded.lock import WriterLock
from scripts.opening_day.doors import HOME

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0  # seconds
_ITS_OWN = {".git", ".venv", "build", "node_modules", "scripts", "var"}
# The whole of it, as `make run` calls it; or what comes after a day that has been played already.
WHOLE = ["scripts/run.py"]
SERVING = [
    "-c",
    """
import sys
from scripts import run
from scripts.opening_day.service import stop_when_told
run.opening_day = run.market = lambda: 0
stop_when_told()
sys.exit(run.main())
""",
]


def project_in(folder: Path) -> Path:
    """This project in `folder`: its `scripts` are copied, as they find the home beside themselves."""
    for entry in ROOT.iterdir():
        if entry.name not in _ITS_OWN:
            (folder / entry.name).symlink_to(entry)
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    run = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom api.cli.main import app\napp()\n"
    (programs / "hanotex").write_text(f"#!{sys.executable}\n{run}")
    for program in programs.iterdir():
        program.chmod(0o755)
    return folder


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("ONCE", "PORT")}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def run_once(project: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """`ONCE=1 make run`, without what make itself does."""
    with subprocess.Popen(
        [sys.executable, *WHOLE],
        cwd=project,
        env=environment(ONCE="1", **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            out, err = process.communicate(timeout=3 * PATIENCE)
        except subprocess.TimeoutExpired:
            # Not killed: it stops the service that it has started.
            process.terminate()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


class Terminal:
    """A process on a terminal of its own, of which everything shown is kept. `told` waits until a text is shown."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self.process = process
        self._screen = screen
        self._shown = b""
        self._seen = 0
        os.set_blocking(screen, False)

    def told(self, text: str) -> str:
        """What was shown since the text that was waited for before, up to this one."""
        until = time.monotonic() + PATIENCE
        while (at := self._shown.find(text.encode(), self._seen)) < 0:
            self._read()
            assert time.monotonic() < until, f"{text!r} was not shown in:\n{self._shown.decode(errors='replace')}"
            time.sleep(0.02)
        shown = self._shown[self._seen : at]
        self._seen = at + len(text.encode())
        return shown.decode().replace("\r\n", "\n")

    def type(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def ended(self) -> int:
        """The exit code; what is still shown is read meanwhile."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            self._read()
            assert time.monotonic() < until, "it did not end"
            time.sleep(0.02)
        return self.process.wait()

    def _read(self) -> None:
        # A terminal that nobody holds open any more answers with an error.
        with contextlib.suppress(BlockingIOError, OSError):
            self._shown += os.read(self._screen, 65_536)


@contextmanager
def at_a_terminal(project: Path, program: list[str], **more: str) -> Iterator[Terminal]:
    screen, own = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *program],
        cwd=project,
        env=environment(**more),
        stdin=own,
        stdout=own,
        stderr=own,
        # A terminal of its own: Ctrl-C typed there is a signal to what runs on it.
        start_new_session=True,
        preexec_fn=_take_terminal,
    )
    os.close(own)
    try:
        yield Terminal(process, screen)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)
        os.close(screen)


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def nothing_is_left(project: Path, port: int) -> bool:
    """Nobody listens on the port, and nobody holds the home or its chain."""
    with socket.socket() as probe:
        listening = probe.connect_ex(("127.0.0.1", port)) == 0
    for file in (project / HOME, project / HOME / "chain.sqlite"):
        WriterLock(file).release()
    return not listening
