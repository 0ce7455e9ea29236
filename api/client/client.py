"""The client: the operations, and what takes several of them."""

from __future__ import annotations

import ssl
import time
from collections.abc import Generator
from contextlib import closing
from types import TracebackType
from typing import Self

import httpx

from . import models
from .errors import OutcomeUnknown, ServiceProblem
from .operations import Operations

_FIRST_PAUSE = 0.25  # seconds; doubled while nothing comes
_LONGEST_PAUSE = 15.0
_LONGEST_WAIT = 3600.0  # that a service may ask for before events go on
_ASK_SECONDS = 10.0  # how long is asked before the same bytes are sent again


class Client(Operations):
    """A service at `url`.

    token: an API key (`hxk_…`) or a session's token (`hxs_…`). tls: what a machine shows and whom it trusts, in place
    of the system's roots. transport: in place of the network, for tests of one's own.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        timeout: float = 30.0,
        tls: ssl.SSLContext | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(httpx.Client(base_url=url, timeout=timeout, verify=tls or True, transport=transport))
        self.use_token(token)

    def use_token(self, token: str | None) -> None:
        """Speak as whom this token is of from now on; None: as nobody."""
        if token is None:
            self._http.headers.pop("Authorization", None)
        else:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, command: models.SignedCommand, *, within: float = 120.0) -> models.Accepted:
        """Submit a command and follow it until it is recorded or refused.

        The same bytes are sent again where no answer came or the service asks to wait: a command takes effect once.
        within: seconds. Raises `ServiceProblem` for a refusal, `OutcomeUnknown` where nothing is known by then.
        """
        until, intake, pause = time.monotonic() + within, None, _FIRST_PAUSE
        while True:
            try:
                answer = self.submit_command(command)
                if "receipt" in answer:
                    return answer
                intake = answer["intake"]
                recorded = self._recorded(answer["digest"], until)
                if recorded is not None:
                    return recorded
                wait = pause
            except ServiceProblem as problem:
                if problem.retry_after is None:
                    raise
                intake = problem.intake or intake
                if time.monotonic() + problem.retry_after > until and problem.code != "OUTCOME_UNKNOWN":
                    raise
                wait = max(problem.retry_after, pause)
            except httpx.TransportError as error:
                if time.monotonic() + pause > until:
                    raise OutcomeUnknown(intake) from error
                wait = pause
            if time.monotonic() + wait > until:
                raise OutcomeUnknown(intake)
            time.sleep(wait)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _recorded(self, digest: models.Bytes32, until: float) -> models.Accepted | None:
        """What a command left once it is recorded. None where it has to be sent again to learn more."""
        until, pause = min(until, time.monotonic() + _ASK_SECONDS), _FIRST_PAUSE
        while True:
            found = self.get_command(digest)
            receipt, intake = found.get("receipt"), found.get("intake")
            if receipt and intake:
                return {"receipt": receipt, "intake": intake}
            # A refusal is told in full, with its sentences, to whoever sends the same bytes again.
            if found["state"] in ("refused", "unknown") or time.monotonic() + pause > until:
                return None
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def follow_events(self, after: models.Position | None = None) -> Generator[models.EventModel, None, None]:
        """Every sealed event after a position, from the first one where none is given, then each as it comes.

        Lines that break are taken up again where they broke. Keep `position` of the last event that was dealt with, and
        give it as `after` the next time: nothing is missed and nothing is told twice. It ends when it is closed, and
        raises `ServiceProblem` for what waiting does not mend, or not within an hour.
        """
        pause = _FIRST_PAUSE
        while True:
            wait = pause
            try:
                with closing(self.stream_events(after=after)) as events:
                    for event in events:
                        yield event
                        after, pause = event["position"], _FIRST_PAUSE
            except ServiceProblem as problem:
                if problem.retry_after is None or problem.retry_after > _LONGEST_WAIT:
                    raise
                wait = max(problem.retry_after, pause)
            except httpx.TransportError:
                pass
            time.sleep(wait)
            pause = min(2 * pause, _LONGEST_PAUSE)
