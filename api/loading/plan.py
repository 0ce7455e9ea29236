"""What a set asks of a ledger: its organisations, technologies and needs as chains of commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from api.loading import codes, contents, deadlines
from api.loading.drafts import Chain
from api.loading.needs import NeedChain, eligible
from api.loading.parties import PartyChain, party_kind
from api.loading.people import People, gather
from api.loading.seed import Seed
from api.loading.technologies import TechnologyChain, asset_kind, rights
from api.party_keys import PartyKeys
from ledger import eip712
from ledger.enums import Kind, Role, State
from ledger.records import AnyRecord, Party, Problem
from ledger.state import Records
from marketplace.market_set import MarketSet
from marketplace.profiles import Need, Technology

_NONE = bytes(32)
_EVIDENCE = "Hồ sơ trình diễn: quyền do chủ sở hữu tự khai / For demonstration: the right as its owner states it"


class NotLoadable(Exception):
    """A set does not fit the ledger. what: the row; vi, en: why."""

    def __init__(self, what: str, vi: str, en: str) -> None:
        super().__init__(f"{what}: {vi} / {en}")
        self.what, self.vi, self.en = what, vi, en


@dataclass(frozen=True, slots=True)
class Plan:
    """stages: chains, each stage of which needs the one before. aliases: record ids by alias.

    deadlines: of the needs, as they are loaded. unknown: codes of the set that the ledger's lists do not have, by row.
    """

    people: People
    stages: tuple[tuple[Chain, ...], ...]
    aliases: Mapping[str, bytes]
    deadlines: Mapping[str, date]
    unknown: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Home:
    """What a plan is made in. aliases: of the home; records: that stand on the ledger; look: at some of them anew.

    now: ledger time, began: that of the genesis (UTC seconds).
    """

    keys: PartyKeys
    seed: Seed
    aliases: Mapping[str, bytes]
    records: Records
    look: Callable[[Iterable[bytes]], Mapping[bytes, AnyRecord]]
    regulator: bytes
    now: int
    began: int


def plan(market: MarketSet, home: Home, *, readmit: bool) -> Plan:
    """Draws the keys of parties that are new, and sends nothing. Raises `NotLoadable`."""
    _expect_known(market)
    people = gather(
        market.organisations, _needed(market), home.aliases, home.keys, home.records, home.regulator, home.now
    )
    ids = _Ids(home.seed, people.parties)
    problems = {need.id: ids.record(Kind.PROBLEM, need.publisher, need.id) for need in market.needs}
    standing = home.look(problems.values())
    published = {
        need: record.commit_by
        for need, problem in problems.items()
        if isinstance(record := standing.get(problem), Problem) and record.commit_by
    }
    moved = deadlines.moved(market.needs, published, deadlines.today(home.now))
    admitted = {alias: _party(alias, people, home, readmit=readmit) for alias in people.organisations}
    operator = tuple(each for each in admitted.values() if each.party == people.admission.operator)
    rest = tuple(each for each in admitted.values() if each not in operator)
    technologies = [_technology(each, ids, people, home) for each in market.technologies]
    needs = [_need(each, ids, people, home, moved[each.id]) for each in market.needs]
    return Plan(
        people=people,
        stages=(operator, rest, (*technologies, *needs)),
        aliases={
            **people.parties,
            **{each.alias: each.asset for each in technologies},
            **{f"{each.alias}-listing": each.listing for each in technologies},
            **problems,
        },
        deadlines=moved,
        unknown=_unknown(market),
    )


def _expect_known(market: MarketSet) -> None:
    for organisation in market.organisations.values():
        _kind(organisation.id, party_kind, organisation.kind)
    for technology in market.technologies:
        _kind(technology.id, asset_kind, technology.kind)
        _organisation(technology.id, technology.owner, market)
    for need in market.needs:
        _organisation(need.id, need.publisher, market)
    rows = [*market.organisations, *(each.id for each in market.technologies), *(each.id for each in market.needs)]
    if twice := {row for row in rows if rows.count(row) > 1}:
        row = min(twice)
        raise NotLoadable(row, "mã này có hai lần trong bộ", "this id is twice in the set")


def _kind(row: str, read: Callable[[str], object], kind: str) -> None:
    try:
        read(kind)
    except KeyError:
        raise NotLoadable(row, f"không có loại “{kind}”", f"there is no kind “{kind}”") from None


def _organisation(row: str, alias: str, market: MarketSet) -> None:
    if alias not in market.organisations:
        raise NotLoadable(row, f"parties.jsonl không có “{alias}”", f"parties.jsonl has no “{alias}”")


def _needed(market: MarketSet) -> dict[str, tuple[Role, ...]]:
    owners = {each.owner for each in market.technologies}
    publishers = {each.publisher for each in market.needs}
    return {
        alias: (*((Role.OWNER,) if alias in owners else ()), *((Role.PROBLEM_OWNER,) if alias in publishers else ()))
        for alias in market.organisations
    }


def _unknown(market: MarketSet) -> dict[str, tuple[str, ...]]:
    said = {each.id: (each.territory, each.sectors) for each in market.technologies}
    said |= {each.id: (each.territory, (each.sector,) if each.sector else ()) for each in market.needs}
    unknown = {
        row: (
            *(code for code in territory if not codes.is_territory(code)),
            *(code for code in sectors if not codes.is_field(code)),
        )
        for row, (territory, sectors) in said.items()
    }
    return {row: found for row, found in unknown.items() if found}


@dataclass(frozen=True, slots=True)
class _Ids:
    seed: Seed
    parties: Mapping[str, bytes]

    def nonce(self, kind: Kind, row: str) -> bytes:
        return self.seed.nonce(f"{kind.name.lower()} {row}")

    def record(self, kind: Kind, party: str, row: str) -> bytes:
        return eip712.record_id(kind, self.parties[party], self.nonce(kind, row))


def _party(alias: str, people: People, home: Home, *, readmit: bool) -> PartyChain:
    organisation, party = people.organisations[alias], people.parties[alias]
    found = home.look([party]).get(party)
    if isinstance(found, Party):
        if found.state == State.CLOSED:
            raise NotLoadable(alias, "bên này đã đóng", "this party is closed")
        if found.state == State.SUSPENDED and not readmit:
            raise NotLoadable(
                alias,
                "bên này đang bị đình chỉ → thêm --readmit để kết nạp lại",
                "this party is suspended → --readmit admits it again",
            )
    return PartyChain(
        alias=alias,
        party=party,
        kind=party_kind(organisation.kind),
        profile=home.seed.commit(f"profile {alias}", contents.profile(organisation)),
        roles=people.roles[alias],
        admission=people.admission,
        since=home.began,
        readmit=readmit,
    )


def _technology(technology: Technology, ids: _Ids, people: People, home: Home) -> TechnologyChain:
    row, commit = technology.id, home.seed.commit
    words = next(iter(technology.texts.values()))
    return TechnologyChain(
        alias=row,
        asset=ids.record(Kind.ASSET, technology.owner, row),
        listing=ids.record(Kind.LISTING, technology.owner, row),
        owner=people.parties[technology.owner],
        registrar=people.registrar,
        operator=people.admission.operator,
        asset_nonce=ids.nonce(Kind.ASSET, row),
        listing_nonce=ids.nonce(Kind.LISTING, row),
        kind=asset_kind(technology.kind),
        title=commit(f"title {row}", contents.text(words.title)),
        evidence=commit(f"evidence {row}", contents.text(_EVIDENCE)),
        offer=commit(f"offer {row}", contents.offer(technology)),
        fields=codes.fields(technology.sectors),
        rights=rights(technology, deadlines.today(home.began).year),
    )


def _need(need: Need, ids: _Ids, people: People, home: Home, deadline: date) -> NeedChain:
    row, commit = need.id, home.seed.commit
    publisher = people.parties[need.publisher]
    name = next(iter(people.organisations[need.publisher].names.values()), need.publisher)
    budget = commit(f"budget {row}", {"amount": str(need.budget), "currency": "VND"}) if need.budget else _NONE
    return NeedChain(
        alias=row,
        problem=ids.record(Kind.PROBLEM, need.publisher, row),
        publisher=publisher,
        nonce=ids.nonce(Kind.PROBLEM, row),
        statement=commit(f"statement {row}", contents.statement(need, deadline)),
        using_unit=commit(f"using unit {row}", contents.text(name)),
        accountable_office=commit(f"accountable office {row}", contents.text(need.unit or name)),
        budget=budget,
        fields=codes.fields([need.sector] if need.sector else []),
        provinces=codes.territory(need.territory)[1],
        commit_by=deadlines.commit_by(deadline),
        reveal_by=deadlines.reveal_by(deadline),
        reviewers=_reviewers(need.id, publisher, people, home.records),
    )


def _reviewers(row: str, publisher: bytes, people: People, records: Records) -> tuple[bytes, ...]:
    """A technical and a security reviewer: those of the set first."""
    chosen = []
    for able in (people.technical, people.security):
        reviewer = eligible(able, publisher, records)
        if reviewer is None:
            raise NotLoadable(row, "không có bên thẩm định độc lập", "there is no reviewer that is independent of it")
        chosen.append(reviewer)
    return tuple(chosen)
