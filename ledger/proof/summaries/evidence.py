"""Documents between parties and offices, and anchored digests, in a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.proof.summaries.spelling import quoted, short_id
from ledger.proof.times import local_time

State = Mapping[str, Any]
Lines = tuple[str, ...]


def document(state: State, language: int) -> Lines:
    offices = " → ".join(short_id(each) for each in state["recipients"])
    lines = [
        (
            f"{('Bên gửi', 'Sender')[language]}: {short_id(state['sender'])};"
            f" {('cơ quan nhận', 'recipient office')[language]}: {offices}."
        )
    ]
    if state["in_reply_to"]:
        lines.append(f"{('Trả lời văn bản', 'In reply to')[language]} {short_id(state['in_reply_to'])}.")
    if state["due_by"] != "0":
        due = local_time(int(state["due_by"]), language)
        extended = ("đã gia hạn một lần", "extended once")[language] if state["extended"] else ""
        lines.append(f"{('Hạn trả lời', 'Answer due before')[language]}: {due}{f' ({extended})' if extended else ''}.")
    lines.append(
        (
            "Nội dung và số văn bản không nằm trên sổ cái, chỉ có cam kết băm.",
            "Content and number are not on the ledger, only commitments to them.",
        )[language]
    )
    return tuple(lines)


def anchor(state: State, language: int) -> Lines:
    return (
        (
            f"{('Không gian tên', 'Namespace')[language]}: {quoted(state['namespace'])};"
            f" {('giá trị băm', 'digest')[language]}: {state['digest']};"
            f" {('số mục', 'entries covered')[language]}: {state['size']}."
        ),
        f"{('Bên neo', 'Anchored by')[language]}: {short_id(state['author'])}.",
    )
