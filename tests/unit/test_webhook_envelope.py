"""An event as it is told: a CloudEvent with one spelling, signed so that any Standard Webhooks library verifies it."""

from __future__ import annotations

import json
import time
from base64 import b64encode

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from api.webhooks.envelope import body_of, cloud_event, message_id, signed_headers
from api.webhooks.filters import Filter
from ledger import wire
from ledger.enums import Kind
from ledger.events import Event, Position
from tests.unit.market import story

TOLD = story()
EVENTS = TOLD.market.events
LEDGER = bytes(range(32))
SECRET, FORMER = bytes(range(32)), bytes(range(1, 33))
REQUIRED = {"specversion", "id", "source", "type"}


def _verify(secret: bytes, body: bytes, headers: dict[str, str]) -> object:
    return Webhook("whsec_" + b64encode(secret).decode()).verify(body, headers)


def test_every_event_is_a_cloud_event_that_holds_the_signed_command() -> None:
    sequences = []
    for event in EVENTS:
        told = cloud_event(LEDGER, event)
        assert set(told) >= REQUIRED
        assert all(name.isascii() and name.isalnum() and name.islower() for name in told)
        assert told["specversion"] == "1.0"
        assert told["id"] == f"{event.position.block}:{event.position.log}"
        assert told["subject"] == told["partitionkey"] == "0x" + event.record.hex()
        if isinstance(event, Event):
            assert wire.command_from_json(told["data"]["signed"]).command == event.command
            assert told["type"] == f"vn.hanotex.{told['data']['name']}"
        sequences.append(told["sequence"])
    assert sequences == sorted(sequences)
    assert len({cloud_event(LEDGER, event)["id"] for event in EVENTS}) == len(EVENTS)


def test_it_has_the_same_bytes_whenever_it_is_told() -> None:
    for event in EVENTS:
        assert body_of(LEDGER, event) == body_of(LEDGER, event)
        assert json.loads(body_of(LEDGER, event)) == cloud_event(LEDGER, event)


def test_both_the_present_and_the_former_secret_verify_it() -> None:
    body = body_of(LEDGER, EVENTS[-1])
    headers = signed_headers(message_id("ab", Position(5, 3)), int(time.time()), body, [SECRET, FORMER])
    assert _verify(SECRET, body, headers) == _verify(FORMER, body, headers) == json.loads(body)
    assert headers["webhook-id"] == "msg_ab_5_3"
    with pytest.raises(WebhookVerificationError):
        _verify(bytes(32), body, headers)
    with pytest.raises(WebhookVerificationError):
        _verify(SECRET, body[:-1] + b" }", headers)
    with pytest.raises(WebhookVerificationError):
        _verify(SECRET, body, headers | {"webhook-id": "msg_ab_5_4"})
    old = signed_headers("msg_ab_5_3", int(time.time()) - 600, body, [SECRET])
    with pytest.raises(WebhookVerificationError):
        _verify(SECRET, body, old)


def test_a_filter_asks_for_all_of_its_lists_and_for_any_of_each() -> None:
    party, problem = TOLD.market.party("desk"), TOLD.ids["problem"]

    def chosen(**lists: frozenset[object]) -> list[Event]:
        return [event for event in EVENTS if isinstance(event, Event) and Filter(**lists).matches(event)]  # type: ignore[arg-type]

    assert len(chosen()) == sum(isinstance(event, Event) for event in EVENTS)
    assert {event.command.kind for event in chosen(kinds=frozenset({Kind.PILOT}))} == {Kind.PILOT}
    assert {type(event.command).__name__ for event in chosen(names=frozenset({"raise_tier"}))} <= {"RaiseTier"}
    of_problem = chosen(records=frozenset({problem}))
    assert of_problem
    assert all(problem in {event.record, *(touch.record for touch in event.touched)} for event in of_problem)
    of_party = chosen(parties=frozenset({party}))
    assert of_party
    assert all(party in {event.record, *event.signers} for event in of_party)
    both = chosen(parties=frozenset({party}), kinds=frozenset({Kind.DOCUMENT}))
    assert both == [event for event in of_party if event.command.kind == Kind.DOCUMENT]
    assert chosen(parties=frozenset({party}), kinds=frozenset({Kind.PILOT})) == []


def test_a_filter_reads_back_as_it_was_written() -> None:
    whole = Filter(frozenset({"raise_tier"}), frozenset({Kind.ASSET}), frozenset({bytes(32)}), frozenset({SECRET}))
    for each in (whole, Filter()):
        assert Filter.from_text(each.to_text()) == each
