"""Which logs make a record's history: its own, and those that touched it, as the second of two records as well."""

from __future__ import annotations

from typing import Any

from ledger.commands import IssueAppraisal
from ledger.engines.evm.deployment import Deployment
from ledger.engines.evm.reading import LogReader
from ledger.enums import AppraisalKind, State
from ledger.events import BEFORE_ALL, Event, GenesisEvent
from ledger.rulebook import RULEBOOK
from tests.unit.evm_logs import MODULE, LogsOnly, also_touched, log_of
from tests.unit.market import Market, opened, published, revealed, shortlisted


def _failed_again() -> tuple[Market, bytes, bytes]:
    """A review that passed, and one that supersedes it and fails the proposal; the ids of proposal and first review."""
    market = opened()
    proposal = revealed(market, published(market))
    technical, _ = shortlisted(market, proposal)
    market.review(
        "again", "technical", proposal, AppraisalKind.TECHNICAL_REVIEW, 2, moves_to=State.FAILED, supersedes=technical
    )
    return market, proposal, technical


def _reader(market: Market) -> LogReader:
    kept: list[dict[str, Any]] = []
    for event in market.events:
        if isinstance(event, Event):
            touched = [each.record for each in event.touched]
            kept.append(log_of(event, touched[0] if touched else bytes(32)))
            kept += [also_touched(event, record) for record in touched[1:]]
    first = market.events[0]
    assert isinstance(first, GenesisEvent)
    deployment = Deployment(
        chain_id=1,
        genesis=first.genesis,
        rulebook=RULEBOOK,
        registry=MODULE,
        modules=(MODULE,),
        code_hashes=(),
        block=0,
    )
    return LogReader(LogsOnly(kept), deployment)  # type: ignore[arg-type]


def test_a_record_touched_as_the_second_of_two_has_the_event_in_its_history() -> None:
    market, proposal, technical = _failed_again()
    reader = _reader(market)
    last = market.events[-1]
    assert isinstance(last, Event)
    assert [each.record for each in last.touched] == [proposal, technical]
    history = reader.history(technical)
    assert [type(event.command) for event in history if isinstance(event, Event)] == [IssueAppraisal, IssueAppraisal]
    assert history[-1] == last
    assert reader.history(proposal)[-1] == last
    assert reader.history(last.record) == [last]


def test_what_stands_beside_an_event_is_no_event() -> None:
    market, _, _ = _failed_again()
    found = _reader(market).events(BEFORE_ALL, 1000)
    assert list(found) == market.events[1:]


def test_a_receipt_is_found_by_the_digest_of_a_command_that_touched_two_records() -> None:
    market, _, _ = _failed_again()
    last = market.events[-1]
    assert isinstance(last, Event)
    assert _reader(market).receipt(last.digest) == last.receipt
