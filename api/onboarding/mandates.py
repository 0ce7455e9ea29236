"""Applications: a form that was examined, kept until an officer of the operator decides it; then an organisation."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from enum import StrEnum
from typing import Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.identity.tokens import MANDATE, MOST, hashed, new_token, same
from api.onboarding.answers import Answers, FormKey
from api.onboarding.examination import Shown
from api.people import new_organisation
from api.problems.answer import NotServed
from api.sealing import Sealing
from api.tables import MandateRow, OrganisationRow
from ledger import eip712, scope, wire
from ledger.commands import AddKey, Command, RegisterParty, UpdateParty
from ledger.enums import PartyKind, Power
from ledger.records import WITHOUT_END, Party
from ledger.wire import SignedCommand
from marketplace.kept.columns import new_id

MEDIA_TYPE = "application/pdf"
_SOON = 7 * 86_400  # seconds until the commands that are made from a form must be accepted
_ADMITTED = 2  # the version of a party that was registered and admitted


class MandateState(StrEnum):
    """applied: to be decided. approved: an organisation of the service. refused: with a reason."""

    APPLIED = "applied"
    APPROVED = "approved"
    REFUSED = "refused"


def profile_of(file: bytes, salt: bytes) -> bytes:
    """The commitment to a file that is the party's profile (docs/specs/commands.md). salt: 32 bytes."""
    return eip712.commitment(salt, profile_content(file))


def profile_content(file: bytes) -> bytes:
    """What is committed to: RFC 8785 bytes of the file's digest, size and type."""
    digest = hashlib.sha256(file).hexdigest()
    return rfc8785.dumps({"sha256": digest, "size": len(file), "media_type": MEDIA_TYPE})


def new_mandate(
    session: Session, sealing: Sealing, shown: Shown, file: bytes, profile: bytes, now: int
) -> tuple[str, MandateRow]:
    """The token to follow the application with, and its row. The salt of the profile is not kept."""
    token, identifier, answers = new_token(MANDATE), new_id(), shown.answers
    row = MandateRow(
        id=identifier,
        token=hashed(token),
        organisation=None,
        document=sealing.seal(file, document_place(identifier)),
        sha256=hashlib.sha256(file).digest(),
        size=len(file),
        profile=profile,
        organisation_name=answers.name,
        organisation_code=answers.code,
        party_kind=answers.party_kind,
        country=answers.country,
        keys=json.dumps([["0x" + key.address.hex(), key.powers] for key in answers.keys]),
        threshold=answers.threshold,
        certificate=bytes.fromhex(shown.certificate),
        revocation=json.dumps(asdict(shown.revocation)),
        signed_at=shown.signed_at,
        created_at=now,
        state=MandateState.APPLIED,
        reason="",
        decided_by="",
        decided_at=0,
    )
    session.add(row)
    session.flush()
    return token, row


def the_mandate(session: Session, identifier: str) -> MandateRow:
    """Raises `NotServed` NOT_FOUND."""
    row = session.get(MandateRow, identifier, with_for_update=True)
    if row is None:
        raise NotServed("NOT_FOUND")
    return row


def mandate_of_token(session: Session, identifier: str, token: str) -> MandateRow:
    """The application that a token follows. Raises `NotServed` NOT_FOUND, whichever of the two is wrong."""
    row = session.get(MandateRow, identifier, with_for_update=True)
    kept = row.token if row is not None else bytes(32)
    if not same(kept, hashed(token[:MOST])) or row is None:
        raise NotServed("NOT_FOUND")
    return row


def document(sealing: Sealing, row: MandateRow) -> bytes:
    """The signed form. Raises `NotServed` NOT_FOUND where it was erased."""
    if row.document is None:
        raise NotServed("NOT_FOUND")
    return sealing.open(row.document, document_place(row.id))


def decide(
    session: Session, row: MandateRow, party: Party | None, approved: bool, reason: str, by: str, now: int
) -> None:
    """Approved, it becomes an organisation. party: that of its first key, as the ledger has it.

    Raises `NotServed` MANDATE_DECIDED, MANDATE_PARTY_NOT_SHOWN, ALREADY_THERE.
    """
    if row.state != MandateState.APPLIED:
        raise NotServed("MANDATE_DECIDED", state=row.state)
    if approved:
        _expect_free(session, row, party)
    row.state = MandateState.APPROVED if approved else MandateState.REFUSED
    row.reason, row.decided_by, row.decided_at = reason, by, now
    if approved:
        row.organisation = new_organisation(session, row.organisation_name, None, now).id
        link(session, row, party)


def is_shown(row: MandateRow, party: Party | None) -> bool:
    """Whether the ledger shows the party with the form's profile.

    An address on a form proves nothing: anybody may write another's there. The profile is written by the party's keys.
    """
    return party is not None and party.profile == row.profile


def link(session: Session, row: MandateRow, party: Party | None) -> None:
    """Give the application's organisation its party, and that party's offices, once the ledger shows it is its own."""
    organisation = None if row.organisation is None else session.get(OrganisationRow, row.organisation)
    if organisation is None or organisation.party is not None or not is_shown(row, party):
        return
    if _organisation_of(session, party_of(row)) is None:
        organisation.party = party_of(row)


def _expect_free(session: Session, row: MandateRow, party: Party | None) -> None:
    """Raises `NotServed` MANDATE_PARTY_NOT_SHOWN, ALREADY_THERE."""
    if party is not None and not is_shown(row, party):
        raise NotServed("MANDATE_PARTY_NOT_SHOWN")
    same = select(MandateRow).where(
        MandateRow.organisation_code == row.organisation_code,
        MandateRow.state == MandateState.APPROVED,
        MandateRow.id != row.id,
    )
    again = any(party_of(each) == party_of(row) for each in session.scalars(same))
    # One of another code that only names the key has no party, and stands in nobody's way.
    if again or _organisation_of(session, party_of(row)) is not None:
        raise NotServed("ALREADY_THERE", what="organisation")


def _organisation_of(session: Session, party: bytes) -> str | None:
    return session.scalar(select(OrganisationRow.id).where(OrganisationRow.party == party))


def answers_of(row: MandateRow) -> Answers:
    keys = tuple(FormKey(bytes.fromhex(address[2:]), powers) for address, powers in json.loads(row.keys))
    kind = PartyKind(row.party_kind)
    return Answers(row.organisation_name, row.organisation_code, kind, row.country, keys, row.threshold)


def party_of(row: MandateRow) -> bytes:
    """The id that the organisation will have on the ledger: its first key's."""
    return eip712.party_id(answers_of(row).keys[0].address)


def commands_of(row: MandateRow, party: Party | None, ledger: bytes, now: int) -> list[dict[str, Any]]:
    """What the organisation signs and submits next, in this order, in wire form without signatures.

    party: as the ledger has it. Each command is signed by the keys that it names and by those that the organisation
    has; before keys are added, the operator admits the party.
    """
    answers, record = answers_of(row), party_of(row)
    made: list[Command] = []
    if party is None:
        made.append(
            RegisterParty(
                record=record,
                expected_version=0,
                not_after=now + _SOON,
                party_kind=answers.party_kind,
                profile=row.profile,
                country=scope.country_number(answers.country),
                parent=bytes(32),
                keys=answers.registered,
                threshold=answers.threshold,
            )
        )
    there = frozenset() if party is None else frozenset(key.address for key in party.keys)
    version = _ADMITTED if party is None else max(party.version, _ADMITTED)
    if party is not None and not is_shown(row, party):
        made.append(
            UpdateParty(
                record=record,
                expected_version=version,
                not_after=now + _SOON,
                profile=row.profile,
                parent=party.parent,
            )
        )
        version += 1
    made += [
        AddKey(
            record=record,
            expected_version=version + number,
            not_after=now + _SOON,
            key=key.address,
            powers=key.powers,
            valid_from=now,
            valid_to=WITHOUT_END,
            threshold=answers.threshold,
        )
        for number, key in enumerate(each for each in answers.added if each.address not in there)
    ]
    return [wire.command_to_json(SignedCommand(ledger, command, ())) for command in made]


def differences(row: MandateRow, party: Party | None, now: int) -> list[str]:
    """Where the ledger says otherwise than the form: `party`, `profile`, `keys`, `threshold`."""
    if party is None:
        return ["party"]
    answers = answers_of(row)
    held = {key.address: key.powers for key in party.keys if key.is_valid(now)}
    found = []
    if not is_shown(row, party):
        found.append("profile")
    if held != {key.address: key.powers for key in answers.keys}:
        found.append("keys")
    if party.threshold != row.threshold:
        found.append("threshold")
    return found


def powers_words(powers: int) -> list[str]:
    return [power.name.lower() for power in Power if powers & power]


def document_place(identifier: str) -> str:
    """What an application's form is sealed for."""
    return f"mandate/{identifier}"
