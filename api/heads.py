"""HEAD wherever there is GET (RFC 9110, section 9.3.2): the same answer without its content.

Not of the stream, which has no end, and not of signing in, where GET uses up what it is given.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NO_HEAD = ("/v1/events", "/v1/sign-in/")


def has_head(path: str) -> bool:
    """Whether HEAD is served where GET is."""
    return not path.startswith(_NO_HEAD)


class Heads:
    """Answers HEAD as GET would be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or not has_head(scope["path"]):
            await self.app(scope, receive, send)
            return

        async def without_content(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        asked = {**scope, "method": "GET"}
        try:
            await self.app(asked, receive, without_content)
        finally:
            # Whoever tells of the request tells which route it was.
            scope["route"] = asked.get("route")
