"""What a small market is compared with, so that the little it has can stand out from something.

With five technologies on offer there is no telling what is usual: the mean of a language would be the five themselves,
and the nearest would always be near. Titles of patent classes, in both languages by turns and from all fields, stand
beside them; they are compared and never found.
"""

from __future__ import annotations

from functools import lru_cache

from marketplace.matching.corpus import Entry
from marketplace.matching.glossary import Classes
from marketplace.profiles import LANGUAGES, Words

ENOUGH = 64  # entries that are their own background


@lru_cache(maxsize=1)
def background() -> tuple[Entry, ...]:
    """Up to `ENOUGH` classes, evenly from the first to the last."""
    classes = Classes.load()
    codes = sorted(classes)
    chosen = codes[:: max(1, -(-len(codes) // ENOUGH))]
    made = []
    for number, code in enumerate(chosen):
        language = LANGUAGES[number % len(LANGUAGES)]
        title = classes.title(code)
        if title is not None:
            parts = title[language]
            made.append(Entry(f"ipc/{code}", {language: Words(parts[0], ", ".join(parts))}, ipc=(code,)))
    return tuple(made)
