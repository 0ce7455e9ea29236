"""The code lists of catalogue entries, each code with what people call it in Vietnamese and in English.

What is published with a code stays readable: a code is added, never given another meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args


class Label(NamedTuple):
    vi: str
    en: str


TechnologyKind = Literal[
    "patent",
    "utility_solution",
    "industrial_design",
    "layout_design",
    "plant_variety",
    "trademark",
    "geographical_indication",
    "software",
    "service",
    "dataset",
    "ai_model",
    "know_how",
    "facility",
]
EntryKind = Literal[TechnologyKind, "event", "knowledge", "need", "fund", "organisation"]
Sector = Literal["state_management", "smart_city", "production_business", "education_health_life"]
Mode = Literal["licence", "assignment", "service"]
Exclusivity = Literal["exclusive", "sole", "non_exclusive"]
Mastery = Literal["self_developed", "mastered", "adapted", "assembled"]
Strategic = Literal[
    "ai_digital_twin",
    "cloud_quantum_big_data",
    "blockchain",
    "next_generation_mobile",
    "robotics_automation",
    "semiconductors",
    "advanced_biomedicine",
    "energy_advanced_materials",
    "rare_earth_ocean_underground",
    "cyber_security",
    "aerospace",
]
OrganisationKind = Literal[
    "agency",
    "institute",
    "university",
    "enterprise",
    "operator",
    "regulator",
    "evaluator",
    "security_reviewer",
    "fund",
    "hub",
    "inventor",
]
Comparator = Literal[">=", "<=", "=="]
Operator = Literal[">=", "<=", "in", "covers"]

TECHNOLOGY_KINDS: frozenset[str] = frozenset(get_args(TechnologyKind))
# What runs at a customer's, and is therefore reviewed before it does.
VETTED_KINDS: frozenset[str] = frozenset({"software", "service", "dataset", "ai_model"})

CODES: Mapping[str, Mapping[str, Label]] = {
    "kind": {
        "patent": Label("sáng chế", "patent"),
        "utility_solution": Label("giải pháp hữu ích", "utility solution"),
        "industrial_design": Label("kiểu dáng công nghiệp", "industrial design"),
        "layout_design": Label("thiết kế bố trí mạch tích hợp bán dẫn", "layout design of integrated circuits"),
        "plant_variety": Label("giống cây trồng", "plant variety"),
        "trademark": Label("nhãn hiệu", "trademark"),
        "geographical_indication": Label("chỉ dẫn địa lý", "geographical indication"),
        "software": Label("phần mềm", "software"),
        "service": Label("dịch vụ", "service"),
        "dataset": Label("bộ dữ liệu", "data set"),
        "ai_model": Label("mô hình trí tuệ nhân tạo", "AI model"),
        "know_how": Label("bí quyết kỹ thuật", "know-how"),
        "facility": Label("hạ tầng, dịch vụ dùng chung", "shared facility or service"),
        "event": Label("sự kiện, trưng bày", "event with exhibitors"),
        "knowledge": Label("mục tri thức", "item of knowledge"),
        "need": Label("bài toán, nhu cầu", "need"),
        "fund": Label("khẩu vị đầu tư của quỹ", "fund's thesis"),
        "organisation": Label("hồ sơ tổ chức", "organisation's profile"),
    },
    "sector": {
        "state_management": Label("quản lý nhà nước", "state management"),
        "smart_city": Label("đô thị thông minh", "smart city"),
        "production_business": Label("sản xuất - kinh doanh", "production and business"),
        "education_health_life": Label("giáo dục, y tế, đời sống", "education, health, daily life"),
    },
    "mode": {
        "licence": Label("cấp quyền sử dụng", "licence"),
        "assignment": Label("chuyển nhượng", "assignment"),
        "service": Label("cung cấp dịch vụ", "service"),
    },
    "exclusivity": {
        "exclusive": Label("độc quyền", "exclusive"),
        "sole": Label("duy nhất", "sole"),
        "non_exclusive": Label("không độc quyền", "non-exclusive"),
    },
    # "Mức độ làm chủ": how much of the technology its owner can change without whoever it came from.
    "mastery": {
        "self_developed": Label("tự nghiên cứu, làm chủ công nghệ lõi", "developed here, core technology included"),
        "mastered": Label("làm chủ sau khi tiếp nhận hoặc giải mã", "mastered after transfer or decoding"),
        "adapted": Label("cải tiến, thích nghi công nghệ có sẵn", "adapted from existing technology"),
        "assembled": Label("tích hợp, lắp ráp", "integrated or assembled"),
    },
    # Groups of the list of strategic technologies, Decision 1131/QĐ-TTg of 12 June 2025.
    "strategic": {
        "ai_digital_twin": Label(
            "trí tuệ nhân tạo, bản sao số, thực tế ảo và tăng cường", "AI, digital twins, virtual and augmented reality"
        ),
        "cloud_quantum_big_data": Label(
            "điện toán đám mây, lượng tử, dữ liệu lớn", "cloud and quantum computing, big data"
        ),
        "blockchain": Label("chuỗi khối", "blockchain"),
        "next_generation_mobile": Label("mạng di động thế hệ sau (5G/6G)", "next-generation mobile networks (5G/6G)"),
        "robotics_automation": Label("rô-bốt và tự động hóa", "robotics and automation"),
        "semiconductors": Label("chíp bán dẫn", "semiconductor chips"),
        "advanced_biomedicine": Label("y - sinh học tiên tiến", "advanced biomedicine"),
        "energy_advanced_materials": Label("năng lượng, vật liệu tiên tiến", "energy and advanced materials"),
        "rare_earth_ocean_underground": Label(
            "đất hiếm, đại dương, lòng đất", "rare earths, the ocean and the underground"
        ),
        "cyber_security": Label("an ninh mạng", "cyber security"),
        "aerospace": Label("hàng không, vũ trụ", "aviation and space"),
    },
    "organisation_kind": {
        "agency": Label("cơ quan, đơn vị sự nghiệp", "agency"),
        "institute": Label("viện nghiên cứu", "research institute"),
        "university": Label("trường đại học", "university"),
        "enterprise": Label("doanh nghiệp, hợp tác xã", "enterprise or cooperative"),
        "operator": Label("đơn vị vận hành", "operator"),
        "regulator": Label("cơ quan quản lý", "regulator"),
        "evaluator": Label("tổ chức đánh giá, định giá", "evaluator"),
        "security_reviewer": Label("tổ chức thẩm định an toàn thông tin", "security reviewer"),
        "fund": Label("quỹ đầu tư", "fund"),
        "hub": Label("trung tâm, mạng lưới đổi mới sáng tạo", "innovation hub"),
        "inventor": Label("nhà sáng chế", "inventor"),
    },
    "state": {
        "draft": Label("bản nháp", "draft"),
        "in_moderation": Label("chờ kiểm duyệt", "in moderation"),
        "returned": Label("trả lại để sửa", "sent back"),
        "published": Label("đang hiển thị", "published"),
        "hidden": Label("đang ẩn", "hidden"),
        "withdrawn": Label("đã rút", "withdrawn"),
    },
}
