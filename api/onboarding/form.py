"""The form of key registration and mandate, as a PDF: blank to be read, or filled in by the service to be signed.

It is an AcroForm whose fields have fixed names (`api.onboarding.answers`), with a place for the organisation's digital
signature. No script, nothing hidden.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from api.onboarding.answers import FIELDS, MOST_KEYS, Answers, power_field
from api.onboarding.font import Font, embedded, form_font
from api.onboarding.objects import pdf, stream
from ledger.enums import PartyKind, Power
from ledger.proof.words import PARTY_KINDS

SIGNATURE_FIELD = "signature"
_WIDTH, _HEIGHT, _MARGIN = 595, 842, 48
_ROW, _BOX = 30.0, 18.0
_LABEL_WIDTH = 210.0
_TICK = "/Yes"
_LABELS: Mapping[str, tuple[str, str]] = {
    "organisation_name": ("Tên tổ chức", "Name of the organisation"),
    "organisation_code": ("Mã số thuế hoặc mã tổ chức", "Tax code or organisation code, as in the certificate"),
    "party_kind": ("Loại bên", "Kind of party"),
    "country": ("Quốc gia (ISO 3166-1)", "Country (ISO 3166-1)"),
    "threshold": ("Số khóa phải cùng ký", "How many keys must sign together (title, keys)"),
}
_POWERS: Mapping[Power, tuple[str, str]] = {
    Power.DOCUMENTS: ("văn bản", "documents"),
    Power.MARKET: ("thị trường", "market"),
    Power.TITLE: ("sở hữu", "title"),
    Power.KEYS: ("khóa", "keys"),
}
_TITLE = ("ĐĂNG KÝ KHÓA VÀ ỦY QUYỀN KÝ", "Registration of keys and mandate to sign · HanoTEX Ledger")
_DECLARATION = (
    "Tổ chức ủy quyền cho người giữ mỗi khóa dưới đây ký thay tổ chức trên sổ cái HanoTEX, trong phạm vi quyền đã",
    "đánh dấu, và chịu trách nhiệm về những gì các khóa đó ký trong thời gian còn hiệu lực.",
    "The organisation empowers whoever holds each key below to sign for it on the HanoTEX ledger within the powers",
    "ticked, and answers for what those keys sign while they are valid.",
)
_HINTS = (
    "Khóa 1 phải có đủ bốn quyền: khóa này đặt mã của tổ chức trên sổ cái. Ký số bằng chữ ký số công cộng của tổ chức,",
    "một chữ ký, sau khi điền xong; không sửa tệp sau khi ký.",
    "Key 1 holds all four powers: it gives the organisation its id on the ledger. Sign with the organisation's public",
    "digital signature, one signature, when everything is filled in; do not change the file afterwards.",
)


def blank_form() -> bytes:
    """The form to be filled in."""
    return _form(None)


def filled_form(answers: Answers) -> bytes:
    """The form with everything filled in, to be signed."""
    return _form(answers)


def _form(answers: Answers | None) -> bytes:
    writer, font = PdfFileWriter(), form_font()
    page = _Page(writer, font)
    page.draw(answers)
    writer.insert_page(
        PageObject(
            contents=writer.add_object(stream(bytes(page.content))),
            media_box=(0, 0, _WIDTH, _HEIGHT),
            resources=pdf({"/Font": {"/F1": page.font_reference}}),
        )
    )
    helvetica = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    writer.root["/AcroForm"] = writer.add_object(
        pdf(
            {
                "/Fields": page.fields,
                "/DA": "/Helv 10 Tf 0 g",
                "/DR": {"/Font": {"/Helv": writer.add_object(pdf(helvetica)), "/F1": page.font_reference}},
            }
        )
    )
    writer.root["/Lang"] = pdf("vi-VN")
    page_reference = writer.find_page_for_modification(0)[0]
    for reference in page.fields:
        reference.get_object()["/P"] = page_reference
    page_reference.get_object()["/Annots"] = pdf(list(page.fields))
    box = (_MARGIN, 60, _WIDTH - _MARGIN, 128)
    append_signature_field(writer, SigFieldSpec(SIGNATURE_FIELD, on_page=0, box=box))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


class _Page:
    """The page as it is drawn, from the top down."""

    def __init__(self, writer: PdfFileWriter, font: Font) -> None:
        self.content = bytearray()
        self.fields: list[Any] = []
        self.font_reference = embedded(writer, font)
        self._writer = writer
        self._font = font
        self._y = float(_HEIGHT - _MARGIN)

    def draw(self, answers: Answers | None) -> None:
        said = {} if answers is None else dict(_texts(answers))
        ticked = frozenset() if answers is None else frozenset(_ticks(answers))
        self._line(_TITLE[0], 15, 20)
        self._line(_TITLE[1], 9, 22, gray=True)
        for text in _DECLARATION:
            self._line(text, 8.5, 12)
        self._y -= 8
        for field in FIELDS:
            self._labelled(field, said.get(field, ""))
        self._y -= 6
        self._heads()
        for number in range(1, MOST_KEYS + 1):
            self._key(number, said.get(f"key_{number}", ""), ticked)
        self._y -= 10
        for text in _HINTS:
            self._line(text, 8.5, 12)
        self._text(_MARGIN, 134, "Chữ ký số của tổ chức · The organisation's digital signature", 8.5, gray=True)
        self._frame(_MARGIN, 60, _WIDTH - 2 * _MARGIN, 68)

    def _labelled(self, field: str, text: str) -> None:
        vi, en = _LABELS[field]
        self._text(_MARGIN, self._y - 9, vi, 10)
        self._text(_MARGIN, self._y - 19, en, 7, gray=True)
        left, width = _MARGIN + _LABEL_WIDTH, _WIDTH - 2 * _MARGIN - _LABEL_WIDTH
        options = [[kind.name.lower(), f"{PARTY_KINDS[kind][0]} · {PARTY_KINDS[kind][1]}"] for kind in PartyKind]
        self._field(field, left, self._y - _BOX, width, text, f"{vi} / {en}", options if field == "party_kind" else [])
        self._y -= _ROW

    def _heads(self) -> None:
        self._text(_MARGIN, self._y - 9, "Khóa (địa chỉ 0x…)", 9)
        self._text(_MARGIN, self._y - 18, "Key (address 0x…)", 7, gray=True)
        for place, (vi, en) in zip(self._columns(), _POWERS.values(), strict=True):
            self._text(place - self._font.width(vi, 8) / 2 + 7, self._y - 9, vi, 8)
            self._text(place - self._font.width(en, 7) / 2 + 7, self._y - 18, en, 7, gray=True)
        self._y -= 26

    def _key(self, number: int, text: str, ticked: frozenset[str]) -> None:
        self._text(_MARGIN, self._y - 12, f"{number}", 9)
        width = _WIDTH - 2 * _MARGIN - 16 - 4 * 46
        self._field(f"key_{number}", _MARGIN + 16, self._y - _BOX, width, text, f"Khóa {number} / Key {number}", [])
        for place, power in zip(self._columns(), Power, strict=True):
            name, (vi, en) = power_field(number, power), _POWERS[power]
            self._check(name, place, self._y - 16, name in ticked, f"Khóa {number}: {vi} / Key {number}: {en}")
        self._y -= 24

    def _columns(self) -> list[float]:
        return [_WIDTH - _MARGIN - 46 * (4 - index) + 16.0 for index in range(4)]

    # --- Fields ----------------------------------------------------------------------------------------------------

    def _field(
        self, name: str, x: float, y: float, width: float, text: str, said: str, options: list[list[str]]
    ) -> None:
        """A field for text; options: what may be chosen in it, as it is kept and as it is shown."""
        self._frame(x, y, width, _BOX)
        shown = next((each[1] for each in options if each[0] == text), text)
        members: dict[str, Any] = {
            **_widget(name, x, y, width, _BOX, said),
            "/FT": "/Ch" if options else "/Tx",
            "/DA": "/Helv 10 Tf 0 g",
            "/V": text,
            "/AP": {"/N": self._appearance(shown, width)},
        }
        if options:
            members |= {"/Ff": 1 << 17, "/Opt": options}
        self.fields.append(self._writer.add_object(pdf(members)))

    def _check(self, name: str, x: float, y: float, ticked: bool, said: str) -> None:
        self._frame(x, y, 14, 14)
        yes = stream(b"q 1.5 w 3 7 m 6 3 l 11 11 l S Q", _shape(14, 14))
        off = stream(b"", _shape(14, 14))
        state = _TICK if ticked else "/Off"
        members = {
            **_widget(name, x, y, 14, 14, said),
            "/FT": "/Btn",
            "/V": state,
            "/AS": state,
            "/AP": {"/N": {_TICK: self._writer.add_object(yes), "/Off": self._writer.add_object(off)}},
        }
        self.fields.append(self._writer.add_object(pdf(members)))

    def _appearance(self, text: str, width: float) -> Any:
        drawn = b"/Tx BMC EMC"
        if text:
            size = min(10.0, 10.0 * (width - 6) / max(self._font.width(text, 10), 1))
            codes = self._font.encoded(text).hex().encode()
            drawn = b"/Tx BMC q BT /F1 %.2f Tf 3 5 Td <%s> Tj ET Q EMC" % (size, codes)
        shape = {**_shape(width, _BOX), "/Resources": {"/Font": {"/F1": self.font_reference}}}
        return self._writer.add_object(stream(drawn, shape))

    # --- Drawing ---------------------------------------------------------------------------------------------------

    def _line(self, text: str, size: float, height: float, *, gray: bool = False) -> None:
        self._text(_MARGIN, self._y - size, text, size, gray=gray)
        self._y -= height

    def _text(self, x: float, y: float, text: str, size: float, *, gray: bool = False) -> None:
        codes = self._font.encoded(text).hex().encode()
        self.content += b"BT %s g /F1 %.2f Tf %.2f %.2f Td <%s> Tj ET\n" % (b"0.4" if gray else b"0", size, x, y, codes)

    def _frame(self, x: float, y: float, width: float, height: float) -> None:
        self.content += b"q 0.6 G 0.6 w %.2f %.2f %.2f %.2f re S Q\n" % (x, y, width, height)


def _widget(name: str, x: float, y: float, width: float, height: float, said: str) -> dict[str, Any]:
    """said: what a screen reader says of the field. The flag has it printed."""
    box = [float(x), float(y), float(x + width), float(y + height)]
    return {"/Type": "/Annot", "/Subtype": "/Widget", "/T": name, "/TU": said, "/F": 4, "/Rect": box}


def _shape(width: float, height: float) -> dict[str, Any]:
    return {"/Type": "/XObject", "/Subtype": "/Form", "/BBox": [0.0, 0.0, float(width), float(height)]}


def _texts(answers: Answers) -> Iterator[tuple[str, str]]:
    yield "organisation_name", answers.name
    yield "organisation_code", answers.code
    yield "party_kind", answers.party_kind.name.lower()
    yield "country", answers.country
    yield "threshold", str(answers.threshold)
    for number, key in enumerate(answers.keys, 1):
        yield f"key_{number}", "0x" + key.address.hex()


def _ticks(answers: Answers) -> Iterator[str]:
    for number, key in enumerate(answers.keys, 1):
        for power in Power:
            if key.powers & power:
                yield power_field(number, power)
