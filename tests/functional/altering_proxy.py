"""A proxy that stands between a reader and a service, and answers otherwise than the service did when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    kind: str = "application/json"


# From what was asked (path and query) and the true reply to the one that is given. The same reply: nothing is altered.
Alter = Callable[[str, Reply], Reply]


def truly(_: str, reply: Reply) -> Reply:
    return reply


class AlteringProxy:
    """Answers for the service at `upstream`. alter: what is done to replies; altered: how many were given otherwise."""

    def __init__(self, upstream: str) -> None:
        self._client = httpx.Client(base_url=upstream, timeout=30)
        self.alter: Alter = truly
        self.altered = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # One segment for head and body: else each answer waits for the other side's acknowledgement of the first.
            wbufsize = -1

            def do_GET(self) -> None:
                reply = proxy._reply(self.path)
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.kind)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: Any) -> None:
                return

        class Server(ThreadingHTTPServer):
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def fetch(self, path: str) -> Reply:
        """The true reply."""
        answer = self._client.get(path)
        return Reply(answer.status_code, answer.content, answer.headers.get("content-type", ""))

    def _reply(self, path: str) -> Reply:
        true = self.fetch(path)
        given = self.alter(path, true)
        self.altered += given != true
        return given

    @contextmanager
    def altering(self, alter: Alter) -> Iterator[None]:
        self.alter, self.altered = alter, 0
        try:
            yield
        finally:
            self.alter = truly

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._client.close()
