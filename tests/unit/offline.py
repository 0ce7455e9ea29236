"""Proof that something needs no network: sockets cannot be made while a test runs."""

from __future__ import annotations

import socket
from typing import Any, NoReturn

import pytest


@pytest.fixture(autouse=True)
def sockets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Import it into a test module to hold for every test there."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
