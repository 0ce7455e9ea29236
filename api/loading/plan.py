"""What a set asks of a home: its rows as chains of commands for the ledger, and as entries of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from api.loading import codes, contents, deadlines
from api.loading.contents import Json, Said
from api.loading.drafts import Chain, Found
from api.loading.needs import NeedChain, eligible
from api.loading.parties import PartyChain, party_kind
from api.loading.people import People, gather
from api.loading.refusals import NotLoadable
from api.loading.seed import Seed
from api.loading.shelf import Placed
from api.loading.technologies import TechnologyChain, asset_kind, rights
from api.party_keys import PartyKeys
from ledger import eip712
from ledger.enums import Kind, Role, State
from ledger.records import Asset, Party, Problem
from ledger.state import Records
from marketplace.market_set import MarketSet
from marketplace.profiles import Need, Technology

_NONE = bytes(32)
_EVIDENCE = "Hồ sơ trình diễn: quyền do chủ sở hữu tự khai / For demonstration: the right as its owner states it"

# What an entry said when a record was made: by the entry's party and reference, and the commitment that the record has.
Committed = Callable[[bytes, str, bytes], Said | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """stages: chains, each stage of which needs the one before. standing: their records that are there already.

    placed: entries of the catalogue. aliases: record ids by alias. deadlines: of the needs, as they are loaded.
    differing: rows that say something else than what was loaded before, and are left as they were.
    unknown: codes of the set that the ledger's lists do not have, by row.
    """

    people: People
    stages: tuple[tuple[Chain, ...], ...]
    standing: Found
    placed: tuple[Placed, ...]
    aliases: Mapping[str, bytes]
    deadlines: Mapping[str, date]
    differing: tuple[str, ...]
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
    look: Callable[[Iterable[bytes]], Found]
    committed: Committed
    regulator: bytes
    now: int
    began: int


def plan(market: MarketSet, needs: Mapping[str, Json], home: Home, *, readmit: bool) -> Plan:
    """needs: the rows of needs.jsonl. Draws the keys of new parties, and sends nothing. Raises `NotLoadable`."""
    _expect_fitting(market)
    people = gather(
        market.organisations, _needed(market), home.aliases, home.keys, home.records, home.regulator, home.now
    )
    ids = _Ids(home.seed, people.parties)
    standing = home.look([*people.parties.values(), *ids.of_set(market)])
    made = _Making(people, ids, home, standing)
    parties = [made.party(alias, readmit=readmit) for alias in people.organisations]
    technologies = [made.technology(each) for each in market.technologies]
    moved = deadlines.moved(market.needs, made.published(market.needs), deadlines.today(home.now))
    problems = [made.need(each, needs[each.id], moved[each.id]) for each in market.needs]
    aliases = {
        **people.parties,
        **{each.alias: each.asset for each in technologies},
        **{f"{each.alias}-listing": each.listing for each in technologies},
        **{each.alias: each.problem for each in problems},
    }
    for alias, record in aliases.items():
        if home.aliases.get(alias, record) != record:
            raise NotLoadable(
                alias,
                "trong thư mục này tên đó đã chỉ một bản ghi khác → --home THƯ_MỤC_MỚI",
                "this home knows another record by that name → --home NEW_FOLDER",
            )
    operator = tuple(each for each in parties if each.party == people.admission.operator)
    return Plan(
        people=people,
        stages=(operator, tuple(each for each in parties if each not in operator), (*technologies, *problems)),
        standing=standing,
        placed=tuple(made.placed),
        aliases=aliases,
        deadlines=moved,
        differing=tuple(made.differing),
        unknown=_unknown(market),
    )


def _expect_fitting(market: MarketSet) -> None:
    for organisation in market.organisations.values():
        _expect_kind(organisation.id, party_kind, organisation.kind)
    for technology in market.technologies:
        _expect_kind(technology.id, asset_kind, technology.kind)
    for row, alias in (
        *((each.id, each.owner) for each in market.technologies),
        *((each.id, each.publisher) for each in market.needs),
    ):
        if alias not in market.organisations:
            raise NotLoadable(row, f"parties.jsonl không có “{alias}”", f"parties.jsonl has no “{alias}”")
    seen: set[str] = set()
    rows = (*market.organisations, *(each.id for each in market.technologies), *(each.id for each in market.needs))
    for row in rows:
        if row in seen:
            raise NotLoadable(row, "mã này có hai lần trong bộ", "this id is twice in the set")
        seen.add(row)


def _expect_kind(row: str, read: Callable[[str], object], kind: str) -> None:
    try:
        read(kind)
    except KeyError:
        raise NotLoadable(row, f"không có loại “{kind}”", f"there is no kind “{kind}”") from None


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

    def of_set(self, market: MarketSet) -> list[bytes]:
        return [
            *(self.record(kind, each.owner, each.id) for each in market.technologies for kind in _OF_A_TECHNOLOGY),
            *(self.record(Kind.PROBLEM, each.publisher, each.id) for each in market.needs),
        ]


_OF_A_TECHNOLOGY = (Kind.ASSET, Kind.LISTING)


class _Making:
    """Chains, and beside each the entry that shows it."""

    def __init__(self, people: People, ids: _Ids, home: Home, standing: Found) -> None:
        self._people, self._ids, self._home, self._standing = people, ids, home, standing
        self.placed: list[Placed] = []
        self.differing: list[str] = []

    def party(self, alias: str, *, readmit: bool) -> PartyChain:
        people, party = self._people, self._people.parties[alias]
        found = self._standing.get(party)
        if isinstance(found, Party) and found.state == State.CLOSED:
            raise NotLoadable(alias, "bên này đã đóng", "this party is closed")
        if isinstance(found, Party) and found.state == State.SUSPENDED and not readmit:
            raise NotLoadable(
                alias,
                "bên này đang bị đình chỉ → thêm --readmit để kết nạp lại",
                "this party is suspended → --readmit admits it again",
            )
        organisation = people.organisations[alias]
        said = contents.of_organisation(organisation, self._home.seed)
        self.placed.append(Placed(alias, party, said))
        return PartyChain(
            alias=alias,
            party=party,
            kind=party_kind(organisation.kind),
            profile=said.commitment,
            roles=people.roles[alias],
            admission=people.admission,
            since=self._home.began,
            readmit=readmit,
        )

    def technology(self, technology: Technology) -> TechnologyChain:
        row, ids, people = technology.id, self._ids, self._people
        owner = people.parties[technology.owner]
        asset, listing = (ids.record(kind, technology.owner, row) for kind in _OF_A_TECHNOLOGY)
        found = self._standing.get(asset)
        said = contents.of_technology(technology, self._home.seed)
        if isinstance(found, Asset):
            said = self._settled(row, owner, said, found.title)
        self.placed.append(Placed(row, owner, said, asset=asset, listing=listing))
        return TechnologyChain(
            alias=row,
            asset=asset,
            listing=listing,
            owner=owner,
            registrar=people.registrar,
            operator=people.admission.operator,
            asset_nonce=ids.nonce(Kind.ASSET, row),
            listing_nonce=ids.nonce(Kind.LISTING, row),
            kind=asset_kind(technology.kind),
            content=said.commitment,
            evidence=self._home.seed.commit(f"evidence {row}", {"text": _EVIDENCE}),
            fields=codes.fields(technology.sectors),
            rights=rights(technology, deadlines.today(self._home.began).year),
        )

    def published(self, needs: Iterable[Need]) -> dict[str, int]:
        """`commit_by` of those that are published already."""
        found = {each.id: self._standing.get(self._problem(each)) for each in needs}
        return {row: each.commit_by for row, each in found.items() if isinstance(each, Problem) and each.commit_by}

    def need(self, need: Need, record: Json, deadline: date) -> NeedChain:
        row, commit = need.id, self._home.seed.commit
        publisher, problem = self._people.parties[need.publisher], self._problem(need)
        found = self._standing.get(problem)
        said = contents.of_need(row, record, deadline, self._home.seed)
        if isinstance(found, Problem) and found.state != State.DRAFT:
            said = self._settled(row, publisher, said, found.statement)
        self.placed.append(Placed(row, publisher, said, problem=problem))
        name = next(iter(self._people.organisations[need.publisher].names.values()), need.publisher)
        money = {"amount": str(need.budget), "currency": "VND"}
        return NeedChain(
            alias=row,
            problem=problem,
            publisher=publisher,
            nonce=self._ids.nonce(Kind.PROBLEM, row),
            statement=said.commitment,
            using_unit=commit(f"using unit {row}", {"text": name}),
            accountable_office=commit(f"accountable office {row}", {"text": need.unit or name}),
            budget=commit(f"budget {row}", money) if need.budget is not None else _NONE,
            fields=codes.fields([need.sector] if need.sector else []),
            provinces=codes.territory(need.territory)[1],
            commit_by=deadlines.commit_by(deadline),
            reveal_by=deadlines.reveal_by(deadline),
            reviewers=self._reviewers(row, publisher),
        )

    def _problem(self, need: Need) -> bytes:
        return self._ids.record(Kind.PROBLEM, need.publisher, need.id)

    def _settled(self, row: str, party: bytes, said: Said, carried: bytes) -> Said:
        """What a record that stands already was made of: it is left as it is where the set says something else now."""
        if carried == said.commitment:
            return said
        self.differing.append(row)
        return self._home.committed(party, row, carried) or said

    def _reviewers(self, row: str, publisher: bytes) -> tuple[bytes, ...]:
        """A technical and a security reviewer: those of the set first."""
        chosen = []
        for able in (self._people.technical, self._people.security):
            reviewer = eligible(able, publisher, self._home.records)
            if reviewer is None:
                raise NotLoadable(
                    row, "không có bên thẩm định độc lập", "there is no reviewer that is independent of its publisher"
                )
            chosen.append(reviewer)
        return tuple(chosen)
