"""Questions across records: who holds a number, who may use an asset, what the ledger is and where it stands."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from api.dependencies import Serving
from api.models.documents import as_of_document, grant_document, hexadecimal
from api.models.lookups import LiveGrants, RightHolder, StatusModel, TrustModel
from api.policy import allowed
from api.problems import NotServed
from api.problems.declared import READING, declared
from api.reading import standing
from api.routes.parameters import RecordId, Then, record_id
from api.routes.scopes import Asked
from ledger.enums import Exclusivity
from ledger.readings import overlap
from ledger.records import Asset
from ledger.scenario import human
from ledger.state import accepted_at, fold_record
from marketplace import lists

router = APIRouter(prefix="/v1", dependencies=[allowed("records.read")])
Office = Annotated[str, Path(pattern="^[A-Z]{2}$", description="The office, WIPO ST.3", examples=["VN"])]
Number = Annotated[
    str,
    Path(pattern="^[A-Za-z0-9 ./-]{1,64}$", description="The number, as printed or as signed", examples=["1-0041237"]),
]


def right_labels(office: str, number: str) -> tuple[bytes, bytes]:
    """The labels of a right as printed: the number's separators are dropped (commands.md, `Right`)."""
    signed = human.right_number(number)
    if not 1 <= len(signed) <= 32:
        raise NotServed("MALFORMED", field="number")
    return human.label(office), human.label(signed)


@router.get(
    "/rights/{office}/{number}",
    tags=["rights"],
    operation_id="get_right",
    summary="The asset that holds an application or registration number (from evidence tier 2)",
    response_model=RightHolder,
    responses=declared(*READING, "RIGHT_NOT_FOUND"),
)
def right(service: Serving, office: Office, number: Number) -> Response:
    labels = right_labels(office, number)
    with Session(service.tables) as session:
        holder = lists.holder_of_right(session, *labels)
    if holder is None:
        raise NotServed("RIGHT_NOT_FOUND", office=office, number=number)
    return JSONResponse({"office": office, "number": labels[1].rstrip(b"\0").decode(), "asset": hexadecimal(holder)})


@router.get(
    "/assets/{identifier}/live-grants",
    tags=["assets"],
    operation_id="list_live_grants",
    summary="The licences that are live on an asset, in the order of effect; with a scope, those that overlap it",
    response_model=LiveGrants,
    responses=declared(*READING, "RECORD_NOT_FOUND", "NOT_RECORDED_YET", "NOT_YET", "UNREADABLE_FIELD"),
)
def live_grants(
    service: Serving,
    then: Then,
    identifier: RecordId,
    asked: Asked,
    exclusivity: Annotated[str | None, Query(pattern="^(non_exclusive|sole|exclusive)$")] = None,
) -> Response:
    subject = record_id(identifier)
    events = service.ledger.history(subject)
    if not events or not isinstance(fold_record(subject, events[:1]), Asset):
        raise NotServed("RECORD_NOT_FOUND", record=hexadecimal(subject))
    if not then.until_then(events):
        raise NotServed("NOT_RECORDED_YET", record=hexadecimal(subject), created_at=str(accepted_at(events[0])))
    scope = asked.scope(then.at)
    wanted = None if exclusivity is None else Exclusivity[exclusivity.upper()]
    found = [
        grant_document(grant)
        for grant, live in standing(then, subject, events)
        if live and wanted in (None, grant.exclusivity) and overlap(grant.terms.scope, scope)
    ]
    return JSONResponse({"items": found, "as_of": as_of_document(then)})


@router.get(
    "/trust",
    tags=["ledger"],
    operation_id="get_trust",
    summary="What to hand out with certificates; a careful reader takes it from another source",
    response_model=TrustModel,
    responses=declared(*READING),
)
def trust(service: Serving) -> Response:
    return JSONResponse(service.trust.document)


@router.get(
    "/status",
    tags=["ledger"],
    operation_id="get_status",
    summary="Which ledger this is, and where it stands",
    response_model=StatusModel,
    responses=declared(*READING),
)
def status(service: Serving) -> Response:
    found = service.ledger.status()
    followed = service.follower.position()
    return JSONResponse(
        {
            "ledger": hexadecimal(found.genesis.ledger),
            "engine": found.capabilities.engine,
            "single_operator": found.capabilities.single_operator,
            "rulebook": found.rulebook,
            "height": found.height,
            "sealed_at": str(found.sealed_at),
            "now": str(found.now),
            "followed": None if followed.block < 0 else f"{followed.block}:{followed.log}",
        }
    )
