"""States folded from events, and the readings that time makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger import commands as c
from ledger import readings
from ledger.enums import Kind, Role, State
from ledger.events import Event
from ledger.state import HistoryBroken, Records, fold, fold_record
from tests.unit.chain import DAY, START, YEAR, Chain, granted_right, label, scope, word


def _licensed() -> tuple[Chain, bytes, bytes]:
    """A chain with an asset of `institute` that a licence of one year to `maker` stands on."""
    chain = Chain()
    chain.register_party("institute")
    chain.register_party("maker")
    asset = chain.register_asset("chip", "institute", granted_right("10041237"))
    chain.raise_tier(asset, 2)
    licence = chain.propose_licence("licence", asset, "institute", "maker", scope(START, START + YEAR))
    chain.effect(licence, asset, 1, (c.Share(party=chain.party("institute"), bps=10_000),))
    return chain, asset, licence


def _state(records: Records, record: bytes) -> State:
    found = records.get(record)
    assert found is not None
    return found.state


def test_the_genesis_regulator_is_an_active_party_with_its_role() -> None:
    chain = Chain()
    regulator = fold(chain.events).party(chain.regulator)
    assert regulator is not None
    assert (regulator.state, regulator.version) == (State.ACTIVE, 1)
    assert regulator.holds(Role.REGULATOR, START + 100 * YEAR)


def test_a_party_is_pending_until_it_is_moved_to_active() -> None:
    chain = Chain()
    party = chain.register_party("institute")
    assert _state(fold(chain.events, until=chain.at - 1), party) == State.PENDING
    assert _state(fold(chain.events), party) == State.ACTIVE


def test_a_revoked_key_still_counts_for_the_time_before() -> None:
    chain = Chain()
    party = chain.register_party("institute")
    address = chain.add_key("institute", "institute#2")
    event = chain.add(c.RevokeKey(**chain.envelope(party), key=address, threshold=1), revoked_at=chain.at + 1)
    key = fold(chain.events).party(party).key(address)  # type: ignore[union-attr]
    assert key is not None
    assert key.is_valid(event.at - 1)
    assert not key.is_valid(event.at)


def test_a_role_granted_again_replaces_its_window() -> None:
    chain = Chain()
    party = chain.register_party("institute")
    for end in (START + DAY, START + 2 * DAY):
        chain.add(c.GrantRole(**chain.envelope(party), role=1, fields=0, valid_from=START, valid_to=end))
    folded = fold(chain.events).party(party)
    assert folded is not None
    assert [grant.valid_to for grant in folded.roles] == [START + 2 * DAY]
    chain.add(c.RevokeRole(**chain.envelope(party), role=1), revoked_at=chain.at + 1)
    ended = fold(chain.events).party(party)
    assert ended is not None
    assert not ended.holds(Role.OWNER, chain.at)


def test_an_interest_declared_twice_stands_once() -> None:
    chain = Chain()
    party = chain.register_party("reviewer")
    for _ in range(2):
        chain.add(c.DeclareInterest(**chain.envelope(party), subject=word("asset")), ("reviewer",))
    folded = fold(chain.events).party(party)
    assert folded is not None
    assert folded.interests == (word("asset"),)


def test_an_effect_touches_the_asset_and_stands_in_its_history() -> None:
    chain, asset, licence = _licensed()
    records = fold(chain.events)
    folded = records.asset(asset)
    assert folded is not None
    assert (folded.version, folded.encumbrance_version, folded.at) == (3, 1, chain.at)
    commands = [type(event.command).__name__ for event in records.history(asset) if isinstance(event, Event)]
    assert commands == ["RegisterAsset", "RaiseTier", "EffectInstrument"]
    assert len(records.history(licence)) == 2


def test_one_record_folds_from_its_own_history_alone() -> None:
    chain, asset, licence = _licensed()
    records = fold(chain.events)
    for record in (asset, licence, chain.regulator, chain.party("maker")):
        assert fold_record(record, records.history(record)) == records.get(record)
    assert fold_record(word("nothing"), ()) is None


def test_an_assignment_takes_its_shares_from_the_event() -> None:
    chain, asset, licence = _licensed()
    shares = (c.Share(party=chain.party("maker"), bps=10_000),)
    chain.add(
        c.RuleOnInstrument(**chain.envelope(licence), ruling=5, decision=word("ruling")),
        touched=(asset,),
        encumbrance_version=2,
        shares=shares,
    )
    records = fold(chain.events)
    assert records.asset(asset).holders == shares  # type: ignore[union-attr]
    assert records.instrument(licence).state == State.TERMINATED  # type: ignore[union-attr]


def test_an_instrument_is_signed_once_every_member_has() -> None:
    chain, asset, _ = _licensed()
    record = chain.propose_licence("second", asset, "institute", "maker", scope(START, START + DAY))
    proposal = chain.events[-1]
    assert isinstance(proposal, Event)
    assert isinstance(proposal.command, c.ProposeInstrument)
    alone = replace(proposal.command, signing=(chain.party("institute"),))
    chain = Chain()
    chain.register_party("institute")
    chain.register_party("maker")
    chain.add(alone, ("institute",))
    assert _state(fold(chain.events), record) == State.PROPOSED
    chain.add(
        c.SignInstrument(**chain.envelope(record), terms=alone.terms, signing=(chain.party("maker"),)), ("maker",)
    )
    assert _state(fold(chain.events), record) == State.SIGNED


def test_escrow_sums_are_those_of_the_event() -> None:
    chain, _, licence = _licensed()
    chain.add(
        c.AttestEscrow(**chain.envelope(licence), escrow_action=1, bps=4000, evidence=word("slip")),
        funded=4000,
        released=0,
        refunded=0,
    )
    folded = fold(chain.events).instrument(licence)
    assert folded is not None
    assert (folded.funded, folded.released, folded.refunded) == (4000, 0, 0)


def test_a_number_is_held_from_tier_two_until_the_rights_omit_it() -> None:
    chain = Chain()
    chain.register_party("institute")
    asset = chain.register_asset("chip", "institute", granted_right("1"))
    office = label("VN")
    assert fold(chain.events).holder_of_right(office, label("1")) is None
    chain.raise_tier(asset, 2)
    assert fold(chain.events).holder_of_right(office, label("1")) == asset
    chain.add(c.RecordRights(**chain.envelope(asset), rights=(granted_right("2"),), evidence=word("deed")))
    records = fold(chain.events)
    assert records.holder_of_right(office, label("1")) is None
    assert records.holder_of_right(office, label("2")) == asset
    chain.add(c.EndAsset(**chain.envelope(asset), asset_end=1, evidence=word("deed")))
    assert fold(chain.events).holder_of_right(office, label("2")) == asset


def test_a_number_of_a_kind_that_is_not_registrable_is_held_by_nobody() -> None:
    chain = Chain()
    chain.register_party("institute")
    chain.raise_tier(chain.register_asset("code", "institute", granted_right("1"), asset_kind=9), 2)
    assert fold(chain.events).holder_of_right(label("VN"), label("1")) is None


def test_records_at_a_time_end_with_that_second() -> None:
    chain, asset, _ = _licensed()
    registered = next(e for e in chain.events if isinstance(e, Event) and isinstance(e.command, c.RegisterAsset))
    then = fold(chain.events, until=registered.at).asset(asset)
    assert then is not None
    assert (then.state, then.version) == (State.REGISTERED, 1)
    assert fold(chain.events, until=registered.at - 1).asset(asset) is None


@pytest.mark.parametrize(
    "tamper",
    [
        lambda events: events[:-2] + events[-1:],
        lambda events: [*events[:-1], replace(events[-1], head=word("other"))],
        lambda events: [*events[:-1], replace(events[-1], at=events[-1].at + 1)],
        lambda events: [*events, events[-1]],
        lambda events: [*events[:-2], events[-1], events[-2]],
    ],
    ids=["left out", "other head", "other time", "twice", "reordered"],
)
def test_a_history_that_does_not_follow_is_refused(tamper) -> None:  # type: ignore[no-untyped-def]
    chain, _, _ = _licensed()
    with pytest.raises(HistoryBroken):
        fold(tamper(chain.events))


def test_a_refused_event_leaves_the_records_as_they_were() -> None:
    chain, asset, licence = _licensed()
    records = fold(chain.events[:-1])
    before = records.get(asset), records.get(licence)
    event = chain.events[-1]
    assert isinstance(event, Event)
    with pytest.raises(HistoryBroken):
        records.apply(replace(event, touched=(replace(event.touched[0], head=word("other")),)))
    assert (records.get(asset), records.get(licence)) == before
    records.apply(event)


def test_a_licence_is_live_from_its_start_to_its_end() -> None:
    chain, asset, licence = _licensed()
    records = fold(chain.events)
    read = {at: [g.id for g in readings.live_grants(records, asset, at)] for at in (START - 1, START, START + YEAR)}
    assert read == {START - 1: [], START: [licence], START + YEAR: []}
    instrument = records.instrument(licence)
    assert instrument is not None
    assert readings.state(instrument, START + YEAR - 1) == State.EFFECTIVE
    assert readings.state(instrument, START + YEAR) == State.EXPIRED


def test_a_suspended_licence_stands_but_is_not_live() -> None:
    chain, asset, licence = _licensed()
    chain.add(c.RuleOnInstrument(**chain.envelope(licence), ruling=1, decision=word("ruling")))
    records = fold(chain.events)
    assert not list(readings.live_grants(records, asset, chain.at))
    assert readings.stands(records.instrument(licence), chain.at)  # type: ignore[arg-type]


def test_a_licence_lives_on_while_its_asset_is_disputed_and_not_after_its_end() -> None:
    chain, asset, licence = _licensed()
    chain.add(c.DisputeAsset(**chain.envelope(asset), claim=word("claim"), claimant=chain.party("maker")))
    live = readings.live_grants(fold(chain.events), asset, chain.at)
    assert [grant.id for grant in live] == [licence]
    chain.add(c.EndAsset(**chain.envelope(asset), asset_end=3, evidence=word("judgment")))
    assert not list(readings.live_grants(fold(chain.events), asset, chain.at))


def test_an_asset_reads_expired_once_its_last_right_has_run_out() -> None:
    chain = Chain()
    chain.register_party("institute")
    asset = chain.register_asset("chip", "institute", granted_right("1", end=START + DAY))
    folded = fold(chain.events).asset(asset)
    assert folded is not None
    assert readings.state(folded, START + DAY - 1) == State.REGISTERED
    assert readings.state(folded, START + DAY) == State.EXPIRED
    assert folded.state == State.REGISTERED


def test_scopes_overlap_only_where_every_dimension_does() -> None:
    hanoi = scope(0, 1, acts=1, fields=1 << 16, provinces=1)
    assert readings.overlap(hanoi, scope(5, 6))
    assert readings.overlap(hanoi, scope(0, 1, acts=1, fields=0xFFFF << 16, provinces=(1 << 64) - 1))
    assert not readings.overlap(hanoi, scope(0, 1, acts=2))
    assert not readings.overlap(hanoi, scope(0, 1, fields=1 << 17))
    assert not readings.overlap(hanoi, scope(0, 1, countries=1))
    assert not readings.overlap(hanoi, scope(0, 1, provinces=2))


def test_records_of_a_kind_come_in_order_of_creation() -> None:
    chain, asset, _ = _licensed()
    assert [record.id for record in fold(chain.events).of_kind(Kind.ASSET)] == [asset]
    parties = [record.id for record in fold(chain.events).of_kind(Kind.PARTY)]
    assert parties == [chain.regulator, chain.party("institute"), chain.party("maker")]
