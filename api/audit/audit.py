"""One audit: the node, the service, what is chosen of it, and what was found so far."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from api.audit.comparing import unlike
from api.audit.difference import Difference, Unanswered
from api.audit.node import Node
from api.audit.service import EndlessPages, Service
from api.models.documents import hexadecimal
from api.routes.records import NOUNS
from ledger.enums import Kind
from ledger.proof.policy import Policy
from ledger.proof.sentence import reason
from ledger.proof.verdict import Valid
from ledger.proof.verify import verify
from ledger.records import AnyRecord

PARTS = ("status", "events", "lists", "records", "histories", "rights", "grants", "certificates", "commands")
NOUN_OF: dict[Kind, str] = {kind: noun for noun, kind in NOUNS.items()}
RECORD = re.compile(r"0x[0-9a-f]{64}")
# Beside the lag: what two clocks may differ by (seconds).
CLOCK_SECONDS = 5
_MOST_IN_A_ROW = 20
_LOOK_SECONDS = 0.25

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """parts: of `PARTS`. records: ids; only what is about these. sample: so many records, events and commands each.

    None: all of them. lag: seconds that a service may be behind the node.
    """

    parts: Sequence[str] = PARTS
    records: frozenset[bytes] | None = None
    sample: int | None = None
    seed: int = 1
    lag: float = 30.0


class GivenUp(Exception):
    """Too many questions in a row without an answer, or none to the first ones."""


@dataclass(slots=True)
class Audit:
    """tell: called with a part, how many of its questions are asked, and how many there are."""

    node: Node
    service: Service
    chosen: Chosen
    tell: Callable[[str, int, int], None] = lambda part, done, total: None
    differences: list[Difference] = field(default_factory=list)
    unanswered: list[Unanswered] = field(default_factory=list)
    compared: dict[str, int] = field(default_factory=dict)
    _blocks: dict[int, tuple[bytes, str]] = field(default_factory=dict)
    _in_a_row: int = 0

    # --- Choosing --------------------------------------------------------------------------------------------------

    def chosen_records(self, kinds: Iterable[Kind] = Kind) -> list[AnyRecord]:
        """Records that there were at the pinned block, as they are now."""
        found = [record for kind in kinds for record in self.node.of_kind(kind)]
        if self.chosen.records is not None:
            return [record for record in found if record.id in self.chosen.records]
        return self.sampled(found)

    def sampled(self, found: Sequence[T]) -> list[T]:
        """All of them, or as many as the sample takes; the same ones for a seed."""
        if self.chosen.sample is None or len(found) <= self.chosen.sample:
            return list(found)
        places = random.Random(self.chosen.seed).sample(range(len(found)), self.chosen.sample)
        return [found[place] for place in sorted(places)]

    def each(self, part: str, found: Sequence[T]) -> Iterator[T]:
        """One after the other, and telling of it."""
        for number, one in enumerate(found):
            self.tell(part, number, len(found))
            yield one
        self.compared[part] = self.compared.get(part, 0) + len(found)
        self.tell(part, len(found), len(found))

    # --- Asking ----------------------------------------------------------------------------------------------------

    @contextmanager
    def question(self, part: str) -> Iterator[None]:
        """What is asked within is one question: without an answer to it the audit goes on with the next.

        Raises `GivenUp`.
        """
        try:
            yield
        except EndlessPages as endless:
            self.add("NO_END", part, endless.path, service=endless.pages)
        except Unanswered as lacking:
            if lacking.code == "OTHER_FORM":
                # An answer that is not what is published is no silence.
                self.add("OTHER_FORM", part, lacking.path, lacking.values["member"])
                return
            self.unanswered.append(lacking)
            self._in_a_row += 1
            if self._in_a_row == _MOST_IN_A_ROW:
                self.unanswered.append(Unanswered("GIVEN_UP", lacking.path, count=_MOST_IN_A_ROW))
                raise GivenUp from lacking
        else:
            self._in_a_row = 0

    def waited(self, fits: Callable[[], bool]) -> bool:
        """Whether something comes to fit within the lag."""
        until = time.monotonic() + self.chosen.lag
        while not fits():
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_SECONDS)
        return True

    # --- Finding ---------------------------------------------------------------------------------------------------

    def add(self, code: str, part: str, path: str, member: str = "", **more: Any) -> None:
        """more: of `Difference`; a record as its bytes."""
        if isinstance(more.get("record"), bytes):
            more["record"] = hexadecimal(more["record"])
        self.differences.append(Difference(code, part, path, member, **more))

    def compare(self, part: str, path: str, node: Any, service: Any, member: str = "", **more: Any) -> bool:
        """Whether an answer, or what stands at `member` of it, is what the node would say. more: as for `add`."""
        exact = more.pop("exact", False)
        found = list(unlike(node, service, member, exact=exact))
        for each in found:
            self.add("ALTERED", part, path, each.member, node=each.node, service=each.service, **more)
        return not found

    def near(self, part: str, path: str, member: str, service: Any) -> int | None:
        """The service's clock, where it is what the node's says, give or take the lag."""
        now = self.node.now
        if not isinstance(service, str) or not service.isascii() or not service.isdigit():
            raise Unanswered("OTHER_FORM", path, member=member)
        if abs(int(service) - now) <= self.chosen.lag + CLOCK_SECONDS:
            return int(service)
        self.add("CLOCK", part, path, member, node=str(now), service=service)
        return None

    # --- What the node does not have yet -----------------------------------------------------------------------------

    def newer(self, part: str, path: str, kind: Kind, record: bytes, version: int, head: str) -> bool:
        """Whether a version that the node did not have when it was pinned is one that the ledger has.

        The node, if it has come so far by now; else a certificate has to show the head: the operator's own word, that
        goes on from what the node has.
        """
        self.node.refresh()
        if self.node.at_version(record, version) is not None:
            return True
        known = len(self.node.history(record))
        policy = Policy(record=record, head=_word(head), version=version)
        try:
            shown = self.certificate(part, NOUN_OF[kind], record, policy)
            if shown is not None and known:
                last = self.node.at_version(record, known)
                assert last is not None
                verdict = verify(shown, self.node.trust, Policy(head=last.head, version=known))
                if not isinstance(verdict, Valid):
                    self.add("NOT_VALID", part, path, record=record, version=known, service=list(reason(verdict)))
                    return False
        except Unanswered:
            if self.waited(lambda: self._has(record, version)):
                return True
            raise
        if shown is None:
            told = {"version": version, "head": head}
            self.add("INVENTED", part, path, record=record, version=version, service=told)
        return shown is not None

    def _has(self, record: bytes, version: int) -> bool:
        self.node.refresh()
        return self.node.at_version(record, version) is not None

    def certificate(self, part: str, noun: str, record: bytes, policy: Policy) -> bytes | None:
        """A certificate that is valid and meets `policy`; None where it does not, or there is none of such a record.

        Its block is kept, to be compared with the node's. Raises `Unanswered`.
        """
        answer = self.service.get(f"/v1/{noun}/{hexadecimal(record)}/certificate", "RECORD_NOT_FOUND", "NOT_SHOWN")
        if answer.status != 200:
            return None
        verdict = verify(answer.body, self.node.trust, policy)
        if not isinstance(verdict, Valid):
            return None
        self.saw_block(part, answer.path, verdict.shown.block, verdict.shown.block_hash)
        return answer.body

    def saw_block(self, part: str, path: str, number: int, block_hash: bytes) -> None:
        """A block that the operator's seal stands on: the node's of that number has to be the same one."""
        if number not in self._blocks or self._blocks[number][0] != block_hash:
            self._blocks[number] = (block_hash, path)
            self._judge_block(part, number)

    def judge_blocks(self) -> None:
        """Once more at the end, as far as the node has come by then."""
        self.node.refresh()
        for number in list(self._blocks):
            self._judge_block("certificates", number)

    def _judge_block(self, part: str, number: int) -> None:
        own, (told, path) = self.node.block_hash(number), self._blocks[number]
        if own is not None and own != told:
            found = Difference(
                "OTHER_BLOCK", part, path, f"block {number}", node=hexadecimal(own), service=hexadecimal(told)
            )
            if found.path not in {each.path for each in self.differences if each.code == found.code}:
                self.differences.append(found)


def _word(head: str) -> bytes:
    """A head's bytes; what is no head is none that any history passes through."""
    try:
        return bytes.fromhex(head.removeprefix("0x"))
    except (AttributeError, ValueError):
        return b""
