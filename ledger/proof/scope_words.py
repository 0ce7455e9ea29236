"""The codes of scopes in words: acts, fields and territories, each with its code in brackets.

Acts and provinces have their names in `ledger.scope`; fields have theirs here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.proof.times import interval
from ledger.scope import ACTS, HOME, PROVINCES

Words = tuple[str, str]

FIELDS: Mapping[str, Words] = {
    "state_management": ("quản lý nhà nước", "state management"),
    "one_stop": ("một cửa", "one-stop services"),
    "petitions": ("đơn thư, kiến nghị", "petitions"),
    "records_archives": ("văn thư, lưu trữ", "records and archives"),
    "land_construction": ("đất đai, xây dựng", "land and construction"),
    "public_finance": ("tài chính công", "public finance"),
    "procurement": ("đấu thầu, mua sắm công", "procurement"),
    "law_inspection": ("pháp chế, thanh tra", "law and inspection"),
    "information_security": ("an toàn thông tin", "information security"),
    "civil_status": ("hộ tịch", "civil status"),
    "internal_affairs": ("nội vụ", "internal affairs"),
    "smart_city": ("đô thị thông minh", "smart city"),
    "fire_rescue": ("phòng cháy, cứu nạn", "fire and rescue"),
    "traffic": ("giao thông", "traffic"),
    "public_transport": ("vận tải công cộng", "public transport"),
    "drainage_flood": ("thoát nước, chống ngập", "drainage and floods"),
    "water_supply": ("cấp nước", "water supply"),
    "air_noise": ("không khí, tiếng ồn", "air and noise"),
    "waste": ("chất thải", "waste"),
    "lighting_energy": ("chiếu sáng, năng lượng", "lighting and energy"),
    "buildings": ("tòa nhà", "buildings"),
    "trees_parks": ("cây xanh, công viên", "trees and parks"),
    "public_safety": ("an ninh trật tự", "public safety"),
    "production_business": ("sản xuất, kinh doanh", "production and business"),
    "crops": ("trồng trọt", "crops"),
    "livestock_fisheries": ("chăn nuôi, thủy sản", "livestock and fisheries"),
    "food_processing": ("chế biến thực phẩm", "food processing"),
    "mechanics": ("cơ khí", "mechanics"),
    "electronics": ("điện tử", "electronics"),
    "materials": ("vật liệu", "materials"),
    "chemicals": ("hóa chất", "chemicals"),
    "batteries": ("pin, ắc quy", "batteries"),
    "textiles_crafts": ("dệt may, thủ công mỹ nghệ", "textiles and crafts"),
    "logistics_retail": ("hậu cần, bán lẻ", "logistics and retail"),
    "industrial_environment": ("môi trường công nghiệp", "industrial environment"),
    "education_health_life": ("giáo dục, y tế, đời sống", "education, health and life"),
    "schools": ("trường phổ thông", "schools"),
    "universities": ("đại học", "universities"),
    "hospitals": ("bệnh viện", "hospitals"),
    "primary_care": ("y tế cơ sở", "primary care"),
    "medical_devices": ("thiết bị y tế", "medical devices"),
    "pharmacy": ("dược", "pharmacy"),
    "elderly_disability": ("người cao tuổi, người khuyết tật", "the elderly and the disabled"),
    "culture_heritage": ("văn hóa, di sản", "culture and heritage"),
    "tourism": ("du lịch", "tourism"),
    "environment_health": ("sức khỏe môi trường", "environmental health"),
}
_ACTS: Mapping[str, Words] = {act.code: (act.vi, act.en) for act in ACTS}
# A place has one name in both languages; countries abroad are given by their ISO 3166-1 code alone.
_PLACES: Mapping[str, Words] = {
    HOME: ("Việt Nam", "Viet Nam"),
    **{province.code: (province.vi, province.vi) for province in PROVINCES},
}
_DIMENSIONS: tuple[tuple[str, Words, Mapping[str, Words]], ...] = (
    ("acts", ("hành vi", "acts"), _ACTS),
    ("fields", ("lĩnh vực", "fields"), FIELDS),
    ("territories", ("lãnh thổ", "territory"), _PLACES),
)
_ALL = ("tất cả", "all")


def scope_lines(scope: Mapping[str, Any], language: int) -> tuple[str, ...]:
    """A scope as lines, one a dimension, indented by two; language 0 Vietnamese, 1 English.

    scope: lists of codes under `acts`, `fields` and `territories`, empty for all, or a bitmap that no code list
    explains; `start` and `end` in UTC seconds, in decimal.
    """
    lines = [f"  {names[language]}: {_codes(scope[key], words, language)}" for key, names, words in _DIMENSIONS]
    when = interval(int(scope["start"]), int(scope["end"]), language)
    return (*lines, f"  {('thời gian', 'time')[language]}: {when}")


def codes_in_words(dimension: str, codes: Any, language: int) -> str:
    """Codes of `acts`, `fields` or `territories` with their names; all where there is none."""
    return next(_codes(codes, words, language) for key, _, words in _DIMENSIONS if key == dimension)


def territory(codes: Any, language: int) -> str:
    """Territories by their codes alone, for a short line; everywhere where there is none."""
    if not isinstance(codes, Sequence):
        return str(codes)
    return " ".join(codes) or ("mọi nơi", "everywhere")[language]


def _codes(codes: Any, words: Mapping[str, Words], language: int) -> str:
    if not isinstance(codes, Sequence):
        return str(codes)
    named = (f"{words[code][language]} ({code})" if code in words else code for code in codes)
    return "; ".join(named) or _ALL[language]
