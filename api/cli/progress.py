"""How far something has come, on standard error: a bar at a terminal, elsewhere a line every so often."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli import output

_SECONDS = 5.0  # between two lines


@contextmanager
def progress(vi: str, en: str, total: int) -> Iterator[Callable[[], None]]:
    """Yields what is called for each of `total` that is done, from any thread."""
    if not output.err.is_terminal:
        yield _Lines(vi, en, total)
        return
    columns = (TextColumn(output.both(vi, en)), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=output.err) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


class _Lines:
    def __init__(self, vi: str, en: str, total: int) -> None:
        self._vi, self._en, self._total = vi, en, total
        self._done = 0
        self._lock = threading.Lock()
        self._told_at = time.monotonic()

    def __call__(self) -> None:
        with self._lock:
            self._done += 1
            now = time.monotonic()
            if self._done == self._total or now - self._told_at >= _SECONDS:
                self._told_at = now
                count = f"{self._done}/{self._total}"
                output.err.print(output.both(f"{self._vi}: {count}", f"{self._en}: {count}"))
