"""Putting a ledger together: from a home directory with its embedded chain, or from a `connection.json`.

The one place that knows every engine.

A home holds: `genesis.json` (the genesis document), `chain.json` (what the chain is created from), `chain.sqlite`,
`intents.sqlite`, `deployment.json`, `trust.json` (to hand out with certificates), `connection.json`, and `keys/` with
the operator's and the relay's keystores and their passwords, readable by their owner only.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from eth_hash.auto import keccak
from web3 import HTTPProvider

from ledger import json_text
from ledger.engines.embedded import ChainGenesis, EmbeddedProvider
from ledger.engines.evm import (
    Creation,
    Deployment,
    Endpoint,
    EvmLedger,
    Fees,
    Patience,
    RelayKeys,
    deploy,
    verify,
)
from ledger.engines.evm.abi import MODULES
from ledger.errors import Refused
from ledger.genesis import Genesis, genesis_from_document
from ledger.intents import IntentLog
from ledger.keys import KeySigner, Signer
from ledger.keystore import KeystoreError, keep_secret, new_password, new_secret, open_secret, write_private
from ledger.proof.signing import seal_preimage
from ledger.proof.trust import CONTRACTS, Contract, Trust, trust_from_document
from ledger.proof.verdict import Gap

ARTIFACTS = Path(__file__).parents[1] / "contracts" / "artifacts"
RELAY_ACCOUNTS = 64
_LONGEST_FILE = 1 << 20  # bytes
_RELAY_COINS = 10**9 * 10**18  # wei for each relay account of an embedded chain: more than it can ever burn


T = TypeVar("T")


class NoLedgerHere(Exception):
    """The directory holds no ledger, and no genesis document was given to make one."""


class AnotherLedgerHere(Exception):
    """The directory holds the ledger of another genesis document."""


class BadConnection(Exception):
    """A connection file, a file that it names or one of a home does not say what it should."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A ledger, and what is needed beside it. Closing it closes the ledger.

    trust: what a reader of this ledger's certificates may be given. operator: seals blocks and signs certificates;
    None where this process does not operate the ledger. intents: the log of what it sends; None where it only reads.
    """

    ledger: EvmLedger
    trust: Trust
    operator: Signer | None = None
    intents: IntentLog | None = None

    def close(self) -> None:
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


# --- An embedded chain in a home directory -------------------------------------------------------------------------


def open_embedded(
    home: Path,
    genesis: Genesis | None = None,
    *,
    operator: Signer | None = None,
    relay_secret: bytes | None = None,
    chain_id: int | None = None,
    clock: Callable[[], float] = time.time,
    patience: Patience | None = None,
    artifacts: Path = ARTIFACTS,
) -> Connection:
    """Open the ledger in `home`, or make the one of `genesis` there; a making that was cut off is taken up again.

    operator: who seals; otherwise a key made and kept in the home. relay_secret (32 bytes), chain_id: for a new home;
    drawn at random, and from the ledger's id, where not given. clock: UTC seconds.
    Raises `NoLedgerHere`, `AnotherLedgerHere`, `BadConnection` for a file that says something else, `KeystoreError`
    where a chain's keys are not here, and what the chain, the intent log and the deployment raise.
    """
    genesis = _settled_genesis(home, genesis)
    keys = home / "keys"
    _expect_kept(home, keys, *(() if operator else ("operator",)), "relay")
    keys.mkdir(mode=0o700, exist_ok=True)
    seals = operator or KeySigner(_kept_secret(keys, "operator", None))
    relay_of = _kept_relay(keys, relay_secret)
    chain = _settled_chain(home, genesis, relay_of, chain_id)

    def sign_seal(number: int, block_hash: bytes) -> bytes:
        return seals.sign_preimage(seal_preimage(genesis.ledger, number, block_hash))

    provider = EmbeddedProvider.create_or_open(home / "chain.sqlite", chain, sign_seal, clock=clock)
    try:
        endpoint = _embedded_endpoint(provider)
        relay = relay_of(len(chain.alloc))
        deployment = _settled_deployment(home, endpoint, genesis, relay, chain.chain_id, artifacts)
        trust = _settled_trust(home, deployment, seals.address)
        intents = IntentLog(home / "intents.sqlite", genesis.ledger)
        ledger = EvmLedger(
            endpoint,
            deployment,
            relay=relay,
            intents=intents,
            fees=Fees(chain.chain_id),
            patience=patience or Patience(),
            on_close=provider.close,
        )
    except BaseException:
        provider.close()
        raise
    _write_once(home / "connection.json", {"engine": "embedded"})
    return Connection(ledger, trust, seals, intents)


def read_embedded(home: Path, *, clock: Callable[[], float] = time.time) -> Connection:
    """What is sealed in `home`, read beside the process that writes it; submitting raises `EngineUnavailable`.

    Raises `NoLedgerHere`, `BadConnection`, `NotAChain`.
    """
    try:
        deployment = read_document(home / "deployment.json", Deployment.from_json)
        trust = read_document(home / "trust.json", trust_from_document)
    except FileNotFoundError:
        raise NoLedgerHere(f"{home}: không có sổ cái đã lập xong / holds no finished ledger") from None
    provider = EmbeddedProvider.open_read_only(home / "chain.sqlite", clock=clock)
    return Connection(EvmLedger(_embedded_endpoint(provider), deployment, on_close=provider.close), trust)


def _embedded_endpoint(provider: EmbeddedProvider) -> Endpoint:
    return Endpoint(provider, "embedded", refuses_at_send=True, tip="pending", seals=True)


def _settled_genesis(home: Path, genesis: Genesis | None) -> Genesis:
    file = home / "genesis.json"
    if not file.exists():
        if genesis is None:
            raise NoLedgerHere(f"{home}: không có sổ cái / holds no ledger")
        home.mkdir(parents=True, exist_ok=True)
        _write_once(file, genesis.document)
    found = read_document(file, genesis_from_document)
    if genesis is not None and found.ledger != genesis.ledger:
        raise AnotherLedgerHere(f"{home}: 0x{found.ledger.hex()}, không phải / and not 0x{genesis.ledger.hex()}")
    return found


def _expect_kept(home: Path, folder: Path, *names: str) -> None:
    """A home whose chain is made has its keys: another one made now would be of no use, and stand in their place."""
    missing = [name for name in names if not (folder / f"{name}.json").exists()]
    if missing and (home / "chain.sqlite").exists():
        raise KeystoreError(f"{folder} does not hold the keys of this chain: {', '.join(missing)}")


def _kept_secret(folder: Path, name: str, given: bytes | None) -> bytes:
    """The secret in `folder/name.json`, made if it is absent; the password beside it is for this program alone."""
    password_file, keystore_file = folder / f"{name}.password", folder / f"{name}.json"
    if not keystore_file.exists():
        if not password_file.exists():
            _make_whole(password_file, lambda making: write_private(making, new_password()))
        password, secret = password_file.read_bytes(), given or new_secret()
        _make_whole(keystore_file, lambda making: keep_secret(making, password, secret, random_password=True))
    return open_secret(keystore_file, password_file.read_bytes())


def _kept_relay(folder: Path, given: bytes | None) -> Callable[[int], RelayKeys]:
    """What makes the relay's keys, any number of them; a function, so that no caller's variable shows the secret."""
    secret = _kept_secret(folder, "relay", given)
    return lambda count: RelayKeys(secret, count)


def _settled_chain(
    home: Path, genesis: Genesis, relay_of: Callable[[int], RelayKeys], chain_id: int | None
) -> ChainGenesis:
    """What the chain is created from, written down before it is: it can never be another again."""
    file = home / "chain.json"
    if not file.exists():
        # Below 2^48, as wallets ask; from the ledger's id, so that a transaction of one chain means nothing on another.
        number = chain_id or 1 + int.from_bytes(keccak(genesis.ledger)[:6], "big")
        _write_once(file, {"chain_id": number, "time": max(genesis.at - 1, 0), "relay_accounts": RELAY_ACCOUNTS})
    number, start, accounts = read_document(file, _chain_numbers)
    return ChainGenesis(number, start, dict.fromkeys(relay_of(accounts).addresses, _RELAY_COINS))


def _chain_numbers(said: Any) -> tuple[int, int, int]:
    """Chain id, time (UTC seconds) and number of relay accounts of a `chain.json`."""
    for name, least, most in (("chain_id", 1, 1 << 53), ("time", 0, 1 << 53), ("relay_accounts", 1, 1 << 16)):
        if type(said[name]) is not int or not least <= said[name] <= most:
            raise ValueError(f"{name} is no number from {least} to {most}")
    return said["chain_id"], said["time"], said["relay_accounts"]


def _settled_deployment(
    home: Path, endpoint: Endpoint, genesis: Genesis, relay: RelayKeys, chain_id: int, artifacts: Path
) -> Deployment:
    file = home / "deployment.json"
    if file.exists():
        deployment = read_document(file, Deployment.from_json)
        verify(endpoint, deployment)
        return deployment
    creation = Creation.from_artifacts(artifacts)
    deployment = deploy(endpoint, genesis, creation, relay.accounts()[0], Fees(chain_id))
    _write_once(file, deployment.to_json())
    return deployment


def _settled_trust(home: Path, deployment: Deployment, operator: bytes) -> Trust:
    file = home / "trust.json"
    known = read_document(file, trust_from_document).operators if file.exists() else ()
    trust = trust_of(deployment, known if operator in known else (*known, operator))
    if operator not in known:
        _write(file, trust.document)
    return trust


def trust_of(deployment: Deployment, operators: tuple[bytes, ...]) -> Trust:
    """Trust in one deployment and in the operators of these addresses."""
    names = (name.lower() for name in ("Registry", *MODULES))
    places = zip(names, (deployment.registry, *deployment.modules), deployment.code_hashes, strict=True)
    contracts = {name: Contract(address, code_hash) for name, address, code_hash in places if name in CONTRACTS}
    return Trust(deployment.genesis, deployment.chain_id, contracts, operators)


# --- A connection file ---------------------------------------------------------------------------------------------


def connect(file: Path, *, patience: Patience | None = None, reading: bool = False) -> Connection:
    """Open what a `connection.json` describes; its paths are relative to its own directory.

    reading: beside the process that submits; only read.

    `{"engine": "embedded"}`: the home that the file stands in. Otherwise
    `{"engine": "evm", "name", "url", "deployment", "trust", "relay": {"keystore", "password", "accounts"}, "intents",
    "gas_price"}`: an HTTP endpoint; name is the engine's in `Capabilities`; deployment, trust, keystore, password and
    intents are files; gas_price in wei; without relay and intents the connection only reads.
    Raises `BadConnection`, `EngineUnavailable`, `DeploymentDiffers`.
    """
    try:
        said = read_document(file, dict)
        if said["engine"] == "embedded":
            return read_embedded(file.parent) if reading else open_embedded(file.parent, patience=patience)
        if said["engine"] != "evm":
            raise BadConnection(f"{file}: không có hệ thống nào tên là / no engine is called {said['engine']}")
        return _connect_evm(file.parent, said, patience or Patience(), reading)
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadConnection(f"{file}: {_told(error)}") from error


def _connect_evm(folder: Path, said: Mapping[str, Any], patience: Patience, reading: bool) -> Connection:
    deployment = read_document(folder / said["deployment"], Deployment.from_json)
    trust = read_document(folder / said["trust"], trust_from_document)
    endpoint = Endpoint(
        HTTPProvider(said["url"], request_kwargs={"timeout": 20}, exception_retry_configuration=None), said["name"]
    )
    verify(endpoint, deployment)
    if reading or "relay" not in said:
        return Connection(EvmLedger(endpoint, deployment, patience=patience), trust)
    keystore, password = (folder / said["relay"][name] for name in ("keystore", "password"))
    relay = RelayKeys(open_secret(keystore, password.read_bytes().strip()), int(said["relay"]["accounts"]))
    intents = IntentLog(folder / said["intents"], deployment.ledger)
    ledger = EvmLedger(
        endpoint,
        deployment,
        relay=relay,
        intents=intents,
        fees=Fees(deployment.chain_id, int(said["gas_price"])),
        patience=patience,
    )
    return Connection(ledger, trust, intents=intents)


# --- Files ---------------------------------------------------------------------------------------------------------


def read_document(file: Path, parse: Callable[[Any], T]) -> T:
    """What a JSON file says; raises `BadConnection` with its name where `parse` cannot take it, and `OSError`."""
    try:
        return parse(json_text.read(file.read_bytes(), _LONGEST_FILE))
    except (AttributeError, Gap, KeyError, OverflowError, Refused, TypeError, ValueError) as error:
        raise BadConnection(f"{file}: {_told(error)}") from error


def _told(error: Exception) -> str:
    """What is wrong with a file's content, in a few words."""
    if isinstance(error, KeyError):
        return f"thiếu / missing: {error}"
    if isinstance(error, Gap):
        return f"thiếu hoặc sai phần / missing or not what it should be: “{error.values.get('member', '')}”"
    if isinstance(error, AttributeError | TypeError):
        return "một phần có dạng khác / a part of it has another form"
    return str(error)


def _write_once(file: Path, value: Any) -> None:
    if not file.exists():
        _write(file, value)


def _write(file: Path, value: Any) -> None:
    def write(making: Path) -> None:
        with open(making, "w") as out:
            json.dump(value, out, indent=2)
            out.write("\n")
            out.flush()
            os.fsync(out.fileno())

    _make_whole(file, write)


def _make_whole(file: Path, make: Callable[[Path], None]) -> None:
    """Have a file made beside its place, and move it there: it is there whole or not at all, and durable on return.

    A secret cut off in the middle would be lost for good, or guarded by an empty password.
    """
    making = file.with_name(file.name + ".new")
    making.unlink(missing_ok=True)
    make(making)
    os.replace(making, file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
