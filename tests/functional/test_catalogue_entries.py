"""The life of an entry in the service's tables, and what of it the market shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.migrations import SERVICE, open_tables, open_upgraded
from api.people import new_organisation
from api.tables import OrganisationRow
from ledger.enums import Kind
from ledger.enums import State as RecordState
from marketplace import tables as t
from marketplace.catalogue import entries
from marketplace.catalogue.content import BadContent, Content, commitment, read_content
from marketplace.catalogue.entries import Decision, EntryState
from marketplace.catalogue.published import is_shown, organisations, published, revision
from marketplace.catalogue.refusals import CatalogueRefused
from marketplace.catalogue.tables import EntryRow
from marketplace.database import file_url
from marketplace.profiles import Technology

NOW = 1_795_651_200
NEVER = 2**64 - 1


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_upgraded(file_url(tmp_path / "service.sqlite"), SERVICE)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def derived(tmp_path: Path) -> Iterator[Session]:
    engine: Engine = open_tables(file_url(tmp_path / "tables.sqlite"))
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def owner(session: Session) -> str:
    return new_organisation(session, "Viện Cảm biến", None, NOW).id


@pytest.fixture
def operator(session: Session) -> str:
    return new_organisation(session, "Đơn vị vận hành", None, NOW).id


def software(title: str = "Phần mềm báo cháy", **more: Any) -> Content:
    return read_content({"kind": "software", "title": {"vi": title}, **more})


def made(session: Session, owner: str, content: Content | None = None, reference: str = "T001") -> EntryRow:
    return entries.create(session, owner, content or software(), reference=reference, author="a" * 32, now=NOW)


def publish(session: Session, entry: EntryRow, operator: str) -> None:
    entries.submit(entry, NOW)
    decide(session, entry, operator, Decision.PUBLISH)


def decide(session: Session, entry: EntryRow, by: str, outcome: Decision, reason: str = "") -> None:
    entries.moderate(
        session, entry, entry.version, outcome, moderator="m" * 32, organisation=by, now=NOW, reason=reason
    )


def refused(code: str, call: Any, *given: Any, **named: Any) -> dict[str, Any]:
    with pytest.raises(CatalogueRefused) as raised:
        call(*given, **named)
    assert raised.value.code == code
    return raised.value.values


def titles(session: Session, derived: Session) -> list[str]:
    return [each.content["title"]["vi"] for each in published(session, derived, NOW)]


def test_a_draft_is_shown_to_nobody_until_a_moderator_publishes_it(
    session: Session, derived: Session, owner: str, operator: str
) -> None:
    entry = made(session, owner)
    assert (entry.state, titles(session, derived)) == (EntryState.DRAFT, [])
    entries.submit(entry, NOW)
    assert (entry.state, titles(session, derived)) == (EntryState.IN_MODERATION, [])
    decide(session, entry, operator, Decision.PUBLISH)
    assert (entry.state, titles(session, derived)) == (EntryState.PUBLISHED, ["Phần mềm báo cháy"])


def test_nobody_moderates_what_is_their_own_organisations(session: Session, owner: str) -> None:
    entry = made(session, owner)
    entries.submit(entry, NOW)
    refused("OWN_ENTRY", decide, session, entry, owner, Decision.PUBLISH)
    assert entry.state == EntryState.IN_MODERATION


def test_what_is_sent_back_is_written_anew_and_says_why(session: Session, owner: str, operator: str) -> None:
    entry = made(session, owner)
    entries.submit(entry, NOW)
    decide(session, entry, operator, Decision.RETURN, "Thiếu mức sẵn sàng công nghệ")
    assert (entry.state, entry.pending) == (EntryState.RETURNED, EntryState.RETURNED)
    assert [each.reason for each in entries.decisions(session, entry)] == ["Thiếu mức sẵn sàng công nghệ"]
    assert entries.revise(session, entry, software(trl=8), author="a" * 32, now=NOW)
    assert entry.state == EntryState.DRAFT


def test_the_old_version_stays_shown_while_the_new_one_is_moderated(
    session: Session, derived: Session, owner: str, operator: str
) -> None:
    entry = made(session, owner)
    publish(session, entry, operator)
    entries.revise(session, entry, software("Phần mềm báo khói"), author="a" * 32, now=NOW)
    entries.submit(entry, NOW)
    assert (entry.state, entry.pending, entry.shown, entry.version) == ("published", "in_moderation", 1, 2)
    assert titles(session, derived) == ["Phần mềm báo cháy"]
    decide(session, entry, operator, Decision.PUBLISH)
    assert (entry.pending, titles(session, derived)) == ("", ["Phần mềm báo khói"])


def test_a_decision_about_another_version_than_the_last_is_refused(session: Session, owner: str, operator: str) -> None:
    entry = made(session, owner)
    entries.revise(session, entry, software(trl=7), author="a" * 32, now=NOW)
    entries.submit(entry, NOW)
    values = refused(
        *("ENTRY_CHANGED", entries.moderate, session, entry, 1, Decision.PUBLISH),
        moderator="m" * 32,
        organisation=operator,
        now=NOW,
    )
    assert values == {"version": 2, "given": 1}


def test_the_same_content_again_makes_no_version(session: Session, owner: str, operator: str) -> None:
    entry = made(session, owner)
    publish(session, entry, operator)
    assert not entries.revise(session, entry, software(), author="b" * 32, now=NOW + 1)
    assert (entry.version, entry.pending) == (1, "")


def test_what_a_moderator_hid_its_organisation_does_not_show(
    session: Session, derived: Session, owner: str, operator: str
) -> None:
    entry = made(session, owner)
    publish(session, entry, operator)
    entries.hide(session, entry, "organisation", NOW)
    assert titles(session, derived) == []
    entries.show(session, entry, "organisation", NOW)
    decide(session, entry, operator, Decision.HIDE, "Khiếu nại")
    assert refused("ENTRY_STATE", entries.show, session, entry, "organisation", NOW)["state"] == "hidden"
    decide(session, entry, operator, Decision.SHOW)
    assert titles(session, derived) == ["Phần mềm báo cháy"]


def test_no_decision_is_made_on_a_version_that_never_was(session: Session, owner: str, operator: str) -> None:
    entry = made(session, owner)
    publish(session, entry, operator)
    by = {"moderator": "m" * 32, "organisation": operator, "now": NOW}
    assert refused("ENTRY_CHANGED", entries.moderate, session, entry, 7, Decision.HIDE, **by) == {
        "version": 1,
        "given": 7,
    }
    assert (entry.state, len(entries.decisions(session, entry))) == ("published", 1)


def test_what_is_withdrawn_stays_so_and_keeps_its_versions(
    session: Session, derived: Session, owner: str, operator: str
) -> None:
    entry = made(session, owner)
    publish(session, entry, operator)
    entries.withdraw(session, entry, NOW)
    assert titles(session, derived) == []
    refused("ENTRY_STATE", entries.submit, entry, NOW)
    refused("ENTRY_STATE", entries.revise, session, entry, software(trl=1), author="a" * 32, now=NOW)
    refused("ENTRY_STATE", entries.withdraw, session, entry, NOW)
    assert [each.number for each in entries.versions(session, entry)] == [1]


def test_a_reference_is_one_entrys_of_an_organisation(session: Session, owner: str, operator: str) -> None:
    made(session, owner)
    assert refused("REFERENCE_TAKEN", made, session, owner) == {"reference": "T001"}
    assert made(session, operator).reference == "T001"
    with pytest.raises(BadContent):
        made(session, owner, reference="=1+1")


def test_the_kind_of_an_entry_does_not_change(session: Session, owner: str) -> None:
    entry = made(session, owner)
    other = read_content({"kind": "dataset", "title": {"vi": "x"}})
    values = refused("KIND_FIXED", entries.revise, session, entry, other, author="a" * 32, now=NOW)
    assert values == {"kind": "software", "given": "dataset"}


def test_a_version_commits_to_its_content_with_a_salt_of_its_own(session: Session, owner: str) -> None:
    entry = made(session, owner)
    entries.revise(session, entry, software(trl=8), author="a" * 32, now=NOW)
    first, second = entries.versions(session, entry)
    assert first.salt != second.salt
    for row in (first, second):
        assert entries.commitment(row) == commitment(read_content(json.loads(row.content)), row.salt)


# --- What is shown ------------------------------------------------------------------------------------------------


def listing(derived: Session, state: RecordState, identifier: bytes = b"\1" * 32) -> bytes:
    """A listing's header as the derived tables have one."""
    row = t.RecordRow(
        id=identifier,
        kind=int(Kind.LISTING),
        state=int(state),
        version=1,
        head=bytes(32),
        created_at=NOW,
        at=NOW,
        turns_at=NEVER,
        turns_to=0,
    )
    derived.add(row)
    derived.flush()
    return identifier


@pytest.mark.parametrize("state", [RecordState.PUBLISHED, RecordState.RESERVED])
def test_what_is_bound_to_a_listing_is_shown_while_the_ledger_shows_that(
    session: Session, derived: Session, owner: str, operator: str, state: RecordState
) -> None:
    entry = made(session, owner)
    publish(session, entry, operator)
    entry.listing = listing(derived, state)
    assert is_shown(session, derived, entry, NOW)
    before = revision(session, derived)
    row = derived.get_one(t.RecordRow, entry.listing)
    row.state, row.version = int(RecordState.PAUSED), 2
    derived.flush()
    assert not is_shown(session, derived, entry, NOW)
    assert titles(session, derived) == []
    assert revision(session, derived) != before


def test_a_reservation_that_ended_with_time_still_shows(
    session: Session, derived: Session, owner: str, operator: str
) -> None:
    entry = made(session, owner)
    publish(session, entry, operator)
    entry.listing = listing(derived, RecordState.PUBLISHED)
    row = derived.get_one(t.RecordRow, entry.listing)
    row.turns_at, row.turns_to = NOW, int(RecordState.CLOSED)
    derived.flush()
    assert is_shown(session, derived, entry, NOW - 1)
    assert not is_shown(session, derived, entry, NOW)


def test_the_revision_changes_with_what_is_shown_and_with_nothing_else(
    session: Session, derived: Session, owner: str, operator: str
) -> None:
    entry = made(session, owner)
    entries.submit(entry, NOW)
    assert revision(session, derived) == "0.0.0"
    decide(session, entry, operator, Decision.PUBLISH)
    entries.revise(session, entry, software(trl=3), author="a" * 32, now=NOW)
    assert revision(session, derived) == "1.0.0"
    entries.hide(session, entry, "organisation", NOW)
    assert revision(session, derived) == "2.0.0"


def test_profiles_are_of_the_entry_and_records_of_its_reference(
    session: Session, derived: Session, owner: str, operator: str
) -> None:
    entry = made(session, owner, software(trl=8, asking={"mode": "licence", "amount": 5}))
    publish(session, entry, operator)
    (shown,) = published(session, derived, NOW)
    assert isinstance(shown.profile, Technology)
    assert (shown.entry, shown.profile.id, shown.profile.owner) == (entry.id, entry.id, owner)
    assert (shown.profile.record["id"], shown.profile.record["asking"]["amount"]) == ("T001", 5)
    assert shown.digest == entries.version(session, entry, 1).digest
    assert organisations(session, derived, NOW)[owner].names == {"vi": "Viện Cảm biến"}


def test_an_organisations_own_profile_names_it(session: Session, derived: Session, owner: str, operator: str) -> None:
    told = {"kind": "organisation", "title": {"vi": "Viện Hồng Hà", "en": "Hong Ha"}, "organisation_kind": "institute"}
    publish(session, made(session, owner, read_content(told)), operator)
    found = organisations(session, derived, NOW)
    assert (found[owner].id, found[owner].names["en"], found[owner].kind) == (owner, "Hong Ha", "institute")


def test_a_thousand_and_more_are_read_page_by_page(
    session: Session, derived: Session, owner: str, operator: str
) -> None:
    for number in range(1002):
        publish(session, made(session, owner, reference=f"T{number}"), operator)
    found = [each.entry for each in published(session, derived, NOW)]
    assert (len(set(found)), found) == (1002, sorted(found))
    assert list(published(session, derived, NOW, frozenset({"need"}))) == []


def test_an_organisation_that_left_shows_nothing(session: Session, derived: Session, owner: str, operator: str) -> None:
    entry = made(session, owner)
    publish(session, entry, operator)
    before = revision(session, derived)
    session.get_one(OrganisationRow, owner).closed_at = NOW
    session.flush()
    assert not is_shown(session, derived, entry, NOW)
    assert titles(session, derived) == []
    assert revision(session, derived) != before
