"""Small listings for tests of search: what is not said is ordinary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.profiles import Asking, Language, Organisation, Technology, Words

OWNERS = [
    Organisation("river", {"vi": "Trường Đại học Kỹ thuật Sông Hồng", "en": "Red River University of Technology"}),
    Organisation("lumi", {"vi": "Công ty cổ phần Lumi Việt", "en": "Lumi Viet JSC"}),
]


def listing(
    identifier: str, title: str, body: str = "", *keywords: str, language: Language = "vi", **more: Any
) -> Technology:
    return listed(identifier, {language: Words(title, body, keywords)}, **more)


def listed(identifier: str, texts: Mapping[Language, Words], **more: Any) -> Technology:
    ordinary: dict[str, Any] = {
        "owner": "river",
        "kind": "patent",
        "trl": 6,
        "territory": ("VN",),
        "sectors": ("smart_city",),
        "asking": Asking("licence"),
    }
    return Technology(id=identifier, texts=texts, **{**ordinary, **more})


FIELD = [
    listing("T001", "Giống lúa chịu ngập", "Giống lúa thơm chịu ngập mười ngày ở đồng trũng.", ipc=("A01H 5/10",)),
    listing("T002", "Máy dệt lụa tơ tằm", "Dệt lụa hoa từ tơ tằm, giữ độ bóng.", ipc=("D03D 1/00",), owner="lumi"),
    listing(
        "T003",
        "Bộ báo cháy không dây cho nhà ống và nhà trọ",
        "Đầu báo khói và khí gas nối nhau bằng LoRa. Khi cháy, còi của cả ngõ cùng kêu.",
        "báo cháy",
        "nhà ống",
        ipc=("G08B 17/10", "G08B 25/10"),
        numbers=("VN-DEMO-2-0001234",),
        trl=9,
        green=True,
    ),
    listing("T004", "Cảm biến bụi mịn PM2.5", "Hiệu chuẩn cảm biến bụi PM2.5 giá rẻ.", kind="software", trl=None),
    listing(
        "T005",
        "Video analytics for smoke detection",
        "Detects smoke & flames <early> on camera streams; no thermal sensors needed.",
        language="en",
        territory=("VN-HN",),
        strategic=True,
    ),
    listing("T006", "Truy xuất nguồn gốc rau trên blockchain", "Chuỗi khối ghi nhật ký từ ruộng đến siêu thị."),
    listed(
        "T007",
        {
            "vi": Words("Chẩn đoán X-quang lao phổi", "Đọc phim X-quang ngực, tìm dấu hiệu lao phổi."),
            "en": Words("Chest X-ray reading for tuberculosis", "Finds signs of tuberculosis on chest films."),
        },
        kind="ai_model",
        owner="lumi",
    ),
]
