"""The service's own tables: durable, and derived from nothing. May import `ledger`, never `api.routes`."""

from __future__ import annotations

from api.tables.accounts import (
    AccountRow,
    AttemptRow,
    ExternalIdentityRow,
    NonceRow,
    PasskeyRow,
    PasswordRow,
    RecoveryCodeRow,
    SessionRow,
    TotpRow,
)
from api.tables.drafts import DraftReviewRow, DraftRow, DraftSignatureRow, WordingWriterRow
from api.tables.intakes import IntakeRow
from api.tables.mandates import MandateRow
from api.tables.organisations import (
    ApiKeyRow,
    ClientCertificateRow,
    ManagedKeyGrantRow,
    ManagedKeyRow,
    OrganisationRow,
)
from api.tables.rates import RateRow
from api.tables.webhooks import DeliveryRow, SubscriptionRow
from marketplace.catalogue.tables import DecisionRow, EntryRow, FollowRow, RevisionRow, SavedSearchRow, VersionRow
from marketplace.kept.base import Base
from marketplace.ranking.tables import (
    CandidateSetRow,
    FeedbackRow,
    RankingAnchorRow,
    RankingLogRow,
    RankingNodeRow,
    RankingRunRow,
)

__all__ = [
    "AccountRow",
    "ApiKeyRow",
    "AttemptRow",
    "Base",
    "CandidateSetRow",
    "ClientCertificateRow",
    "DecisionRow",
    "DeliveryRow",
    "DraftReviewRow",
    "DraftRow",
    "DraftSignatureRow",
    "EntryRow",
    "ExternalIdentityRow",
    "FeedbackRow",
    "FollowRow",
    "IntakeRow",
    "ManagedKeyGrantRow",
    "ManagedKeyRow",
    "MandateRow",
    "NonceRow",
    "OrganisationRow",
    "PasskeyRow",
    "PasswordRow",
    "RankingAnchorRow",
    "RankingLogRow",
    "RankingNodeRow",
    "RankingRunRow",
    "RateRow",
    "RecoveryCodeRow",
    "RevisionRow",
    "SavedSearchRow",
    "SessionRow",
    "SubscriptionRow",
    "TotpRow",
    "VersionRow",
    "WordingWriterRow",
]
