"""Matching over HTTP: asked by anybody, answered with reasons, kept as runs, proved, and told what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from api.dependencies import changing_tables, reading_tables
from api.identity.who import StaffRole
from api.migrations import SERVICE, open_upgraded
from ledger.enums import Role
from ledger.keystore import keep_secret, write_private
from marketplace.canonical import canonical_text
from marketplace.database import file_url
from marketplace.matching.runs.document import read_document
from marketplace.matching.runs.merkle import EMPTY_ROOT
from marketplace.matching.runs.proof import proven_root
from marketplace.ranking.feedback import exported
from marketplace.ranking.retention import DAY, Retention, forget
from marketplace.ranking.tables import RankingRunRow
from tests.conformance.cast import key
from tests.functional.ranked_market import fill
from tests.functional.serving import Served
from tests.functional.staff import Person, organisation, person

NEED = {
    "statement": "Nhà trọ trong ngõ hay cháy lúc nửa đêm, cần thiết bị báo khói không dây đánh thức cả xóm.",
    "budget_vnd": 2_000_000_000,
    "min_trl": 7,
    "territory": ["VN-HN"],
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home") / "home"
    (home / "keys").mkdir(parents=True, mode=0o700)
    keep_secret(home / "keys" / "anchor.json", b"secret", key("operator").secret, random_password=True)
    write_private(home / "keys" / "anchor.password", "secret")
    database = open_upgraded(file_url(home / "service.sqlite"), SERVICE)
    entries = fill(database, int(time.time()))
    database.dispose()
    with Served(home, embedder="hashing", anchor_seconds=0.5) as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        running.onboard("bob", Role.OWNER)
        running.await_ready()
        running.entries = entries  # type: ignore[attr-defined]
        until = time.monotonic() + 60
        while matched(running.client, {"entry": "P001"}).status_code == 503:
            assert time.monotonic() < until
            time.sleep(0.1)
        yield running


@pytest.fixture(scope="module")
def alice(served: Served) -> Person:
    return person(served, organisation(served, "Viện Alice", "alice"), "alice@example.vn", StaffRole.DRAFTER)


@pytest.fixture(scope="module")
def bob(served: Served) -> Person:
    return person(served, organisation(served, "Công ty Bob", "bob"), "bob@example.vn", StaffRole.DRAFTER)


def matched(client: httpx.Client, given: dict[str, Any]) -> httpx.Response:
    return client.post("/v1/matches", json=given)


def told(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def problem(answer: httpx.Response, status: int, code: str) -> Any:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    return answer.json()["values"]


def ask(client: httpx.Client, **given: Any) -> Any:
    (found,) = told(matched(client, given))["matchings"]
    return found


# --- Asking --------------------------------------------------------------------------------------------------------


def test_a_published_need_is_answered_to_anybody_with_reasons_and_a_run_that_anybody_reads(served: Served) -> None:
    found = ask(served.client, entry="P001", limit=3)
    first = found["suggestions"][0]
    assert first["reference"] == "T003"
    assert first["title"]["vi"].startswith("Bộ báo cháy không dây")
    assert {each["standing"] for each in first["facets"] if each["hard"]} <= {"met", "open"}
    assert first["ledger"] == []
    assert all(each["broken"] for each in found["excluded"])
    run = told(served.client.get(f"/v1/runs/{found['run']['id']}"))
    assert (run["root"], run["open"]) == (found["run"]["root"], True)
    document = read_document(canonical_text(run["document"]))
    assert "0x" + document.root.hex() == found["run"]["root"]
    ranks = {each["outcome"].get("rank"): each["reference"] for each in run["document"]["candidates"]}
    assert [ranks[each["position"]] for each in found["suggestions"]] == [
        each["reference"] for each in found["suggestions"]
    ]


def test_a_need_in_ones_own_words_is_answered_and_put_nowhere(served: Served, alice: Person) -> None:
    before = told(served.client.get("/v1/catalogue/entries", params={"kind": "need", "limit": 100}))["entries"]
    found = ask(alice.client, need=NEED, limit=5)
    assert "T003" in [each["reference"] for each in found["suggestions"]]
    assert (found["asked"]["entry"], found["asked"]["budget_vnd"]) == (None, 2_000_000_000)
    after = told(served.client.get("/v1/catalogue/entries", params={"kind": "need", "limit": 100}))["entries"]
    assert after == before
    document = told(alice.client.get(f"/v1/runs/{found['run']['id']}"))["document"]
    assert NEED["statement"] not in canonical_text(document)
    assert alice.account not in canonical_text(document)


def test_no_suggestion_breaks_what_a_need_in_ones_own_words_demands(served: Served) -> None:
    narrow = ask(served.client, need=NEED | {"min_trl": 9, "territory": ["SG"]}, limit=50)
    assert all(each["trl"] == 9 and "SG" in each["territory"] for each in narrow["suggestions"])
    past = ask(served.client, need=NEED | {"deadline": "2020-01-01"})
    assert (past["suggestions"], past["empty"]["code"]) == ([], "DEADLINE_PAST")
    assert "01/01/2020" in past["empty"]["said"]["vi"]
    assert (past["nearest"], past["excluded"]) == ([], [])


def test_where_nothing_is_near_enough_the_nearest_are_told_and_not_suggested(served: Served) -> None:
    nothing = ask(served.client, need={"statement": "Xin chào, tôi muốn đặt một bàn ăn tối cho hai người."})
    assert (nothing["suggestions"], nothing["empty"]["code"]) == ([], "NOTHING_NEAR")
    assert [each["reference"] for each in nothing["nearest"]] == [
        each["reference"]
        for each in told(served.client.get(f"/v1/runs/{nothing['run']['id']}"))["document"]["candidates"][:3]
    ]


def test_a_technology_finds_needs_and_a_fund_both(served: Served) -> None:
    assert ask(served.client, what="technology", entry="T003")["found"] == "need"
    both = told(matched(served.client, {"what": "fund", "entry": "F001"}))["matchings"]
    assert [each["found"] for each in both] == ["technology", "need"]
    assert both[0]["run"]["number"] + 1 == both[1]["run"]["number"]


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"entry": "P999"}, 404, "SUBJECT_NOT_FOUND"),
        ({"entry": "T001"}, 404, "SUBJECT_NOT_FOUND"),
        ({"entry": "0x" + "ab" * 32}, 404, "SUBJECT_NOT_FOUND"),
        ({}, 400, "MALFORMED"),
        ({"entry": "P001", "need": NEED}, 400, "MALFORMED"),
        ({"need": NEED | {"statement": ""}}, 400, "MALFORMED"),
        ({"need": NEED | {"statement": "x" * 8001}}, 400, "MALFORMED"),
        ({"need": NEED | {"deadline": "2026-02-31"}}, 422, "BAD_ENTRY"),
        ({"entry": "P001", "limit": 51}, 400, "MALFORMED"),
        ({"entry": "P001", "weights": {}}, 400, "MALFORMED"),
    ],
)
def test_what_cannot_be_asked_is_told(served: Served, given: dict[str, Any], status: int, code: str) -> None:
    problem(matched(served.client, given), status, code)


# --- Runs ----------------------------------------------------------------------------------------------------------


def test_a_run_of_what_is_not_published_is_its_organisations_alone(served: Served, alice: Person, bob: Person) -> None:
    run = ask(alice.client, need=NEED)["run"]["id"]
    assert told(alice.client.get(f"/v1/runs/{run}"))["open"] is False
    for other in (bob.client, served.client):
        for path in (f"/v1/runs/{run}", f"/v1/runs/{run}/proof"):
            assert problem(other.get(path), 404, "RUN_NOT_FOUND") == {"run": run}
    said = {"said": [{"candidate": "T003", "event": "shown"}]}
    problem(bob.client.post(f"/v1/runs/{run}/feedback", json=said), 404, "RUN_NOT_FOUND")


def test_an_entry_that_is_not_published_is_asked_about_by_its_own_organisation_alone(
    served: Served, alice: Person, bob: Person
) -> None:
    content = {"kind": "need", "title": {"vi": "Báo cháy"}, "abstract": {"vi": NEED["statement"]}}
    given = {"reference": "N-1", "content": content}
    told(alice.client.post(f"{alice.path}/catalogue/entries", json=given), 201)
    found = ask(alice.client, entry="N-1")
    assert found["asked"]["title"] == {"vi": "Báo cháy"}
    problem(matched(bob.client, {"entry": "N-1"}), 404, "SUBJECT_NOT_FOUND")
    problem(bob.client.get(f"/v1/runs/{found['run']['id']}"), 404, "RUN_NOT_FOUND")


def test_one_candidates_standing_is_proved_up_to_what_the_ledger_has(served: Served) -> None:
    run = ask(served.client, entry="P027")["run"]
    path = f"/v1/runs/{run['id']}/proof"
    proved = served.await_answer(path + "?candidate=T056", lambda answer: answer.json().get("anchor")).json()
    proof, anchor = proved["proof"], proved["anchor"]
    assert (proof["number"], proof["root"]) == (run["number"], run["root"])
    assert proof["standing"]["candidate"]["reference"] == "T056"
    record = served.await_answer(f"/v1/anchors/{anchor['record']}", lambda answer: answer.status_code == 200).json()
    assert proven_root(proof).hex() == record["record"]["digest"][2:]
    assert int(record["record"]["size"]) == anchor["size"] == proof["log"]["size"]
    assert proven_root(proof) != EMPTY_ROOT
    problem(served.client.get(path, params={"candidate": "T999"}), 404, "CANDIDATE_NOT_FOUND")
    assert told(served.client.get(path))["proof"]["standing"] is None


def test_what_is_past_its_retention_is_forgotten_and_its_root_still_proved(served: Served, alice: Person) -> None:
    run = ask(alice.client, need=NEED)["run"]
    with changing_tables(served.service) as session:
        session.execute(update(RankingRunRow).where(RankingRunRow.id == run["id"]).values(at=1))
        now = int(time.time())
        assert forget(session, Retention(days=366 * 100, question_days=90), now) == 0
    with reading_tables(served.service) as session:
        asked = session.scalars(select(RankingRunRow.content).where(RankingRunRow.id == run["id"])).one()
    assert asked == ""
    assert told(alice.client.get(f"/v1/runs/{run['id']}"))["root"] == run["root"]
    with changing_tables(served.service) as session:
        assert forget(session, Retention(days=1), 1 + 2 * DAY) == 1
    assert problem(alice.client.get(f"/v1/runs/{run['id']}"), 410, "RUN_FORGOTTEN")["root"] == run["root"]
    proof = told(alice.client.get(f"/v1/runs/{run['id']}/proof"))["proof"]
    assert proof["root"] == run["root"]
    assert proven_root(proof)


def test_of_too_many_runs_the_oldest_lose_their_documents(served: Served) -> None:
    told(matched(served.client, {"what": "fund", "entry": "F001"}))
    with changing_tables(served.service) as session:
        forget(session, Retention(most=2), int(time.time()))
        kept = list(session.scalars(select(RankingRunRow.number).where(RankingRunRow.document != "")))
        last = session.scalars(select(RankingRunRow.number).order_by(RankingRunRow.number.desc()).limit(1)).one()
        assert kept == [last - 1, last]
        session.rollback()


# --- Feedback ------------------------------------------------------------------------------------------------------


def test_feedback_is_added_once_by_each_organisation_and_read_by_it_alone(
    served: Served, alice: Person, bob: Person
) -> None:
    found = ask(alice.client, entry="P001", limit=2)
    place = f"/v1/runs/{found['run']['id']}/feedback"
    entry = found["suggestions"][0]["entry"]
    said = [
        {"candidate": "T003", "event": "shown", "position": 1},
        {"candidate": entry, "event": "interested"},
        {"candidate": found["suggestions"][1]["entry"], "event": "dismissed", "reason": "Không phải báo cháy"},
    ]
    first = told(alice.client.post(place, json={"said": said}))
    assert told(alice.client.post(place, json={"said": said})) == first
    assert [(each["event"], each["position"]) for each in first["said"] if each["candidate"] == entry] == [
        ("shown", 1),
        ("interested", 0),
    ]
    assert told(bob.client.get(place)) == {"said": []}
    told(bob.client.post(place, json={"said": [{"candidate": "T003", "event": "deal"}]}))
    assert told(alice.client.get(place)) == first
    again = {"said": [{"candidate": "T003", "event": "shown", "position": 2}]}
    assert problem(alice.client.post(place, json=again), 409, "FEEDBACK_GIVEN")["position"] == 1
    assert told(alice.client.get(place)) == first
    with reading_tables(served.service) as session:
        lines = [each for each in exported(session) if each["run"] == found["run"]["number"]]
    assert {(each["candidate"], each["event"]) for each in lines} >= {("T003", "shown"), ("T003", "deal")}
    assert all(each["subject"] == "P001" and "organisation" not in each for each in lines)
    assert next(each for each in lines if each["event"] == "shown")["outcome"]["rank"] == 1


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"candidate": "T999", "event": "shown"}, 404, "CANDIDATE_NOT_FOUND"),
        ({"candidate": "T003", "event": "dismissed"}, 400, "MALFORMED"),
        ({"candidate": "T003", "event": "shown", "reason": "vì sao"}, 400, "MALFORMED"),
        ({"candidate": "T003", "event": "liked"}, 400, "MALFORMED"),
    ],
)
def test_feedback_that_says_nothing_is_refused(
    served: Served, alice: Person, said: dict[str, Any], status: int, code: str
) -> None:
    run = ask(alice.client, entry="P001")["run"]["id"]
    problem(alice.client.post(f"/v1/runs/{run}/feedback", json={"said": [said]}), status, code)
    problem(served.client.post(f"/v1/runs/{run}/feedback", json={"said": [said]}), 401, "SIGN_IN_REQUIRED")
