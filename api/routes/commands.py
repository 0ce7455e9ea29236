"""Signed commands: submitting one, asking what would be said of it, and looking up what became of it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from api.dependencies import Serving
from api.drafting import MOST_SIGNATURES
from api.models.answers import (
    Accepted,
    Checked,
    CommandStatus,
    Pending,
    PreparedModel,
    receipt_document,
    refusal_document,
)
from api.policy import allowed
from api.preparing import PrepareRequest, prepare
from api.preparing.sentence import sentence
from api.problems import NotServed
from api.problems.answer import problem_body, refusal_body, respond
from api.problems.declared import declared
from api.routes.bodies import AS_FILE, SIGNED_BODY, Signed
from api.service import Service
from ledger import wire
from ledger.errors import REFUSALS, EngineUnavailable, OutcomeUnknown, Refused
from ledger.intents import State
from ledger.proof.intake import Intake
from ledger.signatures import recover
from ledger.typed_data import typed_data
from ledger.wire import SignedCommand

router = APIRouter(prefix="/v1/commands", tags=["commands"])
Digest = Annotated[str, Path(pattern="^0x[0-9a-f]{64}$", description="The command's digest")]
_AGAIN_SECONDS = 2


@router.post(
    "",
    operation_id="submit_command",
    summary="Submit a signed command",
    description=(
        "The signatures are the authority: no sign-in is needed. 201 with the receipt; 202 where the outcome is not "
        "known yet; otherwise a problem with the ledger's own code. The very same bytes may be sent again at any time, "
        "and are answered with the first receipt and the first intake."
    ),
    status_code=201,
    response_model=Accepted,
    responses={
        202: {"model": Pending, "description": "Not known yet: ask at `status`, or send the same bytes again"},
        **declared(
            *REFUSALS,
            *("UNSUPPORTED_MEDIA_TYPE", "READ_ONLY_SERVICE", "TOO_BUSY", "ENGINE_UNAVAILABLE", "DATABASE_UNAVAILABLE"),
        ),
    },
    openapi_extra=SIGNED_BODY,
    dependencies=[allowed("commands.submit")],
)
async def submit(request: Request, service: Serving, signed: Signed) -> Response:
    counted = service.metrics.commands.labels
    intake = await _taken_in(service, signed)
    digest = "0x" + intake.digest.hex()
    place = f"{service.settings.public_url.rstrip('/')}/v1/commands/{digest}"
    assert service.submissions is not None
    try:
        receipt = await service.submissions.submit(signed, service.settings.answer_seconds)
    except Refused as refused:
        counted("refused").inc()
        return respond({**refusal_body(request, refused), "intake": intake.document})
    except (OutcomeUnknown, TimeoutError):
        counted("unknown").inc()
        headers = {"Location": place, "Retry-After": str(_AGAIN_SECONDS)}
        return JSONResponse({"digest": digest, "status": place, "intake": intake.document}, 202, headers)
    except (EngineUnavailable, NotServed) as error:
        code = error.code if isinstance(error, NotServed) else "ENGINE_UNAVAILABLE"
        counted("unavailable").inc()
        return respond({**problem_body(request, code, {}), "intake": intake.document})
    counted("accepted").inc()
    answer = {"receipt": receipt_document(receipt), "intake": intake.document}
    return JSONResponse(answer, 201, {"Location": place})


@router.post(
    "/check",
    operation_id="check_command",
    summary="Ask what the ledger would say of a command now, without recording anything",
    response_model=Checked,
    responses=declared("UNKNOWN_COMMAND", "UNSUPPORTED_MEDIA_TYPE", "ENGINE_UNAVAILABLE"),
    openapi_extra=SIGNED_BODY,
    dependencies=[allowed("commands.check")],
)
async def check(service: Serving, signed: Signed) -> Response:
    try:
        await run_in_threadpool(service.ledger.check, signed)
    except Refused as refused:
        return JSONResponse({"accepted": False, "refusal": refusal_document(refused)})
    return JSONResponse({"accepted": True, "refusal": None})


@router.post(
    "/prepare",
    operation_id="prepare_command",
    summary="A command from human fields: what to sign, and the sentence to read first",
    response_model=PreparedModel,
    responses=declared("UNKNOWN_COMMAND", "UNREADABLE_FIELD", "ENGINE_UNAVAILABLE", "HISTORY_BROKEN"),
    dependencies=[allowed("commands.prepare")],
)
def prepare_command(service: Serving, asked: PrepareRequest) -> Response:
    prepared = prepare(service.ledger, asked)
    signed = prepared.signed
    said = sentence(signed, prepared.record, service.ledger.status().now)
    return JSONResponse(
        {
            "signed": wire.command_to_json(signed),
            "typed_data": typed_data(signed.ledger, signed.command),
            "digest": "0x" + signed.digest.hex(),
            "sentence": said._asdict(),
            "commitments": [
                {
                    "commitment": "0x" + each.commitment.hex(),
                    "salt": "0x" + each.salt.hex(),
                    "content": dict(each.content),
                }
                for each in prepared.committed
            ],
        }
    )


@router.get(
    "/{digest}",
    operation_id="get_command",
    summary="What became of a command",
    response_model=CommandStatus,
    responses=declared("COMMAND_NOT_FOUND", "ENGINE_UNAVAILABLE", "DATABASE_UNAVAILABLE"),
    dependencies=[allowed("commands.read")],
)
def status(service: Serving, digest: Digest) -> Response:
    return JSONResponse(command_status(service, bytes.fromhex(digest[2:])))


@router.get(
    "/{digest}/intake",
    operation_id="get_intake",
    summary="The intake receipt as a file for `hanotex verify`",
    response_class=Response,
    responses={
        200: {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/IntakeModel"}}},
            "description": "RFC 8785 bytes: every one of them counts",
            "headers": AS_FILE,
        },
        **declared("COMMAND_NOT_FOUND", "NO_INTAKE", "ENGINE_UNAVAILABLE", "DATABASE_UNAVAILABLE"),
    },
    dependencies=[allowed("commands.read")],
)
def intake_file(service: Serving, digest: Digest) -> Response:
    intake = service.intake_of(bytes.fromhex(digest[2:]))
    if intake is None:
        state = command_status(service, bytes.fromhex(digest[2:]))["state"]
        raise NotServed("NO_INTAKE", digest=digest, state=state)
    named = f'attachment; filename="{digest[-8:]}.intake.json"'
    return Response(intake.file, media_type="application/json", headers={"Content-Disposition": named})


def command_status(service: Service, digest: bytes) -> dict[str, Any]:
    """What the ledger says of a digest, then what the intent log says. Raises `NotServed` COMMAND_NOT_FOUND."""
    shown = "0x" + digest.hex()
    intake = service.intake_of(digest)
    known: dict[str, Any] = {
        "digest": shown,
        "receipt": None,
        "refusal": None,
        "intake": intake.document if intake else None,
    }
    receipt = service.ledger.receipt(digest)
    if receipt is not None:
        return {**known, "state": State.COMMITTED, "receipt": receipt_document(receipt)}
    intents = service.connection.intents
    intent = intents.get(digest) if intents else None
    if intent is None:
        if intake is None:
            raise NotServed("COMMAND_NOT_FOUND", digest=shown)
        return {**known, "state": State.RECEIVED}
    refusal = intent.answer if intent.state is State.REFUSED else None
    return {**known, "state": intent.state, "refusal": refusal}


def _is_signed(signed: SignedCommand) -> bool:
    """Whether each of its signatures is somebody's; whose they must be the ledger knows."""
    count = len(signed.signatures)
    digest = signed.digest
    return 0 < count <= MOST_SIGNATURES and all(recover(digest, each) is not None for each in signed.signatures)


async def _taken_in(service: Service, signed: SignedCommand) -> Intake:
    """The operator's receipt for a command of this ledger, durable; nothing has been sent yet."""
    expected = service.trust.ledger
    if signed.ledger != expected:
        raise Refused("WRONG_LEDGER", {"expected": expected, "given": signed.ledger})
    if service.intakes is None:
        raise NotServed("READ_ONLY_SERVICE")
    if not _is_signed(signed):
        # The ledger refuses it too, in its own words, but for a digest that it has recorded already.
        await run_in_threadpool(service.ledger.check, signed)
    return await asyncio.wrap_future(service.intakes.take(signed.digest, int(service.clock())))
