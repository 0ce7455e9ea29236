"""What somebody typed into the search box, read: phrases in quotes, patent classes, chunks that may be ids, words.

Reads anything and refuses nothing; what is longer than a question is cut off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from marketplace.search.codes import compact, find_ipc
from marketplace.search.words import Word, placed_words
from marketplace.text import nfc

LONGEST_QUERY = 400  # characters
MOST_WORDS = 32
_MOST_CHUNKS = 8
# What parts words that stand beside each other; `2,5` and `H.264` it does not part.
_PAUSE = re.compile(r"[,;:.!?()\[\]{}|](?!\w)|[,;](?!\d)|\n")
_QUOTED = re.compile(r'"([^"]*)"|“([^“”]*)”|«([^«»]*)»')


@dataclass(frozen=True, slots=True)
class Asked:
    """words: all, those of phrases too. runs: words that stand beside each other, as from and to in `words`; nothing
    reaches across a quotation mark, a comma or a class. phrases: those in quotes, from and to in `words`. classes: each
    with its depths (`codes.ipc_depths`). numbers: what may be an id or a number, compact; the whole first.
    text: what the words came from, NFC.
    """

    text: str
    words: tuple[Word, ...]
    runs: tuple[tuple[int, int], ...]
    phrases: tuple[tuple[int, int], ...]
    classes: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]


def parse(query: str) -> Asked:
    # Normalising can lengthen a text, and a text of one letter with thousands of marks is one letter.
    # Half a pair of surrogates, as a command line may hand over, is no letter.
    text = nfc(query[:LONGEST_QUERY].encode("utf-8", "replace").decode())[:LONGEST_QUERY]
    classes = find_ipc(text)
    rest = text
    for start, end, _ in classes:
        rest = rest[:start] + "," * (end - start) + rest[end:]
    words: list[Word] = []
    runs: list[tuple[int, int]] = []
    phrases: list[tuple[int, int]] = []
    at = 0
    for quoted in _QUOTED.finditer(rest):
        _read_runs(rest[at : quoted.start()], words, runs)
        begin = len(words)
        words += [word for _, _, word in placed_words(quoted[1] or quoted[2] or quoted[3] or "")]
        if len(words) > begin:
            runs.append((begin, len(words)))
            phrases.append((begin, len(words)))
        at = quoted.end()
    _read_runs(rest[at:], words, runs)
    bounded = len(words) <= MOST_WORDS
    return Asked(
        text=text,
        words=tuple(words[:MOST_WORDS]),
        runs=tuple(runs if bounded else _cut(runs)),
        phrases=tuple(phrases if bounded else _cut(phrases)),
        classes=tuple(tuple(depths) for _, _, depths in classes[:_MOST_CHUNKS]),
        numbers=_numbers(text),
    )


def _read_runs(text: str, words: list[Word], runs: list[tuple[int, int]]) -> None:
    for part in _PAUSE.split(text):
        begin = len(words)
        words += [word for _, _, word in placed_words(part)]
        if len(words) > begin:
            runs.append((begin, len(words)))


def _cut(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(start, min(end, MOST_WORDS)) for start, end in spans if start < MOST_WORDS]


def _numbers(text: str) -> tuple[str, ...]:
    """The whole text, and each chunk with a digit in it."""
    whole = compact(text)
    chunks = [compact(chunk) for chunk in text.split() if any(character.isdigit() for character in chunk)]
    found = [*chunks[:_MOST_CHUNKS]]
    if found or len(text.split()) == 1:
        found.insert(0, whole)
    return tuple(dict.fromkeys(number for number in found if number))
