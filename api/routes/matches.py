"""Who fits whom: the market asked, its answers as runs with proofs, and what came of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.apart import Apart
from api.dependencies import Serving, changing_tables, reading_tables
from api.models.matches import (
    AnchorPlace,
    FeedbackAnswer,
    FeedbackGiven,
    FeedbackModel,
    MatchAnswer,
    MatchGiven,
    Name,
    NeedAsked,
    ProofAnswer,
    ProofModel,
    RunAnswer,
)
from api.models.people import Id
from api.policy import Identity, allowed
from api.problems import NotServed
from api.problems.declared import declared
from api.ranking.asking import Subject, ask, day_of, keep
from api.ranking.market import NotRead
from api.ranking.subjects import NoSubject, find_subject, unkept_need
from api.ranking.telling import Telling
from api.service import Service
from marketplace.catalogue.content import read_content
from marketplace.matching.embedding import EmbedderUnavailable
from marketplace.matching.runs.document import RunDocument, read_document
from marketplace.matching.runs.proof import proof_of
from marketplace.ranking import anchors, feedback, log
from marketplace.ranking.tables import FeedbackRow, RankingRunRow

router = APIRouter(prefix="/v1", tags=["market"])
Asking = Annotated[Identity, allowed("matches.make")]
Reading = Annotated[Identity, allowed("runs.read")]
Saying = Annotated[Identity, allowed("feedback.give")]
Heard = Annotated[Identity, allowed("feedback.read")]
Run = Annotated[Id, Path(description="The id that POST /v1/matches answered")]
_AT_ONCE, _OF_ONE = 8, 2
_WORK = Apart("matching", _AT_ONCE, each=_OF_ONE)
_READ_CODES = (
    *("RUN_NOT_FOUND", "RUN_FORGOTTEN", "SIGN_IN_REQUIRED", "FORBIDDEN"),
    *("TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE"),
)
_READ = declared(*_READ_CODES)


@router.post(
    "/matches",
    operation_id="make_matches",
    summary="What fits a need, a technology or a fund, with reasons; each answer is kept as a ranking run",
    description=(
        "A need may be asked about without being put into the catalogue: nobody sees it but whoever has the run's id. "
        "What breaks a hard constraint is never suggested; near misses are told with what excludes them."
    ),
    response_model=MatchAnswer,
    responses=declared(
        *("SUBJECT_NOT_FOUND", "SUBJECT_AMBIGUOUS", "BAD_ENTRY", "MARKET_STARTING", "TOO_BUSY"),
        *("SIGN_IN_REQUIRED", "FORBIDDEN", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE"),
    ),
)
async def make(request: Request, service: Serving, given: MatchGiven, identity: Asking) -> Response:
    who = identity.organisation or identity.account or service.identities.origins.address(request)
    return JSONResponse(await _WORK.run(who, lambda: _matched(service, given, identity)))


def _matched(service: Service, given: MatchGiven, identity: Identity) -> dict[str, Any]:
    now = service.identities.now
    with reading_tables(service) as session, Session(service.tables) as tables:
        subject = _subject(session, tables, given, identity, now)
        try:
            market = service.markets.now()
            answers = ask(market, subject, day_of(now), given.limit)
        except (NotRead, EmbedderUnavailable):
            raise NotServed("MARKET_STARTING") from None
        told = Telling(session, tables, market, now)
        with changing_tables(service) as kept:
            runs = [keep(kept, subject, each, identity.organisation, now) for each in answers]
        return {"matchings": [told.answer(subject, *each) for each in zip(answers, runs, strict=True)]}


def _subject(session: Session, tables: Session, given: MatchGiven, identity: Identity, now: int) -> Subject:
    if (given.entry is None) == (given.need is None):
        raise NotServed("MALFORMED", field="entry" if given.entry is not None else "need")
    if given.need is not None:
        return unkept_need(read_content(_content(given.need)), identity.organisation)
    assert given.entry is not None
    record = bytes.fromhex(given.entry[2:]) if _is_record(given.entry) else None
    try:
        return find_subject(
            session, tables, given.what, given.entry, now=now, organisation=identity.organisation, record=record
        )
    except NoSubject as error:
        if error.found:
            raise NotServed("SUBJECT_AMBIGUOUS", entries=error.found) from None
        raise NotServed("SUBJECT_NOT_FOUND", entry=given.entry) from None


def _is_record(name: str) -> bool:
    return len(name) == 66 and name.startswith("0x") and all(each in "0123456789abcdef" for each in name[2:])


def _content(need: NeedAsked) -> dict[str, Any]:
    """A need's content; without a title its first words are one."""
    title = need.title or need.statement.split("\n")[0][:150]
    said = need.model_dump(exclude_none=True, exclude={"statement", "language", "title"})
    return {"kind": "need", "title": {need.language: title}, "abstract": {need.language: need.statement}, **said}


@router.get(
    "/runs/{run}",
    operation_id="get_ranking_run",
    summary="A ranking run as it was kept: what was asked of which matcher, and how each candidate came out",
    response_model=RunAnswer,
    responses=_READ,
)
def one(service: Serving, run: Run, identity: Reading) -> RunAnswer:
    with reading_tables(service) as session:
        row = _seen(session, run, identity)
        return RunAnswer(
            id=row.id,
            number=row.number,
            root="0x" + row.root.hex(),
            at=row.at,
            open=row.open,
            anchor=_anchor(session, row),
            document=dict(_document(row).value),
        )


@router.get(
    "/runs/{run}/proof",
    operation_id="prove_ranking_run",
    summary="That a run, or one candidate's standing in it, is under a root that the ledger has",
    description=(
        "The paths are of RFC 6962. `log.path` leads from the run's root to the root of the log of all runs, which the "
        "record `anchor` has on the ledger: get its certificate at /v1/anchors/{record}/certificate."
    ),
    response_model=ProofAnswer,
    responses=declared(*_READ_CODES, "CANDIDATE_NOT_FOUND"),
)
def proof(
    service: Serving,
    run: Run,
    identity: Reading,
    candidate: Annotated[Name | None, Query(description="Its entry or reference; left out: the run alone")] = None,
) -> ProofAnswer:
    with reading_tables(service) as session:
        row = _seen(session, run, identity)
        standing = None
        if candidate is not None:
            document = _document(row)
            standing = document.standing(_place(document, candidate))
        anchor = _anchor(session, row)
        size = log.log_size(session) if anchor is None else anchor.size
        path = log.path_of(session, row.number, size)
        made = proof_of(number=row.number, root=row.root, size=size, path=path, standing=standing)
        return ProofAnswer(proof=ProofModel.model_validate(made), anchor=anchor)


@router.post(
    "/runs/{run}/feedback",
    operation_id="give_feedback",
    summary="What came of suggestions, said by one's organisation: added to, never changed; the same again is the same",
    response_model=FeedbackAnswer,
    responses=declared(*_READ_CODES, "CANDIDATE_NOT_FOUND", "FEEDBACK_GIVEN"),
)
def give(service: Serving, run: Run, given: FeedbackGiven, identity: Saying) -> FeedbackAnswer:
    now = service.identities.now
    with changing_tables(service) as session:
        row = _seen(session, run, identity)
        document = _document(row)
        said = []
        for at, each in enumerate(given.said):
            if bool(each.reason) != (each.event == "dismissed"):
                raise NotServed("MALFORMED", field=f"said[{at}].reason")
            entry = document.candidates[_place(document, each.candidate) - 1]["entry"]
            said.append(feedback.Said(entry, feedback.Event[each.event.upper()], each.position, each.reason))
        try:
            return _told(feedback.give(session, row.number, identity.organisation, said, now))
        except feedback.AnotherFeedback as error:
            kept = error.kept
            event = feedback.Event(kept.event).name.lower()
            raise NotServed(
                "FEEDBACK_GIVEN", candidate=kept.candidate, event=event, position=kept.position, reason=kept.reason
            ) from None


@router.get(
    "/runs/{run}/feedback",
    operation_id="get_feedback",
    summary="What one's own organisation has said of a run's suggestions",
    response_model=FeedbackAnswer,
    responses=_READ,
)
def own(service: Serving, run: Run, identity: Heard) -> FeedbackAnswer:
    with reading_tables(service) as session:
        row = _seen(session, run, identity)
        return _told(feedback.of_run(session, row.number, identity.organisation))


def _seen(session: Session, run: str, identity: Identity) -> RankingRunRow:
    """A run that somebody may read. One that nobody's organisation asked for is of whoever knows its id.

    Raises `NotServed` RUN_NOT_FOUND, alike for what is not there and what is another's.
    """
    row = session.scalars(select(RankingRunRow).where(RankingRunRow.id == run)).one_or_none()
    if row is None or not (row.open or row.organisation in ("", identity.organisation)):
        raise NotServed("RUN_NOT_FOUND", run=run)
    return row


def _document(row: RankingRunRow) -> RunDocument:
    if not row.document:
        raise NotServed("RUN_FORGOTTEN", run=row.id, number=row.number, root="0x" + row.root.hex())
    return read_document(row.document)


def _place(document: RunDocument, candidate: str) -> int:
    place = document.place(candidate)
    if place is None:
        raise NotServed("CANDIDATE_NOT_FOUND", candidate=candidate)
    return place


def _anchor(session: Session, row: RankingRunRow) -> AnchorPlace | None:
    found = anchors.covering(session, row.number)
    return None if found is None else AnchorPlace(record="0x" + found.record.hex(), size=found.size)


def _told(rows: list[FeedbackRow]) -> FeedbackAnswer:
    said = [
        FeedbackModel.model_validate(
            {
                "candidate": row.candidate,
                "event": feedback.Event(row.event).name.lower(),
                "position": row.position,
                "reason": row.reason,
                "at": row.at,
            }
        )
        for row in rows
    ]
    return FeedbackAnswer(said=said)
