"""The service as clients meet it: a real server on a port of this machine, over a real embedded ledger."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any, Self

import httpx

from api.connection import open_embedded
from api.server import server
from api.service import Service, compose
from api.settings import Settings
from ledger import wire
from ledger.wire import SignedCommand
from tests.conformance.cast import genesis
from tests.functional.participants import Participants

_PATIENCE = 30.0  # seconds


class Served(Participants):
    """A fresh ledger in `home`, served. `client` speaks to it; `service` is what stands behind."""

    def __init__(self, home: Path, at: int | None = None, **settings: Any) -> None:
        """settings: of `Settings`, in place of a development service that anybody may read."""
        self.genesis = genesis(int(time.time()) - 5 if at is None else at)
        if not (home / "genesis.json").exists():
            open_embedded(home, self.genesis).close()
        told = {"home": home, "port": 0, "public_reading": True, "drain_seconds": 5, "embedder": "hashing", **settings}
        self.service: Service = compose(Settings(**told))
        self.genesis = self.service.ledger.deployment.genesis
        self.ledger = self.service.ledger
        self._server = server(self.service)
        self.app: Any = self._server.config.app
        self._thread = threading.Thread(target=self._server.run, name="server")
        self._thread.start()
        until = time.monotonic() + _PATIENCE
        while not self._server.started:
            assert self._thread.is_alive(), "the server did not start"
            assert time.monotonic() < until, "the server did not start in time"
            time.sleep(0.01)
        self.port: int = self._server.servers[0].sockets[0].getsockname()[1]
        scheme = "https" if self.service.settings.tls_certificate else "http"
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self.client = httpx.Client(base_url=self.url, timeout=_PATIENCE)
        self._others: list[httpx.Client] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def client_with(self, token: str | None = None) -> httpx.Client:
        """A client of its own, that sends a token of any kind with every request."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self._others.append(httpx.Client(base_url=self.url, timeout=_PATIENCE, headers=headers))
        return self._others[-1]

    def close(self) -> None:
        for client in (self.client, *self._others):
            client.close()
        self.stop()
        self.service.close()

    def stop(self) -> None:
        """Stop as a signal would have it: what is under way is finished."""
        self.service.drain()
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive(), "the server did not stop in time"

    def post(self, signed: SignedCommand, path: str = "/v1/commands") -> httpx.Response:
        return self.client.post(path, json=wire.command_to_json(signed))

    def await_ready(self) -> None:
        self.await_answer("/ready", lambda answer: answer.status_code == 200)

    def await_answer(self, path: str, fits: Any) -> httpx.Response:
        """Ask until the answer fits."""
        until = time.monotonic() + _PATIENCE
        while True:
            answer = self.client.get(path)
            if fits(answer):
                return answer
            assert time.monotonic() < until, f"{path} kept answering {answer.status_code} {answer.text[:500]}"
            time.sleep(0.05)
