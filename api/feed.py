"""Tells streams of this process that the tables hold more, whoever fills them."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from ledger.events import BEFORE_ALL, Position
from marketplace.projection import Projection

logger = logging.getLogger(__name__)
_BETWEEN_LOOKS = 0.25  # seconds


class Feed:
    """One look at the tables for all streams together."""

    def __init__(self, tables: Engine) -> None:
        self._projection = Projection(tables)
        self._position = BEFORE_ALL
        self._changed = asyncio.Condition()

    async def now(self) -> Position:
        """The last event that the tables hold, looked up."""
        return await run_in_threadpool(self._projection.position)

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                found = await run_in_threadpool(self._projection.position)
            except SQLAlchemyError as error:
                logger.warning("the tables could not be looked at: %s", type(error).__name__)
                found = self._position
            if found != self._position:
                async with self._changed:
                    self._position = found
                    self._changed.notify_all()
            await asyncio.sleep(_BETWEEN_LOOKS)

    async def beyond(self, position: Position, seconds: float) -> bool:
        """Whether there is an event after a position, waiting for one so long."""
        async with self._changed:
            try:
                async with asyncio.timeout(seconds):
                    await self._changed.wait_for(lambda: self._position > position)
            except TimeoutError:
                return False
        return True
