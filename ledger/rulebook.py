"""How much of the catalogue this version of the rulebook has: the commands and instrument kinds still to come."""

from __future__ import annotations

from ledger.commands import COMMANDS
from ledger.enums import InstrumentKind, Kind
from ledger.records import RECORD_TYPES

# Every command of docs/specs/commands.md, in its order; a test compares.
_NAMES = """
    register_party update_party move_party add_key revoke_key grant_role revoke_role declare_interest
    register_asset raise_tier record_rights set_grant_rule dispute_asset resolve_dispute end_asset
    draft_listing review_listing move_listing issue_appraisal withdraw_appraisal
    propose_instrument sign_instrument certify_instrument attest_escrow attest_milestone effect_instrument
    amend_instrument end_instrument rule_on_instrument
    report_royalty answer_royalty rule_on_royalty attest_payment audit_royalty
    draft_problem publish_problem close_problem move_problem commit_proposal reveal_proposal move_proposal
    plan_pilot baseline_pilot measure_pilot move_pilot stop_pilot
    issue_certificate dispute_certificate rule_on_certificate submit_document move_document anchor_digest
"""
CATALOGUE: tuple[str, ...] = tuple(_NAMES.split())
# The version that the contracts state; a change of the rules or of a reading is a new one.
RULEBOOK = 1
# The others are BAD_ENUM until the version that brings them (docs/specs/readings.md, 8).
INSTRUMENT_KINDS = (InstrumentKind.LICENCE,)


def is_to_come(command: str) -> bool:
    """Whether the catalogue has a command that this rulebook does not have yet."""
    return command in CATALOGUE and command not in COMMANDS


def kind_is_to_come(kind: Kind) -> bool:
    """Whether no record of a kind can exist yet."""
    return kind not in RECORD_TYPES
