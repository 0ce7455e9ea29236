"""What good certificates show, what a reader's trust file may lack, and what a policy asks."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import time

import pytest

from ledger.enums import Kind
from ledger.proof.collect import Collector, NotShown
from ledger.proof.policy import Policy
from ledger.proof.trust import read_trust
from ledger.proof.verdict import Gap, Invalid, Undetermined, Valid, exit_code
from ledger.proof.verify import verify
from ledger.state import records_of
from tests.unit.certificates import altered, collector, opened, story
from tests.unit.chain import START, YEAR, key, label, scope, word
from tests.unit.offline import sockets_are_refused  # noqa: F401
from tests.unit.proof_ledger import OPERATOR, OperatorKey, ProofLedger
from tests.unit.signed_chain import SignedChain, Story, ha_noi

TOLD, LEDGER = story()
TRUST = LEDGER.trust
ASSET = collector(LEDGER).record(TOLD.asset)
HEADS = [
    event.head if event.record == TOLD.asset else event.touched[0].head  # type: ignore[union-attr]  # none is genesis
    for event in TOLD.events
    if TOLD.asset in records_of(event)
]


def test_a_certificate_shows_the_whole_history_of_a_record() -> None:
    verdict = verify(ASSET, TRUST)
    assert isinstance(verdict, Valid)
    record = verdict.shown.record
    assert record is not None
    assert (record.record, record.kind, record.version) == (TOLD.asset, Kind.ASSET, 4)
    assert [(each.version, each.name) for each in record.commands] == [
        (1, "register_asset"),
        (2, "raise_tier"),
        (3, "set_grant_rule"),
        (4, "effect_instrument"),
    ]
    last = TOLD.events[-1]
    assert record.head == last.touched[0].head  # type: ignore[union-attr]
    assert record.commands[-1].on == TOLD.licence
    assert record.state["state"] == "active"
    assert record.state["tier"] == 2


def test_a_certificate_says_as_of_which_block_and_by_whose_word() -> None:
    verdict = verify(ASSET, TRUST)
    assert isinstance(verdict, Valid)
    assert (verdict.shown.block, verdict.shown.at) == (LEDGER.number, LEDGER.at)
    assert verdict.shown.operators == (OPERATOR.address,)
    assert exit_code(verdict) == 0


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("record", ["asset", "licence", "institute", "company", "regulator"])
def test_every_record_of_the_story_can_be_certified(record: str, deep: bool) -> None:
    bundle = collector(LEDGER).record(getattr(TOLD, record), deep=deep)
    assert isinstance(verify(bundle, TRUST), Valid)


def test_a_deep_certificate_carries_every_signing_party_and_those_that_sign_in_their_histories() -> None:
    histories = opened(collector(LEDGER).record(TOLD.licence, deep=True))["histories"]
    others = sorted([TOLD.institute, TOLD.company, TOLD.regulator])
    assert [each["record"] for each in histories] == ["0x" + record.hex() for record in (TOLD.licence, *others)]


def test_the_genesis_regulator_is_at_version_one_without_a_command() -> None:
    verdict = verify(collector(LEDGER).record(TOLD.regulator), TRUST)
    assert isinstance(verdict, Valid)
    assert verdict.shown.record is not None
    assert verdict.shown.record.genesis
    assert (verdict.shown.record.version, verdict.shown.record.commands) == (1, ())


def test_absence_is_shown_for_a_record_a_right_and_a_grant() -> None:
    made = collector(LEDGER)
    for bundle in (
        made.absent_record(word("nothing")),
        made.absent_right(label("VN"), label("10099999")),
        made.no_exclusive_grant(TOLD.asset, scope(START, START + YEAR, provinces=2)),
        made.no_exclusive_grant(TOLD.asset, scope(START, START + YEAR, acts=0b100)),
        made.no_exclusive_grant(TOLD.asset, scope(START + YEAR, START + 2 * YEAR)),
        made.no_exclusive_grant(TOLD.asset, scope(START, START + YEAR, countries=1)),
    ):
        assert isinstance(verify(bundle, TRUST), Valid)


def test_what_is_there_is_never_certified_as_absent() -> None:
    made = collector(LEDGER)
    for attempt, code, values in (
        (lambda: made.absent_record(TOLD.asset), "RECORD_EXISTS", {"record": TOLD.asset}),
        (
            lambda: made.absent_right(label("VN"), label("10041237")),
            "RIGHT_IS_HELD",
            {"asset": TOLD.asset},
        ),
        (
            lambda: made.no_exclusive_grant(TOLD.asset, ha_noi(START, START + 1)),
            "GRANT_STANDS",
            {"instrument": TOLD.licence},
        ),
        (
            lambda: made.no_exclusive_grant(word("none"), ha_noi(START, START + 1)),
            "NO_RECORD",
            {"record": word("none")},
        ),
        (lambda: made.record(word("none")), "NO_RECORD", {"record": word("none")}),
    ):
        with pytest.raises(NotShown) as refused:
            attempt()
        assert isinstance(refused.value.verdict, Invalid)
        assert (refused.value.verdict.code, refused.value.verdict.values) == (code, values)


def test_a_sole_grant_stands_in_the_way_and_a_non_exclusive_one_does_not() -> None:
    sole, open_to_all = Story(exclusivity=2), Story(exclusivity=1)
    with pytest.raises(NotShown, match="overlaps"):
        collector(ProofLedger(sole)).no_exclusive_grant(sole.asset, ha_noi(START, START + 1))
    ledger = ProofLedger(open_to_all)
    bundle = collector(ledger).no_exclusive_grant(open_to_all.asset, ha_noi(START, START + 1))
    assert isinstance(verify(bundle, ledger.trust), Valid)


def test_a_grant_that_has_run_out_stands_in_nobodys_way() -> None:
    ledger = ProofLedger(TOLD, at=START + YEAR)
    bundle = collector(ledger).no_exclusive_grant(TOLD.asset, ha_noi(START, START + 2 * YEAR))
    assert isinstance(verify(bundle, ledger.trust), Valid)


def test_a_state_that_only_time_changed_is_read_as_of_the_block() -> None:
    ledger = ProofLedger(TOLD, at=START + YEAR)
    verdict = verify(collector(ledger).record(TOLD.licence), ledger.trust)
    assert isinstance(verdict, Valid)
    assert verdict.shown.record is not None
    assert verdict.shown.record.state["state"] == "expired"


def test_an_asset_that_nothing_was_ever_granted_on_needs_no_node_of_an_empty_list() -> None:
    chain = SignedChain()
    chain.register_party("institute")
    asset = chain.register_asset("chip", "institute")
    ledger = ProofLedger(chain)
    bundle = collector(ledger).no_exclusive_grant(asset, ha_noi(START, START + 1))
    assert isinstance(verify(bundle, ledger.trust), Valid)


# --- What a reader may lack ------------------------------------------------------------------------------------------


def _undetermined(document: bytes, trust: object) -> tuple[str, dict[str, object]]:
    verdict = verify(document, trust)  # type: ignore[arg-type]
    assert isinstance(verdict, Undetermined), verdict
    assert exit_code(verdict) == 2
    return verdict.code, dict(verdict.values)


def test_without_the_operators_key_nothing_is_decided() -> None:
    trust = dataclasses.replace(TRUST, operators=())
    assert _undetermined(ASSET, trust) == ("OPERATOR_UNKNOWN", {"operator": OPERATOR.address})


def test_a_seal_by_an_operator_that_is_not_trusted_decides_nothing() -> None:
    ledger = ProofLedger(TOLD, seal_key="another operator")
    evidence = ledger.evidence({"heads": ["0x" + TOLD.asset.hex()], "keys": [], "rights": [], "grants": []})
    bundle = altered(ASSET, lambda value: value["evidence"].update(seal=evidence["seal"]))
    assert _undetermined(bundle, TRUST) == ("OPERATOR_UNKNOWN", {"operator": key("another operator").address})


def test_another_ledgers_certificate_is_not_judged() -> None:
    other = dataclasses.replace(TRUST, genesis=dataclasses.replace(TRUST.genesis, at=START - 1))
    assert _undetermined(ASSET, other) == ("OTHER_LEDGER", {"ledger": TRUST.ledger, "trusted": other.ledger})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda value: value.update(version=2), "CERTIFICATE_VERSION"),
        (lambda value: value["claim"].update(kind="record_of_tomorrow"), "CLAIM_KIND"),
        (lambda value: value["evidence"].update(kind="fabric"), "EVIDENCE_KIND"),
        (lambda value: value["evidence"].update(version=2), "EVIDENCE_KIND"),
        (
            lambda value: value["histories"][0]["entries"][0]["signed"].update(command="command_of_tomorrow"),
            "COMMAND_UNKNOWN",
        ),
    ],
)
def test_what_a_reader_does_not_know_is_undetermined(change: object, code: str) -> None:
    assert _undetermined(altered(ASSET, change), TRUST)[0] == code  # type: ignore[arg-type]


def test_a_gap_hides_no_alteration() -> None:
    bundle = altered(ASSET, lambda value: value["evidence"].update(version=2), sign=False)
    assert verify(bundle, TRUST) == Invalid("BUNDLE_SIGNATURE", {"operator": OPERATOR.address})


# --- The trust file --------------------------------------------------------------------------------------------------


def test_a_trust_file_reads_as_written_with_free_spacing() -> None:
    assert read_trust(json.dumps(TRUST.document, indent=4).encode() + b"\n") == TRUST
    assert isinstance(verify(ASSET, json.dumps(TRUST.document).encode()), Valid)


@pytest.mark.parametrize(
    ("change", "member"),
    [
        (lambda document: document.pop("operators"), "operators"),
        (lambda document: document.update(more=1), "more"),
        (lambda document: document.update(ledger="0x" + "00" * 32), "ledger"),
        (lambda document: document.update(chain_id=True), "chain_id"),
        (lambda document: document["registry"].update(address="0x00"), "registry.address"),
        (lambda document: document["parties"].pop("code_hash"), "parties.code_hash"),
        (lambda document: document.update(operators={}), "operators"),
        (lambda document: document["operators"].append({"key": "0xAB"}), "operators[1].key"),
        (lambda document: document["operators"].append("0x"), "operators[1]"),
        (lambda document: document["genesis"]["regulator"].update(threshold="1"), "genesis.regulator.threshold"),
        (lambda document: document.update(genesis=[]), "genesis."),
    ],
)
def test_a_trust_file_that_cannot_be_read_is_named_by_its_member(change: object, member: str) -> None:
    document = json.loads(json.dumps(TRUST.document))
    change(document)  # type: ignore[operator]
    with pytest.raises(Gap) as missing:
        read_trust(json.dumps(document).encode())
    assert (missing.value.code, missing.value.values) == ("TRUST_UNREADABLE", {"member": member})


# --- The reader's policy ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        (Policy(now=LEDGER.at + 101, max_age=100), "TOO_OLD"),
        (Policy(now=LEDGER.at - 1), "FROM_THE_FUTURE"),
        (Policy(min_block=LEDGER.number + 1), "BLOCK_TOO_LOW"),
        (Policy(operators=frozenset({bytes(20)})), "OPERATOR_NOT_ALLOWED"),
        (Policy(deep=True), "NOT_DEEP"),
        (Policy(record=TOLD.licence), "OTHER_RECORD"),
        (Policy(version=5), "VERSION_TOO_LOW"),
        (Policy(head=word("another history")), "HEAD_NOT_THERE"),
        (Policy(head=HEADS[2], version=2), "HEAD_NOT_THERE"),
        (Policy(head=HEADS[3], version=5), "VERSION_TOO_LOW"),
    ],
)
def test_a_policy_that_is_not_met_makes_it_invalid_at_step_6(policy: Policy, code: str) -> None:
    verdict = verify(ASSET, TRUST, policy)
    assert isinstance(verdict, Invalid)
    assert (verdict.step, verdict.code) == (6, code)


def test_a_policy_that_is_met_changes_nothing() -> None:
    policy = Policy(
        now=LEDGER.at + 100,
        max_age=100,
        min_block=LEDGER.number,
        operators=frozenset({OPERATOR.address}),
        deep=True,
        record=TOLD.asset,
    )
    assert isinstance(verify(collector(LEDGER).record(TOLD.asset, deep=True), TRUST, policy), Valid)


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_a_history_passes_through_each_of_its_heads(version: int) -> None:
    for policy in (Policy(head=HEADS[version - 1], version=version), Policy(head=HEADS[version - 1])):
        assert isinstance(verify(ASSET, TRUST, policy), Valid)
    assert isinstance(verify(ASSET, TRUST, Policy(version=version)), Valid)


def test_the_first_head_of_the_genesis_regulator_is_that_of_the_genesis_document() -> None:
    bundle = collector(LEDGER).record(TOLD.regulator)
    assert isinstance(verify(bundle, TRUST, Policy(head=TRUST.genesis.head, version=1)), Valid)
    assert isinstance(verify(ASSET, TRUST, Policy(head=TOLD.asset)), Invalid)


def test_a_head_that_is_known_shows_what_was_cut_off_since() -> None:
    """The operator's own word, as of a block before the last command: nothing in the file is wrong."""
    told = Story()
    old = collector(ProofLedger(told)).record(told.asset)
    told.set_grant_rule(told.asset, 1, ("institute",))
    new = verify(collector(ProofLedger(told)).record(told.asset), TRUST)
    assert isinstance(new, Valid)
    assert new.shown.record is not None
    known = Policy(head=new.shown.record.head, version=new.shown.record.version)
    assert isinstance(verify(old, TRUST), Valid)
    verdict = verify(old, TRUST, known)
    assert isinstance(verdict, Invalid)
    assert (verdict.code, dict(verdict.values)) == ("VERSION_TOO_LOW", {"version": 4, "least": 5})
    verdict = verify(old, TRUST, Policy(head=known.head))
    assert isinstance(verdict, Invalid)
    assert (verdict.code, verdict.values["head"]) == ("HEAD_NOT_THERE", known.head)


def test_an_absence_shows_no_head() -> None:
    absent = collector(LEDGER).absent_record(word("nobody's"))
    verdict = verify(absent, TRUST, Policy(head=HEADS[0]))
    assert isinstance(verdict, Invalid)
    assert (verdict.step, verdict.code) == (6, "NO_HISTORY")


def test_an_age_without_a_time_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="max_age needs now"):
        Policy(max_age=1)


# --- Collecting ------------------------------------------------------------------------------------------------------


def test_a_record_that_moves_while_it_is_certified_is_read_again() -> None:
    told = Story()
    old = ProofLedger(told)
    told.set_grant_rule(told.asset, 1, ("institute",))
    new = ProofLedger(told)

    class Moving(ProofLedger):
        """Answers the first history of before, and everything else of now."""

        asked = 0

        def history(self, record: bytes) -> list[object]:  # type: ignore[override]
            self.asked += 1
            return list((old if self.asked == 1 else new).history(record))

    moving = Moving(told)
    verdict = verify(collector(moving).record(told.asset), moving.trust)
    assert isinstance(verdict, Valid)
    assert verdict.shown.record is not None
    assert verdict.shown.record.version == 5
    assert moving.asked == 2


def test_a_certificate_is_small_and_the_same_each_time() -> None:
    made = collector(LEDGER)
    assert made.record(TOLD.asset) == made.record(TOLD.asset)
    assert len(ASSET) <= 24_000


def test_an_operator_key_that_is_not_trusted_hands_nothing_out() -> None:
    with pytest.raises(NotShown) as refused:
        Collector(LEDGER, TRUST, OperatorKey("another operator")).record(TOLD.asset)
    assert isinstance(refused.value.verdict, Undetermined)


# --- What the verifier stands on -------------------------------------------------------------------------------------


def test_the_verifier_loads_no_engine_no_database_and_no_network_client() -> None:
    program = (
        "import sys, ledger.proof.verify, ledger.proof.sentence;"
        "print([name for name in sys.modules if name.split('.')[0] in"
        " {'web3', 'sqlalchemy', 'sqlite3', 'eth', 'http', 'requests', 'aiohttp', 'fastapi', 'marketplace', 'api'}"
        " or name.startswith('ledger.engines')])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"


def test_a_long_history_among_many_records_is_small_and_read_at_once() -> None:
    told = Story()
    for number in range(100):
        told.register_party(f"party {number}")
    for number in range(16):
        told.set_grant_rule(told.asset, 1 + number % 2, ("institute#2",))
    ledger = ProofLedger(told)
    plain, deep = (collector(ledger).record(told.asset, deep=deep) for deep in (False, True))
    verdict = verify(plain, ledger.trust)
    assert isinstance(verdict, Valid)
    assert verdict.shown.record is not None
    assert verdict.shown.record.version == 20
    assert len(plain) <= 24_000
    assert len(deep) <= len(plain) + 4_000 * (len(opened(deep)["histories"]) - 1)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        verify(plain, ledger.trust)
        times.append(time.perf_counter() - started)
    assert min(times) <= 0.060


def test_a_string_that_never_closes_is_answered_at_once() -> None:
    # A million escaped quotes: a reader that starts again at each of them would need days.
    verdict = verify(b'{"' + b'\\"' * 1_000_000, b"{}")
    assert isinstance(verdict, Invalid)
    assert verdict.code == "NOT_CANONICAL"
