"""Every sentence that a match says, Vietnamese first; values in braces.

Kinds of value: `amount…` are money, `list…` are codes parted by commas, `date…` are ISO dates; anything else is said
as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ledger.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "TRL_MET": Sentence("TRL {trl}, đạt mức tối thiểu {least}", "TRL {trl}, at least {least} as asked"),
    "TRL_MISSED": Sentence("TRL {trl}, thấp hơn mức tối thiểu {least}", "TRL {trl}, below the least asked, {least}"),
    "TRL_NOT_STATED": Sentence(
        "Không nêu TRL, mà mức tối thiểu là {least}", "States no TRL, and at least {least} is asked"
    ),
    "TERRITORY_MET": Sentence("Quyền được chào ở {list_asked}", "Rights are offered in {list_asked}"),
    "TERRITORY_MISSED": Sentence(
        "Quyền không được chào ở {list_missing} (chỉ ở: {list_offered})",
        "Rights are not offered in {list_missing} (only in: {list_offered})",
    ),
    "BUDGET_MET": Sentence(
        "Giá chào {amount_price} không quá ngân sách {amount_budget}",
        "The asking price, {amount_price}, is within the budget of {amount_budget}",
    ),
    "BUDGET_MISSED": Sentence(
        "Giá chào {amount_price} vượt ngân sách {amount_budget}",
        "The asking price, {amount_price}, is above the budget of {amount_budget}",
    ),
    "PRICE_NEGOTIABLE": Sentence("Giá thỏa thuận: hãy hỏi bên chào", "The price is negotiable: ask the owner"),
    "PRICE_PER_UNIT": Sentence(
        "Giá dịch vụ {amount_price} tính theo {per}, không so trực tiếp với ngân sách",
        "The price of the service, {amount_price}, is per {per} and is not compared with the budget",
    ),
    "PRICE_OTHER_CURRENCY": Sentence(
        "Giá chào bằng {currency}, chưa so được với ngân sách",
        "The price is in {currency} and cannot be compared with the budget",
    ),
    "EXCLUSIVITY_MET": Sentence(
        "Chào quyền {exclusivity}, đủ mức cần {asked}", "Offers {exclusivity} rights; {asked} are asked"
    ),
    "EXCLUSIVITY_MISSED": Sentence(
        "Chỉ chào quyền {exclusivity}, không đủ mức cần {asked}", "Offers only {exclusivity} rights; {asked} are asked"
    ),
    "EXCLUSIVITY_NOT_STATED": Sentence(
        "Chưa nêu điều kiện về quyền: cần quyền {asked}", "States no terms of rights; {asked} rights are asked"
    ),
    "MUST_HAVE_MET": Sentence("Đạt điều kiện bắt buộc: {text}", "Meets the requirement: {text}"),
    "MUST_HAVE_MISSED": Sentence(
        "Không đạt điều kiện bắt buộc: {text} ({field}: {stated})",
        "Does not meet the requirement: {text} ({field}: {stated})",
    ),
    "MUST_HAVE_READ": Sentence("Điều kiện phải đọc và xét: {text}", "A requirement to be read and judged: {text}"),
    "MUST_HAVE_NOT_JUDGED": Sentence(
        "Chưa xét được điều kiện bằng máy: {text} (quy tắc trên {field})",
        "The requirement could not be judged by rule: {text} (a rule on {field})",
    ),
    "DEADLINE_OPEN": Sentence("Còn nhận đến {date_deadline}", "Open until {date_deadline}"),
    "DEADLINE_PAST": Sentence(
        "Hạn của nhu cầu đã qua: {date_deadline}", "The need's deadline is past: {date_deadline}"
    ),
    "SECTOR_MET": Sentence("Cùng lĩnh vực: {list_sectors}", "The same sector: {list_sectors}"),
    "SECTOR_MISSED": Sentence(
        "Khác lĩnh vực: cần {list_asked}, chào ở {list_offered}",
        "Another sector: {list_asked} asked, offered in {list_offered}",
    ),
    "SECTOR_NOT_STATED": Sentence("Chưa nêu lĩnh vực", "States no sector"),
    "KPI_MET": Sentence(
        "Nêu {stated}, đạt chỉ tiêu: {name} ({comparator} {target} {unit})",
        "States {stated}, which meets: {name} ({comparator} {target} {unit})",
    ),
    "KPI_MISSED": Sentence(
        "Nêu {stated}, chưa đạt chỉ tiêu: {name} ({comparator} {target} {unit})",
        "States {stated}, which misses: {name} ({comparator} {target} {unit})",
    ),
    "KPI_ASK": Sentence(
        "Chưa thấy số liệu, hãy hỏi: {name} ({comparator} {target} {unit})",
        "No figure found, to be asked for: {name} ({comparator} {target} {unit})",
    ),
    "TICKET_MET": Sentence(
        "{amount_stated} nằm trong mức đầu tư {amount_least}–{amount_most}",
        "{amount_stated} is within the ticket of {amount_least} to {amount_most}",
    ),
    "TICKET_MISSED": Sentence(
        "{amount_stated} nằm ngoài mức đầu tư {amount_least}–{amount_most}",
        "{amount_stated} is outside the ticket of {amount_least} to {amount_most}",
    ),
    "TICKET_NOT_STATED": Sentence(
        "Chưa nêu số tiền để so với mức đầu tư", "States no amount to hold against the ticket"
    ),
    "TRL_RANGE_MET": Sentence("TRL {trl} nằm trong khoảng {least}–{most}", "TRL {trl} is within {least} to {most}"),
    "TRL_RANGE_MISSED": Sentence("TRL {trl} nằm ngoài khoảng {least}–{most}", "TRL {trl} is outside {least} to {most}"),
    "TRL_RANGE_NOT_STATED": Sentence(
        "Không nêu TRL, mà quỹ tìm TRL {least}–{most}", "States no TRL, and the fund looks for {least} to {most}"
    ),
    "TERMS_SHARED": Sentence("Cùng nói về: {terms_vi}", "Both speak of: {terms_en}"),
    "MEANING_NEAR": Sentence("Nội dung gần với điều cần tìm", "What it says is near to what is asked"),
    "OTHER_LANGUAGE": Sentence(
        "Viết bằng tiếng {language_vi}, khớp qua nghĩa chứ không qua mặt chữ",
        "Written in {language_en}: matched by meaning, not by wording",
    ),
    "NO_CANDIDATES": Sentence("Chưa có gì được công bố để so", "Nothing is published yet to compare with"),
    "NOTHING_NEAR": Sentence(
        "Trong {considered} mục được công bố, không mục nào đủ gần với điều cần tìm",
        "Of {considered} published entries none is near enough to what is asked",
    ),
    "ALL_EXCLUDED": Sentence(
        "Có {near} mục đủ gần nhưng đều bị loại vì điều kiện bắt buộc, gần nhất: {reason_vi}",
        "{near} entries are near enough but all break a hard constraint; the nearest: {reason_en}",
    ),
}

_EXCLUSIVITY = {
    "exclusive": Sentence("độc quyền", "exclusive"),
    "sole": Sentence("duy nhất", "sole"),
    "non_exclusive": Sentence("không độc quyền", "non-exclusive"),
    "none": Sentence("không có", "no"),
}
_SECTORS = {
    "state_management": Sentence("quản lý nhà nước", "state management"),
    "smart_city": Sentence("đô thị thông minh", "smart city"),
    "production_business": Sentence("sản xuất - kinh doanh", "production and business"),
    "education_health_life": Sentence("giáo dục, y tế, đời sống", "education, health and life"),
}
_COMPARATORS = {">=": "≥", "<=": "≤", "==": "="}
_NOTHING = Sentence("không nêu", "none stated")


def say(code: str, values: Mapping[str, str | int]) -> Sentence:
    """The sentence of a code, filled. Raises KeyError where the code or a value of it is missing."""
    sentence = SENTENCES[code]
    said = {name: _value(name, value) for name, value in values.items()}
    return Sentence(
        sentence.vi.format_map({name: each.vi for name, each in said.items()}),
        sentence.en.format_map({name: each.en for name, each in said.items()}),
    )


def _value(name: str, value: str | int) -> Sentence:
    if name.startswith("amount") and isinstance(value, int):
        return Sentence(f"{value:,}".replace(",", ".") + " đồng", f"VND {value:,}")
    if name.startswith("date") and isinstance(value, str):
        day = date.fromisoformat(value)
        return Sentence(f"{day.day:02}/{day.month:02}/{day.year}", f"{day.day} {day:%B} {day.year}")
    if name.startswith("list"):
        each = [_SECTORS.get(code, Sentence(code, code)) for code in str(value).split(",") if code]
        return Sentence(", ".join(s.vi for s in each), ", ".join(s.en for s in each)) if each else _NOTHING
    if name in ("exclusivity", "asked"):
        return _EXCLUSIVITY.get(str(value), Sentence(str(value), str(value)))
    if name == "comparator":
        return Sentence(*(_COMPARATORS.get(str(value), str(value)),) * 2)
    if name == "unit":
        return Sentence(str(value), str(value))
    return Sentence(str(value), str(value)) if value != "" else _NOTHING
