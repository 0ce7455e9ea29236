"""A market set loaded into the ledger of a home, from whatever an earlier load has left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api import demonstration, fresh
from api.connection import open_embedded
from api.databases import Databases
from api.loading.contents import Json, of_organisation
from api.loading.parties import party_kind
from api.loading.people import founder
from api.loading.plan import Home, Plan, plan
from api.loading.refusals import NotADemonstration
from api.loading.seed import Seed
from api.loading.sending import Sending
from api.loading.shelf import Shelf
from api.loading.signing import Signing
from api.party_keys import PartyKeys, key_name
from ledger import scope
from ledger.genesis import Genesis
from ledger.port import Ledger, all_events
from ledger.state import fold
from marketplace.market_set import MarketSet
from marketplace.profiles import Organisation
from marketplace.projection import Projection

# Who acts without being of the set is known to the service by what it does.
_REGULATOR = Organisation("regulator", {"vi": "Cơ quan quản lý", "en": "Regulator"})
_OPERATOR = Organisation("operator", {"vi": "Đơn vị vận hành", "en": "Operator"})


def expect_demonstration(home: Path) -> None:
    """Raises `NotADemonstration`; a home without a ledger will be one."""
    if (home / "genesis.json").exists() and not demonstration.is_marked(home):
        raise NotADemonstration(str(home))


@contextmanager
def opened(home: Path, market: MarketSet) -> Iterator[Ledger]:
    """The ledger of a home, made with the set's regulator where there is none.

    Raises `NotADemonstration`, and what `api.connection` raises.
    """
    expect_demonstration(home)
    if (home / "genesis.json").exists():
        with open_embedded(home) as connection:
            yield connection.ledger
        return
    demonstration.mark(home)
    keys = home / "keys"
    regulator = founder(market.organisations.values())
    genesis = Genesis(
        at=int(time.time()),
        party_kind=int(party_kind(regulator.kind)),
        country=scope.HOME_BIT,
        profile=of_organisation(regulator, Seed.of(keys)).commitment,
        keys=(PartyKeys(keys).drawn(key_name(regulator.id)),),
        threshold=1,
    )
    ledger = fresh.make(fresh.embedded(), home, genesis)
    try:
        yield ledger
    finally:
        ledger.close()


@dataclass(frozen=True, slots=True)
class Loading:
    """What is about to be done. commands: how many the ledger lacks, by the alias of the row that they are for."""

    plan: Plan
    commands: Mapping[str, int]
    _sending: Sending
    _shelf: Shelf
    _projection: Projection
    _ledger: Ledger

    @property
    def total(self) -> int:
        return sum(self.commands.values())

    def keep(self) -> None:
        """Keep every content, as a draft, before the ledger is told what commits to it."""
        people = self.plan.people
        organisations = {people.parties[alias]: each for alias, each in people.organisations.items()}
        organisations.setdefault(people.admission.regulator, _REGULATOR)
        organisations.setdefault(people.admission.operator, _OPERATOR)
        self._shelf.keep(organisations, self.plan.placed, int(time.time()))

    def send(self, told: Callable[[], None]) -> None:
        """told: called after every command that was accepted, from several threads.

        Raises `Stopped`, `KeyMissing`, and what a ledger raises.
        """
        for stage in self.plan.stages:
            self._sending.send([chain for chain in stage if self.commands[chain.alias]], told)

    def show(self) -> int:
        """Show every entry, bound to its records; how many were not shown so before."""
        self._sending.await_seal()
        self._projection.catch_up(self._ledger)
        admission = self.plan.people.admission
        return self._shelf.show(self.plan.placed, (admission.operator, admission.regulator), int(time.time()))


def prepared(
    market: MarketSet,
    needs: Mapping[str, Json],
    home: Path,
    aliases: Mapping[str, bytes],
    ledger: Ledger,
    databases: Databases,
    *,
    readmit: bool,
) -> Loading:
    """needs: the rows of needs.jsonl. aliases: of the home. Nothing is sent yet. Raises `NotLoadable`, `KeyMissing`."""
    status = ledger.status()
    records = fold(all_events(ledger))
    keys = PartyKeys(home / "keys")
    shelf = Shelf(databases.service, databases.tables)
    signing = Signing(status.genesis.ledger, keys, records.party, {record: alias for alias, record in aliases.items()})
    sending = Sending(ledger, signing)
    standing = Home(
        keys=keys,
        seed=Seed.of(home / "keys"),
        aliases=aliases,
        records=records,
        look=sending.found,
        committed=shelf.committed,
        regulator=status.genesis.regulator_id,
        now=status.now,
        began=status.genesis.at,
    )
    made = plan(market, needs, standing, readmit=readmit)
    commands = {}
    for chain in (chain for stage in made.stages for chain in stage):
        drafts = chain.lacking(made.standing, status.now)
        for draft in drafts:
            for party in draft.signers:
                # What cannot be signed is told before anything is sent.
                signing.signers(party, draft.kind.power, status.now)
        commands[chain.alias] = len(drafts)
    return Loading(made, commands, sending, shelf, Projection(databases.tables), ledger)
