"""From what was asked to what is looked up: weighted terms, what must be there, and what each word is found by.

A listing need not hold every word, since people do not know the listing's words; it must hold one that tells something.
Terms score by BM25 and their weight here: a pair of neighbours tells more than two syllables that stand apart, a word
with its tones more than one that looks like it, a synonym of the glossary less than the word itself.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from marketplace.matching.glossary import Found, Glossary
from marketplace.matching.glossary.reading import read_stop_words
from marketplace.search.dictionary import Dictionary
from marketplace.search.owners import Owners
from marketplace.search.parse import Asked
from marketplace.search.slips import slips_allowed
from marketplace.search.synonyms import Synonym, Synonyms
from marketplace.search.translations import units_of
from marketplace.search.words import Word, is_syllable, word_of, words_of
from marketplace.text import fold

Term = tuple[str, str]  # field and term

_SYLLABLE = 0.3
_EXACT = 0.8
_LOOKS_ALIKE = 0.3  # of the weight of a word with tones, for what only looks like it
_HEAD = 0.8
_PAIR = 1.5
_SYNONYM = 0.9
_TRANSLATION = 0.8
_SLIP = 0.6
_SOUND = 0.7
_OWNER = 3.0
_OWNER_ALONE = 20.0  # before whatever has the same words
_OWNER_WORD = 0.3
_CLASS = 2.0
_NUMBER = 4.0
# A term that more of all listings have than this tells nothing by itself.
_TELLING_SHARE = 0.25
_TELLING_LEAST = 20  # listings: among few, everything tells
_NAMES = ("numbers", "ipc", "owner")
_MOST_MENDED = 4  # words of a question that are taken for others
_MOST_SYNONYMS = 24
_MOST_TERMS = 24


@dataclass(slots=True)
class Group:
    """A word asked for and what it is found by. stems, pairs: any of them is it. exact: the forms with tones that are
    it, None where tones were not typed. read: the stem it is taken for beside its neighbours."""

    word: str
    read: str
    exact: set[str] | None
    stems: set[str] = field(default_factory=set)
    pairs: set[str] = field(default_factory=set)
    idle: bool = False  # a stop word, which nobody misses


@dataclass(slots=True)
class Plan:
    """terms: weights of what scores. owners, numbers, classes: where the question names nothing but them.
    phrases: those in quotes. corrected: words that no listing uses → what was looked for instead, and how many were
    looked up for it.
    """

    terms: dict[Term, float] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    owners: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    phrases: list[list[Word]] = field(default_factory=list)
    corrected: dict[str, str] = field(default_factory=dict)
    looked_up: int = 0

    def add(self, field_name: str, term: str, weight: float) -> None:
        key = (field_name, term)
        self.terms[key] = max(self.terms.get(key, 0.0), weight)


class Planner:
    """Of one index: its dictionary, its owners, and the glossary. Not changed once made."""

    def __init__(self, dictionary: Dictionary, owners: Owners, glossary: Glossary) -> None:
        self._dictionary = dictionary
        self._owners = owners
        self._synonyms = Synonyms(glossary, dictionary)
        self._stop_words = frozenset().union(*read_stop_words().values())
        self._folded_stop_words = frozenset(map(fold, self._stop_words))

    def plan(self, asked: Asked) -> Plan:
        plan = Plan()
        if self._take_codes(asked, plan) or self._take_owner(asked, plan):
            return plan
        plan.phrases = [list(asked.words[start:end]) for start, end in asked.phrases]
        text = asked.text
        found = self._synonyms.find(text)
        known = {word.exact for each in found for word in words_of(text[each.start : each.end])}
        self._take_words(asked, plan, known)
        mended = self._mended(asked, plan, known)
        if mended != text:
            text, found = mended, self._synonyms.find(mended)
        self._take_pairs(asked, plan)
        self._take_synonyms(text, plan, found)
        self._take_translations(text, plan, found)
        self._keep_telling(plan)
        return plan

    # --- Codes and owners --------------------------------------------------------------------------------------------

    def _take_codes(self, asked: Asked, plan: Plan) -> bool:
        """Whether ids, numbers or classes are all that is asked."""
        count = self._dictionary.count
        numbers = [number for number in asked.numbers if count("numbers", number)]
        if numbers and numbers[0] == asked.numbers[0]:
            plan.numbers = (numbers[0],)
            return True
        classes = [next((depth for depth in reversed(each) if count("ipc", depth)), "") for each in asked.classes]
        if asked.classes and not asked.words:
            # As deep as was asked; a class that nobody has is not widened to all its neighbours.
            plan.classes = tuple(each[-1] for each in asked.classes)
            return True
        for number in numbers:
            plan.add("numbers", number, _NUMBER)
        for each in classes:
            if len(each) > 1:
                plan.add("ipc", each, _CLASS)
        return False

    def _take_owner(self, asked: Asked, plan: Plan) -> bool:
        named = self._owners.find(asked.words)
        if named is None:
            return False
        rest = [word for word in (*asked.words[: named.start], *asked.words[named.end :]) if not self._is_idle(word)]
        if not rest and named.whole:
            plan.owners = named.owners
            return True
        for owner in sorted(named.owners):
            plan.add("owner", owner, _OWNER if rest else _OWNER_ALONE)
        return False

    # --- Words -------------------------------------------------------------------------------------------------------

    def _is_idle(self, word: Word) -> bool:
        return word.exact in self._stop_words if word.marked else word.stem in self._folded_stop_words

    def _take_words(self, asked: Asked, plan: Plan, known: set[str]) -> None:
        idle = [self._is_idle(word) for word in asked.words]
        alone = all(idle)
        for word, is_idle in zip(asked.words, idle, strict=True):
            exact = {word.exact} if word.marked else None
            group = Group(word.exact, word.stem, exact, idle=is_idle and not alone)
            plan.groups.append(group)
            group.stems.add(word.stem)
            if group.idle:
                continue
            weight = _SYLLABLE if is_syllable(word.stem) else 1.0
            if self._dictionary.count("folded", word.stem):
                self._add_word(plan, word, weight if len(asked.words) > 1 else 1.0)
            else:
                self._read_otherwise(plan, group, word, word.exact in known)

    def _add_word(self, plan: Plan, word: Word, weight: float) -> None:
        plain = weight
        if word.marked:
            plan.add("exact", word.exact, weight * _EXACT)
            plan.add("head_exact", word.exact, weight * _HEAD)
            plain = weight * _LOOKS_ALIKE
        plan.add("folded", word.stem, plain)
        plan.add("head", word.stem, plain * _HEAD)
        if not is_syllable(word.stem):
            plan.add("owner_words", word.stem, weight * _OWNER_WORD)

    def _read_otherwise(self, plan: Plan, group: Group, word: Word, is_known: bool) -> None:
        """A word that no listing uses: two typed as one, or a slip. One that the glossary has, or that is a good
        syllable, is no slip; there is just nothing about it.
        """
        pair = self._dictionary.split(word.stem)
        if pair is not None:
            plan.add("pairs", pair, 1.0)
            group.pairs.add(pair)
            plan.corrected[word.exact] = pair.replace("_", " ")
            return
        if is_known or is_syllable(word.stem) or plan.looked_up >= _MOST_MENDED:
            return
        plan.looked_up += 1
        for stem, slips in self._dictionary.corrections(word.stem, slips_allowed(word.exact)):
            if word.exact not in plan.corrected:
                plan.corrected[word.exact] = group.read = stem
            weight = _SLIP**slips
            plan.add("folded", stem, weight)
            plan.add("head", stem, weight * _HEAD)
            group.stems.add(stem)
            group.exact = None

    def _mended(self, asked: Asked, plan: Plan, known: set[str]) -> str:
        """The text with words that neither listings nor the glossary have as the glossary has them."""
        text, left = asked.text, _MOST_MENDED
        for word, group in zip(asked.words, plan.groups, strict=True):
            if word.exact in known or group.idle or group.pairs or is_syllable(word.stem):
                continue
            if self._dictionary.count("folded", word.stem):
                continue
            other = self._synonyms.correction(word) if left else None
            left -= 1 if left else 0
            if other is not None:
                text = re.sub(rf"(?<!\w){re.escape(word.exact)}(?!\w)", other, text, flags=re.IGNORECASE)
                group.stems.add(word_of(other).stem)
                group.exact = None
                plan.corrected.setdefault(word.exact, other)
        return text

    def _take_pairs(self, asked: Asked, plan: Plan) -> None:
        for start, end in asked.runs:
            for position in range(start, end - 1):
                first, second = asked.words[position], asked.words[position + 1]
                both = plan.groups[position : position + 2]
                pair = f"{both[0].read}_{both[1].read}"
                if self._dictionary.count("pairs", pair):
                    idle = sum(group.idle for group in both)
                    plan.add("pairs", pair, _PAIR * (1.0, 0.6, 0.2)[idle])
                    self._add_owner_pair(plan, pair)
                    continue
                self._add_owner_pair(plan, pair)
                glued = word_of(first.exact + second.exact).stem
                if self._dictionary.count("folded", glued):
                    plan.add("folded", glued, 1.0)
                    plan.add("head", glued, _HEAD)
                    for group in both:
                        group.stems.add(glued)
                    continue
                if all(group.idle for group in both) or not (is_syllable(first.stem) and is_syllable(second.stem)):
                    continue
                for alike in self._dictionary.sounding_alike(first.stem, second.stem):
                    plan.add("pairs", alike, _PAIR * _SOUND)
                    for group in both:
                        group.pairs.add(alike)

    def _add_owner_pair(self, plan: Plan, pair: str) -> None:
        if self._dictionary.count("owner_words", pair):
            plan.add("owner_words", pair, _PAIR * _OWNER_WORD)

    # --- The glossary ------------------------------------------------------------------------------------------------

    def _take_synonyms(self, text: str, plan: Plan, names: list[Found]) -> None:
        left = _MOST_SYNONYMS
        for found in names:
            covered = {word.stem for word in words_of(text[found.start : found.end])}
            groups = [group for group in plan.groups if not covered.isdisjoint(group.stems)]
            others = [each for each in self._synonyms.of(found.concept) if each.term != found.term][:left]
            left -= len(others)
            for synonym in others:
                self._add_synonym(plan, synonym, groups)

    def _take_translations(self, text: str, plan: Plan, names: list[Found]) -> None:
        """Of what the glossary has no term for, what it may mean in the other language."""
        named = {word.stem for each in names for word in words_of(text[each.start : each.end])}
        for unit in units_of(words_of(text)):
            stems = set(unit[1].split("_"))
            if stems <= named:
                continue
            for (name, term), likeness in self._synonyms.translated(unit):
                weight = _TRANSLATION * math.sqrt(likeness)
                plan.add(name, term, weight * _PAIR if name == "pairs" else weight)
                for group in plan.groups:
                    if not stems.isdisjoint(group.stems):
                        (group.pairs if name == "pairs" else group.stems).add(term)

    def _add_synonym(self, plan: Plan, synonym: Synonym, groups: list[Group]) -> None:
        for pair in synonym.pairs:
            plan.add("pairs", pair, _SYNONYM * _PAIR / len(synonym.pairs))
        word = synonym.word
        if word is not None and word.marked:
            plan.add("exact", word.exact, _SYNONYM)
            plan.add("head_exact", word.exact, _SYNONYM * _HEAD)
        elif word is not None:
            plan.add("folded", word.stem, _SYNONYM)
            plan.add("head", word.stem, _SYNONYM * _HEAD)
        for group in groups:
            group.pairs.update(synonym.pairs)
            if word is not None:
                group.stems.add(word.stem)
                if group.exact is not None:
                    group.exact.add(word.exact)

    def _keep_telling(self, plan: Plan) -> None:
        """Terms that some listings have and not too many of all; where there are none of these, those that there are.

        Of too many, those that weigh most.
        """
        counts = {term: self._dictionary.count(*term) for term in plan.terms}
        most = max(_TELLING_SHARE * self._dictionary.size, _TELLING_LEAST)
        present = [term for term, count in counts.items() if count]
        telling = [term for term in present if term[0] in _NAMES or counts[term] <= most] or present
        worth = {term: plan.terms[term] * self._dictionary.rarity(counts[term]) for term in telling}
        kept = sorted(telling, key=worth.__getitem__, reverse=True)[:_MOST_TERMS]
        plan.terms = {term: plan.terms[term] for term in kept}
