"""Work apart: a place is free again whether its work ended, failed, or was never begun."""

from __future__ import annotations

import asyncio
import contextlib
import threading

import pytest

from api.apart import Apart
from api.problems.answer import NotServed

PATIENCE = 10.0


def test_a_place_is_free_again_whatever_became_of_its_work() -> None:
    async def story() -> None:
        apart = Apart("test", 1)
        let, began = threading.Event(), threading.Event()

        def hold() -> None:
            began.set()
            assert let.wait(PATIENCE)

        # The only thread is held, as it is for an instant after each work, so what comes next is not begun.
        held = apart._threads.submit(hold)
        assert began.wait(PATIENCE)
        gone = asyncio.ensure_future(apart.run("ann", lambda: None))
        await asyncio.sleep(0)
        with pytest.raises(NotServed, match="TOO_BUSY"):
            await apart.run("bob", lambda: None)
        gone.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone
        let.set()
        await asyncio.wrap_future(held)
        assert await apart.run("ann", lambda: 3) == 3
        with pytest.raises(ZeroDivisionError):
            await apart.run("ann", lambda: 1 // 0)
        assert await apart.run("bob", lambda: 4) == 4

    asyncio.run(story())
