"""Drafting, reviewing, signing and submitting, by separate people; and what acts for an organisation beside them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from eth_hash.auto import keccak

from api.dependencies import changing_tables
from api.identity.who import StaffRole
from api.people import the_organisation
from ledger import eip712, wire
from ledger.commands import AddKey, Command, DeclareInterest, RevokeRole, SubmitDocument
from ledger.enums import Kind, Role
from ledger.wire import SignedCommand
from marketplace.database import POSTGRESQL, SQLITE
from tests.conformance.cast import TestKey, key, party, text
from tests.functional.serving import Served
from tests.functional.staff import Person, organisation, person


@dataclass
class Office:
    """The people of Alice's organisation."""

    served: Served
    drafter: Person
    reviewer: Person
    signer: Person
    admin: Person
    path: str

    def draft(self, command: Command, by: Person | None = None) -> dict[str, Any]:
        answer = (by or self.drafter).client.post(f"{self.path}/drafts", json={"command": self.unsigned(command)})
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def unsigned(self, command: Command) -> dict[str, Any]:
        return wire.command_to_json(SignedCommand(self.served.genesis.ledger, command, ()))

    def review(self, draft: dict[str, Any], by: Person | None = None, approved: bool = True) -> httpx.Response:
        given = {"digest": draft["digest"], "approved": approved, "comment": "Đã đọc"}
        return (by or self.reviewer).client.post(f"{self.path}/drafts/{draft['id']}/reviews", json=given)

    def sign(self, draft: dict[str, Any], holder: TestKey, by: Person | None = None) -> httpx.Response:
        signature = "0x" + holder.sign(bytes.fromhex(draft["digest"][2:])).hex()
        return (by or self.signer).client.post(
            f"{self.path}/drafts/{draft['id']}/signatures", json={"signature": signature}
        )

    def submit(self, draft: dict[str, Any], by: Person | None = None) -> httpx.Response:
        return (by or self.signer).client.post(f"{self.path}/drafts/{draft['id']}/submit")

    def state(self, draft: dict[str, Any]) -> str:
        found: str = self.drafter.client.get(f"{self.path}/drafts/{draft['id']}").json()["state"]
        return found

    def rules(self, **rules: Any) -> None:
        answer = self.admin.client.patch(self.path, json=rules)
        assert answer.status_code == 200, answer.text

    def document(self, name: str) -> SubmitDocument:
        nonce = keccak(name.encode())
        return SubmitDocument(
            record=eip712.record_id(Kind.DOCUMENT, party("alice"), nonce),
            expected_version=0,
            not_after=self.served.soon,
            nonce=nonce,
            recipient=party("bob"),
            content=text(name),
            in_reply_to=bytes(32),
        )


@pytest.fixture(scope="module", params=[SQLITE, POSTGRESQL])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    database = request.getfixturevalue("postgresql_server").new_database() if request.param == POSTGRESQL else ""
    with Served(tmp_path_factory.mktemp("home") / "home", public_reading=False, database=database) as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        running.onboard("bob", Role.OWNER)
        yield running


@pytest.fixture(scope="module")
def people(served: Served) -> Office:
    made = organisation(served, "Alice", "alice")

    def staff(name: str, *roles: StaffRole) -> Person:
        return person(served, made, f"{name}@example.vn", *roles)

    return Office(
        served,
        staff("an", StaffRole.DRAFTER, StaffRole.REVIEWER, StaffRole.SIGNER),
        staff("binh", StaffRole.REVIEWER, StaffRole.SIGNER),
        staff("chi", StaffRole.SIGNER),
        staff("dung", StaffRole.ADMIN),
        f"/v1/organisations/{made}",
    )


@pytest.fixture
def office(people: Office) -> Office:
    """With the rules that every organisation begins with."""
    people.rules(reviews_needed=1, separate_people=True, managed_keys=False)
    return people


def test_a_command_goes_from_draft_to_the_ledger_by_three_people(office: Office) -> None:
    draft = office.draft(office.served.asset("alice", "three people"))
    assert draft["state"] == "draft"
    assert draft["sentence"]["vi"].startswith("Bạn sắp ký")
    assert draft["typed_data"]["primaryType"] == "RegisterAsset"
    assert office.sign(draft, key("alice")).json()["code"] == "NOT_REVIEWED"
    assert office.submit(draft).json()["code"] == "NOT_SIGNED"
    assert office.review(draft).json()["state"] == "reviewed"
    assert office.submit(draft).json()["code"] == "NOT_SIGNED"
    signed = office.sign(draft, key("alice")).json()
    assert signed["state"] == "signed"
    assert [each["account"] for each in signed["signatures"]] == [office.signer.account]
    answer = office.submit(draft)
    assert answer.status_code == 201
    assert answer.json()["receipt"]["digest"] == draft["digest"]
    assert answer.json()["intake"]["digest"] == draft["digest"]
    assert office.state(draft) == "accepted"
    assert office.submit(draft).json()["code"] == "DRAFT_CLOSED"


def test_whoever_drafted_does_not_review_and_neither_signs(office: Office) -> None:
    draft = office.draft(office.served.asset("alice", "separate"))
    refused = office.review(draft, office.drafter)
    assert (refused.status_code, refused.json()["code"]) == (403, "SEPARATE_PEOPLE")
    assert refused.json()["values"] == {"step": "review"}
    assert office.review(draft).status_code == 200
    for somebody in (office.drafter, office.reviewer):
        refused = office.sign(draft, key("alice"), somebody)
        assert (refused.status_code, refused.json()["values"]) == (403, {"step": "sign"})
    assert office.sign(draft, key("alice")).status_code == 200


def test_an_organisation_may_let_one_person_do_it_all(office: Office) -> None:
    office.rules(separate_people=False)
    draft = office.draft(office.served.asset("alice", "one person"))
    assert office.review(draft, office.drafter).json()["state"] == "reviewed"
    assert office.sign(draft, key("alice"), office.drafter).status_code == 200
    office.rules(reviews_needed=0)
    draft = office.draft(office.served.asset("alice", "no review"))
    assert draft["state"] == "reviewed"
    assert office.sign(draft, key("alice"), office.drafter).status_code == 200
    assert office.submit(draft, office.drafter).status_code == 201


def test_a_stricter_rule_holds_for_what_was_drafted_before(office: Office) -> None:
    draft = office.draft(office.served.asset("alice", "stricter"))
    assert office.review(draft).json()["state"] == "reviewed"
    office.rules(reviews_needed=2)
    refused = office.sign(draft, key("alice"))
    assert (refused.json()["code"], refused.json()["values"]) == ("NOT_REVIEWED", {"have": 1, "need": 2})


def test_another_wording_voids_reviews_and_signatures(office: Office) -> None:
    draft = office.draft(office.served.asset("alice", "first wording"))
    assert office.review(draft).status_code == 200
    assert office.sign(draft, key("alice")).status_code == 200
    other = {"command": office.unsigned(office.served.asset("alice", "second wording"))}
    changed = office.drafter.client.put(f"{office.path}/drafts/{draft['id']}", json=other).json()
    assert (changed["state"], changed["signatures"]) == ("draft", [])
    assert office.sign(changed, key("alice")).json()["code"] == "NOT_REVIEWED"
    # What was read is another wording.
    assert office.review(draft).json()["code"] == "CHALLENGE_EXPIRED"
    assert office.review(changed).json()["state"] == "reviewed"
    assert office.sign(draft, key("alice")).json()["signatures"][0]["address"] != "0x" + key("alice").address.hex()


def test_what_was_sent_back_is_written_anew(office: Office) -> None:
    draft = office.draft(office.served.asset("alice", "sent back"))
    assert office.review(draft, approved=False).json()["state"] == "returned"
    assert office.sign(draft, key("alice")).json()["code"] == "NOT_REVIEWED"
    assert office.review(draft, office.drafter).json()["code"] == "DRAFT_CLOSED"
    same = {"command": office.unsigned(office.served.asset("alice", "sent back better"))}
    assert office.drafter.client.put(f"{office.path}/drafts/{draft['id']}", json=same).json()["state"] == "draft"


def rewritten(office: Office, draft: dict[str, Any], command: Command, by: httpx.Client) -> dict[str, Any]:
    answer = by.put(f"{office.path}/drafts/{draft['id']}", json={"command": office.unsigned(command)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def a_program(office: Office, maker: Person) -> httpx.Client:
    made = maker.client.post(f"{office.path}/api-keys", json={"name": "ERP", "scopes": ["drafts.write"]})
    return office.served.client_with(made.json()["key"])


def test_what_somebody_wrote_through_a_program_is_hers(office: Office) -> None:
    made = office.admin.organisation
    maker = person(office.served, made, "maker@example.vn", StaffRole.ADMIN, StaffRole.REVIEWER, StaffRole.SIGNER)
    given = {"command": office.unsigned(office.served.asset("alice", "through a key"))}
    draft = a_program(office, maker).post(f"{office.path}/drafts", json=given).json()
    refused = office.review(draft, maker)
    assert (refused.json()["code"], refused.json()["values"]) == ("SEPARATE_PEOPLE", {"step": "review"})
    assert office.review(draft).json()["state"] == "reviewed"
    assert office.sign(draft, key("alice"), maker).json()["values"] == {"step": "sign"}
    gone = office.admin.client.delete(f"{office.path}/accounts/{maker.account}")
    assert gone.status_code == 204


def test_writing_the_same_again_makes_it_nobody_elses(office: Office) -> None:
    command = office.served.asset("alice", "the same again")
    draft = office.draft(command)
    program = a_program(office, office.admin)
    assert rewritten(office, draft, command, program)["digest"] == draft["digest"]
    # Nor in a draft of its own.
    another = program.post(f"{office.path}/drafts", json={"command": office.unsigned(command)}).json()
    for each in (draft, another):
        assert office.review(each, office.drafter).json()["values"] == {"step": "review"}
        assert office.review(each).json()["state"] == "reviewed"
        assert office.sign(each, key("alice"), office.drafter).json()["values"] == {"step": "sign"}
    # Whoever signed and writes it afterwards, in another draft, signed what she wrote.
    chi = person(office.served, office.admin.organisation, "chi2@example.vn", StaffRole.DRAFTER, StaffRole.SIGNER)
    assert office.sign(draft, key("alice"), chi).status_code == 200
    office.draft(command, chi)
    refused = office.submit(draft)
    assert (refused.json()["code"], refused.json()["values"]) == ("SEPARATE_PEOPLE", {"step": "sign"})
    assert office.state(draft) == "signed"


def test_an_approval_does_not_count_once_its_reviewer_is_a_writer(office: Office) -> None:
    office.rules(reviews_needed=2)
    made = office.admin.organisation
    both = person(office.served, made, "both@example.vn", StaffRole.DRAFTER, StaffRole.REVIEWER)
    third = person(office.served, made, "third@example.vn", StaffRole.REVIEWER)
    command = office.served.asset("alice", "two reviews")
    draft = office.draft(command)
    assert office.review(draft, both).json()["state"] == "draft"
    assert rewritten(office, draft, command, both.client)["state"] == "draft"
    assert office.review(draft).json()["state"] == "draft"
    refused = office.sign(draft, key("alice"))
    assert (refused.json()["code"], refused.json()["values"]) == ("NOT_REVIEWED", {"have": 1, "need": 2})
    assert office.review(draft, third).json()["state"] == "reviewed"


def test_a_rejection_stands_until_its_reviewer_takes_it_back(office: Office) -> None:
    other = person(office.served, office.admin.organisation, "other@example.vn", StaffRole.REVIEWER)
    command = office.served.asset("alice", "rejected")
    draft = office.draft(command)
    waiting = office.draft(command)
    assert office.review(waiting, other).json()["state"] == "reviewed"
    assert office.review(draft, approved=False).json()["state"] == "returned"
    assert rewritten(office, draft, command, office.drafter.client)["state"] == "returned"
    assert office.draft(command)["state"] == "returned"
    assert office.review(draft, other).json()["code"] == "DRAFT_CLOSED"
    # Nor is it signed where it had been approved before.
    assert office.sign(waiting, key("alice")).json()["code"] == "NOT_REVIEWED"
    assert office.review(draft).json()["state"] == "reviewed"
    assert office.sign(draft, key("alice")).status_code == 200
    assert office.sign(waiting, key("alice")).status_code == 200


def test_a_refusal_of_the_ledger_leaves_the_draft_to_be_written_anew(office: Office) -> None:
    draft = office.draft(office.served.asset("alice", "not mine"))
    assert office.review(draft).status_code == 200
    assert office.sign(draft, key("bob")).status_code == 200
    answer = office.submit(draft)
    assert answer.json()["code"] == "WRONG_RECORD_ID"
    assert office.state(draft) == "refused"
    again = {"command": office.unsigned(office.served.asset("alice", "mine"))}
    assert office.drafter.client.put(f"{office.path}/drafts/{draft['id']}", json=again).json()["state"] == "draft"


def test_what_is_no_signature_and_one_that_is_there_are_refused(office: Office) -> None:
    draft = office.draft(office.served.asset("alice", "signatures"))
    assert office.review(draft).status_code == 200
    for signature in ("0x", "0x" + "00" * 65, "0x" + "ff" * 65):
        answer = office.signer.client.post(
            f"{office.path}/drafts/{draft['id']}/signatures", json={"signature": signature}
        )
        assert answer.json()["code"] == "SIGNATURE_OF_NOBODY"
    assert office.sign(draft, key("alice")).status_code == 200
    assert office.sign(draft, key("alice")).json()["code"] == "ALREADY_THERE"
    assert office.sign(draft, key("bob")).json()["signatures"][1]["address"] == "0x" + key("bob").address.hex()


def test_a_draft_is_a_command_of_this_ledger_without_signatures(office: Office) -> None:
    good = office.unsigned(office.served.asset("alice", "form"))
    for other, code in (
        ({"ledger": "0x" + "ab" * 32}, "WRONG_LEDGER"),
        ({"signatures": ["0x00"]}, "MALFORMED"),
        ({"command": "rewrite_ledger"}, "UNKNOWN_COMMAND"),
        ({"fields": {}}, "MALFORMED"),
    ):
        answer = office.drafter.client.post(f"{office.path}/drafts", json={"command": {**good, **other}})
        assert answer.json()["code"] == code
    given = {"command": {name: value for name, value in good.items() if name != "signatures"}}
    assert office.drafter.client.post(f"{office.path}/drafts", json=given).status_code == 201


def test_drafts_are_listed_by_pages_and_states_and_withdrawn(office: Office) -> None:
    made = [office.draft(office.served.asset("alice", f"page {n}"))["id"] for n in range(3)]
    assert office.drafter.client.post(f"{office.path}/drafts/{made[0]}/withdraw").status_code == 204
    withdrawn = office.admin.client.get(f"{office.path}/drafts?state=withdrawn").json()["drafts"]
    assert made[0] in [each["id"] for each in withdrawn]
    found, after = [], ""
    while after is not None:
        page = office.drafter.client.get(f"{office.path}/drafts?limit=2{after and '&after=' + after}").json()
        found += [each["id"] for each in page["drafts"]]
        after = page["next"]
    assert set(made) <= set(found)
    assert len(found) == len(set(found))


def test_nobody_of_another_organisation_learns_of_a_draft(office: Office) -> None:
    draft = office.draft(office.served.asset("alice", "hidden"))
    made = organisation(office.served, "Bob", "bob")
    other = person(office.served, made, "bob@example.vn", *StaffRole)
    for path in (f"{office.path}/drafts/{draft['id']}", f"{office.path}/drafts/{'0' * 32}", f"{office.path}/drafts"):
        assert other.client.get(path).json()["code"] == "FORBIDDEN"
    # Neither by asking for it as one of their own.
    assert other.client.get(f"{other.path}/drafts/{draft['id']}").json()["code"] == "NOT_FOUND"
    assert other.client.post(f"{other.path}/drafts/{draft['id']}/submit").json()["code"] == "NOT_FOUND"


# --- Managed keys --------------------------------------------------------------------------------------------------


def make_key(office: Office) -> httpx.Response:
    return office.admin.client.post(f"{office.path}/managed-keys", json={"name": "Văn thư"})


def managed(office: Office, draft: dict[str, Any], address: str, by: Person | None = None) -> httpx.Response:
    given = {"digest": draft["digest"], "address": address}
    return (by or office.signer).client.post(f"{office.path}/drafts/{draft['id']}/managed-signatures", json=given)


def test_nothing_is_kept_for_an_organisation_that_did_not_choose_so(office: Office) -> None:
    assert make_key(office).json()["code"] == "MANAGED_KEYS_OFF"


def test_a_managed_key_signs_documents_and_nothing_else_until_an_admin_says_so(office: Office) -> None:
    office.rules(managed_keys=True)
    address = make_key(office).json()["address"]
    (made,) = [
        each
        for each in office.signer.client.get(f"{office.path}/managed-keys").json()["managed_keys"]
        if each["address"] == address
    ]
    assert made["powers"] == ["documents"]
    now = int(time.time())
    added = AddKey(
        record=party("alice"),
        expected_version=office.served.version(party("alice")),
        not_after=office.served.soon,
        key=bytes.fromhex(address[2:]),
        powers=1,
        valid_from=now - 60,
        valid_to=now + 86_400,
        threshold=1,
    )
    # The key proves that it is there; the organisation's own key adds it.
    draft = office.draft(added)
    assert office.review(draft).status_code == 200
    assert office.sign(draft, key("alice")).status_code == 200
    assert managed(office, draft, address).status_code == 200
    assert office.submit(draft).status_code == 201, office.submit(draft).text
    draft = office.draft(office.document("first letter"))
    assert office.review(draft).status_code == 200
    assert managed(office, draft, address, office.reviewer).json()["code"] == "SEPARATE_PEOPLE"
    assert managed(office, draft, address).json()["signatures"][0]["managed"] is True
    assert office.submit(draft).status_code == 201
    # Market, title and keys are other powers.
    interest = DeclareInterest(
        record=party("alice"),
        expected_version=office.served.version(party("alice")),
        not_after=office.served.soon,
        subject=party("bob"),
    )
    for command, power in ((office.served.asset("alice", "by the service"), "title"), (interest, "keys")):
        draft = office.draft(command)
        assert office.review(draft).status_code == 200
        refused = managed(office, draft, address)
        assert (refused.json()["code"], refused.json()["values"]) == ("POWER_NOT_GRANTED", {"power": power})
    granted = office.admin.client.post(f"{office.path}/managed-keys/{address}/powers", json={"power": "title"})
    assert granted.json()["powers"] == ["documents", "title"]
    draft = office.draft(office.served.asset("alice", "granted"))
    assert office.review(draft).status_code == 200
    assert managed(office, draft, address).status_code == 200
    # The ledger asks its own: there the key has the power that the organisation gave it.
    assert office.submit(draft).json()["code"] == "KEY_POWER_MISSING"
    for somebody in (office.signer, office.drafter):
        path = f"{office.path}/managed-keys/{address}/powers"
        assert somebody.client.post(path, json={"power": "market"}).json()["code"] == "FORBIDDEN"


def test_a_managed_key_adds_itself_with_no_power_that_it_was_not_given(office: Office) -> None:
    office.rules(managed_keys=True)
    address = make_key(office).json()["address"]
    now = int(time.time())
    added = AddKey(
        record=party("alice"),
        expected_version=office.served.version(party("alice")),
        not_after=office.served.soon,
        key=bytes.fromhex(address[2:]),
        powers=15,
        valid_from=now - 60,
        valid_to=now + 86_400,
        threshold=1,
    )
    draft = office.draft(added)
    assert office.review(draft).status_code == 200
    assert managed(office, draft, address).json()["code"] == "POWER_NOT_GRANTED"


def test_a_revoked_key_and_one_of_another_organisation_sign_nothing(office: Office) -> None:
    office.rules(managed_keys=True)
    address = make_key(office).json()["address"]
    made = organisation(office.served, "Eve")
    with changing_tables(office.served.service) as session:
        the_organisation(session, made).managed_keys = True
    eve = person(office.served, made, "eve@example.vn", *StaffRole)
    eve.client.patch(eve.path, json={"reviews_needed": 0, "separate_people": False})
    theirs = eve.client.post(
        f"{eve.path}/drafts", json={"command": office.unsigned(office.document("a letter of Eve"))}
    ).json()
    given = {"digest": theirs["digest"], "address": address}
    stolen = eve.client.post(f"{eve.path}/drafts/{theirs['id']}/managed-signatures", json=given)
    assert stolen.json()["code"] == "NOT_FOUND"
    assert office.admin.client.delete(f"{office.path}/managed-keys/{address}").status_code == 204
    draft = office.draft(office.document("after it was revoked"))
    assert office.review(draft).status_code == 200
    assert managed(office, draft, address).json()["code"] == "NOT_FOUND"
    grant = office.admin.client.post(f"{office.path}/managed-keys/{address}/powers", json={"power": "title"})
    assert grant.json()["code"] == "NOT_FOUND"


# --- Programs ------------------------------------------------------------------------------------------------------


def test_an_api_key_drafts_and_submits_within_its_scopes_and_never_signs(office: Office) -> None:
    asked = {"name": "ERP", "scopes": ["drafts.write", "drafts.read", "drafts.submit"], "days": 30}
    made = office.admin.client.post(f"{office.path}/api-keys", json=asked)
    assert made.status_code == 201
    program = office.served.client_with(made.json()["key"])
    draft = program.post(
        f"{office.path}/drafts", json={"command": office.unsigned(office.served.asset("alice", "by a program"))}
    ).json()
    assert draft["drafter"] == made.json()["prefix"]
    for path, body in (
        (f"{office.path}/drafts/{draft['id']}/reviews", {"digest": draft["digest"], "approved": True}),
        (f"{office.path}/drafts/{draft['id']}/signatures", {"signature": "0x"}),
        (f"{office.path}/invitations", {"email": "x@example.vn", "roles": ["admin"]}),
    ):
        assert program.post(path, json=body).json()["code"] == "FORBIDDEN"
    assert program.get("/v1/parties").json()["code"] == "FORBIDDEN"
    assert office.review(draft).status_code == 200
    assert office.sign(draft, key("alice")).status_code == 200
    assert program.post(f"{office.path}/drafts/{draft['id']}/submit").status_code == 201
    listed = office.admin.client.get(f"{office.path}/api-keys").json()["api_keys"]
    assert made.json()["key"] not in str(listed)
    assert next(each for each in listed if each["prefix"] == made.json()["prefix"])["last_used_at"] > 0
    assert office.admin.client.delete(f"{office.path}/api-keys/{made.json()['prefix']}").status_code == 204
    assert program.get(f"{office.path}/drafts").json()["code"] == "SIGN_IN_REQUIRED"


def test_an_api_key_is_given_no_scope_that_no_program_may_have(office: Office) -> None:
    for scope in ("drafts.sign", "drafts.review", "accounts.invite", "managed_keys.grant"):
        answer = office.admin.client.post(f"{office.path}/api-keys", json={"name": "x", "scopes": [scope]})
        assert (answer.json()["code"], answer.json()["values"]["field"]) == ("UNREADABLE_FIELD", "scopes")


@pytest.mark.parametrize(
    "spoil", [lambda k: k[:-1], lambda k: k[:-1] + "~", lambda k: k.replace("hxk", "hxs"), str.upper]
)
def test_a_key_that_is_not_quite_one_is_none(office: Office, spoil: Any) -> None:
    asked = {"name": "ERP", "scopes": ["drafts.read"]}
    made = office.admin.client.post(f"{office.path}/api-keys", json=asked).json()["key"]
    assert office.served.client_with(made).get(f"{office.path}/drafts").status_code == 200
    assert office.served.client_with(spoil(made)).get(f"{office.path}/drafts").status_code == 401


# --- Staff ---------------------------------------------------------------------------------------------------------


def test_an_admin_changes_what_somebody_may_do_at_once(office: Office) -> None:
    who = person(office.served, office.admin.organisation, "em@example.vn", StaffRole.DRAFTER)
    path = f"{office.path}/accounts/{who.account}"
    assert who.client.get(f"{office.path}/accounts").json()["code"] == "FORBIDDEN"
    assert office.admin.client.patch(path, json={"roles": ["reviewer"]}).json()["roles"] == ["reviewer"]
    assert who.client.get("/v1/account").status_code == 401
    listed = office.admin.client.get(f"{office.path}/accounts?limit=200").json()["accounts"]
    assert who.account in [each["id"] for each in listed]
    assert office.admin.client.delete(path).status_code == 204
    gone = next(
        each
        for each in office.admin.client.get(f"{office.path}/accounts?limit=200").json()["accounts"]
        if each["id"] == who.account
    )
    assert (gone["email"], gone["name"], gone["roles"]) == (who.account, "", [])
    assert gone["disabled_at"] > 0


def test_the_last_admin_stays(office: Office) -> None:
    path = f"{office.path}/accounts/{office.admin.account}"
    for body in ({"roles": ["drafter"]}, {"disabled": True}):
        assert office.admin.client.patch(path, json=body).json()["code"] == "LAST_ADMIN"
    assert office.admin.client.delete(path).json()["code"] == "LAST_ADMIN"
    assert office.admin.client.get("/v1/account").status_code == 200


def test_an_officer_of_the_operator_is_one_as_long_as_the_ledger_says_so(office: Office) -> None:
    made = organisation(office.served, "Sở vận hành", "operator")
    officer = person(office.served, made, "officer@example.vn", StaffRole.OFFICER)
    clerk = person(office.served, made, "clerk@example.vn", StaffRole.DRAFTER)
    assert officer.client.get("/v1/account").json()["standings"] == ["member", "operator"]
    assert officer.client.get("/v1/organisations").status_code == 200
    assert clerk.client.get("/v1/organisations").json()["code"] == "FORBIDDEN"
    # What an organisation is about to do is not the operator's to read.
    assert officer.client.get(f"{office.path}/drafts").json()["code"] == "FORBIDDEN"
    assert officer.client.get(office.path).status_code == 200
    closed = organisation(office.served, "Đóng")
    somebody = person(office.served, closed, "closed@example.vn")
    assert officer.client.post(f"/v1/organisations/{closed}/close").status_code == 204
    assert somebody.client.get("/v1/account").status_code == 401
    revoked = RevokeRole(
        record=party("operator"),
        expected_version=office.served.version(party("operator")),
        not_after=office.served.soon,
        role=Role.OPERATOR,
    )
    office.served.submit(revoked, key("regulator"))
    until = time.monotonic() + 10
    while officer.client.get("/v1/organisations").status_code == 200:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert officer.client.get("/v1/account").json()["standings"] == ["member"]
