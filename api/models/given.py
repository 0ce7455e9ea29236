"""What requests' bodies are made of."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Given(BaseModel):
    """A body, or a part of one, without a member that is not described."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _one_unknown_is_enough(cls, given: Any) -> Any:
        """Each unknown member would be an error of its own, and a body has room for a hundred thousand of them."""
        if not isinstance(given, dict):
            return given
        unknown = next((name for name in given if name not in cls.model_fields), None)
        return {name: value for name, value in given.items() if name in cls.model_fields or name is unknown}
