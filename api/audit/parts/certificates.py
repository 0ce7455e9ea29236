"""Certificates: each is verified offline with the node's trust, and says what the node has, signatures included."""

from __future__ import annotations

import json
from typing import Any

from api.audit.audit import NOUN_OF, Audit
from api.models.documents import hexadecimal
from ledger.events import Event
from ledger.proof.policy import Policy
from ledger.proof.sentence import reason
from ledger.proof.verdict import Valid
from ledger.proof.verify import verify
from ledger.records import AnyRecord


def certificates(audit: Audit) -> None:
    # The first one of each kind is asked for with the histories of its signers.
    deep = {record.kind: record.id for record in reversed(audit.chosen_records())}
    for record in audit.each("certificates", audit.chosen_records()):
        path = f"/v1/{NOUN_OF[record.kind]}/{hexadecimal(record.id)}/certificate"
        with audit.question("certificates"):
            _certificate(audit, path, record, deep=False)
        if deep[record.kind] == record.id:
            with audit.question("certificates"):
                _certificate(audit, f"{path}?deep=true", record, deep=True)


def _certificate(audit: Audit, path: str, record: AnyRecord, *, deep: bool) -> None:
    pinned = audit.node.pinned_version(record.id)
    own = audit.node.at_version(record.id, pinned)
    assert own is not None
    about: dict[str, Any] = {"record": record.id, "version": pinned}
    answer = audit.service.get(path, "RECORD_NOT_FOUND", "NOT_SHOWN")
    if answer.status != 200:
        audit.add("LEFT_OUT", "certificates", path, node=hexadecimal(own.head), **about)
        return
    policy = Policy(record=record.id, head=own.head, version=pinned, deep=deep)
    verdict = verify(answer.body, audit.node.trust, policy)
    if not isinstance(verdict, Valid):
        audit.add("NOT_VALID", "certificates", path, service=list(reason(verdict)), **about)
        return
    shown = verdict.shown
    audit.saw_block("certificates", path, shown.block, shown.block_hash)
    if shown.block < audit.node.block:
        behind = {"node": audit.node.block, "service": shown.block}
        audit.add("ROLLED_BACK", "certificates", path, "evidence", **behind, **about)
    _signatures(audit, path, record, json.loads(answer.body)["histories"][0]["entries"])


def _signatures(audit: Audit, path: str, record: AnyRecord, entries: list[dict[str, Any]]) -> None:
    """Heads do not cover signatures, so that an operator could exchange one; the node has those that were accepted."""
    own = [event for event in audit.node.history(record.id) if isinstance(event, Event)]
    for index, (entry, event) in enumerate(zip(entries, own, strict=False)):
        expected = {
            "signatures": [hexadecimal(signature) for signature in event.signatures],
            "signers": [hexadecimal(signer) for signer in event.signers],
        }
        told = {"signatures": entry["signed"]["signatures"], "signers": entry["signers"]}
        audit.compare("certificates", path, expected, told, f"entries[{index}]", record=record.id)
