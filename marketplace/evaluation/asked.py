"""One thing that is asked of a set, a need or a query, with what answers it and what somebody made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Grade = int  # 3 answers it, 2 answers it in substance, 1 is related or excluded, 0 does not answer it
USABLE: Grade = 2  # the least grade that somebody could work with
Ranking = Sequence[str]  # ids of technologies, the best first, each once


@dataclass(frozen=True, slots=True)
class Asked:
    """A need or a query. grades: of technologies, those of grade 0 left out; broken: technologies that break one of
    its machine-readable constraints, by their ids."""

    id: str
    grades: Mapping[str, Grade]
    broken: frozenset[str] = frozenset()

    @property
    def answerable(self) -> bool:
        """Whether anything usable is there."""
        return any(grade >= USABLE for grade in self.grades.values())

    @property
    def best(self) -> tuple[str, ...]:
        """The technologies of its best grade; none where nothing is usable."""
        most = max(self.grades.values(), default=0)
        return tuple(each for each, grade in self.grades.items() if grade == most) if most >= USABLE else ()
