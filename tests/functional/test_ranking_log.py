"""The log of ranking runs: numbers without gap, its tree, and its anchor on a real ledger."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from api.anchoring import AnchorRefused, Anchors, story_keys
from api.connection import Connection, open_embedded
from api.demonstration import mark
from api.migrations import SERVICE, open_tables, open_upgraded
from ledger import commands as c
from ledger.errors import OutcomeUnknown
from ledger.events import Receipt
from ledger.keys import KeySigner
from ledger.keystore import keep_secret
from ledger.port import Ledger
from ledger.wire import SignedCommand
from marketplace.database import file_url, writing
from marketplace.matching.runs.document import (
    Candidate,
    Content,
    Matcher,
    Outcome,
    RunDocument,
    candidate_set_root,
    run_document,
)
from marketplace.matching.runs.merkle import begins_with, leaf_hash, root_of
from marketplace.matching.runs.proof import proof_of, proven_root
from marketplace.projection import Projection
from marketplace.ranking import anchors, log
from marketplace.ranking.anchors import MayNotAnchor
from marketplace.ranking.tables import RankingAnchorRow, RankingNodeRow, RankingRunRow
from tests.conformance.cast import genesis, key, sign
from tests.conformance.conftest import START, Clock
from tests.conformance.histories import Author
from tests.conformance.world import World
from tests.model import Model

SET = [Content("technology", f"{number:032x}", f"T{number:03}", 1, bytes([number]) * 32) for number in range(1, 4)]


def document(salt: int) -> RunDocument:
    outcomes = (
        Outcome("suggested", 1, "strong"),
        Outcome("excluded", reasons=({"code": "TRL"},)),
        Outcome("not_suggested"),
    )
    return run_document(
        direction="need",
        found="technology",
        subject=Content("need", "a" * 32, "P001", 2, b"\1" * 32),
        day="2026-11-29",
        limit=10,
        matcher=Matcher("1", "ab", "cd", "hashing-1"),
        candidates=[
            Candidate(content, outcome, {"lexical": 10 * at})
            for at, (content, outcome) in enumerate(zip(SET, outcomes, strict=True))
        ],
        among=len(SET),
        set_root=candidate_set_root(SET),
        abstention=None,
        salt=salt.to_bytes(16, "big"),
    )


def append(engine: Engine, salt: int) -> log.Appended:
    with Session(writing(engine)) as session, session.begin():
        return log.append_run(
            session, document(salt), organisation="", open=True, subject="a" * 32, content="", candidates=SET, at=1
        )


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    opened = open_upgraded(database, SERVICE)
    yield opened
    opened.dispose()


def test_runs_at_once_get_every_number_once_and_the_tree_is_theirs(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda salt: append(engine, salt), range(40)))
    assert sorted(each.number for each in made) == list(range(1, 41))
    with Session(engine) as session:
        roots = list(session.scalars(select(RankingRunRow.root).order_by(RankingRunRow.number)))
        leaves = [leaf_hash(root) for root in roots]
        assert log.log_size(session) == 40
        for size in range(41):
            assert log.log_root(session, size) == root_of(leaves[:size])
        for number in (1, 7, 32, 33, 40):
            proof = proof_of(
                number=number, root=roots[number - 1], size=40, path=log.path_of(session, number, 40), standing=None
            )
            assert proven_root(proof) == root_of(leaves)
        for first in (1, 8, 23):
            path = log.path_between(session, first, 40)
            assert begins_with(first, root_of(leaves[:first]), 40, root_of(leaves), path)


def test_a_run_that_is_cut_off_takes_no_number(engine: Engine) -> None:
    append(engine, 1)
    with Session(writing(engine)) as session, session.begin() as cut_off:
        log.append_run(session, document(2), organisation="", open=True, subject="", content="{}", candidates=SET, at=1)
        cut_off.rollback()
    assert append(engine, 3).number == 2
    with Session(engine) as session:
        assert log.log_root(session, 2) == root_of([leaf_hash(document(salt).root) for salt in (1, 3)])


def _size(engine: Engine) -> int:
    with Session(engine) as session:
        return log.log_size(session)


def _append_on(database: str, salt: int) -> None:
    engine = open_upgraded(database, SERVICE)
    while True:
        append(engine, salt)
        salt += 1


def test_processes_that_are_killed_while_they_append_leave_no_gap_and_a_tree_that_is_whole(
    engine: Engine, database: str
) -> None:
    forking = multiprocessing.get_context("fork")
    processes = [forking.Process(target=_append_on, args=(database, 1000 * at), daemon=True) for at in (1, 2)]
    for process in processes:
        process.start()
    until = time.monotonic() + 60
    while _size(engine) < 10:
        assert time.monotonic() < until
        time.sleep(0.01)
    for process in processes:
        process.kill()
        process.join()
    assert append(engine, 1).number > 10
    with Session(engine) as session:
        rows = session.execute(select(RankingRunRow.number, RankingRunRow.root).order_by(RankingRunRow.number)).all()
        assert [number for number, _ in rows] == list(range(1, log.log_size(session) + 1))
        leaves = [leaf_hash(root) for _, root in rows]
        assert log.log_root(session, len(leaves)) == root_of(leaves)
        nodes = session.scalar(select(func.count()).select_from(RankingNodeRow))
        assert nodes == sum(len(leaves) >> level for level in range(len(leaves).bit_length()))


def test_runs_over_the_same_candidates_keep_them_once(engine: Engine) -> None:
    roots = {append(engine, salt).number: document(salt).root for salt in (1, 2)}
    with Session(engine) as session:
        assert log.candidate_set(session, candidate_set_root(SET)) == SET
        assert log.candidate_set(session, bytes(32)) is None
        for number, root in roots.items():
            row = log.run_by(session, str(number))
            assert row is not None
            assert row.root == root
            assert log.run_by(session, row.id) is row


# --- On the ledger -------------------------------------------------------------------------------------------------


class Forgetful:
    """A ledger whose first answers to what was submitted are lost on the way."""

    def __init__(self, ledger: Ledger, lost: int) -> None:
        self._ledger = ledger
        self._lost = lost
        self.submitted: list[bytes] = []

    def submit(self, signed: SignedCommand) -> Receipt:
        self.submitted.append(signed.digest)
        receipt = self._ledger.submit(signed)
        if len(self.submitted) <= self._lost:
            raise OutcomeUnknown(signed.digest)
        return receipt

    def __getattr__(self, name: str) -> object:
        return getattr(self._ledger, name)


class Exchange:
    """A home with an operator on its ledger, and the service's databases."""

    def __init__(self, home: Path, opened: Connection, clock: Clock) -> None:
        self.ledger = opened.ledger
        self.clock = clock
        self.world = World(opened.ledger, lambda: int(clock.now), clock.wait)
        for drawn in Author(Model(genesis(START)), lambda given: given[0], lambda n: False).opening(START):
            opened.ledger.submit(sign(self.world.id, drawn.command, drawn.keys))
        clock.wait(2)
        self.database = open_upgraded(file_url(home / "service.sqlite"), SERVICE)
        self.tables = open_tables(file_url(home / "tables.sqlite"))
        Projection(self.tables).catch_up(opened.ledger)

    def anchors(self, alias: str = "operator", ledger: Any = None, demonstration: Path | None = None) -> Anchors:
        signer = KeySigner(key(alias).secret)
        clock = lambda: self.clock.now  # noqa: E731 - as short as what it is given to
        of = (ledger or self.ledger, self.world.id, self.database, self.tables, signer, None, clock)
        return Anchors(*of, demonstration=demonstration)

    def root(self, size: int) -> bytes:
        with Session(self.database) as session:
            return log.log_root(session, size)

    def anchored(self) -> list[tuple[int, bytes]]:
        """Size and digest of each anchor that is kept, as the ledger has it."""
        with Session(self.database) as session:
            rows = list(session.scalars(select(RankingAnchorRow).order_by(RankingAnchorRow.size)))
        found = [anchors.on_ledger(self.ledger, row.record) for row in rows if row.accepted_at]
        return [(each.size, each.digest) for each in found if each is not None]


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Exchange]:
    clock = Clock()
    with open_embedded(tmp_path / "home", genesis(START), clock=clock) as opened:
        made = Exchange(tmp_path, opened, clock)
        yield made
        made.database.dispose()
        made.tables.dispose()


def test_the_ledger_has_the_root_of_all_runs_and_a_run_is_shown_to_be_under_it(exchange: Exchange) -> None:
    assert exchange.anchors().anchor() is None
    made = [append(exchange.database, salt) for salt in range(5)]
    anchored = exchange.anchors().anchor()
    assert anchored is not None
    assert exchange.anchored() == [(5, exchange.root(5))]
    append(exchange.database, 5)
    with Session(exchange.database) as session:
        covering = anchors.covering(session, made[2].number)
        assert covering is not None
        assert anchors.covering(session, 6) is None
        path = log.path_of(session, made[2].number, covering.size)
    kept = document(2)
    standing = kept.standing(kept.place("T002") or 0)
    proof = proof_of(number=made[2].number, root=made[2].root, size=covering.size, path=path, standing=standing)
    on_ledger = anchors.on_ledger(exchange.ledger, covering.record)
    assert on_ledger is not None
    assert (on_ledger.digest, on_ledger.size) == (proven_root(proof), proof["log"]["size"])
    assert {each["reference"] for each in (proof["standing"]["candidate"],)} == {"T002"}


def test_an_anchor_whose_answer_was_lost_is_sent_again_as_it_was_and_stands_once(exchange: Exchange) -> None:
    append(exchange.database, 1)
    forgetful = Forgetful(exchange.ledger, lost=1)
    with pytest.raises(OutcomeUnknown):
        exchange.anchors(ledger=forgetful).anchor()
    append(exchange.database, 2)
    exchange.anchors(ledger=forgetful).anchor()
    assert forgetful.submitted[0] == forgetful.submitted[1]
    assert exchange.anchored() == [(1, exchange.root(1)), (2, exchange.root(2))]
    assert exchange.anchors(ledger=forgetful).anchor() is not None
    assert len(forgetful.submitted) == 3


def test_an_anchor_is_the_same_record_where_what_was_kept_of_it_is_lost(exchange: Exchange) -> None:
    append(exchange.database, 1)
    exchange.anchors().anchor()
    first = exchange.anchored()
    with Session(writing(exchange.database)) as session, session.begin():
        session.execute(delete(RankingAnchorRow))
    exchange.clock.wait(60)
    assert exchange.anchors().anchor() is not None
    assert exchange.anchored() == first


def test_an_anchor_that_nobody_sent_in_time_is_signed_anew(exchange: Exchange) -> None:
    append(exchange.database, 1)
    assert exchange.anchors().prepare()
    exchange.clock.wait(7200)
    exchange.anchors().anchor()
    assert exchange.anchored() == [(1, exchange.root(1))]


def test_nobody_anchors_but_an_operator_or_witness_and_nothing_is_kept_of_the_attempt(exchange: Exchange) -> None:
    append(exchange.database, 1)
    with pytest.raises(MayNotAnchor) as stranger:
        exchange.anchors("buyer").anchor()
    assert stranger.value.address == key("buyer").address
    with pytest.raises(MayNotAnchor, match="no party"):
        exchange.anchors("somebody").anchor()
    assert exchange.anchored() == []
    assert exchange.anchors("witness").anchor() is not None
    assert exchange.anchored() == [(1, exchange.root(1))]


def test_a_log_that_lost_runs_the_ledger_knows_of_is_refused_and_told(exchange: Exchange) -> None:
    append(exchange.database, 1)
    other = exchange.world.create(
        c.AnchorDigest, "operator", namespace=anchors.NAMESPACE, digest=bytes([7]) * 32, size=9
    )
    exchange.world.accept(other, "operator")
    with pytest.raises(AnchorRefused) as refused:
        exchange.anchors().anchor()
    assert refused.value.refused.code == "SIZE_SHRINKS"
    assert refused.value.refused.values == {"last": 9, "given": 1}
    assert exchange.anchored() == []


def test_in_the_home_of_a_story_an_operators_key_that_lies_there_anchors(exchange: Exchange, tmp_path: Path) -> None:
    append(exchange.database, 1)
    keys = tmp_path / "story" / "keys"
    keys.mkdir(parents=True)
    assert story_keys(keys.parent) is None
    mark(keys.parent)
    found = story_keys(keys.parent)
    with pytest.raises(MayNotAnchor):
        exchange.anchors("buyer", demonstration=found).anchor()
    for alias in ("buyer", "operator"):
        keep_secret(keys / f"{alias}.json", b"word", key(alias).secret, random_password=True)
        (keys / f"{alias}.password").write_text("word")
    exchange.anchors("buyer", demonstration=found).anchor()
    assert exchange.anchored() == [(1, exchange.root(1))]
