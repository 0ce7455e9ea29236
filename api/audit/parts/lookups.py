"""Who holds a number, and which licences are live on an asset."""

from __future__ import annotations

import re
from urllib.parse import quote

from api.audit.audit import Audit
from api.audit.service import Answer
from api.models.documents import as_of_document, grant_document, hexadecimal
from ledger import readings
from ledger.enums import Kind
from ledger.proof.claims.absent_right import AbsentRight
from ledger.proof.sentence import reason
from ledger.proof.verdict import Valid
from ledger.proof.verify import verify
from ledger.records import Asset
from ledger.state import Pair, held_pairs, pair

_OFFICE, _NUMBER = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Za-z0-9]{1,32}")
# A number that nobody holds, unless somebody registers just this one.
_NOBODYS: Pair = (b"VN".ljust(32, b"\0"), b"0AUDIT0NOBODY".ljust(32, b"\0"))


def rights(audit: Audit) -> None:
    pairs = dict.fromkeys(
        each
        for asset in audit.chosen_records([Kind.ASSET])
        if isinstance(asset, Asset)
        for each in map(pair, asset.rights)
        if _path(each)
    )
    for each in audit.each("rights", [*pairs, _NOBODYS]):
        with audit.question("rights"):
            _right(audit, each)


def _right(audit: Audit, asked: Pair) -> None:
    path = _path(asked)
    answer, own = audit.service.get(path, "RIGHT_NOT_FOUND"), _holder(audit, asked)

    def agree() -> bool:
        """It may have changed hands meanwhile, and look-ups are told about a second behind."""
        nonlocal answer, own
        answer = audit.service.get(path, "RIGHT_NOT_FOUND")
        audit.node.refresh()
        own = _holder(audit, asked)
        return _told(answer) == own

    if _told(answer) != own and not audit.waited(agree):
        told = _told(answer)
        code = "LEFT_OUT" if told is None else "INVENTED" if own is None else "ALTERED"
        audit.add(code, "rights", path, "asset", node=own, service=told)
    elif own is not None:
        office, number = _labels(asked)
        audit.compare("rights", path, {"office": office, "number": number}, answer.json)
    else:
        _absent(audit, f"{path}/certificate", asked)


def _told(answer: Answer) -> object:
    return answer.json.get("asset") if answer.status == 200 else None


def _absent(audit: Audit, path: str, asked: Pair) -> None:
    """What nobody holds is certified so."""
    answer = audit.service.get(path, "NOT_SHOWN")
    verdict = verify(answer.body, audit.node.trust) if answer.status == 200 else None
    if not isinstance(verdict, Valid):
        audit.add("NOT_VALID", "rights", path, service=answer.code if verdict is None else list(reason(verdict)))
        return
    audit.compare("rights", path, AbsentRight(*asked).document, dict(verdict.shown.claim), "claim", exact=True)
    audit.saw_block("rights", path, verdict.shown.block, verdict.shown.block_hash)


def _holder(audit: Audit, asked: Pair) -> str | None:
    found = audit.node.records.holder_of_right(*asked)
    holder = None if found is None else audit.node.records.asset(found)
    return hexadecimal(holder.id) if holder is not None and asked in held_pairs(holder) else None


def _labels(asked: Pair) -> tuple[str, str]:
    office, number = (each.rstrip(b"\0").decode("ascii", errors="replace") for each in asked)
    return office, number


def _path(asked: Pair) -> str:
    """Where it is asked; "" for what is no office and number that can be asked for."""
    office, number = _labels(asked)
    fits = _OFFICE.fullmatch(office) and _NUMBER.fullmatch(number)
    return f"/v1/rights/{office}/{quote(number)}" if fits else ""


def grants(audit: Audit) -> None:
    for asset in audit.each("grants", audit.chosen_records([Kind.ASSET])):
        path = f"/v1/assets/{hexadecimal(asset.id)}/live-grants?block={audit.node.block}"
        with audit.question("grants"):
            answer = audit.service.get(path, "RECORD_NOT_FOUND", "NOT_RECORDED_YET", "NOT_YET")
            if answer.status != 200:
                audit.add("LEFT_OUT", "grants", path, node=hexadecimal(asset.id), record=asset.id)
                continue
            audit.compare("grants", path, _live(audit, asset.id), answer.json, record=asset.id)


def _live(audit: Audit, subject: bytes) -> dict[str, object]:
    """As of the pinned block: the licences that took effect on it by then, and are live."""
    then = audit.node.pinned
    found = (then.get(instrument) for instrument in audit.node.records.instruments_on(subject))
    live = [
        grant_document(grant)  # type: ignore[arg-type]  # what took effect on a subject is an instrument
        for grant in found
        if grant is not None and readings.grant_live(then, grant, then.at)  # type: ignore[arg-type]  # as above
    ]
    return {"items": live, "as_of": as_of_document(then)}
