"""Certificates: of a record's history, and of what is not there; each a file that anybody verifies offline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.dependencies import Serving
from api.policy import allowed
from api.problems import NotServed
from api.problems.declared import READING, declared
from api.routes.bodies import AS_FILE
from api.routes.lookups import Number, Office, right_labels
from api.routes.parameters import RecordId, record_id
from api.routes.records import NOUNS
from api.routes.scopes import Asked
from api.service import Service
from ledger.enums import Kind
from ledger.proof.collect import Collector
from ledger.state import fold_record

router = APIRouter(prefix="/v1", dependencies=[allowed("certificates.make")])
Deep = Annotated[bool, Query(description="With the signing parties' own histories")]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A certificate: RFC 8785 bytes, every one of which counts (docs/specs/certificate.md)",
        "content": {"application/json": {"schema": {"type": "object"}}},
        "headers": AS_FILE,
    }
}
_ERRORS = (*READING, "EVIDENCE_UNAVAILABLE", "READ_ONLY_SERVICE", "NOT_SHOWN")


def _add(noun: str, kind: Kind) -> None:
    def made(service: Serving, identifier: RecordId, deep: Deep = False) -> Response:
        record = record_id(identifier)
        first = service.ledger.history(record)[:1]
        found = fold_record(record, first)
        if found is None or found.kind != kind:
            raise NotServed("RECORD_NOT_FOUND", record="0x" + record.hex())
        return _certificate(
            service, f"{kind.name.lower()}-{record.hex()[-8:]}", lambda by: by.record(record, deep=deep)
        )

    router.add_api_route(
        f"/{noun}/{{identifier}}/certificate",
        made,
        tags=[noun],
        operation_id=f"certify_{kind.name.lower()}",
        summary="A certificate of its whole history, for anybody to verify offline",
        response_class=Response,
        responses={**_FILE, **declared(*_ERRORS, "RECORD_NOT_FOUND")},
    )


for _noun, _kind in NOUNS.items():
    _add(_noun, _kind)


@router.get(
    "/rights/{office}/{number}/certificate",
    tags=["rights"],
    operation_id="certify_absent_right",
    summary="A certificate that no asset holds this number",
    response_class=Response,
    responses={**_FILE, **declared(*_ERRORS)},
)
def absent_right(service: Serving, office: Office, number: Number) -> Response:
    labels = right_labels(office, number)
    return _certificate(service, "no-right", lambda by: by.absent_right(*labels))


@router.get(
    "/assets/{identifier}/no-exclusive-grant/certificate",
    tags=["assets"],
    operation_id="certify_no_exclusive_grant",
    summary="A certificate that no exclusive or sole grant that stands on the asset overlaps a scope",
    response_class=Response,
    responses={**_FILE, **declared(*_ERRORS, "BAD_INTERVAL", "UNREADABLE_FIELD")},
)
def no_exclusive_grant(service: Serving, identifier: RecordId, asked: Asked) -> Response:
    scope = asked.scope(service.ledger.status().now)
    subject = record_id(identifier)
    return _certificate(service, "no-exclusive-grant", lambda by: by.no_exclusive_grant(subject, scope))


def _certificate(service: Service, name: str, make: Callable[[Collector], bytes]) -> Response:
    """The file that `make` gives; it is verified before it is handed out."""
    if service.operator is None:
        raise NotServed("READ_ONLY_SERVICE")
    made = make(Collector(service.ledger, service.trust, service.operator))
    named = f'attachment; filename="{name}.certificate.json"'
    return Response(made, media_type="application/json", headers={"Content-Disposition": named})
