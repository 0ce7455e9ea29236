"""Onboarding: real forms, signed with real digital signatures, and everything that can be wrong with one."""

from __future__ import annotations

import hashlib
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import rfc8785
from pyhanko.pdf_utils import generic

from api.dependencies import reading_tables
from api.identity.who import StaffRole
from api.onboarding.contained import trusted_by
from api.onboarding.examination import NotShown, examine
from api.onboarding.mandates import the_mandate
from api.onboarding.objects import pdf
from api.people import organisation_answer, the_organisation
from ledger import wire
from ledger.commands import AddKey, RegisterParty
from ledger.enums import Role
from tests.conformance.cast import key, party, sign
from tests.functional import certification
from tests.functional.certification import Holder
from tests.functional.forms import changed, filled, signed, signer, with_object, with_second_place
from tests.functional.serving import Served
from tests.functional.staff import PASSWORD, Person, organisation, person

CODE = "0100109106"


@dataclass
class Authorities:
    """A national root, an authority under it and an organisation; and a root that nobody configured."""

    root: Holder
    authority: Holder
    organisation: Holder
    revoked: Holder
    stranger: Holder

    def signer(self, holder: Holder | None = None, at: datetime | None = None) -> Any:
        return signer(holder or self.organisation, [self.authority], at)


@pytest.fixture(scope="module")
def authorities() -> Authorities:
    root = certification.authority("Vietnam National Root CA")
    authority = certification.authority("Public CA", root)
    stranger = certification.authority("Another root")
    return Authorities(
        root,
        authority,
        certification.organisation("VIỆN CÔNG NGHỆ", CODE, authority),
        certification.organisation("VIỆN CŨ", CODE, authority),
        certification.organisation("VIỆN CÔNG NGHỆ", CODE, stranger),
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, authorities: Authorities) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("onboarding")
    roots, lists = folder / "roots", folder / "crls"
    roots.mkdir()
    lists.mkdir()
    authorities.root.write(roots, "root")
    (lists / "authority.crl").write_bytes(certification.revocations(authorities.authority, [authorities.revoked]))
    (lists / "root.crl").write_bytes(certification.revocations(authorities.root))
    with Served(folder / "home", public_reading=False, mandate_roots=roots, mandate_crls=lists) as running:
        running.onboard("operator", Role.OPERATOR)
        yield running


@pytest.fixture(scope="module")
def officer(served: Served) -> Person:
    return person(served, organisation(served, "Vận hành", "operator"), "officer@example.vn", StaffRole.OFFICER)


def asked(alias: str, **other: Any) -> dict[str, Any]:
    """What a form is filled in with: two keys that hold every power and one for documents; two sign together."""
    everything = ["documents", "market", "title", "keys"]
    return {
        "organisation_name": "Viện Công nghệ Hà Nội",
        "organisation_code": CODE,
        "party_kind": "institute",
        "country": "VN",
        "keys": [
            {"address": "0x" + key(alias).address.hex(), "powers": everything},
            {"address": "0x" + key(alias, 2).address.hex(), "powers": everything},
            {"address": "0x" + key(alias, 3).address.hex(), "powers": ["documents"]},
        ],
        "threshold": 2,
        **other,
    }


def form(served: Served, alias: str, **other: Any) -> bytes:
    answer = served.client.post("/v1/onboarding/form", json=asked(alias, **other))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


def apply(served: Served, file: bytes, **data: str) -> httpx.Response:
    files = {"document": ("form.pdf", file, "application/pdf")}
    return served.client.post("/v1/onboarding/applications", files=files, data=data)


@pytest.fixture(scope="module")
def good(served: Served, authorities: Authorities) -> bytes:
    return signed(form(served, "good"), authorities.signer())


# --- The whole way -------------------------------------------------------------------------------------------------


def test_an_organisation_comes_to_the_ledger(served: Served, authorities: Authorities, officer: Person) -> None:
    file, salt = signed(form(served, "whole"), authorities.signer()), "0x" + "5a" * 32
    applied = apply(served, file, salt=salt)
    assert applied.status_code == 201, applied.text
    said, mandate = applied.json(), applied.json()["mandate"]
    assert said["salt"] == salt
    assert mandate["state"] == "applied"
    assert mandate["sha256"] == "0x" + hashlib.sha256(file).hexdigest()
    assert mandate["party"] == "0x" + party("whole").hex()
    assert mandate["differences"] == ["party"]
    assert [each["powers"] for each in mandate["keys"]][2] == ["documents"]
    assert mandate["certificate"] == "0x" + hashlib.sha256(authorities.organisation.der).hexdigest()
    # The profile is the catalogue's commitment to the file.
    content = rfc8785.dumps(
        {"sha256": hashlib.sha256(file).hexdigest(), "size": len(file), "media_type": "application/pdf"}
    )
    assert (
        mandate["profile"]
        == "0x" + hashlib.sha256(b"HanoTEX.commitment1" + bytes.fromhex(salt[2:]) + content).hexdigest()
    )

    path = f"/v1/onboarding/applications/{mandate['id']}"
    token = {"token": said["token"]}
    assert served.client.get(path).json()["code"] == "SIGN_IN_REQUIRED"
    early = served.client.post(f"{path}/claim", json={**token, "email": "a@example.vn"})
    assert early.json()["code"] == "MANDATE_DECIDED"
    assert officer.client.get(f"{path}/document").content == file
    listed = officer.client.get("/v1/onboarding/applications?state=applied").json()["mandates"]
    assert mandate["id"] in [each["id"] for each in listed]
    decided = officer.client.post(f"{path}/decision", json={"approved": True})
    assert decided.json()["state"] == "approved"
    assert officer.client.post(f"{path}/decision", json={"approved": False}).json()["code"] == "MANDATE_DECIDED"

    # The organisation signs what the form says, with the very keys of the form.
    register, add = (wire.command_from_json(each) for each in said["commands"])
    assert isinstance(register.command, RegisterParty)
    assert isinstance(add.command, AddKey)
    keys = [key("whole"), key("whole", 2), key("whole", 3)]
    assert served.post(sign(register.ledger, register.command, keys[:2])).status_code == 201
    served.admit("whole", "operator")
    assert served.post(sign(add.ledger, add.command, keys)).status_code == 201
    followed = served.client.post(f"{path}/follow", json=token).json()
    assert followed["mandate"]["differences"] == []
    assert followed["commands"] == []

    # And its first admin signs in.
    invited = served.client.post(f"{path}/claim", json={**token, "email": "admin@vien.example.vn"})
    assert invited.status_code == 201
    claimed = served.client.post(
        "/v1/accounts/claim",
        json={"invitation": invited.json()["invitation"], "name": "Trần Văn Cường", "password": PASSWORD},
    )
    assert claimed.status_code == 200
    assert decided.json()["organisation"] is not None
    assert served.client.post(f"{path}/follow", json={"token": said["token"] + "x"}).json()["code"] == "NOT_FOUND"

    # What is not needed any more is erased; the commitment stays.
    assert officer.client.delete(f"{path}/document").status_code == 204
    assert officer.client.get(f"{path}/document").json()["code"] == "NOT_FOUND"
    assert officer.client.get(path).json()["document_kept"] is False


def test_a_form_that_does_not_show_what_it_says_is_refused(served: Served, authorities: Authorities) -> None:
    blank = served.client.get("/v1/onboarding/form")
    assert blank.content.startswith(b"%PDF-")
    texts = {
        "organisation_name": "Công ty Đổi mới",
        "organisation_code": CODE,
        "party_kind": "enterprise",
        "country": "VN",
        "threshold": "1",
        "key_1": "0x" + key("elsewhere").address.hex(),
    }
    boxes = [f"key_1_{power}" for power in ("documents", "market", "title", "keys")]
    # The values are there and the page is blank: who signs sees nothing of it.
    for file in (filled(blank.content, texts, boxes), filled(form(served, "seen"), {"key_1": texts["key_1"]})):
        assert refused(served, signed(file, authorities.signer())) == "MANDATE_DRAWN_OTHERWISE"


def test_a_profile_of_another_file_is_seen(served: Served, authorities: Authorities) -> None:
    said = apply(served, signed(form(served, "other-file"), authorities.signer())).json()
    register = wire.command_from_json(said["commands"][0]).command
    assert isinstance(register, RegisterParty)
    other = replace(register, profile=bytes(31) + b"\x01", threshold=1)
    keys = [key("other-file"), key("other-file", 2)]
    assert served.post(sign(served.genesis.ledger, other, keys)).status_code == 201
    path = f"/v1/onboarding/applications/{said['mandate']['id']}/follow"
    followed = served.client.post(path, json={"token": said["token"]}).json()
    assert followed["mandate"]["differences"] == ["profile", "keys", "threshold"]


def test_a_refused_application_makes_no_organisation(served: Served, authorities: Authorities, officer: Person) -> None:
    said = apply(served, signed(form(served, "refused"), authorities.signer())).json()
    path = f"/v1/onboarding/applications/{said['mandate']['id']}"
    refused = officer.client.post(f"{path}/decision", json={"approved": False, "reason": "Thiếu giấy tờ"})
    assert (refused.json()["state"], refused.json()["organisation"]) == ("refused", None)
    followed = served.client.post(f"{path}/follow", json={"token": said["token"]}).json()
    assert followed["mandate"]["reason"] == "Thiếu giấy tờ"
    claim = served.client.post(f"{path}/claim", json={"token": said["token"], "email": "x@example.vn"})
    assert claim.json()["code"] == "MANDATE_DECIDED"


def test_the_same_party_becomes_one_organisation(served: Served, authorities: Authorities, officer: Person) -> None:
    file = signed(form(served, "twice"), authorities.signer())
    first, second = (apply(served, file).json()["mandate"]["id"] for _ in range(2))
    decide = {"approved": True}
    assert officer.client.post(f"/v1/onboarding/applications/{first}/decision", json=decide).status_code == 200
    again = officer.client.post(f"/v1/onboarding/applications/{second}/decision", json=decide)
    assert again.json()["code"] == "ALREADY_THERE"


# --- Whose party it is ---------------------------------------------------------------------------------------------


def decided(served: Served, officer: Person, said: dict[str, Any]) -> httpx.Response:
    path = f"/v1/onboarding/applications/{said['mandate']['id']}/decision"
    return officer.client.post(path, json={"approved": True})


def party_linked(served: Served, said: dict[str, Any], *, look: bool = True) -> str | None:
    """The party of an application's organisation; look: after the applicant followed it once more."""
    if look:
        path = f"/v1/onboarding/applications/{said['mandate']['id']}/follow"
        assert served.client.post(path, json={"token": said["token"]}).status_code == 200
    with reading_tables(served.service) as session:
        organisation = the_mandate(session, said["mandate"]["id"]).organisation
        assert organisation is not None
        return organisation_answer(the_organisation(session, organisation)).party


def applied(served: Served, authorities: Authorities, alias: str, code: str = CODE) -> dict[str, Any]:
    holder = certification.organisation("CÔNG TY LẠ", code, authorities.authority)
    answer = apply(served, signed(form(served, alias, organisation_code=code), authorities.signer(holder)))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_nobody_takes_a_party_by_writing_its_key_on_a_form(
    served: Served, authorities: Authorities, officer: Person
) -> None:
    served.onboard("guard")
    served.grant("guard", Role.AUDITOR, "operator", "regulator")
    squatter = applied(served, authorities, "guard", "0312345678")
    refused = decided(served, officer, squatter)
    assert (refused.status_code, refused.json()["code"]) == (409, "MANDATE_PARTY_NOT_SHOWN")
    answer = officer.client.get(f"/v1/onboarding/applications/{squatter['mandate']['id']}").json()
    assert (answer["state"], answer["organisation"]) == ("applied", None)


def test_a_party_proves_a_later_form_with_its_own_key(
    served: Served, authorities: Authorities, officer: Person
) -> None:
    served.onboard("owner")
    said = applied(served, authorities, "owner")
    assert decided(served, officer, said).json()["code"] == "MANDATE_PARTY_NOT_SHOWN"
    update = wire.command_from_json(said["commands"][0])
    assert served.post(sign(update.ledger, update.command, [key("owner")])).status_code == 201
    assert decided(served, officer, said).status_code == 200
    assert party_linked(served, said) == "0x" + party("owner").hex()


def test_an_organisation_has_no_party_until_the_ledger_shows_its_form(
    served: Served, authorities: Authorities, officer: Person
) -> None:
    squatter, owner = applied(served, authorities, "late", "0312345678"), applied(served, authorities, "late")
    assert decided(served, officer, squatter).json()["state"] == "approved"
    assert decided(served, officer, owner).json()["state"] == "approved"
    assert (party_linked(served, squatter), party_linked(served, owner)) == (None, None)
    register = wire.command_from_json(owner["commands"][0])
    assert served.post(sign(register.ledger, register.command, [key("late"), key("late", 2)])).status_code == 201
    # By claiming, as by following.
    claim = f"/v1/onboarding/applications/{squatter['mandate']['id']}/claim"
    claimed = served.client.post(claim, json={"token": squatter["token"], "email": "squatter@example.vn"})
    assert claimed.status_code == 201
    assert party_linked(served, squatter) is None
    claim = f"/v1/onboarding/applications/{owner['mandate']['id']}/claim"
    claimed = served.client.post(claim, json={"token": owner["token"], "email": "owner@example.vn"})
    assert claimed.status_code == 201
    assert party_linked(served, owner, look=False) == "0x" + party("late").hex()


# --- What is wrong with a file -------------------------------------------------------------------------------------


def refused(served: Served, file: bytes) -> str:
    answer = apply(served, file)
    assert answer.status_code == 400, answer.text
    found: str = answer.json()["code"]
    return found


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7\n", b"GIF89a", b"\x00" * 5000, b"%PDF-1.7\n" + b"9" * 20_000])
def test_what_is_no_pdf_is_unreadable(served: Served, file: bytes) -> None:
    assert refused(served, file) == "MANDATE_UNREADABLE"


def test_a_file_that_is_too_large_is_refused_unread(served: Served) -> None:
    assert apply(served, bytes(1 << 21)).json()["code"] == "BODY_TOO_LARGE"


def test_a_form_that_nobody_signed_or_two_did_shows_nothing(served: Served, authorities: Authorities) -> None:
    unsigned = form(served, "unsigned")
    assert refused(served, unsigned) == "MANDATE_UNSIGNED"
    two = signed(signed(with_second_place(unsigned), authorities.signer()), authorities.signer(), "second")
    assert refused(served, two) == "MANDATE_UNSIGNED"


def test_every_part_of_the_file_is_signed(served: Served, good: bytes) -> None:
    """Bits turned all over the file and in the signature itself: 600 files, and none passes."""
    trusted = trusted_by(served.service.settings, served.service.clock())
    examine(good, trusted)
    chosen, signature = random.Random(5), good.rindex(b"/Contents <") + len(b"/Contents <")
    # The first bytes of the signature say which form it has, and bind nothing.
    bound = range(signature + 100, signature + 2 * 2700)
    places = [chosen.randrange(len(good)) for _ in range(400)] + [chosen.choice(bound) for _ in range(200)]
    for place in places:
        spoilt = bytearray(good)
        spoilt[place] ^= 1 << chosen.randrange(8)
        if signature <= place < bound.start:
            continue
        with pytest.raises(NotShown):
            examine(bytes(spoilt), trusted)


def test_what_was_added_after_the_signature_is_seen(served: Served, good: bytes) -> None:
    other = "0x" + key("thief").address.hex()
    assert refused(served, filled(good, {"key_1": other})) == "MANDATE_ALTERED"
    assert refused(served, good + b"\n") in ("MANDATE_ALTERED", "MANDATE_UNREADABLE")
    assert refused(served, good + b"% a comment\n%%EOF\n") in ("MANDATE_ALTERED", "MANDATE_UNREADABLE")


def test_room_beside_the_signature_is_seen(served: Served, good: bytes) -> None:
    """A signature that says it covers less than it should: what stands in the gap is the signature and nothing else."""
    begin = good.rindex(b"/ByteRange")
    length = int(good[begin:].split(b"[")[1].split()[1])
    shifted = good.replace(f"[0 {length} ".encode(), f"[0 {length - 10} ".encode(), 1)
    if len(shifted) == len(good):
        assert refused(served, shifted) in ("MANDATE_ALTERED", "MANDATE_UNREADABLE")


@pytest.mark.parametrize("place", ["/OpenAction", "/AA"])
def test_a_file_with_a_script_is_unreadable(served: Served, authorities: Authorities, place: str) -> None:
    script = generic.DictionaryObject(
        {
            generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
            generic.pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
        }
    )
    file = signed(with_object(form(served, "script"), place, script), authorities.signer())
    assert refused(served, file) == "MANDATE_UNREADABLE"


def _script_in_field(page: Any, field: Any) -> None:
    field[generic.pdf_name("/AA")] = pdf({"/F": _SCRIPT})


def _action_of_field(page: Any, field: Any) -> None:
    field[generic.pdf_name("/A")] = pdf({"/S": "/URI", "/URI": "https://example.vn"})


def _script_on_page(page: Any, field: Any) -> None:
    page[generic.pdf_name("/AA")] = pdf({"/O": _SCRIPT})


def _note_over_the_page(page: Any, field: Any) -> None:
    note = pdf({"/Type": "/Annot", "/Subtype": "/FreeText", "/Rect": list(field["/Rect"]), "/Contents": "0xbob"})
    page["/Annots"].append(note)


def _another_appearance(page: Any, field: Any) -> None:
    field[generic.pdf_name("/AP")] = pdf({"/N": page["/Annots"][0].get_object()["/AP"].raw_get("/N")})


def _another_drawing(page: Any, field: Any) -> None:
    page[generic.pdf_name("/Contents")] = page["/Annots"][0].get_object()["/AP"].raw_get("/N")


def _moved_field(page: Any, field: Any) -> None:
    field[generic.pdf_name("/Rect")] = pdf([0.0, 0.0, 1.0, 1.0])


def _hidden_field(page: Any, field: Any) -> None:
    field[generic.pdf_name("/F")] = pdf(2)


def _signature_over_the_page(page: Any, field: Any) -> None:
    place = next(each.get_object() for each in page["/Annots"] if each.get_object()["/T"] == "signature")
    place[generic.pdf_name("/Rect")] = pdf([0.0, 0.0, 595.0, 842.0])


_SCRIPT = {"/S": "/JavaScript", "/JS": "event.value = '0xbob'"}
_CHANGES = (
    *(_script_in_field, _action_of_field, _script_on_page, _note_over_the_page, _another_appearance),
    *(_another_drawing, _moved_field, _hidden_field, _signature_over_the_page),
)


@pytest.mark.parametrize("change", _CHANGES)
def test_whatever_shows_something_else_is_seen(
    served: Served, authorities: Authorities, change: Callable[[Any, Any], None]
) -> None:
    file = signed(changed(form(served, "s"), "key_1", change), authorities.signer())
    with pytest.raises(NotShown) as caught:
        examine(file, trusted_by(served.service.settings, served.service.clock()))
    assert caught.value.code == "MANDATE_DRAWN_OTHERWISE"


@pytest.mark.parametrize("place", ["/Names", "/OCProperties"])
def test_what_has_no_place_in_the_catalogue_is_seen(served: Served, authorities: Authorities, place: str) -> None:
    file = signed(with_object(form(served, "s"), place, pdf({"/EmbeddedFiles": {}})), authorities.signer())
    with pytest.raises(NotShown) as caught:
        examine(file, trusted_by(served.service.settings, served.service.clock()))
    assert caught.value.code == "MANDATE_DRAWN_OTHERWISE"


# --- What is wrong with a signature --------------------------------------------------------------------------------


def test_a_root_that_nobody_configured_is_not_trusted(served: Served, authorities: Authorities) -> None:
    assert refused(served, signed(form(served, "s"), signer(authorities.stranger))) == "MANDATE_NOT_TRUSTED"


def test_a_chain_with_a_link_missing_is_not_trusted(served: Served, authorities: Authorities) -> None:
    assert refused(served, signed(form(served, "s"), signer(authorities.organisation))) == "MANDATE_NOT_TRUSTED"


def test_a_revoked_certificate_is_not_trusted(served: Served, authorities: Authorities) -> None:
    file = signed(form(served, "s"), authorities.signer(authorities.revoked))
    assert refused(served, file) == "MANDATE_REVOKED"


def test_an_expired_certificate_and_one_that_may_not_sign_are_not_trusted(
    served: Served, authorities: Authorities
) -> None:
    expired = certification.organisation("VIỆN", CODE, authorities.authority, days=-1)
    other_use = certification.organisation("VIỆN", CODE, authorities.authority, signs=False)
    for holder in (expired, other_use):
        assert refused(served, signed(form(served, "s"), authorities.signer(holder))) == "MANDATE_NOT_TRUSTED"


def test_a_signature_of_long_ago_or_of_the_future_is_refused(served: Served, authorities: Authorities) -> None:
    now = datetime.now(UTC)
    for at in (now - timedelta(days=31), now + timedelta(minutes=20)):
        assert refused(served, signed(form(served, "s"), authorities.signer(at=at))) == "MANDATE_TOO_OLD"
    recent = signed(form(served, "recent"), authorities.signer(at=now - timedelta(days=20)))
    assert apply(served, recent).status_code == 201


def test_the_signature_of_another_organisation_is_refused(served: Served, authorities: Authorities) -> None:
    other = certification.organisation("CÔNG TY KHÁC", "0312345678", authorities.authority)
    assert refused(served, signed(form(served, "s"), authorities.signer(other))) == "MANDATE_OF_ANOTHER"


def test_without_a_revocation_list_nothing_is_trusted_unless_the_settings_say_so(
    tmp_path: Path, authorities: Authorities
) -> None:
    roots = tmp_path / "roots"
    roots.mkdir()
    authorities.root.write(roots, "root")
    for mode, status in (("hard-fail", 503), ("require", 503), ("soft-fail", 201)):
        home = tmp_path / mode
        with Served(home, mandate_roots=roots, mandate_revocation=mode) as served:
            assert apply(served, signed(form(served, "s"), authorities.signer())).status_code == status, mode


def test_a_service_without_roots_takes_no_applications(tmp_path: Path, good: bytes) -> None:
    with Served(tmp_path / "home") as served:
        assert apply(served, good).json()["code"] == "MANDATES_NOT_TAKEN"


# --- What is wrong with the answers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"organisation_name": ""}, "organisation_name"),
        ({"organisation_code": "số"}, "organisation_code"),
        ({"party_kind": "company"}, "party_kind"),
        ({"country": "Vietnam"}, "country"),
        ({"threshold": "0"}, "threshold"),
        ({"threshold": "3"}, "threshold"),
        ({"threshold": "hai"}, "threshold"),
        ({"key_1": "0x12"}, "key_1"),
        ({"key_2": "0x" + "00" * 20}, "key_2"),
        ({"key_1": ""}, "key_1"),
        ({"key_4": "0x" + "ab" * 20}, "key_4_documents"),
    ],
)
def test_a_field_that_says_something_else_is_named(
    served: Served, authorities: Authorities, texts: dict[str, str], field: str
) -> None:
    answer = apply(served, signed(filled(form(served, "s"), texts), authorities.signer()))
    assert (answer.json()["code"], answer.json()["values"]) == ("MANDATE_FORM", {"field": field})


def test_a_key_twice_and_a_first_key_without_every_power_are_named(served: Served, authorities: Authorities) -> None:
    same = asked("s")
    same["keys"][1]["address"] = same["keys"][0]["address"]
    answer = served.client.post("/v1/onboarding/form", json=same)
    assert answer.json()["values"] == {"field": "key_2"}
    weak = asked("s")
    weak["keys"][0]["powers"] = ["documents"]
    answer = served.client.post("/v1/onboarding/form", json=weak)
    assert answer.json()["values"] == {"field": "key_1_keys"}


def test_the_form_is_refused_where_json_is_sent_in_its_place(served: Served) -> None:
    answer = served.client.post("/v1/onboarding/applications", json={"document": "x"})
    assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED")


def test_whoever_sends_many_files_at_once_holds_up_nobody(served: Served) -> None:
    """One is examined; the others are refused at once, and wait in no thread that readers need."""
    with ThreadPoolExecutor(60) as several:
        sent = [
            several.submit(served.client_with().post, "/v1/onboarding/applications", files={"document": b"%PDF-1.7"})
            for _ in range(60)
        ]
        begun = time.monotonic()
        assert served.client_with().get("/v1/sign-in/oidc").status_code == 200
        assert time.monotonic() - begun < 4
    answers = Counter((each.result().status_code, each.result().json()["code"]) for each in sent)
    refused = next(each.result() for each in sent if each.result().status_code == 503)
    assert int(refused.headers["retry-after"]) > 0
    assert set(answers) == {(503, "TOO_BUSY"), (400, "MANDATE_UNREADABLE")}
    assert answers[503, "TOO_BUSY"] > 40
