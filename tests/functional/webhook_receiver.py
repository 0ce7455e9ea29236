"""Somebody else's server, who is told of events: it writes down what came, and answers as it is told to."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Message:
    """What came. at: monotonic seconds; headers: names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)

    @property
    def event(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body)
        return document

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


# What is answered to a message: a status, headers, and the parts of a body with the seconds before each.
Answer = tuple[int, dict[str, str], list[tuple[float, bytes]]]


class Receiver:
    """`answer` says what each message is answered with; those answered with 2xx are `taken`, in that order."""

    def __init__(self) -> None:
        self.came: list[Message] = []
        self.taken: list[Message] = []
        self.answer: Callable[[Message], Answer] = lambda message: (204, {}, [])
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver._serve(self)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *who: Any) -> None:
                if not isinstance(sys.exc_info()[1], ConnectionError):  # the sender died on the way
                    super().handle_error(*who)

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def first_arrivals(self) -> list[dict[str, Any]]:
        """The events taken, each where it was taken first."""
        seen: dict[str, Message] = {}
        with self._lock:
            for message in self.taken:
                seen.setdefault(message.id, message)
        return [message.event for message in seen.values()]

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        message = Message(handler.path, headers, body)
        with self._lock:
            self.came.append(message)
            status, extra, parts = self.answer(message)
        try:
            handler.send_response(status)
            for name, value in extra.items():
                handler.send_header(name, value)
            handler.send_header("content-length", str(sum(len(part) for _, part in parts)))
            handler.end_headers()
            for seconds, part in parts:
                time.sleep(seconds)
                handler.wfile.write(part)
        except OSError:
            return  # the sender has gone
        if 200 <= status < 300:
            with self._lock:
                self.taken.append(message)
