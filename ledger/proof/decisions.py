"""What a command decided, where its name alone does not say it: the enum among its fields, in words.

`move_document` may receive, register or refuse; `rule_on_certificate` upholds or revokes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from ledger import enums as e
from ledger.commands import Command
from ledger.proof import words
from ledger.proof.words import Words

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
    return tuple(names[value] for member, names in DECISIONS.items() if (value := _value(command, member)) in names)


def _value(command: Command, member: str) -> int | IntEnum | None:
    value: int | None = getattr(command, member, None)
    return value
