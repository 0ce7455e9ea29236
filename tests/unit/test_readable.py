"""Values as people read them: decimals in their KPI's scale, provinces by code."""

from __future__ import annotations

import pytest

from ledger import readable
from ledger.enums import PilotStage
from ledger.records import Pilot, Problem
from ledger.scope import ALL_PROVINCES
from ledger.state import fold
from tests.unit.chain import word
from tests.unit.market import Market, opened


@pytest.mark.parametrize(
    ("value", "scale", "told"),
    [
        (260, 1, "26.0"),
        (-5, 1, "-0.5"),
        (7, 0, "7"),
        (0, 2, "0.00"),
        (1, 18, "0.000000000000000001"),
        ((1 << 255) - 1, 0, str((1 << 255) - 1)),
        (-(1 << 255), 2, f"-{str(1 << 255)[:-2]}.{str(1 << 255)[-2:]}"),
    ],
)
def test_a_scaled_number_is_told_exactly(value: int, scale: int, told: str) -> None:
    assert readable.decimal(value, scale) == told


def _pilot(market: Market) -> Pilot:
    record = market.pilot("pilot", word("proposal"), PilotStage.TRIAL)
    market.measure(record, K2=310, K1=-1)
    pilot = fold(market.events).get(record)
    assert isinstance(pilot, Pilot)
    return pilot


def test_a_pilot_tells_its_measures_and_values_as_decimals() -> None:
    market = opened()
    shown = readable.struct(_pilot(market), {market.party("verifier"): "lab"}.get)
    assert shown["values"] == {"K2": "31.0", "K1": "-0.1"}
    assert [(kpi["code"], kpi["target"], kpi["baseline"], kpi["comparator"]) for kpi in shown["kpis"]] == [
        ("K1", "30.0", "-0.5", "lte"),
        ("K2", "30.0", "-0.5", "lte"),
    ]
    assert (shown["pilot_stage"], shown["verifier"], shown["provinces"]) == ("trial", "lab", ["VN-HN"])


@pytest.mark.parametrize(("provinces", "told"), [(0, []), (1, ["VN-HN"]), (ALL_PROVINCES, ["VN"]), (1 << 40, 1 << 40)])
def test_provinces_alone_are_told_by_code(provinces: int, told: object) -> None:
    problem = Problem(
        id=word("problem"),
        state=10,  # type: ignore[arg-type]  # a number as decoded
        version=1,
        head=word("head"),
        created_at=1,
        at=1,
        owner=word("owner"),
        statement=word("statement"),
        using_unit=bytes(32),
        accountable_office=bytes(32),
        fields=0,
        provinces=provinces,
        budget=bytes(32),
    )
    assert readable.struct(problem)["provinces"] == told
