"""The code lists of scopes: acts, fields and territories as bitmaps (docs/specs/commands.md, "Code lists").

A bitmap of zero and one of all ones both mean *all*; here an empty selection of codes stands for all and is written
as zero. Territories are two words: countries abroad, and the provinces of Viet Nam. Only there, zero beside a word
that is not zero means none of that word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

VERSION = 1
ACTS_BITS, FIELDS_BITS, PROVINCES_BITS, COUNTRIES_BITS = 32, 64, 64, 256
SECTOR_BITS = 16


@dataclass(frozen=True, slots=True)
class Code:
    """One published code and the names the catalogue gives it ("" where it gives none)."""

    code: str
    vi: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Sector:
    """16 bits of the fields' word: a code for all of them, and its named sub-sectors from the lowest bit."""

    code: str
    subsectors: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ACTS: tuple[Code, ...] = (
    Code("make", "sản xuất sản phẩm", "make the product"),
    Code("apply_process", "áp dụng quy trình", "apply the process"),
    Code("exploit", "khai thác công dụng", "exploit its utility"),
    Code("sell", "bán, cho thuê, lưu thông", "sell, rent out, put on the market"),
    Code("offer", "chào hàng, quảng cáo", "offer, advertise"),
    Code("stock", "tàng trữ để lưu thông", "stock for sale"),
    Code("import", "nhập khẩu", "import"),
    Code("export", "xuất khẩu", "export"),
    Code("reproduce", "sao chép", "reproduce"),
    Code("adapt", "làm tác phẩm phái sinh", "adapt"),
    Code("communicate", "truyền đạt tới công chúng", "communicate to the public"),
    Code("propagate", "sản xuất, nhân giống", "propagate"),
    Code("affix_mark", "gắn nhãn hiệu", "affix the mark"),
)

SECTORS: tuple[Sector, ...] = (
    Sector(
        "state_management",
        _words(
            "one_stop petitions records_archives land_construction public_finance procurement law_inspection"
            " information_security civil_status internal_affairs"
        ),
    ),
    Sector(
        "smart_city",
        _words(
            "fire_rescue traffic public_transport drainage_flood water_supply air_noise waste lighting_energy buildings"
            " trees_parks public_safety"
        ),
    ),
    Sector(
        "production_business",
        _words(
            "crops livestock_fisheries food_processing mechanics electronics materials chemicals batteries"
            " textiles_crafts logistics_retail industrial_environment"
        ),
    ),
    Sector(
        "education_health_life",
        _words(
            "schools universities hospitals primary_care medical_devices pharmacy elderly_disability culture_heritage"
            " tourism environment_health"
        ),
    ),
)

# The 34 units since 1 July 2025, each with the ISO 3166-2 code of the unit that kept the name.
PROVINCES: tuple[Code, ...] = (
    Code("VN-HN", "Hà Nội"),
    Code("VN-HP", "Hải Phòng"),
    Code("VN-26", "Huế"),
    Code("VN-DN", "Đà Nẵng"),
    Code("VN-SG", "Hồ Chí Minh"),
    Code("VN-CT", "Cần Thơ"),
    Code("VN-01", "Lai Châu"),
    Code("VN-71", "Điện Biên"),
    Code("VN-05", "Sơn La"),
    Code("VN-09", "Lạng Sơn"),
    Code("VN-04", "Cao Bằng"),
    Code("VN-07", "Tuyên Quang"),
    Code("VN-02", "Lào Cai"),
    Code("VN-69", "Thái Nguyên"),
    Code("VN-68", "Phú Thọ"),
    Code("VN-56", "Bắc Ninh"),
    Code("VN-66", "Hưng Yên"),
    Code("VN-13", "Quảng Ninh"),
    Code("VN-18", "Ninh Bình"),
    Code("VN-21", "Thanh Hóa"),
    Code("VN-22", "Nghệ An"),
    Code("VN-23", "Hà Tĩnh"),
    Code("VN-25", "Quảng Trị"),
    Code("VN-29", "Quảng Ngãi"),
    Code("VN-30", "Gia Lai"),
    Code("VN-33", "Đắk Lắk"),
    Code("VN-34", "Khánh Hòa"),
    Code("VN-35", "Lâm Đồng"),
    Code("VN-39", "Đồng Nai"),
    Code("VN-37", "Tây Ninh"),
    Code("VN-45", "Đồng Tháp"),
    Code("VN-49", "Vĩnh Long"),
    Code("VN-44", "An Giang"),
    Code("VN-59", "Cà Mau"),
)

# ISO 3166-1 alpha-2, in the catalogue's order: bit n is the n-th code.
COUNTRIES: tuple[str, ...] = _words(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ
    BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR
    CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU
    ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ
    LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
    MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
    SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR
    TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """
)
HOME = "VN"
HOME_BIT = COUNTRIES.index(HOME)

ALL_ACTS = (1 << ACTS_BITS) - 1
ALL_FIELDS = (1 << FIELDS_BITS) - 1
ALL_PROVINCES = (1 << PROVINCES_BITS) - 1
ALL_COUNTRIES = (1 << COUNTRIES_BITS) - 1
SECTOR_MASK = (1 << SECTOR_BITS) - 1

PUBLISHED_ACTS = (1 << len(ACTS)) - 1
PUBLISHED_FIELDS = sum(((1 << len(each.subsectors)) - 1) << (i * SECTOR_BITS) for i, each in enumerate(SECTORS))
PUBLISHED_PROVINCES = (1 << len(PROVINCES)) - 1
PUBLISHED_COUNTRIES = ((1 << len(COUNTRIES)) - 1) & ~(1 << HOME_BIT)

_ACT_BIT = {act.code: bit for bit, act in enumerate(ACTS)}
_PROVINCE_BIT = {province.code: bit for bit, province in enumerate(PROVINCES)}
_COUNTRY_BIT = {code: bit for bit, code in enumerate(COUNTRIES)}
_FIELD_WORD: dict[str, int] = {
    **{sector.code: SECTOR_MASK << (i * SECTOR_BITS) for i, sector in enumerate(SECTORS)},
    **{
        name: 1 << (i * SECTOR_BITS + bit)
        for i, sector in enumerate(SECTORS)
        for bit, name in enumerate(sector.subsectors)
    },
}


class UnknownCode(ValueError):
    """A name that no code list publishes, or a bitmap with a bit that none does."""


def is_published(bitmap: int, published: int, everything: int) -> bool:
    """Whether a bitmap other than one of fields holds published codes alone (reading 6)."""
    return bitmap == everything or bitmap & ~published == 0


def are_published_fields(bitmap: int) -> bool:
    """Whether each sector is whole or holds named sub-sectors alone (reading 6)."""
    for shift in range(0, FIELDS_BITS, SECTOR_BITS):
        sector = bitmap >> shift & SECTOR_MASK
        if sector != SECTOR_MASK and sector & ~(PUBLISHED_FIELDS >> shift & SECTOR_MASK):
            return False
    return bitmap <= ALL_FIELDS


def acts_bitmap(codes: Iterable[str]) -> int:
    """The acts' word of some codes; no code at all: 0, which means all. Raises `UnknownCode`."""
    return _union(codes, {code: 1 << bit for code, bit in _ACT_BIT.items()})


def act_codes(bitmap: int) -> tuple[str, ...]:
    """The codes in an acts' word, lowest bit first; empty for all. Raises `UnknownCode`."""
    if bitmap in (0, ALL_ACTS):
        return ()
    if not is_published(bitmap, PUBLISHED_ACTS, ALL_ACTS):
        raise UnknownCode(hex(bitmap))
    return tuple(act.code for bit, act in enumerate(ACTS) if bitmap >> bit & 1)


def fields_bitmap(codes: Iterable[str]) -> int:
    """The fields' word of sectors and sub-sectors; no code at all: 0, which means all. Raises `UnknownCode`."""
    return _union(codes, _FIELD_WORD)


def field_codes(bitmap: int) -> tuple[str, ...]:
    """The codes in a fields' word, a whole sector by its own code; empty for all. Raises `UnknownCode`."""
    if bitmap in (0, ALL_FIELDS):
        return ()
    if not are_published_fields(bitmap):
        raise UnknownCode(hex(bitmap))
    codes: list[str] = []
    for i, sector in enumerate(SECTORS):
        word = bitmap >> (i * SECTOR_BITS) & SECTOR_MASK
        if word == SECTOR_MASK:
            codes.append(sector.code)
        else:
            codes += [name for bit, name in enumerate(sector.subsectors) if word >> bit & 1]
    return tuple(codes)


def territory_bitmaps(codes: Iterable[str]) -> tuple[int, int]:
    """(countries, provinces) of country and province codes; `VN` is every province, also those to come.

    No code at all: (0, 0), which means everywhere. Raises `UnknownCode`.
    """
    countries = provinces = 0
    for code in codes:
        if code == HOME:
            provinces = ALL_PROVINCES
        elif code in _PROVINCE_BIT:
            provinces |= 1 << _PROVINCE_BIT[code]
        elif code in _COUNTRY_BIT:
            countries |= 1 << _COUNTRY_BIT[code]
        else:
            raise UnknownCode(code)
    return countries, provinces


def territory_codes(countries: int, provinces: int) -> tuple[str, ...]:
    """The codes of a territory: `VN` or provinces, then countries; empty for everywhere. Raises `UnknownCode`.

    All ones among countries reads as every listed country but Viet Nam, which its provinces speak for.
    """
    if (countries, provinces) in ((0, 0), (ALL_COUNTRIES, ALL_PROVINCES)):
        return ()
    if not is_published(countries, PUBLISHED_COUNTRIES, ALL_COUNTRIES):
        raise UnknownCode(hex(countries))
    if not is_published(provinces, PUBLISHED_PROVINCES, ALL_PROVINCES):
        raise UnknownCode(hex(provinces))
    home = (
        (HOME,) if provinces == ALL_PROVINCES else tuple(p.code for i, p in enumerate(PROVINCES) if provinces >> i & 1)
    )
    return home + tuple(code for i, code in enumerate(COUNTRIES) if code != HOME and countries >> i & 1)


def country_number(code: str) -> int:
    """The bit number of a country (`register_party.country`). Raises `UnknownCode`."""
    if code not in _COUNTRY_BIT:
        raise UnknownCode(code)
    return _COUNTRY_BIT[code]


def country_code(number: int) -> str:
    """The ISO 3166-1 code of a bit number. Raises `UnknownCode`."""
    if not 0 <= number < len(COUNTRIES):
        raise UnknownCode(str(number))
    return COUNTRIES[number]


def _union(codes: Iterable[str], words: dict[str, int]) -> int:
    bitmap = 0
    for code in codes:
        if code not in words:
            raise UnknownCode(code)
        bitmap |= words[code]
    return bitmap
