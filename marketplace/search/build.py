"""Building an index from what is published: a new generation, swapped in whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import tantivy

from marketplace.profiles import Organisation, Technology
from marketplace.search.document import document
from marketplace.search.generations import building
from marketplace.search.owners import name_words
from marketplace.search.schema import LAYOUT, schema

ABOUT = "about.json"
OWNERS = "organisations.json"
_HEAP = 192_000_000  # bytes that the writer fills before it cuts a segment
_THREADS = 1  # Python cuts the words on the other
_PROGRESS_EACH = 500


def build(
    folder: Path,
    technologies: Iterable[Technology],
    organisations: Iterable[Organisation],
    progress: Callable[[int], None] | None = None,
    *,
    state: str = "",
    wait: bool = True,
) -> str:
    """Make a new generation the current one, and give its name. Raises `AlreadyBuilding` unless `wait`.

    progress: is told how many listings are read. state: of the catalogue, whatever the caller compares it by.
    """
    owners = {organisation.id: organisation for organisation in organisations}
    with building(folder, wait) as made:
        index = tantivy.Index(schema(), str(made))
        writer = index.writer(_HEAP, _THREADS)
        try:
            count = _write(writer, technologies, owners, progress)
            writer.commit()
        finally:
            # Nothing writes to the folder any more, whether it is kept or removed.
            writer.wait_merging_threads()
        names = {each.id: dict(each.names.items()) for each in owners.values()}
        (made / OWNERS).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        about = {"layout": LAYOUT, "listings": count, "state": state}
        (made / ABOUT).write_text(json.dumps(about), encoding="utf-8")
        return made.name


def _write(
    writer: Any,
    technologies: Iterable[Technology],
    owners: dict[str, Organisation],
    progress: Callable[[int], None] | None,
) -> int:
    count = 0
    named = {identifier: " ".join(name_words(owner)) for identifier, owner in owners.items()}
    for count, technology in enumerate(technologies, 1):
        writer.add_document(document(technology, named.get(technology.owner, "")))
        if progress is not None and count % _PROGRESS_EACH == 0:
            progress(count)
    if progress is not None:
        progress(count)
    return count
