"""Searching a running service: what is published is found, what is hidden is not, pages say when results changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy.orm import Session

from api.dependencies import changing_tables
from api.market.index import MarketIndex
from api.people import new_organisation
from marketplace.catalogue import entries
from marketplace.catalogue.content import read_content
from marketplace.catalogue.entries import Outcome
from marketplace.catalogue.tables import EntryRow
from tests.command_line import hanotex
from tests.functional.serving import Served

_PATIENCE = 60.0
ALARM = {
    "kind": "software",
    "title": {"vi": "Bộ báo cháy không dây cho nhà ống", "en": "Wireless fire alarm for tube houses"},
    "abstract": {"vi": "Đầu báo khói nối nhau; khi cháy, còi của cả ngõ kêu.", "en": "Linked smoke detectors."},
    "ipc": ["G08B 17/10"],
    "trl": 9,
    "territory": ["VN"],
    "sectors": ["smart_city"],
    "green": True,
}
RICE = {"kind": "plant_variety", "title": {"vi": "Giống lúa chịu ngập"}, "trl": 6, "ipc": ["A01H 5/10"]}
NEED = {
    "kind": "need",
    "title": {"vi": "Báo cháy cho khu nhà trọ"},
    "abstract": {"vi": "Cần báo cháy sớm, không khoan đục."},
}


class Market:
    """A service with an owner who publishes and an operator who moderates."""

    def __init__(self, served: Served) -> None:
        self.served = served
        with changing_tables(served.service) as session:
            self.owner = new_organisation(session, "Viện Công nghệ Cảm biến Hồng Hà", None, self.now).id
            self.operator = new_organisation(session, "Đơn vị vận hành", None, self.now).id

    @property
    def now(self) -> int:
        return int(self.served.service.clock())

    def publish(self, reference: str, content: dict[str, Any]) -> str:
        with changing_tables(self.served.service) as session:
            entry = entries.create(
                session, self.owner, read_content(content), reference=reference, author="a" * 32, now=self.now
            )
            entries.submit(entry, self.now)
            self._decide(session, entry, Outcome.PUBLISH)
            return entry.id

    def decide(self, identifier: str, outcome: Outcome) -> None:
        with changing_tables(self.served.service) as session:
            self._decide(session, entries.the_entry(session, identifier), outcome)

    def search(self, **asked: Any) -> httpx.Response:
        return self.served.client.get("/v1/search", params=asked)

    def found(self, **asked: Any) -> list[str]:
        return [each["entry"] for each in self.search(**asked).json()["items"]]

    def until(self, fits: Callable[[], bool]) -> None:
        """Wait for the index to be built anew."""
        end = time.monotonic() + _PATIENCE
        while not fits():
            assert time.monotonic() < end, "the index did not follow"
            time.sleep(0.05)

    def _decide(self, session: Session, entry: EntryRow, outcome: Outcome) -> None:
        entries.moderate(
            session, entry, entry.version, outcome, moderator="m" * 32, organisation=self.operator, now=self.now
        )


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with Served(tmp_path_factory.mktemp("home") / "home") as served:
        served.await_ready()
        yield Market(served)


@pytest.fixture(scope="module")
def alarm(market: Market) -> str:
    identifier = market.publish("T003", ALARM)
    market.publish("T065", RICE)
    market.publish("P001", NEED)
    market.until(lambda: market.search().status_code == 200 and len(market.found()) == 3)
    return identifier


def test_what_is_published_is_found_without_diacritics_and_shown_with_what_was_found(
    market: Market, alarm: str
) -> None:
    answer = market.search(q="bao chay nha ong", kind="software").json()
    (hit,) = answer["items"]
    assert hit["entry"] == alarm
    # What else the glossary calls it may be marked too.
    assert hit["title"]["html"].startswith("Bộ <mark>báo cháy")
    assert hit["title"]["html"].endswith(" cho <mark>nhà ống</mark>")
    assert hit["owner"]["name_vi"] == "Viện Công nghệ Cảm biến Hồng Hà"
    assert hit["numbers"] == ["T003"]
    assert answer["complete"] is True
    assert answer["next"] is None


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "T003"},
        {"q": "G08B 17/10"},
        {"q": "Wireless alarm"},
        {"q": "vien cong nghe cam bien hong ha", "green": "true"},
        {"trl_from": "7", "territory": "VN-HN"},
        {"ipc": "G08B", "sector": "smart_city"},
    ],
)
def test_it_is_found_by_its_reference_class_language_owner_and_facets(
    market: Market, alarm: str, asked: dict[str, str]
) -> None:
    assert market.found(**asked) == [alarm]


def test_counts_come_with_the_first_page(market: Market, alarm: str) -> None:
    counts = market.search(q="bao chay").json()["counts"]
    assert counts["total"] == 2
    assert {each["value"]: each["hits"] for each in counts["facets"]["kind"]} == {"software": 1, "need": 1}
    first = market.search(limit=1).json()
    assert market.search(limit=1, after=first["next"]).json()["counts"] is None


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "toy"}, "kind"),
        ({"trl_from": "10"}, "trl_from"),
        ({"territory": "Hà Nội"}, "territory"),
        ({"ipc": "G08B/17"}, "ipc"),
        ({"q": "x" * 401}, "q"),
        ({"limit": "0"}, "limit"),
        ({"page": "2"}, "page"),
        ({"after": "abc"}, "after"),
    ],
)
def test_a_wrong_parameter_is_named(market: Market, alarm: str, asked: dict[str, str], field: str) -> None:
    answer = market.search(**asked)
    assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED")
    assert field in str(answer.json()["values"])


def test_a_cursor_of_another_question_is_refused(market: Market, alarm: str) -> None:
    cursor = market.search(limit=1).json()["next"]
    answer = market.search(q="khác", limit=1, after=cursor)
    assert (answer.status_code, answer.json()["values"]["field"]) == (400, "after")


def test_what_is_hidden_is_found_no_more_and_the_page_behind_says_that_results_changed(
    market: Market, alarm: str
) -> None:
    cursor = market.search(limit=1).json()["next"]
    market.decide(alarm, Outcome.HIDE)
    market.until(lambda: alarm not in market.found(q="bao chay"))
    answer = market.search(limit=1, after=cursor)
    assert (answer.status_code, answer.json()["code"]) == (409, "SEARCH_CHANGED")
    assert answer.json()["title_vi"].startswith("Kết quả đã thay đổi")
    market.decide(alarm, Outcome.SHOW)
    market.until(lambda: alarm in market.found(q="bao chay"))


def test_a_second_process_takes_up_what_the_first_built(market: Market, alarm: str) -> None:
    service = market.served.service
    other = MarketIndex(service.database, service.tables, service.settings.folder, service.clock)
    assert other.refresh() is False
    with other.reading() as mine, service.index.reading() as theirs:
        assert mine.generation == theirs.generation
        identifier = market.publish("T900", {"kind": "software", "title": {"vi": "Máy đo gió"}})
        market.until(lambda: identifier in market.found(q="may do gio"))
        # Whoever reads goes on reading what they had.
        assert mine.page("may do gio").hits == ()
    other.refresh()
    with other.reading() as mine:
        assert [hit.id for hit in mine.page("may do gio").hits] == [identifier]
    other.close()


def test_members_search_where_reading_is_not_everybodys(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Served(tmp_path_factory.mktemp("closed") / "home", public_reading=False) as served:
        answer = served.client.get("/v1/search", params={"q": "lúa"})
        assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_IN_REQUIRED")


def test_the_command_line_finds_the_same_beside_the_service(market: Market, alarm: str) -> None:
    told = hanotex(
        "market", "search", "bao chay nha ong", "--kind", "software", "--home", str(market.served.service.settings.home)
    )
    assert told.exit_code == 0, told.output
    assert "Bộ báo cháy không dây cho nhà ống" in told.output
    assert "T003 · phần mềm · TRL 9 · G08B 17/10" in told.output
