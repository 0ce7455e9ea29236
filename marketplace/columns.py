"""Column types for what SQL has no exact type for: unsigned 64-bit numbers and 256-bit ones. All sort as numbers do."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine


def digits(length: int) -> TypeEngine[str]:
    """A text of digits, ordered by its bytes whatever the order of the database's language."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Uint64(TypeDecorator[int]):
    """20 decimal digits: a signed 64-bit column would not hold 2^64 - 1, which stands for "without end"."""

    impl = digits(20)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Any:
        return None if value is None else f"{value:020d}"

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int(value)


class Bitmap(TypeDecorator[int]):
    """64 hexadecimal digits: a word of up to 256 bits, as signed (zero means all)."""

    impl = digits(64)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Any:
        return None if value is None else f"{value:064x}"

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int(value, 16)


class Int256(TypeDecorator[int]):
    """64 hexadecimal digits of the number plus 2^255: a signed word, whose negative numbers sort first."""

    impl = digits(64)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Any:
        return None if value is None else f"{value + (1 << 255):064x}"

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int(value, 16) - (1 << 255)
