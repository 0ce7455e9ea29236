"""The human form of fields: what each type may be written as, and the wire form that it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import pytest
from eth_hash.auto import keccak

from ledger import commands as c
from ledger import scope
from ledger.errors import Refused
from ledger.scenario import human, times
from ledger.types import Digest, FieldType, Id, Label, Listed
from ledger.wire import command_from_json, struct_from_json
from tests.unit.chain import label, word

START = 1_795_651_200


class _Names:
    """A context in which every name means its own hash."""

    def record(self, alias: str) -> bytes:
        return word(f"record {alias}")

    def address(self, name: str) -> bytes:
        return word(f"key {name}")[:20]

    def time(self, value: Any) -> int:
        return times.seconds(value, now=START + 100, start=START, tick=2, steps={"s": START + 50, "s-1d": START + 7})

    def commit(self, text: str) -> bytes:
        return word(f"commitment {text}")

    def current(self, subject: str) -> int:
        return len(subject)

    def scale(self, code: str) -> int:
        return {"K1": 1, "K2": 3}[code]

    def signer(self) -> bytes:
        return word("provider")


def _fields(command: type[c.Command], **given: Any) -> dict[str, Any]:
    return human.fields(command, given, _Names())


def _parsed(command: str, fields: dict[str, Any]) -> Any:
    """The command that a wire form parses to."""
    zero = "0x" + bytes(32).hex()
    form = {"ledger": zero, "record": zero, "expected_version": 0, "not_after": "0", "signatures": []}
    return command_from_json({**form, "command": command, "fields": fields}).command


def test_absent_fields_are_zero_and_required_commitments_a_sample() -> None:
    asset = _parsed("register_asset", _fields(c.RegisterAsset))
    assert (asset.asset_kind, asset.holders, asset.rights, asset.fields) == (0, (), (), 0)
    assert any(asset.title)
    party = _parsed("move_party", _fields(c.MoveParty))
    assert party.reason == bytes(32)


def test_null_sends_zero() -> None:
    assert _parsed("raise_tier", _fields(c.RaiseTier, tier=1, evidence=None)).evidence == bytes(32)


@pytest.mark.parametrize("form", [{"ann": 6000, "ben": 4000}, [["ann", 6000], ["ben", 4000]]])
def test_holders_are_written_by_alias(form: Any) -> None:
    asset = _parsed("register_asset", _fields(c.RegisterAsset, holders=form))
    names = _Names()
    assert asset.holders == (
        c.Share(party=names.record("ann"), bps=6000),
        c.Share(party=names.record("ben"), bps=4000),
    )


@pytest.mark.parametrize(
    "form",
    [{"grantor": ["ann", "ben"], "grantee": ["eve"]}, [["grantor", "ann"], ["grantor", "ben"], ["grantee", "eve"]]],
)
def test_members_are_written_by_role(form: Any) -> None:
    terms = _parsed("propose_instrument", _fields(c.ProposeInstrument, terms={"members": form})).terms
    assert [(member.member_role, member.party) for member in terms.members] == [
        (1, _Names().record("ann")),
        (1, _Names().record("ben")),
        (2, _Names().record("eve")),
    ]


def test_moves_are_triples() -> None:
    terms = _parsed("propose_instrument", _fields(c.ProposeInstrument, terms={"moves": [["ann", "eve", 7]]})).terms
    assert terms.moves == (c.Move(from_=_Names().record("ann"), to=_Names().record("eve"), bps=7),)


def test_rights_are_granted_unless_said_and_numbers_lose_their_separators() -> None:
    right = {
        "office": "VN",
        "number": "1-0041237.a",
        "territories": ["VN", "LA"],
        "start": date(2025, 1, 1),
        "end": "now",
    }
    parsed = _parsed("register_asset", _fields(c.RegisterAsset, rights=[right])).rights[0]
    assert (parsed.office, parsed.number, parsed.right_stage) == (label("VN"), label("10041237A"), 2)
    assert (parsed.countries, parsed.provinces) == scope.territory_bitmaps(["VN", "LA"])
    assert (parsed.start, parsed.end) == (1_735_689_600, START + 100)


def test_territories_absent_or_empty_are_everywhere() -> None:
    for given in ({}, {"territories": []}):
        terms = _parsed("propose_instrument", _fields(c.ProposeInstrument, terms={"scope": given})).terms
        assert (terms.scope.countries, terms.scope.provinces) == (0, 0)


def test_a_bitmap_is_a_list_of_codes_or_a_number_as_it_is() -> None:
    codes = _parsed("grant_role", _fields(c.GrantRole, role="owner", fields=["smart_city", "crops"]))
    assert codes.fields == scope.fields_bitmap(["smart_city", "crops"])
    assert _parsed("grant_role", _fields(c.GrantRole, role="owner", fields=1 << 15)).fields == 1 << 15
    assert _parsed("grant_role", _fields(c.GrantRole, role="owner", fields=[])).fields == 0


def test_an_enum_is_its_name_or_a_number_as_it_is() -> None:
    assert _parsed("grant_role", _fields(c.GrantRole, role="transfer_registrar")).role == 19
    assert _parsed("grant_role", _fields(c.GrantRole, role=200)).role == 200
    assert _parsed("certify_instrument", _fields(c.CertifyInstrument, gate="escrow")).gate == 3


def test_the_current_encumbrance_version_is_that_of_the_subject() -> None:
    terms = {"subject": "chip", "encumbrance_version": "current"}
    assert _parsed("propose_instrument", _fields(c.ProposeInstrument, terms=terms)).terms.encumbrance_version == 4


def test_only_what_differs_from_the_base_is_replaced() -> None:
    terms = {"subject": "chip", "scope": {"acts": ["make"], "start": 1, "end": 9}, "text": "first"}
    base = {"terms": _fields(c.ProposeInstrument, terms=terms)["terms"]}
    fields = human.fields(c.SignInstrument, {"terms": {"scope": {"end": 8}}}, _Names(), base)
    before, after = (struct_from_json(c.Terms, each["terms"], "terms") for each in (base, fields))
    assert after.scope.end == 8
    assert (after.scope.acts, after.scope.start, after.text) == (before.scope.acts, 1, before.text)
    assert human.fields(c.SignInstrument, {}, _Names(), base)["terms"] == base["terms"]


@pytest.mark.parametrize(("name", "command"), [("holders", c.RegisterAsset), ("rights", c.RegisterAsset)])
def test_a_filled_list_has_as_many_entries_and_parses(name: str, command: type[c.Command]) -> None:
    entries = getattr(_parsed("register_asset", _fields(command, **{name: {"fill": 17}})), name)
    assert len(entries) == len(set(entries)) == 17


def test_filled_shares_are_equal_parts_of_the_whole() -> None:
    holders = _parsed("register_asset", _fields(c.RegisterAsset, holders={"fill": 16})).holders
    assert sum(share.bps for share in holders) == 10_000


def test_an_address_is_an_alias_with_the_number_of_its_key() -> None:
    assert _parsed("revoke_key", _fields(c.RevokeKey, key="ann#2")).key == _Names().address("ann#2")


@pytest.mark.parametrize(
    ("command", "given", "path"),
    [
        ("raise_tier", {"tier": 256}, "tier"),
        ("raise_tier", {"tier": "high"}, "tier"),
        ("raise_tier", {"tier": 1, "colour": "red"}, "colour"),
        ("register_asset", {"holders": "ann"}, "holders"),
        ("register_asset", {"holders": [{"party": "ann", "bps": -1}]}, "holders[0].bps"),
        ("register_asset", {"rights": [{"number": "A" * 33}]}, "rights[0].number"),
        ("propose_instrument", {"terms": {"consent_waived": 1}}, "terms.consent_waived"),
    ],
)
def test_what_does_not_fit_its_type_goes_on_and_is_refused_by_the_parser(command: str, given: Any, path: str) -> None:
    with pytest.raises(Refused) as caught:
        _parsed(command, _fields(c.COMMANDS[command], **given))
    assert (caught.value.code, caught.value.values) == ("MALFORMED", {"field": path})


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"asset_kind": "dream"}, "asset_kind"),
        ({"fields": ["alchemy"]}, "fields"),
        ({"rights": [{"territories": ["XX"]}]}, "rights[0].territories"),
        ({"holders": [["ann", 1, 2]]}, "holders[0]"),
    ],
)
def test_what_no_human_form_allows_is_said_with_its_path(given: dict[str, Any], path: str) -> None:
    with pytest.raises(human.Unreadable) as caught:
        _fields(c.RegisterAsset, **given)
    assert caught.value.path == path


# --- Types that commands still to come use --------------------------------------------------------------------------

Integer = Annotated[int, FieldType("int256", "integer")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kpi:
    code: Label
    scale: Annotated[int, FieldType("uint8", "number", 0, 18)]
    comparator: Annotated[int, FieldType("uint8", "enum", enum=human.Comparator)]
    target: Integer
    baseline: Integer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    code: Label
    value: Integer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later(c.Command):
    problem: Id
    seal: Digest
    kpis: Annotated[tuple[_Kpi, ...], Listed(24)]
    values: Annotated[tuple[_Value, ...], Listed(24)]


def test_a_kpi_is_scaled_by_the_most_decimals_used() -> None:
    kpi = {"code": "K1", "comparator": "<=", "target": "0.25", "baseline": "-30"}
    form = human.fields(_Later, {"kpis": [kpi]}, _Names())["kpis"][0]
    assert (form["scale"], form["comparator"], form["target"], form["baseline"]) == (2, 2, "25", "-3000")


@pytest.mark.parametrize("values", [{"K1": "27.5", "K2": "1"}, [["K1", "27.5"], ["K2", "1"]]])
def test_a_measurement_has_the_scale_of_its_kpi(values: Any) -> None:
    form = human.fields(_Later, {"values": values}, _Names())["values"]
    assert [entry["value"] for entry in form] == ["275", "1000"]


def test_a_seal_is_made_of_problem_provider_content_and_salt() -> None:
    names = _Names()
    form = human.fields(_Later, {"problem": "fires", "seal": {"content": "text", "salt": "s"}}, names)
    whole = names.record("fires") + names.signer() + names.commit("text") + keccak(b"s")
    assert form["seal"] == "0x" + keccak(whole).hex()


# --- Times ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", START + 100),
        ("start-200d", START - 200 * 86_400),
        ("start+10y", START + 10 * 365 * 86_400),
        ("@s+12t", START + 50 + 24),
        ("@s-1d", START + 7),
        ("@s+1d", START + 50 + 86_400),
        ("now+1h-2m+3s", START + 100 + 3600 - 120 + 3),
        ("2026-11-26", START),
        ("2026-11-26+1s", START + 1),
        (date(2026, 11, 26), START),
        (0, 0),
    ],
)
def test_a_time_is_a_date_now_start_or_a_step_with_offsets(text: Any, expected: int) -> None:
    assert _Names().time(text) == expected


@pytest.mark.parametrize(
    ("text", "step"), [("@unknown+1d", "unknown"), ("tomorrow", ""), ("now+1w", ""), (True, ""), ("2026-13-01", "")]
)
def test_what_names_no_time_is_refused(text: Any, step: str) -> None:
    with pytest.raises(times.NoSuchTime) as caught:
        _Names().time(text)
    assert caught.value.step == step


def test_a_commitment_that_an_enum_calls_for_is_a_sample_where_it_does_and_zero_elsewhere() -> None:
    zero = "0x" + bytes(32).hex()
    assert _fields(c.MoveDocument, document_move="registered")["number"] != zero
    assert _fields(c.MoveDocument, document_move="opened")["number"] == zero
    assert _fields(c.MoveDocument, document_move="registered", number=None)["number"] == zero
    assert _fields(c.IssueAppraisal, appraisal_kind=2)["range"] != zero
    assert _fields(c.IssueAppraisal, appraisal_kind=3)["range"] == zero
