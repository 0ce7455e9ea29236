"""The tests' own model answers the flows of tests/vectors as their authors say.

Left out is what the model does not judge: shape (check 2), signatures that recover to nobody, another ledger, and a
command sent again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger import eip712, wire
from ledger.errors import Refused
from ledger.genesis import genesis_from_document
from ledger.signatures import recover
from tests.model import Accepted, Model

FLOWS = Path(__file__).resolve().parents[1] / "vectors/flows"
NOT_JUDGED = {
    "WRONG_LEDGER",
    "UNKNOWN_COMMAND",
    "MALFORMED",
    "LIST_LENGTH",
    "BAD_ENUM",
    "UNKNOWN_CODE",
    "BAD_SIGNATURE",
}
# Codes that check 2 shares with a rule: a rule's come with another field, or a command's own interval.
SHARED = {"NUMBER_RANGE", "FIELD_MISSING", "BAD_INTERVAL"}


def _shape(step: dict[str, Any]) -> bool:
    """Whether a step is answered by a check that the model leaves out."""
    refused = step["expect"].get("refused")
    if refused is None or refused["code"] in NOT_JUDGED:
        return refused is not None
    if refused["code"] not in SHARED:
        return False
    name, field = step["signed"]["command"], refused["values"].get("field", "")
    ruled = (name in ("raise_tier", "record_rights") and field.startswith("rights[")) or (
        name in ("add_key", "revoke_key") and field == "threshold"
    )
    return not ruled and not (name == "move_document" and refused["code"] == "BAD_INTERVAL")


def _accepted(answer: Accepted) -> dict[str, Any]:
    touched = [
        {"record": "0x" + record.hex(), "version": version, "head": "0x" + head.hex()}
        for record, version, head in answer.touched
    ]
    return {"version": answer.version, "head": "0x" + answer.head.hex(), "touched": touched}


@pytest.mark.parametrize("path", sorted(FLOWS.glob("*.json")), ids=lambda path: path.stem)
def test_the_model_answers_as_the_flow_says(path: Path) -> None:
    flow = json.loads(path.read_text())
    model = Model(genesis_from_document(flow["genesis"]))
    accepted = set()
    for step in flow["steps"]:
        if _shape(step):
            continue
        signed = wire.command_from_json(step["signed"])
        digest = eip712.digest(signed.ledger, signed.command)
        if digest in accepted:
            continue
        keys = [recover(digest, signature) or b"" for signature in signed.signatures]
        try:
            answer = model.apply(signed.command, keys, step["at"])
        except Refused as refused:
            given = {"refused": wire.refusal_to_json(refused)}
        else:
            accepted.add(digest)
            given = {"accepted": _accepted(answer)}
        expected = {what: said for what, said in step["expect"].items() if what != "revert"}
        if "accepted" in expected:
            assert expected["accepted"].pop("digest") == "0x" + digest.hex()
        assert given == expected, step["id"]
