"""Certificates, what became of commands, and intake receipts: what `hanotex verify` judges, and what leads to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import rfc8785

from ledger.enums import Kind
from ledger.proof.bundle import content_of
from ledger.proof.signing import bundle_preimage
from tests.functional.edits import Edit, alterations, entries_left_out, omissions
from tests.functional.mutations.mutation import AUDIT, FILE, HEAD, Mutation, denied, edited, of_file
from tests.functional.stand import Stand

# Kinds whose certificates are altered member by member: each has another shape of history beside it.
_CERTIFIED = (Kind.PARTY, Kind.ASSET, Kind.INSTRUMENT, Kind.CERTIFICATE, Kind.DOCUMENT)


def certificates(stand: Stand) -> Iterator[Mutation]:
    for kind in _CERTIFIED:
        record = stand.richest(kind)
        path = f"{stand.path(record)}/certificate"
        told = json.loads(stand.proxy.fetch(path).body)
        edits = [*alterations(told), *omissions(told), *entries_left_out(told, ("histories", 0, "entries"))]
        for edit in edits:
            altered = edited(path, edit.make, rfc8785.dumps)
            yield of_file("certificate", edit.deed, f"{path} {edit.where}", altered, record, {AUDIT, FILE, HEAD})
        for edit in entries_left_out(told, ("histories", 0, "entries")):
            signed = edited(path, edit.make, lambda document: _signed(stand, document))
            what = f"{path} {edit.where}, signed anew by the operator"
            yield of_file("certificate", edit.deed, what, signed, record, {AUDIT, FILE, HEAD})
        yield of_file("certificate", "omit", f"{path} denied", denied(path, "NOT_SHOWN"), record, {AUDIT})
    yield _one_signature_less(stand)
    absent = "/v1/rights/VN/0AUDIT0NOBODY/certificate"
    told = json.loads(stand.proxy.fetch(absent).body)
    for edit in alterations(told):
        altered = edited(absent, edit.make, rfc8785.dumps)
        what = f"{absent} {edit.where}"
        yield Mutation("certificate", "alter", what, altered, "rights", None, frozenset({AUDIT, FILE}), absent)


def _signed(stand: Stand, document: Any) -> bytes:
    """With the operator's good signature over what it says now."""
    operator = stand.true.service.operator
    assert operator is not None
    preimage = bundle_preimage(stand.node.trust.ledger, content_of(document))
    return rfc8785.dumps({**document, "signature": "0x" + operator.sign_preimage(preimage).hex()})


def _one_signature_less(stand: Stand) -> Mutation:
    """Of a command that does not name its signers: heads cover no signatures, and the operator signs the rest anew."""
    (pilot, *_) = stand.node.of_kind(Kind.PILOT)

    def make(document: Any) -> None:
        (plan, *_) = document["histories"][0]["entries"]
        plan["signers"].pop()
        plan["signed"]["signatures"].pop()

    path = f"{stand.path(pilot)}/certificate"
    alter = edited(path, make, lambda document: _signed(stand, document))
    return of_file("certificate", "omit", f"{path} a signature, signed anew by the operator", alter, pilot, {AUDIT})


def commands(stand: Stand) -> Iterator[Mutation]:
    path = f"/v1/commands/0x{stand.taken.digest.hex()}"
    record = stand.taken.command.record
    told = json.loads(stand.proxy.fetch(path).body)
    for edit in (*alterations(told), *omissions(told)):
        yield _status(stand, path, edit)
    file = f"{path}/intake"
    told = json.loads(stand.proxy.fetch(file).body)
    for edit in (*alterations(told), *omissions(told)):
        alter, what = edited(file, edit.make, rfc8785.dumps), f"{file} {edit.where}"
        yield Mutation("intake", edit.deed, what, alter, "commands", record, frozenset({AUDIT, FILE}), file)
    for answer, denies, code in (("command", path, "COMMAND_NOT_FOUND"), ("intake", file, "NO_INTAKE")):
        gone = denied(denies, code)
        yield Mutation(answer, "omit", f"{denies} denied", gone, "commands", record)


def _status(stand: Stand, path: str, edit: Edit) -> Mutation:
    """Of a command: what became of it, with the receipt that it left."""
    record = stand.node.records.get(stand.taken.command.record)
    assert record is not None
    shown = edit.deed == "alter" and edit.where in ("receipt.record", "receipt.version", "receipt.head")
    caught, head_in = (frozenset({AUDIT, HEAD}), path) if shown else (frozenset({AUDIT}), "")
    answer = "receipt" if edit.where.startswith("receipt") else "command"
    alter = edited(path, edit.make)
    what = f"{path} {edit.where}"
    return Mutation(answer, edit.deed, what, alter, "commands", record.id, caught, of=record, head_in=head_in)
