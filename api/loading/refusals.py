"""Why a load does not begin, or does not go on."""

from __future__ import annotations

from ledger.errors import Refused


class NotADemonstration(Exception):
    """The home's ledger was not made for a demonstration: nobody may sign there for every organisation of a set."""


class NotLoadable(Exception):
    """A set cannot be loaded here. what: the row; vi, en: why."""

    def __init__(self, what: str, vi: str, en: str) -> None:
        super().__init__(f"{what}: {vi} / {en}")
        self.what, self.vi, self.en = what, vi, en


class KeyMissing(Exception):
    """A party that has to sign has too few keys here. alias; needed, held: numbers of keys."""

    def __init__(self, alias: str, needed: int, held: int) -> None:
        super().__init__(f"{alias}: {held}/{needed}")
        self.alias, self.needed, self.held = alias, needed, held


class Stopped(Exception):
    """A command was refused. alias: of the row; command: its name; refused: the ledger's answer."""

    def __init__(self, alias: str, command: str, refused: Refused) -> None:
        super().__init__(f"{alias}: {command}: {refused}")
        self.alias, self.command, self.refused = alias, command, refused
