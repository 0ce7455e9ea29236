"""Problems (RFC 9457): one table of codes, their bodies, their pages, and the handlers that answer with them.

Domain errors know no HTTP; this is the one place that maps them. May import `ledger` and FastAPI, never a route.
"""

from __future__ import annotations

from api.problems.answer import NotServed, problem_response
from api.problems.problem import Problem
from api.problems.table import PROBLEMS

__all__ = ["PROBLEMS", "NotServed", "Problem", "problem_response"]
