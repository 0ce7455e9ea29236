"""The stream of events, altered event by event."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.functional.altering_proxy import Alter, Reply
from tests.functional.edits import alterations
from tests.functional.mutations.mutation import AUDIT, Mutation
from tests.functional.serving import Served
from tests.functional.stand import Stand

Blocks = Callable[[list[str]], list[str]]


def events(stand: Stand) -> Iterator[Mutation]:
    told = stand.proxy.fetch("/v1/events?follow=false").body.decode().split("\n\n")[:-1]
    seen: set[str] = set()
    for place, block in enumerate(told):
        for edit in alterations(json.loads(block.rpartition("data: ")[2])):
            if edit.where not in seen:
                seen.add(edit.where)
                yield of_events("alter", f"event {place} {edit.where}", _block_edited(place, edit.make))
    count = len(told)
    for name, place in (("first", 0), ("second", 1), ("middle one", count // 2), ("last", count - 1)):
        yield of_events("omit", f"the {name}", lambda blocks, place=place: blocks[:place] + blocks[place + 1 :])
    yield of_events("omit", "the last three", lambda blocks: blocks[:-3])
    yield of_events("omit", "all of them", lambda blocks: [])
    yield of_events("alter", "two exchanged", lambda blocks: [*blocks[:4], blocks[5], blocks[4], *blocks[6:]])
    yield of_events("alter", "one twice", lambda blocks: [*blocks[:4], blocks[4], *blocks[4:]])
    yield of_events("alter", "one that there is not", _invented)
    yield of_events("alter", "one more than there is", lambda blocks: [*blocks, _moved_on(blocks[-1])])
    yield of_events("alter", "the line event", lambda blocks: _replaced(blocks, "event: ", "event: another_"))
    yield of_events("alter", "the line id", lambda blocks: _replaced(blocks, "id: ", "id: 9"))


def of_events(deed: str, what: str, change: Blocks, caught: frozenset[str] = frozenset({AUDIT})) -> Mutation:
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


def streamed(other: Served) -> Alter:
    def alter(asked: str, reply: Reply) -> Reply:
        return Reply(200, other.client.get(asked).content, reply.kind) if asked.startswith("/v1/events") else reply

    return alter
