"""Whether a form is the one that the service draws: the same page, the same fields, each showing what it says.

A field's value and its appearance are two things in a PDF, and anything may lie over either. So nothing of a stranger's
is looked for: what may be there is what `api.onboarding.form` draws for the same answers, and the signature in its own
place. A script, an action, an attachment or another annotation has no place in that.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from api.onboarding.answers import Answers
from api.onboarding.form import SIGNATURE_FIELD, filled_form

# What programs that sign add, none of which is shown or run.
_CATALOGUE = frozenset({"/Type", "/Lang", "/Version", "/Extensions", "/Metadata", "/DSS", "/Perms"})
_SIGNATURE = frozenset({"/Type", "/Subtype", "/FT", "/TU", "/F", "/Ff", "/P", "/V", "/AP", "/M", "/NM", "/DA", "/Lock"})
_STREAM = frozenset({"/Length", "/Filter", "/DecodeParms"})  # how it is packed


class DrawnOtherwise(Exception):
    """where: what differs, as a PDF names it."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def expect_as_drawn(reader: PdfFileReader, answers: Answers) -> None:
    """Raises `DrawnOtherwise`, and whatever the parser lets through."""
    if reader.xrefs.hybrid_xrefs_present:
        # Two tables of what is in the file, of which a viewer reads one.
        raise DrawnOtherwise("xref")
    drawn = PdfFileReader(io.BytesIO(filled_form(answers)))
    given, wanted = reader.root, drawn.root
    compare = _Comparison()
    _expect_members(given, _CATALOGUE | {"/Pages", "/AcroForm"}, "catalogue")
    form, form_wanted = given["/AcroForm"], wanted["/AcroForm"]
    _expect_members(form, frozenset(form_wanted), "/AcroForm")
    for name in ("/DA", "/DR"):
        compare.expect(form[name], form_wanted[name], name)
    compare.expect_fields(form["/Fields"], form_wanted["/Fields"], "/Fields")
    compare.expect(given["/Pages"], wanted["/Pages"], "/Pages")


class _Comparison:
    """Goes as far as what is wanted goes, and so ends however the other is made."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()
        self._kept: list[Any] = []  # so that no two objects get the same id

    def expect(self, given: Any, wanted: Any, where: str) -> None:
        given, wanted = _resolved(given), _resolved(wanted)
        if isinstance(wanted, dict):
            if isinstance(wanted, generic.StreamObject) != isinstance(given, generic.StreamObject):
                raise DrawnOtherwise(where)
            self._expect_dictionary(given, wanted, where)
        elif isinstance(wanted, list):
            if not isinstance(given, list) or len(given) != len(wanted):
                raise DrawnOtherwise(where)
            for one, other in zip(given, wanted, strict=True):
                self.expect(one, other, where)
        elif not _is_same(given, wanted):
            raise DrawnOtherwise(where)

    def expect_fields(self, given: Any, wanted: Any, where: str) -> None:
        """Fields and the page's annotations are the same things; the signature's own is another when it is signed."""
        found, expected = _by_name(given, where), _by_name(wanted, where)
        if set(found) != set(expected):
            raise DrawnOtherwise(where)
        for name, field in expected.items():
            if name != SIGNATURE_FIELD:
                self.expect(found[name], field, name)
                continue
            # It may show whatever it likes within its place.
            _expect_members(found[name], _SIGNATURE | {"/T", "/Rect"}, name)
            self.expect(found[name]["/Rect"], field["/Rect"], name)

    def _expect_dictionary(self, given: Any, wanted: Any, where: str) -> None:
        if not isinstance(given, generic.DictionaryObject):
            raise DrawnOtherwise(where)
        if (id(given), id(wanted)) in self._seen:
            return
        self._seen.add((id(given), id(wanted)))
        self._kept += [given, wanted]
        packing = _STREAM if isinstance(wanted, generic.StreamObject) else frozenset()
        if set(given) - packing != set(wanted) - packing:
            raise DrawnOtherwise(where)
        if isinstance(given, generic.StreamObject) and given.data != wanted.data:
            raise DrawnOtherwise(where)
        for name in set(wanted) - packing:
            if name == "/Annots":
                self.expect_fields(given[name], wanted[name], name)
            else:
                self.expect(given[name], wanted[name], f"{where} {name}")


def _by_name(fields: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(fields, list):
        raise DrawnOtherwise(where)
    found: dict[str, Any] = {}
    for reference in fields:
        field = _resolved(reference)
        name = str(field["/T"]) if isinstance(field, dict) and "/T" in field else ""
        if name in found:
            raise DrawnOtherwise(where)
        found[name] = field
    return found


def _expect_members(given: Any, allowed: frozenset[str], where: str) -> None:
    if not isinstance(given, dict) or not set(given) <= allowed:
        raise DrawnOtherwise(where)


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, generic.IndirectObject) else value


def _is_same(given: Any, wanted: Any) -> bool:
    """Numbers by their value, texts and names by their letters."""
    if isinstance(wanted, generic.BooleanObject | generic.NullObject):
        return bool(type(given) is type(wanted) and given == wanted)
    if isinstance(wanted, int | float):
        return isinstance(given, int | float) and abs(float(given) - float(wanted)) < 0.01
    if isinstance(wanted, generic.NameObject) != isinstance(given, generic.NameObject):
        return False
    return isinstance(given, str | bytes) and bool(given == wanted)
