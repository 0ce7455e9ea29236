"""Homes of several processes over one node: each with its own relay accounts and intent log, one operator's key."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from eth_hash.auto import keccak

from api import fresh
from ledger.engines.evm.relay import RelayKeys
from ledger.genesis import Genesis
from ledger.keystore import keep_secret, write_private
from tests.functional.geth_node import GethNode
from tests.functional.relay_coins import give_coins

_OPERATOR = keccak(b"HanoTEX test operator of two processes")


def network_homes(node: GethNode, folder: Path, document: Genesis) -> list[Path]:
    """Two directories in `folder`, which is made, with one ledger that is made too."""
    secrets = [keccak(f"relay of process {number}".encode()) for number in range(2)]
    give_coins(node, tuple(address for secret in secrets for address in RelayKeys(secret, 4).addresses))
    folder.mkdir()
    _keep(folder, "relay", secrets[0])
    relay = {"keystore": "relay.json", "password": "relay.password", "accounts": 4}
    said = {"engine": "evm", "name": "geth", "url": node.provider.endpoint_uri, "relay": relay, "gas_price": 10**9}
    (folder / "network.json").write_text(json.dumps(said))
    first, second = folder / "first", folder / "second"
    fresh.make(fresh.network(folder / "network.json"), first, document).close()
    shutil.copytree(first, second, ignore=shutil.ignore_patterns("intents*"))
    for home, secret in zip((first, second), secrets, strict=True):
        _keep(home / "keys", "operator", _OPERATOR)
        _keep(home / "keys", "relay", secret)
        connection = json.loads((home / "connection.json").read_text())
        connection["relay"] |= {"keystore": "keys/relay.json", "password": "keys/relay.password"}
        (home / "connection.json").write_text(json.dumps(connection))
    return [first, second]


def _keep(folder: Path, name: str, secret: bytes) -> None:
    folder.mkdir(exist_ok=True)
    write_private(folder / f"{name}.password", "password")
    keep_secret(folder / f"{name}.json", b"password", secret, random_password=True)
