"""Putting the rulebook on a chain: every address follows from the ledger's id, the genesis document and the code.

Each step looks whether it is done before it does it, so that a deployment that was cut off is taken up again, by
anyone. Source of the proxy: https://github.com/Arachnid/deterministic-deployment-proxy
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rlp
from eth_abi.abi import decode, encode
from eth_hash.auto import keccak

from ledger.engines.evm.abi import GENESIS_TYPE, MODULES, genesis_tuple
from ledger.engines.evm.logs import GENESIS_TOPIC
from ledger.engines.evm.relay import GWEI, Account, Fees, sign_transaction
from ledger.engines.evm.rpc import Endpoint, RpcError, to_bytes, to_hex
from ledger.errors import EngineUnavailable
from ledger.genesis import Genesis, genesis_from_document

PROXY = bytes.fromhex("4e59b44847b379578588920ca78fbf26c0b4956c")
# Its one transaction, published by an address that follows from a made-up signature: r and s are 0x2222…, so that
# nobody has the key. Fields as in the legacy form, without a chain id (before EIP-155).
_PROXY_PUBLISHER = bytes.fromhex("3fab184622dc19b6109349b94811493bf2a45362")
_PROXY_GAS, _PROXY_GAS_PRICE = 100_000, 100 * GWEI
_PROXY_CREATION = bytes.fromhex(
    "604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0"
    "3601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3"
)
_MADE_UP = b"\x22" * 32
_PROXY_TRANSACTION = bytes(
    rlp.encode((0, _PROXY_GAS_PRICE, _PROXY_GAS, b"", 0, _PROXY_CREATION, 27, _MADE_UP, _MADE_UP))
)
_PROXY_COST = _PROXY_GAS * _PROXY_GAS_PRICE  # wei
_DEPLOYED_TOPIC = keccak(b"Deployed(bytes32,uint32,bytes32[])")
_INSTALL = keccak(b"install(bytes)")[:4]
# Under the cap of EIP-7825; the largest module's code of 24,576 bytes costs about 6 million to create.
_DEPLOYMENT_GAS = 16_000_000
_TIMEOUT = 60.0  # seconds, for one transaction


class DeploymentDiffers(Exception):
    """What stands on the chain is not what this code and genesis document give."""


@dataclass(frozen=True, slots=True)
class Creation:
    """The creation codes of the rulebook: the registry's, without constructor arguments, and each module's."""

    registry: bytes
    modules: tuple[bytes, ...]

    @classmethod
    def from_artifacts(cls, folder: Path) -> Creation:
        """Read `Registry.json` and each module's file, as the contracts' compiler script writes them."""
        registry, *modules = (
            to_bytes(json.loads((folder / f"{name}.json").read_text())["bytecode"]) for name in ("Registry", *MODULES)
        )
        return cls(registry, tuple(modules))

    def registry_code(self, genesis: Genesis) -> bytes:
        """The registry's creation code with the constructor arguments of one ledger."""
        hashes = [keccak(code) for code in self.modules]
        arguments = [genesis.ledger, genesis_tuple(genesis), hashes]
        return self.registry + encode(["bytes32", GENESIS_TYPE, "bytes32[]"], arguments)

    def addresses(self, genesis: Genesis) -> tuple[bytes, tuple[bytes, ...]]:
        """Of the registry and of the modules in order, on every chain."""
        registry = create2_address(PROXY, genesis.ledger, self.registry_code(genesis))
        return registry, tuple(create2_address(registry, bytes(32), code) for code in self.modules)


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where one ledger stands. block: the one that created the registry. code_hashes: Keccak-256 of the runtime code
    of the registry, then of each module."""

    chain_id: int
    genesis: Genesis
    rulebook: int
    registry: bytes
    modules: tuple[bytes, ...]
    code_hashes: tuple[bytes, ...]
    block: int

    @property
    def ledger(self) -> bytes:
        return self.genesis.ledger

    def to_json(self) -> dict[str, Any]:
        return {
            "chain_id": self.chain_id,
            "ledger": to_hex(self.ledger),
            "genesis": self.genesis.document,
            "rulebook": self.rulebook,
            "registry": to_hex(self.registry),
            "modules": {name: to_hex(address) for name, address in zip(MODULES, self.modules, strict=True)},
            "code_hashes": [to_hex(code_hash) for code_hash in self.code_hashes],
            "block": self.block,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Deployment:
        """Raises `KeyError`, `TypeError`, `ValueError` or `Refused` for anything but the output of `to_json`."""
        genesis = genesis_from_document(value["genesis"])
        if to_bytes(value["ledger"]) != genesis.ledger:
            raise ValueError("the ledger's id is not the hash of the genesis document")
        return cls(
            chain_id=int(value["chain_id"]),
            genesis=genesis,
            rulebook=int(value["rulebook"]),
            registry=to_bytes(value["registry"]),
            modules=tuple(to_bytes(value["modules"][name]) for name in MODULES),
            code_hashes=tuple(map(to_bytes, value["code_hashes"])),
            block=int(value["block"]),
        )


def create2_address(creator: bytes, salt: bytes, creation_code: bytes) -> bytes:
    """Source: EIP-1014. salt: 32 bytes."""
    return keccak(b"\xff" + creator + salt + keccak(creation_code))[12:]


def deploy(endpoint: Endpoint, genesis: Genesis, creation: Creation, account: Account, fees: Fees) -> Deployment:
    """Put the ledger of `genesis` on the chain, or finish doing so, and check what stands there.

    account: pays; holds enough at `fees.gas_price`, and 0.01 of the chain's coin more where the proxy is absent.
    Raises `EngineUnavailable`, `DeploymentDiffers`.
    """
    publish = _Publisher(endpoint, account, fees)
    registry, modules = creation.addresses(genesis)
    if not publish.stands(PROXY):
        publish.proxy()
    if not publish.stands(registry):
        publish.send(PROXY, genesis.ledger + creation.registry_code(genesis))
    for module, code in zip(modules, creation.modules, strict=True):
        if not publish.stands(module):
            publish.send(registry, _INSTALL + encode(["bytes"], [code]))
    return find(endpoint, genesis, creation)


def find(endpoint: Endpoint, genesis: Genesis, creation: Creation) -> Deployment:
    """The finished deployment of a ledger on this chain; raises `DeploymentDiffers`, `EngineUnavailable`."""
    registry, modules = creation.addresses(genesis)
    code_hashes = tuple(keccak(_code(endpoint, address)) for address in (registry, *modules))
    asked = {"address": to_hex(registry), "fromBlock": "0x0", "toBlock": endpoint.tip}
    logs = [log for log in endpoint.call("eth_getLogs", asked) if log["topics"]]
    created = [log for log in logs if to_bytes(log["topics"][0]) == GENESIS_TOPIC]
    deployed = [log for log in logs if to_bytes(log["topics"][0]) == _DEPLOYED_TOPIC]
    if not created or not deployed:
        raise DeploymentDiffers(f"the ledger's registry at {to_hex(registry)} is absent or not complete")
    ledger, rulebook, announced = decode(["bytes32", "uint32", "bytes32[]"], to_bytes(deployed[0]["data"]))
    if ledger != genesis.ledger or tuple(announced) != code_hashes:
        raise DeploymentDiffers("the code that stands on the chain is not the one that the registry announced")
    return Deployment(
        chain_id=endpoint.number("eth_chainId"),
        genesis=genesis,
        rulebook=rulebook,
        registry=registry,
        modules=modules,
        code_hashes=code_hashes,
        block=int(created[0]["blockNumber"], 16),
    )


def verify(endpoint: Endpoint, deployment: Deployment) -> None:
    """That this chain is the deployment's and its code is the one known; raises `DeploymentDiffers`."""
    chain_id = endpoint.number("eth_chainId")
    if chain_id != deployment.chain_id:
        raise DeploymentDiffers(f"the ledger stands on chain {deployment.chain_id}, and this is chain {chain_id}")
    addresses = (deployment.registry, *deployment.modules)
    for address, expected in zip(addresses, deployment.code_hashes, strict=True):
        if keccak(_code(endpoint, address)) != expected:
            raise DeploymentDiffers(f"the code at {to_hex(address)} is not the ledger's")


def _code(endpoint: Endpoint, address: bytes) -> bytes:
    return to_bytes(endpoint.call("eth_getCode", to_hex(address), endpoint.tip))


class _Publisher:
    """Sends deployment transactions one after the other."""

    def __init__(self, endpoint: Endpoint, account: Account, fees: Fees) -> None:
        self._endpoint = endpoint
        self._account = account
        self._fees = fees

    def stands(self, address: bytes) -> bool:
        return _code(self._endpoint, address) != b""

    def proxy(self) -> None:
        """Publish the proxy by its presigned transaction; whoever is first, the same code stands at the same place."""
        held = self._endpoint.number("eth_getBalance", to_hex(_PROXY_PUBLISHER), "latest")
        if held < _PROXY_COST:
            self.send(_PROXY_PUBLISHER, b"", value=_PROXY_COST - held)
        self._include(_PROXY_TRANSACTION)

    def send(self, to: bytes, data: bytes, *, value: int = 0) -> None:
        """value: wei."""
        nonce = self._endpoint.number("eth_getTransactionCount", to_hex(self._account.address), "pending")
        fees = Fees(self._fees.chain_id, self._fees.gas_price, _DEPLOYMENT_GAS)
        self._include(sign_transaction(Account(self._account.key, nonce), to, data, fees, value))

    def _include(self, raw: bytes) -> None:
        try:
            self._endpoint.call("eth_sendRawTransaction", to_hex(raw))
        except RpcError as error:
            if error.says_not_taken:
                raise EngineUnavailable(f"the chain did not take a deployment transaction: {error.message}") from error
        until = time.monotonic() + _TIMEOUT
        while (receipt := self._endpoint.call("eth_getTransactionReceipt", to_hex(keccak(raw)))) is None:
            if time.monotonic() > until:
                raise EngineUnavailable("a deployment transaction is not included yet")
            time.sleep(0.1)
        if int(receipt["status"], 16) != 1:
            raise DeploymentDiffers("a deployment transaction failed")
