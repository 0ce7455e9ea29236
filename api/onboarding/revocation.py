"""What shows that a signer's certificate is not revoked: lists in a folder, and what the signer's program put beside
the signature. Nothing is fetched.

Each piece of evidence is judged alone, the newest first: a response that says good must not hide a list that says
revoked, and what is told as the evidence is what the answer rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import NonexistentAttributeError, find_unique_cms_attribute
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.status import PdfSignatureStatus

_MOST = 20  # pieces of evidence in one file
_REVOKED = (AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)


class Revoked(Exception):
    """The signer's certificate, or one that it stands under, is revoked."""


class NoEvidence(Exception):
    """Nothing current says whether it is revoked."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """kind: `crl`, `ocsp`, or "" where nothing was asked for. source: `folder` or `signature`. at: UTC seconds, when it
    was true; until: to when it says so itself, 0 for no statement.
    """

    kind: str = ""
    source: str = ""
    at: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A list or a response, as it is given to the validation."""

    evidence: Evidence
    content: CertificateList | OCSPResponse

    def is_current(self, moment: datetime, hours: int | None = None) -> bool:
        """By its own word; and no older than so many hours."""
        now, found = moment.timestamp(), self.evidence
        young = hours is None or now - hours * 3600 <= found.at
        return young and found.at <= now and (not found.until or now < found.until)


# The status with these lists and responses alone, in a mode of revocation.
Validate = Callable[[list[CertificateList], list[OCSPResponse], str], PdfSignatureStatus]


def judged(
    pieces: list[Piece], signer: Certificate, moment: datetime, mode: str, hours: int, validate: Validate
) -> tuple[PdfSignatureStatus, Evidence]:
    """The status of the signature, and what shows that its certificate is not revoked.

    mode: `require`, `hard-fail`, `soft-fail`. hours: how old evidence about the signer's certificate may be.
    Raises `Revoked`, and `NoEvidence` where everything else is well.
    """
    about = [piece for piece in pieces if _is_about(piece.content, signer)]
    others = [each.content for each in pieces if each not in about and isinstance(each.content, CertificateList)]

    def status_with(*given: Piece) -> PdfSignatureStatus:
        lists = [piece.content for piece in given if isinstance(piece.content, CertificateList)]
        responses = [piece.content for piece in given if isinstance(piece.content, OCSPResponse)]
        status = validate([*others, *lists], responses, mode)
        # Asked for every certificate: the other modes pass over what says it is revoked where it names no place for it.
        for each in (status, validate([*others, *lists], responses, "require")):
            if each.trust_problem_indic in _REVOKED:
                raise Revoked
        return status

    lenient = validate(others, [], "soft-fail")
    if not lenient.intact or not lenient.valid:
        return lenient, Evidence()
    shown: tuple[PdfSignatureStatus, Evidence] | None = None
    current = [piece for piece in about if piece.is_current(moment, hours)]
    for piece in sorted(current, key=lambda each: -each.evidence.at):
        status = status_with(piece)
        if status.bottom_line and shown is None:
            shown = status, piece.evidence
    if shown is not None:
        return shown
    # A list that is current no more still knows what was revoked.
    if any(_names(piece.content, signer) for piece in about if piece.evidence.source == "folder"):
        raise Revoked
    status = status_with()
    if not status.bottom_line and lenient.bottom_line:
        raise NoEvidence
    return status, Evidence()


def in_folder(folder: str) -> list[Piece]:
    """Revocation lists. PEM or DER."""
    found = []
    for file in sorted(Path(folder).iterdir()) if folder else []:
        if file.suffix in (".crl", ".pem", ".der"):
            data = file.read_bytes()
            read = x509.load_pem_x509_crl if b"-----BEGIN" in data else x509.load_der_x509_crl
            found.append(_of_list(CertificateList.load(read(data).public_bytes(Encoding.DER)), "folder"))
    return found


def in_file(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> list[Piece]:
    """What the signer's program put into the signature (`adbe-revocationInfoArchival`) or into the file before it was
    signed (DSS, ETSI EN 319 142-1): both are under the signature.
    """
    lists: list[CertificateList] = []
    responses: list[OCSPResponse] = []
    try:
        kept = find_unique_cms_attribute(signature.signer_info["signed_attrs"], "adobe_revocation_info_archival")
        lists += kept["crl"] or []
        responses += kept["ocsp"] or []
    except NonexistentAttributeError:
        pass
    if "/DSS" in reader.root:
        store = DocumentSecurityStore.read_dss(reader)
        lists += [CertificateList.load(each.get_object().data) for each in store.crls]
        responses += [OCSPResponse.load(each.get_object().data) for each in store.ocsps]
    if len(lists) + len(responses) > _MOST:
        raise ValueError("more evidence than one signature needs")
    return [
        *(_of_list(each, "signature") for each in lists),
        *(piece for each in responses for piece in _of_response(each)),
    ]


def _of_list(content: CertificateList, source: str) -> Piece:
    said = content["tbs_cert_list"]
    at, until = said["this_update"].native, said["next_update"].native
    return Piece(Evidence("crl", source, _seconds(at), _seconds(until)), content)


def _of_response(content: OCSPResponse) -> Iterator[Piece]:
    """At the time of its first answer; one that answers nothing is none."""
    if content["response_status"].native != "successful":
        return
    first = content.response_data["responses"][0]
    at, until = first["this_update"].native, first["next_update"].native
    yield Piece(Evidence("ocsp", "signature", _seconds(at), _seconds(until)), content)


def _seconds(at: datetime | None) -> int:
    return 0 if at is None else int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


def _is_about(content: Any, signer: Certificate) -> bool:
    """Whether it may say something of a certificate; whether it is signed by whom it should be, the validation sees."""
    if isinstance(content, CertificateList):
        return bool(content.issuer == signer.issuer)
    answers = content.response_data["responses"]
    return any(each["cert_id"]["serial_number"].native == signer.serial_number for each in answers)


def _names(content: Any, signer: Certificate) -> bool:
    if not isinstance(content, CertificateList):
        return False
    revoked = content["tbs_cert_list"]["revoked_certificates"] or []
    return any(each["user_certificate"].native == signer.serial_number for each in revoked)
