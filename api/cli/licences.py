"""Who may use an asset: the licences and sublicences that stand on a record, and whether each is in force."""

from __future__ import annotations

from typing import Any

from api import labels
from api.cli import times
from api.cli.page import codes
from ledger import readable
from ledger.enums import Exclusivity, MemberRole, State
from ledger.proof.times import LAST_SECOND
from ledger.proof.words import state_words
from ledger.readable import Names
from ledger.records import Instrument


def answer(grant: Instrument, live: bool, names: Names) -> dict[str, Any]:
    """A grant as JSON data: times in UTC seconds."""
    return {
        "licence": readable.identifier(grant.id, names),
        "grantees": _grantees(grant, names),
        "exclusivity": readable.enum_name(Exclusivity, grant.exclusivity),
        **readable.struct(grant.terms.scope),
        "state": grant.state.name.lower(),
        "live": live,
    }


def sentence(grant: Instrument, live: bool, at: int, names: Names) -> str:
    """`licence-robo (robo-nhi-ha): độc quyền (exclusive); VN-HN VN-HP; make sell; fire_rescue; đến 22/11/2031`."""
    shown, scope = answer(grant, live, names), grant.terms.scope
    end = times.term(scope.end) if scope.end > LAST_SECOND else f"đến / until {times.day(scope.end)}"
    parts = [
        labels.enum_words(Exclusivity, grant.exclusivity),
        *(codes(shown[name], name) for name in ("territories", "acts", "fields")),
        end,
    ]
    if not live:
        parts.append(_why_not(grant, at))
    return f"{shown['licence']} ({', '.join(shown['grantees'])}): {'; '.join(parts)}"


def _grantees(grant: Instrument, names: Names) -> list[str | None]:
    members = grant.terms.members
    return [readable.identifier(each.party, names) for each in members if each.member_role == MemberRole.GRANTEE]


def _why_not(grant: Instrument, at: int) -> str:
    if grant.state != State.EFFECTIVE:
        name = grant.state.name.lower()
        return f"{state_words(name, grant.kind)[0]} ({name})"
    if grant.terms.scope.start > at:
        return f"chưa bắt đầu, từ / not begun, from {times.term(grant.terms.scope.start)}"
    return "không dùng được: đối tượng tạm ngừng hoặc hết hiệu lực / not in force: its subject is suspended or ended"
