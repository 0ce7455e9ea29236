"""A market set of a few rows, in the format of examples/market, that a test writes and changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

PARTIES: Sequence[Mapping[str, Any]] = (
    {"id": "vien-lua", "kind": "institute", "name_vi": "Viện Lúa", "name_en": "Rice Institute"},
    {"id": "xa-dong", "kind": "agency", "name_vi": "Xã Đồng", "name_en": "Dong Commune"},
    {"id": "danh-gia", "kind": "evaluator", "name_vi": "Trung tâm Đánh giá", "name_en": "Evaluation Centre"},
)
TECHNOLOGIES: Sequence[Mapping[str, Any]] = (
    {
        "id": "T001",
        "owner": "vien-lua",
        "kind": "patent",
        "title": "Máy sấy lúa bằng khí nóng tuần hoàn",
        "abstract": "Máy sấy lúa hai tầng, giữ độ ẩm đều trong cả mẻ.",
        "lang": "vi",
        "ipc": ["F26B 17/12"],
        "sectors": ["production_business"],
        "trl": 8,
        "keywords": ["sấy lúa"],
        "asking": {"mode": "licence", "currency": "VND", "amount": 90_000_000, "exclusivity": "sole", "per": None},
        "territory": ["VN", "LA"],
        "year": 2024,
        "registration_no": "VN-DEMO-1-0001",
    },
    {
        "id": "T002",
        "owner": "vien-lua",
        "kind": "know_how",
        "title": "Seed drying schedule",
        "abstract": "A schedule of temperatures by moisture.",
        "lang": "en",
        "ipc": [],
        "sectors": ["production_business"],
        "trl": 6,
        "keywords": ["drying"],
        "asking": None,
        "territory": ["VN-HN"],
        "year": 2023,
        "registration_no": None,
    },
)
_KPI = {"name": "Độ ẩm sau sấy", "unit": "%", "comparator": "<=", "target": "14", "mandatory": True}
NEED: Mapping[str, Any] = {
    "publisher": "xa-dong",
    "responsible_unit": "Ban Nông nghiệp",
    "title": "Sấy lúa ngày mưa",
    "statement": "Bà con gặt đúng lúc mưa, lúa nảy mầm trong bao.",
    "lang": "vi",
    "sector": "production_business",
    "budget_vnd": 300_000_000,
    "min_trl": 7,
    "territory": ["VN-HN"],
    "kpis": [{"code": "K1", "weight": 1, "measurement_method": "Đo ba mẫu", **_KPI}],
    "must_have": [{"text": "TRL từ 7", "rule": {"field": "trl", ">=": 7}}],
}
# In three weeks and in five, whenever the test runs.
DEADLINES = [(date.today() + timedelta(days=days)).isoformat() for days in (21, 35)]


def written(
    folder: Path,
    *,
    parties: Sequence[Mapping[str, Any]] = PARTIES,
    technologies: Sequence[Mapping[str, Any]] = TECHNOLOGIES,
    deadlines: Sequence[str] = DEADLINES,
) -> Path:
    """The set in a folder, with a need for each deadline: P001, P002, …"""
    needs = [{"id": f"P{number:03}", **NEED, "deadline": each} for number, each in enumerate(deadlines, 1)]
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("parties", parties), ("technologies", technologies), ("needs", needs)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder
