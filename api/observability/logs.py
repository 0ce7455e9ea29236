"""Logs as one JSON object a line.

A line holds no request body, no header, no query and no address of a client: nothing that a person could be found by,
and no signature or secret. Errors that nobody foresaw are told by their type and place, never by their message.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

logger = logging.getLogger(__name__)
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
FIELDS = "hanotex_fields"
_FRAMES = 12


class JsonLines(logging.Formatter):
    """`{"at", "level", "logger", "message", …}`: the rest are the fields that `log` was given."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            line["request_id"] = request_id
        line |= getattr(record, FIELDS, {})
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
            line["where"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def places(error: BaseException) -> list[str]:
    """Where an error came from, innermost last: `file:line function`."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def log(logger: logging.Logger, level: int, message: str, **fields: Any) -> None:
    """A line with fields of its own. They must be of closed lists, numbers or digests."""
    logger.log(level, message, extra={FIELDS: fields})


def to_standard_error(level: int = logging.INFO) -> None:
    """Have every logger of this process write JSON lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    sys.excepthook = _not_caught
    threading.excepthook = lambda told: _not_caught(told.exc_type, told.exc_value, told.exc_traceback)
    # Clients of ours that would log whole addresses, queries included.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], name != "uvicorn.access"


def _not_caught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """What ends the process or a thread of it: in the log's form too."""
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logger.critical("nobody caught this", exc_info=(kind, error or kind(), trace))
