"""Certificates of a real ledger: contracts on the embedded chain, evidence through the port, the verifier offline."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from ledger import commands as c
from ledger import enums
from ledger.proof.collect import Collector, NotShown
from ledger.proof.verdict import Invalid, Valid
from ledger.proof.verify import verify
from scripts.vectors.certificate_story import START, YEAR, PatentStory, ha_noi, label, word


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PatentStory]:
    with PatentStory(tmp_path_factory.mktemp("home")) as told:
        yield told


@pytest.fixture(scope="module")
def collector(story: PatentStory) -> Collector:
    return Collector(story.ledger, story.connection.trust, story.operator)


def _code(make: Callable[[], bytes]) -> str:
    with pytest.raises(NotShown) as refused:
        make()
    assert isinstance(refused.value.verdict, Invalid)
    return refused.value.verdict.code


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("record", ["asset", "grant", "institute", "company", "regulator"])
def test_every_record_of_a_real_ledger_can_be_certified(
    story: PatentStory, collector: Collector, record: str, deep: bool
) -> None:
    verdict = verify(collector.record(getattr(story, record), deep=deep), story.connection.trust)
    assert isinstance(verdict, Valid)
    assert verdict.shown.record is not None
    assert verdict.shown.record.head == story.ledger.history(getattr(story, record))[-1].head or record == "asset"


def test_the_state_that_is_shown_is_that_of_the_ledger(story: PatentStory, collector: Collector) -> None:
    licence = verify(collector.record(story.grant), story.connection.trust)
    assert isinstance(licence, Valid)
    assert licence.shown.record is not None
    assert (licence.shown.record.version, licence.shown.record.state["state"]) == (2, "effective")
    assert licence.shown.record.state["exclusivity"] == "exclusive"


def test_an_exclusive_grant_that_stands_is_not_certified_away(story: PatentStory, collector: Collector) -> None:
    def none_in(scope: c.Scope) -> Callable[[], bytes]:
        return lambda: collector.no_exclusive_grant(story.asset, scope)

    everywhere = c.Scope(acts=0, fields=0, countries=0, provinces=0, start=START, end=START + YEAR)
    last_second = ha_noi(START + YEAR - 1, START + 2 * YEAR)
    assert _code(none_in(everywhere)) == "GRANT_STANDS"
    assert _code(none_in(last_second)) == "GRANT_STANDS"
    for free in (
        ha_noi(START + YEAR, START + 2 * YEAR),
        c.Scope(acts=0, fields=0, countries=0, provinces=0b10, start=START, end=START + YEAR),
        c.Scope(acts=0b100, fields=0, countries=0, provinces=1, start=START, end=START + YEAR),
        c.Scope(acts=0, fields=0, countries=1, provinces=0, start=START, end=START + YEAR),
    ):
        assert isinstance(verify(none_in(free)(), story.connection.trust), Valid)


def test_records_and_rights_that_are_there_are_not_certified_away(story: PatentStory, collector: Collector) -> None:
    assert _code(lambda: collector.absent_record(story.asset)) == "RECORD_EXISTS"
    assert _code(lambda: collector.absent_right(label("VN"), label("10041237"))) == "RIGHT_IS_HELD"
    assert _code(lambda: collector.no_exclusive_grant(word("none"), ha_noi(START, START + 1))) == "NO_RECORD"
    assert _code(lambda: collector.record(word("none"))) == "NO_RECORD"
    for bundle in (collector.absent_record(word("none")), collector.absent_right(label("VN"), label("1"))):
        assert isinstance(verify(bundle, story.connection.trust), Valid)


def test_an_older_certificate_stays_valid_as_of_its_block(tmp_path: Path) -> None:
    with PatentStory(tmp_path) as story:
        collector = Collector(story.ledger, story.connection.trust, story.operator)
        before = collector.record(story.asset)
        rule = c.SetGrantRule(**story.envelope(story.asset), grant_rule=enums.GrantRule.ALL)
        story.give(rule, "institute#1", "institute#2")
        story.seal()
        after = collector.record(story.asset)
        first, second = (verify(bundle, story.connection.trust) for bundle in (before, after))
    assert isinstance(first, Valid)
    assert isinstance(second, Valid)
    assert first.shown.record is not None
    assert second.shown.record is not None
    assert first.shown.block < second.shown.block
    assert second.shown.record.commands[: first.shown.record.version] == first.shown.record.commands


def test_a_history_of_twenty_commands_is_small_and_read_at_once(tmp_path: Path) -> None:
    with PatentStory(tmp_path) as story:
        for number in range(16):
            rule = enums.GrantRule.ALL if number % 2 else enums.GrantRule.MAJORITY
            command = c.SetGrantRule(**story.envelope(story.asset), grant_rule=rule)
            story.give(command, "institute#1", "institute#2")
        story.seal()
        collector = Collector(story.ledger, story.connection.trust, story.operator)
        plain, deep = collector.record(story.asset), collector.record(story.asset, deep=True)
        trust = story.connection.trust
    verdict = verify(plain, trust)
    assert isinstance(verdict, Valid)
    assert verdict.shown.record is not None
    assert len(verdict.shown.record.commands) == 20
    assert len(plain) <= 24_000
    signers = len(json.loads(deep)["histories"]) - 1
    assert len(deep) <= 24_000 + 4_000 * signers
    assert min(_seconds(lambda: verify(plain, trust)) for _ in range(5)) <= 0.060


def _seconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def test_certificates_are_made_and_verified_on_the_command_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with PatentStory(home, operator=None) as story:
        story.seal()
        asset = "0x" + story.asset.hex()
    trust = ("--trust", str(home / "trust.json"))
    for number, asked in enumerate(
        (
            (asset,),
            (asset, "--deep"),
            ("0x" + "11" * 32, "--absent"),
            ("--no-right", "VN 1-0041238"),
            (asset, "--no-exclusive-grant", "--territory", "VN-HP", "--act", "make"),
        )
    ):
        file = tmp_path / f"{number}.json"
        made = CliRunner().invoke(app, ["certificate", *asked, "--home", str(home), "--out", str(file)])
        assert made.exit_code == 0, made.output
        judged = CliRunner().invoke(app, ["verify", str(file), *trust])
        assert judged.exit_code == 0, judged.output
        assert judged.output.startswith("HỢP LỆ")
    for asked in (
        ("0x" + "11" * 32,),
        (asset, "--absent"),
        ("--no-right", "VN 1-0041237"),
        (asset, "--no-exclusive-grant", "--territory", "VN-HN"),
    ):
        file = tmp_path / "none.json"
        made = CliRunner().invoke(app, ["certificate", *asked, "--home", str(home), "--out", str(file)])
        assert made.exit_code == 1
        assert not file.exists()
