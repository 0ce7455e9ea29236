"""A thread of this process that takes one turn after another until it is told to stop."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod


class Turns(ABC):
    """What a duty of the worker stands on. A turn looks at `_stopping` where it takes long."""

    def __init__(self, name: str) -> None:
        """name: of the thread."""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the turn under way come to its end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._stopping.wait(self._turn())
        finally:
            self._ended()

    @abstractmethod
    def _turn(self) -> float:
        """Do what is to be done now; how many seconds to wait for the next turn."""

    def _ended(self) -> None:  # noqa: B027  # most hold nothing that has to be let go
        """In the thread, after the last turn."""
