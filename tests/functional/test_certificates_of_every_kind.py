"""A certificate of every record of the opening day, read offline: whatever its kind, and by whomever it was moved."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from api.cli.certificate import _operator as operator_of
from api.cli.home import read_aliases
from api.connection import Connection, open_embedded
from ledger.enums import Kind, Outcome
from ledger.events import Event
from ledger.port import all_events
from ledger.proof import acceptance
from ledger.proof.bundle import content_of
from ledger.proof.collect import Collector
from ledger.proof.sentence import sentences
from ledger.proof.signing import bundle_preimage
from ledger.proof.verdict import Invalid, Valid
from ledger.proof.verify import verify
from ledger.records import Asset, Certificate, Pilot
from ledger.state import Records, fold


@dataclass
class Told:
    """The opening day's ledger, its records by alias, and what certifies them."""

    home: Path
    connection: Connection
    collector: Collector
    operator: Any
    aliases: dict[str, bytes]
    records: Records

    def certified(self, alias: str, *, deep: bool = False) -> Valid:
        verdict = verify(self.collector.record(self.aliases[alias], deep=deep), self.connection.trust)
        assert isinstance(verdict, Valid), (alias, verdict)
        assert verdict.shown.record is not None
        return verdict


@pytest.fixture(scope="module")
def told(opening_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    home = tmp_path_factory.mktemp("opening-day") / "home"
    shutil.copytree(opening_day, home)
    with open_embedded(home) as connection:
        operator = operator_of(connection, home)
        records = fold(all_events(connection.ledger))
        collector = Collector(connection.ledger, connection.trust, operator)
        yield Told(home, connection, collector, operator, read_aliases(home), records)


def test_the_opening_day_has_a_record_of_every_kind(told: Told) -> None:
    assert {record.kind for kind in Kind for record in told.records.of_kind(kind)} == set(Kind)


def test_each_record_is_certified_with_its_state_and_head(told: Told) -> None:
    for alias, identifier in told.aliases.items():
        shown = told.certified(alias).shown.record
        record = told.records.get(identifier)
        assert shown is not None
        assert record is not None
        assert (shown.kind, shown.version, shown.head) == (record.kind, record.version, record.head), alias


def test_each_record_is_certified_with_the_histories_of_its_signers(told: Told) -> None:
    for alias in ("licence-lumi", "certificate-lumi", "letter", "proposal-lumi", "chip", "contract-lumi"):
        told.certified(alias, deep=True)


def test_each_kind_is_told_in_vietnamese_and_english(told: Told) -> None:
    for alias in told.aliases:
        vi, en = sentences(told.certified(alias))
        assert len(vi) == len(en)
        assert vi[0] == "HỢP LỆ"
        assert en[0] == "VALID"
        # What the record is stands between its first line and its commands.
        assert vi.index("Các lệnh:") == en.index("Commands:") > 2, alias
        assert not any("None" in line or "{" in line for line in (*vi, *en) if "alarm" not in line), alias


def test_the_holders_after_an_assignment_are_shown(told: Told) -> None:
    """The asset's own history has no share of the assignment: it is the state that shows who holds it now."""
    shown = told.certified("chip").shown.record
    asset = told.records.asset(told.aliases["chip"])
    assert isinstance(asset, Asset)
    assert shown is not None
    assert [(each["party"], each["bps"]) for each in shown.state["holders"]] == [
        ("0x" + share.party.hex(), share.bps) for share in asset.holders
    ]
    assert [share.bps for share in asset.holders] == [6_000, 4_000]


def test_a_registered_licence_says_since_when_and_another_one_that_it_is_not(told: Told) -> None:
    registered, _ = sentences(told.certified("licence-lumi"))
    assert any(
        line.startswith("Đã đăng ký tại cơ quan sở hữu trí tuệ, có giá trị với bên thứ ba từ ") for line in registered
    )
    _, plain = sentences(told.certified("licence-robo"))
    assert "Not registered at the intellectual property office: no effect against third parties." in plain


def test_the_sum_behind_every_certificate_is_that_of_the_contracts(told: Told) -> None:
    outcomes = set()
    for record in told.records.of_kind(Kind.CERTIFICATE):
        assert isinstance(record, Certificate)
        pilot = told.records.get(record.pilot)
        assert isinstance(pilot, Pilot)
        outcomes.add(record.outcome)
        assert acceptance.result(pilot.kpis, pilot.values, pilot.pass_weight) == (record.outcome, record.met)
    assert outcomes == {Outcome.PASS, Outcome.FAIL}


def _forged(told: Told, alias: str, change: Any) -> bytes:
    """A bundle after a change, signed again by the operator itself: what a lying operator would hand out."""
    value = json.loads(told.collector.record(told.aliases[alias]))
    change(value)
    signature = told.operator.sign_preimage(bundle_preimage(told.connection.trust.ledger, content_of(value)))
    value["signature"] = "0x" + signature.hex()
    return rfc8785.dumps(value)


def test_a_certificate_without_its_pilot_is_refused(told: Told) -> None:
    verdict = verify(_forged(told, "certificate-lumi", lambda value: value["histories"].pop()), told.connection.trust)
    assert isinstance(verdict, Invalid)
    assert verdict.code == "PILOT_HISTORY_MISSING"


def test_an_outcome_that_does_not_follow_from_the_pilot_is_refused(told: Told) -> None:
    def change(value: dict[str, Any]) -> None:
        entry = value["histories"][0]["entries"][0]
        entry["signed"]["fields"]["outcome"] = int(Outcome.FAIL)

    verdict = verify(_forged(told, "certificate-lumi", change), told.connection.trust)
    assert isinstance(verdict, Invalid)
    # The outcome stands in the signed command, so its digest changes with it and the signatures are someone else's.
    assert verdict.step in (2, 3)


def test_another_proposals_award_is_not_this_ones(told: Told) -> None:
    """A command that names what it touched stands in no other record's history."""
    lumi = json.loads(told.collector.record(told.aliases["proposal-lumi"]))
    award = next(e for e in lumi["histories"][0]["entries"] if e["signed"]["command"] == "move_problem")

    verdict = verify(
        _forged(told, "proposal-hong-ha", lambda value: value["histories"][0]["entries"].append(award)),
        told.connection.trust,
    )
    assert isinstance(verdict, Invalid)
    assert verdict.code == "NOT_ITS_COMMAND"


def test_every_event_is_found_through_the_records_it_moved(told: Told) -> None:
    """`history` of each record, the ones touched second included, is the ledger's whole log, nothing missing."""
    expected: dict[bytes, list[bytes]] = {}
    for event in all_events(told.connection.ledger):
        if isinstance(event, Event):
            for record in (event.record, *(touch.record for touch in event.touched)):
                expected.setdefault(record, []).append(event.digest)
    for record, digests in expected.items():
        history = told.connection.ledger.history(record)
        assert [event.digest for event in history if isinstance(event, Event)] == digests
