"""A fresh ledger for a story: in a home of its own, or deployed anew on the network of a `connection.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from web3 import HTTPProvider

from api.connection import ARTIFACTS, BadConnection, open_embedded, read_document, trust_of
from api.demonstration import mark
from ledger.engines.evm import Creation, Endpoint, EvmLedger, Fees, RelayKeys, deploy
from ledger.genesis import Genesis
from ledger.intents import IntentLog
from ledger.keystore import open_secret
from ledger.port import Ledger

EMBEDDED_TICK = 1
# A chain of blocks of a second or two includes a command in the next but one, at the latest.
EVM_TICK = 4


@dataclass(frozen=True, slots=True)
class Network:
    """Where a fresh ledger is made. tick: the longest time for one command to be accepted, in seconds."""

    said: dict[str, Any]
    folder: Path
    tick: int


def embedded() -> Network:
    """A chain in the ledger's own home."""
    return Network({"engine": "embedded"}, Path(), EMBEDDED_TICK)


def network(file: Path) -> Network:
    """What a `connection.json` says of its network; raises `BadConnection`.

    As for `api.connection.connect`; of an EVM endpoint `name`, `url`, `relay` and `gas_price` are read, and `tick`
    where it is stated. The relay's first account pays for the deployment.
    """
    try:
        said = read_document(file, dict)
        if said["engine"] == "embedded":
            return embedded()
        if said["engine"] != "evm":
            raise BadConnection(f"{file}: no engine is called {said['engine']}")
        tick = int(said.get("tick", EVM_TICK))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BadConnection(f"{file}: {error!r}") from error
    return Network(said, file.parent, tick)


def make(network: Network, home: Path, genesis: Genesis) -> Ledger:
    """The ledger of `genesis`, which no one has used; `home` keeps how to reach it again, and that it is of a story.

    Raises `BadConnection`, and what the deployment raises.
    """
    mark(home)
    if network.said["engine"] == "embedded":
        return open_embedded(home, genesis).ledger
    try:
        relay_file = network.said["relay"]
        keystore, password = network.folder / relay_file["keystore"], network.folder / relay_file["password"]
        relay = RelayKeys(open_secret(keystore, password.read_bytes().strip()), int(relay_file["accounts"]))
        provider = HTTPProvider(network.said["url"], request_kwargs={"timeout": 20}, exception_retry_configuration=None)
        endpoint = Endpoint(provider, network.said["name"])
        gas_price = int(network.said["gas_price"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BadConnection(f"the connection's relay cannot be used: {error!r}") from error
    fees = Fees(endpoint.number("eth_chainId"), gas_price)
    deployment = deploy(endpoint, genesis, Creation.from_artifacts(ARTIFACTS), relay.accounts()[0], fees)
    reached = {
        **network.said,
        "deployment": "deployment.json",
        "trust": "trust.json",
        "intents": "intents.sqlite",
        "relay": {**relay_file, "keystore": str(keystore.absolute()), "password": str(password.absolute())},
    }
    written = {
        "genesis.json": genesis.document,
        "deployment.json": deployment.to_json(),
        "trust.json": trust_of(deployment, ()).document,
        "connection.json": reached,
    }
    for name, value in written.items():
        (home / name).write_text(json.dumps(value, indent=2) + "\n")
    intents = IntentLog(home / "intents.sqlite", genesis.ledger)
    return EvmLedger(endpoint, deployment, relay=relay, intents=intents, fees=fees)
