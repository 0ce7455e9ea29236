"""Organisations' machines, recognised by their certificate: straight in TLS, or by the word of a configured proxy."""

from __future__ import annotations

import base64
import re
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from api.dependencies import changing_tables
from api.identity.certificates import read_certificate, spki
from api.identity.who import StaffRole
from api.tables import ClientCertificateRow
from tests.functional import certification
from tests.functional.certification import Holder
from tests.functional.serving import Served
from tests.functional.staff import Person, organisation, person

ROOT = certification.authority("Root of machines")


def register(served: Served, owner: str, holder: Holder) -> None:
    """A machine's public key, as if an admin had registered it."""
    with changing_tables(served.service) as session:
        session.add(
            ClientCertificateRow(
                spki=spki(holder.certificate),
                organisation=owner,
                name="gateway",
                created_by="",
                created_at=served.service.identities.now,
                revoked_at=0,
            )
        )


def header(holder: Holder) -> str:
    """As RFC 9440 writes a certificate."""
    return f":{base64.b64encode(holder.der).decode()}:"


# --- By a proxy ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service that believes proxies on this machine."""
    home = tmp_path_factory.mktemp("home") / "home"
    with Served(home, public_reading=False, proxies="127.0.0.1, 10.0.0.0/8") as running:
        yield running


@pytest.fixture(scope="module")
def office(proxied: Served) -> str:
    return organisation(proxied, "Viện Công nghệ")


@pytest.fixture(scope="module")
def gateway(proxied: Served, office: str) -> Holder:
    holder = certification.client("gateway", ROOT)
    register(proxied, office, holder)
    return holder


def read(served: Served, owner: str, **headers: str) -> httpx.Response:
    return served.client.get(f"/v1/organisations/{owner}", headers=headers)


def test_a_proxy_that_is_believed_speaks_for_a_machine(proxied: Served, office: str, gateway: Holder) -> None:
    for text in (header(gateway), quote(gateway.pem)):
        assert read(proxied, office, **{"Client-Cert": text}).status_code == 200
    assert read(proxied, office).status_code == 401


def test_a_machine_does_what_the_table_gives_to_machines(proxied: Served, office: str, gateway: Holder) -> None:
    said = {"Client-Cert": header(gateway)}
    assert proxied.client.get(f"/v1/organisations/{office}/drafts", headers=said).status_code == 200
    for path in (f"/v1/organisations/{office}/accounts", "/v1/organisations/" + "0" * 32 + "/drafts", "/v1/account"):
        answer = proxied.client.get(path, headers=said)
        assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN"), path


@pytest.mark.parametrize(
    "text", ["", "::", ":AAAA:", ":not base64:", "-----BEGIN CERTIFICATE-----", "x" * 20_000, "%00%ff"]
)
def test_what_is_no_certificate_speaks_for_nobody(proxied: Served, office: str, text: str) -> None:
    assert read(proxied, office, **{"Client-Cert": text}).status_code == 401


def test_another_key_an_expired_certificate_and_a_revoked_one_speak_for_nobody(proxied: Served, office: str) -> None:
    stranger = certification.client("gateway", ROOT)
    assert read(proxied, office, **{"Client-Cert": header(stranger)}).status_code == 401
    gone = certification.client("old", ROOT, days=-1, begun=30)
    register(proxied, office, gone)
    assert read(proxied, office, **{"Client-Cert": header(gone)}).status_code == 401
    renewed = certification.client("old", ROOT, key=gone.key)
    assert read(proxied, office, **{"Client-Cert": header(renewed)}).status_code == 200
    with changing_tables(proxied.service) as session:
        session.get_one(ClientCertificateRow, spki(gone.certificate)).revoked_at = 1
    assert read(proxied, office, **{"Client-Cert": header(renewed)}).status_code == 401


def test_an_admin_registers_and_revokes_a_machine(proxied: Served, office: str) -> None:
    admin: Person = person(proxied, office, "admin@example.vn", StaffRole.ADMIN)
    holder = certification.client("second", ROOT)

    def given() -> dict[str, str]:
        return certification.machine(holder, "second", admin.client.post(f"{admin.path}/machines/challenge").json())

    made = admin.client.post(f"{admin.path}/machines", json=given())
    assert made.status_code == 201
    assert read(proxied, office, **{"Client-Cert": header(holder)}).status_code == 200
    assert admin.client.post(f"{admin.path}/machines", json=given()).json()["code"] == "ALREADY_THERE"
    spoilt = {**given(), "certificate": holder.pem.replace("A", "B")}
    assert admin.client.post(f"{admin.path}/machines", json=spoilt).json()["code"] == "CERTIFICATE_UNREADABLE"
    assert admin.client.delete(f"{admin.path}/machines/{made.json()['spki']}").status_code == 204
    assert read(proxied, office, **{"Client-Cert": header(holder)}).status_code == 401
    assert admin.client.post(f"{admin.path}/machines", json=given()).json()["code"] == "ALREADY_THERE"
    assert len(admin.client.get(f"{admin.path}/machines").json()["machines"]) >= 2


def test_nobody_registers_a_machine_whose_key_they_do_not_hold(proxied: Served) -> None:
    victim = person(proxied, organisation(proxied, "Bị hại"), "va@example.vn", StaffRole.ADMIN)
    thief = person(proxied, organisation(proxied, "Kẻ lạ"), "ma@example.vn", StaffRole.ADMIN)
    holder, other = certification.client("victim", ROOT), certification.client("other", ROOT)

    def asked(who: Person) -> dict[str, str]:
        found: dict[str, str] = who.client.post(f"{who.path}/machines/challenge").json()
        return found

    def register_at(who: Person, given: dict[str, str]) -> str:
        answer = who.client.post(f"{who.path}/machines", json={**given, "certificate": holder.pem})
        return "" if answer.status_code == 201 else str(answer.json()["code"])

    # Another key's signature; the victim's own over a text of its own organisation; none that can be read.
    assert register_at(thief, certification.machine(other, "x", asked(thief))) == "MACHINE_NOT_PROVEN"
    good = certification.machine(holder, "x", asked(victim))
    assert register_at(thief, good) == "CHALLENGE_EXPIRED"
    mixed = {**certification.machine(holder, "x", asked(victim)), "challenge": asked(thief)["challenge"]}
    assert register_at(thief, mixed) == "MACHINE_NOT_PROVEN"
    assert register_at(thief, {**good, "challenge": asked(thief)["challenge"], "proof": "~"}) == "MACHINE_NOT_PROVEN"
    # As it could be had before, by the certificate alone: whoever holds the key takes it over.
    register(proxied, thief.organisation, holder)
    good = certification.machine(holder, "ours", asked(victim))
    assert register_at(victim, good) == ""
    assert register_at(victim, good) == "CHALLENGE_EXPIRED"
    assert thief.client.get(f"{thief.path}/machines").json()["machines"] == []
    assert read(proxied, victim.organisation, **{"Client-Cert": header(holder)}).status_code == 200


@pytest.mark.parametrize("made", ["ec", "rsa", "ed25519"])
def test_the_manual_tells_how_a_key_proves_itself(proxied: Served, tmp_path: Path, made: str) -> None:
    admin = person(proxied, organisation(proxied, "Sổ tay"), f"{made}@example.vn", StaffRole.ADMIN)
    drawn: Any = {
        "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
        "rsa": lambda: rsa.generate_private_key(65_537, 2048),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
    }[made]()
    holder = certification.client(made, ROOT, key=drawn)
    holder.write(tmp_path, "machine")
    asked = admin.client.post(f"{admin.path}/machines/challenge").json()
    manual = (Path(__file__).parents[2] / "docs/operations/sign-in.md").read_text()
    commands = re.findall(r"^printf.*openssl.*$", manual, re.MULTILINE)
    command = commands[["ec", "rsa", "ed25519"].index(made)].replace("TEXT", asked["text"])
    proof = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    given = {"name": made, "certificate": holder.pem, "challenge": asked["challenge"], "proof": proof.strip()}
    assert admin.client.post(f"{admin.path}/machines", json=given).status_code == 201


def test_nobody_but_a_configured_proxy_is_believed(tmp_path: Path) -> None:
    with Served(tmp_path / "home", public_reading=False, proxies="10.0.0.0/8") as served:
        office = organisation(served, "Viện")
        holder = certification.client("gateway", ROOT)
        register(served, office, holder)
        assert read(served, office, **{"Client-Cert": header(holder)}).status_code == 401


def test_an_address_is_what_the_nearest_stranger_is_said_to_have(proxied: Served) -> None:
    """Failures count against who a believed proxy says it was, and not against who that one claims to be."""

    def guess(said: str) -> int:
        asked = {"email": "nobody@example.vn", "password": "a wrong password"}
        headers = {"X-Forwarded-For": said}
        return proxied.client.post("/v1/sign-in/password", json=asked, headers=headers).status_code

    assert [guess(f"198.51.100.{n}, 203.0.113.7, 10.1.2.3") for n in range(6)] == [401] * 5 + [429]
    assert guess("203.0.113.8, 10.1.2.3") == 401


# --- Straight in TLS -----------------------------------------------------------------------------------------------


@dataclass
class Secure:
    served: Served
    roots: Path
    folder: Path

    def client(self, holder: Holder | None) -> httpx.Client:
        trusted = ssl.create_default_context(cafile=str(self.roots))
        if holder is not None:
            trusted.load_cert_chain(*holder.write(self.folder, str(holder.certificate.serial_number)))
        return httpx.Client(base_url=self.served.url, verify=trusted, timeout=30)


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = certification.server(ROOT).write(folder, "server")
    roots, _ = ROOT.write(folder, "root")
    with Served(
        folder / "home",
        public_reading=False,
        tls_certificate=certificate,
        tls_key=key,
        tls_client_roots=roots,
    ) as running:
        yield Secure(running, roots, folder)


def test_tls_that_wants_certificates_serves_nobody_without_one(secure: Secure) -> None:
    other = certification.authority("Another root")
    for holder in (None, certification.client("stranger", other)):
        with secure.client(holder) as client, pytest.raises(httpx.TransportError):
            client.get("/health")


def test_tls_recognises_a_registered_machine_by_its_certificate(secure: Secure) -> None:
    office = organisation(secure.served, "Viện")
    holder, unknown = certification.client("gateway", ROOT), certification.client("unknown", ROOT)
    register(secure.served, office, holder)
    with secure.client(holder) as client:
        assert client.get(f"/v1/organisations/{office}").status_code == 200
        assert client.get(f"/v1/organisations/{office}/accounts").json()["code"] == "FORBIDDEN"
    with secure.client(unknown) as client:
        assert client.get("/health").status_code == 200
        assert client.get(f"/v1/organisations/{office}").status_code == 401
        # Nobody is believed who merely says whose certificate it was.
        said = {"Client-Cert": header(holder)}
        assert client.get(f"/v1/organisations/{office}", headers=said).status_code == 401


def test_a_certificate_reads_the_same_in_both_forms() -> None:
    holder = certification.client("gateway", ROOT)
    assert spki(read_certificate(header(holder))) == spki(read_certificate(quote(holder.pem)))
