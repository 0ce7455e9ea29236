"""No byte of a certificate is free: flips, other spellings, arbitrary input, and arbitrary replacements of members."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger.proof.trust import Trust
from ledger.proof.verdict import Invalid, Undetermined, Valid
from ledger.proof.verify import verify
from tests.unit.certificates import altered, collector, opened, signed, story
from tests.unit.chain import START, YEAR, label
from tests.unit.offline import sockets_are_refused  # noqa: F401
from tests.unit.signed_chain import ha_noi

TOLD, LEDGER = story()
TRUST = LEDGER.trust
ASSET = collector(LEDGER).record(TOLD.asset)
LICENCE = collector(LEDGER).record(TOLD.licence)
DEEP = collector(LEDGER).record(TOLD.asset, deep=True)
NO_RIGHT = collector(LEDGER).absent_right(label("VN"), label("10099999"))
NO_GRANT = collector(LEDGER).no_exclusive_grant(TOLD.asset, ha_noi(START + YEAR, START + 2 * YEAR))


def refused(document: bytes, trust: Trust = TRUST) -> tuple[int, str]:
    verdict = verify(document, trust)
    assert isinstance(verdict, Invalid), verdict
    return verdict.step, verdict.code


def entries(value: dict[str, Any], history: int = 0) -> list[Any]:
    listed: list[Any] = value["histories"][history]["entries"]
    return listed


# --- Bytes -----------------------------------------------------------------------------------------------------------


def test_no_flip_of_any_bit_verifies() -> None:
    for place, byte in enumerate(NO_RIGHT):
        for bit in range(8):
            flipped = NO_RIGHT[:place] + bytes([byte ^ 1 << bit]) + NO_RIGHT[place + 1 :]
            assert isinstance(verify(flipped, TRUST), Invalid | Undetermined), (place, bit)


def test_no_other_hex_digit_in_a_history_verifies() -> None:
    digits = b"0123456789abcdef"
    for place in range(0, len(ASSET), 5):
        if ASSET[place] in digits:
            other = digits[(digits.index(ASSET[place]) + 1) % 16 : (digits.index(ASSET[place]) + 1) % 16 + 1]
            document = ASSET[:place] + other + ASSET[place + 1 :]
            assert not isinstance(verify(document, TRUST), Valid), place


@given(st.integers(0, len(DEEP) - 1), st.binary(max_size=3), st.integers(0, 3))
@settings(deadline=None, max_examples=300)
def test_no_piece_put_in_or_taken_out_verifies(place: int, piece: bytes, taken: int) -> None:
    document = DEEP[:place] + piece + DEEP[place + taken :]
    assert document == DEEP or not isinstance(verify(document, TRUST), Valid)


@given(st.binary(max_size=200))
@example(b"")
@example(b"{}")
@example(b"[" * 100_000)
@example(b'{"a":' * 5_000 + b"1" + b"}" * 5_000)
@example(b'{"kind":"hanotex-certificate","version":1}')
@example(b'{"kind":"hanotex-certificate","version":' + b"9" * 5_000 + b"}")
@example(b'"' + b"\\" * 4_001)
@example(b"\xff\xfe")
@example(b'{"kind":"\\ud800"}')
@settings(deadline=None)
def test_arbitrary_bytes_are_answered_and_never_valid(document: bytes) -> None:
    assert not isinstance(verify(document, TRUST), Valid)
    assert isinstance(verify(ASSET, document), Undetermined)


def test_a_file_beyond_the_limit_is_not_read() -> None:
    assert refused(b" " * (8 * 1024 * 1024 + 1)) == (0, "TOO_LARGE")


@pytest.mark.parametrize(
    "document",
    [
        ASSET + b"\n",
        b"\xef\xbb\xbf" + ASSET,
        ASSET[:-1] + b" }",
        ASSET.replace(b'"deep":false', b'"deep":false,"deep":false', 1),
        ASSET.replace(b'"version":1', b'"version":1.0'),
        ASSET.replace(b'"version":1', b'"version":1e0'),
        ASSET.replace(b"hanotex-certificate", b"hanotex\\u002dcertificate"),
        json.dumps(opened(ASSET)).encode(),
        json.dumps(dict(reversed(opened(ASSET).items())), separators=(",", ":")).encode(),
    ],
)
def test_another_spelling_of_the_same_json_is_refused(document: bytes) -> None:
    assert document != ASSET
    assert refused(document) == (0, "NOT_CANONICAL")


@pytest.mark.parametrize("member", ["ledger", "operator", "signature"])
def test_hex_in_upper_case_is_refused(member: str) -> None:
    def change(value: dict[str, Any]) -> None:
        value[member] = "0x" + value[member][2:].upper()

    assert refused(altered(ASSET, change, sign=False)) == (0, "MALFORMED")


def test_hex_in_upper_case_is_refused_inside_too() -> None:
    def in_signer(value: dict[str, Any]) -> None:
        entries(value)[0]["signers"][0] = "0x" + entries(value)[0]["signers"][0][2:].upper()

    def in_command(value: dict[str, Any]) -> None:
        fields = entries(value)[0]["signed"]["fields"]
        fields["title"] = "0x" + fields["title"][2:].upper()

    def in_evidence(value: dict[str, Any]) -> None:
        value["evidence"]["nodes"][0] = "0x" + value["evidence"]["nodes"][0][2:].upper()

    assert refused(altered(ASSET, in_signer)) == (0, "MALFORMED")
    assert refused(altered(ASSET, in_command)) == (1, "COMMAND_MALFORMED")
    assert refused(altered(ASSET, in_evidence)) == (4, "EVIDENCE_MALFORMED")


# --- Any member, any change ------------------------------------------------------------------------------------------


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [path, *(leaf for name in value for leaf in _leaves(value[name], (*path, name)))]
    if isinstance(value, list):
        return [path, *(leaf for index, each in enumerate(value) for leaf in _leaves(each, (*path, index)))]
    return [path]


scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8)
anything = st.recursive(
    scalars | st.sampled_from(["0x", "0x00", "0x" + "00" * 32, "0", "1", "record"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([ASSET, DEEP, LICENCE, NO_GRANT, NO_RIGHT]), st.data())
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_replaces_a_member_is_answered_and_never_valid(document: bytes, data: st.DataObject) -> None:
    value = opened(document)
    # The operator's own key signs whatever it then says; only its name and signature are left alone. So is a claim's
    # scope: of another one it may be true as well that no grant overlaps it.
    paths = [path for path in _leaves(value) if path and path[0] not in ("operator", "signature", "ledger")]
    paths = [path for path in paths if path[:2] != ("claim", "scope")]
    path = data.draw(st.sampled_from(paths))
    replacement = data.draw(anything)
    place: Any = value
    for step in path[:-1]:
        place = place[step]
    if place[path[-1]] == replacement and type(place[path[-1]]) is type(replacement):
        return
    place[path[-1]] = replacement
    try:
        altered_document = signed(value)
    except UnicodeEncodeError:
        return
    assert not isinstance(verify(altered_document, TRUST), Valid), path
