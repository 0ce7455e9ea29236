"""The three answers of the verifier, and the exceptions its steps leave by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.proof.facts import Shown
from ledger.proof.reasons import CONTRADICTIONS, GAPS


class Contradiction(Exception):
    """A step found something that contradicts the certificate; ends as `Invalid`."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Gap(Exception):
    """A step lacks what it needs to judge; ends as `Undetermined`."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Valid:
    """Everything that was asked is shown; `shown` says what that is."""

    shown: Shown


@dataclass(frozen=True, slots=True)
class Invalid:
    """Something contradicts the certificate. code: one of `CONTRADICTIONS`; values: those of its sentence."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def step(self) -> int:
        return CONTRADICTIONS[self.code].step

    @property
    def why(self) -> str:
        return CONTRADICTIONS[self.code].en.format(**written(self.values))


@dataclass(frozen=True, slots=True)
class Undetermined:
    """Neither shown nor contradicted. code: one of `GAPS`; values: those of its sentence."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def step(self) -> int:
        return GAPS[self.code].step

    @property
    def missing(self) -> str:
        return GAPS[self.code].en.format(**written(self.values))


Verdict = Valid | Invalid | Undetermined


def exit_code(verdict: Verdict) -> int:
    """0 valid, 1 invalid, 2 undetermined."""
    if isinstance(verdict, Valid):
        return 0
    return 1 if isinstance(verdict, Invalid) else 2


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as people and JSON read them: bytes as 0x hex, the rest unchanged."""
    return {name: "0x" + value.hex() if isinstance(value, bytes) else value for name, value in values.items()}
