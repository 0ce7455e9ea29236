"""The verifier reads each word where the compiler put it: its decoding against the artifacts' storage layout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ledger.proof import storage
from ledger.proof.storage import Holding, KeyWords, StandingGrant

ARTIFACTS = Path(__file__).resolve().parents[2] / "contracts" / "artifacts"


def _slots(contract: str) -> dict[str, dict[str, Any]]:
    kept = json.loads((ARTIFACTS / f"{contract}.json").read_text())
    return {entry["label"]: entry for entry in kept["storage"]}


def _value(member: str) -> int:
    """A value of its own for each member, within 8 bits and never zero."""
    return 1 + sum(member.encode()) % 200


def _packed(words: list[dict[str, Any]], count: int) -> list[int]:
    """The words of a struct whose every member holds `_value` of its name."""
    packed = [0] * count
    for each in words:
        packed[each["word"]] |= _value(each["member"]) << (8 * each["byte"])
    return packed


def test_mappings_stand_at_the_slots_that_proofs_read() -> None:
    registry, parties = _slots("Registry"), _slots("Parties")
    assets, instruments = _slots("Assets"), _slots("Instruments")
    assert (registry["_heads"]["slot"], registry["_entries"]["slot"]) == (storage.HEADS, storage.ENTRIES)
    assert parties["_keys"]["slot"] == storage.KEYS
    assert assets["_assetOfPair"]["slot"] == storage.RIGHT_HOLDERS
    assert assets["_assets"]["slot"] == storage.ASSETS
    assert instruments["_encumbrances"]["slot"] == storage.ENCUMBRANCES
    assert instruments["_grants"]["slot"] == storage.GRANTS


def test_a_key_is_read_as_it_is_stored() -> None:
    words = _slots("Parties")["_keys"]["words"]
    first, second = _packed(words, 2)
    key = KeyWords.decode(first, second)
    assert int.from_bytes(key.party, "big") == _value("owner.party")
    assert key.powers == _value("owner.powers")
    assert (key.valid_from, key.valid_to) == (_value("life.valid_from"), _value("life.valid_to"))
    assert key.revoked_at == _value("life.revoked_at")


def test_holders_are_read_as_they_are_stored() -> None:
    words = {each["member"]: each for each in _slots("Assets")["_assets"]["words"]}
    count = words["summary.holder_count"]
    assert storage.holder_count(5 << (8 * count["byte"])) == 5
    assert count["word"] == 0
    asset = bytes(range(32))
    assert storage.holder_slot(asset, 0) == storage.asset_slot(asset) + words["holdings"]["word"]
    assert words["holdings"]["bytes"] == 32 * storage.MOST_HOLDERS
    party = bytes(12) + bytes(range(1, 21))
    assert Holding.decode(int.from_bytes(party, "big") | 4000 << 160) == Holding(party, 4000, 0)
    assert Holding.decode(1 << 176).spare == 1


def test_a_grant_is_read_as_it_is_stored_and_no_bit_is_left_over() -> None:
    words = _slots("Instruments")["_grants"]["words"]
    entry = next(each for each in _slots("Registry")["_entries"]["words"] if each["member"] == "state")
    grant = StandingGrant.decode(bytes(32), _value("state") << (8 * entry["byte"]), tuple(_packed(words, 3)))  # type: ignore[arg-type]
    for member in ("countries", "fields", "provinces", "acts", "exclusivity"):
        assert getattr(grant, member) == _value(member)
    assert (grant.start, grant.end) == (_value("interval.start"), _value("interval.end"))
    assert grant.state == _value("state")
    assert grant.spare == 0
    sizes = {each["member"]: each["bytes"] for each in words}
    assert sum(sizes.values()) == 32 + 8 + 8 + 4 + 1 + 8 + 8


def test_the_list_of_standing_grants_follows_the_version() -> None:
    words = {each["member"]: each["word"] for each in _slots("Instruments")["_encumbrances"]["words"]}
    assert words == {"version": 0, "excluding": 1}
    subject = bytes(range(32))
    assert storage.standing_count_slot(subject) == storage._mapped(subject, storage.ENCUMBRANCES) + words["excluding"]
