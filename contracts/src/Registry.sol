// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Entry, Genesis, Touch} from "./Records.sol";
import {Kind, State} from "./generated/Enums.sol";
import {ClockBehind} from "./generated/Errors.sol";
import {RULEBOOK} from "./generated/Rulebook.sol";

/// @title Registry
/// @dev Heads and entries stand in slots 0 and 1, where proofs read them (docs/specs/evm.md).
contract Registry is IRegistry {
    uint256 private constant MODULES = 3;
    uint256 private constant MOST_KEYS = 16;
    bytes32 private constant DOMAIN_TYPE = keccak256("EIP712Domain(string name,string version,bytes32 salt)");

    mapping(bytes32 record => bytes32 head) private _heads;
    mapping(bytes32 record => Entry) private _entries;
    uint256 private _installed;
    Genesis private _genesis;

    bytes32 private immutable LEDGER;
    bytes32 private immutable DOMAIN_SEPARATOR;
    uint64 private immutable GENESIS_AT;
    // Each module's creation code hash and address. Immutables, so that a command reads no storage to be let in.
    bytes32 private immutable CODE_0;
    bytes32 private immutable CODE_1;
    bytes32 private immutable CODE_2;
    address private immutable MODULE_0;
    address private immutable MODULE_1;
    address private immutable MODULE_2;

    /// @param ledger_ The ledger's id.
    /// @param genesis_ The genesis document's time and regulator.
    /// @param moduleCodeHashes Keccak-256 of each module's creation code, in order.
    constructor(bytes32 ledger_, Genesis memory genesis_, bytes32[] memory moduleCodeHashes) {
        if (moduleCodeHashes.length != MODULES) revert WrongModuleCount(MODULES, moduleCodeHashes.length);
        LEDGER = ledger_;
        DOMAIN_SEPARATOR = keccak256(abi.encode(DOMAIN_TYPE, keccak256("HanoTEX"), keccak256("1"), ledger_));
        GENESIS_AT = genesis_.at;
        CODE_0 = moduleCodeHashes[0];
        CODE_1 = moduleCodeHashes[1];
        CODE_2 = moduleCodeHashes[2];
        MODULE_0 = Create2.computeAddress(0, moduleCodeHashes[0]);
        MODULE_1 = Create2.computeAddress(0, moduleCodeHashes[1]);
        MODULE_2 = Create2.computeAddress(0, moduleCodeHashes[2]);
        _recordGenesis(ledger_, genesis_);
    }

    /// @inheritdoc IRegistry
    function install(bytes calldata creationCode) external returns (address module) {
        bytes32 codeHash = keccak256(creationCode);
        module = moduleAt(_indexOf(codeHash));
        if (module.code.length != 0) revert AlreadyInstalled(module);
        uint256 installed = _installed + 1;
        _installed = installed;
        // The address follows from the code, so this makes exactly `module` or reverts.
        Create2.deploy(0, 0, creationCode);
        if (installed == MODULES) emit Deployed(LEDGER, RULEBOOK, _runtimeCodeHashes());
    }

    /// @inheritdoc IRegistry
    function create(bytes32 record, uint8 kind, uint8 state, bytes32 digest)
        external
        returns (uint32 version, bytes32 head)
    {
        _onlyModules();
        uint64 at = _now();
        assert(_entries[record].version == 0);
        version = 1;
        head = _next(record, digest, at);
        _entries[record] = Entry({kind: kind, state: state, version: version, authority_version: 1, at: at});
        _heads[record] = head;
    }

    /// @inheritdoc IRegistry
    function advance(bytes32 record, uint8 state, bytes32 digest, bool authority)
        external
        returns (uint32 version, bytes32 head)
    {
        _onlyModules();
        Entry memory entry = _entries[record];
        entry.state = state;
        head = _move(record, entry, digest, authority);
        version = entry.version;
    }

    /// @inheritdoc IRegistry
    function touch(bytes32 record, bytes32 digest) external returns (Touch memory) {
        _onlyModules();
        Entry memory entry = _entries[record];
        bytes32 head = _move(record, entry, digest, false);
        return Touch({record: record, version: entry.version, head: head});
    }

    /// @inheritdoc IRegistry
    function ledger() external view returns (bytes32) {
        return LEDGER;
    }

    /// @inheritdoc IRegistry
    function domainSeparator() external view returns (bytes32) {
        return DOMAIN_SEPARATOR;
    }

    /// @inheritdoc IRegistry
    function rulebook() external pure returns (uint32) {
        return RULEBOOK;
    }

    /// @inheritdoc IRegistry
    function genesisAt() external view returns (uint64) {
        return GENESIS_AT;
    }

    /// @inheritdoc IRegistry
    function genesis() external view returns (Genesis memory) {
        return _genesis;
    }

    /// @inheritdoc IRegistry
    function moduleCount() external pure returns (uint256) {
        return MODULES;
    }

    /// @inheritdoc IRegistry
    function moduleAt(uint256 index) public view returns (address) {
        if (index == 0) return MODULE_0;
        if (index == 1) return MODULE_1;
        if (index == 2) return MODULE_2;
        revert WrongModuleCount(MODULES, index);
    }

    /// @inheritdoc IRegistry
    function isInstalled() external view returns (bool) {
        return _installed == MODULES;
    }

    /// @inheritdoc IRegistry
    function entryOf(bytes32 record) external view returns (Entry memory) {
        return _entries[record];
    }

    /// @inheritdoc IRegistry
    function headOf(bytes32 record) external view returns (bytes32) {
        return _heads[record];
    }

    /// @dev The one place where an existing record's version, time and head move. Changes `entry` in place.
    function _move(bytes32 record, Entry memory entry, bytes32 digest, bool authority) private returns (bytes32 head) {
        assert(entry.version != 0);
        uint64 at = _now();
        if (at < entry.at) revert ClockBehind(entry.at, at);
        entry.version += 1;
        entry.at = at;
        if (authority) entry.authority_version = entry.version;
        head = _next(_heads[record], digest, at);
        _entries[record] = entry;
        _heads[record] = head;
    }

    function _next(bytes32 head, bytes32 digest, uint64 at) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(head, digest, at));
    }

    function _now() private view returns (uint64) {
        return uint64(block.timestamp);
    }

    function _onlyModules() private view {
        if (msg.sender != MODULE_0 && msg.sender != MODULE_1 && msg.sender != MODULE_2) revert NotAModule(msg.sender);
        if (_installed != MODULES) revert NotInstalled();
    }

    function _recordGenesis(bytes32 ledger_, Genesis memory genesis_) private {
        uint256 count = genesis_.keys.length;
        if (count == 0 || count > MOST_KEYS) revert BadGenesis();
        if (genesis_.threshold == 0 || genesis_.threshold > count) revert BadGenesis();
        for (uint256 i = 0; i < count; ++i) {
            if (genesis_.keys[i] == address(0)) revert BadGenesis();
            for (uint256 j = 0; j < i; ++j) {
                if (genesis_.keys[j] == genesis_.keys[i]) revert BadGenesis();
            }
        }
        bytes32 record = bytes32(uint256(uint160(genesis_.keys[0])));
        bytes32 head = _next(record, ledger_, genesis_.at);
        _entries[record] =
            Entry({kind: Kind.PARTY, state: State.ACTIVE, version: 1, authority_version: 1, at: genesis_.at});
        _heads[record] = head;
        _genesis = genesis_;
        emit GenesisRecorded(record, ledger_, 1, head, genesis_.at, genesis_);
    }

    function _indexOf(bytes32 codeHash) private view returns (uint256) {
        if (codeHash == CODE_0) return 0;
        if (codeHash == CODE_1) return 1;
        if (codeHash == CODE_2) return 2;
        revert UnknownCreationCode(codeHash);
    }

    function _runtimeCodeHashes() private view returns (bytes32[] memory hashes) {
        hashes = new bytes32[](1 + MODULES);
        hashes[0] = address(this).codehash;
        for (uint256 i = 0; i < MODULES; ++i) {
            hashes[i + 1] = moduleAt(i).codehash;
        }
    }
}
