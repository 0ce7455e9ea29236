"""Compile the contracts into contracts/artifacts, or check that the committed artifacts are what the source gives.

The compiler is npm's solc through scripts/solc, with the settings of contracts/foundry.toml. Bytecode carries no
metadata, so it depends on the code and the settings alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eth_hash.auto import keccak
from solcx import compile_standard

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from ledger.engines.evm.abi import MODULES  # noqa: E402  the path above comes first

CONTRACTS = ROOT / "contracts"
ARTIFACTS = CONTRACTS / "artifacts"
SOLC = ROOT / "scripts" / "solc"
CONTRACT_NAMES = ("Registry", *MODULES)
# EIP-170: the most bytes of runtime code a chain accepts.
MOST_RUNTIME_BYTES = 24_576
# Storage that proofs read (docs/specs/evm.md): the slots that no release may move.
PROOF_SLOTS = {"Registry": 2, "Parties": 1, "Assets": 2, "Instruments": 2}
SELECTION = ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "storageLayout"]


def settings() -> dict[str, Any]:
    """The compiler's settings, from forge's configuration."""
    profile = tomllib.loads((CONTRACTS / "foundry.toml").read_text(encoding="utf-8"))["profile"]["default"]
    return {
        "viaIR": profile["via_ir"],
        "optimizer": {
            "enabled": profile["optimizer"],
            "runs": profile["optimizer_runs"],
            "details": profile["optimizer_details"],
        },
        "evmVersion": profile["evm_version"],
        "metadata": {"bytecodeHash": profile["bytecode_hash"], "appendCBOR": profile["cbor_metadata"]},
        "outputSelection": {"*": {"*": SELECTION}},
    }


def compile_contracts() -> dict[str, Any]:
    """The compiler's answer for each contract of `CONTRACT_NAMES`, by its name."""
    names = {f"src/{name}.sol": name for name in CONTRACT_NAMES}
    answer = compile_standard(
        {
            "language": "Solidity",
            "sources": {source: {"content": (CONTRACTS / source).read_text(encoding="utf-8")} for source in names},
            "settings": settings(),
        },
        solc_binary=SOLC,
        base_path=CONTRACTS,
    )
    return {name: answer["contracts"][source][name] for source, name in names.items()}


def artifact(name: str, compiled: dict[str, Any]) -> dict[str, Any]:
    """What is kept of one contract.

    bytecode: creation code without constructor arguments, 0x hex; bytecode_hash: its Keccak-256, which the registry
    lists. deployed: size in bytes and Keccak-256 of the runtime code before creation fills in its immutables.
    storage: the documented slots with their label and type, and the words of the structs behind their mappings.
    """
    deployed = compiled["evm"]["deployedBytecode"]
    runtime = bytes.fromhex(deployed["object"])
    creation = bytes.fromhex(compiled["evm"]["bytecode"]["object"])
    layout = compiled["storageLayout"]
    return {
        "contract": name,
        "abi": compiled["abi"],
        "bytecode": "0x" + creation.hex(),
        "bytecode_hash": "0x" + keccak(creation).hex(),
        "deployed": {"size": len(runtime), "hash": "0x" + keccak(runtime).hex()},
        "storage": [
            {
                "slot": int(entry["slot"]),
                "label": entry["label"],
                "type": layout["types"][entry["type"]]["label"],
                "words": list(words(layout["types"], layout["types"][entry["type"]].get("value", ""))),
            }
            for entry in layout["storage"][: PROOF_SLOTS.get(name, 0)]
        ],
    }


def words(types: dict[str, Any], name: str, slot: int = 0, path: str = "") -> Iterator[dict[str, Any]]:
    """Where each member of a stored struct stands: word after the struct's first, lowest byte within it, bytes."""
    described = types.get(name, {})
    for member in described.get("members", ()):
        at, label = slot + int(member["slot"]), f"{path}{member['label']}"
        if types[member["type"]].get("members"):
            yield from words(types, member["type"], at, f"{label}.")
        else:
            size = int(types[member["type"]]["numberOfBytes"])
            yield {"member": label, "word": at, "byte": int(member["offset"]), "bytes": size}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on any difference")
    check = parser.parse_args().check
    different = False
    for name, compiled in compile_contracts().items():
        kept = artifact(name, compiled)
        size = kept["deployed"]["size"]
        if size > MOST_RUNTIME_BYTES:
            print(f"{name}: {size} bytes of runtime code; EIP-170 allows {MOST_RUNTIME_BYTES}", file=sys.stderr)
            return 1
        target = ARTIFACTS / f"{name}.json"
        text = json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        if not check:
            ARTIFACTS.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
            print(f"{name}: {size} bytes, creation code {kept['bytecode_hash']}")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            print(f"{target.relative_to(ROOT)} is not what the source gives", file=sys.stderr)
            different = True
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
