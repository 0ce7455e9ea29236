"""Files that a user names: read only if they are files, and never more of them than is needed."""

from __future__ import annotations

import os
import stat
from pathlib import Path


class NotARegularFile(Exception):
    """A directory, a device or a pipe: its content may have no end, or never come."""


def read_beyond(file: Path, most: int) -> bytes:
    """The first `most` + 1 bytes of a regular file, or all if it has fewer: whoever takes `most` sees one too many.

    Raises `NotARegularFile`, `OSError`.
    """
    # Without O_NONBLOCK a pipe that nobody writes to would never open.
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotARegularFile(str(file))
        with open(descriptor, "rb", closefd=False) as opened:
            return opened.read(most + 1)
    finally:
        os.close(descriptor)
