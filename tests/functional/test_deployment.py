"""Deployment: addresses follow from code and genesis, and a deployment that was cut off is taken up again."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from eth_hash.auto import keccak

from api.connection import ARTIFACTS
from ledger.engines.embedded import ChainGenesis, EmbeddedProvider
from ledger.engines.evm import Creation, Deployment, DeploymentDiffers, Endpoint, Fees, RelayKeys, deploy, find, verify
from ledger.engines.evm.abi import MODULES
from ledger.errors import EngineUnavailable
from ledger.keys import KeySigner
from ledger.rulebook import RULEBOOK
from tests.conformance.cast import genesis
from tests.functional.exchange import Line, sending

CHAIN_ID = 7_071
RELAY = RelayKeys(keccak(b"HanoTEX test relay"), 1)
AT = int(time.time()) - 100
GENESIS = genesis(AT)
CREATION = Creation.from_artifacts(ARTIFACTS)
SENDS = 3 + len(MODULES)  # funds for the proxy's publisher, the proxy, the registry; then each module


@pytest.fixture
def line(tmp_path: Path) -> Line:
    sealer = KeySigner(keccak(b"sealer"))
    chain = ChainGenesis(CHAIN_ID, AT - 1, dict.fromkeys(RELAY.addresses, 10**27))
    return Line(
        EmbeddedProvider.create_or_open(tmp_path / "chain.sqlite", chain, lambda _, digest: sealer.sign_digest(digest))
    )


def put(line: Line, creation: Creation = CREATION) -> Deployment:
    endpoint = Endpoint(line, "embedded", refuses_at_send=True, tip="pending", seals=True)
    return deploy(endpoint, GENESIS, creation, RELAY.accounts()[0], Fees(CHAIN_ID))


def test_a_deployment_stands_where_code_and_genesis_say(line: Line) -> None:
    deployment = put(line)
    assert line.asked.count("eth_sendRawTransaction") == SENDS
    assert (deployment.registry, deployment.modules) == CREATION.addresses(GENESIS)
    assert (deployment.ledger, deployment.rulebook, deployment.chain_id) == (GENESIS.ledger, RULEBOOK, CHAIN_ID)
    assert len(set(deployment.code_hashes)) == 1 + len(MODULES)
    assert Deployment.from_json(deployment.to_json()) == deployment


def test_a_deployment_that_stands_is_found_and_not_made_again(line: Line) -> None:
    deployment = put(line)
    line.asked.clear()
    assert put(line) == deployment
    assert "eth_sendRawTransaction" not in line.asked


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(SENDS))
def test_a_deployment_cut_off_at_any_step_is_taken_up_again(line: Line, step: int, after: bool) -> None:
    left = [step]

    def cut(method: str) -> bool:
        left[0] -= sending(method)
        return left[0] < 0

    if after:
        line.cut_after = cut
    else:
        line.cut_before = cut
    with pytest.raises(EngineUnavailable):
        put(line)
    line.mend()
    assert (put(line).registry, put(line).modules) == CREATION.addresses(GENESIS)


def test_other_code_has_another_address(line: Line) -> None:
    deployment = put(line)
    other = replace(CREATION, modules=(*CREATION.modules[:2], CREATION.modules[2] + b"\0"))
    assert other.addresses(GENESIS)[0] != deployment.registry
    endpoint = Endpoint(line, "embedded", tip="pending")
    with pytest.raises(DeploymentDiffers, match="absent"):
        find(endpoint, GENESIS, other)


def test_a_chain_that_is_not_the_deployments_is_refused(line: Line) -> None:
    deployment = put(line)
    endpoint = Endpoint(line, "embedded", tip="pending")
    verify(endpoint, deployment)
    with pytest.raises(DeploymentDiffers, match="chain 1, and this is chain 7071"):
        verify(endpoint, replace(deployment, chain_id=1))
    swapped = replace(deployment, code_hashes=tuple(reversed(deployment.code_hashes)))
    with pytest.raises(DeploymentDiffers, match=deployment.registry.hex()):
        verify(endpoint, swapped)


def test_a_deployment_file_of_another_ledger_is_refused(line: Line) -> None:
    said = put(line).to_json()
    with pytest.raises(ValueError, match="genesis"):
        Deployment.from_json({**said, "ledger": "0x" + "11" * 32})
