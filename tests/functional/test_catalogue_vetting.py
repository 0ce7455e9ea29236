"""What stands behind a solution, on the opening day's records: reviews in force, and certificates whatever they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from api.cli.home import read_aliases
from api.connection import read_embedded
from api.migrations import open_tables
from ledger.enums import AppraisalKind, Outcome, PilotStage, Verdict
from ledger.enums import State as RecordState
from ledger.port import all_events
from marketplace import tables as t
from marketplace.catalogue.vetting import vetting
from marketplace.database import file_url
from marketplace.projection import Projection


@dataclass(frozen=True)
class Day:
    tables: Session
    names: dict[str, bytes]
    now: int


@pytest.fixture
def day(opening_day: Path, tmp_path: Path) -> Iterator[Day]:
    engine = open_tables(file_url(tmp_path / "tables.sqlite"))
    with read_embedded(opening_day) as opened:
        Projection(engine).apply(list(all_events(opened.ledger)))
        now = opened.ledger.status().now
    with Session(engine) as tables:
        yield Day(tables, read_aliases(opening_day), now)
    engine.dispose()


def rests_on_the_chip(day: Day, proposal: str) -> None:
    """Another proposal that says it rests on the chip, as the derived tables would have it."""
    row = t.ProposalAssetRow(proposal=day.names[proposal], ordinal=7, asset=day.names["chip"])
    day.tables.add(row)
    day.tables.flush()


def test_a_solution_shows_the_certificates_of_proposals_that_rest_on_it(day: Day) -> None:
    found = vetting(day.tables, day.names["chip"], day.now).certificates
    assert day.names["certificate-lumi"] in {each.id for each in found}
    (lumi,) = [each for each in found if each.id == day.names["certificate-lumi"]]
    assert (lumi.outcome, lumi.stage, lumi.owner_signed) == (Outcome.PASS, PilotStage.TRIAL, True)
    assert (lumi.proposal, lumi.provider) == (day.names["proposal-lumi"], day.names["lumi-viet"])
    assert 0 < lumi.met <= lumi.kpis


def test_failed_and_revoked_certificates_are_shown_like_the_others(day: Day) -> None:
    rests_on_the_chip(day, "proposal-hong-ha")
    found = {each.id: each for each in vetting(day.tables, day.names["chip"], day.now).certificates}
    failed = found[day.names["certificate-hong-ha"]]
    assert (failed.outcome, failed.state) == (Outcome.FAIL, RecordState.REVOKED)
    assert day.names["certificate-lumi"] in found


def test_reviews_in_force_are_shown_and_no_others(day: Day) -> None:
    rests_on_the_chip(day, "proposal-ha-thanh")
    shown = {each.id: each for each in vetting(day.tables, day.names["chip"], day.now).reviews}
    security = shown[day.names["security-lumi"]]
    assert (security.kind, security.verdict) == (AppraisalKind.SECURITY_REVIEW, Verdict.PASS)
    assert security.proposal == day.names["proposal-lumi"]
    assert shown[day.names["security-ha-thanh"]].verdict is Verdict.FAIL
    assert day.names["chip-valuation"] not in shown
    after = vetting(day.tables, day.names["chip"], security.valid_until).reviews
    assert day.names["security-lumi"] not in {each.id for each in after}


def test_a_review_that_was_withdrawn_is_no_longer_shown(day: Day) -> None:
    review = day.names["security-lumi"]
    withdrawn = update(t.RecordRow).where(t.RecordRow.id == review)
    day.tables.execute(withdrawn.values(state=int(RecordState.WITHDRAWN), turns_at=2**64 - 1))
    assert review not in {each.id for each in vetting(day.tables, day.names["chip"], day.now).reviews}


def test_an_asset_that_nobody_proposed_has_nothing_behind_it(day: Day) -> None:
    found = vetting(day.tables, bytes(32), day.now)
    assert (found.reviews, found.certificates) == ((), ())
