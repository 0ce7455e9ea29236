"""Whether a signer's certificate is revoked: what shows it, from where and of when; and when nothing does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.onboarding.answers import Answers, FormKey
from api.onboarding.examination import NotShown, Shown, Trusted, examine
from api.onboarding.form import filled_form
from ledger.enums import PartyKind
from tests.conformance.cast import key
from tests.functional import certification
from tests.functional.certification import Holder, response, revocations
from tests.functional.forms import At, signed, signed_with, signer, with_store
from tests.functional.serving import Served

CODE = "0100109106"
HOUR, DAY = 3600, 86_400


@dataclass
class Bench:
    """A root, an authority, an organisation; and the folders that a service is told of."""

    folder: Path
    root: Holder
    authority: Holder
    holder: Holder
    form: bytes

    def signer(self) -> At:
        return signer(self.holder, [self.authority])

    def keep(self, *lists: bytes) -> None:
        """What stands in the folder of lists, beside the root's."""
        for file in (self.folder / "crls").iterdir():
            file.unlink()
        for number, each in enumerate((revocations(self.root), *lists)):
            (self.folder / "crls" / f"{number}.crl").write_bytes(each)

    def examine(self, file: bytes, mode: str = "hard-fail", hours: int = 168) -> Shown:
        trusted = Trusted(str(self.folder / "roots"), str(self.folder / "crls"), mode, hours, 30, time.time())
        return examine(file, trusted)

    def refusal(self, file: bytes, mode: str = "hard-fail", hours: int = 168) -> str:
        with pytest.raises(NotShown) as refused:
            self.examine(file, mode, hours)
        return refused.value.code


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("revocation")
    for name in ("roots", "crls"):
        (folder / name).mkdir()
    root = certification.authority("Vietnam National Root CA")
    authority = certification.authority("Public CA", root)
    root.write(folder / "roots", "root")
    keys = (FormKey(key("institute").address, 15),)
    form = filled_form(Answers("Viện", CODE, PartyKind.INSTITUTE, "VN", keys, 1))
    return Bench(folder, root, authority, certification.organisation("VIỆN", CODE, authority, answered=True), form)


def _ago(at: int) -> float:
    """Hours."""
    return round((time.time() - at) / HOUR, 1)


def test_a_current_list_in_the_folder_is_the_evidence(bench: Bench) -> None:
    bench.keep(revocations(bench.authority, ago=30), revocations(bench.authority, ago=5, days=2))
    found = bench.examine(signed(bench.form, bench.signer())).revocation
    assert (found.kind, found.source, _ago(found.at)) == ("crl", "folder", 5.0)
    assert round((found.until - time.time()) / DAY) == 2


def test_a_revoked_certificate_is_refused_as_revoked(bench: Bench) -> None:
    bench.keep(revocations(bench.authority, [bench.holder]))
    for mode in ("require", "hard-fail", "soft-fail"):
        assert bench.refusal(signed(bench.form, bench.signer()), mode) == "MANDATE_REVOKED"


def test_the_signature_under_a_revoked_authority_is_refused(bench: Bench) -> None:
    bench.keep(revocations(bench.authority))
    (bench.folder / "crls" / "0.crl").write_bytes(revocations(bench.root, [bench.authority]))
    assert bench.refusal(signed(bench.form, bench.signer())) == "MANDATE_REVOKED"


STALE: dict[str, Callable[[Bench], Sequence[bytes]]] = {
    "none": lambda bench: [],
    "over": lambda bench: [revocations(bench.authority, ago=48, days=-1)],
    "too old": lambda bench: [revocations(bench.authority, ago=200, days=30)],
    "of another": lambda bench: [revocations(certification.authority("Public CA"))],
    "of the future": lambda bench: [revocations(bench.authority, ago=-5)],
}


@pytest.mark.parametrize("which", STALE)
def test_without_a_current_list_it_is_not_known_and_only_soft_fail_takes_it(bench: Bench, which: str) -> None:
    bench.keep(*STALE[which](bench))
    file = signed(bench.form, bench.signer())
    assert bench.refusal(file) == "MANDATE_REVOCATION_UNKNOWN"
    assert bench.refusal(file, "require") == "MANDATE_REVOCATION_UNKNOWN"
    found = bench.examine(file, "soft-fail").revocation
    assert (found.kind, found.source, found.at) == ("", "", 0)


def test_the_age_that_evidence_may_have_is_a_setting(bench: Bench) -> None:
    bench.keep(revocations(bench.authority, ago=30, days=30))
    file = signed(bench.form, bench.signer())
    assert bench.examine(file, hours=31).revocation.kind == "crl"
    assert bench.refusal(file, hours=29) == "MANDATE_REVOCATION_UNKNOWN"


def test_a_list_that_is_over_still_knows_what_was_revoked(bench: Bench) -> None:
    bench.keep(revocations(bench.authority, [bench.holder], ago=48, days=-1))
    assert bench.refusal(signed(bench.form, bench.signer()), "soft-fail") == "MANDATE_REVOKED"


def test_without_the_roots_list_the_authority_is_not_known(bench: Bench) -> None:
    bench.keep(revocations(bench.authority))
    (bench.folder / "crls" / "0.crl").unlink()
    assert bench.refusal(signed(bench.form, bench.signer()), "require") == "MANDATE_REVOCATION_UNKNOWN"


@pytest.mark.parametrize("place", ["signature", "store"])
@pytest.mark.parametrize("kind", ["ocsp", "crl"])
def test_what_the_signers_program_put_in_is_evidence(bench: Bench, place: str, kind: str) -> None:
    bench.keep()
    given = {
        "lists": [revocations(bench.authority, ago=3)] if kind == "crl" else [],
        "responses": [response(bench.authority, bench.holder, ago=3)] if kind == "ocsp" else [],
    }
    if place == "signature":
        file = signed_with(bench.form, bench.signer(), **given)
    else:
        file = signed(with_store(bench.form, **given), bench.signer())
    found = bench.examine(file).revocation
    assert (found.kind, found.source, _ago(found.at)) == (kind, "signature", 3.0)


def test_a_store_that_was_added_after_the_signature_alters_the_file(bench: Bench) -> None:
    bench.keep()
    late = with_store(signed(bench.form, bench.signer()), responses=[response(bench.authority, bench.holder)])
    assert bench.refusal(late) == "MANDATE_ALTERED"


BAD: dict[str, Callable[[Bench], bytes]] = {
    "over": lambda bench: response(bench.authority, bench.holder, ago=72, days=-1),
    "of another certificate": lambda bench: response(
        bench.authority, certification.organisation("X", "0312345678", bench.authority)
    ),
    "by a stranger": lambda bench: response(certification.authority("Public CA"), bench.holder),
}


@pytest.mark.parametrize("which", BAD)
def test_a_response_that_shows_nothing_is_no_evidence(bench: Bench, which: str) -> None:
    bench.keep()
    file = signed_with(bench.form, bench.signer(), responses=[BAD[which](bench)])
    assert bench.refusal(file) == "MANDATE_REVOCATION_UNKNOWN"


def test_a_response_that_says_revoked_is_heard_in_every_mode(bench: Bench) -> None:
    bench.keep()
    file = signed_with(bench.form, bench.signer(), responses=[response(bench.authority, bench.holder, revoked=True)])
    assert {bench.refusal(file, mode) for mode in ("hard-fail", "soft-fail")} == {"MANDATE_REVOKED"}


def test_a_good_response_hides_no_list_that_says_revoked(bench: Bench) -> None:
    """The signer's program chose what it put in; the folder's list is younger or older, and is heard either way."""
    file = signed_with(bench.form, bench.signer(), responses=[response(bench.authority, bench.holder, ago=3)])
    for ago in (1, 20):
        bench.keep(revocations(bench.authority, [bench.holder], ago=ago))
        assert bench.refusal(file) == "MANDATE_REVOKED"
    bench.keep(revocations(bench.authority, ago=1))
    assert bench.examine(file).revocation.source == "folder"


def test_the_answer_to_an_application_says_what_the_evidence_was(bench: Bench, tmp_path: Path) -> None:
    bench.keep()
    file = signed_with(bench.form, bench.signer(), responses=[response(bench.authority, bench.holder, ago=2)])
    folders = {"mandate_roots": bench.folder / "roots", "mandate_crls": bench.folder / "crls"}
    with Served(tmp_path / "home", **folders) as served:
        path = "/v1/onboarding/applications"
        answer = served.client.post(path, files={"document": ("form.pdf", file, "application/pdf")})
        assert answer.status_code == 201, answer.text
        told = answer.json()["mandate"]["revocation"]
        assert (told["kind"], told["source"], _ago(told["at"])) == ("ocsp", "signature", 2.0)
        bare = signed(bench.form, bench.signer())
        later = served.client.post(path, files={"document": ("form.pdf", bare, "application/pdf")})
        assert (later.status_code, later.json()["code"]) == (503, "MANDATE_REVOCATION_UNKNOWN")
        assert later.headers["Retry-After"] == "3600"


def test_the_doctor_says_which_lists_have_to_be_brought(bench: Bench, tmp_path: Path) -> None:
    def finding(*lists: bytes) -> tuple[bool, str]:
        bench.keep(*lists)
        environment = {
            "HANOTEX_MANDATE_ROOTS": str(bench.folder / "roots"),
            "HANOTEX_MANDATE_CRLS": str(bench.folder / "crls"),
        }
        ran = CliRunner().invoke(app, ["doctor", "--home", str(tmp_path), "--json"], env=environment)
        (found,) = [each for each in json.loads(ran.stdout) if each["name"] == "revocation lists"]
        return found["ok"], found["said"].split(";")[0]

    assert finding(revocations(bench.authority)) == (
        True,
        "2 hiện hành / current, 0 quá hạn / out of date, 0 chưa có / missing",
    )
    stale = revocations(bench.authority, ago=200, days=30)
    assert finding(stale) == (False, "1 hiện hành / current, 1 quá hạn / out of date, 0 chưa có / missing")
    assert finding(stale, revocations(bench.authority))[0] is True
    for file in (bench.folder / "crls").iterdir():
        file.unlink()
    bench.authority.write(bench.folder / "roots", "authority")
    try:
        assert "1 chưa có / missing" in finding()[1]
    finally:
        (bench.folder / "roots" / "authority.crt").unlink()
