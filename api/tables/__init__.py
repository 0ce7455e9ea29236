"""The service's own tables: durable, and derived from nothing. May import `ledger`, never `api.routes`."""

from __future__ import annotations

from api.tables.base import Base
from api.tables.intakes import IntakeRow
from api.tables.webhooks import DeliveryRow, SubscriptionRow

__all__ = ["Base", "DeliveryRow", "IntakeRow", "SubscriptionRow"]
