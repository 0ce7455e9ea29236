"""Commands on their way to the ledger: a thread for each, many at once, so that they share one write of the engine."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from api.observability.tracing import NO_TRACING, Span, Tracing, current
from api.places import Places
from ledger.errors import Refused
from ledger.events import Receipt
from ledger.port import Ledger
from ledger.wire import SignedCommand


class Submissions:
    """Submits in threads of its own. A command whose client has gone away goes on all the same."""

    def __init__(self, ledger: Ledger, threads: int, most: int, tracing: Tracing = NO_TRACING) -> None:
        """threads: commands with the engine at once. most: those under way, the ones that wait included."""
        self._ledger = ledger
        self._tracing = tracing
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="submission")
        self._places = Places(most, most)

    async def submit(self, signed: SignedCommand, seconds: float) -> Receipt:
        """As `ledger.port.Ledger.submit`; raises `TimeoutError` where no answer came in time, and goes on.

        Raises `NotServed` TOO_BUSY where too many commands are under way: nothing was sent.
        """
        self._places.take()
        sent = self._threads.submit(self._send, signed, current())
        sent.add_done_callback(lambda _: self._places.leave())
        answer = asyncio.wrap_future(sent)
        # Whoever stopped waiting is told by the command's status; nobody else looks at the error.
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.wait_for(asyncio.shield(answer), seconds)

    def _send(self, signed: SignedCommand, within: Span) -> Receipt:
        with self._tracing.span("ledger.submit", within=within, answers=(Refused,)) as span:
            span.set("hanotex.command", signed.name)
            try:
                receipt = self._ledger.submit(signed)
            except Refused as refused:
                span.set("hanotex.outcome", "refused")
                span.set("hanotex.refusal", refused.code)
                raise
            span.set("hanotex.outcome", "accepted")
            return receipt

    def close(self) -> None:
        """Finish what is under way."""
        self._threads.shutdown(wait=True)
