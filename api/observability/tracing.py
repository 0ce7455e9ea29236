"""Spans: what took how long, and within what. They go nowhere unless a collector is named (`api.observability.export`).

What a span says is of closed lists, or a number: a route's template and never a path, and nothing of a query, a header,
a body, a client's address or an error's message. What is not on the list has no way in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum, auto
from typing import Literal

from api.settings import BadSettings, Settings

Attribute = Literal[
    "http.request.method",
    "http.route",
    "http.response.status_code",
    "hanotex.operation",
    "hanotex.command",
    "hanotex.outcome",
    "hanotex.refusal",
    "hanotex.events",
]


class Kind(Enum):
    INTERNAL = auto()
    SERVER = auto()
    CLIENT = auto()


class Span:
    """One that goes nowhere: what it is told is forgotten. trace: its trace's id in hexadecimal, for logs."""

    trace = ""

    def rename(self, name: str) -> None: ...

    def set(self, attribute: Attribute, value: str | int) -> None: ...

    def fail(self, why: str) -> None:
        """why: of a closed list, or an error's type."""

    def forget(self) -> None:
        """There was nothing to tell of."""


NOWHERE = Span()
_CURRENT: ContextVar[Span] = ContextVar("span", default=NOWHERE)


def current() -> Span:
    """The innermost span of this task or thread, to give to another thread as `within`."""
    return _CURRENT.get()


class Tracing:
    """Where spans begin. This one sends none."""

    @contextmanager
    def span(
        self,
        name: str,
        kind: Kind = Kind.INTERNAL,
        within: Span | str | None = None,
        answers: tuple[type[Exception], ...] = (),
    ) -> Iterator[Span]:
        """A span for as long as the block runs, of the current one where `within` names no other.

        within: another span, or a `traceparent` (W3C Trace Context) as somebody sent it. answers: errors that are no
        failure; any other fails the span, by its type.
        """
        span = self._begin(name, kind, current() if within is None else within)
        token = _CURRENT.set(span)
        try:
            yield span
        except answers:
            raise
        except Exception as error:
            span.fail(type(error).__name__)
            raise
        finally:
            _CURRENT.reset(token)
            self._end(span)

    def close(self) -> None:
        """Send what has not been sent, for a few seconds at most."""

    def _begin(self, name: str, kind: Kind, within: Span | str) -> Span:
        return NOWHERE

    def _end(self, span: Span) -> None: ...


NO_TRACING = Tracing()


def open_tracing(settings: Settings) -> Tracing:
    """What the settings ask for. Raises `BadSettings` where the packages that send spans are not installed."""
    if not settings.telemetry_endpoint:
        return NO_TRACING
    try:
        from api.observability.export import Exported
    except ImportError:
        raise BadSettings(
            "telemetry_endpoint cần các gói trong requirements-telemetry.txt",
            "telemetry_endpoint needs the packages of requirements-telemetry.txt",
        ) from None
    return Exported(settings.telemetry_endpoint)
