"""docs/specs/authorisation.md: the table of `api.policy` as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from api.policy import READING, SCOPES, TABLE, Relation, Standing

FILE = Path(__file__).parents[1] / "docs" / "specs" / "authorisation.md"
STANDINGS = tuple(Standing)
_WHOSE = {Relation.NOBODYS: "–", Relation.ONESELF: "oneself", Relation.OWN: "own", Relation.OTHERS: "others'"}
_HEAD = """# Who may do what

Generated from `api/policy.py` by `scripts/make_authorisation.py`; do not edit. Default deny: what has no ● is refused,
401 where nobody is signed in and 403 otherwise. A test asks every pair of a running service.

**Whose**: `–` nobody's in particular; `oneself`: the account or the organisation of who asks; `own`, `others'`: the
organisation that the path names is the one of who asks, or another. One that does not exist is another's.

**Who**: `anonymous` is not signed in. Every account is a `member`; an organisation's admin makes it `drafter`,
`reviewer`, `signer` or `admin`, any of them together. `operator`, `regulator` and `auditor` are officers of an
organisation that holds that role on the ledger at that moment. `service_key` is an API key, within the scopes that it
was given; `machine` is recognised by its certificate in TLS. Somebody with several standings may do what any of them
may.

Beyond the table: a draft's steps are taken by separate people where the organisation wants it (`SEPARATE_PEOPLE`), what
changes how one signs in needs a fresh sign-in (`RECENT_SIGN_IN_REQUIRED`), a managed key signs with the powers given to
that key (`POWER_NOT_GRANTED`), and whoever submits a command, the ledger judges its signatures.
"""


def text() -> str:
    """The file's content."""
    return "\n".join(_lines()) + "\n"


def pairs() -> int:
    """How many pairs of standing, operation and relation the table decides."""
    return sum(len(STANDINGS) * len(row) for row in TABLE.values())


def _lines() -> Iterator[str]:
    yield _HEAD
    given = sum(len(who) for row in TABLE.values() for who in row.values())
    yield (
        f"{len(TABLE)} operations, {sum(len(row) for row in TABLE.values())} rows, {len(STANDINGS)} standings: "
        f"{pairs()} pairs, of which {given} are given."
    )
    yield ""
    yield "| operation | whose | " + " | ".join(STANDINGS) + " |"
    yield "|---|---|" + "|".join(":-:" for _ in STANDINGS) + "|"
    for operation, row in TABLE.items():
        for relation, who in row.items():
            marks = " | ".join("●" if each in who else "" for each in STANDINGS)
            public = "¹" if operation in READING else ""
            yield f"| `{operation}`{public} | {_WHOSE[relation]} | {marks} |"
    yield ""
    yield "¹ Everybody's where the setting `public_reading` is on."
    yield ""
    yield "## Scopes"
    yield ""
    yield "What an API key may be given: " + ", ".join(f"`{each}`" for each in SCOPES) + "."
