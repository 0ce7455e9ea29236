"""Judges a service that was killed by what its clients were told, what the ledger holds, and what listeners heard."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import rfc8785

from api.models.documents import event_document, place
from api.webhooks.envelope import body_of, message_id
from api.webhooks.filters import Filter
from ledger.events import Event
from ledger.proof.intake import Received, verify_intake
from ledger.proof.trust import Trust
from ledger.state import AnyEvent
from tests.functional.crash_stream import ACCEPTED, CONTESTED
from tests.functional.kill_calls import Asked, Call, Calls, Heard, KeyDeed, KeySeen, Told

# How far a draft is. What could not be sent is `signed` again, and is no less far.
_RANKS = {"draft": 0, "reviewed": 1, "signed": 2, "submitted": 2, "accepted": 3}


class Violation(NamedTuple):
    """digest: of the command that it is about; None where it is about none."""

    says: str
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What is there in the end. events: all that are sealed, in order. intakes: the service's table, as documents.

    direct: digests of commands that did not come through the service. subscriptions: what each is told of. drafts:
    state and digest of each.
    """

    trust: Trust
    events: Sequence[AnyEvent]
    intakes: Mapping[bytes, dict[str, Any]]
    direct: frozenset[bytes] = frozenset()
    subscriptions: Mapping[str, Filter] = field(default_factory=dict)
    drafts: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


def audit(calls: Calls, heard: Heard, left: Left) -> list[Violation]:
    """Every contradiction; empty if there is none."""
    found = {event.digest: event for event in left.events if isinstance(event, Event)}
    by_digest: dict[bytes, list[Call]] = defaultdict(list)
    for call in sorted(calls.all, key=lambda call: call.begun):
        by_digest[call.digest].append(call)
    return [
        *_more_than_once(left.events),
        *_answers(by_digest, found),
        *_against_fate(calls, found),
        *_intakes(by_digest, found, left),
        *_streamed(heard, left),
        *_delivered(heard, left),
        *_drafted(heard, found, left),
        *_keys(heard),
    ]


def _shown(digest: bytes) -> str:
    return "0x" + digest.hex()[:16]


# --- Answers -------------------------------------------------------------------------------------------------------


def _more_than_once(events: Iterable[AnyEvent]) -> Iterator[Violation]:
    for digest, times in Counter(event.digest for event in events if isinstance(event, Event)).items():
        if times > 1:
            yield Violation(f"{_shown(digest)} took effect {times} times", digest)


def _answers(by_digest: Mapping[bytes, Sequence[Call]], found: Mapping[bytes, Event]) -> Iterator[Violation]:
    for digest, calls in by_digest.items():
        shown, event = _shown(digest), found.get(digest)
        for call in calls:
            if call.told is Told.ODD:
                yield Violation(f"{shown} was answered {call.said}", digest)
            if call.told is Told.ACCEPTED and event is None:
                yield Violation(f"{shown} was accepted and is lost", digest)
            elif call.told is Told.ACCEPTED and event is not None and call.receipt != event.receipt:
                yield Violation(f"{shown} was answered with {call.receipt}; the ledger says {event.receipt}", digest)
            if call.told is Told.REFUSED and event is not None and not _sent_after(call, calls):
                yield Violation(f"{shown} was refused with {call.said} and is on the ledger", digest)
        yield from _forgotten(digest, calls)
        if not any(call.definite for call in calls):
            yield Violation(f"{shown} never got a definite answer", digest)


def _sent_after(refusal: Call, calls: Iterable[Call]) -> bool:
    """Whether the same bytes were under way, or sent again, when or after they were refused."""
    return any(
        call is not refusal and call.asked is Asked.SUBMIT and call.told is not Told.REFUSED
        for call in calls
        if call.ended > refusal.begun
    )


def _forgotten(digest: bytes, calls: Sequence[Call]) -> Iterator[Violation]:
    """What was accepted is never answered with anything else by a call that began afterwards."""
    since = min((call.ended for call in calls if call.told is Told.ACCEPTED), default=float("inf"))
    for call in calls:
        late = call.begun > since
        if late and call.told in (Told.REFUSED, Told.ABSENT, Told.PENDING) and not _only_slow(call):
            yield Violation(f"{_shown(digest)} was accepted, and {call.told} afterwards", digest)


def _only_slow(call: Call) -> bool:
    """A submission that got no answer in time (202) says nothing; a status always tells what was recorded."""
    return call.asked is Asked.SUBMIT and call.told is Told.PENDING


def _against_fate(calls: Calls, found: Mapping[bytes, Event]) -> Iterator[Violation]:
    contests: dict[tuple[bytes, int], list[bytes]] = defaultdict(list)
    for digest, fate in calls.fates.items():
        if fate == CONTESTED:
            command = calls.signed[digest].command
            contests[(command.record, command.expected_version)].append(digest)
        elif fate == ACCEPTED and digest not in found:
            yield Violation(f"{_shown(digest)} had to be accepted, and is not on the ledger", digest)
        elif fate != ACCEPTED and digest in found:
            yield Violation(f"{_shown(digest)} had to be refused with {fate}, and is on the ledger", digest)
    for sides in contests.values():
        if sum(side in found for side in sides) != 1:
            yield Violation(f"not one of {[_shown(side) for side in sides]} is on the ledger", sides[0])
    for call in calls.all:
        fate = calls.fates.get(call.digest, ACCEPTED)
        allowed = {ACCEPTED: "", CONTESTED: "VERSION_MISMATCH"}.get(fate, fate)
        if call.told is Told.REFUSED and call.said != allowed:
            yield Violation(f"{_shown(call.digest)} was refused with {call.said}, not with {allowed}", call.digest)


# --- Intakes -------------------------------------------------------------------------------------------------------


def _intakes(
    by_digest: Mapping[bytes, Sequence[Call]], found: Mapping[bytes, Event], left: Left
) -> Iterator[Violation]:
    for digest, calls in by_digest.items():
        kept = left.intakes.get(digest)
        for call in calls:
            if call.intake is None:
                if call.asked is Asked.SUBMIT and (call.definite or call.told is Told.PENDING):
                    yield Violation(f"{_shown(digest)} was answered without an intake", digest)
            elif call.intake != kept:
                yield Violation(f"{_shown(digest)} was given the intake {call.intake}; {kept} is kept", digest)
        if kept is not None:
            yield from _one_intake(digest, kept, calls, found.get(digest), left.trust)
    for digest in found:
        if digest not in left.intakes and digest not in left.direct:
            yield Violation(f"{_shown(digest)} is on the ledger and was never taken in", digest)


def _one_intake(
    digest: bytes, kept: Mapping[str, Any], calls: Sequence[Call], event: Event | None, trust: Trust
) -> Iterator[Violation]:
    verdict = verify_intake(rfc8785.dumps(dict(kept)), trust, digest=digest)
    if not isinstance(verdict, Received):
        yield Violation(f"{_shown(digest)} has an intake that does not hold: {verdict}", digest)
        return
    received_at = verdict.intake.received_at
    if event is not None and received_at > event.at:
        yield Violation(f"{_shown(digest)} was taken in at {received_at}, after its block's {event.at}", digest)
    sent = [call for call in calls if call.asked is Asked.SUBMIT]
    # The first that could have left it: the service's clock is this machine's.
    if sent and received_at < int(sent[0].begun):
        yield Violation(f"{_shown(digest)} was taken in at {received_at}, before it was sent", digest)
    shown = [call.ended for call in calls if call.intake is not None]
    if shown and received_at > min(shown):
        yield Violation(f"{_shown(digest)} was taken in at {received_at}, after that was shown", digest)


# --- Listeners -----------------------------------------------------------------------------------------------------


def _streamed(heard: Heard, left: Left) -> Iterator[Violation]:
    expected = [place(event.position) for event in left.events]
    told = [identifier for identifier, _ in heard.streamed]
    doubled = [identifier for identifier, times in Counter(told).items() if times > 1]
    if doubled:
        yield Violation(f"streamed more than once: {doubled[:5]}")
    if missed := [each for each in expected if each not in set(told)]:
        yield Violation(f"{len(missed)} events were never streamed: {missed[:5]}")
    if unknown := [each for each in told if each not in set(expected)]:
        yield Violation(f"streamed, and no event of the ledger: {unknown[:5]}")
    if not (doubled or missed or unknown) and told != expected:
        yield Violation("events were streamed in another order than the ledger's")
    documents = {place(event.position): event_document(event, left.trust.ledger) for event in left.events}
    for identifier, data in heard.streamed:
        if identifier in documents and data != documents[identifier]:
            yield Violation(f"{identifier} was streamed otherwise than the ledger has it")


def _delivered(heard: Heard, left: Left) -> Iterator[Violation]:
    for words in heard.forged:
        yield Violation(f"a webhook's signature does not hold: {words}")
    for subscription, wanted in left.subscriptions.items():
        expected = {
            message_id(subscription, event.position): (event, body_of(left.trust.ledger, event))
            for event in left.events
            if wanted.matches(event)
        }
        first: dict[str, None] = {}
        for identifier, body in heard.webhooks.get(subscription, []):
            first.setdefault(identifier)
            if identifier not in expected:
                yield Violation(f"webhook {identifier} is about nothing that was asked for")
            elif body != expected[identifier][1]:
                yield Violation(f"webhook {identifier} says something else than the ledger")
        if missed := [identifier for identifier in expected if identifier not in first]:
            yield Violation(f"{len(missed)} events were never delivered to {subscription}: {missed[:3]}")
        arrived = [expected[identifier][0] for identifier in first if identifier in expected]
        yield from _out_of_order(subscription, arrived)


def _out_of_order(subscription: str, arrived: Iterable[AnyEvent]) -> Iterator[Violation]:
    last: dict[bytes, AnyEvent] = {}
    for event in arrived:
        before = last.get(event.record)
        if before is not None and before.position > event.position:
            yield Violation(f"{subscription} heard of {place(before.position)} before {place(event.position)}")
        last[event.record] = event


def _drafted(heard: Heard, found: Mapping[bytes, Event], left: Left) -> Iterator[Violation]:
    reached: dict[str, tuple[float, str]] = {}
    for seen in sorted(heard.drafts, key=lambda seen: seen.ended):
        rank = _RANKS[seen.state]
        since, before = reached.get(seen.draft, (0.0, "draft"))
        if seen.begun > since and rank < _RANKS[before]:
            yield Violation(f"draft {seen.draft} was {before}, and {seen.state} afterwards", seen.digest)
        if rank >= _RANKS[before]:
            reached[seen.draft] = seen.ended, seen.state
        kept = left.drafts.get(seen.draft)
        if kept is None or kept[1] != seen.digest:
            yield Violation(f"draft {seen.draft} was answered, and is lost", seen.digest)
    for draft, (_, before) in reached.items():
        if draft in left.drafts and _RANKS[left.drafts[draft][0]] < _RANKS[before]:
            yield Violation(f"draft {draft} was {before}, and ended as {left.drafts[draft][0]}")
    for draft, (state, digest) in left.drafts.items():
        if state == "accepted" and digest not in found:
            yield Violation(f"draft {draft} is accepted, and not on the ledger", digest)


def _keys(heard: Heard) -> Iterator[Violation]:
    """A key opens from when it was answered until its revocation is asked for, and never once that is answered."""
    by_prefix: dict[str, list[KeySeen]] = defaultdict(list)
    for seen in heard.keys:
        by_prefix[seen.prefix].append(seen)
    for prefix, deeds in by_prefix.items():
        made = min((seen.ended for seen in deeds if seen.deed is KeyDeed.MADE), default=float("inf"))
        asked = min((seen.begun for seen in deeds if seen.deed is KeyDeed.REVOKING), default=float("inf"))
        revoked = min((seen.ended for seen in deeds if seen.deed is KeyDeed.REVOKED), default=float("inf"))
        for seen in deeds:
            if seen.deed is KeyDeed.SHUT and seen.begun > made and seen.ended < asked:
                yield Violation(f"the API key {prefix} was made, and is not known")
            if seen.deed is KeyDeed.OPENED and seen.begun > revoked:
                yield Violation(f"the API key {prefix} was revoked, and opens")
