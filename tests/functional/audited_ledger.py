"""A ledger with a record of every kind, what it was some blocks earlier, and another history that parts from it there.

All three have the same genesis document and the same operator's key, so each is consistent in itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.connection import open_embedded
from ledger import commands as c
from ledger import eip712
from ledger.enums import Exclusivity, InstrumentEnd
from tests.conformance import samples
from tests.conformance.cast import genesis, party, sign, text
from tests.conformance.conftest import START, Clock
from tests.conformance.histories import Author
from tests.conformance.world import ZERO, World
from tests.model import Model
from tests.model.ledger import royalty_nonce

_MINUTE = 60
OFFICE, NUMBER = "VN", "10041237"


class Ledgers:
    """`true`, `earlier` and `forked`: homes that nobody has open. earlier_block: the last one that all three share."""

    def __init__(self, folder: Path) -> None:
        self.true, self.earlier, self.forked = (folder / name for name in ("true", "earlier", "forked"))
        clock = Clock()
        with _world(self.true, clock) as world:
            story = _Story(world)
            story.begin()
        shutil.copytree(self.true, self.earlier)
        shutil.copytree(self.true, self.forked)
        now, nonce = clock.now, world._nonce
        with _world(self.true, clock, nonce) as world:
            story.go_on(world)
        clock.now = now
        with _world(self.forked, clock, nonce) as world:
            story.go_on_otherwise(world)


@contextmanager
def _world(home: Path, clock: Clock, nonce: int | None = None) -> Iterator[World]:
    """nonce: where the commands go on from, so that both histories make records of the same ids."""
    with open_embedded(home, genesis(START), clock=clock) as connection:
        world = World(connection.ledger, lambda: int(clock.now), clock.wait)
        if nonce is not None:
            world._nonce = nonce
        yield world
        clock.wait(2)


class _Story:
    def __init__(self, world: World) -> None:
        self.world = world

    def begin(self) -> None:
        """Everybody, and a record of every kind."""
        world = self.world
        author = Author(Model(genesis(START)), lambda given: given[0], lambda n: False)
        for drawn in author.opening(START):
            world.ledger.submit(sign(world.id, drawn.command, drawn.keys))
        world.wait(1)
        right = samples.right(world.now, NUMBER)
        self.patent = world.asset(("university", 10_000), rights=(right,), tier=2)
        self.second = world.asset(("institute", 6_000), ("university", 4_000))
        self.claim = world.asset(tier=0)
        self.licence = world.licensed(self.patent, exclusivity=int(Exclusivity.SOLE))
        self.plain = self.licensed(world, self.second, "institute", "university")
        world.wait(10)
        self.period = self.report(world, self.licence)
        listing = world.create(c.DraftListing, "university", asset=self.patent, broker=ZERO, offer=samples.EVIDENCE)
        self.listing = world.accept(listing, "university")
        world.accept(world.on(c.MoveListing, self.listing, listing_move=1, until=0, reason=ZERO), "university")
        world.accept(world.on(c.ReviewListing, self.listing, review_outcome=1, reason=ZERO), "operator")
        valuation = samples.appraisal(world.now, 2, self.patent, **samples.valuation(world.now))
        world.accept(world.create(c.IssueAppraisal, "valuer", **valuation), "valuer")
        self.proposal = world.selected()
        self.document = world.accept(world.create(c.SubmitDocument, "startup", **samples.document("office")), "startup")
        world.accept(world.on(c.MoveDocument, self.document, **samples.document_move(1)), "office")
        anchor = {"namespace": samples.label("ranking"), "digest": text("root"), "size": 7}
        world.accept(world.create(c.AnchorDigest, "operator", **anchor), "operator")
        world.wait(_MINUTE)

    @staticmethod
    def licensed(world: World, asset: bytes, *licensors: str) -> bytes:
        """A licence to the buyer that is in effect."""
        terms = samples.licence(world.now, asset, licensors, "buyer")
        return world.take_effect(world.agreed(terms, *licensors, "buyer"), "buyer")

    @staticmethod
    def report(world: World, licence: bytes) -> bytes:
        start = world.read(licence).terms.scope.start
        command = c.ReportRoyalty(
            record=eip712.royalty_period_id(licence, start),
            expected_version=0,
            not_after=world.now + _MINUTE,
            nonce=royalty_nonce(licence, start),
            instrument=licence,
            start=start,
            end=start + 10,
            amount=text("amount"),
            report=text("report"),
        )
        return world.accept(command, "buyer")

    def go_on(self, world: World) -> None:
        """In more blocks than the other history has."""
        world.accept(world.on(c.AnswerRoyalty, self.period, royalty_answer=1, reason=ZERO), "university")
        world.wait(1)
        self.third = world.asset(("institute", 10_000))
        world.wait(1)
        end = {"instrument_end": InstrumentEnd.TERMINATED, "reason": text("agreed")}
        world.accept(world.on(c.EndInstrument, self.plain, **end), "institute", "university", "buyer")
        world.wait(1)
        world.accept(world.on(c.MoveListing, self.listing, listing_move=3, until=0, reason=ZERO), "university")
        world.accept(world.on(c.MoveDocument, self.document, **samples.document_move(2)), "office")
        world.wait(1)
        self.licensed(world, self.third, "institute")

    def go_on_otherwise(self, world: World) -> None:
        """As long, with other commands on the same records and others of the same ids."""
        world.accept(world.on(c.AnswerRoyalty, self.period, royalty_answer=2, reason=text("too little")), "university")
        world.asset(("institute", 10_000), title=text("another title"))
        world.accept(world.on(c.MoveListing, self.listing, listing_move=5, until=0, reason=ZERO), "university")
        world.wait(1)
        world.accept(
            world.on(c.MoveDocument, self.document, **samples.document_move(11, to=party("district"))), "office"
        )
        world.wait(1)
        world.asset(("university", 10_000), title=text("one more"))
