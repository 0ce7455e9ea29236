"""What is asked of a whole ledger: late letters, counts, numbers, traces; beside a home with the opening day on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli import times
from tests.command_line import hanotex

OFFICE = "phuong-lien-van"


@pytest.fixture(scope="module")
def home(opening_day: Path) -> Path:
    return opening_day


def _json(home: Path, *arguments: str) -> Any:
    return json.loads(hanotex(*arguments, "--home", home, "--json").stdout)


def test_an_office_is_told_what_it_has_left_unanswered_and_unopened(home: Path) -> None:
    late = _json(home, "documents", "overdue", OFFICE)
    assert [(each["document"], each["sender"], each["state"]) for each in late["documents"]] == [
        ("letter-late", "an-cu-do", "registered")
    ]
    assert [each["document"] for each in _json(home, "documents", "unopened", OFFICE)["documents"]] == [
        "letter-waiting"
    ]
    told = hanotex("documents", "overdue", OFFICE, "--home", home).stdout
    assert f"Văn bản quá hạn ở {OFFICE}: 1" in told
    assert "letter-late  từ / from an-cu-do; đã vào sổ; hạn / due" in told
    assert "Văn bản chưa mở" in hanotex("documents", "unopened", OFFICE, "--home", home).stdout


def test_a_letter_is_late_from_its_deadline_and_not_before(home: Path) -> None:
    due = _json(home, "record", "letter-late")["due_by"]
    for at, expected in ((due - 1, []), (due, ["letter-late"])):
        found = _json(home, "documents", "overdue", OFFICE, "--at", times.moment(at))
        assert (found["read_at"], [each["document"] for each in found["documents"]]) == (at, expected)
    assert "Quá hạn: phải trả lời trước" in hanotex("record", "letter-late", "--home", home).stdout
    assert _json(home, "record", "letter-late")["overdue"] is True
    waiting = _json(home, "record", "letter-waiting")
    assert (waiting["unopened_since"], waiting["overdue"]) == (waiting["created_at"], False)


def test_records_are_counted_by_kind_and_state(home: Path) -> None:
    found = _json(home, "count", "certificate")
    assert (found["counts"], found["total"]) == ({"certificate": {"issued": 2, "revoked": 1}}, 3)
    assert _json(home, "count", "--state", "selected")["counts"]["proposal"] == {"selected": 1}
    assert _json(home, "count", "proposal", "--state", "Được chọn")["counts"]["proposal"] == {"selected": 1}
    everything = _json(home, "count")
    assert len(everything["counts"]) == 12
    assert everything["total"] == sum(n for states in everything["counts"].values() for n in states.values())
    told = hanotex("count", "certificate", "--home", home).stdout
    assert "chứng nhận kết quả" in told
    assert "Tổng: 3" in told


def test_a_number_is_held_by_one_asset_or_by_none(home: Path) -> None:
    assert _json(home, "right", "VN", "1-0041237")["asset"] == "chip"
    assert _json(home, "right", "VN", "1-0000001")["asset"] is None
    assert "thuộc tài sản chip" in hanotex("right", "VN", "10041237", "--home", home).stdout
    assert "No asset holds this number." in hanotex("right", "VN", "1-0000001", "--home", home).stdout


def test_no_text_of_the_story_is_found_and_an_alias_is(home: Path) -> None:
    assert _json(home, "search", "412.000.000 đồng")["found"] is False
    assert _json(home, "search", "letter-late")["found"] is True
    assert "Không tìm thấy" in hanotex("search", "Đề nghị lắp cảm biến khói", "--home", home).stdout


def test_a_history_is_read_page_by_page_and_nothing_is_lost(home: Path) -> None:
    whole = _json(home, "history", "letter")
    assert [entry["version"] for entry in whole] == list(range(1, len(whole) + 1))
    assert _json(home, "history", "letter", "--limit", "2") == whole[:2]
    assert _json(home, "history", "letter", "--after", "2") == whole[2:]
    cut = hanotex("history", "letter", "--limit", "2", "--home", home).stdout
    assert f"{len(whole)} phiên bản" in cut
    assert "--after 2" in cut
    assert "--after" not in hanotex("history", "letter", "--after", "2", "--home", home).stdout
    beyond = hanotex("history", "letter", "--after", "99", "--home", home).stdout
    assert f"Không có phiên bản nào sau 99 (mới nhất: {len(whole)})" in beyond


def test_who_is_no_party_has_no_documents_to_ask_for(home: Path) -> None:
    for question in ("overdue", "unopened"):
        run = hanotex("documents", question, "chip", "--home", home)
        assert (run.exit_code, "chip không phải bên nào" in run.stderr) == (1, True)


@pytest.mark.parametrize(
    ("record", "state", "member", "value"),
    [
        ("chip-offer", "closed", "asset", "chip"),
        ("chip-evaluation", "issued", "issuer", "tham-dinh-van-xuan"),
        ("royalty-q1", "audited", "instrument", "licence-lumi"),
        ("market-fires", "awarded", "proposal", "proposal-lumi"),
        ("proposal-lumi", "selected", "provider", "lumi-viet"),
        ("rollout-lumi", "completed", "values", {"K1": "26.0", "K2": "94.0", "K3": "0.15"}),
        ("certificate-rollout", "issued", "paid_by", "contract-lumi"),
        ("contract-lumi", "effective", "paid", 6_000),
        ("letter-forwarded", "registered", "recipients", [OFFICE, "doi-pccc-thuong-do"]),
        ("first-ranking", "anchored", "namespace", "ranking"),
    ],
)
def test_every_kind_of_record_is_shown(home: Path, record: str, state: str, member: str, value: Any) -> None:
    shown = _json(home, "record", record)
    assert (shown["state"], shown[member]) == (state, value)
    page = hanotex("record", record, "--home", home)
    assert page.exit_code == 0
    assert f"({state})" in page.stdout
    assert hanotex("history", record, "--home", home).exit_code == 0
