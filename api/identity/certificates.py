"""Client certificates in TLS: what an organisation's machine shows, directly or to a proxy that ends the TLS.

An organisation registers a public key. Who signed the certificate is the business of the roots that the TLS server
trusts; the service asks that the key is the registered one and that the certificate is within its dates.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import unquote

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import Certificate
from sqlalchemy.orm import Session

from api.tables import ClientCertificateRow, OrganisationRow

MOST = 16_384  # bytes of a header or a file


class BadCertificate(Exception):
    """Not a certificate that can be read."""


def read_certificate(text: str) -> Certificate:
    """From a header: RFC 9440 (`:base64 of DER:`) or PEM, percent-encoded or not. Raises `BadCertificate`."""
    try:
        if len(text) > MOST:
            raise ValueError("too long")
        if text.startswith(":") and text.endswith(":") and len(text) > 2:
            return x509.load_der_x509_certificate(base64.b64decode(text[1:-1], validate=True))
        return x509.load_pem_x509_certificate(unquote(text).encode("ascii"))
    except (ValueError, binascii.Error):
        raise BadCertificate("no certificate") from None


def read_der(der: bytes) -> Certificate:
    """Raises `BadCertificate`."""
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError:
        raise BadCertificate("no certificate") from None


def spki(certificate: Certificate) -> bytes:
    """SHA-256 of the SubjectPublicKeyInfo (DER): it stays the same when a certificate is renewed for the same key.

    Raises `BadCertificate`.
    """
    try:
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, UnsupportedAlgorithm):
        raise BadCertificate("no key that can be read") from None
    return hashlib.sha256(key).digest()


def text_to_sign(organisation: str, challenge: str) -> str:
    """What a machine's key signs to be registered. Neither TLS nor a command of the ledger begins like this."""
    return f"hanotex-machine {organisation} {challenge}"


def is_signed(certificate: Certificate, text: str, proof: str) -> bool:
    """Whether the certificate's key signed a text: RSA-PSS or ECDSA with SHA-256, or Ed25519. proof: base64."""
    key, message = certificate.public_key(), text.encode()
    try:
        signature = base64.b64decode(proof, validate=True)
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PSS(padding.MGF1(SHA256()), padding.PSS.AUTO), SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True


def find_machine(session: Session, certificate: Certificate, now: float) -> ClientCertificateRow | None:
    """The registration of a certificate's key, while both are good."""
    at = datetime.fromtimestamp(now, UTC)
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        return None
    row = session.get(ClientCertificateRow, spki(certificate))
    if row is None or row.revoked_at:
        return None
    organisation = session.get(OrganisationRow, row.organisation)
    return None if organisation is None or organisation.closed_at else row


def shown(state: Mapping[str, object], header: str, *, by_proxy: bool) -> Certificate | None:
    """The certificate of a request. state: of the ASGI scope; by_proxy: the peer is a proxy that is believed.

    A header of anybody else is not looked at. Raises `BadCertificate`.
    """
    der = state.get("client_certificate")
    if isinstance(der, bytes) and not by_proxy:
        return read_der(der)
    return read_certificate(header) if by_proxy and header else None
