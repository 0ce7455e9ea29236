"""The catalogue over HTTP: drafted by one organisation, moderated by another, read by everybody with what is proved."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy.orm import Session

from api.client import Client, ServiceProblem
from api.dependencies import changing_tables
from api.identity.who import StaffRole
from api.tables import FollowRow, SavedSearchRow
from ledger import eip712
from ledger.enums import Role
from marketplace import tables as t
from marketplace.canonical import canonical_text
from tests.conformance.cast import key, party
from tests.functional.serving import Served
from tests.functional.staff import Person, organisation, person

CONTENT = {
    "kind": "know_how",
    "title": {"vi": "Quy trình sấy vải thiều", "en": "Lychee drying"},
    "abstract": {"vi": "Sấy lạnh hai giai đoạn, giữ màu."},
    "trl": 7,
    "territory": ["VN"],
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home", public_reading=False) as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        running.onboard("bob", Role.OWNER)
        yield running


@pytest.fixture(scope="module")
def alice(served: Served) -> Person:
    roles = (StaffRole.DRAFTER, StaffRole.ADMIN, StaffRole.SIGNER)
    return person(served, organisation(served, "Viện Alice", "alice"), "alice@example.vn", *roles)


@pytest.fixture(scope="module")
def bob(served: Served) -> Person:
    return person(served, organisation(served, "Công ty Bob", "bob"), "bob@example.vn", StaffRole.DRAFTER)


@pytest.fixture(scope="module")
def moderator(served: Served) -> Person:
    roles = (StaffRole.OFFICER, StaffRole.DRAFTER)
    return person(served, organisation(served, "Vận hành", "operator"), "moderator@example.vn", *roles)


def told(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def problem(answer: httpx.Response, status: int, code: str) -> Any:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    return answer.json()


def drafted(who: Person, reference: str, content: dict[str, Any] = CONTENT) -> str:
    given = {"reference": reference, "content": content}
    return str(told(who.client.post(f"{who.path}/catalogue/entries", json=given), 201)["id"])


def at(who: Person, entry: str, step: str = "") -> str:
    return f"{who.path}/catalogue/entries/{entry}{step}"


def moderated(
    moderator: Person, entry: str, version: int, outcome: str = "publish", reason: str = ""
) -> httpx.Response:
    given = {"version": version, "outcome": outcome, "reason": reason}
    return moderator.client.post(f"/v1/catalogue/moderation/{entry}", json=given)


def published(who: Person, moderator: Person, reference: str, content: dict[str, Any] = CONTENT) -> str:
    entry = drafted(who, reference, content)
    told(who.client.post(at(who, entry, "/submit")))
    told(moderated(moderator, entry, 1))
    return entry


def test_a_draft_is_read_by_its_organisation_and_the_moderator_alone(
    served: Served, alice: Person, bob: Person, moderator: Person
) -> None:
    entry = drafted(alice, "D-1")
    problem(served.client.get(f"/v1/catalogue/entries/{entry}"), 404, "ENTRY_NOT_FOUND")
    assert told(alice.client.get(at(alice, entry)))["last"]["content"] == CONTENT
    assert told(moderator.client.get(at(alice, entry)))["state"] == "draft"
    problem(bob.client.get(at(alice, entry)), 403, "FORBIDDEN")
    problem(bob.client.get(at(bob, entry)), 404, "ENTRY_NOT_FOUND")
    problem(bob.client.put(at(bob, entry), json={"content": CONTENT}), 404, "ENTRY_NOT_FOUND")
    assert entry not in [each["id"] for each in told(served.client.get("/v1/catalogue/entries"))["entries"]]


def test_what_is_published_is_everybodys_and_checks_against_its_commitment(
    served: Served, alice: Person, moderator: Person
) -> None:
    entry = published(alice, moderator, "P-1")
    shown = told(served.client.get(f"/v1/catalogue/entries/{entry}"))
    assert (shown["organisation_name"], shown["reference"], shown["content"]) == ("Viện Alice", "P-1", CONTENT)
    salt, content = bytes.fromhex(shown["salt"][2:]), canonical_text(shown["content"]).encode()
    assert shown["commitment"] == "0x" + eip712.commitment(salt, content).hex()
    (line,) = told(served.client.get("/v1/catalogue/entries?reference=P-1"))["entries"]
    assert (line["id"], line["title"]) == (entry, CONTENT["title"])


def test_the_queue_holds_what_waits_and_a_reason_goes_back_with_what_is_returned(
    alice: Person, moderator: Person
) -> None:
    entry = drafted(alice, "Q-1")
    told(alice.client.post(at(alice, entry, "/submit")))
    queue = told(moderator.client.get("/v1/catalogue/moderation?limit=200"))["entries"]
    assert entry in [each["id"] for each in queue]
    told(moderated(moderator, entry, 1, "return", "Thiếu lãnh thổ"))
    own = told(alice.client.get(at(alice, entry)))
    assert (own["state"], own["decisions"][0]["reason"]) == ("returned", "Thiếu lãnh thổ")
    problem(moderated(moderator, entry, 1), 409, "ENTRY_STATE")


def test_the_moderators_own_organisation_has_no_say_on_its_own(moderator: Person) -> None:
    entry = drafted(moderator, "OWN-1")
    told(moderator.client.post(at(moderator, entry, "/submit")))
    problem(moderated(moderator, entry, 1), 403, "OWN_ENTRY")


def test_an_edit_is_a_version_of_its_own_and_says_what_it_changed(
    served: Served, alice: Person, moderator: Person
) -> None:
    entry = published(alice, moderator, "V-1")
    edited = {**CONTENT, "trl": 8, "territory": ["VN", "LA"]}
    told(alice.client.put(at(alice, entry), json={"content": edited, "note": "Đã thử ở Lào"}))
    assert told(served.client.get(f"/v1/catalogue/entries/{entry}"))["content"]["trl"] == 7
    last, first = told(alice.client.get(at(alice, entry, "/versions")))["versions"]
    assert (last["version"], last["note"], first["differences"]) == (2, "Đã thử ở Lào", [])
    assert last["differences"] == [
        {"path": "territory[1]", "before": None, "after": "LA"},
        {"path": "trl", "before": 7, "after": 8},
    ]
    told(alice.client.post(at(alice, entry, "/submit")))
    assert problem(moderated(moderator, entry, 1), 409, "ENTRY_CHANGED")["values"] == {"version": 2, "given": 1}
    told(moderated(moderator, entry, 2))
    assert told(served.client.get(f"/v1/catalogue/entries/{entry}"))["content"] == edited


def test_hidden_and_withdrawn_entries_are_nobodys_to_see(served: Served, alice: Person, moderator: Person) -> None:
    entry = published(alice, moderator, "H-1")
    assert told(alice.client.get(at(alice, entry)))["visible"] is True
    assert told(alice.client.post(at(alice, entry, "/hide")))["visible"] is False
    problem(served.client.get(f"/v1/catalogue/entries/{entry}"), 404, "ENTRY_NOT_FOUND")
    told(alice.client.post(at(alice, entry, "/show")))
    told(moderated(moderator, entry, 1, "hide", "Khiếu nại"))
    problem(alice.client.post(at(alice, entry, "/show")), 409, "ENTRY_STATE")
    told(alice.client.post(at(alice, entry, "/withdraw")))
    problem(served.client.get(f"/v1/catalogue/entries/{entry}"), 404, "ENTRY_NOT_FOUND")
    problem(alice.client.post(at(alice, entry, "/withdraw")), 409, "ENTRY_STATE")


def test_every_fault_of_a_content_comes_back_in_both_languages(alice: Person) -> None:
    bad = {"kind": "software", "title": {}, "trl": 12}
    answer = alice.client.post(f"{alice.path}/catalogue/entries", json={"reference": "B-1", "content": bad})
    said = problem(answer, 422, "BAD_ENTRY")
    assert [(each["path"], each["code"]) for each in said["faults"]] == [
        ("title", "NO_LANGUAGE"),
        ("trl", "NUMBER_RANGE"),
    ]
    assert said["faults"][1]["vi"] == "Số ngoài khoảng cho phép: ≤ 9"
    assert said["values"] == {
        "vi": "title: Cần ít nhất một ngôn ngữ, vi hoặc en",
        "en": "title: At least one language is needed, vi or en",
    }
    given = {"reference": "P-1", "content": CONTENT}
    problem(alice.client.post(f"{alice.path}/catalogue/entries", json=given), 409, "REFERENCE_TAKEN")


# --- The ledger ---------------------------------------------------------------------------------------------------


def await_row(served: Served, table: Any, identifier: bytes) -> None:
    """Until the derived tables have a record."""
    until = time.monotonic() + 30
    while True:
        with Session(served.service.tables) as tables:
            if tables.get(table, identifier) is not None:
                return
        assert time.monotonic() < until, "the tables do not follow"
        time.sleep(0.05)


def test_an_entry_bound_to_its_asset_says_whether_the_ledger_carries_it(
    served: Served, alice: Person, bob: Person, moderator: Person
) -> None:
    entry = published(alice, moderator, "L-1")
    shown = told(served.client.get(f"/v1/catalogue/entries/{entry}"))
    asset = served.asset("alice", "lychee", title=bytes.fromhex(shown["commitment"][2:]))
    served.submit(asset, key("alice"))
    await_row(served, t.AssetRow, asset.record)
    record = "0x" + asset.record.hex()
    bound = told(alice.client.put(at(alice, entry, "/binding"), json={"asset": record}))
    assert bound["last"]["ledger"] == [
        {
            "noun": "asset",
            "record": record,
            "state": "registered",
            "held": True,
            "commitment": shown["commitment"],
            "matches": True,
            "tier": 0,
        }
    ]
    told(alice.client.put(at(alice, entry), json={"content": {**CONTENT, "trl": 9}}))
    assert told(alice.client.get(at(alice, entry)))["last"]["ledger"][0]["matches"] is False
    assert told(served.client.get(f"/v1/catalogue/entries/{entry}"))["ledger"][0]["matches"] is True
    theirs = published(bob, moderator, "L-1")
    said = problem(bob.client.put(at(bob, theirs, "/binding"), json={"asset": record}), 403, "BINDING_NOT_HELD")
    assert said["values"] == {"noun": "asset", "record": record}
    problem(bob.client.put(at(bob, theirs, "/binding"), json={"problem": record}), 422, "BINDING_NOT_FITTING")


# --- Files --------------------------------------------------------------------------------------------------------


def imported(who: Person, text: str, **fields: str) -> Any:
    answer = who.client.post(f"{who.path}/catalogue/imports", files={"file": ("x", text.encode())}, data=fields)
    return told(answer)


def test_a_file_is_taken_row_by_row_and_the_same_file_changes_nothing(bob: Person) -> None:
    lines = [
        json.dumps({"reference": "I-1", "content": CONTENT}),
        "{",
        json.dumps({"id": "I-2", "kind": "software", "title": "Smoke alarm", "lang": "en"}),
        json.dumps({"reference": "I-1", "content": {**CONTENT, "trl": 1}}),
    ]
    said = imported(bob, "\n".join(lines), submit="true")
    assert [said[each] for each in ("created", "revised", "unchanged", "refused")] == [2, 0, 0, 2]
    assert [(each["row"], each["outcome"]) for each in said["rows"]] == [
        (1, "created"),
        (2, "refused"),
        (3, "created"),
        (4, "refused"),
    ]
    assert said["rows"][3]["faults"][0]["values"] == {"reference": "I-1", "row": 1}
    assert told(bob.client.get(at(bob, said["rows"][0]["entry"])))["state"] == "in_moderation"
    again = imported(bob, "\n".join(lines), submit="true")
    assert [again[each] for each in ("created", "revised", "unchanged", "refused")] == [0, 0, 2, 2]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_what_is_exported_is_imported_and_changes_nothing(bob: Person, form: str) -> None:
    drafted(bob, f"X-{form}")
    has = [each["state"] for each in told(bob.client.get(f"{bob.path}/catalogue/entries?limit=200"))["entries"]]
    file = bob.client.get(f"{bob.path}/catalogue/export?form={form}")
    assert file.headers["content-disposition"].endswith(f'.{form}"')
    said = imported(bob, file.text, form=form)
    assert (said["created"], said["revised"], said["refused"]) == (0, 0, 0)
    assert said["unchanged"] == len(has) - has.count("withdrawn") > 0


def test_the_client_drafts_imports_exports_and_reads(served: Served, bob: Person) -> None:
    with Client(served.url, token=bob.token) as client:
        made = client.make_entry(
            bob.organisation, reference="C-1", content={"kind": "dataset", "title": {"vi": "Ảnh lúa"}}
        )
        file = client.export_entries(bob.organisation, form="csv")
        said = client.import_entries(bob.organisation, file=file, form="csv", submit=False)
        assert (said["created"], said["refused"]) == (0, 0)
        assert "C-1" in [each["reference"] for each in client.all_own_entries(bob.organisation, limit=2)]
        assert client.get_own_entry(bob.organisation, made["id"])["last"]["content"]["kind"] == "dataset"
        with pytest.raises(ServiceProblem) as raised:
            client.make_entry(bob.organisation, reference="C-2", content={"kind": "dataset", "title": {}})
        assert raised.value.code == "BAD_ENTRY"


def test_a_file_of_too_many_rows_is_refused_as_a_whole(alice: Person) -> None:
    row = json.dumps({"reference": "T", "content": {}}) + "\n"
    answer = alice.client.post(f"{alice.path}/catalogue/imports", files={"file": ("x", (row * 1001).encode())})
    assert problem(answer, 413, "IMPORT_TOO_LARGE")["values"] == {"most": 1000}
    answer = alice.client.post(f"{alice.path}/catalogue/imports", files={"file": ("x", b"\xff\xfe")})
    assert problem(answer, 400, "MALFORMED")["values"] == {"field": "file"}


# --- Events, code lists, what one keeps ---------------------------------------------------------------------------


def test_an_event_shows_its_exhibitors_and_only_what_is_shown(
    served: Served, alice: Person, bob: Person, moderator: Person
) -> None:
    shown, hidden = published(alice, moderator, "E-1"), drafted(alice, "E-2")
    event = {
        "kind": "event",
        "title": {"vi": "Ngày hội công nghệ"},
        "starts_on": "2099-12-01",
        "ends_on": "2099-12-03",
        "place": {"vi": "Hoàn Kiếm, Hà Nội"},
        "exhibitors": [
            {"entry": shown, "stand": "A1"},
            {"entry": hidden, "stand": "A2"},
            {"party": "0x" + party("bob").hex()},
        ],
    }
    entry = published(bob, moderator, "EV-1", event)
    told_ = told(served.client.get(f"/v1/catalogue/entries/{entry}/exhibitors"))["exhibitors"]
    assert [(each["stand"], each["organisation_name"]) for each in told_] == [
        ("A1", "Viện Alice"),
        (None, "Công ty Bob"),
    ]
    found = told(served.client.get("/v1/catalogue/events?since=2099-12-03"))["events"]
    assert [(each["id"], each["place"]) for each in found] == [(entry, {"vi": "Hoàn Kiếm, Hà Nội", "en": None})]
    assert told(served.client.get("/v1/catalogue/events?since=2099-12-04"))["events"] == []
    problem(served.client.get("/v1/catalogue/events?since=2099-13-40"), 400, "MALFORMED")


def test_code_lists_are_everybodys(served: Served) -> None:
    lists = {each["name"]: each["codes"] for each in told(served.client.get("/v1/catalogue/codes"))["lists"]}
    assert {"code": "semiconductors", "vi": "chíp bán dẫn", "en": "semiconductor chips"} in lists["strategic"]


def test_a_search_is_kept_for_who_saved_it(alice: Person, bob: Person) -> None:
    given = {"name": "Sấy", "query": "sấy lạnh", "facets": {"kind": ["know_how"]}, "notify": True}
    saved = told(alice.client.post("/v1/account/searches", json=given), 201)
    assert (saved["name"], saved["query"], saved["facets"]["kind"]) == ("Sấy", "sấy lạnh", ["know_how"])
    assert (saved["facets"]["green"], saved["notify"]) == (None, True)
    assert [each["id"] for each in told(alice.client.get("/v1/account/searches"))["searches"]] == [saved["id"]]
    assert told(bob.client.get("/v1/account/searches"))["searches"] == []
    problem(bob.client.delete(f"/v1/account/searches/{saved['id']}"), 404, "NOT_FOUND")
    told(alice.client.post(f"/v1/account/searches/{saved['id']}/seen"))
    assert alice.client.delete(f"/v1/account/searches/{saved['id']}").status_code == 204
    assert told(alice.client.get("/v1/account/searches"))["searches"] == []


def test_a_saved_search_tells_what_came_since_it_was_looked_at(
    served: Served, alice: Person, moderator: Person
) -> None:
    given = {"name": "Sấy", "query": "sấy mít", "facets": {"kind": ["know_how"], "trl_from": 5}}
    saved = told(alice.client.post("/v1/account/searches", json=given), 201)["id"]
    place = f"/v1/account/searches/{saved}"
    for name, trl in (("N-1", 7), ("N-2", 3)):
        published(alice, moderator, name, {**CONTENT, "title": {"vi": "Quy trình sấy mít"}, "trl": trl})
    with changing_tables(served.service) as session:
        session.get_one(SavedSearchRow, saved).seen_at -= 10
    served.service.index.refresh(wait=True)
    found = [each["reference"] for each in told(alice.client.get(f"{place}/news"))["entries"]]
    assert found[0] == "N-1"
    assert "N-2" not in found
    with changing_tables(served.service) as session:
        session.get_one(SavedSearchRow, saved).seen_at += 3600
    assert told(alice.client.get(f"{place}/news"))["entries"] == []


def test_who_follows_is_told_how_much_is_new(served: Served, alice: Person, bob: Person, moderator: Person) -> None:
    entry, draft = published(alice, moderator, "F-1"), drafted(alice, "F-2")
    problem(bob.client.put(f"/v1/account/follows/entry/{draft}"), 404, "ENTRY_NOT_FOUND")
    for place in (f"entry/{entry}", f"organisation/{alice.organisation}"):
        assert bob.client.put(f"/v1/account/follows/{place}").status_code == 204
    with changing_tables(served.service) as session:
        for row in session.query(FollowRow):
            row.seen_at -= 10
    found = {each["subject_kind"]: each for each in told(bob.client.get("/v1/account/follows"))["follows"]}
    assert found["entry"]["name"] == CONTENT["title"]
    assert found["entry"]["news"] == 1
    assert found["organisation"]["news"] >= 1
    bob.client.put(f"/v1/account/follows/entry/{entry}")
    (seen,) = [each for each in told(bob.client.get("/v1/account/follows"))["follows"] if each["subject"] == entry]
    assert seen["news"] == 0
    assert bob.client.delete(f"/v1/account/follows/entry/{entry}").status_code == 204
    problem(bob.client.delete(f"/v1/account/follows/entry/{entry}"), 404, "NOT_FOUND")
