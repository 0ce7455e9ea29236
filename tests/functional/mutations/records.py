"""Status, trust, records, histories and lists, altered member by member."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from api.audit.parts.standing import STATUS, TRUST
from api.routes.records import NOUNS
from ledger.records import AnyRecord
from tests.functional.edits import Edit, alterations, entries_left_out, exchanged, omissions
from tests.functional.mutations.mutation import AUDIT, HEAD, Mutation, denied, edited, of_edits
from tests.functional.stand import Stand


def standing(stand: Stand) -> Iterator[Mutation]:
    for path in (STATUS, TRUST):
        told = json.loads(stand.proxy.fetch(path).body)
        for edits in (alterations(told), omissions(told)):
            yield from of_edits(
                (each for each in edits if (path, each.where) != (STATUS, "ledger")), path[4:], path, "status"
            )


def records(stand: Stand) -> Iterator[Mutation]:
    for kind in NOUNS.values():
        record = stand.richest(kind)
        path = stand.path(record)
        told = json.loads(stand.proxy.fetch(path).body)
        for edit in alterations(told):
            yield _header(path, edit, record)
        yield from of_edits(omissions(told), "record", path, "records", record.id)
        yield Mutation("record", "omit", f"{path} denied", denied(path, "RECORD_NOT_FOUND"), "records", record.id)
        then = f"{path}?block={stand.node.block}"
        yield Mutation("record", "omit", f"{then} denied", denied(then, "NOT_RECORDED_YET"), "records", record.id)
        for member in ("version", "head", "state", "at", "created_at"):
            yield from of_edits(_member(member), "record", then, "records", record.id)
        first = f"{path}?at={record.created_at}"
        if record.created_at < stand.node.pinned.at:
            for member in ("version", "head", "stored_state"):
                yield from of_edits(_member(member), "record", first, "records", record.id)


def _header(path: str, edit: Edit, record: AnyRecord) -> Mutation:
    """Of what a record's certificate shows, a reader of the answer is told by it."""
    shown = edit.where in ("id", "version", "head")
    caught, head_in = (frozenset({AUDIT, HEAD}), path) if shown else (frozenset({AUDIT}), "")
    alter = edited(path, edit.make)
    what = f"{path} {edit.where}"
    return Mutation("record", edit.deed, what, alter, "records", record.id, caught, of=record, head_in=head_in)


def _member(name: str) -> Iterator[Edit]:
    return (edit for edit in alterations({name: "0x00" if name == "head" else "x"}) if edit.where == name)


def histories(stand: Stand) -> Iterator[Mutation]:
    for kind in NOUNS.values():
        record = stand.richest(kind)
        path = f"{stand.path(record)}/history"
        told = json.loads(stand.proxy.fetch(f"{path}?limit=3").body)
        yield from of_edits(alterations(told, ("items", 0)), "history", path, "histories", record.id)
        for edits in (entries_left_out(told, ("items",)), exchanged(told, ("items",))):
            yield from of_edits(edits, "history", path, "histories", record.id)
        if told["next"] is not None:
            yield from of_edits(_without_next(), "history", path, "histories", record.id)
        yield from of_edits(_one_more(), "history", path, "histories", record.id)
        yield from of_edits(_going_round(), "history", path, "histories", record.id)
        yield Mutation("history", "omit", f"{path} denied", denied(path, "RECORD_NOT_FOUND"), "histories", record.id)


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


def lists(stand: Stand) -> Iterator[Mutation]:
    for noun, kind in NOUNS.items():
        path = f"/v1/{noun}"
        record = stand.richest(kind).id
        told = json.loads(stand.proxy.fetch(f"{path}?limit=3").body)
        yield from of_edits(alterations(told, ("items", 0)), "list", path, "lists", record)
        yield from of_edits(alterations(told, ("as_of",)), "list", path, "lists", record)
        yield from of_edits(omissions(told), "list", path, "lists", record)
        for edits in (entries_left_out(told, ("items",)), exchanged(told, ("items",))):
            yield from of_edits(edits, "list", path, "lists", record)
        if told["next"] is not None:
            yield from of_edits(_without_next(), "list", path, "lists", record)

        def invented(document: Any) -> None:
            document["items"].append({**document["items"][-1], "id": "0x" + "ee" * 32})

        yield from of_edits(
            iter([Edit("alter", "a record that there is not", invented)]), "list", path, "lists", record
        )
