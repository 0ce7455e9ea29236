"""What a signed form shows, or why it shows nothing. Reads a stranger's file, and so runs in a process of its own:

`python -m api.onboarding.examination`, a line of JSON (`Trusted`) and then the file on standard input, one object of
JSON on standard output. Nothing is fetched from anywhere; what is trusted stands in files.

1. exactly one signature, and no script: MANDATE_UNSIGNED, MANDATE_UNREADABLE
2. it covers every byte of the file but itself, and none was changed: MANDATE_ALTERED
3. its certificate stands under a configured root and may sign, now: MANDATE_NOT_TRUSTED; it is not revoked:
   MANDATE_REVOKED, and MANDATE_REVOCATION_UNKNOWN where nothing current says so
4. it was made lately: MANDATE_TOO_OLD
5. every field of the form says what it should: MANDATE_FORM; and the file shows that and nothing else, as the service
   draws it: MANDATE_DRAWN_OTHERWISE
6. the certificate is that of the organisation on the form: MANDATE_OF_ANOTHER
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from api.onboarding.answers import Answers, BadForm, field_names, read_answers
from api.onboarding.drawn import DrawnOtherwise, expect_as_drawn
from api.onboarding.revocation import Evidence, NoEvidence, Revoked, in_file, in_folder, judged

MEMORY = 1 << 30  # bytes that the process may use
SECONDS = 30  # of the processor's time
_AHEAD = timedelta(minutes=10)  # that a signer's clock may be ahead
_MOST_FIELDS = 500
# How certificates write an organisation's public number: in the user id, as Vietnamese authorities do, or as ETSI EN
# 319 412-1 does. MST: tax code; MNS: number of a unit of the State budget.
_USER_ID_KINDS = ("MST:", "MNS:")


class NotShown(Exception):
    """The form shows nothing. code: of the service's problems; values: of that problem."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Trusted:
    """roots, crls: directories. revocation: `require`, `hard-fail`, `soft-fail`. hours: how old what says that the
    signer's certificate is not revoked may be. days: how old a signature may be.
    """

    roots: str
    crls: str
    revocation: str
    hours: int
    days: int
    now: float  # UTC seconds


@dataclass(frozen=True, slots=True)
class Shown:
    """certificate: SHA-256 of the signer's (DER), hex. signer: its name. signed_at: UTC seconds, as it was said.
    revocation: what shows that it is not revoked.
    """

    answers: Answers
    certificate: str
    signer: str
    signed_at: int
    revocation: Evidence


def examine(file: bytes, trusted: Trusted) -> Shown:
    """Raises `NotShown`."""
    try:
        reader = PdfFileReader(io.BytesIO(file), strict=True)
        # (1)
        signature = _only_signature(reader)
        # (2)
        _expect_whole(file, signature)
    except NotShown:
        raise
    except Exception as error:
        # The parser lets many kinds of error through; all of them say that this is no such file.
        raise NotShown("MANDATE_UNREADABLE") from error
    # (3)
    moment = datetime.fromtimestamp(trusted.now, UTC)
    signed_at, evidence = _expect_trusted(reader, signature, trusted, moment)
    # (4)
    if not moment - timedelta(days=trusted.days) <= signed_at <= moment + _AHEAD:
        raise NotShown("MANDATE_TOO_OLD", days=trusted.days)
    # (5)
    try:
        answers = read_answers(*_fields(reader))
        expect_as_drawn(reader, answers)
    except BadForm as error:
        raise NotShown("MANDATE_FORM", field=error.field) from error
    except DrawnOtherwise as error:
        raise NotShown("MANDATE_DRAWN_OTHERWISE", where=error.where[:64]) from error
    except NotShown:
        raise
    except Exception as error:
        raise NotShown("MANDATE_UNREADABLE") from error
    # (6)
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    if answers.code not in set(_codes(certificate)):
        raise NotShown("MANDATE_OF_ANOTHER")
    shown_of = signature.signer_cert.sha256.hex()
    return Shown(answers, shown_of, _name(certificate), int(signed_at.timestamp()), evidence)


def _only_signature(reader: PdfFileReader) -> EmbeddedPdfSignature:
    root = reader.root
    form = _of(root, "/AcroForm", {})
    if (
        reader.encrypted
        or "/XFA" in form
        or "/OpenAction" in root
        or "/AA" in root
        or "/JavaScript" in _of(root, "/Names", {})
    ):
        raise NotShown("MANDATE_UNREADABLE")
    found = reader.embedded_signatures
    if len(found) != 1 or found[0].sig_object_type != "/Sig":
        raise NotShown("MANDATE_UNSIGNED", found=len(found))
    only: EmbeddedPdfSignature = found[0]
    return only


def _expect_whole(file: bytes, signature: EmbeddedPdfSignature) -> None:
    """Everything is signed but the place of the signature, and in that place is the signature and nothing beside it."""
    first, length, second, rest = (int(each) for each in signature.byte_range)
    place, content = file[length:second], signature.pkcs7_content
    digits = place[1:-1]
    whole = first == 0 and second + rest == len(file) and 0 < length < second
    # One spelling of it, and nothing after it but what fills the place up.
    spelt = place[:1] == b"<" and place[-1:] == b">" and digits in (digits.lower(), digits.upper())
    alone = spelt and bytes.fromhex(digits.decode("ascii")) == content and not any(content[_length(content) :])
    signature.compute_integrity_info()
    if not (whole and alone and signature.coverage == SignatureCoverageLevel.ENTIRE_FILE):
        raise NotShown("MANDATE_ALTERED")


def _length(encoded: bytes) -> int:
    """The bytes that the first value of a DER encoding takes."""
    if encoded[1] < 0x80:
        return 2 + encoded[1]
    count = encoded[1] & 0x7F
    return 2 + count + int.from_bytes(encoded[2 : 2 + count], "big")


def _expect_trusted(
    reader: PdfFileReader, signature: EmbeddedPdfSignature, trusted: Trusted, moment: datetime
) -> tuple[datetime, Evidence]:
    """When it was signed, by a trusted timestamp where there is one, else by the signer's own word; and what shows that
    its certificate is not revoked.
    """
    roots, others = certificates_in(Path(trusted.roots))
    kept = in_folder(trusted.crls)

    def validate(lists: list[CertificateList], responses: list[OCSPResponse], mode: str) -> PdfSignatureStatus:
        context = ValidationContext(
            trust_roots=roots,
            other_certs=others,
            crls=lists,
            ocsps=responses,
            moment=moment,
            revocation_mode=mode,
            allow_fetching=False,
        )
        usage = KeyUsageConstraints(key_usage={"non_repudiation"})
        return validate_pdf_signature(signature, context, key_usage_settings=usage)

    try:
        pieces = [*kept, *in_file(reader, signature)]
        status, evidence = judged(pieces, signature.signer_cert, moment, trusted.revocation, trusted.hours, validate)
    except Revoked as error:
        raise NotShown("MANDATE_REVOKED") from error
    except NoEvidence as error:
        raise NotShown("MANDATE_REVOCATION_UNKNOWN") from error
    except Exception as error:
        raise NotShown("MANDATE_NOT_TRUSTED") from error
    if not status.intact or not status.valid:
        raise NotShown("MANDATE_ALTERED")
    if not status.bottom_line:
        raise NotShown("MANDATE_NOT_TRUSTED")
    stamped = status.timestamp_validity
    said = stamped.timestamp if stamped is not None else signature.self_reported_timestamp
    if said is None:
        raise NotShown("MANDATE_TOO_OLD", days=trusted.days)
    return said if said.tzinfo else said.replace(tzinfo=UTC), evidence


def certificates_in(folder: Path) -> tuple[list[Certificate], list[Certificate]]:
    """Those that are trusted (self-signed), and those that stand between. PEM or DER."""
    roots: list[Certificate] = []
    others: list[Certificate] = []
    for file in sorted(folder.iterdir()):
        if file.suffix not in (".pem", ".crt", ".cer", ".der"):
            continue
        data = file.read_bytes()
        pem = b"-----BEGIN" in data
        for each in x509.load_pem_x509_certificates(data) if pem else [x509.load_der_x509_certificate(data)]:
            (roots if each.issuer == each.subject else others).append(Certificate.load(each.public_bytes(Encoding.DER)))
    return roots, others


def _fields(reader: PdfFileReader) -> tuple[dict[str, str], frozenset[str]]:
    """What was written in each field of the form, and which boxes are ticked. Fields of other names are refused."""
    texts: dict[str, str] = {}
    boxes: set[str] = set()
    known, seen = field_names(), set()
    fields = reader.root["/AcroForm"]["/Fields"]
    if len(fields) > _MOST_FIELDS:
        raise NotShown("MANDATE_UNREADABLE")
    for reference in fields:
        field = reference.get_object()
        kind, name = _of(field, "/FT"), str(_of(field, "/T", ""))
        if kind == "/Sig":
            continue
        # Another field's kid could be shown where this one's value is read.
        if name not in known or name in seen or any("/T" in kid.get_object() for kid in _of(field, "/Kids", [])):
            raise BadForm(name[:64])
        seen.add(name)
        value = _of(field, "/V")
        if kind == "/Btn":
            if value not in (None, "/Off"):
                boxes.add(name)
        else:
            texts[name] = _text(value)
    return texts, frozenset(boxes)


def _of(dictionary: Any, key: str, default: Any = None) -> Any:
    """A member, wherever in the file it stands."""
    # Not `get`, which would give a reference as it stands.
    try:
        return dictionary[key]
    except KeyError:
        return default


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, generic.TextStringObject | generic.ByteStringObject):
        raise NotShown("MANDATE_UNREADABLE")
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def _codes(certificate: x509.Certificate) -> Iterator[str]:
    """The public numbers of the organisation that a certificate names."""
    for attribute in certificate.subject.get_attributes_for_oid(NameOID.USER_ID):
        text = str(attribute.value).upper()
        yield from (text.removeprefix(kind) for kind in _USER_ID_KINDS if text.startswith(kind))
    for attribute in certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_IDENTIFIER):
        yield str(attribute.value).upper().partition("-")[2]


def _name(certificate: x509.Certificate) -> str:
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(kind):
            return str(attribute.value)[:200]
    return ""


def main() -> int:
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(kind, (most, most))
    logging.disable(logging.CRITICAL)
    trusted = Trusted(**json.loads(sys.stdin.buffer.readline()))
    try:
        shown = examine(sys.stdin.buffer.read(), trusted)
    except NotShown as error:
        print(json.dumps({"code": error.code, "values": error.values}))
        return 0
    answers = asdict(shown.answers)
    answers["keys"] = [[key.address.hex(), key.powers] for key in shown.answers.keys]
    print(json.dumps({**asdict(shown), "answers": answers}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
