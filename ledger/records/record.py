"""What every record has, and how members that only records have are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from ledger.enums import Gate, Kind, State
from ledger.types import Digest, FieldType, Id, Time, Version

# Valid without end: the last second that a uint64 can hold (reading 12).
WITHOUT_END = (1 << 64) - 1

StoredState = Annotated[State, FieldType("uint8", "enum", enum=State)]
Powers = Annotated[int, FieldType("uint8", "number")]
Threshold = Annotated[int, FieldType("uint8", "number")]
Tier = Annotated[int, FieldType("uint8", "number", 0, 3)]
Gates = Annotated[int, FieldType("uint8", "number")]
StoredGate = Annotated[Gate, FieldType("uint8", "enum", enum=Gate)]
Bps = Annotated[int, FieldType("uint16", "number")]
Level = Annotated[int, FieldType("uint8", "number")]
Met = Annotated[int, FieldType("uint32", "number")]
Size = Annotated[int, FieldType("uint64", "number")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has. created_at, at: UTC seconds of its first and of its last version."""

    kind: ClassVar[Kind]

    id: Id
    state: StoredState
    version: Version
    head: Digest
    created_at: Time
    at: Time
