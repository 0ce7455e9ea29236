"""The outermost layer: a request's id, its line in the log, its place in the metrics, and no error let through."""

from __future__ import annotations

import logging
import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.observability.logs import FIELDS, REQUEST_ID, log
from api.observability.metrics import Metrics
from api.observability.tracing import Kind, Span, Tracing
from api.problems.answer import answer_internal_error

logger = logging.getLogger("api.requests")
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # Much of it is for one reader alone, and all of it changes.
    "Cache-Control": "no-store",
}


class Observed:
    """Pure ASGI, so that a stream passes through unbuffered."""

    def __init__(self, app: ASGIApp, metrics: Metrics, tracing: Tracing) -> None:
        self._app = app
        self._metrics = metrics
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        parent = Headers(scope=scope).get("traceparent", "")
        with self._tracing.span(_method(scope), Kind.SERVER, within=parent) as span:
            await self._observed(scope, receive, send, span)

    async def _observed(self, scope: Scope, receive: Receive, send: Send, span: Span) -> None:
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(16)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        token = REQUEST_ID.set(request_id)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        begun = time.perf_counter()
        self._metrics.under_way.inc()
        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            logger.exception("nobody foresaw this", exc_info=error, extra={FIELDS: {}})
            if status:
                raise
            await answer_internal_error(scope, receive, sending)
        finally:
            self._metrics.under_way.dec()
            operation, seconds = state.get("operation", "none"), time.perf_counter() - begun
            self._metrics.requests.labels(operation, str(status)).inc()
            self._metrics.seconds.labels(operation).observe(seconds)
            _tell(span, scope, operation, status)
            log(
                logger,
                logging.INFO,
                "answered",
                method=scope["method"] if len(scope["method"]) < 16 else "other",
                **({"trace": span.trace} if span.trace else {}),
                operation=operation,
                status=status,
                milliseconds=round(seconds * 1000, 1),
            )
            REQUEST_ID.reset(token)


def _method(scope: Scope) -> str:
    """As OpenTelemetry's conventions have it: whoever asks can write anything for a method."""
    return scope["method"] if scope["method"] in _METHODS else "_OTHER"


def _tell(span: Span, scope: Scope, operation: str, status: int) -> None:
    method, route = _method(scope), getattr(scope.get("route"), "path", "")
    span.set("http.request.method", method)
    span.set("hanotex.operation", operation)
    if route:
        span.rename(f"{method} {route}")
        span.set("http.route", route)
    if status:
        span.set("http.response.status_code", status)
    if status >= 500:
        span.fail(str(status))
