"""Preparing over HTTP: what comes back is signed as it is, is accepted, and says in words what it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import rfc8785
from eth_account import Account
from eth_account.messages import encode_typed_data

from ledger import eip712, wire
from ledger.commands import COMMANDS
from ledger.enums import Role
from tests.conformance.cast import key, party
from tests.functional.serving import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home") as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        running.onboard("bob", Role.BUYER)
        running.onboard("registrar", Role.IP_REGISTRAR)
        yield running


def named(alias: str) -> str:
    return "0x" + party(alias).hex()


def prepared(served: Served, command: str, fields: dict[str, Any], *signers: str, **more: Any) -> dict[str, Any]:
    asked = {"command": command, "fields": fields, "signers": [named(alias) for alias in signers], **more}
    answer = served.client.post("/v1/commands/prepare", json=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def submitted(served: Served, prepared: dict[str, Any], *signers: str) -> dict[str, Any]:
    digest = bytes.fromhex(prepared["digest"][2:])
    signed = {**prepared["signed"], "signatures": ["0x" + key(alias).sign(digest).hex() for alias in signers]}
    answer = served.client.post("/v1/commands", json=signed)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["receipt"]
    return found


def asset(served: Served, alias: str, **other: Any) -> dict[str, Any]:
    fields = {
        "asset_kind": "know_how",
        "title": "Quy trình ủ men",
        "holders": {named(alias): 10_000},
        "grant_rule": "all",
        "fields": ["food_processing"],
        "rights": [],
        **other,
    }
    return prepared(served, "register_asset", fields, alias)


def test_human_fields_become_a_command_that_is_accepted(served: Served) -> None:
    found = asset(served, "alice")
    signed = wire.command_from_json(found["signed"])
    assert "0x" + signed.digest.hex() == found["digest"]
    assert signed.signatures == ()
    receipt = submitted(served, found, "alice")
    assert (receipt["record"], receipt["version"]) == (found["signed"]["record"], 1)


def test_the_sentence_says_the_command_its_fields_and_its_ledger_in_both_languages(served: Served) -> None:
    said = asset(served, "alice")["sentence"]
    for part in (
        "Bạn sắp ký: đăng ký tài sản (register_asset).",
        "loại tài sản: bí quyết kỹ thuật",
        "quy tắc cấp phép: mọi chủ sở hữu cùng ký",
        "chế biến thực phẩm",
        served.service.trust.ledger.hex(),
        "100%",
    ):
        assert part in said["vi"]
    for part in ("You are about to sign: asset registered (register_asset).", "asset kind: know-how", "100%"):
        assert part in said["en"]


def test_the_vietnamese_sentence_is_all_vietnamese_and_tells_readers_of_certificates_nothing(served: Served) -> None:
    found = asset(served, "alice")
    assert "các chủ sở hữu: (bên: 0x" in found["sentence"]["vi"]
    record = submitted(served, found, "alice")["record"]
    said = prepared(served, "raise_tier", {"tier": 1, "evidence": "0x" + "ab" * 32}, "registrar", record=record)
    for language, words in (("vi", ("hãy hỏi", "Không chứng minh")), ("en", ("ask the seller", "Not shown"))):
        assert not [each for each in words if each in said["sentence"][language]]


def test_a_text_is_committed_to_with_a_salt_that_only_the_answer_has(served: Served) -> None:
    found = asset(served, "alice")
    (made,) = found["commitments"]
    assert made["content"] == {"text": "Quy trình ủ men"}
    opened = eip712.commitment(bytes.fromhex(made["salt"][2:]), rfc8785.dumps(made["content"]))
    assert "0x" + opened.hex() == made["commitment"] == found["signed"]["fields"]["title"]
    assert asset(served, "alice")["commitments"][0]["salt"] != made["salt"]


def test_the_next_command_states_the_present_version_and_says_what_the_record_is(served: Served) -> None:
    record = submitted(served, asset(served, "alice"), "alice")["record"]
    found = prepared(
        served, "raise_tier", {"tier": 1, "evidence": "0x" + "ab" * 32}, "registrar", record=record, not_after="now+2h"
    )
    assert found["signed"]["expected_version"] == 1
    assert "phiên bản 1, đã đăng ký" in found["sentence"]["vi"]
    assert "version 1, registered" in found["sentence"]["en"]
    assert submitted(served, found, "registrar")["version"] == 2


def test_a_party_that_is_moved_is_named_like_any_other(served: Served) -> None:
    address = party("alice")[12:].hex()
    for name in (f"0x{address}", f"did:nda:0x{address}"):
        found = prepared(served, "revoke_role", {"role": "owner"}, "operator", record=name)
        assert found["signed"]["record"] == named("alice")


def test_what_a_wallet_signs_is_accepted(served: Served) -> None:
    found = asset(served, "alice")
    shown = found["typed_data"]
    message = {**shown, "message": numbers(shown["message"], shown["primaryType"], shown["types"])}
    made = Account.sign_message(encode_typed_data(full_message=message), key("alice").secret).signature
    answer = served.client.post("/v1/commands", json={**found["signed"], "signatures": ["0x" + made.hex()]})
    assert answer.status_code == 201


def numbers(value: Any, kind: str, types: dict[str, Any]) -> Any:
    """Decimal strings as whole numbers, which eth-account wants and wallets do not need."""
    if kind.endswith("[]"):
        return [numbers(entry, kind[:-2], types) for entry in value]
    if kind in types:
        return {each["name"]: numbers(value[each["name"]], each["type"], types) for each in types[kind]}
    return int(value) if kind.startswith(("uint", "int")) else value


def test_the_parts_of_a_licence_can_be_prepared_one_after_the_other(served: Served) -> None:
    record = submitted(served, asset(served, "alice"), "alice")["record"]
    seen = {"tier": 1, "evidence": "Đã xem"}
    submitted(served, prepared(served, "raise_tier", seen, "registrar", record=record), "registrar")
    terms = {
        "instrument_kind": "licence",
        "subject": record,
        "members": {"grantor": [named("alice")], "grantee": [named("bob")]},
        "scope": {"acts": [], "fields": [], "territories": ["VN"], "start": "2026-01-01", "end": "2030-01-01"},
        "exclusivity": "non_exclusive",
        "encumbrance_version": "current",
        "text": "Hợp đồng sử dụng",
    }
    proposed = prepared(served, "propose_instrument", {"terms": terms}, "alice", "bob")
    assert "Việt Nam" in proposed["sentence"]["vi"]
    assert "không độc quyền" in proposed["sentence"]["vi"]
    assert proposed["signed"]["fields"]["signing"] == [named("alice"), named("bob")]
    licence = submitted(served, proposed, "alice", "bob")["record"]
    effect = prepared(served, "effect_instrument", {}, "bob", record=licence)
    assert submitted(served, effect, "bob")["version"] == 2


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"command": "no_such"}, "UNKNOWN_COMMAND", None),
        ({"surplus": 1}, "MALFORMED", "surplus"),
        ({"fields": []}, "MALFORMED", "fields"),
        ({"signers": ["alice"]}, "MALFORMED", "signers[0]"),
        ({"signers": []}, "UNREADABLE_FIELD", "signers"),
        ({"not_after": "soon"}, "UNREADABLE_FIELD", "not_after"),
        ({"not_after": "now" + "+1d" * 40}, "UNREADABLE_FIELD", "not_after"),
        ({"fields": {"holders": {"fill": 10**9}}}, "UNREADABLE_FIELD", "holders"),
        ({"fields": {"asset_kind": "spell"}}, "UNREADABLE_FIELD", "asset_kind"),
        ({"fields": {"title": "t", "holders": {"alice": 10_000}}}, "UNREADABLE_FIELD", "alice"),
        ({"fields": {"title": "t", "fields": ["alchemy"]}}, "UNREADABLE_FIELD", "fields"),
        ({"fields": {"title": None, "x": 1}}, "MALFORMED", "x"),
        ({"fields": {"asset_kind": ["patent"]}}, "UNREADABLE_FIELD", None),
        ({"fields": {}}, "UNREADABLE_FIELD", "title"),
    ],
)
def test_what_cannot_be_read_is_named(served: Served, change: dict[str, Any], code: str, field: str | None) -> None:
    asked = {"command": "register_asset", "fields": {"title": "t"}, "signers": [named("alice")], **change}
    answer = served.client.post("/v1/commands/prepare", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    if field is not None:
        assert answer.json()["values"]["field"] == field


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "odd", [None, [], {}, "x", -1, 1.5, True, [[[]]], {"a": {"b": 1}}, "9" * 5000, "1e999999999", 10**300, "now" * 999]
)
def test_no_field_of_any_command_takes_the_service_down(served: Served, command: str, odd: Any) -> None:
    names = [eip712.member_name(name) for name, _ in eip712.members(COMMANDS[command])][3:]
    for fields in (dict.fromkeys(names, odd), *({name: odd} for name in names)):
        asked = {"command": command, "fields": fields, "record": "0x" + "11" * 32, "signers": [named("alice")]}
        answer = served.client.post("/v1/commands/prepare", json=asked)
        assert answer.status_code in (200, 400), answer.text[:500]
