"""What can go wrong: JSON-RPC answers (`RpcError`), and exceptions for whoever opens the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

# geth's and EIP-1474's codes where they exist.
EXECUTION_REVERTED = 3
SERVER_ERROR = -32000
INVALID_PARAMS = -32602
METHOD_NOT_FOUND = -32601
CLOCK_BEHIND = -32010
STORAGE = -32020


class RpcError(Exception):
    """A JSON-RPC error answer (EIP-1474): code, message and optional data."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data

    def answer(self) -> dict[str, Any]:
        """The `error` member of the response."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.data is not None:
            error["data"] = self.data
        return error


def refused(message: str) -> RpcError:
    """A transaction or call refused with one of geth's messages."""
    return RpcError(SERVER_ERROR, message)


def invalid_params(message: str) -> RpcError:
    return RpcError(INVALID_PARAMS, message)


def clock_behind(at: int, now: int) -> RpcError:
    """The clock reads `now`, but a block of time `at` exists (both in seconds, Unix); nothing was changed."""
    return RpcError(CLOCK_BEHIND, "clock behind", {"at": at, "now": now})


def not_stored(cause: Exception) -> RpcError:
    """The transaction could not be made durable, and its effects are undone.

    As with any failed write, look for its hash before sending something new.
    """
    return RpcError(STORAGE, f"storage: {cause}")


class ChainInUse(Exception):
    """Another process, or another provider in this one, has the file open for writing.

    path: the chain's file. pid: the writer's process id, None if it is not known.
    """

    def __init__(self, path: Path, pid: int | None) -> None:
        super().__init__(f"{path} is open for writing by process {pid if pid is not None else 'unknown'}")
        self.path = path
        self.pid = pid


class GenesisDiffers(Exception):
    """The file holds a chain of another genesis."""


class NotAChain(Exception):
    """The file is not a chain, or of a format this version does not know."""


class ChainDamaged(Exception):
    """What the file holds contradicts itself: a journalled transaction does not execute again."""


class StorageFailed(Exception):
    """A write could not be made durable; it was rolled back and may be tried again."""


class ReadOnly(Exception):
    """The chain was opened for reading only."""
