"""What a mutation is, and how answers are changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ledger.records import AnyRecord
from tests.functional.altering_proxy import Alter, Reply
from tests.functional.edits import Edit
from tests.functional.serving import Served
from tests.functional.stand import Stand

AUDIT, FILE, HEAD = "audit", "file alone", "known head"


@dataclass(frozen=True, slots=True)
class Mutation:
    """answer: the kind of answer. deed: alter, omit, roll back, fork, or `nothing` that is promised.

    part, record: of the audit that looks there. caught: by which checks. file: what `hanotex verify` is given, where
    the answer is a file; of: the record that its reader knows a head of. head_in: the answer that tells a head, which
    its reader asks of the record's true certificate.
    """

    answer: str
    deed: str
    what: str
    alter: Alter
    part: str
    record: bytes | None = None
    caught: frozenset[str] = frozenset({AUDIT})
    file: str = ""
    of: AnyRecord | None = None
    head_in: str = ""


def edited(path: str, edit: Callable[[Any], None], dumps: Callable[[Any], bytes] | None = None) -> Alter:
    """The answer to `path`, whatever page of it, edited. An edit of what this page does not have leaves it."""

    def alter(asked: str, reply: Reply) -> Reply:
        if not is_of(asked, path) or reply.status != 200:
            return reply
        document = json.loads(reply.body)
        before = _dumped(document)
        try:
            edit(document)
        except (IndexError, KeyError, TypeError):
            return reply
        if dumps is None and _dumped(document) == before:
            return reply
        return Reply(200, (dumps or _dumped)(document), reply.kind)

    return alter


def _dumped(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def is_of(asked: str, path: str) -> bool:
    """Pages of a path are that path; another query is another question."""
    if "?" in path:
        return asked == path
    return asked == path or asked.startswith((f"{path}?limit=", f"{path}?after="))


def denied(path: str, code: str) -> Alter:
    """There is no such thing, says the answer."""
    body = json.dumps({"code": code, "status": 404, "values": {}}).encode()
    return lambda asked, reply: Reply(404, body, "application/problem+json") if is_of(asked, path) else reply


def told_by(other: Served, path: str | None = None) -> Alter:
    """What another service says, of one path or of everything."""

    def alter(asked: str, reply: Reply) -> Reply:
        if path is not None and not is_of(asked, path):
            return reply
        answer = other.client.get(asked)
        return Reply(answer.status_code, answer.content, answer.headers.get("content-type", ""))

    return alter


def of_edits(
    edits: Iterable[Edit], answer: str, path: str, part: str, record: bytes | None = None
) -> Iterator[Mutation]:
    for edit in edits:
        yield Mutation(answer, edit.deed, f"{path} {edit.where}", edited(path, edit.make), part, record)


def of_file(answer: str, deed: str, what: str, alter: Alter, record: AnyRecord, caught: set[str]) -> Mutation:
    file = f"{Stand.path(record)}/certificate"
    return Mutation(answer, deed, what, alter, "certificates", record.id, frozenset(caught), file, record)
