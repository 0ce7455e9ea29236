"""Owners by their names as people type them: without tones, without `Công ty cổ phần`, with initials for some words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from marketplace.profiles import Language, Organisation
from marketplace.search.words import Word, pairs_of, words_of
from marketplace.text import folded_tokens

# What says which kind of organisation it is, or where, and is often left out. Folded.
_KINDS = frozenset(
    folded_tokens(
        "công ty cổ phần TNHH trách nhiệm hữu hạn MTV một thành viên tập đoàn trường đại học viện trung tâm hợp tác xã"
        " HTX doanh nghiệp sở university institute center centre company joint stock JSC Co Ltd group of the"
    )
)
# What a name may end with and is left out too: where, and the legal form in English.
_TAILS = frozenset(folded_tokens("Hà Nội Việt Nam Hanoi Vietnam company joint stock JSC Co Ltd group"))
_MOST_CANDIDATES = 64
_LONGEST_NAME = 24  # words
_LONGEST_INITIALS = 8


@dataclass(frozen=True, slots=True)
class NamedOwner:
    """Owners that words of a query name, from and to. whole: so that nothing else can be meant, with the words that say
    which kind of organisation it is, or with initials."""

    owners: frozenset[str]
    start: int
    end: int
    whole: bool


class Owners:
    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._names: list[tuple[str, tuple[str, ...]]] = []
        self._told_by: list[int] = []  # words of each name that say more than its kind
        self._with: dict[str, list[int]] = defaultdict(list)
        self._initials: dict[str, set[str]] = defaultdict(set)
        self.shown: dict[str, Mapping[Language, str]] = {}
        for organisation in organisations:
            self.shown[organisation.id] = organisation.names
            for name in _forms(organisation):
                for word in set(name):
                    self._with[word].append(len(self._names))
                self._names.append((organisation.id, name))
                self._told_by.append(len(name) - _heads(name))
                for initials in _initials(name):
                    self._initials[initials].add(organisation.id)

    def find(self, words: Sequence[Word]) -> NamedOwner | None:
        """The longest name among the words; of several owners where they are called the same."""
        asked = [word.stem for word in words]
        found: dict[tuple[int, int, bool], set[str]] = defaultdict(set)
        for position, word in enumerate(asked):
            if len(word) >= 3 and word in self._initials:
                found[position, position + 1, True] |= self._initials[word]
        for number in self._candidates(asked):
            owner, name = self._names[number]
            for start, end, whole in _placed(asked, name):
                found[start, end, whole].add(owner)
        if not found:
            return None
        start, end, whole = max(found, key=lambda place: (place[1] - place[0], place[2], -place[0]))
        return NamedOwner(frozenset(found[start, end, whole]), start, end, whole)

    def _candidates(self, asked: Sequence[str]) -> list[int]:
        """Names with one of the rarest words asked for."""
        rare = sorted({word for word in asked if word in self._with}, key=lambda word: len(self._with[word]))
        numbers: dict[int, None] = {}
        for word in rare:
            if len(numbers) + len(self._with[word]) > _MOST_CANDIDATES:
                break
            numbers.update(dict.fromkeys(self._with[word]))
        present = set(asked)
        initials = any(2 <= len(word) <= _LONGEST_INITIALS and word not in self._with for word in present)
        return [
            number
            for number in numbers
            if initials or self._told_by[number] <= 1 or len(present.intersection(self._names[number][1])) >= 2
        ]


def name_words(owner: Organisation) -> Iterator[str]:
    """What of an owner's names stands in the index, beside what `Owners` finds: words, pairs, initials."""
    for name in _forms(owner):
        yield from name
        yield from pairs_of(list(name))
        yield from _initials(name)


def _forms(organisation: Organisation) -> Iterator[tuple[str, ...]]:
    for name in organisation.names.values():
        words = tuple(word.stem for word in words_of(name))
        if 0 < len(words) <= _LONGEST_NAME:
            yield words


def _initials(name: Sequence[str]) -> set[str]:
    """`Đại học Quốc gia Hà Nội` is `dhqghn`, and `dhqg`."""
    whole = "".join(word[0] for word in name)
    bare = "".join(word[0] for word in name[: _without_tail(name)])
    return {each for each in (whole, bare) if len(each) >= 3}


def _without_tail(name: Sequence[str]) -> int:
    end = len(name)
    while end > 1 and name[end - 1] in _TAILS:
        end -= 1
    return end


def _heads(name: Sequence[str]) -> int:
    """How many words at its beginning only say which kind it is."""
    heads = 0
    while heads < len(name) and name[heads] in _KINDS:
        heads += 1
    return heads


def _placed(asked: Sequence[str], name: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Where a name stands in what is asked, the longest first at each place."""
    heads = _heads(name)
    for start, word in enumerate(asked):
        for skipped in range(min(heads, len(name) - 1) + 1):
            if word[0] != name[skipped][0]:
                continue
            end = _aligned(asked, start, name, skipped)
            if end is not None and (end - start >= 2 or (skipped == heads and len(name) - heads == 1)):
                yield start, end, name[skipped] in _KINDS or end - start < _without_tail(name) - skipped
                break


def _aligned(asked: Sequence[str], at: int, name: Sequence[str], reached: int) -> int | None:
    """Where the words asked end that spell the rest of a name; a run of its words may be their initials."""
    if reached >= _without_tail(name) and (reached == len(name) or at == len(asked) or asked[at] != name[reached]):
        return at
    if at == len(asked):
        return None
    if asked[at] == name[reached]:
        end = _aligned(asked, at + 1, name, reached + 1)
        if end is not None:
            return end
    length = len(asked[at])
    if 2 <= length <= min(_LONGEST_INITIALS, len(name) - reached) and asked[at] == "".join(
        word[0] for word in name[reached : reached + length]
    ):
        return _aligned(asked, at + 1, name, reached + length)
    return None
