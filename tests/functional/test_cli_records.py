"""The pages of `hanotex record`, `history` and `node events`, read beside a home with the opening day on it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from api.cli import times
from tests.command_line import hanotex


@pytest.fixture(scope="module")
def home(opening_day: Path) -> Path:
    return opening_day


@pytest.fixture(scope="module")
def history(home: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(hanotex("history", "chip", "--home", home, "--json").stdout)
    return entries


def test_the_page_says_when_it_is_read_and_the_printed_time_can_be_asked_for(
    home: Path, history: list[dict[str, Any]]
) -> None:
    first = history[0]["at"]
    printed = times.moment(first)
    shown = hanotex("record", "chip", "--at", printed, "--home", home)
    assert f"Đọc tại: {printed}" in shown.stdout
    answer = json.loads(hanotex("record", "chip", "--at", printed, "--home", home, "--json").stdout)
    last = max(entry["version"] for entry in history if entry["at"] <= first)
    assert (answer["read_at"], answer["version"]) == (first, last)


def test_an_offset_is_honoured(home: Path, history: list[dict[str, Any]]) -> None:
    first = history[0]["at"]
    in_utc = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(first))
    answer = json.loads(hanotex("record", "chip", "--at", in_utc, "--home", home, "--json").stdout)
    assert answer["read_at"] == first


def test_before_its_creation_a_record_is_said_to_come_later(home: Path, history: list[dict[str, Any]]) -> None:
    run = hanotex("record", "chip", "--at", "2020-01-01", "--home", home)
    created = times.moment(history[0]["at"])
    assert run.exit_code == 1
    assert f"chưa có trên sổ cái; lập lúc {created}" in run.stderr
    assert f"it was created at {created}" in run.stderr


def test_a_time_to_come_is_said_to_be_derived(home: Path) -> None:
    assert "Thời điểm ở tương lai" in hanotex("record", "chip", "--at", "2099-01-01", "--home", home).stdout
    assert "Thời điểm ở tương lai" not in hanotex("record", "chip", "--home", home).stdout


def test_a_history_names_its_commands_in_words(home: Path, history: list[dict[str, Any]]) -> None:
    told = hanotex("history", "chip", "--home", home).stdout
    assert f"{len(history)} phiên bản" in told
    assert "(register_asset)" in told
    assert "asset registered" in told
    assert "Lệnh bị từ chối không để lại dấu vết trên sổ cái." in told


def test_the_history_of_the_first_party_starts_with_the_genesis_document(home: Path) -> None:
    assert "văn bản khởi tạo sổ cái" in hanotex("history", "hanoi-dost", "--home", home).stdout


def test_events_that_are_cut_say_how_to_go_on_and_nothing_is_lost(home: Path) -> None:
    everything = json.loads(hanotex("node", "events", "--limit", "100000", "--home", home, "--json").stdout)
    cut = hanotex("node", "events", "--limit", "3", "--home", home).stdout
    place = f"{everything[2]['block']}.{everything[2]['log']}"
    assert "3 sự kiện" in cut
    assert f"--after {place}" in cut
    rest = hanotex("node", "events", "--after", place, "--limit", "100000", "--home", home, "--json")
    assert json.loads(rest.stdout) == everything[3:]
    whole = hanotex("node", "events", "--limit", str(len(everything)), "--home", home).stdout
    assert "--after" not in whole
    assert "Chuỗi có một đơn vị vận hành duy nhất." in whole
    assert "Lệnh bị từ chối không để lại dấu vết trên sổ cái." in whole


def test_events_after_the_last_block_are_said_to_be_none(home: Path) -> None:
    height = json.loads(hanotex("node", "status", "--home", home, "--json").stdout)["height"]
    run = hanotex("node", "events", "--after", "999999", "--home", home)
    assert f"Không có sự kiện nào sau 999999; chuỗi đang ở khối {height}." in run.stdout
    assert hanotex("node", "events", "--after", "1.x", "--home", home).exit_code == 2


def test_an_asset_names_the_licences_that_stand_on_it(home: Path) -> None:
    told = hanotex("record", "chip", "--home", home).stdout
    assert "licence-robo (robo-nhi-ha): độc quyền (exclusive); VN-HN VN-HP; make sell; fire_rescue" in told
    answer = json.loads(hanotex("record", "chip", "--home", home, "--json").stdout)
    standing = {each["licence"]: (each["exclusivity"], each["live"]) for each in answer["licences"]}
    assert standing == {"licence-robo": ("exclusive", True), "licence-lumi": ("non_exclusive", True)}


def test_licences_follow_the_time_that_is_read(home: Path, history: list[dict[str, Any]]) -> None:
    registered = times.moment(history[0]["at"])
    before = json.loads(hanotex("record", "chip", "--at", registered, "--home", home, "--json").stdout)
    effected = [entry["record"] for entry in history if entry["command"] == "effect_instrument"]
    by_then = [entry["record"] for entry in history if entry["moved"] is False and entry["at"] <= before["read_at"]]
    assert [each["licence"] for each in before["licences"]] == by_then
    assert set(effected) == {"licence-robo", "licence-lumi", "assignment-40"}
    later = json.loads(hanotex("record", "chip", "--at", "2040-01-01", "--home", home, "--json").stdout)
    assert later["licences"] == []


def test_a_record_without_licences_says_so(home: Path) -> None:
    assert "No licence stands on it." in hanotex("record", "ladder", "--home", home).stdout
    assert "licence" not in hanotex("record", "bva", "--home", home).stdout.lower()
