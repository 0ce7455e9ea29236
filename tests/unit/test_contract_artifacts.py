"""The contracts' interfaces are the catalogue: functions, events, errors and the storage that proofs read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from eth_hash.auto import keccak

from ledger.commands import Command
from ledger.eip712 import abi_type, element_struct, member_name, members
from ledger.engines.evm.abi import MODULE_OF, MODULES
from ledger.errors import REFUSALS, solidity_name, solidity_type

ARTIFACTS = Path(__file__).parents[2] / "contracts/artifacts"
CASES = [(module, command) for command, module in MODULE_OF.items()]
HEADER = [
    ("kind", "uint8"),
    ("version", "uint32"),
    ("head", "bytes32"),
    ("at", "uint64"),
    ("signers", "bytes32[]"),
    ("signatures", "bytes[]"),
    ("touched", "tuple[]"),
]


def artifact(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ARTIFACTS / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def entries(name: str, kind: str) -> dict[str, Any]:
    return {entry["name"]: entry for entry in artifact(name)["abi"] if entry["type"] == kind}


def tree(struct: type) -> list[tuple[str, str, Any]]:
    """Name, ABI type and components of each signed member, in signing order."""
    found = []
    for name, annotation in members(struct):
        inner, listed = element_struct(annotation)
        abi = ("tuple[]" if listed else "tuple") if inner else abi_type(annotation)
        found.append((member_name(name), abi, tree(inner) if inner else []))
    return found


def components(parameter: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """As `tree`: Solidity reserves `final`, so there that member is `final_`."""
    return [(member_name(each["name"]), each["type"], components(each)) for each in parameter.get("components", [])]


@pytest.mark.parametrize(("module", "command"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_each_command_is_a_function_of_its_typed_data(module: str, command: type[Command]) -> None:
    function = entries(module, "function")[command.__name__[0].lower() + command.__name__[1:]]
    signed, signatures = function["inputs"]
    assert components(signed) == tree(command)
    assert signatures["type"] == "bytes[]"
    assert function["outputs"] == []
    assert function["stateMutability"] == "nonpayable"


@pytest.mark.parametrize(("module", "command"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_each_command_leaves_its_event(module: str, command: type[Command]) -> None:
    record, digest, *rest = entries(module, "event")[command.event]["inputs"]
    assert [(each["name"], each["type"], each["indexed"]) for each in (record, digest)] == [
        ("record", "bytes32", True),
        ("digest", "bytes32", True),
    ]
    header, signed = [each for each in rest if not each["indexed"]][:2]
    assert [(name, abi) for name, abi, _ in components(header)] == HEADER
    assert components(signed) == tree(command)


@pytest.mark.parametrize("name", ["Registry", *MODULES])
def test_each_refusal_is_a_custom_error_with_the_catalogues_values(name: str) -> None:
    refusals = {solidity_name(code): [solidity_type(kind) for _, kind in values] for code, values in REFUSALS.items()}
    found = {
        error: [each["type"] for each in entry["inputs"]]
        for error, entry in entries(name, "error").items()
        if error in refusals
    }
    assert found
    assert found == {error: refusals[error] for error in found}


@pytest.mark.parametrize("name", ["Registry", *MODULES])
def test_code_fits_a_chain_and_its_hash_is_stated(name: str) -> None:
    kept = artifact(name)
    assert kept["deployed"]["size"] <= 24_576  # EIP-170
    assert kept["bytecode_hash"] == "0x" + keccak(bytes.fromhex(kept["bytecode"].removeprefix("0x"))).hex()


def test_proofs_read_the_documented_slots() -> None:
    slots = {name: [(each["slot"], each["label"]) for each in artifact(name)["storage"]] for name in MODULES}
    assert slots["Parties"] == [(0, "_keys")]
    assert [slot for slot, _ in slots["Assets"]] == [0, 1]
    assert [slot for slot, _ in slots["Instruments"]] == [0, 1]
    assert [(each["slot"], each["label"]) for each in artifact("Registry")["storage"]] == [
        (0, "_heads"),
        (1, "_entries"),
    ]
