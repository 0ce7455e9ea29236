"""The form's font: a TrueType file, read for its letters' widths and put into a PDF whole.

Text is shown by glyph number (Identity-H), with a map back to Unicode, so that what is seen can be searched and read
aloud.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.writer import PdfFileWriter

from api.onboarding.objects import pdf, stream

_FILE = Path(__file__).parent / "font" / "dejavu-sans-vietnamese.ttf"
_NAME = "/DejaVuSans"


class Font:
    """Widths are in thousandths of the size, as PDF counts them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        tables = _tables(data)
        units = struct.unpack_from(">H", data, tables["head"] + 18)[0]
        self.ascent, self.descent = (
            round(value * 1000 / units) for value in struct.unpack_from(">hh", data, tables["hhea"] + 4)
        )
        count = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
        advances = [struct.unpack_from(">H", data, tables["hmtx"] + 4 * index)[0] for index in range(count)]
        self.glyphs = _characters(data, tables["cmap"])
        self.widths = {glyph: round(advances[min(glyph, count - 1)] * 1000 / units) for glyph in self.glyphs.values()}

    def encoded(self, text: str) -> bytes:
        """The text by glyph numbers; a letter that the font lacks is a question mark."""
        return b"".join(struct.pack(">H", self.glyphs.get(ord(letter), self.glyphs[63])) for letter in text)

    def width(self, text: str, size: float) -> float:
        """In the unit of `size`."""
        glyphs = (self.glyphs.get(ord(letter), self.glyphs[63]) for letter in text)
        return float(sum(self.widths[glyph] for glyph in glyphs) * size / 1000)


@cache
def form_font() -> Font:
    return Font(_FILE.read_bytes())


def embedded(writer: PdfFileWriter, font: Font) -> Any:
    """A reference to the font in a PDF that is being written."""
    descriptor = {
        "/Type": "/FontDescriptor",
        "/FontName": _NAME,
        "/Flags": 32,
        "/FontBBox": [-1021, -463, 1793, 1232],
        "/ItalicAngle": 0,
        "/Ascent": font.ascent,
        "/Descent": font.descent,
        "/CapHeight": 729,
        "/StemV": 80,
        "/FontFile2": writer.add_object(stream(font.data, {"/Length1": len(font.data)})),
    }
    descendant = {
        "/Type": "/Font",
        "/Subtype": "/CIDFontType2",
        "/BaseFont": _NAME,
        "/CIDSystemInfo": {"/Registry": "Adobe", "/Ordering": "Identity", "/Supplement": 0},
        "/FontDescriptor": writer.add_object(pdf(descriptor)),
        "/W": [part for glyph, width in sorted(font.widths.items()) for part in (glyph, [width])],
        "/CIDToGIDMap": "/Identity",
    }
    whole = {
        "/Type": "/Font",
        "/Subtype": "/Type0",
        "/BaseFont": _NAME,
        "/Encoding": "/Identity-H",
        "/DescendantFonts": [writer.add_object(pdf(descendant))],
        "/ToUnicode": writer.add_object(stream(_to_unicode(font))),
    }
    return writer.add_object(pdf(whole))


def _tables(data: bytes) -> dict[str, int]:
    """Where each table of a TrueType file begins."""
    count = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(count))
    return {tag.decode(): offset for tag, _, offset, _ in entries}


def _characters(data: bytes, table: int) -> dict[int, int]:
    """The glyph of each character, from the subtable of format 4 (the basic plane)."""
    count = struct.unpack_from(">H", data, table + 2)[0]
    offsets = [struct.unpack_from(">HHL", data, table + 4 + 8 * index)[2] for index in range(count)]
    start = next(table + offset for offset in offsets if struct.unpack_from(">H", data, table + offset)[0] == 4)
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    found: dict[int, int] = {}
    for index in range(segments):
        end = struct.unpack_from(">H", data, start + 14 + 2 * index)[0]
        begin = struct.unpack_from(">H", data, start + 16 + 2 * (segments + index))[0]
        delta = struct.unpack_from(">h", data, start + 16 + 2 * (2 * segments + index))[0]
        place = start + 16 + 2 * (3 * segments + index)
        offset = struct.unpack_from(">H", data, place)[0]
        for character in range(begin, min(end, 0xFFFE) + 1):
            if offset:
                glyph = struct.unpack_from(">H", data, place + offset + 2 * (character - begin))[0]
                glyph = (glyph + delta) % 65_536 if glyph else 0
            else:
                glyph = (character + delta) % 65_536
            if glyph:
                found[character] = glyph
    return found


def _to_unicode(font: Font) -> bytes:
    """The CMap from glyphs back to characters, in blocks of a hundred as the format wants them."""
    back = sorted({glyph: character for character, glyph in reversed(font.glyphs.items())}.items())
    blocks = [back[index : index + 100] for index in range(0, len(back), 100)]
    lines = "\n".join(
        f"{len(block)} beginbfchar\n"
        + "\n".join(f"<{glyph:04X}> <{character:04X}>" for glyph, character in block)
        + "\nendbfchar"
        for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{lines}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode("ascii")
