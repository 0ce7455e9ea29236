"""Texts as the token numbers of a sentence model: WordPiece (BERT) and Unigram (SentencePiece, XLM-RoBERTa, E5).

Read from a folder, without a library: `tokenizer.json` as Hugging Face writes it (of its models these two, of its
normalisation lower case and stripped accents; Unigram is NFKC), or `vocab.txt`, WordPiece, one piece a line.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

_LONGEST_WORD = 100  # letters; a longer one is unknown to WordPiece
_SPACE = "\u2581"  # how SentencePiece writes the beginning of a word


class TokenizerUnreadable(Exception):
    """The folder has no tokenizer that can be read. reason."""


class Tokenizer(Protocol):
    def encode(self, text: str, longest: int) -> list[int]:
        """At most so many numbers, the special first and last counted."""


@dataclass(frozen=True, slots=True)
class WordPiece:
    """Longest piece first; what continues a word begins with `##`. lower: case is folded; strip: accents too."""

    numbers: Mapping[str, int]
    lower: bool
    strip: bool
    unknown: str = "[UNK]"
    first: str = "[CLS]"
    last: str = "[SEP]"

    def encode(self, text: str, longest: int) -> list[int]:
        pieces = [piece for word in _words(self._normal(text)) for piece in self._pieces(word)]
        return [self.numbers[self.first], *pieces[: longest - 2], self.numbers[self.last]]

    def _normal(self, text: str) -> str:
        if self.lower:
            text = text.lower()
        if not self.strip:
            return unicodedata.normalize("NFC", text)
        return "".join(each for each in unicodedata.normalize("NFD", text) if unicodedata.category(each) != "Mn")

    def _pieces(self, word: str) -> list[int]:
        unknown, found, start = [self.numbers[self.unknown]], [], 0
        if len(word) > _LONGEST_WORD:
            return unknown
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                if piece in self.numbers:
                    break
            else:
                return unknown
            found.append(self.numbers[piece])
            start = end
        return found


@dataclass(frozen=True, slots=True)
class Unigram:
    """The most probable way to cut a text into pieces. scores: logarithms; unknown: for a letter that is no piece."""

    numbers: Mapping[str, int]
    scores: Mapping[str, float]
    unknown: int
    first: str = "<s>"
    last: str = "</s>"
    longest_piece: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest_piece", max(map(len, self.scores), default=1))

    def encode(self, text: str, longest: int) -> list[int]:
        words = unicodedata.normalize("NFKC", text).split()
        pieces = [piece for word in words for piece in self._pieces(_SPACE + word)]
        return [self.numbers[self.first], *pieces[: longest - 2], self.numbers[self.last]]

    def _pieces(self, word: str) -> list[int]:
        """Viterbi over the word. A letter that is no piece costs more than any piece (SentencePiece: 10 more)."""
        dearest = min(self.scores.values(), default=0.0) - 10
        best: list[tuple[float, int]] = [(0.0, 0)] + [(-math.inf, 0)] * len(word)  # score and begin of the last piece
        for end in range(1, len(word) + 1):
            for begin in range(max(0, end - self.longest_piece), end):
                score = self.scores.get(word[begin:end], dearest if end - begin == 1 else -math.inf)
                if best[begin][0] + score > best[end][0]:
                    best[end] = (best[begin][0] + score, begin)
        found: list[int] = []
        end = len(word)
        while end:
            begin = best[end][1]
            number = self.numbers.get(word[begin:end], self.unknown)
            if not (found and number == self.unknown == found[-1]):  # letters without piece in a row are one
                found.append(number)
            end = begin
        return found[::-1]


def read_tokenizer(folder: Path) -> Tokenizer:
    """Raises `TokenizerUnreadable`."""
    described, listed = folder / "tokenizer.json", folder / "vocab.txt"
    try:
        if described.exists():
            return _described(json.loads(described.read_text(encoding="utf-8")))
        if listed.exists():
            return _complete(WordPiece(_numbered(listed.read_text(encoding="utf-8").splitlines()), True, False))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TokenizerUnreadable(f"{type(error).__name__}: {error}") from error
    raise TokenizerUnreadable("there is no tokenizer.json and no vocab.txt")


def _described(content: Mapping[str, Any]) -> Tokenizer:
    model = content["model"]
    added = {each["content"]: each["id"] for each in content.get("added_tokens", ())}
    if model["type"] == "WordPiece":
        normal = content.get("normalizer") or {}
        lower = bool(normal.get("lowercase", False))
        strip = normal.get("strip_accents")
        return _complete(WordPiece({**model["vocab"], **added}, lower, lower if strip is None else bool(strip)))
    if model["type"] == "Unigram":
        numbers = {piece: number for number, (piece, _) in enumerate(model["vocab"])} | added
        special = set(added) | {"<unk>"}
        scores = {piece: float(score) for piece, score in model["vocab"] if piece not in special}
        return _complete(Unigram(numbers, scores, int(model["unk_id"])))
    raise TokenizerUnreadable(f"tokenizer.json is of the type {model['type']}; WordPiece and Unigram can be read")


def _complete(tokenizer: WordPiece | Unigram) -> Tokenizer:
    needed = {tokenizer.first, tokenizer.last} | ({tokenizer.unknown} if isinstance(tokenizer, WordPiece) else set())
    if missing := sorted(needed - set(tokenizer.numbers)):
        raise TokenizerUnreadable(f"the vocabulary lacks {', '.join(missing)}")
    return tokenizer


def _numbered(pieces: Sequence[str]) -> Mapping[str, int]:
    return {piece: number for number, piece in enumerate(pieces)}


def _words(text: str) -> list[str]:
    """At spaces, and at each sign that is neither letter nor digit nor mark, which is a word of its own."""
    spaced = "".join(each if unicodedata.category(each)[0] in "LNM" else f" {each} " for each in text)
    return spaced.split()
