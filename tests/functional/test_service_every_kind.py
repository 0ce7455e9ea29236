"""The opening day over HTTP: a record of every kind, listed, told, and told as the models say."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.cli.home import read_aliases
from api.models.records import RECORD_MODELS, HistoryPage, Page
from api.routes.records import NOUNS
from ledger import readings, wire
from ledger.enums import Kind
from ledger.port import all_events
from ledger.proof.verdict import Valid
from ledger.proof.verify import verify
from ledger.records import AnyRecord
from ledger.state import Records, accepted_at, fold
from tests.functional.serving import Served

every_noun = pytest.mark.parametrize("noun", NOUNS)


class Day(Served):
    """The opening day's home, served; `records` as this test folds them."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.await_ready()
        self.records: Records = fold(all_events(self.ledger))
        self.now = self.ledger.status().now

    def of(self, noun: str) -> list[AnyRecord]:
        return list(self.records.of_kind(NOUNS[noun]))

    def get(self, path: str) -> Any:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.text[:500])
        return answer.json()

    def listed(self, noun: str, **query: str) -> list[dict[str, Any]]:
        answer = self.client.get(f"/v1/{noun}", params={"limit": "200", **query}).json()
        Page.model_validate(answer)
        items: list[dict[str, Any]] = answer["items"]
        return items


@pytest.fixture(scope="module")
def day(opening_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(opening_day, home)
    with Day(home) as running:
        yield running


@every_noun
def test_every_record_is_listed_with_its_state_version_and_head(day: Day, noun: str) -> None:
    expected = {
        "0x" + each.id.hex(): (readings.state(each, day.now).name.lower(), each.version, "0x" + each.head.hex())
        for each in day.of(noun)
    }
    assert expected
    assert {each["id"]: (each["state"], each["version"], each["head"]) for each in day.listed(noun)} == expected


@every_noun
def test_every_record_is_told_as_it_folds_and_as_its_model_says(day: Day, noun: str) -> None:
    for record in day.of(noun):
        found = day.get(f"/v1/{noun}/0x{record.id.hex()}")
        RECORD_MODELS[NOUNS[noun]].model_validate(found)
        assert found["record"] == wire.struct_to_json(record)
        assert found["words"]["vi"]
        assert len(found["words"]["vi"]) == len(found["words"]["en"])


@every_noun
def test_every_history_is_that_of_the_ledger(day: Day, noun: str) -> None:
    for record in day.of(noun):
        found = day.get(f"/v1/{noun}/0x{record.id.hex()}/history?limit=200")
        HistoryPage.model_validate(found)
        positions = [f"{event.position.block}:{event.position.log}" for event in day.records.history(record.id)]
        assert [each["event"]["position"] for each in found["items"]] == positions
        assert [each["version"] for each in found["items"]] == list(range(1, record.version + 1))
        assert found["items"][-1]["head"] == "0x" + record.head.hex()


@every_noun
def test_every_record_is_told_as_it_was_in_the_second_of_each_version(day: Day, noun: str) -> None:
    for record in day.of(noun):
        history = day.records.history(record.id)
        for at in sorted({accepted_at(event) for event in history}):
            found = day.get(f"/v1/{noun}/0x{record.id.hex()}?at={at}")
            assert found["version"] == sum(accepted_at(event) <= at for event in history)
        last = history[-1].position.block
        assert day.get(f"/v1/{noun}/0x{record.id.hex()}?block={last}")["version"] == record.version


@every_noun
@pytest.mark.parametrize("after", ["", "/history", "/certificate"])
def test_no_record_has_the_absent_id(day: Day, noun: str, after: str) -> None:
    """It stands in the events that touched no second record."""
    answer = day.client.get(f"/v1/{noun}/0x{'00' * 32}{after}")
    assert (answer.status_code, answer.json()["code"]) == (404, "RECORD_NOT_FOUND")


@every_noun
def test_one_record_of_every_kind_is_certified(day: Day, noun: str) -> None:
    record = day.of(noun)[0]
    answer = day.client.get(f"/v1/{noun}/0x{record.id.hex()}/certificate")
    verdict = verify(answer.content, day.service.trust)
    assert isinstance(verdict, Valid)
    assert verdict.shown.record is not None
    assert verdict.shown.record.head == record.head


@every_noun
def test_the_states_that_lists_are_filtered_by_share_out_the_records(day: Day, noun: str) -> None:
    whole = day.listed(noun)
    states = {each["state"] for each in whole}
    for state in states:
        assert day.listed(noun, state=state) == [each for each in whole if each["state"] == state]
    unheard_of = "anchored" if noun != "anchors" else "draft"
    assert day.listed(noun, state=unheard_of) == []


def test_a_party_finds_what_it_has_a_part_in(day: Day) -> None:
    aliases = read_aliases(day.service.settings.home)
    names = {record: alias for alias, record in aliases.items()}
    parts: dict[str, dict[str, list[str]]] = {}
    for party in day.of("parties"):
        found = {noun: day.listed(noun, party="0x" + party.id.hex()) for noun in NOUNS}
        parts[names[party.id]] = {
            noun: sorted(names[bytes.fromhex(each["id"][2:])] for each in items) for noun, items in found.items()
        }
    for noun, kind in NOUNS.items():
        everybodys = {alias for found in parts.values() for alias in found.get(noun, ())}
        assert everybodys == {names[each.id] for each in day.records.of_kind(kind)}, noun
    for record in day.of("assets"):
        assert isinstance(record.kind, Kind)
        for share in record.holders:  # type: ignore[union-attr]  # assets have holders
            assert names[record.id] in parts[names[share.party]]["assets"]
    for record in day.of("documents"):
        for party in (record.sender, record.recipient):  # type: ignore[union-attr]  # documents have both
            assert names[record.id] in parts[names[party]]["documents"]


def test_what_lists_say_time_makes_of_a_state_is_what_readings_say(day: Day) -> None:
    for noun in NOUNS:
        for record in day.of(noun):
            turn = readings.turn(record)
            for at in (day.now, *(() if turn is None or turn.at >= 1 << 53 else (turn.at - 1, turn.at))):
                if record.created_at <= at <= day.now:
                    then = day.get(f"/v1/{noun}/0x{record.id.hex()}?at={max(at, record.at)}")
                    assert then["state"] == readings.state(record, max(at, record.at)).name.lower()
