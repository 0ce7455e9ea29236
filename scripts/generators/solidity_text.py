"""The form of generated Solidity files: their first lines, imports and names."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.eip712 import member_name

# Words that Solidity keeps for itself. Neither an ABI nor a selector depends on the names of members.
_RESERVED = frozenset({"as", "final"})

HEADER = """\
// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;
"""


def source(lines: Iterable[str]) -> str:
    """A whole file of the given lines."""
    return HEADER + "\n" + "\n".join(lines).rstrip("\n") + "\n"


def imports(path: str, names: Iterable[str]) -> str:
    """One import statement, names in the order given."""
    listed = ", ".join(names)
    return f'import {{{listed}}} from "{path}";'


def upper_snake(name: str) -> str:
    """`RegisterAsset` -> `REGISTER_ASSET`."""
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name).lstrip("_")


def camel(name: str) -> str:
    """`RegisterAsset` -> `registerAsset`."""
    return name[0].lower() + name[1:]


def solidity_member(attribute: str) -> str:
    """The name of a struct's member or an error's value: the signed one, with `_` behind a reserved word."""
    name = member_name(attribute)
    return f"{name}_" if name in _RESERVED else name
