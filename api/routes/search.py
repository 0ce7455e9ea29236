"""Searching what the market shows."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from api.dependencies import Serving
from api.models.search import SearchPage, page_document
from api.policy import allowed
from api.problems import NotServed
from api.problems.declared import declared
from marketplace.catalogue.codes import EntryKind, Sector
from marketplace.search import LONGEST_QUERY, BadCursor, Filters, NoIndex

router = APIRouter(prefix="/v1", tags=["market"], dependencies=[allowed("market.search")])

Asked = Annotated[
    str,
    Query(
        max_length=LONGEST_QUERY,
        description="Words in either language, with or without diacritics; a phrase in quotes; a patent class; the name"
        " of an owner; an id or a number of registration. Blank: everything that the filters leave",
        examples=["bao chay nha ong", '"chip ảnh nhiệt"', "H04N 7/18", "ĐHKT Sông Hồng"],
    ),
]
IpcQuery = Annotated[
    str | None,
    Query(pattern=r"^[A-Ha-h]([0-9]{2}([A-Za-z]( ?[0-9]{1,4}(/[0-9]{2,6})?)?)?)?$", examples=["G08B", "A01H 5/10"]),
]
TerritoryQuery = Annotated[
    str | None, Query(pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$", description="Where rights are offered", examples=["VN-HN"])
]


@router.get(
    "/search",
    operation_id="list_search_hits",
    summary="What the market shows, the nearest to what is asked first; counts of its facets with the first page",
    response_model=SearchPage,
    responses=declared(
        *("SIGN_IN_REQUIRED", "FORBIDDEN", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE"),
        *("SEARCH_CHANGED", "SEARCH_STARTING"),
    ),
)
def search(
    service: Serving,
    q: Asked = "",
    kind: EntryKind | None = None,
    sector: Sector | None = None,
    ipc: IpcQuery = None,
    trl_from: Annotated[int | None, Query(ge=1, le=9)] = None,
    territory: TerritoryQuery = None,
    owner: Annotated[str | None, Query(pattern="^[A-Za-z0-9._-]{1,64}$", description="An organisation's id")] = None,
    green: bool | None = None,
    strategic: bool | None = None,
    language: Literal["vi", "en"] | None = None,
    after: Annotated[str | None, Query(max_length=128, description="The cursor `next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="Entries of a page")] = 20,
) -> Response:
    filters = Filters(
        kinds=() if kind is None else (kind,),
        sectors=() if sector is None else (sector,),
        ipc=ipc,
        trl_from=trl_from,
        territory=territory,
        owners=() if owner is None else (owner,),
        green=green,
        strategic=strategic,
        languages=() if language is None else (language,),
    )
    try:
        with service.index.reading() as reading:
            page = reading.page(q, filters, after, limit)
            counts = reading.counts(q, filters) if after is None else None
    except NoIndex:
        raise NotServed("SEARCH_STARTING") from None
    except BadCursor as error:
        if error.reason == "stale":
            raise NotServed("SEARCH_CHANGED") from None
        raise NotServed("MALFORMED", field="after") from None
    return JSONResponse(page_document(page, counts))
