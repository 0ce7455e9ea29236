"""A page for each problem type: what it means, and what to do next."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.policy import allowed
from api.problems import PROBLEMS, NotServed
from api.problems.declared import declared
from api.problems.page import problem_page

router = APIRouter(tags=["problems"], dependencies=[allowed("problems.read")], responses=declared())


@router.get(
    "/problems/{code}",
    operation_id="problem_page",
    summary="What a problem type means and what to do next, in Vietnamese and English",
    response_class=HTMLResponse,
    responses=declared("NOT_FOUND"),
)
async def page(code: str) -> HTMLResponse:
    if code not in PROBLEMS:
        raise NotServed("NOT_FOUND")
    return HTMLResponse(problem_page(PROBLEMS[code]))
