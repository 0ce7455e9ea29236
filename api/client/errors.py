"""What can go wrong, beside httpx's own errors for lines that broke."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import models


class ServiceProblem(Exception):
    """The service, or the ledger behind it, says no (RFC 9457).

    code: stable, what programs decide by. values: what it is about, in wire form. title and advice: what happened and
    what to do next, in Vietnamese and English. intake: the operator's receipt that the command had arrived, if it had.
    retry_after: seconds until asking again makes sense; None where it makes none. document: all that was said.
    """

    def __init__(self, document: models.Problem, retry_after: float | None = None) -> None:
        super().__init__(document["code"], document["values"])
        self.document = document
        self.retry_after = retry_after
        self.status: int = document["status"]
        self.code: str = document["code"]
        self.values: Mapping[str, Any] = document["values"]
        self.title_vi: str = document["title_vi"]
        self.title_en: str = document["title_en"]
        self.advice_vi: str = document["advice_vi"]
        self.advice_en: str = document["advice_en"]
        self.intake: models.IntakeModel | None = document.get("intake")

    def __str__(self) -> str:
        said = ", ".join(f"{name} = {value}" for name, value in self.values.items())
        return (
            f"{self.code}{f' ({said})' if said else ''}: {self.title_vi}. {self.advice_vi} / "
            f"{self.title_en}. {self.advice_en}"
        )


class UnexpectedAnswer(Exception):
    """What answered is not the service, or not one of this description: a proxy, another address."""

    def __init__(self, status: int, media_type: str, start: str) -> None:
        super().__init__(status, media_type, start)
        self.status = status
        self.media_type = media_type
        self.start = start

    def __str__(self) -> str:
        return f"{self.status} {self.media_type}: {self.start}"


class BeyondBound(Exception):
    """What answered sends more than this client takes, or goes on without end; the line was closed.

    bound: `answer_bytes`, `answer_seconds`, `event_bytes` or `pages`. most: its value.
    """

    def __init__(self, bound: str, most: float) -> None:
        super().__init__(bound, most)
        self.bound = bound
        self.most = most

    def __str__(self) -> str:
        return (
            f"Câu trả lời vượt giới hạn {self.bound} = {self.most:g}. Hãy kiểm tra địa chỉ của dịch vụ. / "
            f"The answer is beyond the bound {self.bound} = {self.most:g}. Check the service's address."
        )


class OutcomeUnknown(Exception):
    """Whether a command was recorded is not known within the time allowed; it may still be.

    Send the same bytes again, at any time: a command takes effect once. intake: None where the service was not reached.
    """

    def __init__(self, intake: models.IntakeModel | None) -> None:
        super().__init__(intake)
        self.intake = intake

    def __str__(self) -> str:
        digest = "" if self.intake is None else f" {self.intake['digest']}"
        return (
            f"Chưa biết lệnh{digest} đã được ghi hay chưa. Hãy gửi lại đúng các byte ấy. / "
            f"Whether the command{digest} was recorded is not known. Send the same bytes again."
        )
