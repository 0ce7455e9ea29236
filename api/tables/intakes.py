"""What arrived, and when: the operator's word for it."""

from __future__ import annotations

from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kept.base import Base


class IntakeRow(Base):
    """One per command's digest. received_at: UTC seconds; operator: address of the key that signed."""

    __tablename__ = "intakes"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    received_at: Mapped[int] = mapped_column(BigInteger)
    operator: Mapped[bytes] = mapped_column(LargeBinary(20))
    signature: Mapped[bytes] = mapped_column(LargeBinary(65))
