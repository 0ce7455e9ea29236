"""What a form says: which organisation, which keys with which powers, and how many of them must sign together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ledger import scope
from ledger.enums import ALL_POWERS, PartyKind, Power

MOST_KEYS = 8
FIELDS = ("organisation_name", "organisation_code", "party_kind", "country", "threshold")
_CODE = re.compile(r"[0-9]{10}(-[0-9]{3})?|[A-Z0-9][A-Z0-9-]{3,31}")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_LINE = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029]{1,200}")


class BadForm(Exception):
    """A field of the form does not say what it should. field: its name on the form."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class FormKey:
    """powers: sum of `Power`."""

    address: bytes
    powers: int


@dataclass(frozen=True, slots=True)
class Answers:
    """code: the organisation's public number (in Viet Nam its tax code). country: ISO 3166-1."""

    name: str
    code: str
    party_kind: PartyKind
    country: str
    keys: tuple[FormKey, ...]
    threshold: int

    @property
    def registered(self) -> tuple[bytes, ...]:
        """The keys that `register_party` names, which hold every power; the first gives the party its id."""
        return tuple(key.address for key in self.keys if key.powers == ALL_POWERS)

    @property
    def added(self) -> tuple[FormKey, ...]:
        """Those that `add_key` adds afterwards."""
        return tuple(key for key in self.keys if key.powers != ALL_POWERS)


def power_field(number: int, power: Power) -> str:
    """The name of a box on the form; keys count from 1."""
    return f"key_{number}_{power.name.lower()}"


def field_names() -> frozenset[str]:
    """Every field that the form has, but for the signature."""
    numbers = range(1, MOST_KEYS + 1)
    boxes = {power_field(number, power) for number in numbers for power in Power}
    return frozenset({*FIELDS, *(f"key_{number}" for number in numbers), *boxes})


def read_answers(texts: Mapping[str, str], boxes: frozenset[str]) -> Answers:
    """texts: what was written in each field. boxes: the names of those that are ticked. Raises `BadForm`."""
    said = {name: text.strip() for name, text in texts.items()}
    name = _expect("organisation_name", said, _LINE)
    code = _expect("organisation_code", {**said, "organisation_code": said.get("organisation_code", "").upper()}, _CODE)
    kind = said.get("party_kind", "").upper()
    if kind not in PartyKind.__members__:
        raise BadForm("party_kind")
    country = said.get("country", "").upper()
    if country not in scope.COUNTRIES:
        raise BadForm("country")
    keys = tuple(_keys(said, boxes))
    found = Answers(name, code, PartyKind[kind], country, keys, _threshold(said))
    if not found.registered or keys[0].powers != ALL_POWERS:
        # The first key gives the party its id, and is registered with every power.
        raise BadForm(power_field(1, Power.KEYS))
    if not 1 <= found.threshold <= len(found.registered):
        raise BadForm("threshold")
    return found


def _keys(said: Mapping[str, str], boxes: frozenset[str]) -> list[FormKey]:
    found: list[FormKey] = []
    for number in range(1, MOST_KEYS + 1):
        text = said.get(f"key_{number}", "")
        powers = sum(power for power in Power if power_field(number, power) in boxes)
        if not text and not powers:
            continue
        if not _ADDRESS.fullmatch(text) or not int(text, 16):
            raise BadForm(f"key_{number}")
        address = bytes.fromhex(text[2:])
        if not powers:
            raise BadForm(power_field(number, Power.DOCUMENTS))
        if any(key.address == address for key in found):
            raise BadForm(f"key_{number}")
        found.append(FormKey(address, powers))
    if not found:
        raise BadForm("key_1")
    return found


def _threshold(said: Mapping[str, str]) -> int:
    text = said.get("threshold", "")
    if not text.isascii() or not text.isdigit() or len(text) > 2:
        raise BadForm("threshold")
    return int(text)


def _expect(field: str, said: Mapping[str, str], form: re.Pattern[str]) -> str:
    text = said.get(field, "")
    if not form.fullmatch(text):
        raise BadForm(field)
    return text
