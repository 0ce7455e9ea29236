"""A record's page: units, dates and words; a dispute told as open or settled; licences said to be usable or not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.text import Text

from api import labels
from api.cli import licences, page, times
from ledger.commands import Member, Right, Scope, Share, Terms
from ledger.eip712 import members
from ledger.enums import AssetKind, Exclusivity, Gate, GrantRule, InstrumentKind, MemberRole, RightStage, Role, State
from ledger.records import RECORD_TYPES, Asset, GateCertificate, Instrument, Party, PartyKey, RoleGrant
from ledger.scope import acts_bitmap, territory_bitmaps
from ledger.state import fold
from tests.unit.chain import word
from tests.unit.market import story

ZERO = bytes(32)
NOW = times.read("2026-11-23 12:00:00")
END = times.read("2031-11-22T00:00:00Z")
ALIASES = {word("chip"): "chip", word("holder"): "holder", word("robo"): "robo", word("grant"): "grant"}
NAMES = ALIASES.get

ASSET = Asset(
    id=word("chip"),
    state=State.ACTIVE,
    version=6,
    head=word("head"),
    created_at=NOW,
    at=NOW,
    asset_kind=AssetKind.PATENT,
    title=word("title"),
    holders=(Share(party=word("holder"), bps=6_667), Share(party=word("robo"), bps=3_333)),
    grant_rule=GrantRule.ALL,
    fields=0,
    rights=(
        Right(
            office=b"VN".ljust(32, b"\0"),
            number=b"10041237".ljust(32, b"\0"),
            right_stage=RightStage.GRANTED,
            countries=0,
            provinces=territory_bitmaps(["VN"])[1],
            start=times.read("2025-01-01T00:00:00Z"),
            end=times.read("2045-01-01T00:00:00Z"),
        ),
    ),
    tier=2,
)
GRANT = Instrument(
    id=word("grant"),
    state=State.EFFECTIVE,
    version=2,
    head=word("head"),
    created_at=NOW,
    at=NOW,
    terms=Terms(
        instrument_kind=InstrumentKind.LICENCE,
        subject=word("chip"),
        members=(
            Member(party=word("holder"), member_role=MemberRole.GRANTOR),
            Member(party=word("robo"), member_role=MemberRole.GRANTEE),
        ),
        scope=Scope(
            acts=acts_bitmap(["make"]),
            fields=0,
            countries=0,
            provinces=territory_bitmaps(["VN-HN", "VN-HP"])[1],
            start=NOW,
            end=END,
        ),
        exclusivity=Exclusivity.EXCLUSIVE,
        sub_depth=1,
        consent_waived=False,
        encumbrance_version=1,
        moves=(),
        escrow_agent=ZERO,
        effect_by=0,
        state_capital=False,
        task_result=ZERO,
        text=word("text"),
    ),
    terms_digest=word("terms"),
    signed=(word("holder"), word("robo")),
    gates=1 << (Gate.IP_REGISTER - 1) | 1 << (Gate.ESCROW - 1),
    certificates=(GateCertificate(gate=Gate.IP_REGISTER, certificate=word("entry")),),
    funded=2_500,
    effective_at=NOW,
)


def _told(record: Asset | Instrument | Party, state: State | None = None) -> list[str]:
    return Text.from_markup(page.page(record, state or State(record.state), NAMES)).plain.splitlines()


@pytest.mark.parametrize(
    ("bps", "told"),
    [(0, "0% (0/10.000)"), (6_000, "60% (6.000/10.000)"), (3_333, "33,33% (3.333/10.000)"), (50, "0,5% (50/10.000)")],
)
def test_shares_are_told_in_percent_and_in_basis_points(bps: int, told: str) -> None:
    assert page.percent(bps) == told


def test_an_asset_is_told_in_words_with_its_rights_by_date() -> None:
    told = _told(ASSET)
    assert "  holder  66,67% (6.667/10.000)" in told
    assert "  VN 10041237  văn bằng (granted); VN; 01/01/2025 – 01/01/2045" in told
    assert any(line.startswith("loại tài sản asset_kind") and line.endswith("bằng sáng chế (patent)") for line in told)
    assert any(line.startswith("lĩnh vực fields") and line.endswith("tất cả / all") for line in told)
    assert any(line.startswith("tên tài sản title") and "cam kết băm" in line for line in told)


def test_a_derived_state_is_told_beside_the_stored_one() -> None:
    told = _told(ASSET, State.EXPIRED)
    assert any(line.startswith("trạng thái state") and "expired" in line for line in told)
    assert any(line.startswith("trạng thái đã ghi stored_state") and "active" in line for line in told)
    assert not any("stored_state" in line for line in _told(ASSET))


def test_a_dispute_is_told_only_as_one_open_or_settled() -> None:
    assert not any("claim" in line for line in _told(ASSET))
    settled = replace(ASSET, claim=word("claim"), claimant=word("robo"), decision=word("decision"))
    told = _told(settled)
    assert "tranh chấp đã giải quyết settled dispute" in told
    assert any(line.startswith("  quyết định decision") for line in told)
    again = _told(replace(settled, state=State.DISPUTED))
    assert "tranh chấp đang mở open dispute" in again
    assert any(line.startswith("  bên yêu cầu claimant") and line.endswith("robo") for line in again)
    assert not any("decision" in line for line in again), "a decision on an earlier dispute settles no open one"


def test_the_terms_of_an_instrument_are_nested_and_their_versions_told_apart() -> None:
    told = _told(GRANT)
    assert "    robo  bên nhận (grantee)" in told
    assert any(line.startswith("    hành vi acts") and line.endswith("sản xuất sản phẩm (make)") for line in told)
    assert any(line.startswith("    lãnh thổ territories") and line.endswith("VN-HN VN-HP") for line in told)
    assert any(line.startswith("    đến trước end") and line.endswith("22/11/2031") for line in told)
    assert any(line.startswith("  phiên bản ràng buộc đối tượng encumbrance_version") for line in told)
    assert any(line.startswith("phiên bản ràng buộc văn kiện encumbrance_version") for line in told)
    assert any(line.startswith("đã nộp ký quỹ funded") and "25% (2.500/10.000)" in line for line in told)
    assert "  đăng ký sở hữu trí tuệ (ip_register): đã đạt / met" in told
    assert "  ký quỹ (escrow): chưa đạt / open" in told


def test_keys_and_roles_of_a_party_are_a_line_each() -> None:
    party = Party(
        id=word("robo"),
        state=State.ACTIVE,
        version=1,
        head=word("head"),
        created_at=NOW,
        at=NOW,
        party_kind=4,
        profile=word("profile"),
        country=0,
        parent=ZERO,
        keys=(PartyKey(address=b"\xab" * 20, powers=5, valid_from=NOW, valid_to=(1 << 64) - 1, revoked_at=NOW + 1),),
        threshold=1,
        roles=(RoleGrant(role=Role.BUYER, fields=0, valid_from=NOW, valid_to=END),),
    )
    told = _told(party)
    key = next(line for line in told if "0x" + "ab" * 20 in line)
    assert "văn bản, quyền sở hữu;" in key
    assert "thu hồi / revoked 2026-11-23 12:00:01 (+07)" in key
    assert any("bên mua (buyer)" in line and "22/11/2031" in line for line in told)


@pytest.mark.parametrize("kind", RECORD_TYPES.values())
def test_every_member_of_a_record_has_a_label(kind: type) -> None:
    structs = [kind, *([Terms, Scope] if kind is Instrument else [])]
    shown = {"holders": "shares", "countries": "territories", "provinces": "territories"}
    for struct in structs:
        for name, _ in members(struct):
            assert labels.label(struct, shown.get(name, name)) != name


def _market_page(name: str) -> list[str]:
    told = story()
    found = fold(told.market.events).get(told.ids[name])
    assert found is not None
    names = {record: name for name, record in told.ids.items()}.get
    return Text.from_markup(page.page(found, found.state, names)).plain.splitlines()


def test_a_pilot_is_told_with_what_counts_and_what_was_measured() -> None:
    told = _market_page("rollout")
    assert (
        "  K1: ≤ 30.0 s; hiện trạng / baseline -0.5; trọng số / weight 50% (5.000/10.000); bắt buộc / mandatory" in told
    )
    assert "  K2: 31.0 s" in told
    assert any(line.startswith("giai đoạn pilot_stage") and line.endswith("triển khai (rollout)") for line in told)
    assert any(line.startswith("tỉnh, thành phố provinces") and line.endswith("VN-HN") for line in told)
    assert any(line.startswith("trọng số cần đạt pass_weight") and "80% (8.000/10.000)" in line for line in told)


def test_a_certificate_is_told_with_what_was_met_and_what_it_paid_for() -> None:
    told = _market_page("paid")
    assert any(line.startswith("kết quả outcome") and line.endswith("đạt (pass)") for line in told)
    assert any(line.startswith("chỉ tiêu đạt met") and line.endswith("thứ / no. 1") for line in told)
    assert any(line.startswith("bên ra bài toán cùng ký owner_signed") and line.endswith("có / yes") for line in told)
    assert any(line.startswith("đã thanh toán trong hợp đồng paid_by") and line.endswith("contract") for line in told)
    upheld = _market_page("certificate")
    assert any(line.startswith("yêu cầu claim") and "cam kết băm" in line for line in upheld)


def test_a_contract_is_told_with_its_milestones_and_an_evaluation_with_its_criteria() -> None:
    contract = _market_page("contract")
    assert any(
        line.startswith("  M1  60% (6.000/10.000); theo chứng nhận / against certificate paid;") for line in contract
    )
    evaluation = _market_page("evaluation")
    assert "  novelty: 820/1.000; trọng số / weight 100% (10.000/10.000)" in evaluation
    assert any(line.startswith("kết luận verdict") and line.endswith("–") for line in evaluation)
    assert any(" currency" in line and line.endswith("–") for line in evaluation)


def test_a_licence_is_told_with_its_exclusivity_territory_and_end() -> None:
    told = licences.sentence(GRANT, True, NOW, NAMES)
    assert told == "grant (robo): độc quyền (exclusive); VN-HN VN-HP; make; tất cả / all; đến / until 22/11/2031"


def test_a_licence_that_is_not_in_force_says_why() -> None:
    assert "đang tạm ngừng (suspended)" in licences.sentence(replace(GRANT, state=State.SUSPENDED), False, NOW, NAMES)
    assert "chưa bắt đầu" in licences.sentence(GRANT, False, NOW - 1, NAMES)
    assert "its subject is suspended or ended" in licences.sentence(GRANT, False, NOW, NAMES)
