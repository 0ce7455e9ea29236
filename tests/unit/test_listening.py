"""The socket that a service listens on: answers leave it at once."""

from __future__ import annotations

import asyncio
import socket

from api.listening import listening


def test_a_connection_does_not_wait_for_acknowledgements_before_it_writes_on() -> None:
    async def without_delay(bound: socket.socket) -> bool:
        accepted: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        class Accepting(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                taken = transport.get_extra_info("socket")
                accepted.set_result(bool(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))

        server = await asyncio.get_running_loop().create_server(Accepting, sock=bound)
        _, writer = await asyncio.open_connection(*bound.getsockname()[:2])
        found = await accepted
        writer.close()
        server.close()
        return found

    with listening("127.0.0.1", 0) as bound:
        assert asyncio.run(without_delay(bound))
