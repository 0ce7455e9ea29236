"""The ABI that is derived from the commands is the one that the compiler wrote down; what goes in comes out again."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from eth_abi.abi import decode, encode
from eth_hash.auto import keccak

from api.connection import ARTIFACTS
from ledger import eip712
from ledger.commands import COMMANDS, Command, Share
from ledger.engines.evm import abi, logs, reverts
from ledger.engines.evm.deployment import PROXY, create2_address
from ledger.errors import REFUSALS, Refused, solidity_type
from ledger.events import Event, GenesisEvent, Position, Receipt, Touched
from ledger.genesis import Genesis
from ledger.state import HistoryBroken
from ledger.wire import SignedCommand
from tests.unit.evm_logs import log_of

WORD = keccak(b"a word")


def artifact(name: str, kind: str) -> dict[str, dict[str, Any]]:
    """Name -> entry of one kind of a contract's compiled ABI."""
    entries = json.loads((Path(ARTIFACTS) / f"{name}.json").read_text())["abi"]
    return {entry["name"]: entry for entry in entries if entry["type"] == kind}


def canonical(parameter: dict[str, Any]) -> str:
    """The canonical type of an ABI parameter: tuples written out."""
    if not parameter["type"].startswith("tuple"):
        return str(parameter["type"])
    inside = ",".join(map(canonical, parameter["components"]))
    return f"({inside}){parameter['type'].removeprefix('tuple')}"


def signature(entry: dict[str, Any]) -> str:
    return f"{entry['name']}({','.join(map(canonical, entry['inputs']))})"


def example(annotation: Any, numbers: Any) -> Any:
    """A value of a member's type, different from the last one; two entries in a list."""
    struct, listed = eip712.element_struct(annotation)
    if listed:
        return tuple(example_entry(struct, annotation, numbers) for _ in range(2))
    return example_entry(struct, annotation, numbers)


def example_entry(struct: Any, annotation: Any, numbers: Any) -> Any:
    if struct:
        return example_struct(struct, numbers)
    kind, number = eip712.field_type(annotation), next(numbers)
    if kind.abi == "bytes32":
        return keccak(number.to_bytes(4, "big"))
    if kind.abi == "address":
        return keccak(number.to_bytes(4, "big"))[12:]
    return bool(number % 2) if kind.abi == "bool" else number % 256


def example_struct(struct: Any, numbers: Any) -> Any:
    return struct(**{name: example(annotation, numbers) for name, annotation in eip712.members(struct)})


@pytest.fixture(params=COMMANDS.values(), ids=COMMANDS)
def command(request: pytest.FixtureRequest) -> type[Command]:
    chosen: type[Command] = request.param
    return chosen


# --- Against the compiler ------------------------------------------------------------------------------------------


def test_every_command_is_a_function_of_its_module(command: type[Command]) -> None:
    derived = abi.function_signature(command)
    functions = artifact(abi.MODULE_OF[command], "function")
    assert derived == signature(functions[derived.partition("(")[0]])


def test_every_event_has_the_compilers_signature_indices_and_names(command: type[Command]) -> None:
    entry = artifact(abi.MODULE_OF[command], "event")[command.event]
    assert logs.event_signature(command) == signature(entry)
    indexed = [parameter["name"] for parameter in entry["inputs"] if parameter["indexed"]]
    assert indexed == ["record", "digest", "touched_record"][: len(indexed)]
    assert (len(indexed) == 3) is (command in logs.TOUCHING)
    computed = [parameter["name"] for parameter in entry["inputs"] if not parameter["indexed"]][2:]
    assert computed == [name for name, _ in logs.OUTCOMES.get(command, ())]


def test_the_genesis_event_has_the_compilers_signature() -> None:
    entry = artifact("Registry", "event")["GenesisRecorded"]
    assert keccak(signature(entry).encode()) == logs.GENESIS_TOPIC


def test_every_custom_error_of_the_modules_is_a_code_of_the_catalogue() -> None:
    compiled = {name: entry for module in abi.MODULES for name, entry in artifact(module, "error").items()}
    known = {reverts.error_signature(code).partition("(")[0]: reverts.error_signature(code) for code in REFUSALS}
    shared = {name for name in compiled if name in known}
    assert {name: signature(compiled[name]) for name in shared} == {name: known[name] for name in shared}
    assert len(shared) > 20


# --- There and back ------------------------------------------------------------------------------------------------


def test_calldata_holds_the_command_and_its_signatures(command: type[Command]) -> None:
    value = example_struct(command, count(1))
    signatures = (b"\1" * 65, b"\2" * 64)
    data = abi.calldata(SignedCommand(WORD, value, signatures))
    assert data[:4] == keccak(abi.function_signature(command).encode())[:4]
    fields, given = decode([abi.struct_type(command), "bytes[]"], data[4:])
    assert abi.from_tuple(command, fields) == value
    assert given == signatures


def test_a_log_becomes_the_event_it_was_made_from(command: type[Command]) -> None:
    value = example_struct(command, count(1))
    shares = (Share(party=WORD, bps=4_000), Share(party=keccak(WORD), bps=6_000))
    outcome: dict[str, Any] = {
        name: {"Share[]": shares, "bytes32": keccak(name.encode()), "bool": True}.get(kind, 7)
        for name, kind in logs.OUTCOMES.get(command, ())
    }
    event = Event(
        position=Position(12, 3),
        version=5,
        head=keccak(b"head"),
        digest=eip712.digest(WORD, value),
        at=1_795_651_200,
        command=value,
        signers=(WORD, keccak(b"signer")),
        signatures=(b"\1" * 65, b"\2" * 65),
        touched=(Touched(keccak(b"touched"), 9, keccak(b"touched head")),),
        outcome=outcome,
    )
    log = logs.log_from_json(log_of(event, WORD))
    assert logs.event_from_log(log, WORD) == event
    assert logs.receipt_from_log(log) == Receipt(value.record, 5, event.head, event.digest, event.at)
    topic = log.topics[0]
    altered = {
        "block 12, log 3 holds what hashes to": replace(log, topics=(topic, value.record, WORD, WORD)),
        "block 12, log 3 is of record": replace(log, topics=(topic, WORD, event.digest, WORD)),
        "block 12, log 3 cannot be decoded": replace(log, data=log.data[:-32]),
    }
    for said, each in altered.items():
        with pytest.raises(HistoryBroken, match=f"version 5: the event at {said}"):
            logs.event_from_log(each, WORD)
    with pytest.raises(HistoryBroken, match="hashes to"):
        logs.event_from_log(log, keccak(b"another ledger"))


def test_the_genesis_log_gives_the_genesis_document() -> None:
    genesis = Genesis(at=1_795_651_200, party_kind=1, country=240, profile=WORD, keys=(WORD[12:],), threshold=1)
    data = encode(
        ["uint32", "bytes32", "uint64", abi.GENESIS_TYPE], [1, genesis.head, genesis.at, abi.genesis_tuple(genesis)]
    )
    topics = (logs.GENESIS_TOPIC, genesis.regulator_id, genesis.ledger)
    event = logs.event_from_log(logs.Log(Position(1, 0), topics, data), genesis.ledger)
    assert event == GenesisEvent(Position(1, 0), genesis, genesis.head)
    with pytest.raises(HistoryBroken, match="block 1, log 0 holds what hashes to"):
        logs.event_from_log(logs.Log(Position(1, 0), topics, data), WORD)


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_survives_its_revert(code: str) -> None:
    values: dict[str, Any] = {}
    for number, (name, kind) in enumerate(REFUSALS[code], 1):
        plain = solidity_type(kind)
        values[name] = {"bytes32": WORD, "address": WORD[12:], "string": "terms.scope.start"}.get(plain, number)
    data = reverts.revert_from_refusal(Refused(code, values))
    refused = reverts.refusal_from_revert(data)
    assert refused is not None
    assert (refused.code, refused.values) == (code, values)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\1\2",
        keccak(b"NotInstalled()")[:4],
        keccak(b"Panic(uint256)")[:4] + bytes(31) + b"\x11",
        keccak(b"GrantConflict(bytes32,bytes32)")[:4] + bytes(40),
    ],
)
def test_a_revert_that_is_no_answer_to_a_command_is_none(data: bytes) -> None:
    assert reverts.refusal_from_revert(data) is None


def test_create2_addresses_follow_eip_1014() -> None:
    # The examples of EIP-1014.
    creator = bytes.fromhex("deadbeef00000000000000000000000000000000")
    assert create2_address(bytes(20), bytes(32), b"\0").hex() == "4d1a2e2bb4f88f0250f26ffff098b0b30b26bf38"
    assert create2_address(creator, bytes(32), b"\0").hex() == "b928f69bb1d91cd65274e3c79d8986362984fda3"
    assert PROXY.hex() == "4e59b44847b379578588920ca78fbf26c0b4956c"
