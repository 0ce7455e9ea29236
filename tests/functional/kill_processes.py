"""`hanotex serve` and `hanotex worker` as processes of their own, each started and killed many times over.

They are forked from one process that has imported everything and runs no thread, so that a life costs little; what
runs in them is the command line itself.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.functional.crash_points import Countdown, Point

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(
    [__name__, "api.cli.main", "api.server", "api.service", "tests.functional.kill_points"]
)
_LOOK = 0.02  # seconds
_LONGEST_LIFE = 200.0  # seconds: on a machine that does much else, a step is come by late


class StillAlive(Exception):
    """The process did not come to the point at which it was to be killed, or ended before."""


@dataclass(frozen=True, slots=True)
class Death:
    """step: what people call it. point: where the process kills itself when it has come by so often; None: it is killed
    from outside, so many seconds after it was started, or with `serving` after it first answered.

    opening: it must come by before it answers, with what a process has left that died at `left`. cold: nothing is
    imported yet when it is started.
    """

    step: str
    point: Point | None = None
    passings: int = 1
    seconds: float = 0.0
    serving: bool = True
    opening: bool = False
    left: Point | None = None
    cold: bool = False


@dataclass(slots=True)
class Life:
    """Times are UTC seconds; 0: never. answering: it answered anything; ready: `/ready` said so."""

    process: str
    step: str
    born: float
    answering: float = 0.0
    ready: float = 0.0
    died: float = 0.0
    cold: bool = False


@dataclass(frozen=True, slots=True)
class _Armed:
    point: str
    passings: int

    def __call__(self) -> None:
        from tests.functional.kill_points import POINTS

        POINTS[self.point].arm(Countdown(self.passings))


def _disarmed() -> None:
    pass


@dataclass(slots=True)
class Mortal:
    """One process of the service. verb: `serve` or `worker`; url: where it answers, "" for a worker without metrics."""

    verb: str
    number: int
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    port: int
    lives: list[Life] = field(default_factory=list)
    _process: multiprocessing.process.BaseProcess | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def start(self, death: Death | None = None) -> Life:
        """Start it, armed where `death` names a point."""
        verb, port = self.verb, str(self.port)
        said = [verb, *self.arguments, "--port" if verb == "serve" else "--metrics-port", port]
        arm = _disarmed
        if death is not None and death.point is not None:
            arm = _Armed(death.point.name, death.passings)
        cold = death is not None and death.cold
        arguments = (said, dict(self.environment), self.log, arm, cold)
        process = _processes.Process(target=_run, args=arguments, daemon=True)
        life = Life(f"{verb} {self.number}", death.step if death else "", time.time(), cold=cold)
        process.start()
        self._process = process
        self.lives.append(life)
        return life

    def live(self, death: Death) -> Life:
        """One life to its violent end. Raises `StillAlive`."""
        life, begun = self.start(death), time.monotonic()
        process = self._process
        assert process is not None
        kill_at = None if death.point or death.serving else begun + death.seconds
        with httpx.Client(base_url=self.url, timeout=1.0) as client:
            while process.is_alive():
                process.join(_LOOK if kill_at is None else min(_LOOK, max(kill_at - time.monotonic(), 0)))
                self._look(client, life)
                if death.point is None and kill_at is None and life.answering:
                    kill_at = time.monotonic() + death.seconds
                if kill_at is not None and time.monotonic() >= kill_at:
                    process.kill()
                    break
                if time.monotonic() > begun + _LONGEST_LIFE or (death.opening and life.answering):
                    self._end_unkilled(life)
                    raise StillAlive(f"{life.process}: {death.step}: not reached")
        process.join()
        life.died = time.time()
        if process.exitcode != -signal.SIGKILL:
            self._end_unkilled(life)
            raise StillAlive(f"{life.process}: {death.step}: ended with {process.exitcode}, see {self.log}")
        return life

    def _end_unkilled(self, life: Life) -> None:
        """Not counted among those that died at their step."""
        life.step = ""
        self.kill()

    def await_ready(self) -> Life:
        """Until the life begun last is ready."""
        life, until = self.lives[-1], time.monotonic() + _LONGEST_LIFE
        with httpx.Client(base_url=self.url, timeout=5.0) as client:
            while not life.ready:
                if not self.alive or time.monotonic() > until:
                    raise StillAlive(f"{life.process}: not ready, see {self.log}")
                self._look(client, life)
                time.sleep(_LOOK)
        return life

    def _look(self, client: httpx.Client, life: Life) -> None:
        if life.ready:
            return
        try:
            answer = client.get("/ready" if self.verb == "serve" else "/metrics")
        except httpx.TransportError:
            return
        life.answering = life.answering or time.time()
        if answer.status_code == 200:
            life.ready = time.time()

    def stop(self) -> int | None:
        """Ask it to leave in order; its exit code, None where it had to be killed."""
        process = self._process
        if process is None or process.pid is None:
            return 0
        os.kill(process.pid, signal.SIGTERM)
        process.join(_LONGEST_LIFE)
        code = process.exitcode
        self.kill()
        return code

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
            self.lives[-1].died = self.lives[-1].died or time.time()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _run(arguments: list[str], environment: dict[str, str], log: Path, arm: Callable[[], None], cold: bool) -> None:
    with log.open("ab") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    os.environ.update(environment)
    if cold:
        os.execv(sys.executable, [sys.executable, "-m", "api.cli.main", *arguments])
    from api.cli.main import app

    arm()
    app(arguments)
