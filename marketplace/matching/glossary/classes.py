"""Titles of subclasses of the International Patent Classification, in the words people would look for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from marketplace.matching.glossary.reading import HERE, BadGlossary, lines_of
from marketplace.profiles import Language

_FILE = HERE / "ipc.tsv"


class Classes:
    """Subclass (`G08B`) → title in each language, the parts of a title apart."""

    def __init__(self, titles: Mapping[str, Mapping[Language, tuple[str, ...]]]) -> None:
        self._titles = titles

    @staticmethod
    def load(file: Path = _FILE) -> Classes:
        """Raises `BadGlossary`, `OSError`."""
        return _load(file)

    def __len__(self) -> int:
        return len(self._titles)

    def __iter__(self) -> Iterator[str]:
        return iter(self._titles)

    def title(self, code: str) -> Mapping[Language, tuple[str, ...]] | None:
        """code: a subclass, or anything below it (`G08B 17/12`, `G08B17/12`). None where it is not listed."""
        return self._titles.get(code[:4].upper())


@lru_cache(maxsize=4)
def _load(file: Path) -> Classes:
    titles: dict[str, Mapping[Language, tuple[str, ...]]] = {}
    for number, line in lines_of(file):
        fields = line.split("\t")
        if len(fields) != 3 or len(fields[0]) != 4 or not all(fields):
            raise BadGlossary(file.name, number, "a subclass, its Vietnamese and its English title")
        if fields[0] in titles:
            raise BadGlossary(file.name, number, f"twice: {fields[0]}")
        titles[fields[0]] = {"vi": tuple(fields[1].split("|")), "en": tuple(fields[2].split("|"))}
    return Classes(titles)
