"""The judge of the killed service sees what it is there to see: every kind of lie about a real ledger's events."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace

import pytest

from api.models.documents import event_document, place
from api.webhooks.envelope import body_of, message_id
from api.webhooks.filters import Filter
from ledger.errors import Refused
from ledger.events import Event
from ledger.keys import KeySigner
from ledger.port import all_events
from ledger.proof.intake import Intake
from ledger.proof.signing import intake_preimage
from ledger.proof.trust import Trust
from tests.conformance.cast import key
from tests.functional.crash_stream import ACCEPTED, CONTESTED, Stream
from tests.functional.exchange import Exchange
from tests.functional.kill_audit import Left, Violation, audit
from tests.functional.kill_calls import Asked, Call, Calls, DraftSeen, Heard, KeyDeed, KeySeen, Told

_SUBSCRIPTION = "hook"
_DRAFT = "0123456789abcdef"
_SIGNER = KeySigner(key("service").secret)


@dataclass
class Case:
    """A service's whole life, true until a lie is put in."""

    calls: Calls
    heard: Heard
    left: Left

    def __post_init__(self) -> None:
        self.events = [event for event in self.left.events if isinstance(event, Event)]
        self.last = self.of(lambda call: call.told is Told.ACCEPTED)[-1]

    def of(self, fits: Callable[[Call], bool]) -> list[Call]:
        return [call for call in self.calls.all if call.asked is Asked.SUBMIT and fits(call)]

    def put(self, call: Call, **changed: object) -> None:
        self.calls.all[self.calls.all.index(call)] = replace(call, **changed)  # type: ignore[arg-type]

    def add(self, call: Call, **changed: object) -> None:
        """A call like that one, later."""
        later = {"begun": call.ended + 1, "ended": call.ended + 2, **changed}
        self.calls.all.append(replace(call, **later))  # type: ignore[arg-type]

    def leave(self, **changed: object) -> None:
        self.left = replace(self.left, **changed)  # type: ignore[arg-type]

    def lose(self, digest: bytes) -> None:
        """What took effect did not."""
        self.leave(events=[each for each in self.left.events if not isinstance(each, Event) or each.digest != digest])

    def intake(self, digest: bytes, received_at: int) -> None:
        """Another one for a digest, in the table and in what was handed out."""
        document = _intake(self.left.trust.ledger, digest, received_at).document
        self.leave(intakes={**self.left.intakes, digest: document})
        for call in self.calls.all:
            if call.digest == digest and call.intake is not None:
                self.put(call, intake=document)

    def judged(self) -> list[Violation]:
        return audit(self.calls, self.heard, self.left)


def _intake(ledger: bytes, digest: bytes, received_at: int) -> Intake:
    signature = _SIGNER.sign_preimage(intake_preimage(ledger, digest, received_at))
    return Intake(ledger, digest, received_at, _SIGNER.address, signature)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> tuple[Calls, Heard, Left]:
    """Two clients' first steps on a real ledger, each call written down as a service would have answered it."""
    exchange = Exchange(tmp_path_factory.mktemp("audit"), int(time.time()) - 10)
    stream, ledger = Stream(exchange.genesis), exchange.genesis.ledger
    stream.prepare(exchange.ledger)
    _await_sealing(exchange)
    direct = frozenset(each.digest for each in all_events(exchange.ledger) if isinstance(each, Event))
    calls, intakes = Calls(), {}
    for client in (0, 1):
        steps = stream.steps("audit", client)
        for step in (next(steps) for _ in range(20)):
            signed, begun = step.signed, time.time()
            calls.submitting(signed, step.fate)
            intake = intakes.setdefault(signed.digest, _intake(ledger, signed.digest, int(begun)).document)
            made = {"asked": Asked.SUBMIT, "digest": signed.digest, "begun": begun, "intake": intake}
            try:
                receipt = exchange.ledger.submit(signed)
            except Refused as refused:
                calls.add(Call(**made, ended=time.time(), told=Told.REFUSED, said=refused.code))
            else:
                calls.add(Call(**made, ended=time.time(), told=Told.ACCEPTED, receipt=receipt))
    _await_sealing(exchange)
    events = list(all_events(exchange.ledger))
    exchange.close()
    trust = Trust(exchange.genesis, 1, {}, (_SIGNER.address,))
    told = [(message_id(_SUBSCRIPTION, event.position), body_of(ledger, event)) for event in events]
    heard = Heard(
        streamed=[(place(event.position), event_document(event, ledger)) for event in events],
        webhooks={_SUBSCRIPTION: told},
        drafts=[
            DraftSeen(_DRAFT, state, events[-1].digest, float(at), at + 0.5)
            for at, state in enumerate(("draft", "reviewed", "signed", "accepted"))
        ],
    )
    drafts = {_DRAFT: ("accepted", events[-1].digest)}
    return calls, heard, Left(trust, events, intakes, direct, {_SUBSCRIPTION: Filter()}, drafts)


def _await_sealing(exchange: Exchange) -> None:
    time.sleep(1.1)  # the second of the last block passes
    exchange.ledger.status()


@pytest.fixture
def case(life: tuple[Calls, Heard, Left]) -> Case:
    calls, heard, left = life
    copied = Calls()
    copied.all, copied.signed, copied.fates = list(calls.all), dict(calls.signed), dict(calls.fates)
    return Case(copied, deepcopy(heard), left)


def test_a_truthful_service_is_found_truthful(case: Case) -> None:
    assert case.judged() == []
    assert {ACCEPTED, CONTESTED} < set(case.calls.fates.values())
    assert case.of(lambda call: call.told is Told.REFUSED)
    assert len(case.events) > 10


def test_what_no_lie_is_passes(case: Case) -> None:
    """Refused, sent again and accepted; answered late; delivered twice."""
    first = case.last
    case.calls.all.insert(0, replace(first, told=Told.LOST, said="reset", intake=None, receipt=None))
    case.add(first, told=Told.PENDING, receipt=None)
    case.heard.webhooks[_SUBSCRIPTION] += case.heard.webhooks[_SUBSCRIPTION][-1:]
    case.heard.drafts.append(DraftSeen(_DRAFT, "signed", case.events[-1].digest, 1.9, 9.0))
    deeds = (KeyDeed.MADE, KeyDeed.OPENED, KeyDeed.REVOKING, KeyDeed.SHUT, KeyDeed.REVOKED, KeyDeed.SHUT)
    case.heard.keys += [KeySeen("aa", deed, at, at + 0.5) for at, deed in enumerate(deeds)]
    assert case.judged() == []


def lost(case: Case) -> None:
    case.lose(case.last.digest)


def twice(case: Case) -> None:
    case.leave(events=[*case.left.events, case.events[-1]])


def another_receipt(case: Case) -> None:
    assert case.last.receipt is not None
    case.add(case.last, receipt=replace(case.last.receipt, at=case.last.receipt.at + 1))


def refused_and_there(case: Case) -> None:
    case.put(case.last, told=Told.REFUSED, said="VERSION_MISMATCH", receipt=None)


def refused_after_an_unknown_one(case: Case) -> None:
    """An earlier submission without an answer does not excuse that a later refusal was not true."""
    case.put(case.last, told=Told.LOST, receipt=None, intake=None)
    case.add(case.last, told=Told.REFUSED, said="VERSION_MISMATCH", receipt=None)


def forgotten(case: Case) -> None:
    case.add(case.last, asked=Asked.STATUS, told=Told.PENDING, receipt=None)


def denied(case: Case) -> None:
    case.add(case.last, told=Told.REFUSED, said="STALE", receipt=None)


def never_answered(case: Case) -> None:
    for call in case.of(lambda call: call.digest == case.last.digest):
        case.put(call, told=Told.LOST, receipt=None, intake=None)


def odd(case: Case) -> None:
    case.add(case.last, told=Told.ODD, said="500 INTERNAL_ERROR", receipt=None)


def refused_though_right(case: Case) -> None:
    digest = next(digest for digest, fate in case.calls.fates.items() if fate == ACCEPTED)
    case.lose(digest)
    for call in case.of(lambda call: call.digest == digest):
        case.put(call, told=Told.REFUSED, said="STATE_FORBIDS", receipt=None)


def accepted_though_wrong(case: Case) -> None:
    case.calls.fates[case.last.digest] = "UNKNOWN_KEY"


def refused_for_another_reason(case: Case) -> None:
    (refused, *_) = case.of(lambda call: call.told is Told.REFUSED)
    case.put(refused, said="TOO_LATE")


def no_side_won(case: Case) -> None:
    contested = next(e for e in reversed(case.events) if case.calls.fates.get(e.digest) == CONTESTED)
    case.lose(contested.digest)


def another_intake(case: Case) -> None:
    intake = _intake(case.left.trust.ledger, case.last.digest, int(case.last.begun) - 1)
    case.add(case.last, intake=intake.document)


def intake_not_kept(case: Case) -> None:
    case.leave(intakes={digest: kept for digest, kept in case.left.intakes.items() if digest != case.last.digest})


def no_intake_given(case: Case) -> None:
    case.put(case.last, intake=None)


def never_taken_in(case: Case) -> None:
    case.leave(direct=frozenset())


def forged_intake(case: Case) -> None:
    case.leave(trust=replace(case.left.trust, operators=(key("stranger").address,)))


def taken_in_after_the_block(case: Case) -> None:
    assert case.last.receipt is not None
    case.intake(case.last.digest, case.last.receipt.at + 1)


def taken_in_before_it_was_sent(case: Case) -> None:
    case.intake(case.last.digest, int(case.last.begun) - 1)


def taken_in_after_it_was_shown(case: Case) -> None:
    (refused, *_) = case.of(lambda call: call.told is Told.REFUSED)
    case.intake(refused.digest, int(refused.ended) + 60)


def event_missed(case: Case) -> None:
    del case.heard.streamed[-1]


def event_doubled(case: Case) -> None:
    case.heard.streamed.append(case.heard.streamed[-1])


def event_invented(case: Case) -> None:
    case.heard.streamed.append(("999999:0", case.heard.streamed[-1][1]))


def events_out_of_order(case: Case) -> None:
    case.heard.streamed.reverse()


def event_altered(case: Case) -> None:
    case.heard.streamed[-1][1]["at"] = "0"


def webhook_lost(case: Case) -> None:
    del case.heard.webhooks[_SUBSCRIPTION][-1]


def webhook_forged(case: Case) -> None:
    case.heard.forged.append("msg_hook_1_1: no matching signature found")


def webhook_of_another(case: Case) -> None:
    (identifier, wanted), *_ = case.left.subscriptions.items()
    case.leave(subscriptions={identifier: replace(wanted, names=frozenset({"genesis"}))})


def webhook_altered(case: Case) -> None:
    identifier, body = case.heard.webhooks[_SUBSCRIPTION][-1]
    altered = json.dumps({**json.loads(body), "time": "1970-01-01T00:00:00Z"}).encode()
    case.heard.webhooks[_SUBSCRIPTION][-1] = identifier, altered


def webhooks_out_of_order(case: Case) -> None:
    case.heard.webhooks[_SUBSCRIPTION].reverse()


def draft_fell_back(case: Case) -> None:
    case.heard.drafts.append(DraftSeen(_DRAFT, "draft", case.events[-1].digest, 8.0, 9.0))


def draft_lost(case: Case) -> None:
    case.leave(drafts={})


def draft_of_another_wording(case: Case) -> None:
    case.leave(drafts={_DRAFT: ("accepted", case.events[-2].digest)})


def draft_ended_before(case: Case) -> None:
    case.leave(drafts={_DRAFT: ("reviewed", case.events[-1].digest)})


def draft_accepted_by_nobody(case: Case) -> None:
    case.leave(drafts={**case.left.drafts, "another": ("accepted", bytes(32))})


def key_forgotten(case: Case) -> None:
    case.heard.keys += [KeySeen("aa", KeyDeed.MADE, 1, 2), KeySeen("aa", KeyDeed.SHUT, 3, 4)]


def key_revived(case: Case) -> None:
    case.heard.keys += [KeySeen("aa", KeyDeed.REVOKED, 1, 2), KeySeen("aa", KeyDeed.OPENED, 3, 4)]


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        (lost, "was accepted and is lost"),
        (twice, "took effect 2 times"),
        (another_receipt, "was answered with"),
        (refused_and_there, "and is on the ledger"),
        (refused_after_an_unknown_one, "was refused with VERSION_MISMATCH and is on the ledger"),
        (forgotten, "was accepted, and pending afterwards"),
        (denied, "was accepted, and refused afterwards"),
        (never_answered, "never got a definite answer"),
        (odd, "was answered 500 INTERNAL_ERROR"),
        (refused_though_right, "had to be accepted"),
        (accepted_though_wrong, "had to be refused with UNKNOWN_KEY"),
        (refused_for_another_reason, "was refused with TOO_LATE, not with"),
        (no_side_won, "not one of"),
        (another_intake, "was given the intake"),
        (intake_not_kept, "None is kept"),
        (no_intake_given, "was answered without an intake"),
        (never_taken_in, "was never taken in"),
        (forged_intake, "has an intake that does not hold"),
        (taken_in_after_the_block, "after its block's"),
        (taken_in_before_it_was_sent, "before it was sent"),
        (taken_in_after_it_was_shown, "after that was shown"),
        (event_missed, "were never streamed"),
        (event_doubled, "streamed more than once"),
        (event_invented, "no event of the ledger"),
        (events_out_of_order, "in another order"),
        (event_altered, "was streamed otherwise"),
        (webhook_lost, "were never delivered"),
        (webhook_forged, "signature does not hold"),
        (webhook_of_another, "nothing that was asked for"),
        (webhook_altered, "says something else"),
        (webhooks_out_of_order, "heard of"),
        (draft_fell_back, "was accepted, and draft afterwards"),
        (draft_lost, "was answered, and is lost"),
        (draft_of_another_wording, "was answered, and is lost"),
        (draft_ended_before, "and ended as reviewed"),
        (draft_accepted_by_nobody, "is accepted, and not on the ledger"),
        (key_forgotten, "was made, and is not known"),
        (key_revived, "was revoked, and opens"),
    ],
)
def test_a_lie_is_named(case: Case, lie: Callable[[Case], None], words: str) -> None:
    lie(case)
    assert any(words in violation.says for violation in case.judged())
