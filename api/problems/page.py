"""A problem's page: what it means and what to do next, Vietnamese first."""

from __future__ import annotations

from html import escape

from api.problems.problem import Problem
from ledger.errors import REFUSALS

_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "code{font-size:1rem}h1{font-size:1.6rem}section{margin-block:2rem}"
)


def problem_page(problem: Problem) -> str:
    """HTML without a script."""
    values = "".join(f"<li><code>{escape(name)}</code></li>" for name, _ in REFUSALS.get(problem.code, ()))
    listed = f"<h2>Giá trị · Values</h2><ul>{values}</ul>" if values else ""
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(problem.title.vi)} · {escape(problem.code)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(problem.title.vi)}</h1>"
        f"<p><strong>Việc cần làm:</strong> {escape(problem.advice.vi)}</p>"
        f'<section lang="en"><h2>{escape(problem.title.en)}</h2>'
        f"<p><strong>What to do:</strong> {escape(problem.advice.en)}</p></section>"
        f"{listed}<p><code>{escape(problem.code)}</code> · HTTP {problem.status}</p>"
        "</main></body></html>"
    )
