"""One writer: an operating-system lock on a file beside the chain's, freed by the system whatever ends the process."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from .errors import ChainInUse


class WriterLock:
    """Holds `<path>.lock` until `release` or the end of the process. Raises ChainInUse at once if it is taken.

    The lock file stays: removing it would let two processes lock two files of the same name.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._descriptor, 20, 0).strip()
            os.close(self._descriptor)
            raise ChainInUse(path, int(holder) if holder.isdigit() else None) from error
        # Fixed width: a reader never sees a mixture of two numbers. A full disk must not keep the chain shut.
        try:
            os.pwrite(self._descriptor, f"{os.getpid():<20}".encode(), 0)
        except OSError:
            os.ftruncate(self._descriptor, 0)

    def release(self) -> None:
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
