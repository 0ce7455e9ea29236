"""Everything that the proxy does to a service's answers, and which check has to catch it.

Each mutation is made of an edit of the true answer, whenever it is asked for, so that it is of that very second.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import rfc8785

from api.audit.parts.standing import STATUS, TRUST
from api.routes.records import NOUNS
from ledger.enums import Kind
from ledger.events import Event
from ledger.proof.bundle import content_of
from ledger.proof.signing import bundle_preimage
from ledger.records import AnyRecord
from tests.functional.altering_proxy import Alter, Reply
from tests.functional.audited_ledger import NUMBER, OFFICE
from tests.functional.edits import Edit, alterations, entries_left_out, exchanged, omissions
from tests.functional.serving import Served
from tests.functional.stand import Stand

# Kinds whose certificates are altered member by member: each has another shape of history beside it.
_CERTIFIED = (Kind.PARTY, Kind.ASSET, Kind.INSTRUMENT, Kind.CERTIFICATE, Kind.DOCUMENT)
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


def mutations(stand: Stand) -> Iterator[Mutation]:
    """Every one of them, in the same order in every run."""
    yield from _standing(stand)
    yield from _records(stand)
    yield from _histories(stand)
    yield from _lists(stand)
    yield from _events(stand)
    yield from _certificates(stand)
    yield from _lookups(stand)
    yield from _commands(stand)
    yield from _other_ledgers(stand)
    yield from _nothing(stand)


# --- How an answer is changed --------------------------------------------------------------------------------------


def _edited(path: str, edit: Callable[[Any], None], dumps: Callable[[Any], bytes] | None = None) -> Alter:
    """The answer to `path`, whatever page of it, edited. An edit of what this page does not have leaves it."""

    def alter(asked: str, reply: Reply) -> Reply:
        if not _is(asked, path) or reply.status != 200:
            return reply
        document = json.loads(reply.body)
        try:
            edit(document)
        except (IndexError, KeyError, TypeError):
            return reply
        return Reply(200, (dumps or _dumped)(document), reply.kind)

    return alter


def _dumped(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _is(asked: str, path: str) -> bool:
    """Pages of a path are that path; another query is another question."""
    if "?" in path:
        return asked == path
    return asked == path or asked.startswith((f"{path}?limit=", f"{path}?after="))


def _denied(path: str, code: str) -> Alter:
    """There is no such thing, says the answer."""
    body = json.dumps({"code": code, "status": 404, "values": {}}).encode()
    return lambda asked, reply: Reply(404, body, "application/problem+json") if _is(asked, path) else reply


def _from(other: Served, path: str | None = None) -> Alter:
    """What another service says, of one path or of everything."""

    def alter(asked: str, reply: Reply) -> Reply:
        if path is not None and not _is(asked, path):
            return reply
        answer = other.client.get(asked)
        return Reply(answer.status_code, answer.content, answer.headers.get("content-type", ""))

    return alter


def _of(edits: Iterator[Edit], answer: str, path: str, part: str, record: bytes | None = None) -> Iterator[Mutation]:
    for edit in edits:
        yield Mutation(answer, edit.deed, f"{path} {edit.where}", _edited(path, edit.make), part, record)


# --- Each kind of answer -------------------------------------------------------------------------------------------


def _standing(stand: Stand) -> Iterator[Mutation]:
    for path in (STATUS, TRUST):
        told = json.loads(stand.proxy.fetch(path).body)
        for edits in (alterations(told), omissions(told)):
            yield from _of(
                (each for each in edits if (path, each.where) != (STATUS, "ledger")), path[4:], path, "status"
            )


def _records(stand: Stand) -> Iterator[Mutation]:
    for kind in NOUNS.values():
        record = stand.richest(kind)
        path = stand.path(record)
        told = json.loads(stand.proxy.fetch(path).body)
        for edit in alterations(told):
            yield _header(path, edit, record)
        yield from _of(omissions(told), "record", path, "records", record.id)
        yield Mutation("record", "omit", f"{path} denied", _denied(path, "RECORD_NOT_FOUND"), "records", record.id)
        then = f"{path}?block={stand.node.block}"
        yield Mutation("record", "omit", f"{then} denied", _denied(then, "NOT_RECORDED_YET"), "records", record.id)
        for member in ("version", "head", "state", "at", "created_at"):
            yield from _of(_member(member), "record", then, "records", record.id)
        first = f"{path}?at={record.created_at}"
        if record.created_at < stand.node.pinned.at:
            for member in ("version", "head", "stored_state"):
                yield from _of(_member(member), "record", first, "records", record.id)


def _header(path: str, edit: Edit, record: AnyRecord) -> Mutation:
    """Of what a record's certificate shows, a reader of the answer is told by it."""
    shown = edit.where in ("id", "version", "head")
    caught, head_in = (frozenset({AUDIT, HEAD}), path) if shown else (frozenset({AUDIT}), "")
    alter = _edited(path, edit.make)
    what = f"{path} {edit.where}"
    return Mutation("record", edit.deed, what, alter, "records", record.id, caught, of=record, head_in=head_in)


def _member(name: str) -> Iterator[Edit]:
    return (edit for edit in alterations({name: "0x00" if name == "head" else "x"}) if edit.where == name)


def _histories(stand: Stand) -> Iterator[Mutation]:
    for kind in NOUNS.values():
        record = stand.richest(kind)
        path = f"{stand.path(record)}/history"
        told = json.loads(stand.proxy.fetch(f"{path}?limit=3").body)
        yield from _of(alterations(told, ("items", 0)), "history", path, "histories", record.id)
        for edits in (entries_left_out(told, ("items",)), exchanged(told, ("items",))):
            yield from _of(edits, "history", path, "histories", record.id)
        if told["next"] is not None:
            yield from _of(_without_next(), "history", path, "histories", record.id)
        yield from _of(_one_more(), "history", path, "histories", record.id)
        yield from _of(_going_round(), "history", path, "histories", record.id)
        yield Mutation("history", "omit", f"{path} denied", _denied(path, "RECORD_NOT_FOUND"), "histories", record.id)


def _one_more() -> Iterator[Edit]:
    def make(document: Any) -> None:
        last = document["items"][-1]
        if document["next"] is None:
            document["items"].append({**last, "version": last["version"] + 1, "head": "0x" + "ab" * 32})

    yield Edit("alter", "a version more than there is", make)


def _without_next() -> Iterator[Edit]:
    yield Edit("omit", "the pages after the first", lambda document: document.update(next=None))


def _going_round() -> Iterator[Edit]:
    def make(document: Any) -> None:
        document["next"] = document["next"] or "MQ"

    yield Edit("alter", "pages without an end", make)


def _lists(stand: Stand) -> Iterator[Mutation]:
    for noun, kind in NOUNS.items():
        path = f"/v1/{noun}"
        record = stand.richest(kind).id
        told = json.loads(stand.proxy.fetch(f"{path}?limit=3").body)
        yield from _of(alterations(told, ("items", 0)), "list", path, "lists", record)
        yield from _of(alterations(told, ("as_of",)), "list", path, "lists", record)
        yield from _of(omissions(told), "list", path, "lists", record)
        for edits in (entries_left_out(told, ("items",)), exchanged(told, ("items",))):
            yield from _of(edits, "list", path, "lists", record)
        if told["next"] is not None:
            yield from _of(_without_next(), "list", path, "lists", record)

        def invented(document: Any) -> None:
            document["items"].append({**document["items"][-1], "id": "0x" + "ee" * 32})

        yield from _of(iter([Edit("alter", "a record that there is not", invented)]), "list", path, "lists", record)


def _events(stand: Stand) -> Iterator[Mutation]:
    told = stand.proxy.fetch("/v1/events?follow=false").body.decode().split("\n\n")[:-1]
    seen: set[str] = set()
    for place, block in enumerate(told):
        for edit in alterations(json.loads(block.rpartition("data: ")[2])):
            if edit.where not in seen:
                seen.add(edit.where)
                yield _event("alter", f"event {place} {edit.where}", _block_edited(place, edit.make))
    count = len(told)
    for name, place in (("first", 0), ("second", 1), ("middle one", count // 2), ("last", count - 1)):
        yield _event("omit", f"the {name}", lambda blocks, place=place: blocks[:place] + blocks[place + 1 :])
    yield _event("omit", "the last three", lambda blocks: blocks[:-3])
    yield _event("omit", "all of them", lambda blocks: [])
    yield _event("alter", "two exchanged", lambda blocks: [*blocks[:4], blocks[5], blocks[4], *blocks[6:]])
    yield _event("alter", "one twice", lambda blocks: [*blocks[:4], blocks[4], *blocks[4:]])
    yield _event("alter", "one that there is not", _invented)
    yield _event("alter", "one more than there is", lambda blocks: [*blocks, _moved_on(blocks[-1])])
    for line, other in (("event: ", "event: another_"), ("id: ", "id: 9")):
        yield _event("alter", f"the line {line}", lambda blocks, line=line, other=other: _replaced(blocks, line, other))


Blocks = Callable[[list[str]], list[str]]


def _event(deed: str, what: str, change: Blocks, caught: frozenset[str] = frozenset({AUDIT})) -> Mutation:
    """A change of the stream that begins with the first event."""

    def alter(asked: str, reply: Reply) -> Reply:
        if not asked.startswith("/v1/events") or "after=" in asked:
            # What was held back is held back from those who ask for the rest, too.
            return Reply(200, b"", reply.kind) if asked.startswith("/v1/events") and deed == "omit" else reply
        blocks = change(reply.body.decode().split("\n\n")[:-1])
        return Reply(200, "".join(f"{block}\n\n" for block in blocks).encode(), reply.kind)

    return Mutation("events", deed, what, alter, "events", None, caught)


def _block_edited(place: int, edit: Callable[[Any], None]) -> Blocks:
    def change(blocks: list[str]) -> list[str]:
        lines, _, data = blocks[place].rpartition("data: ")
        document = json.loads(data)
        edit(document)
        return [*blocks[:place], f"{lines}data: {json.dumps(document, ensure_ascii=False)}", *blocks[place + 1 :]]

    return change


def _invented(blocks: list[str]) -> list[str]:
    """Between two others: the fourth, told of a place where nothing is."""
    place = blocks[4].partition("\n")[0].removeprefix("id: ")
    return [*blocks[:4], blocks[4].replace(place, f"{place.partition(':')[0]}:999999"), *blocks[4:]]


def _moved_on(block: str) -> str:
    """An event after the last one: of the same record, a version later, in a block to come."""
    lines, _, data = block.rpartition("data: ")
    document = json.loads(data)
    place = f"{int(document['position'].partition(':')[0]) + 1}:0"
    document |= {"position": place, "version": document["version"] + 1, "head": "0x" + "ab" * 32}
    return f"id: {place}\n{lines.partition(chr(10))[2]}data: {json.dumps(document)}"


def _replaced(blocks: list[str], line: str, other: str) -> list[str]:
    return [*blocks[:4], blocks[4].replace(line, other, 1), *blocks[5:]]


# --- Files ---------------------------------------------------------------------------------------------------------


def _certificates(stand: Stand) -> Iterator[Mutation]:
    for kind in _CERTIFIED:
        record = stand.richest(kind)
        path = f"{stand.path(record)}/certificate"
        told = json.loads(stand.proxy.fetch(path).body)
        edits = [*alterations(told), *omissions(told), *entries_left_out(told, ("histories", 0, "entries"))]
        for edit in edits:
            altered = _edited(path, edit.make, rfc8785.dumps)
            yield _file("certificate", edit.deed, f"{path} {edit.where}", altered, record, {AUDIT, FILE, HEAD})
        for edit in entries_left_out(told, ("histories", 0, "entries")):
            signed = _edited(path, edit.make, lambda document: _signed(stand, document))
            what = f"{path} {edit.where}, signed anew by the operator"
            yield _file("certificate", edit.deed, what, signed, record, {AUDIT, FILE, HEAD})
        yield _file("certificate", "omit", f"{path} denied", _denied(path, "NOT_SHOWN"), record, {AUDIT})
    yield _one_signature_less(stand)
    absent = "/v1/rights/VN/0AUDIT0NOBODY/certificate"
    told = json.loads(stand.proxy.fetch(absent).body)
    for edit in alterations(told):
        altered = _edited(absent, edit.make, rfc8785.dumps)
        what = f"{absent} {edit.where}"
        yield Mutation("certificate", "alter", what, altered, "rights", None, frozenset({AUDIT, FILE}), absent)


def _file(answer: str, deed: str, what: str, alter: Alter, record: AnyRecord, caught: set[str]) -> Mutation:
    file = f"{Stand.path(record)}/certificate"
    return Mutation(answer, deed, what, alter, "certificates", record.id, frozenset(caught), file, record)


def _signed(stand: Stand, document: Any) -> bytes:
    """With the operator's good signature over what it says now."""
    operator = stand.true.service.operator
    assert operator is not None
    preimage = bundle_preimage(stand.node.trust.ledger, content_of(document))
    return rfc8785.dumps({**document, "signature": "0x" + operator.sign_preimage(preimage).hex()})


def _one_signature_less(stand: Stand) -> Mutation:
    """Of a command that does not name its signers: heads cover no signatures, and the operator signs the rest anew."""
    (pilot, *_) = stand.node.of_kind(Kind.PILOT)

    def make(document: Any) -> None:
        (plan, *_) = document["histories"][0]["entries"]
        plan["signers"].pop()
        plan["signed"]["signatures"].pop()

    path = f"{stand.path(pilot)}/certificate"
    alter = _edited(path, make, lambda document: _signed(stand, document))
    return _file("certificate", "omit", f"{path} a signature, signed anew by the operator", alter, pilot, {AUDIT})


def _commands(stand: Stand) -> Iterator[Mutation]:
    path = f"/v1/commands/0x{stand.taken.digest.hex()}"
    record = stand.taken.command.record
    for file in (path, f"{path}/intake"):
        told = json.loads(stand.proxy.fetch(file).body)
        for edit in (*alterations(told), *omissions(told)):
            if file == path:
                if edit.where in ("refusal", "intake") and edit.deed == "omit":
                    continue
                answer = "receipt" if edit.where.startswith("receipt") else "command"
                yield Mutation(answer, edit.deed, f"{path} {edit.where}", _edited(path, edit.make), "commands", record)
            else:
                alter = _edited(file, edit.make, rfc8785.dumps)
                caught = frozenset({AUDIT, FILE})
                what = f"{file} {edit.where}"
                yield Mutation("intake", edit.deed, what, alter, "commands", record, caught, file)
    yield Mutation("command", "omit", f"{path} denied", _denied(path, "COMMAND_NOT_FOUND"), "commands", record)
    told_only = _edited(path, lambda document: document.update(intake=None))
    yield Mutation("intake", "omit", f"{path} intake null", told_only, "commands", record)
    denied = _denied(f"{path}/intake", "COMMAND_NOT_FOUND")
    yield Mutation("intake", "omit", f"{path}/intake denied", denied, "commands", record)


def _status(stand: Stand, path: str, edit: Edit) -> Mutation:
    """Of a command: what became of it, with the receipt that it left."""
    record = stand.node.records.get(stand.taken.command.record)
    assert record is not None
    shown = edit.deed == "alter" and edit.where in ("receipt.record", "receipt.version", "receipt.head")
    caught, head_in = (frozenset({AUDIT, HEAD}), path) if shown else (frozenset({AUDIT}), "")
    answer = "receipt" if edit.where.startswith("receipt") else "command"
    alter = _edited(path, edit.make)
    what = f"{path} {edit.where}"
    return Mutation(answer, edit.deed, what, alter, "commands", record.id, caught, of=record, head_in=head_in)


def _lookups(stand: Stand) -> Iterator[Mutation]:
    asset = stand.node.records.holder_of_right(OFFICE.encode().ljust(32, b"\0"), NUMBER.encode().ljust(32, b"\0"))
    assert asset is not None
    path = f"/v1/rights/{OFFICE}/{NUMBER}"
    told = json.loads(stand.proxy.fetch(path).body)
    for edits in (alterations(told), omissions(told)):
        yield from _of(edits, "right", path, "rights", asset)
    yield Mutation("right", "omit", f"{path} denied", _denied(path, "RIGHT_NOT_FOUND"), "rights", asset)
    nobodys = "/v1/rights/VN/0AUDIT0NOBODY"
    body = json.dumps({"office": "VN", "number": "0AUDIT0NOBODY", "asset": "0x" + asset.hex()}).encode()
    held = Mutation(
        "right",
        "alter",
        f"{nobodys} held",
        lambda asked, reply: Reply(200, body) if asked == nobodys else reply,
        "rights",
        asset,
    )
    yield held
    grants = f"/v1/assets/0x{asset.hex()}/live-grants?block={stand.node.block}"
    told = json.loads(stand.proxy.fetch(grants).body)
    assert told["items"]
    for edits in (alterations(told), omissions(told)):
        yield from _of(edits, "live grants", grants, "grants", asset)
    yield Mutation("live grants", "omit", f"{grants} denied", _denied(grants, "RECORD_NOT_FOUND"), "grants", asset)


# --- Whole services ------------------------------------------------------------------------------------------------


def _other_ledgers(stand: Stand) -> Iterator[Mutation]:
    """Answers of a service that stands at an earlier block, and of a fork: each for one kind of answer, and for all."""
    for deed, other in (("roll back", stand.earlier), ("fork", stand.forked)):
        for record in _moved(stand):
            path = stand.path(record)
            for answer, asked, part in (
                ("record", path, "records"),
                ("record", f"{path}?block={stand.node.block}", "records"),
                ("history", f"{path}/history", "histories"),
            ):
                yield Mutation(answer, deed, f"{asked}", _from(other, asked), part, record.id)
            there = other.ledger.history(record.id)
            if there:
                certificate = f"{path}/certificate"
                alter = _from(other, certificate)
                yield _file("certificate", deed, certificate, alter, record, {AUDIT, HEAD})
        for kind in (Kind.PARTY, Kind.PROBLEM):
            # Its head is the same there: the block that the certificate stands on is not.
            record = stand.node.of_kind(kind)[0]
            certificate = f"{stand.path(record)}/certificate"
            what = f"{certificate} of what is the same there"
            yield _file("certificate", deed, what, _from(other, certificate), record, {AUDIT})
        for noun, kind in NOUNS.items():
            if any(record.kind == kind for record in _moved(stand)):
                path, record = f"/v1/{noun}", stand.richest(kind)
                yield Mutation("list", deed, path, _from(other, path), "lists", record.id)
        yield Mutation("events", deed, "/v1/events", _streamed(other), "events")
        for event in stand.node.pinned_events:
            if isinstance(event, Event) and other.ledger.receipt(event.digest) is None:
                path = f"/v1/commands/0x{event.digest.hex()}"
                yield Mutation("command", deed, path, _from(other, path), "commands", event.record)
        for part in ("status", "events", "lists", "records", "histories", "certificates", "commands"):
            about = None if part in ("status", "events") else _moved(stand)[0].id
            yield Mutation("service", deed, f"everything, seen in {part}", _from(other), part, about)


def _streamed(other: Served) -> Alter:
    def alter(asked: str, reply: Reply) -> Reply:
        return Reply(200, other.client.get(asked).content, reply.kind) if asked.startswith("/v1/events") else reply

    return alter


def _moved(stand: Stand) -> list[AnyRecord]:
    """Records whose head is another one in both of the other ledgers."""
    return [
        record
        for kind in Kind
        for record in stand.node.of_kind(kind)
        if all(
            tuple(event.position for event in other.ledger.history(record.id))
            != tuple(event.position for event in stand.node.history(record.id))
            or other.ledger.history(record.id)[-1] != stand.node.history(record.id)[-1]
            for other in (stand.earlier, stand.forked)
        )
    ]


# --- What changes nothing that is promised -------------------------------------------------------------------------


def _nothing(stand: Stand) -> Iterator[Mutation]:
    """Not caught, and rightly so: what it says, docs/specs/audit.md says why."""
    record = stand.richest(Kind.ASSET)
    path = stand.path(record)
    nobody: frozenset[str] = frozenset()

    def reverse(document: Any) -> None:
        members = list(document.items())
        document.clear()
        document.update(reversed(members))

    def extra(document: Any) -> None:
        document["remark"] = "from a later version"

    def tick(document: Any) -> None:
        document["as_of"]["at"] = str(int(document["as_of"]["at"]) + 1)

    for what, edit in (("members in another order", reverse), ("a member more", extra), ("a second later", tick)):
        yield Mutation("record", "nothing", f"{path} {what}", _edited(path, edit), "records", record.id, nobody)
    spaced = _edited(path, lambda document: None, lambda document: json.dumps(document, indent=4).encode())
    yield Mutation("record", "nothing", f"{path} other spacing", spaced, "records", record.id, nobody)
    yield _event("nothing", "a comment between events", lambda blocks: [blocks[0], ": quiet", *blocks[1:]], nobody)
    digest = stand.taken.digest.hex()
    yield Mutation(
        "intake",
        "nothing",
        "an intake receipt left out of both answers",
        _without_intake(f"/v1/commands/0x{digest}"),
        "commands",
        stand.taken.command.record,
        nobody,
    )


def _without_intake(path: str) -> Alter:
    told, file = (
        _edited(path, lambda document: document.update(intake=None)),
        _denied(f"{path}/intake", "COMMAND_NOT_FOUND"),
    )
    return lambda asked, reply: file(asked, told(asked, reply))
