"""Lists of each noun, each record as it is and as it was, and each history."""

from __future__ import annotations

from typing import Any

from api.audit.audit import NOUN_OF, RECORD, Audit
from api.audit.difference import Unanswered
from api.models.documents import entry_document, header_document, hexadecimal, record_document
from api.routes.records import NOUNS
from ledger.enums import Kind
from ledger.records import AnyRecord
from ledger.state import accepted_at, fold_record

# --- Lists ---------------------------------------------------------------------------------------------------------


def lists(audit: Audit) -> None:
    kinds = set(Kind) if audit.chosen.records is None else {each.kind for each in audit.chosen_records()}
    for noun in audit.each("lists", [noun for noun, kind in NOUNS.items() if kind in kinds]):
        with audit.question("lists"):
            _list(audit, noun, NOUNS[noun])


def _list(audit: Audit, noun: str, kind: Kind) -> None:
    """Every record that there was at the pinned block stands in it, in the order of creation, and later ones after."""
    path = f"/v1/{noun}"
    expected = [record.id for record in audit.node.of_kind(kind)]
    told: list[str] = []
    for page in audit.service.pages(path, len(expected)):
        at = audit.near("lists", path, "as_of.at", _member(page, path, "as_of", "at"))
        audit.compare("lists", path, None, _member(page, path, "as_of", "block"), "as_of.block")
        for item in _items(page, path):
            told.append(item.get("id", ""))
            if at is not None:
                _listed(audit, path, kind, item, at)
    _order(audit, path, expected, told)


def _listed(audit: Audit, path: str, kind: Kind, item: dict[str, Any], at: int) -> None:
    record = _id(item.get("id"))
    own = None if record is None else audit.node.records.get(record)
    if record is None or (own is not None and own.kind != kind):
        audit.add("INVENTED", "lists", path, service=item.get("id"))
        return
    _header(audit, "lists", path, kind, record, item, at)


def _order(audit: Audit, path: str, expected: list[bytes], told: list[str]) -> None:
    own = [hexadecimal(record) for record in expected]
    for record in own:
        if record not in told:
            audit.add("LEFT_OUT", "lists", path, node=record, record=record)
    for index, record in enumerate(told):
        if record in told[:index]:
            audit.add("OUT_OF_ORDER", "lists", path, node="once", service=record, record=record)
    there = [record for record in told if record in set(own)]
    for left, right in zip(there, [record for record in own if record in set(there)], strict=False):
        if left != right:
            audit.add("OUT_OF_ORDER", "lists", path, node=right, service=left, record=left)
            break
    # Those that came after the pinned block come last.
    first_new = next((index for index, record in enumerate(told) if record not in set(own)), len(told))
    for record in told[first_new:]:
        if record in set(own):
            audit.add("OUT_OF_ORDER", "lists", path, node=record, service=told[first_new], record=record)
            break


# --- One record ----------------------------------------------------------------------------------------------------


def records(audit: Audit) -> None:
    for record in audit.each("records", audit.chosen_records()):
        path = f"/v1/{NOUN_OF[record.kind]}/{hexadecimal(record.id)}"
        with audit.question("records"):
            _now(audit, path, record)
        with audit.question("records"):
            _at_block(audit, path, record)
        for second in _seconds(audit, record):
            with audit.question("records"):
                _at(audit, path, record, second)


def _now(audit: Audit, path: str, record: AnyRecord) -> None:
    answer = audit.service.get(path, "RECORD_NOT_FOUND")
    if answer.status != 200:
        audit.add("LEFT_OUT", "records", path, node=hexadecimal(record.head), record=record.id, version=record.version)
        return
    told = answer.json
    at = audit.near("records", path, "as_of.at", _member(told, path, "as_of", "at"))
    audit.compare("records", path, None, _member(told, path, "as_of", "block"), "as_of.block", record=record.id)
    if at is None or not _header(audit, "records", path, record.kind, record.id, told, at):
        return
    own = audit.node.at_version(record.id, told["version"])
    if own is not None:
        expected = record_document(own, audit.node.as_of(at))
        audit.compare("records", path, expected, told, record=record.id, version=own.version)


def _at_block(audit: Audit, path: str, record: AnyRecord) -> None:
    path = f"{path}?block={audit.node.block}"
    answer = audit.service.get(path, "RECORD_NOT_FOUND", "NOT_RECORDED_YET", "NOT_YET")
    then = audit.node.pinned
    own = then.get(record.id)
    assert own is not None
    if answer.status != 200:
        audit.add("LEFT_OUT", "records", path, node=hexadecimal(own.head), record=record.id, version=own.version)
        return
    audit.compare("records", path, record_document(own, then), answer.json, record=record.id, version=own.version)


def _seconds(audit: Audit, record: AnyRecord) -> list[int]:
    """The seconds in which it moved, but for the last one of the pinned block, in which more may have come."""
    last = audit.node.pinned.at
    return sorted({at for event in audit.node.history(record.id) if (at := accepted_at(event)) < last})


def _at(audit: Audit, path: str, record: AnyRecord, second: int) -> None:
    path = f"{path}?at={second}"
    answer = audit.service.get(path, "RECORD_NOT_FOUND", "NOT_RECORDED_YET", "NOT_YET")
    then = audit.node.as_of(second)
    own = fold_record(record.id, then.history(record.id))
    assert own is not None
    if answer.status != 200:
        audit.add("LEFT_OUT", "records", path, node=hexadecimal(own.head), record=record.id, version=own.version)
        return
    audit.compare("records", path, record_document(own, then), answer.json, record=record.id, version=own.version)


def _header(audit: Audit, part: str, path: str, kind: Kind, record: bytes, told: dict[str, Any], at: int) -> bool:
    """Whether a header is that of the record at the version that it states, which is no earlier than the pinned one."""
    version, head = told.get("version"), told.get("head")
    if type(version) is not int or not isinstance(head, str):
        raise Unanswered("OTHER_FORM", path, member="version")
    pinned = audit.node.pinned_version(record)
    about: dict[str, Any] = {"record": record, "version": version}
    if version < pinned:
        audit.add("ROLLED_BACK", part, path, "version", node=pinned, service=version, **about)
        return False
    if audit.node.at_version(record, version) is None and not audit.newer(part, path, kind, record, version, head):
        return False
    own = audit.node.at_version(record, version)
    if own is None:
        return True
    return audit.compare(part, path, header_document(own, at), told, **about)


# --- Histories -----------------------------------------------------------------------------------------------------


def histories(audit: Audit) -> None:
    for record in audit.each("histories", audit.chosen_records()):
        with audit.question("histories"):
            _history(audit, record)


def _history(audit: Audit, record: AnyRecord) -> None:
    """Every version of it, one after the other; after the pinned one, as the node or a certificate has it by now."""
    path = f"/v1/{NOUN_OF[record.kind]}/{hexadecimal(record.id)}/history"
    pinned = audit.node.pinned_version(record.id)
    version, last = 0, ""
    for page in audit.service.pages(path, pinned):
        if page.get("code") == "RECORD_NOT_FOUND":
            break
        for entry in _items(page, path):
            version += 1
            if entry.get("version") != version:
                member = f"version {version}"
                audit.add("OUT_OF_ORDER", "histories", path, member, node=version, service=entry.get("version"))
                return
            last = entry.get("head", "")
            _entry(audit, path, record.id, version, entry)
    if version < pinned:
        for missing in range(version + 1, pinned + 1):
            own = audit.node.at_version(record.id, missing)
            assert own is not None
            head = hexadecimal(own.head)
            audit.add("LEFT_OUT", "histories", path, node=head, record=record.id, version=missing)
    elif audit.node.at_version(record.id, version) is None:
        audit.newer("histories", path, record.kind, record.id, version, last)


def _entry(audit: Audit, path: str, record: bytes, version: int, entry: dict[str, Any]) -> None:
    history = audit.node.history(record)
    if version > len(history):
        audit.node.refresh()
        history = audit.node.history(record)
    if version > len(history):
        return
    expected = entry_document(record, history[version - 1], audit.node.trust.ledger)
    audit.compare("histories", path, expected, entry, f"version {version}", record=record, version=version)


# --- What was told -------------------------------------------------------------------------------------------------


def _items(page: dict[str, Any], path: str) -> list[dict[str, Any]]:
    items = page.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Unanswered("OTHER_FORM", path, member="items")
    return items


def _member(told: dict[str, Any], path: str, name: str, inner: str) -> Any:
    found = told.get(name)
    if not isinstance(found, dict) or inner not in found:
        raise Unanswered("OTHER_FORM", path, member=f"{name}.{inner}")
    return found[inner]


def _id(text: Any) -> bytes | None:
    return bytes.fromhex(text[2:]) if isinstance(text, str) and RECORD.fullmatch(text) else None
