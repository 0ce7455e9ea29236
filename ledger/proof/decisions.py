"""What a command decided, where its name alone does not say it: the enum among its fields in words, and on what.

`move_document` may receive, register or refuse; `rule_on_certificate` upholds or revokes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from ledger import enums as e
from ledger.commands import AttestMilestone, Command, MoveDocument, MoveProblem
from ledger.proof import words
from ledger.proof.summaries.spelling import percent, quoted, short_id
from ledger.proof.times import local_time
from ledger.proof.words import Words
from ledger.readable import label

# Member of a command -> its enum in words.
DECISIONS: Mapping[str, Mapping[Any, Words]] = {
    "party_state": {
        e.PartyState.ACTIVE: ("kết nạp", "admitted"),
        e.PartyState.SUSPENDED: ("đình chỉ", "suspended"),
        e.PartyState.CLOSED: ("đóng", "closed"),
    },
    "role": words.ROLES,
    "asset_end": {
        e.AssetEnd.LAPSED: ("mất hiệu lực", "lapsed"),
        e.AssetEnd.EXPIRED: ("hết hạn", "expired"),
        e.AssetEnd.INVALIDATED: ("bị hủy bỏ", "invalidated"),
    },
    "listing_move": {
        e.ListingMove.IN_REVIEW: ("gửi duyệt", "submitted for review"),
        e.ListingMove.PUBLISHED: ("công bố lại", "published again"),
        e.ListingMove.PAUSED: ("tạm dừng", "paused"),
        e.ListingMove.RESERVED: ("giữ chỗ", "reserved"),
        e.ListingMove.CLOSED: ("đóng", "closed"),
    },
    "review_outcome": {
        e.ReviewOutcome.PUBLISH: ("công bố", "published"),
        e.ReviewOutcome.RETURN: ("trả lại", "sent back"),
    },
    "appraisal_kind": words.APPRAISAL_KINDS,
    "gate": words.GATES,
    "escrow_action": {
        e.EscrowAction.FUNDED: ("đã nộp", "funded"),
        e.EscrowAction.RELEASED: ("đã giải ngân", "released"),
        e.EscrowAction.REFUNDED: ("đã hoàn trả", "refunded"),
    },
    "instrument_end": {
        e.InstrumentEnd.TERMINATED: ("chấm dứt", "terminated"),
        e.InstrumentEnd.RESCINDED: ("hủy", "rescinded"),
    },
    "ruling": {
        e.Ruling.SUSPEND: ("tạm ngừng", "suspended"),
        e.Ruling.RESUME: ("cho tiếp tục", "resumed"),
        e.Ruling.TERMINATE: ("chấm dứt", "terminated"),
        e.Ruling.RESCIND: ("hủy", "rescinded"),
        e.Ruling.ENFORCE: ("xử lý tài sản thế chấp", "enforced"),
    },
    "royalty_answer": {
        e.RoyaltyAnswer.CONFIRM: ("chấp nhận", "accepted"),
        e.RoyaltyAnswer.DISPUTE: ("không chấp nhận", "contested"),
    },
    "problem_move": {
        e.ProblemMove.EVALUATING: ("bắt đầu đánh giá", "evaluation begun"),
        e.ProblemMove.AWARDED: ("chọn đề xuất", "awarded"),
        e.ProblemMove.NO_AWARD: ("không chọn", "no award"),
        e.ProblemMove.CANCELLED: ("hủy", "cancelled"),
    },
    "proposal_move": {
        e.ProposalMove.SHORTLISTED: ("vào danh sách rút gọn", "shortlisted"),
        e.ProposalMove.FAILED: ("không đạt", "failed"),
        e.ProposalMove.WITHDRAWN: ("rút", "withdrawn"),
    },
    "pilot_move": {
        e.PilotMove.RUNNING: ("bắt đầu chạy", "started"),
        e.PilotMove.COMPLETED: ("hoàn thành", "completed"),
        e.PilotMove.ABORTED: ("dừng", "aborted"),
    },
    "certificate_ruling": {
        e.CertificateRuling.UPHELD: ("giữ nguyên", "upheld"),
        e.CertificateRuling.REVOKED: ("thu hồi", "revoked"),
    },
    "document_move": {
        e.DocumentMove.DELIVERED: ("đã nhận", "delivered"),
        e.DocumentMove.OPENED: ("đã mở", "opened"),
        e.DocumentMove.REGISTERED: ("đã vào sổ", "registered"),
        e.DocumentMove.PROCESSING: ("đang xử lý", "processing"),
        e.DocumentMove.RESPONDED: ("đã trả lời", "responded"),
        e.DocumentMove.RETURNED: ("trả lại", "returned"),
        e.DocumentMove.CLOSED: ("đóng", "closed"),
        e.DocumentMove.REFUSED: ("từ chối nhận", "refused"),
        e.DocumentMove.WITHDRAWN: ("rút", "withdrawn"),
        e.DocumentMove.EXTENDED: ("gia hạn", "deadline extended"),
        e.DocumentMove.FORWARDED: ("chuyển cơ quan khác", "forwarded"),
    },
    "verdict": words.VERDICTS,
    "outcome": words.OUTCOMES,
}


def decided(command: Command) -> tuple[Words, ...]:
    """What a command decided, member by member; empty where its name says it all."""
    said = tuple(names[value] for member, names in DECISIONS.items() if (value := _value(command, member)) in names)
    return said + _objects(command)


def _objects(command: Command) -> tuple[Words, ...]:
    """The record, party, time or sum that a decision is about; the record that it is made on stands beside it."""
    if isinstance(command, MoveProblem) and any(command.proposal):
        proposal = short_id(command.proposal)
        return ((f"đề xuất {proposal}", f"proposal {proposal}"),)
    if isinstance(command, MoveDocument):
        return _document(command)
    if isinstance(command, AttestMilestone):
        code, certificate = quoted(label(command.milestone) or ""), short_id(command.certificate)
        return (
            (
                f"mốc {code}, {percent(command.bps, 0)}, theo chứng nhận {certificate}",
                f"milestone {code}, {percent(command.bps, 1)}, against certificate {certificate}",
            ),
        )
    return ()


def _document(command: MoveDocument) -> tuple[Words, ...]:
    said: list[Words] = []
    if any(command.to):
        said.append((f"đến {short_id(command.to)}", f"to {short_id(command.to)}"))
    if command.due_by:
        due_vi, due_en = (local_time(command.due_by, language) for language in (0, 1))
        said.append((f"hạn trả lời trước {due_vi}", f"to be answered before {due_en}"))
    return tuple(said)


def _value(command: Command, member: str) -> int | IntEnum | None:
    value: int | None = getattr(command, member, None)
    return value
