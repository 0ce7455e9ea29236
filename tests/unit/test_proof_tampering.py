"""Altered certificates are refused, each at the step that finds it, even when an operator signs the alteration."""

from __future__ import annotations

from typing import Any

import pytest
from eth_hash.auto import keccak

from ledger.proof.claims.no_exclusive_grant import NoExclusiveGrant
from ledger.proof.trust import CONTRACTS, Contract, Trust
from ledger.proof.verdict import Invalid, Undetermined
from ledger.proof.verify import verify
from ledger.scenario.signing import high_s
from tests.unit.certificates import Change, altered, collector, opened, sign_entry, signed, story
from tests.unit.chain import START, YEAR, key, label, word
from tests.unit.offline import sockets_are_refused  # noqa: F401
from tests.unit.proof_ledger import OPERATOR, ProofLedger
from tests.unit.signed_chain import Story, ha_noi

TOLD, LEDGER = story()
TRUST = LEDGER.trust
ASSET = collector(LEDGER).record(TOLD.asset)
LICENCE = collector(LEDGER).record(TOLD.licence)
NO_RIGHT = collector(LEDGER).absent_right(label("VN"), label("10099999"))
NO_GRANT = collector(LEDGER).no_exclusive_grant(TOLD.asset, ha_noi(START + YEAR, START + 2 * YEAR))


def refused(document: bytes, trust: Trust = TRUST) -> tuple[int, str]:
    verdict = verify(document, trust)
    assert isinstance(verdict, Invalid), verdict
    return verdict.step, verdict.code


def entries(value: dict[str, Any], history: int = 0) -> list[Any]:
    listed: list[Any] = value["histories"][history]["entries"]
    return listed


# --- Members ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (lambda value: value.update(note="surplus"), (0, "MALFORMED")),
        (lambda value: value.pop("evidence"), (0, "MALFORMED")),
        (lambda value: value.update(histories={}), (0, "MALFORMED")),
        (lambda value: value.update(kind="certificate"), (0, "NOT_A_CERTIFICATE")),
        (lambda value: value.update(version="1"), (0, "MALFORMED")),
        (lambda value: value["claim"].update(more=1), (0, "MALFORMED")),
        (lambda value: value["claim"].update(deep=0), (0, "MALFORMED")),
        (lambda value: value["histories"][0].update(version=4), (0, "MALFORMED")),
        (lambda value: entries(value)[0].update(version=1), (0, "MALFORMED")),
        (lambda value: entries(value)[0].update(at=1), (0, "MALFORMED")),
        (lambda value: entries(value)[0].update(at="01795000006"), (0, "MALFORMED")),
        (lambda value: entries(value)[0].update(at="99999999999999999999"), (0, "MALFORMED")),
        (lambda value: entries(value)[0]["signed"].update(ledger=value["ledger"]), (0, "MALFORMED")),
        (lambda value: entries(value)[0]["signed"].update(memo=""), (1, "COMMAND_MALFORMED")),
        (lambda value: entries(value)[0]["signed"]["fields"].pop("title"), (1, "COMMAND_MALFORMED")),
        (lambda value: value["evidence"].update(more=1), (4, "EVIDENCE_MALFORMED")),
        (lambda value: value["evidence"].update(kind=1), (4, "EVIDENCE_MALFORMED")),
        (lambda value: value["evidence"].update(header="0x"), (4, "EVIDENCE_MALFORMED")),
        (lambda value: value["evidence"].update(nodes={}), (4, "EVIDENCE_MALFORMED")),
    ],
)
def test_a_member_more_or_less_or_of_another_type_is_refused(change: Change, answer: tuple[int, str]) -> None:
    assert refused(altered(ASSET, change)) == answer


# --- Signatures ------------------------------------------------------------------------------------------------------


def _without(listed: list[Any], index: int) -> None:
    del listed[index]


def _drop_signature(value: dict[str, Any]) -> None:
    _without(entries(value)[0]["signed"]["signatures"], 1)
    _without(entries(value)[0]["signers"], 1)


def test_a_dropped_signature_of_an_instrument_is_missed() -> None:
    assert refused(altered(LICENCE, _drop_signature)) == (2, "SIGNERS_DIFFER")


def test_a_signature_more_on_an_instrument_is_one_too_many() -> None:
    def change(value: dict[str, Any]) -> None:
        sign_entry(entries(value)[0], TRUST.ledger, "institute#1", "company#1", "regulator#1")
        entries(value)[0]["signers"].append("0x" + TOLD.regulator.hex())

    assert refused(altered(LICENCE, change)) == (2, "SIGNERS_DIFFER")


def test_a_strangers_signature_in_a_partys_name_is_refused() -> None:
    def change(value: dict[str, Any]) -> None:
        sign_entry(entries(value)[1], TRUST.ledger, "stranger#1")

    # The stranger's key is nobody's, so the evidence lacks the way to it as well: one of the two is said first.
    assert refused(altered(ASSET, change)) == (4, "NODE_MISSING")


def test_another_partys_key_that_the_evidence_shows_is_not_this_partys() -> None:
    def change(value: dict[str, Any]) -> None:
        sign_entry(entries(value)[1], TRUST.ledger, "institute#2")

    assert refused(altered(ASSET, change)) == (2, "KEY_NOT_OF_PARTY")


def test_two_signatures_of_one_entry_exchanged_are_refused() -> None:
    def change(value: dict[str, Any]) -> None:
        entries(value)[0]["signed"]["signatures"].reverse()

    assert refused(altered(LICENCE, change))[0] in (2, 4)


def test_a_good_signature_by_another_key_of_the_same_party_breaks_the_operators_signature() -> None:
    def change(value: dict[str, Any]) -> None:
        sign_entry(entries(value)[2], TRUST.ledger, "institute#1")
        value["evidence"] = LEDGER.evidence(_asked(value, keys=[]))

    assert refused(altered(ASSET, change, sign=False)) == (5, "BUNDLE_SIGNATURE")


def test_a_key_twice_a_high_s_and_a_signature_of_something_else_are_refused() -> None:
    def twice(value: dict[str, Any]) -> None:
        entry = entries(value)[1]
        entry["signed"]["signatures"] *= 2
        entry["signers"] *= 2

    def other_s(value: dict[str, Any]) -> None:
        made = bytes.fromhex(entries(value)[0]["signed"]["signatures"][0][2:])
        entries(value)[0]["signed"]["signatures"] = ["0x" + high_s(made).hex()]

    def short(value: dict[str, Any]) -> None:
        entries(value)[0]["signed"]["signatures"] = ["0x" + "11" * 64]

    def nameless(value: dict[str, Any]) -> None:
        entries(value)[0]["signers"] = []

    def unsigned(value: dict[str, Any]) -> None:
        entries(value)[1]["signed"]["signatures"] = []
        entries(value)[1]["signers"] = []

    assert refused(altered(ASSET, twice)) == (2, "DUPLICATE_SIGNER")
    assert refused(altered(ASSET, other_s)) == (2, "BAD_SIGNATURE")
    assert refused(altered(ASSET, short)) == (2, "BAD_SIGNATURE")
    assert refused(altered(ASSET, nameless)) == (2, "SIGNER_COUNT")
    assert refused(altered(ASSET, unsigned)) == (2, "SIGNER_COUNT")


# --- The chain -------------------------------------------------------------------------------------------------------


def _swap(value: dict[str, Any]) -> None:
    listed = entries(value)
    listed[1], listed[2] = listed[2], listed[1]


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (lambda value: _without(entries(value), -1), (4, "OTHER_HEAD")),
        (lambda value: _without(entries(value), 1), (3, "VERSION_MISMATCH")),
        (lambda value: _without(entries(value), 0), (3, "NO_CREATION")),
        (lambda value: entries(value).clear(), (3, "NO_CREATION")),
        (lambda value: entries(value).insert(1, entries(value)[1]), (3, "VERSION_MISMATCH")),
        (lambda value: entries(value).append(entries(value)[-1]), (4, "OTHER_HEAD")),
        (lambda value: entries(value).append(entries(value)[0]), (3, "NOT_ITS_COMMAND")),
        (_swap, (3, "VERSION_MISMATCH")),
        (lambda value: entries(value)[1].update(at=str(START + 8)), (4, "OTHER_HEAD")),
        (lambda value: entries(value)[1].update(at=str(START)), (3, "TIME_DECREASES")),
        (lambda value: entries(value)[-1].update(at=str(START + YEAR)), (3, "NOT_IN_TIME")),
    ],
)
def test_a_history_that_was_cut_reordered_or_redated_does_not_lead_to_the_head(
    change: Change, answer: tuple[int, str]
) -> None:
    assert refused(altered(ASSET, change)) == answer


def test_another_field_means_another_digest_and_nobodys_signature() -> None:
    def change(value: dict[str, Any]) -> None:
        entries(value)[1]["signed"]["fields"]["tier"] = 3

    # Over the other digest the signature recovers to some key, which is not the party's.
    assert refused(altered(ASSET, change))[0] in (2, 4)


def test_the_id_of_a_record_follows_from_the_first_signer() -> None:
    def change(value: dict[str, Any]) -> None:
        entries(value)[0]["signers"].reverse()
        entries(value)[0]["signed"]["signatures"].reverse()

    assert refused(altered(LICENCE, change)) == (3, "WRONG_RECORD_ID")


def test_a_history_under_another_records_name_is_refused() -> None:
    def renamed(value: dict[str, Any]) -> None:
        value["claim"]["record"] = value["histories"][0]["record"] = "0x" + word("other").hex()

    def of_the_licence(value: dict[str, Any]) -> None:
        value["claim"]["record"] = "0x" + TOLD.licence.hex()

    assert refused(altered(ASSET, renamed)) == (3, "NO_CREATION")
    assert refused(altered(ASSET, of_the_licence)) == (0, "MALFORMED")


def test_a_command_that_touches_no_record_of_this_kind_has_no_place() -> None:
    def change(value: dict[str, Any]) -> None:
        entries(value).append(opened(LICENCE)["histories"][0]["entries"][0])

    assert refused(altered(ASSET, change)) == (3, "NOT_ITS_COMMAND")


# --- Evidence --------------------------------------------------------------------------------------------------------


def _nodes(value: dict[str, Any]) -> list[str]:
    listed: list[str] = value["evidence"]["nodes"]
    return listed


def _sorted(nodes: list[str]) -> list[str]:
    return sorted(nodes, key=lambda node: keccak(bytes.fromhex(node[2:])))


@pytest.mark.parametrize("document", [ASSET, NO_RIGHT, NO_GRANT], ids=["record", "right", "grant"])
def test_every_node_is_needed_and_no_other_is_taken(document: bytes) -> None:
    for index in range(len(_nodes(opened(document)))):
        missing = altered(document, lambda value, index=index: _without(_nodes(value), index))  # type: ignore[misc]
        assert refused(missing) == (4, "NODE_MISSING")

    def stray(value: dict[str, Any]) -> None:
        value["evidence"]["nodes"] = _sorted([*_nodes(value), "0xc20102"])

    assert refused(altered(document, stray)) == (4, "NODE_NOT_NEEDED")
    assert refused(altered(document, lambda value: _nodes(value).reverse())) == (4, "NODES_UNORDERED")
    assert refused(altered(document, lambda value: _nodes(value).insert(0, _nodes(value)[0]))) == (4, "NODES_UNORDERED")


def test_a_rolled_back_state_does_not_carry_the_newer_history() -> None:
    before = Story()
    before.events = before.events[:-1]
    older = ProofLedger(before)

    def change(value: dict[str, Any]) -> None:
        value["evidence"] = older.evidence(_asked(value, keys=[_second()]))

    assert refused(altered(ASSET, change)) == (4, "OTHER_HEAD")


def _asked(value: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """What a certificate of an asset asks the evidence for."""
    asset = [value["claim"]["record"]]
    return {"heads": asset, "keys": keys, "rights": [], "grants": [], "holders": asset}


def _second() -> str:
    return "0x" + key("institute#2").address.hex()


def test_a_block_older_than_the_history_that_it_proves_is_refused() -> None:
    early = ProofLedger(TOLD, at=START)

    def change(value: dict[str, Any]) -> None:
        value["evidence"] = early.evidence(_asked(value, keys=[_second()]))

    assert refused(altered(ASSET, change)) == (4, "BEFORE_HISTORY")


def test_absence_is_not_claimed_with_anothers_evidence() -> None:
    def of_a_held_right(value: dict[str, Any]) -> None:
        value["claim"]["number"] = "0x" + label("10041237").hex()

    def of_a_held_right_with_its_nodes(value: dict[str, Any]) -> None:
        of_a_held_right(value)
        pair = [value["claim"]["office"], value["claim"]["number"]]
        value["evidence"] = LEDGER.evidence({"heads": [], "keys": [], "rights": [pair], "grants": []})

    def of_an_overlapping_scope(value: dict[str, Any]) -> None:
        value["claim"] = NoExclusiveGrant(TOLD.asset, ha_noi(START, START + YEAR)).document

    def of_lower_case(value: dict[str, Any]) -> None:
        value["claim"]["number"] = "0x" + label("10041237a").hex()

    assert refused(altered(NO_RIGHT, of_a_held_right))[0] == 4
    assert refused(altered(NO_RIGHT, of_a_held_right_with_its_nodes)) == (4, "RIGHT_IS_HELD")
    assert refused(altered(NO_GRANT, of_an_overlapping_scope)) == (4, "GRANT_STANDS")
    assert refused(altered(NO_RIGHT, of_lower_case)) == (0, "MALFORMED")


def test_a_history_beside_a_claim_of_absence_is_refused() -> None:
    def change(value: dict[str, Any]) -> None:
        value["histories"] = opened(ASSET)["histories"]

    assert refused(altered(NO_RIGHT, change)) == (2, "HISTORY_NOT_NEEDED")


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_at_another_address_or_with_other_code_proves_nothing(name: str) -> None:
    document = {"registry": ASSET, "parties": ASSET, "assets": NO_RIGHT, "instruments": NO_GRANT}[name]
    good = TRUST.contracts[name]
    elsewhere = Trust(TRUST.genesis, 1, {**TRUST.contracts, name: Contract(bytes(20), good.code_hash)}, TRUST.operators)
    other_code = Trust(TRUST.genesis, 1, {**TRUST.contracts, name: Contract(good.address, bytes(32))}, TRUST.operators)
    assert refused(document, elsewhere) in ((4, "NODE_MISSING"), (4, "NO_CONTRACT"))
    assert refused(document, other_code) == (4, "OTHER_CODE")


# --- Attestation -----------------------------------------------------------------------------------------------------


def test_a_bundle_signed_by_a_stranger_in_the_operators_name_is_refused() -> None:
    assert refused(signed(opened(ASSET), by="stranger")) == (5, "BUNDLE_SIGNATURE")


def test_a_bundle_signed_by_a_stranger_in_its_own_name_is_not_trusted() -> None:
    value = opened(ASSET)
    value["operator"] = "0x" + key("stranger").address.hex()
    verdict = verify(signed(value, by="stranger"), TRUST)
    assert verdict == Undetermined("OPERATOR_UNKNOWN", {"operator": key("stranger").address})


def test_a_seal_that_is_no_signature_is_refused() -> None:
    assert refused(altered(ASSET, lambda value: value["evidence"].update(seal="0x" + "00" * 65))) == (5, "BAD_SEAL")


def test_the_seal_of_another_block_is_not_the_operators() -> None:
    other = ProofLedger(TOLD, at=LEDGER.at + 1).evidence({"heads": [], "keys": [], "rights": [], "grants": []})
    document = altered(ASSET, lambda value: value["evidence"].update(seal=other["seal"]))
    verdict = verify(document, TRUST)
    assert isinstance(verdict, Undetermined)
    assert verdict.code == "OPERATOR_UNKNOWN"
    assert verdict.values["operator"] != OPERATOR.address
