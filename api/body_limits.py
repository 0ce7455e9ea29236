"""Bounds on a request's body, before anything reads it: its size, time to arrive, encoding, and how deep it nests."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems.answer import problem_response
from ledger import json_text


class BodyLimits:
    """Takes a body in whole, and hands it on as one message; 413, 408 or 400 otherwise."""

    def __init__(self, app: ASGIApp, most: int, seconds: float) -> None:
        """most: bytes. seconds: for the whole body."""
        self._app = app
        self._most = most
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if "transfer-encoding" in headers and "content-length" in headers:
            # Somebody on the way may have ended the request elsewhere (RFC 9112, section 6.1).
            await self._refuse("MALFORMED", scope, receive, send, close=True)
            return
        stated = headers.get("content-length", "")
        if stated.isascii() and stated.isdigit() and int(stated[:20]) > self._most:
            await self._refuse("BODY_TOO_LARGE", scope, receive, send, close=True)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await self._whole(receive)
        except TimeoutError:
            await self._refuse("BODY_TOO_SLOW", scope, receive, send, close=True)
            return
        if body is None:
            return
        if len(body) > self._most:
            await self._refuse("BODY_TOO_LARGE", scope, receive, send, close=True)
            return
        try:
            # Whatever its type is said to be: the routes' parsers have their own ideas of what JSON is.
            if not headers.get("content-type", "").lower().startswith("multipart/form-data"):
                json_text.check_encoding(body)
                json_text.check_depth(body)
        except ValueError:
            await self._refuse("MALFORMED", scope, receive, send)
            return
        handed_on = False

        async def whole() -> Message:
            nonlocal handed_on
            if handed_on:
                return await receive()
            handed_on = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, whole, send)

    async def _whole(self, receive: Receive) -> bytes | None:
        """The body, or so much of it that it is too large; None where the client went away."""
        body = b""
        while len(body) <= self._most:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        return body

    async def _refuse(self, code: str, scope: Scope, receive: Receive, send: Send, close: bool = False) -> None:
        """close: what is left of the body would be read as the next request."""
        values: dict[str, dict[str, Any]] = {
            "BODY_TOO_LARGE": {"most": self._most},
            "BODY_TOO_SLOW": {"seconds": self._seconds},
            "MALFORMED": {"field": ""},
        }
        answer = problem_response(HTTPConnection(scope), code, values[code])
        if close:
            answer.headers["Connection"] = "close"
        await answer(scope, receive, send)
