"""How often each noun is written about: what takes many steps to come to is asked for more often."""

from __future__ import annotations

from tests.conformance.histories import (
    anchor,
    appraisal,
    asset,
    certificate,
    document,
    instrument,
    listing,
    party,
    pilot,
    problem,
    proposal,
    royalty,
)

NOUNS = (
    *(party.draw,) * 3,
    *(asset.draw,) * 3,
    *(listing.draw,) * 2,
    *(appraisal.draw,) * 3,
    *(instrument.draw,) * 8,
    *(royalty.draw,) * 2,
    *(problem.draw,) * 4,
    *(proposal.draw,) * 4,
    *(pilot.draw,) * 4,
    *(certificate.draw,) * 3,
    *(document.draw,) * 2,
    anchor.draw,
)
