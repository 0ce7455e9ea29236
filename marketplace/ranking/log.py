"""Appending runs to the log, and showing that a run is in it.

Numbers run from 1 without a gap: a number is taken by the transaction that writes the run, and given back with it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.canonical import canonical_text
from marketplace.kept.columns import insert, new_id
from marketplace.matching.runs.document import Content, RunDocument
from marketplace.matching.runs.merkle import EMPTY_ROOT, consistency_path, inclusion_path, leaf_hash, node_hash
from marketplace.ranking.tables import CandidateSetRow, RankingLogRow, RankingNodeRow, RankingRunRow


@dataclass(frozen=True, slots=True)
class Appended:
    """A run's place. number: from 1."""

    id: str
    number: int
    root: bytes


def append_run(
    session: Session,
    document: RunDocument,
    *,
    organisation: str,
    open: bool,
    subject: str,
    content: str,
    candidates: Sequence[Content],
    at: int,
) -> Appended:
    """Add a run to the end of the log, in a transaction that is open for writing.

    candidates: the whole set that was ranked; subject, content, open: as `RankingRunRow`; at: UTC seconds.
    """
    set_root = bytes.fromhex(document.value["candidate_set"]["root"][2:])
    _keep_candidates(session, set_root, candidates)
    grown = update(RankingLogRow).where(RankingLogRow.id == 1).values(size=RankingLogRow.size + 1)
    number = session.execute(grown.returning(RankingLogRow.size)).scalar_one()
    identifier = new_id()
    session.add(
        RankingRunRow(
            number=number,
            id=identifier,
            root=document.root,
            at=at,
            organisation=organisation,
            open=open,
            subject=subject,
            content=content,
            candidates=set_root,
            document=document.text,
        )
    )
    _grow(session, number - 1, leaf_hash(document.root))
    session.flush()
    return Appended(identifier, number, document.root)


def _keep_candidates(session: Session, root: bytes, candidates: Sequence[Content]) -> None:
    if session.get(CandidateSetRow, root) is not None:
        return
    text = canonical_text([each.document for each in candidates])
    row = {"root": root, "count": len(candidates), "document": zlib.compress(text.encode(), 6)}
    session.execute(insert(session, CandidateSetRow).on_conflict_do_nothing(), [row])


def _grow(session: Session, place: int, node: bytes) -> None:
    """Add a leaf at a place, and every node above that it makes whole."""
    level = 0
    rows = [RankingNodeRow(level=0, place=place, hash=node)]
    while place & 1:
        left = _node(session, level, place - 1)
        level, place, node = level + 1, place >> 1, node_hash(left, node)
        rows.append(RankingNodeRow(level=level, place=place, hash=node))
    session.add_all(rows)


def run_by(session: Session, name: str) -> RankingRunRow | None:
    """A run by its id or its number."""
    of = (
        RankingRunRow.number == int(name)
        if name.isascii() and name.isdigit() and len(name) < 19
        else (RankingRunRow.id == name)
    )
    return session.scalars(select(RankingRunRow).where(of)).one_or_none()


def candidate_set(session: Session, root: bytes) -> list[Content] | None:
    """The set with a root, in order; None where it is not kept."""
    row = session.get(CandidateSetRow, root)
    if row is None:
        return None
    said = json.loads(zlib.decompress(row.document))
    return [
        Content(each["kind"], each["entry"], each["reference"], each["version"], bytes.fromhex(each["content"][2:]))
        for each in said
    ]


def log_size(session: Session) -> int:
    return session.scalars(select(RankingLogRow.size).where(RankingLogRow.id == 1)).one()


def log_root(session: Session, size: int) -> bytes:
    """The root over the first `size` runs."""
    return EMPTY_ROOT if size == 0 else _range(session, 0, size)


def path_of(session: Session, number: int, size: int) -> list[bytes]:
    """What shows a run to be in the log of the first `size`. Raises `BadProof`."""
    return inclusion_path(number - 1, size, lambda begin, end: _range(session, begin, end))


def path_between(session: Session, first: int, size: int) -> list[bytes]:
    """What shows the log of `size` to begin with that of `first`. Raises `BadProof`."""
    return consistency_path(first, size, lambda begin, end: _range(session, begin, end))


def _range(session: Session, begin: int, end: int) -> bytes:
    """The root over leaves from `begin`, which the tree splits at, to before `end`: of the whole nodes there."""
    parts = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        parts.append(_node(session, level, begin >> level))
        begin += 1 << level
    return _joined(parts)


def _joined(parts: Iterable[bytes]) -> bytes:
    """From the right: the smallest nodes meet first."""
    last, *others = reversed(list(parts))
    for each in others:
        last = node_hash(each, last)
    return last


def _node(session: Session, level: int, place: int) -> bytes:
    chosen = select(RankingNodeRow.hash).where(RankingNodeRow.level == level, RankingNodeRow.place == place)
    return session.scalars(chosen).one()
