"""Certificates for tests: roots, intermediates, servers, clients and organisations, with lists of what was revoked."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID, ObjectIdentifier

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
# Where Vietnamese certificates of organisations say the tax code: `MST:0100109106` in the user id.
USER_ID = ObjectIdentifier("0.9.2342.19200300.100.1.1")
CRL_PLACE, OCSP_PLACE = "http://crl.invalid/list.crl", "http://ocsp.invalid"


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def write(self, folder: Path, name: str) -> tuple[Path, Path]:
        """Certificate and key, as PEM files."""
        certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
        certificate.write_text(self.pem)
        key.write_bytes(self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return certificate, key


def authority(name: str, by: Holder | None = None) -> Holder:
    """A root, or an intermediate under `by`."""
    builder, key = _certificate(name, by, days=3650)
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = builder.add_extension(x509.BasicConstraints(True, None if by is None else 0), True)
    return _signed(builder.add_extension(usage, True), key, by)


def client(name: str, by: Holder, *, days: int = 30, begun: int = 1, key: PrivateKey | None = None) -> Holder:
    """What a machine shows in TLS."""
    builder, key = _certificate(name, by, days=days, begun=begun, key=key)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
    return _signed(builder.add_extension(usage, False), key, by)


def machine(holder: Holder, name: str, asked: dict[str, str]) -> dict[str, str]:
    """What registers a machine. asked: the text that the service asked its key to sign."""
    text = asked["text"].encode()
    if isinstance(holder.key, rsa.RSAPrivateKey):
        proof = holder.key.sign(text, padding.PSS(padding.MGF1(SHA256()), padding.PSS.DIGEST_LENGTH), SHA256())
    else:
        proof = holder.key.sign(text, ec.ECDSA(SHA256()))
    told = {"challenge": asked["challenge"], "proof": base64.b64encode(proof).decode()}
    return {"name": name, "certificate": holder.pem, **told}


def server(by: Holder) -> Holder:
    """That of this machine."""
    builder, key = _certificate("127.0.0.1", by, days=30)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    return _signed(builder.add_extension(names, False), key, by)


def organisation(
    name: str, code: str, by: Holder, *, days: int = 365, begun: int = 30, signs: bool = True, answered: bool = False
) -> Holder:
    """A public digital signature. code: the tax code; signs: its key may be used for signing what is meant; answered:
    its authority can be asked for it (OCSP).
    """
    builder, key = _certificate(name, by, days=days, begun=begun, user_id=f"MST:{code}", rsa_key=True)
    usage = x509.KeyUsage(signs, signs, not signs, False, False, False, False, False, False)
    place = x509.DistributionPoint([x509.UniformResourceIdentifier(CRL_PLACE)], None, None, None)
    builder = builder.add_extension(usage, True).add_extension(x509.CRLDistributionPoints([place]), False)
    if answered:
        asked = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(OCSP_PLACE))
        builder = builder.add_extension(x509.AuthorityInformationAccess([asked]), False)
    return _signed(builder, key, by)


def revocations(by: Holder, revoked: Sequence[Holder] = (), *, days: float = 7, ago: float = 1) -> bytes:
    """The list of what `by` revoked, DER. ago: hours since it was made; days: until the next one."""
    now = datetime.now(UTC)
    builder = x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject)
    builder = builder.last_update(now - timedelta(hours=ago)).next_update(now + timedelta(days=days))
    for each in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(each.certificate.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(now - timedelta(days=2)).build())
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key())
    builder = builder.add_extension(x509.CRLNumber(1), False).add_extension(identifier, False)
    return builder.sign(by.key, SHA256()).public_bytes(Encoding.DER)


def response(by: Holder, holder: Holder, *, revoked: bool = False, ago: float = 1, days: float = 1) -> bytes:
    """What `by` answers when it is asked for a certificate of its own (OCSP), DER; the rest as for `revocations`."""
    now = datetime.now(UTC)
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=holder.certificate,
        issuer=by.certificate,
        algorithm=SHA1(),
        cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
        this_update=now - timedelta(hours=ago),
        next_update=now + timedelta(days=days),
        revocation_time=now - timedelta(days=2) if revoked else None,
        revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, by.certificate)
    return builder.sign(by.key, SHA256()).public_bytes(Encoding.DER)


def _certificate(
    name: str,
    by: Holder | None,
    *,
    days: int,
    begun: int = 1,
    user_id: str = "",
    rsa_key: bool = False,
    key: PrivateKey | None = None,
) -> tuple[x509.CertificateBuilder, PrivateKey]:
    """begun: days ago."""
    if key is None:
        key = rsa.generate_private_key(65_537, 2048) if rsa_key else ec.generate_private_key(ec.SECP256R1())
    names = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if user_id:
        names += [x509.NameAttribute(NameOID.ORGANIZATION_NAME, name), x509.NameAttribute(USER_ID, user_id)]
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        subject_name=x509.Name(names),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(days=begun),
        not_valid_after=now + timedelta(days=days),
    )
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False), key


def _signed(builder: x509.CertificateBuilder, key: PrivateKey, by: Holder | None) -> Holder:
    name = builder._subject_name if by is None else by.certificate.subject
    assert name is not None
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key((key if by is None else by.key).public_key())
    signed = builder.issuer_name(name).add_extension(identifier, False)
    return Holder(signed.sign(key if by is None else by.key, SHA256()), key)
