"""Reading over HTTP: lists, one record as it is or was, its history, look-ups and certificates."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from api.routes.parameters import cursor
from ledger.commands import EndInstrument
from ledger.enums import InstrumentEnd, Role
from ledger.proof.verdict import Valid
from ledger.proof.verify import verify
from tests.conformance.cast import key, party, text
from tests.functional.serving import Served


class Market(Served):
    """An asset with a licence in effect, some others, and parties around them."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.onboard("operator", Role.OPERATOR)
        self.onboard("alice", Role.OWNER)
        self.onboard("bob", Role.BUYER)
        self.onboard("registrar", Role.IP_REGISTRAR)
        self.asset_id, self.licence_id = self.licensed("alice", "bob", "a process")
        for number in range(5):
            self.submit(self.asset("alice", f"other {number}"), key("alice"))
        self.await_followed()

    def await_followed(self) -> None:
        """Until the lists hold everything that was accepted."""
        self.await_ready()
        last = self.ledger.history(self.licence_id)[-1].position
        self.await_answer("/v1/status", lambda answer: _place(answer.json()["followed"]) >= last)
        self.await_answer("/v1/assets?limit=200", lambda answer: len(answer.json()["items"]) >= 6)

    def get(self, path: str, status: int = 200) -> dict[str, Any]:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text[:500]
        found: dict[str, Any] = answer.json()
        return found

    @property
    def the_asset(self) -> str:
        return f"/v1/assets/0x{self.asset_id.hex()}"

    @property
    def the_licence(self) -> str:
        return f"/v1/instruments/0x{self.licence_id.hex()}"


def _place(said: str | None) -> tuple[int, int]:
    block, _, log = (said or "-1:-1").partition(":")
    return int(block), int(log)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with Market(tmp_path_factory.mktemp("home") / "home") as running:
        yield running


# --- Lists ---------------------------------------------------------------------------------------------------------


def test_pages_follow_one_another_and_hold_every_record_once(market: Market) -> None:
    whole = market.get("/v1/assets?limit=200")
    assert whole["next"] is None
    paged: list[Any] = []
    path = "/v1/assets?limit=2"
    while True:
        page = market.get(path)
        paged += page["items"]
        if page["next"] is None:
            break
        path = f"/v1/assets?limit=2&after={page['next']}"
    assert paged == whole["items"]
    assert len({each["id"] for each in paged}) == 6
    assert [each["created_at"] for each in paged] == sorted(each["created_at"] for each in paged)


def test_lists_are_filtered_by_state_and_by_party(market: Market) -> None:
    active = market.get("/v1/assets?state=active")["items"]
    assert [each["id"] for each in active] == ["0x" + market.asset_id.hex()]
    assert len(market.get("/v1/assets?state=registered")["items"]) == 5
    alice, bob = (f"0x{party(alias).hex()}" for alias in ("alice", "bob"))
    assert len(market.get(f"/v1/assets?party={alice}")["items"]) == 6
    assert market.get(f"/v1/assets?party={bob}")["items"] == []
    assert len(market.get(f"/v1/instruments?party=did:nda:0x{bob[-40:]}")["items"]) == 1
    assert len(market.get("/v1/parties")["items"]) == 5


@pytest.mark.parametrize("noun", ["listings", "appraisals", "royalty-periods", "problems", "proposals", "pilots"])
def test_a_list_of_nothing_is_empty_also_for_a_party(market: Market, noun: str) -> None:
    assert market.get(f"/v1/{noun}")["items"] == []
    assert market.get(f"/v1/{noun}?party=0x{party('alice').hex()}")["items"] == []


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/assets?state=nope", "state"),
        ("/v1/assets?limit=0", "limit"),
        ("/v1/assets?limit=201", "limit"),
        ("/v1/assets?after=!!", "after"),
        ("/v1/assets?after=MQ", "after"),
        ("/v1/assets?after=" + cursor("9" * 64, "00"), "after"),
        ("/v1/assets?after=" + cursor("1", "0"), "after"),
        ("/v1/assets/0x" + "11" * 32 + "/history?after=" + cursor("9" * 64), "after"),
        ("/v1/assets?party=alice", "party"),
        ("/v1/assets/alice", "identifier"),
        ("/v1/assets/0x" + "11" * 32 + "?at=yesterday", "at"),
        ("/v1/assets/0x" + "11" * 32 + "?at=1&block=1", "block"),
        ("/v1/assets/0x" + "11" * 32 + "/history?after=LTE", "after"),
        ("/v1/rights/VN/---", "number"),
        ("/v1/rights/vn/1", "office"),
        ("/v1/events?after=12", "after"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(market: Market, path: str, field: str) -> None:
    answer = market.get(path, 400)
    assert (answer["code"], answer["values"]["field"]) == ("MALFORMED", field)
    assert not answer["advice_en"].startswith("Correct the field named above and sign again")


def test_what_a_parameter_may_be_is_said(market: Market) -> None:
    for path, allowed in (
        ("/v1/assets?limit=201", {"le": 200}),
        ("/v1/assets?state=nope", {"expected"}),
        ("/v1/assets?party=alice", {"pattern"}),
        ("/v1/assets?foo=1", ["after", "limit", "party", "state"]),
    ):
        said = market.get(path, 400)["values"]["allowed"]
        assert said == allowed or set(said) == allowed, said


# --- One record ----------------------------------------------------------------------------------------------------


def test_a_record_is_told_in_wire_form_and_in_words(market: Market) -> None:
    found = market.get(market.the_asset)
    assert (found["kind"], found["state"], found["version"]) == ("asset", "active", 3)
    assert found["record"]["holders"] == [{"party": "0x" + party("alice").hex(), "bps": 10_000}]
    assert found["words"]["vi"][0] == "Bản ghi: tài sản trí tuệ, phiên bản 3, đang có hiệu lực."
    assert found["words"]["en"][0] == "Record: asset, version 3, active."
    assert found["words"]["vi"][1].startswith("Tài sản: bí quyết kỹ thuật")
    assert found["words"]["en"][1].startswith("Asset: know-how")


def test_a_party_is_found_by_its_address_and_its_did(market: Market) -> None:
    whole = market.get(f"/v1/parties/0x{party('alice').hex()}")
    address = party("alice")[12:].hex()
    for name in (f"0x{address}", f"did:nda:0x{address}"):
        found = market.get(f"/v1/parties/{name}")
        assert found["record"] == whole["record"]


def test_a_record_of_another_kind_is_not_found(market: Market) -> None:
    for path in (f"/v1/parties/0x{market.asset_id.hex()}", "/v1/assets/0x" + "11" * 32):
        for more in ("", "/history", "/certificate"):
            assert market.get(path + more, 404)["code"] == "RECORD_NOT_FOUND"


def test_a_record_as_it_was_at_a_time_and_at_a_block(tmp_path: Path) -> None:
    with Market(tmp_path / "home") as market:
        before = market.get(market.the_licence)
        time.sleep(2.1)
        end = EndInstrument(
            record=market.licence_id,
            expected_version=2,
            not_after=market.soon,
            instrument_end=InstrumentEnd.TERMINATED,
            reason=text("agreed"),
        )
        market.submit(end, key("alice"), key("bob"))
        ended = market.ledger.history(market.licence_id)[-1].position.block
        assert market.get(market.the_licence)["state"] == "terminated"
        for then in (f"at={before['at']}", f"block={ended - 1}"):
            found = market.get(f"{market.the_licence}?{then}")
            assert (found["state"], found["version"], found["head"]) == ("effective", 2, before["head"])
        assert market.get(f"{market.the_licence}?block={ended}")["state"] == "terminated"
        late = market.get(f"{market.the_licence}?at={(now := int(time.time()))}")
        assert late["as_of"] == {"at": str(now), "block": None}


def test_what_is_not_there_yet_is_not_foretold(market: Market) -> None:
    height = int(market.get("/v1/status")["height"])
    for path in (market.the_licence, f"{market.the_asset}/live-grants"):
        for asked, values in (
            ("block=99999", {"field": "block", "asked": "99999", "height": str(height)}),
            ("at=4102444800", {"field": "at", "asked": "4102444800"}),
        ):
            answer = market.get(f"{path}?{asked}", 404)
            assert answer["code"] == "NOT_YET"
            assert answer["values"].items() >= values.items()
        assert "as_of" in market.get(f"{path}?block={height + 1}")
    answer = market.get("/v1/events?after=99999:1&follow=false", 404)
    assert (answer["code"], answer["values"]["field"]) == ("NOT_YET", "after")
    # A clock may be a little ahead, and a stream that broke off be taken up by a service that is behind.
    assert market.get(f"{market.the_asset}?at={int(time.time()) + 2}")
    came_back = market.client.get("/v1/events?follow=false", headers={"Last-Event-ID": "99999:1"})
    assert (came_back.status_code, came_back.text) == (200, "")


def test_a_plus_sign_that_a_query_makes_a_space_is_read_as_one(market: Market) -> None:
    at = datetime.fromtimestamp(int(time.time()), timezone(timedelta(hours=7))).isoformat()
    sent = market.get(f"{market.the_asset}?at={at}")
    assert sent["as_of"]["at"] == str(int(datetime.fromisoformat(at).timestamp()))
    assert market.get(f"{market.the_asset}?at={at.replace('+', '%2B')}")["as_of"] == sent["as_of"]
    assert market.get(f"{market.the_asset}?at=2026-01-01 07:00", 400)["values"]["field"] == "at"


def test_a_command_that_came_another_way_has_no_intake(market: Market) -> None:
    first = market.get(f"{market.the_asset}/history")["items"][0]["event"]
    answer = market.get(f"/v1/commands/{first['digest']}/intake", 404)
    assert (answer["code"], answer["values"]) == ("NO_INTAKE", {"digest": first["digest"], "state": "committed"})
    assert market.get(f"/v1/commands/0x{'11' * 32}/intake", 404)["code"] == "COMMAND_NOT_FOUND"


def test_before_it_was_recorded_a_record_is_not_there_yet(market: Market) -> None:
    answer = market.get(f"{market.the_asset}?at=2026-01-01T00:00:00Z", 404)
    assert answer["code"] == "NOT_RECORDED_YET"
    assert answer["values"]["created_at"] == market.get(market.the_asset)["created_at"]


def test_what_was_just_accepted_is_told_before_it_is_sealed(market: Market) -> None:
    signed = market.signed(market.asset("alice", f"fresh {time.time()}"), key("alice"))
    assert market.post(signed).status_code == 201
    path = f"/v1/assets/0x{signed.command.record.hex()}"
    assert market.get(path)["version"] == 1
    assert [each["version"] for each in market.get(path + "/history")["items"]] == [1]


# --- Histories -----------------------------------------------------------------------------------------------------


def test_a_history_tells_every_version_also_those_that_another_record_made(market: Market) -> None:
    whole = market.get(market.the_asset + "/history")
    assert whole["next"] is None
    names = [(each["version"], each["event"]["name"], each["moved"]) for each in whole["items"]]
    assert names == [(1, "register_asset", True), (2, "raise_tier", True), (3, "effect_instrument", False)]
    assert whole["items"][-1]["head"] == market.get(market.the_asset)["head"]
    first = market.get(market.the_asset + "/history?limit=2")
    rest = market.get(market.the_asset + f"/history?limit=2&after={first['next']}")
    assert first["items"] + rest["items"] == whole["items"]
    assert rest["next"] is None


def test_the_history_of_the_regulator_begins_with_the_genesis_document(market: Market) -> None:
    regulator = market.genesis.regulator_id.hex()
    (first, *_) = market.get(f"/v1/parties/0x{regulator}/history")["items"]
    assert (first["event"]["name"], first["event"]["signed"]) == ("genesis", market.genesis.document)


# --- Look-ups and certificates -------------------------------------------------------------------------------------


def test_the_licences_that_are_live_on_an_asset(market: Market) -> None:
    (grant,) = market.get(market.the_asset + "/live-grants")["items"]
    assert grant["instrument"] == "0x" + market.licence_id.hex()
    assert (grant["exclusivity"], grant["grantees"]) == ("exclusive", ["0x" + party("bob").hex()])
    assert len(market.get(market.the_asset + "/live-grants?territory=VN-HN&act=make")["items"]) == 1
    assert market.get(market.the_asset + "/live-grants?exclusivity=sole")["items"] == []
    unknown = market.get(market.the_asset + "/live-grants?act=fly", 400)
    assert (unknown["code"], unknown["values"]["field"], unknown["values"]["given"]) == (
        "UNREADABLE_FIELD",
        "act",
        "fly",
    )
    assert unknown["values"]["vi"] in unknown["detail"]
    assert unknown["values"]["en"] not in unknown["detail"]


@pytest.mark.parametrize("deep", ["", "?deep=true"])
def test_a_certificate_is_valid_for_whoever_trusts_the_operator(market: Market, deep: str) -> None:
    answer = market.client.get(f"{market.the_licence}/certificate{deep}")
    assert answer.headers["content-disposition"].endswith('.certificate.json"')
    verdict = verify(answer.content, market.service.trust)
    assert isinstance(verdict, Valid)
    assert verdict.shown.record is not None
    assert verdict.shown.record.record == market.licence_id
    assert verdict.shown.claim["deep"] == bool(deep)


def test_absence_is_certified_and_presence_is_not_certified_away(market: Market) -> None:
    path = "/v1/rights/VN/1-0041237"
    assert market.get(path, 404)["code"] == "RIGHT_NOT_FOUND"
    assert isinstance(verify(market.client.get(path + "/certificate").content, market.service.trust), Valid)
    grants = market.the_asset + "/no-exclusive-grant/certificate"
    refused = market.get(grants, 409)
    assert (refused["code"], refused["values"]["reason"]) == ("NOT_SHOWN", "GRANT_STANDS")
    assert refused["values"]["vi"].startswith("Quyền độc quyền")
    free = market.client.get(grants + "?start=2090-01-01T00:00:00Z&end=2091-01-01T00:00:00Z")
    assert isinstance(verify(free.content, market.service.trust), Valid)
    assert market.get(grants + "?start=2&end=1", 400)["code"] == "BAD_INTERVAL"


def test_trust_and_status_say_which_ledger_this_is(market: Market) -> None:
    assert market.get("/v1/trust") == market.service.trust.document
    status = market.get("/v1/status")
    assert (status["ledger"], status["engine"]) == ("0x" + market.service.trust.ledger.hex(), "embedded")


# --- Who may read --------------------------------------------------------------------------------------------------


def test_reading_is_the_members_unless_the_service_is_open_to_all(tmp_path: Path) -> None:
    with Served(tmp_path / "home", public_reading=False) as closed:
        for path in ("/v1/assets", "/v1/assets/0x" + "11" * 32, "/v1/events", "/v1/status", "/v1/rights/VN/1"):
            answer = closed.client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_IN_REQUIRED")
            assert answer.headers["www-authenticate"] == "Bearer"
        signed = closed.signed(closed.register("alice"), key("alice"))
        assert closed.post(signed).status_code == 201
