"""Pieces of a listing's text with what was found in them marked."""

from __future__ import annotations

import html
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.search.marking import Mark

_LENGTH = 220  # characters of a snippet


@dataclass(frozen=True, slots=True)
class Passage:
    """marks: from and to in `text`, in order, apart. Cut at words; `…` stands for what was left out."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def html(self) -> str:
        """Escaped, with what was found in `<mark>`."""
        parts: list[str] = []
        at = 0
        for start, end in self.marks:
            parts += [html.escape(self.text[at:start]), f"<mark>{html.escape(self.text[start:end])}</mark>"]
            at = end
        return "".join([*parts, html.escape(self.text[at:])])


def whole(text: str, marks: Iterable[Mark]) -> Passage:
    return Passage(text, _joined(text, marks, 0, len(text)))


def snippet(text: str, marks: list[Mark]) -> Passage:
    """The piece of a text with most of what was asked for; its beginning where nothing is."""
    start = _best_start(marks)
    if start + _LENGTH >= len(text):
        start = max(0, len(text) - _LENGTH)
    start = _at_word(text, start)
    end = _word_end(text, start + _LENGTH)
    piece = text[start:end].strip()
    start = text.index(piece, start)
    end = start + len(piece)
    lead = "… " if start > 0 else ""
    tail = " …" if end < len(text) else ""
    shifted = tuple(
        (one - start + len(lead), other - start + len(lead)) for one, other in _joined(text, marks, start, end)
    )
    return Passage(lead + piece + tail, shifted)


def _best_start(marks: list[Mark]) -> int:
    best, at = 0, 0
    starts = [mark.start for mark in marks]
    for first, mark in enumerate(marks):
        beyond = bisect_left(starts, mark.start + _LENGTH - 20)
        worth = 4 * len(frozenset().union(*(each.groups for each in marks[first:beyond]))) + min(beyond - first, 3)
        if worth > best:
            best, at = worth, mark.start
    # What goes before a word says what it is about.
    return max(0, at - 40)


def _at_word(text: str, start: int) -> int:
    if start == 0 or text[start - 1].isspace():
        return start
    following = text.find(" ", start)
    return start if following < 0 or following - start > 40 else following + 1


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    before = text.rfind(" ", 0, end)
    return end if before < end - 40 else before


def _joined(text: str, marks: Iterable[Mark], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Marks within a piece; neighbours that only blanks part are one."""
    found: list[list[int]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < start or mark.end > end:
            continue
        if found and (mark.start <= found[-1][1] or text[found[-1][1] : mark.start].isspace()):
            found[-1][1] = max(found[-1][1], mark.end)
        else:
            found.append([mark.start, mark.end])
    return tuple((one, other) for one, other in found)
