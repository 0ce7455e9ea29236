"""What a certified record is, in a few lines of Vietnamese or English, one module for each group of kinds.

They read the state that `ledger.proof.shown.shown_state` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ledger.enums import Kind
from ledger.proof.facts import ShownRecord
from ledger.proof.summaries import evidence, market, title
from ledger.proof.summaries.spelling import printable

_SUMMARIES: Mapping[Kind, Callable[[Mapping[str, Any], int], tuple[str, ...]]] = {
    Kind.PARTY: title.party,
    Kind.ASSET: title.asset,
    Kind.LISTING: market.listing,
    Kind.APPRAISAL: market.appraisal,
    Kind.INSTRUMENT: title.instrument,
    Kind.ROYALTY_PERIOD: title.royalty,
    Kind.PROBLEM: market.problem,
    Kind.PROPOSAL: market.proposal,
    Kind.PILOT: market.pilot,
    Kind.CERTIFICATE: market.certificate,
    Kind.DOCUMENT: evidence.document,
    Kind.ANCHOR: evidence.anchor,
}


def summary(record: ShownRecord, language: int) -> tuple[str, ...]:
    """Lines on what the record is; language 0 Vietnamese, 1 English."""
    return tuple(printable(line) for line in _SUMMARIES[record.kind](record.state, language))
