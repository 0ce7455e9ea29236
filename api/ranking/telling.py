"""An answer as JSON data for programs and pages: every suggestion with its reasons, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.ranking.asking import Answer, Subject
from api.ranking.market import Market
from api.tables import OrganisationRow
from ledger.enums import Kind
from ledger.proof.words import TIERS, state_words
from ledger.sentences import Sentence
from marketplace.catalogue import entries
from marketplace.catalogue.binding import Bound, bound
from marketplace.catalogue.tables import EntryRow, VersionRow
from marketplace.matching.results import Excluded, Facet, Scored, Suggestion, Term
from marketplace.profiles import Need, Technology, Texts
from marketplace.ranking.log import Appended

Json = dict[str, Any]
_NEAREST = 3
_KINDS = {"asset": Kind.ASSET, "listing": Kind.LISTING, "problem": Kind.PROBLEM, "party": Kind.PARTY}


class Telling:
    """What is said of one market's entries. now: UTC seconds."""

    def __init__(self, session: Session, tables: Session, market: Market, now: int) -> None:
        self._session, self._tables, self._market, self._now = session, tables, market, now

    def answer(self, subject: Subject, answer: Answer, kept: Appended) -> Json:
        matching = answer.matching
        nearest = [each.id for each in self._nearest(answer)]
        self._rows = self._read(
            [*(each.id for each in matching.suggestions), *(each.id for each in matching.excluded), *nearest]
        )
        empty = matching.empty
        return {
            "found": matching.found,
            "asked": self._asked(subject),
            "day": answer.document.value["day"],
            "suggestions": [self._suggestion(each) for each in matching.suggestions],
            "excluded": [self._excluded(each) for each in matching.excluded],
            "empty": None
            if empty is None
            else {"code": empty.code, "values": dict(empty.values), "said": _said(empty.said)},
            "nearest": [self._entry(each) for each in nearest],
            "near": matching.near,
            "considered": len(answer.side.contents),
            "matcher": answer.document.value["matcher"],
            "run": {"id": kept.id, "number": kept.number, "root": "0x" + kept.root.hex()},
        }

    @staticmethod
    def _nearest(answer: Answer) -> Sequence[Scored]:
        """What would be looked at first where nothing is near enough; told, not suggested."""
        matching = answer.matching
        return matching.ranked[:_NEAREST] if matching.empty is not None and not matching.excluded else ()

    def _asked(self, subject: Subject) -> Json:
        profile, content = subject.profile, subject.content
        said: Json = {
            "kind": content.kind,
            "entry": content.entry or None,
            "reference": content.reference,
            "version": content.version,
            "title": _titles(profile.texts),
            "territory": list(profile.territory),
        }
        if isinstance(profile, Need):
            said |= {
                "budget_vnd": profile.budget,
                "min_trl": profile.min_trl,
                "deadline": None if profile.deadline is None else profile.deadline.isoformat(),
            }
        return said

    def _entry(self, identifier: str) -> Json:
        shown = self._market.entries[identifier]
        profile = shown.profile
        assert isinstance(profile, Technology | Need)
        said: Json = {
            "entry": identifier,
            "reference": shown.reference,
            "version": shown.version,
            "kind": shown.kind,
            "title": _titles(profile.texts),
            "owner": self._owner(shown.organisation),
            "territory": list(profile.territory),
            "ledger": self._ledger(identifier),
        }
        if isinstance(profile, Technology):
            asking = profile.asking
            said |= {
                "trl": profile.trl,
                "asking": None
                if asking is None
                else {
                    "mode": asking.mode,
                    "exclusivity": asking.exclusivity,
                    "currency": asking.currency,
                    "amount": asking.amount,
                    "per": asking.per,
                },
            }
        else:
            said |= {
                "budget_vnd": profile.budget,
                "deadline": None if profile.deadline is None else profile.deadline.isoformat(),
            }
        return said

    def _suggestion(self, suggestion: Suggestion) -> Json:
        return {
            **self._entry(suggestion.id),
            "position": suggestion.position,
            "strength": suggestion.strength,
            "terms": [_term(each) for each in suggestion.terms],
            "facets": [_facet(each) for each in suggestion.facets],
            "reasons": [_said(each) for each in suggestion.said],
        }

    def _excluded(self, excluded: Excluded) -> Json:
        terms, broken = excluded.terms, excluded.broken
        return {
            **self._entry(excluded.id),
            "terms": [_term(each) for each in terms],
            "broken": [_facet(each) for each in broken],
        }

    def _owner(self, organisation: str) -> Json:
        known = self._market.organisations.get(organisation)
        return {"organisation": organisation, "names": {} if known is None else dict(known.names)}

    def _ledger(self, identifier: str) -> list[Json]:
        """Records that the entry is bound to, as they read now; empty where it is bound to none."""
        if (found := self._rows.get(identifier)) is None:
            return []
        entry, version, party = found
        if version.number != (said := self._market.entries[identifier].version):
            # Another was published since the market was read: a record carries what is told here, or it does not.
            version = entries.version(self._session, entry, said)
        return [_bound(each) for each in bound(self._tables, entry, version, party, self._now)]

    def _read(self, identifiers: Sequence[str]) -> Mapping[str, tuple[EntryRow, VersionRow, bytes | None]]:
        shown = (VersionRow.entry == EntryRow.id) & (VersionRow.number == EntryRow.shown)
        joined = select(EntryRow, VersionRow, OrganisationRow.party).join(VersionRow, shown)
        owned = joined.join(OrganisationRow, OrganisationRow.id == EntryRow.organisation)
        rows = self._session.execute(owned.where(EntryRow.id.in_(identifiers)))
        return {entry.id: (entry, version, party) for entry, version, party in rows}


def _titles(texts: Texts) -> Json:
    return {language: words.title for language, words in texts.items()}


def _said(sentence: Sentence) -> Json:
    return {"vi": sentence.vi, "en": sentence.en}


def _term(term: Term) -> Json:
    return {"vi": list(term.vi), "en": list(term.en), "concept": term.concept}


def _facet(facet: Facet) -> Json:
    return {
        "name": facet.name,
        "standing": facet.standing,
        "hard": facet.hard,
        "code": facet.code,
        "values": dict(facet.values),
        "said": _said(facet.said),
    }


def _words(both: tuple[str, str]) -> Json:
    return {"vi": both[0], "en": both[1]}


def _bound(each: Bound) -> Json:
    state = None if each.state is None else each.state.name.lower()
    tier = None if each.tier is None else {"number": each.tier, "said": _words(TIERS[each.tier])}
    return {
        "noun": each.noun,
        "record": "0x" + each.id.hex(),
        "state": state,
        "state_said": None if state is None else _words(state_words(state, _KINDS[each.noun])),
        "held": each.held,
        "matches": each.matches,
        "tier": tier,
    }
