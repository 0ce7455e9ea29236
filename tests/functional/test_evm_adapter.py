"""The adapter on a real chain: a command goes in once, whatever happens to the line, the process or the clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eth_hash.auto import keccak

from api.connection import trust_of
from ledger import eip712
from ledger.commands import EffectInstrument, ProposeInstrument, RaiseTier, RegisterAsset, Share
from ledger.enums import Exclusivity, Role
from ledger.errors import EngineUnavailable, LedgerError, OutcomeUnknown, Refused
from ledger.events import BEFORE_ALL, Event, GenesisEvent, Receipt
from ledger.intents import Intent, State
from ledger.port import all_events
from ledger.proof import evidence_evm
from ledger.proof.facts import Request
from ledger.wire import SignedCommand
from tests.conformance.cast import key, party, sign, text
from tests.functional.exchange import OPERATOR, Exchange, sending


@pytest.fixture
def at() -> int:
    return int(time.time()) - 10


@pytest.fixture
def exchange(tmp_path: Path, at: int) -> Iterator[Exchange]:
    opened = Exchange(tmp_path, at)
    yield opened
    opened.close()


def intent_of(exchange: Exchange, signed: SignedCommand) -> Intent:
    found = exchange.intents.get(signed.digest)
    assert found is not None
    return found


def events_of(exchange: Exchange, signed: SignedCommand) -> int:
    """How many events carry the command's digest."""
    return sum(
        getattr(event, "digest", None) == signed.digest for event in exchange.ledger.history(signed.command.record)
    )


def attempt(exchange: Exchange, signed: SignedCommand) -> Receipt | LedgerError:
    try:
        return exchange.ledger.submit(signed)
    except LedgerError as error:
        return error


# --- One command, one effect, one answer ---------------------------------------------------------------------------


def test_an_accepted_command_leaves_a_receipt_and_one_event(exchange: Exchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    receipt = exchange.ledger.submit(signed)
    (event,) = exchange.ledger.history(party("alice"))
    assert receipt == Receipt(party("alice"), 1, event.head, signed.digest, receipt.at)
    assert exchange.ledger.receipt(signed.digest) == receipt
    assert not isinstance(event, GenesisEvent)
    assert event.receipt == receipt
    assert event.command == signed.command
    assert (event.signers, event.signatures) == ((party("alice"),), signed.signatures)
    assert abs(receipt.at - time.time()) <= 2


def test_the_same_command_again_answers_its_first_receipt(exchange: Exchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    receipt = exchange.ledger.submit(signed)
    assert exchange.ledger.submit(signed) == receipt
    exchange.ledger.check(signed)
    assert events_of(exchange, signed) == 1


def test_the_first_receipt_is_found_on_the_chain_where_the_intents_are_gone(tmp_path: Path, at: int) -> None:
    exchange = Exchange(tmp_path, at)
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    receipt = exchange.ledger.submit(signed)
    exchange.admit("alice", "regulator")
    exchange.close()
    for file in tmp_path.glob("intents.sqlite*"):
        file.unlink()
    exchange = Exchange(tmp_path, at)
    assert exchange.ledger.submit(signed) == receipt
    assert events_of(exchange, signed) == 1
    exchange.close()


def test_other_content_for_the_same_version_is_refused_and_never_answered_with_the_old_receipt(
    exchange: Exchange,
) -> None:
    exchange.submit(exchange.register("alice"), key("alice"))
    with pytest.raises(Refused) as refused:
        exchange.submit(exchange.register("alice", profile=text("another profile")), key("alice"))
    assert (refused.value.code, refused.value.values) == ("VERSION_MISMATCH", {"current": 1, "expected": 0})


def test_threads_submitting_the_same_command_at_once_get_one_receipt(exchange: Exchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    with ThreadPoolExecutor(16) as pool:
        receipts = set(pool.map(exchange.ledger.submit, [signed] * 32))
    assert len(receipts) == 1
    assert events_of(exchange, signed) == 1


def test_many_threads_submit_many_commands(exchange: Exchange) -> None:
    commands = [exchange.signed(exchange.register(f"party {n}"), key(f"party {n}")) for n in range(60)]
    before = exchange.intents.statistics.fsyncs
    with ThreadPoolExecutor(32) as pool:
        receipts = list(pool.map(exchange.ledger.submit, commands))
    assert [receipt.digest for receipt in receipts] == [signed.digest for signed in commands]
    assert {receipt.version for receipt in receipts} == {1}
    assert exchange.intents.statistics.fsyncs - before <= 60 / 2


def test_a_signature_too_many_is_looked_at_before_repetition(exchange: Exchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.ledger.submit(signed)
    bare = SignedCommand(signed.ledger, signed.command, ())
    for ask in (exchange.ledger.submit, exchange.ledger.check):
        with pytest.raises(Refused) as refused:
            ask(bare)
        assert refused.value.code == "LIST_LENGTH"
        assert refused.value.values == {"field": "signatures", "given": 0, "max": 64}


# --- Refusals ------------------------------------------------------------------------------------------------------


def test_a_command_for_another_ledger_is_refused(exchange: Exchange) -> None:
    elsewhere = sign(keccak(b"another ledger"), exchange.register("alice"), [key("alice")])
    for ask in (exchange.ledger.submit, exchange.ledger.check):
        with pytest.raises(Refused) as refused:
            ask(elsewhere)
        assert refused.value.code == "WRONG_LEDGER"
        assert refused.value.values == {"expected": exchange.genesis.ledger, "given": elsewhere.ledger}


def test_a_check_says_what_submit_would_say_and_records_nothing(exchange: Exchange) -> None:
    late = exchange.signed(exchange.register("alice", not_after=int(time.time()) - 1), key("alice"))
    for ask in (exchange.ledger.check, exchange.ledger.submit):
        with pytest.raises(Refused) as refused:
            ask(late)
        assert refused.value.code == "COMMAND_EXPIRED"
        assert refused.value.values["not_after"] == late.command.not_after
    exchange.ledger.check(exchange.signed(exchange.register("alice"), key("alice")))
    assert exchange.ledger.history(party("alice")) == []


def test_a_refused_command_is_checked_again_when_it_comes_again(exchange: Exchange) -> None:
    exchange.onboard("operator", Role.OPERATOR)
    exchange.onboard("alice")
    signed = exchange.signed(exchange.asset("alice", "a process"), key("alice"))
    with pytest.raises(Refused) as refused:
        exchange.ledger.submit(signed)
    assert refused.value.code == "ROLE_REQUIRED"
    assert refused.value.values == {"party": party("alice"), "role": Role.OWNER}
    assert intent_of(exchange, signed).state is State.REFUSED
    exchange.grant("alice", Role.OWNER, "operator")
    assert exchange.ledger.submit(signed).version == 1
    assert intent_of(exchange, signed).state is State.COMMITTED


def test_a_refused_command_holds_up_no_other(tmp_path: Path, at: int) -> None:
    exchange = Exchange(tmp_path, at, accounts=1)
    for n in range(3):
        with pytest.raises(Refused):
            exchange.submit(exchange.register(f"party {n}", threshold=2), key(f"party {n}"))
        assert exchange.submit(exchange.register(f"party {n}"), key(f"party {n}")).version == 1
    exchange.close()


# --- Cut lines -----------------------------------------------------------------------------------------------------


def test_a_command_whose_answer_was_lost_is_unknown_and_then_found(exchange: Exchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.line.cut_after = sending
    with pytest.raises(OutcomeUnknown) as unknown:
        exchange.ledger.submit(signed)
    assert unknown.value.digest == signed.digest
    assert intent_of(exchange, signed).state is State.UNKNOWN
    exchange.line.mend()
    receipt = exchange.ledger.submit(signed)
    assert exchange.ledger.receipt(signed.digest) == receipt
    assert events_of(exchange, signed) == 1


def test_a_command_that_never_arrived_is_driven_on_by_its_retry(exchange: Exchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.line.cut_before = sending
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(signed)
    exchange.line.mend()
    assert exchange.ledger.receipt(signed.digest) is None
    assert exchange.ledger.submit(signed).version == 1
    assert events_of(exchange, signed) == 1


def test_an_unknown_command_stays_unknown_while_the_chain_cannot_be_asked(exchange: Exchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.line.cut_after = sending
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(signed)
    exchange.line.cut_before = lambda method: True
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(signed)
    assert [intent.digest for intent in exchange.ledger.resolve_unknown()] == [signed.digest]
    exchange.line.mend()
    assert exchange.ledger.resolve_unknown() == []
    assert intent_of(exchange, signed).receipt == exchange.ledger.receipt(signed.digest)


def test_an_account_whose_transaction_is_unknown_is_used_again_once_it_is_known(tmp_path: Path, at: int) -> None:
    exchange = Exchange(tmp_path, at, accounts=1)
    lost = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.line.cut_after = sending
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(lost)
    exchange.line.mend()
    with pytest.raises(EngineUnavailable, match="not known"):
        exchange.submit(exchange.register("bob"), key("bob"))
    assert exchange.ledger.resolve_unknown() == []
    assert exchange.submit(exchange.register("bob"), key("bob")).version == 1
    exchange.close()


def test_a_chain_that_cannot_store_acknowledges_nothing_and_loses_nothing(exchange: Exchange) -> None:
    exchange.submit(exchange.register("alice"), key("alice"))
    # SQLite's own limit gives the very error of a full disk. It is per connection, so it is set on the chain's.
    database = exchange.chain._access._store._connection  # type: ignore[attr-defined]
    database.execute(f"PRAGMA max_page_count = {database.execute('PRAGMA page_count').fetchone()[0]}")
    crowd: list[SignedCommand] = []
    outcomes: list[object] = []
    # Pages that are free in the file are filled before the limit is felt.
    while len(crowd) < 400 and sum(isinstance(each, Exception) for each in outcomes) < 10:
        crowd.append(exchange.signed(exchange.register(f"party {len(crowd)}"), key(f"party {len(crowd)}")))
        outcomes.append(attempt(exchange, crowd[-1]))
    refused = [signed for signed, outcome in zip(crowd, outcomes, strict=True) if isinstance(outcome, Exception)]
    assert refused
    assert {type(each) for each in outcomes if isinstance(each, Exception)} == {EngineUnavailable}
    assert [exchange.ledger.receipt(signed.digest) for signed in refused] == [None] * len(refused)
    assert {intent_of(exchange, signed).state for signed in refused} == {State.RECEIVED}
    database.execute("PRAGMA max_page_count = 1073741823")
    assert {exchange.ledger.submit(signed).version for signed in crowd} == {1}
    assert [events_of(exchange, signed) for signed in crowd] == [1] * len(crowd)


# --- Ends of the process -------------------------------------------------------------------------------------------


def reopened(exchange: Exchange, home: Path, at: int) -> Exchange:
    exchange.close()
    return Exchange(home, at)


def test_what_was_sent_before_a_crash_is_known_after_it(tmp_path: Path, at: int) -> None:
    exchange = Exchange(tmp_path, at)
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    receipt = exchange.ledger.submit(signed)
    sent = intent_of(exchange, signed)
    # As a crash leaves it: the mark `committed` need not be durable.
    exchange.intents.put_durably(
        Intent(sent.digest, State.SUBMITTED, sent.command, sent.received_at, sent.relay, sent.nonce, sent.transaction)
    )
    exchange = reopened(exchange, tmp_path, at)
    assert intent_of(exchange, signed).state is State.COMMITTED
    assert exchange.ledger.submit(signed) == receipt
    exchange.close()


@pytest.mark.parametrize("state", [State.RECEIVED, State.SUBMITTED])
def test_an_intent_stored_but_never_sent_is_driven_on_by_a_retry(tmp_path: Path, at: int, state: State) -> None:
    exchange = Exchange(tmp_path, at)
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.line.cut_before = sending
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(signed)
    left = intent_of(exchange, signed)
    relay = (left.relay, left.nonce, left.transaction) if state is State.SUBMITTED else (None, None, None)
    exchange.intents.put_durably(Intent(left.digest, state, left.command, left.received_at, *relay))
    exchange = reopened(exchange, tmp_path, at)
    assert exchange.ledger.receipt(signed.digest) is None
    assert exchange.ledger.submit(signed).version == 1
    assert events_of(exchange, signed) == 1
    # The account of the transaction that was never sent is in use again, at the nonce it never used.
    for n in range(64):
        exchange.submit(exchange.register(f"party {n}"), key(f"party {n}"))
    exchange.close()


# --- Clocks --------------------------------------------------------------------------------------------------------


def test_a_clock_that_is_behind_refuses_and_changes_nothing(tmp_path: Path, at: int) -> None:
    now = [float(at + 100)]
    exchange = Exchange(tmp_path, at, clock=lambda: now[0])
    exchange.submit(exchange.register("alice"), key("alice"))
    now[0] += 5
    exchange.submit(exchange.register("bob"), key("bob"))
    now[0] += 5
    exchange.chain.wait_sealed(2, 5)
    now[0] -= 30
    signed = exchange.signed(exchange.register("carol"), key("carol"))
    with pytest.raises(Refused) as refused:
        exchange.ledger.submit(signed)
    assert refused.value.code == "CLOCK_BEHIND"
    assert refused.value.values == {"at": at + 105, "now": at + 80}
    assert exchange.ledger.history(party("carol")) == []
    now[0] += 40
    assert exchange.ledger.submit(signed).at == at + 120
    exchange.close()


# --- Reading -------------------------------------------------------------------------------------------------------


def test_events_come_page_by_page_in_order_without_a_gap(tmp_path: Path, at: int) -> None:
    now = [float(at + 100)]
    exchange = Exchange(tmp_path, at, clock=lambda: now[0])
    for n in range(5):
        exchange.submit(exchange.register(f"party {n}"), key(f"party {n}"))
        now[0] += n % 2
    now[0] += 1
    exchange.chain.wait_sealed(3, 5)
    whole = exchange.ledger.events()
    assert isinstance(whole[0], GenesisEvent)
    assert whole[0].genesis == exchange.genesis
    assert [event.record for event in whole[1:]] == [party(f"party {n}") for n in range(5)]
    assert [event.position for event in whole] == sorted(event.position for event in whole)
    assert list(all_events(exchange.ledger, page=1)) == list(whole)
    assert exchange.ledger.events(whole[-1].position) == []
    assert exchange.ledger.events(BEFORE_ALL, 3) == whole[:3]
    exchange.close()


def test_events_are_sealed_and_histories_need_not_be(tmp_path: Path, at: int) -> None:
    now = [float(at + 100)]
    exchange = Exchange(tmp_path, at, clock=lambda: now[0])
    exchange.submit(exchange.register("alice"), key("alice"))
    assert len(exchange.ledger.history(party("alice"))) == 1
    assert exchange.ledger.events() == []
    assert exchange.ledger.status().height == 0
    now[0] += 1
    exchange.chain.wait_sealed(1, 5)
    assert len(exchange.ledger.events()) == 2
    status = exchange.ledger.status()
    assert (status.height, status.sealed_at, status.now) == (1, at + 100, at + 101)
    assert status.capabilities.single_operator
    exchange.close()


def test_the_regulators_history_begins_with_the_genesis_document(exchange: Exchange) -> None:
    (event,) = exchange.ledger.history(party("regulator"))
    assert isinstance(event, GenesisEvent)
    assert (event.genesis, event.head) == (exchange.genesis, exchange.genesis.head)


def test_a_history_holds_what_touched_the_record(exchange: Exchange) -> None:
    exchange.onboard("operator", Role.OPERATOR)
    exchange.onboard("registrar", Role.IP_REGISTRAR)
    exchange.onboard("alice", Role.OWNER)
    exchange.onboard("bob")
    asset, licence = exchange.licensed("alice", "bob", "a process")
    registered, raised, effected = exchange.ledger.history(asset)
    proposed, also_effected = exchange.ledger.history(licence)
    assert not isinstance(effected, GenesisEvent)
    assert effected == also_effected
    kinds = [type(event.command) for event in (registered, raised, proposed, effected) if isinstance(event, Event)]
    assert kinds == [RegisterAsset, RaiseTier, ProposeInstrument, EffectInstrument]
    (touched,) = effected.touched
    assert (touched.record, touched.version) == (asset, 3)
    assert touched.head == eip712.next_head(raised.head, effected.digest, effected.at)
    assert effected.outcome == {"encumbrance_version": 1, "shares": (Share(party=party("alice"), bps=10_000),)}


def test_evidence_shows_heads_keys_rights_and_grants_to_a_verifier(exchange: Exchange) -> None:
    exchange.onboard("operator", Role.OPERATOR)
    exchange.onboard("registrar", Role.IP_REGISTRAR)
    exchange.onboard("alice", Role.OWNER)
    exchange.onboard("bob")
    asset, licence = exchange.licensed("alice", "bob", "a process")
    request = Request(
        heads=(asset, licence, keccak(b"no such record")),
        keys=(key("alice").address, key("nobody").address),
        rights=((b"VN".ljust(32, b"\0"), b"10041237".ljust(32, b"\0")),),
        grants=(asset, licence),
    )
    trust = trust_of(exchange.deployment, (OPERATOR.address,))
    facts = evidence_evm.read(exchange.ledger.evidence(request.document), request, trust)
    heads = [exchange.ledger.history(record)[-1] for record in (asset, licence)]
    assert facts.heads == {
        asset: heads[1].touched[0].head if isinstance(heads[1], Event) else b"",
        licence: heads[1].head,
        keccak(b"no such record"): bytes(32),
    }
    assert facts.keys[key("alice").address].party == party("alice")
    assert facts.keys[key("nobody").address].party == bytes(32)
    assert set(facts.rights.values()) == {bytes(32)}
    (grant,) = facts.grants[asset]
    assert (grant.instrument, grant.exclusivity) == (licence, Exclusivity.EXCLUSIVE)
    assert facts.grants[licence] == ()
    assert facts.sealed_by == OPERATOR.address
    assert facts.block == exchange.ledger.status().height


def test_evidence_for_a_malformed_request_is_refused(exchange: Exchange) -> None:
    for request, field in (
        ({"heads": ["0x00"]}, "heads[0]"),
        ({"keys": "0x"}, "keys"),
        ({"rights": [["0x" + "00" * 32]]}, "rights[0]"),
        ({"grants": [1]}, "grants[0]"),
    ):
        with pytest.raises(Refused) as refused:
            exchange.ledger.evidence(request)
        assert (refused.value.code, refused.value.values) == ("MALFORMED", {"field": field})
