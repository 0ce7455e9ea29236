"""Files into an organisation's catalogue and out of it: JSON lines, tables, flat records."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.dependencies import Serving, changing_tables, reading_tables
from api.models.answers import FaultModel
from api.models.catalogue import ImportAnswer, ImportLine
from api.models.people import Note
from api.people import the_organisation
from api.policy import Identity, allowed
from api.problems import NotServed
from api.problems.declared import CHANGING, READING, declared
from api.routes.bodies import AS_FILE
from api.routes.organisations import OrganisationId
from api.service import Service
from marketplace.catalogue.files import FileFormat, read_rows, write_rows
from marketplace.catalogue.importing import Import, Line, Taken, exported

router = APIRouter(prefix="/v1/organisations/{organisation}/catalogue", tags=["catalogue"])
MOST_ROWS = 1000  # of a file that is taken in while its sender waits
_MEDIA = {
    FileFormat.JSONL: "application/x-ndjson",
    FileFormat.RECORDS: "application/x-ndjson",
    FileFormat.CSV: "text/csv",
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Lines of JSON, or a table (RFC 4180), UTF-8",
        "headers": AS_FILE,
        "content": {each: {"schema": {"type": "string"}} for each in dict.fromkeys(_MEDIA.values())},
    }
}


@router.post(
    "/imports",
    operation_id="import_entries",
    summary="Take a file of entries into the catalogue, with a report of each row",
    description=(
        "A row that cannot be taken stops no other. The same file again changes nothing. At most 1000 rows; larger "
        "files are for `hanotex market import`."
    ),
    response_model=ImportAnswer,
    responses=declared(*CHANGING, "NOT_FOUND", "IMPORT_TOO_LARGE"),
)
async def take(
    service: Serving,
    organisation: OrganisationId,
    who: Annotated[Identity, allowed("catalogue.write")],
    file: Annotated[UploadFile, File(description="The file, UTF-8")],
    form: Annotated[FileFormat, Form(description="How the file is written")] = FileFormat.JSONL,
    submit: Annotated[bool, Form(description="Hand what it brings to the moderators at once")] = False,
    note: Annotated[Note, Form(description="Of the versions that it makes")] = "",
) -> ImportAnswer:
    text = _decoded(await file.read())
    taking = Import(organisation, who.account, submit=submit, note=note)
    return await run_in_threadpool(_taken, service, taking, text, form)


@router.get(
    "/export",
    operation_id="export_entries",
    summary="The organisation's entries as a file that can be imported again; withdrawn ones are left out",
    response_class=Response,
    responses={**_FILE, **declared(*READING, "NOT_FOUND", "TOO_MANY_REQUESTS")},
    dependencies=[allowed("catalogue.own")],
)
def export(
    service: Serving,
    organisation: OrganisationId,
    form: Annotated[FileFormat, Query(description="`records` has one language of each")] = FileFormat.JSONL,
) -> Response:
    with reading_tables(service) as session:
        the_organisation(session, organisation)
    ending = "csv" if form is FileFormat.CSV else "jsonl"
    headers = {"Content-Disposition": f'attachment; filename="catalogue.{ending}"'}
    return StreamingResponse(_lines(service, organisation, form), media_type=_MEDIA[form], headers=headers)


def _lines(service: Service, organisation: str, form: FileFormat) -> Iterator[str]:
    with reading_tables(service) as session:
        yield from write_rows(exported(session, organisation), form, organisation)


def _decoded(file: bytes) -> str:
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotServed("MALFORMED", field="file") from None
    if "\0" in text:
        raise NotServed("MALFORMED", field="file")
    return text


def _taken(service: Service, taking: Import, text: str, form: FileFormat) -> ImportAnswer:
    rows = list(islice(read_rows(io.StringIO(text, newline=""), form), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise NotServed("IMPORT_TOO_LARGE", most=MOST_ROWS)
    with changing_tables(service) as session:
        the_organisation(session, taking.organisation)
        lines = taking.take(session, rows, service.identities.now)
    counts = Counter(each.taken for each in lines)
    return ImportAnswer(
        created=counts[Taken.CREATED],
        revised=counts[Taken.REVISED],
        unchanged=counts[Taken.UNCHANGED],
        refused=counts[Taken.REFUSED],
        rows=[_line(each) for each in lines],
    )


def _line(each: Line) -> ImportLine:
    return ImportLine(
        row=each.number,
        reference=each.reference,
        outcome=each.taken,
        entry=each.entry or None,
        faults=[FaultModel(**fault.document()) for fault in each.faults],
    )
