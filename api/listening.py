"""The socket that a service listens on, taken before anything else is opened: a taken port is told at once."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from ledger.sentences import Sentence


class CannotListen(Exception):
    """The address cannot be listened on. sentence: why not, and what to do, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.sentence = Sentence(vi, en)


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to the address; port 0: any free one. Raises `CannotListen`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # By its protocol's number asyncio knows a socket whose small writes it may let go at once (TCP_NODELAY). Without
    # it the body of each answer waits some 40 ms for the client's acknowledgement of the head.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        # A port whose last connections are still going away is free; one that somebody listens on is not.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
            # So that nobody else can be given it from here on.
            bound.listen()
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else str(error)
            raise CannotListen(
                f"Không lắng nghe được ở {host}, cổng {port} ({why}): chọn cổng khác bằng --port, hoặc tắt "
                "chương trình đang dùng cổng đó.",
                f"Cannot listen on {host}, port {port} ({why}): choose another with --port, or stop the "
                "program that has it.",
            ) from None
        yield bound
