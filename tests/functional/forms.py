"""Forms of key registration, filled in as a person would and signed with an organisation's digital signature."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import Signer, signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.functional.certification import Holder


class At(signers.SimpleSigner):
    """A signer whose clock says `at`."""

    at: datetime | None = None
    evidence: Any = None

    async def signed_attrs(self, *arguments: Any, **named: Any) -> Any:
        if self.at is not None:
            named["attr_settings"] = replace(named["attr_settings"], signing_time=self.at)
        if self.evidence is not None:
            named["attr_settings"] = replace(named["attr_settings"], adobe_revinfo_attr=self.evidence)
        return await super().signed_attrs(*arguments, **named)


def signer(holder: Holder, between: Sequence[Holder] = (), at: datetime | None = None) -> At:
    store = SimpleCertificateStore()
    store.register_multiple([asn1_x509.Certificate.load(each.der) for each in between])
    key = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    made = At(
        signing_cert=asn1_x509.Certificate.load(holder.der),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )
    made.at = at
    return made


def signed(form: bytes, by: At, field: str = "signature") -> bytes:
    """The form with one more signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(form))
    output = io.BytesIO()
    signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name=field), by, output=output)
    return output.getvalue()


def signed_with(form: bytes, by: At, *, lists: Sequence[bytes] = (), responses: Sequence[bytes] = ()) -> bytes:
    """The form signed by a program that puts what it learnt of revocation into the signature, good or not."""
    writer, output = IncrementalPdfFileWriter(io.BytesIO(form)), io.BytesIO()
    by.evidence = Signer.format_revinfo(
        ocsp_responses=[OCSPResponse.load(each) for each in responses],
        crls=[CertificateList.load(each) for each in lists],
    )
    signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="signature"), by, output=output)
    return output.getvalue()


def with_store(form: bytes, *, lists: Sequence[bytes] = (), responses: Sequence[bytes] = ()) -> bytes:
    """The form with a document security store, before it is signed or after."""
    output = io.BytesIO(form)
    DocumentSecurityStore.add_dss(
        output,
        None,
        ocsps=[OCSPResponse.load(each) for each in responses],
        crls=[CertificateList.load(each) for each in lists],
        force_write=True,
    )
    return output.getvalue()


def with_second_place(form: bytes) -> bytes:
    """The form with room for another signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(form))
    append_signature_field(writer, SigFieldSpec("second"))
    return _written(writer)


def filled(form: bytes, texts: Mapping[str, str], ticked: Sequence[str] = ()) -> bytes:
    """The form as somebody's program fills it in: an update at the end of the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(form))
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        name = str(field["/T"])
        if name in texts:
            field[generic.pdf_name("/V")] = generic.pdf_string(texts[name])
        elif name in ticked:
            field[generic.pdf_name("/V")] = field[generic.pdf_name("/AS")] = generic.pdf_name("/Yes")
        else:
            continue
        writer.update_container(field)
    return _written(writer)


def changed(form: bytes, name: str, change: Callable[[Any, Any], None]) -> bytes:
    """The form after `change` was let at its page and at one of its fields."""
    writer = IncrementalPdfFileWriter(io.BytesIO(form))
    page, fields = writer.root["/Pages"]["/Kids"][0].get_object(), writer.root["/AcroForm"]["/Fields"]
    change(page, next(each.get_object() for each in fields if each.get_object()["/T"] == name))
    for touched in (page, page["/Annots"], *(each.get_object() for each in fields)):
        writer.update_container(touched)
    return _written(writer)


def with_object(form: bytes, place: str, value: Any) -> bytes:
    """The form with something in its catalogue that does not belong there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(form))
    writer.root[generic.pdf_name(place)] = value
    writer.update_root()
    return _written(writer)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
