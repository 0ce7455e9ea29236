"""Showing offline that a run, or one candidate's standing in it, is under a digest that the ledger has.

The steps: (1) the candidate's leaf and the header's lead to the run's root; (2) the run's root leads to the root of the
log of all runs; (3) that root, and the log's size, are what an anchor on the ledger says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.canonical import canonical_text
from marketplace.matching.runs.merkle import BadProof, leaf_hash, root_by

KIND, VERSION = "hanotex-ranking-proof", 1


def proof_of(
    *, number: int, root: bytes, size: int, path: list[bytes], standing: Mapping[str, Any] | None
) -> dict[str, Any]:
    """A proof of a run, as JSON. number: from 1; size: of the log; path: of the run in it; standing: of a candidate."""
    return {
        "kind": KIND,
        "version": VERSION,
        "number": number,
        "root": "0x" + root.hex(),
        "log": {"size": size, "path": ["0x" + each.hex() for each in path]},
        "standing": None if standing is None else dict(standing),
    }


def proven_root(proof: Mapping[str, Any]) -> bytes:
    """The root of the log that everything in a proof leads to: to be compared with an anchor of the log's size.

    Raises `BadProof` where a part does not lead to the next, or is missing.
    """
    try:
        if proof["kind"] != KIND or proof["version"] != VERSION:
            raise BadProof("this is no proof of a ranking run")
        root = _bytes(proof["root"])
        if (standing := proof["standing"]) is not None:
            _expect_of_run(standing, root)  # (1)
        log = proof["log"]
        path = [_bytes(each) for each in log["path"]]
        return root_by(leaf_hash(root), _whole(proof["number"]) - 1, _whole(log["size"]), path)  # (2)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadProof(f"a part of it is missing or has another form: {error}") from error


def _expect_of_run(standing: Mapping[str, Any], root: bytes) -> None:
    leaves = _whole(standing["leaves"])
    parts = (
        (standing["header"], 0, standing["header_path"]),
        (standing["candidate"], _whole(standing["index"]), standing["path"]),
    )
    if parts[1][1] == 0:
        raise BadProof("the header is no candidate")
    for said, index, path in parts:
        leaf = leaf_hash(canonical_text(said).encode())
        if root_by(leaf, index, leaves, [_bytes(each) for each in path]) != root:
            raise BadProof("a part of the standing is not of this run")


def _whole(said: Any) -> int:
    if type(said) is not int:
        raise ValueError("a number that is not whole")
    return said


def _bytes(said: str) -> bytes:
    if not said.startswith("0x"):
        raise ValueError("no hexadecimal value")
    return bytes.fromhex(said[2:])
