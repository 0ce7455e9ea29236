"""The contracts' types, enumerations, errors, masks and struct hashes, from the definitions in `ledger`.

Shape checks are in `solidity_shapes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from inspect import getdoc, getmembers, isclass
from pathlib import Path

from ledger import commands, enums, scope
from ledger.commands import COMMANDS, Command
from ledger.eip712 import abi_type, element_struct, encode_type, members, referenced_structs
from ledger.engines.evm.abi import MODULES
from ledger.errors import REFUSALS, solidity_name, solidity_type
from ledger.rulebook import RULEBOOK
from scripts.generators import solidity_shapes
from scripts.generators.solidity_text import imports, solidity_member, source, upper_snake

FOLDER = Path("contracts/src/generated")
TESTS = Path("contracts/test/generated")


def generate() -> dict[Path, str]:
    """The text of each generated file, by its path from the root of the repository."""
    files = {
        "Types.sol": _types(),
        "Enums.sol": _enumerations(),
        "Errors.sol": _errors(),
        "Rulebook.sol": _rulebook(),
        "Modules.sol": _modules(),
        "Hashing.sol": _hashing(),
        **solidity_shapes.files(),
    }
    tests = {"HashingCalls.sol": _hashing_calls(), "ModuleNames.sol": _module_names()}
    return {
        **{FOLDER / name: source(lines) for name, lines in files.items()},
        **{TESTS / name: source(lines) for name, lines in tests.items()},
    }


def structs() -> list[type]:
    """Every struct inside a command, in the order in which `ledger.commands` defines them."""
    found = {struct for command in COMMANDS.values() for struct in referenced_structs(command)}
    return [each for each in vars(commands).values() if isclass(each) and each in found]


def _first_sentence(documented: object) -> str:
    return (getdoc(documented) or "").splitlines()[0]


def _types() -> Iterator[str]:
    for struct in (*structs(), *COMMANDS.values()):
        yield f"/// @notice {_first_sentence(struct)}"
        yield f"struct {struct.__name__} {{"
        for name, annotation in members(struct):
            yield f"    {abi_type(annotation)} {solidity_member(name)};"
        yield "}"
        yield ""


def _enumerations() -> Iterator[str]:
    for name, enumeration in getmembers(enums, isclass):
        if not issubclass(enumeration, IntEnum) or enumeration is IntEnum:
            continue
        yield f"library {name} {{"
        for value in enumeration:
            yield f"    uint8 internal constant {value.name} = {value.value};"
        if enumeration is enums.Power:
            yield f"    uint8 internal constant ALL = {enums.ALL_POWERS};"
        else:
            yield f"    uint8 internal constant LAST = {max(enumeration)};"
        if enumeration is enums.Role:
            privileged = sum(1 << role for role in enums.PRIVILEGED_ROLES)
            yield "    /// @dev Bit (role) set for each privileged role."
            yield f"    uint32 internal constant PRIVILEGED = {privileged:#x};"
        yield "}"
        yield ""


def _errors() -> Iterator[str]:
    for code, values in REFUSALS.items():
        arguments = ", ".join(f"{solidity_type(kind)} {solidity_member(name)}" for name, kind in values)
        yield f"error {solidity_name(code)}({arguments});"


def _rulebook() -> Iterator[str]:
    yield "/// @dev The version of the rules; it grows when a release changes what is accepted."
    yield f"uint32 constant RULEBOOK = {RULEBOOK};"
    yield ""
    yield f"// Published codes, code lists version {scope.VERSION}: reading 6."
    yield f"uint32 constant PUBLISHED_ACTS = {scope.PUBLISHED_ACTS:#x};"
    yield f"uint64 constant PUBLISHED_FIELDS = {scope.PUBLISHED_FIELDS:#018x};"
    yield f"uint64 constant PUBLISHED_PROVINCES = {scope.PUBLISHED_PROVINCES:#x};"
    yield f"uint256 constant PUBLISHED_COUNTRIES = {scope.PUBLISHED_COUNTRIES:#066x};"
    yield f"uint16 constant LAST_COUNTRY = {len(scope.COUNTRIES) - 1};"


def _modules() -> Iterator[str]:
    yield "/// @notice The order in which the registry lists its modules."
    yield "library ModuleNumber {"
    for number, name in enumerate(MODULES):
        yield f"    uint256 internal constant {upper_snake(name)} = {number};"
    yield f"    uint256 internal constant COUNT = {len(MODULES)};"
    yield "}"


def _module_names() -> Iterator[str]:
    names = ", ".join(f'"{name}"' for name in MODULES)
    yield "/// @notice The contracts that the registry lists, in their order."
    yield "library ModuleNames {"
    yield f"    function all() internal pure returns (string[{len(MODULES)}] memory) {{"
    yield f"        return [{names}];"
    yield "    }"
    yield "}"


def _hashing() -> Iterator[str]:
    hashed = [*structs(), *COMMANDS.values()]
    yield imports("./Types.sol", (each.__name__ for each in hashed))
    yield ""
    yield "/// @notice EIP-712 struct hashes of commands and of the structs inside them."
    yield "library Hashing {"
    for struct in hashed:
        yield f"    bytes32 private constant {upper_snake(struct.__name__)} = keccak256("
        yield f'        "{encode_type(struct)}"'
        yield "    );"
    for struct in hashed:
        yield ""
        yield from _struct_hash(struct)
    listed = {struct for each in hashed for struct in _listed_structs(each)}
    for struct in (each for each in hashed if each in listed):
        yield ""
        yield from _list_hash(struct)
    yield "}"


def _hashing_calls() -> Iterator[str]:
    names = [command.__name__ for command in COMMANDS.values()]
    yield imports("../../src/generated/Hashing.sol", ["Hashing"])
    yield imports("../../src/generated/Types.sol", names)
    yield ""
    yield "/// @notice The struct hash of each command, called with the very calldata that its module takes."
    yield "contract HashingCalls {"
    for number, name in enumerate(names):
        if number:
            yield ""
        function = name[0].lower() + name[1:]
        yield f"    function {function}({name} calldata command, bytes[] calldata) external pure returns (bytes32) {{"
        yield "        return Hashing.hash(command);"
        yield "    }"
    yield "}"


def _listed_structs(struct: type) -> Iterator[type]:
    for _, annotation in members(struct):
        inner, listed = element_struct(annotation)
        if inner and listed:
            yield inner


def _struct_hash(struct: type) -> Iterator[str]:
    argument = "command" if issubclass(struct, Command) else "value"
    constant = upper_snake(struct.__name__)
    yield f"    function hash({struct.__name__} calldata {argument}) internal pure returns (bytes32) {{"
    if all(not _is_dynamic(annotation) for _, annotation in members(struct)):
        # A struct of atoms is encoded in place just as EIP-712 encodes its members.
        yield f"        return keccak256(abi.encode({constant}, {argument}));"
    else:
        yield "        return keccak256("
        yield "            abi.encode("
        encoded = [constant, *(_member_hash(argument, name, annotation) for name, annotation in members(struct))]
        yield ",\n".join(f"                {each}" for each in encoded)
        yield "            )"
        yield "        );"
    yield "    }"


def _is_dynamic(annotation: object) -> bool:
    struct, listed = element_struct(annotation)
    return listed or struct is not None


def _member_hash(argument: str, name: str, annotation: object) -> str:
    struct, listed = element_struct(annotation)
    value = f"{argument}.{solidity_member(name)}"
    if struct:
        return f"hash({value})"
    return f"keccak256(abi.encodePacked({value}))" if listed else value


def _list_hash(struct: type) -> Iterator[str]:
    yield f"    function hash({struct.__name__}[] calldata values) internal pure returns (bytes32) {{"
    yield "        bytes32[] memory hashes = new bytes32[](values.length);"
    yield "        for (uint256 i = 0; i < values.length; ++i) {"
    yield "            hashes[i] = hash(values[i]);"
    yield "        }"
    yield "        return keccak256(abi.encodePacked(hashes));"
    yield "    }"
