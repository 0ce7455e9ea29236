"""Puts payloads into one place of a request at a time, and says what of the answer, or of the service, is not right."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import logging
import re
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

from api.dependencies import reading_tables
from api.observability.logs import JsonLines
from api.tables import Base
from api.webhooks.deliverer import Load
from ledger.port import all_events
from tests.functional.fields import Place, Template
from tests.functional.peopled import WEBHOOKS_GO_TO, Peopled

PAYLOADS = Path(__file__).with_name("payloads")
_ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|(\\))")
# What no answer may hold, and no payload does.
_HERE = re.escape(str(Path(__file__).resolve().parents[2]).encode())
_TOLD = re.compile(
    rb"Traceback \(most|File \"/|site-packages|sqlalche\.me|sqlite3\.|psycopg|OperationalError|ProgrammingError"
    rb"|near \"|unterminated|root:x:0:|\[fonts\]|BEGIN (EC |RSA )?PRIVATE KEY|" + _HERE
)
_METADATA = "169.254.169.254"
_NUMERIC = re.compile(r"[0-9a-fA-Fx.:%]*")
# Counted, remembered or taken in by design, whatever comes of the request.
_MAY_CHANGE = {"attempts", "nonces", "intakes", "webhook_deliveries"}
_MAY_CHANGE_COLUMNS = {"seen_at", "last_used_at", "block", "log", "failures", "rests_until", "stopped"}
_LOOKS = 4  # of the deliverer, before what it would have sent is sent
_LONGEST_TARGET = 16_384  # bytes, that the server reads in any case
# What JSON can hold as an escape, and no UTF-8 can.
HALF_A_PAIR = b"\xed\xa0\x80"
LONG = (b"A" * 5_000, b"\xc4\x83" * 40_000, b"9" * 5_000, b"../" * 2_000)


def payloads() -> list[bytes]:
    """Every line of the committed files, and some that are only long."""
    found: dict[bytes, None] = {}
    for file in sorted(PAYLOADS.glob("*.txt")):
        for line in file.read_bytes().removesuffix(b"\n").split(b"\n"):
            found[_ESCAPE.sub(lambda each: each[2] or bytes.fromhex(each[1].decode()), line)] = None
    return [*found, *LONG]


class Injected:
    """Of one service, for as long as `watch` lasts. failures: a line for each thing that is not right."""

    def __init__(self, served: Peopled) -> None:
        self.served = served
        self.sent = 0
        self.statuses: dict[int, int] = {}
        self.failures: list[str] = []
        self._log = io.StringIO()
        self._reached: list[str] = []
        self._version = sqlite3.connect(served.service.settings.home / "service.sqlite")
        self._kept = b""

    @contextmanager
    def watch(self) -> Iterator[None]:
        handler = logging.StreamHandler(self._log)
        handler.setFormatter(JsonLines())
        logging.getLogger().addHandler(handler)
        ledger = _heads(self.served)
        self._kept = self._digest()
        _watched.append(self._saw)
        try:
            with patch("socket.getaddrinfo", _resolved(socket.getaddrinfo)):
                yield
                time.sleep(_LOOKS * Load().look)
        finally:
            _watched.remove(self._saw)
            logging.getLogger().removeHandler(handler)
            self._version.close()
        if _heads(self.served) != ledger:
            self.failures.append("the ledger has changed")
        for line in self._log.getvalue().split("\n")[:-1]:
            if not isinstance(_json(line), dict):
                self.failures.append(f"a line of the log is no object: {line[:200]}")
        self.failures += [f"reached out: {each}" for each in self._reached]

    def send(self, template: Template, place: Place, payload: bytes) -> None:
        self.served.restore()
        target, headers, body = template.request(place, payload)
        about = f"{place} {payload[:60]!r}"
        before = self._data_version()
        self.sent += 1
        try:
            answer, content = _exchange(self.served, template.method, target, headers, body)
        except ConnectionError:
            # A line break in a header ends the request early, and what follows is none; a target may be too long.
            if place.kind != "header" and len(target) < _LONGEST_TARGET:
                self.failures.append(f"{about}: no answer")
            return
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        if answer.status >= 500:
            self.failures.append(f"{about}: {answer.status} {content[:300]!r}")
        if place.steps[-1] == "url" and answer.status < 300:
            self.failures.append(f"{about}: taken for an address of the internet")
        if _TOLD.search(content):
            self.failures.append(f"{about}: told too much: {content[:300]!r}")
        if answer.headers.get("x-injected") or "forged" in answer.headers.get("set-cookie", ""):
            self.failures.append(f"{about}: made a header of its own: {answer.headers}")
        kind = answer.headers.get("content-type", "")
        if "html" in kind and re.search(rb"[<>\"'&]", payload) and payload in content:
            self.failures.append(f"{about}: stands in a page as it was sent")
        if answer.headers.get("x-request-id") and answer.headers.get("x-content-type-options") != "nosniff":
            self.failures.append(f"{about}: may be taken for something else than {kind}")
        if self._data_version() != before:
            kept, self._kept = self._kept, self._digest()
            if answer.status >= 400 and kept != self._kept:
                self.failures.append(f"{about}: {answer.status}, and the tables have changed")

    def _saw(self, event: str, arguments: tuple[Any, ...]) -> None:
        allowed = (("127.0.0.1", self.served.port), WEBHOOKS_GO_TO)
        if event == "socket.connect" and arguments[1] not in allowed:
            self._reached.append(f"connection to {arguments[1]}")
        elif event == "open" and str(arguments[0]).startswith(("/etc/passwd", "/proc/self/environ")):
            self._reached.append(f"file {arguments[0]}")
        elif event in ("os.system", "os.exec", "os.posix_spawn"):
            self._reached.append(f"{event} {arguments}")

    def _data_version(self) -> int:
        """Another number after each transaction of another connection (SQLite's own count)."""
        found: int = self._version.execute("PRAGMA data_version").fetchone()[0]
        return found

    def _digest(self) -> bytes:
        """Of what the service keeps in its own tables."""
        digest = hashlib.sha256()
        with reading_tables(self.served.service) as session:
            for table in Base.metadata.sorted_tables:
                if table.name not in _MAY_CHANGE:
                    columns = [column for column in table.columns if column.name not in _MAY_CHANGE_COLUMNS]
                    rows = session.execute(select(*columns).order_by(*table.primary_key)).all()
                    digest.update(repr((table.name, rows)).encode())
        return digest.digest()


def _exchange(
    served: Peopled, method: str, target: bytes, headers: dict[bytes, bytes], body: bytes
) -> tuple[http.client.HTTPResponse, bytes]:
    """One request, to the byte as it is given."""
    own = {
        b"Host": f"127.0.0.1:{served.port}".encode(),
        b"Authorization": f"Bearer {served.admin.token}".encode(),
        b"Content-Length": str(len(body)).encode(),
        b"Connection": b"close",
        **headers,
    }
    head = b"".join(b"%b: %b\r\n" % each for each in own.items())
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as line:
        line.sendall(b"%b %b HTTP/1.1\r\n%b\r\n%b" % (method.encode(), target, head, body))
        answer = http.client.HTTPResponse(line, method=method)
        answer.begin()
        return answer, answer.read()


def _heads(served: Peopled) -> Sequence[bytes]:
    return [event.head for event in all_events(served.ledger)]


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _resolved(really: Callable[..., Any]) -> Callable[..., Any]:
    """Every name means a cloud's metadata service. Addresses, however they are written, mean what they always do."""

    def resolve(host: Any, port: Any, *arguments: Any, **named: Any) -> Any:
        text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
        known = host is None or _NUMERIC.fullmatch(text) or text == "localhost"
        return really(host if known else _METADATA, port, *arguments, **named)

    return resolve


# Hooks of the interpreter stay for ever: this one does nothing while nobody watches.
_watched: list[Callable[[str, tuple[Any, ...]], None]] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched and (event in ("socket.connect", "open") or event.startswith("os.")):
        for saw in list(_watched):
            saw(event, arguments)


sys.addaudithook(_audit)
