"""A market set loaded into the ledger of a home, from whatever an earlier load has left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api import demonstration, fresh
from api.connection import open_embedded
from api.loading import contents
from api.loading.parties import party_kind
from api.loading.people import founder
from api.loading.plan import Home, Plan, plan
from api.loading.seed import Seed
from api.loading.sending import Sending
from api.loading.signing import Signing
from api.party_keys import PartyKeys, key_name
from ledger import scope
from ledger.genesis import Genesis
from ledger.port import Ledger, all_events
from ledger.state import fold
from marketplace.market_set import MarketSet


class NotADemonstration(Exception):
    """The home's ledger was not made for a demonstration: nobody may sign there for every organisation of a set."""


@contextmanager
def opened(home: Path, market: MarketSet) -> Iterator[Ledger]:
    """The ledger of a home, made with the set's regulator where there is none.

    Raises `NotADemonstration`, and what `api.connection` raises.
    """
    if (home / "genesis.json").exists():
        if not demonstration.is_marked(home):
            raise NotADemonstration(str(home))
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
        profile=Seed.of(keys).commit(f"profile {regulator.id}", contents.profile(regulator)),
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
    """What is about to be sent. commands: how many the ledger lacks, by the alias of the row that they are for."""

    plan: Plan
    commands: Mapping[str, int]
    _sending: Sending

    @property
    def total(self) -> int:
        return sum(self.commands.values())

    def send(self, told: Callable[[], None]) -> None:
        """told: called after every command that was accepted, from several threads.

        Raises `Stopped`, `KeyMissing`, and what a ledger raises.
        """
        for stage in self.plan.stages:
            self._sending.send([chain for chain in stage if self.commands[chain.alias]], told)


def prepared(market: MarketSet, home: Path, ledger: Ledger, aliases: Mapping[str, bytes], *, readmit: bool) -> Loading:
    """aliases: of the home. Nothing is sent yet. Raises `NotLoadable`, `KeyMissing`."""
    status = ledger.status()
    records = fold(all_events(ledger))
    keys = PartyKeys(home / "keys")
    names = {record: alias for alias, record in aliases.items()}
    signing = Signing(status.genesis.ledger, keys, records.party, names)
    sending = Sending(ledger, signing)
    regulator = status.genesis.regulator_id
    standing = Home(
        keys, Seed.of(home / "keys"), aliases, records, sending.found, regulator, status.now, status.genesis.at
    )
    made = plan(market, standing, readmit=readmit)
    commands = {}
    for stage in made.stages:
        for chain in stage:
            drafts = chain.lacking(sending.found(chain.records), status.now)
            for draft in drafts:
                for party in draft.signers:
                    # Told before anything is sent.
                    signing.signers(party, draft.kind.power, status.now)
            commands[chain.alias] = len(drafts)
    return Loading(made, commands, sending)
