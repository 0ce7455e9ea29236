"""The stand of the altering proxy: a true service behind it, one that stands at an earlier block, and a forked one."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from api.audit.audit import NOUN_OF, Audit, Chosen
from api.audit.node import Node
from api.audit.run import run, verdict
from api.audit.service import Service
from api.connection import read_embedded
from ledger.enums import Kind
from ledger.records import AnyRecord
from tests.conformance.cast import key
from tests.functional.altering_proxy import AlteringProxy
from tests.functional.audited_ledger import Ledgers
from tests.functional.serving import Served

# Pages so short that lists and histories have several.
_PAGE = 3


class Stand:
    """true, earlier, forked: the services. node: what an auditor has beside the true one."""

    def __init__(self, folder: Path) -> None:
        with ExitStack() as opening:
            homes = Ledgers(folder)
            self.true, self.earlier, self.forked = (
                opening.enter_context(Served(home)) for home in (homes.true, homes.earlier, homes.forked)
            )
            # Taken in by the service, so that it gave a receipt.
            self.taken = self.true.signed(self.true.register("late"), key("late"))
            assert self.true.post(self.taken).status_code == 201
            beside = opening.enter_context(read_embedded(homes.true))
            while not beside.ledger.history(self.taken.command.record):
                time.sleep(0.05)
            for service in (self.true, self.earlier, self.forked):
                service.await_ready()
            self.proxy = AlteringProxy(self.true.url)
            opening.callback(self.proxy.close)
            self._asking = opening.enter_context(Service(self.proxy.url, page=_PAGE))
            self.node = Node(beside)
            self.true.await_answer("/v1/status", lambda answer: answer.json()["height"] >= self.node.block)
            self._opened = opening.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._opened.close()

    def audited(self, part: str | None = None, record: bytes | None = None) -> Audit:
        """An audit of what the proxy tells: all of it, or a part, or what is about a record."""
        chosen: dict[str, Any] = {} if part is None else {"parts": (part,)}
        made = Audit(self.node, self._asking, Chosen(lag=0, records=record and frozenset([record]), **chosen))
        run(made)
        assert part is not None or verdict(made) != "undetermined", made.unanswered
        return made

    @property
    def asked(self) -> int:
        """How many questions all audits together asked."""
        return self._asking.asked

    def richest(self, kind: Kind) -> AnyRecord:
        """The record of a kind with the longest history."""
        return max(self.node.of_kind(kind), key=lambda record: record.version)

    @staticmethod
    def path(record: AnyRecord) -> str:
        return f"/v1/{NOUN_OF[record.kind]}/0x{record.id.hex()}"
