"""The committed vectors against implementations that are not ours: eth-account, eth-abi, eth-keys, hashlib."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from eth_abi.abi import encode
from eth_account.messages import encode_typed_data
from eth_hash.auto import keccak
from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature, ValidationError

from ledger import eip712, wire
from ledger.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "vectors"
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def _read(name: str) -> list[dict[str, Any]]:
    vectors: list[dict[str, Any]] = json.loads((VECTORS / name).read_text())
    return vectors


def _bytes(value: str) -> bytes:
    return bytes.fromhex(value.removeprefix("0x"))


def _named(vector: dict[str, Any]) -> str:
    return str(vector["name"]).replace(" ", "-")


def _types(encode_type: str) -> dict[str, list[dict[str, str]]]:
    """`A(x y,…)B(…)` as the `types` of an eth_signTypedData_v4 request."""
    return {
        name: [dict(zip(("type", "name"), member.split(" "), strict=True)) for member in inside.split(",") if member]
        for name, inside in re.findall(r"(\w+)\(([^)]*)\)", encode_type)
    }


def _message(value: Any, kind: str, types: dict[str, list[dict[str, str]]]) -> Any:
    """The wire form as eth-account takes it: hex as bytes, decimal strings as integers."""
    if kind.endswith("[]"):
        return [_message(entry, kind[:-2], types) for entry in value]
    if kind in types:
        return {each["name"]: _message(value[each["name"]], each["type"], types) for each in types[kind]}
    if kind in ("bytes32", "address"):
        return _bytes(value)
    return value if isinstance(value, bool) else int(value)


@pytest.mark.parametrize("vector", _read("digests.json"), ids=_named)
def test_a_digest_is_the_one_that_eth_account_computes(vector: dict[str, Any]) -> None:
    signed = vector["signed"]
    types = _types(vector["type"])
    primary = vector["type"].partition("(")[0]
    members = {name: signed[name] for name in ("record", "expected_version", "not_after")} | signed["fields"]
    domain = {"name": "HanoTEX", "version": "1", "salt": _bytes(signed["ledger"])}
    types["EIP712Domain"] = _types(eip712.DOMAIN_TYPE)["EIP712Domain"]
    message = encode_typed_data(
        full_message={
            "types": types,
            "primaryType": primary,
            "domain": domain,
            "message": _message(members, primary, types),
        }
    )
    assert keccak(b"\x19" + message.version + message.header + message.body) == _bytes(vector["digest"])
    assert message.body == _bytes(vector["struct_hash"])
    assert keccak(vector["type"].encode()) == _bytes(vector["type_hash"])


def test_the_digests_cover_every_command_and_parse_back() -> None:
    vectors = _read("digests.json")
    assert {vector["signed"]["command"] for vector in vectors} == set(COMMANDS)
    for vector in vectors:
        signed = wire.command_from_json(vector["signed"])
        assert wire.command_to_json(signed) == vector["signed"]
        assert signed.digest == _bytes(vector["digest"])


@pytest.mark.parametrize("vector", _read("signatures.json"), ids=_named)
def test_a_signature_recovers_by_eth_keys_or_is_refused_by_the_rule(vector: dict[str, Any]) -> None:
    raw, digest = _bytes(vector["signature"]), _bytes(vector["digest"])
    if len(raw) != 65 or raw[64] not in (27, 28) or int.from_bytes(raw[32:64], "big") > ORDER // 2:
        assert vector["address"] is None
        return
    try:
        recovered = Signature(raw[:64] + bytes([raw[64] - 27])).recover_public_key_from_msg_hash(digest)
    except (BadSignature, ValidationError):
        assert vector["address"] is None
        return
    assert vector["address"] == "0x" + recovered.to_canonical_address().hex()


def test_an_id_hashes_kind_party_and_nonce() -> None:
    for vector in _read("ids.json"):
        encoded = encode(
            ["uint8", "bytes32", "bytes32"], [vector["kind"], _bytes(vector["party"]), _bytes(vector["nonce"])]
        )
        assert keccak(encoded) == _bytes(vector["record"])


def test_a_commitment_hashes_domain_version_salt_and_canonical_content() -> None:
    for vector in _read("commitments.json"):
        content = vector["content"].encode()
        assert rfc8785.dumps(json.loads(content)) == content
        whole = b"HanoTEX.commitment" + b"1" + _bytes(vector["salt"]) + content
        assert hashlib.sha256(whole).digest() == _bytes(vector["commitment"])


def test_a_head_hashes_the_last_one_the_digest_and_the_time() -> None:
    vectors = _read("heads.json")
    for vector, following in zip(vectors, [*vectors[1:], None], strict=True):
        whole = _bytes(vector["head"]) + _bytes(vector["digest"]) + int(vector["at"]).to_bytes(8, "big")
        assert keccak(whole) == _bytes(vector["next"])
        assert following is None or following["head"] == vector["next"]


def test_every_listed_file_is_there() -> None:
    listed = json.loads((VECTORS / "index.json").read_text())
    present = [
        path for path in VECTORS.rglob("*.json") if path.name != "index.json" and "certificates" not in path.parts
    ]
    assert sorted(listed) == sorted(str(path.relative_to(VECTORS)) for path in present)
