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
    uint256 private constant MOST_KEYS = 16;
    bytes32 private constant DOMAIN_TYPE = keccak256("EIP712Domain(string name,string version,bytes32 salt)");

    mapping(bytes32 record => bytes32 head) private _heads;
    mapping(bytes32 record => Entry) private _entries;
    /// @dev Set for every module at once, with the last one: before that no command is accepted.
    mapping(address => bool) private _mayWrite;
    bytes32[] private _codeHashes;
    uint256 private _installed;
    Genesis private _genesis;

    bytes32 private immutable LEDGER;
    bytes32 private immutable DOMAIN_SEPARATOR;
    uint64 private immutable GENESIS_AT;

    /// @param ledger_ The ledger's id.
    /// @param genesis_ The genesis document's time and regulator.
    /// @param moduleCodeHashes Keccak-256 of each module's creation code, in order.
    constructor(bytes32 ledger_, Genesis memory genesis_, bytes32[] memory moduleCodeHashes) {
        if (moduleCodeHashes.length == 0) revert NoModules();
        LEDGER = ledger_;
        DOMAIN_SEPARATOR = keccak256(abi.encode(DOMAIN_TYPE, keccak256("HanoTEX"), keccak256("1"), ledger_));
        GENESIS_AT = genesis_.at;
        _codeHashes = moduleCodeHashes;
        _recordGenesis(ledger_, genesis_);
    }

    /// @inheritdoc IRegistry
    function install(bytes calldata creationCode) external returns (address module) {
        bytes32 codeHash = keccak256(creationCode);
        _requireListed(codeHash);
        module = _addressOf(codeHash);
        if (module.code.length != 0) revert AlreadyInstalled(module);
        uint256 installed = _installed + 1;
        _installed = installed;
        // The address follows from the code, so this makes exactly `module` or reverts.
        Create2.deploy(0, 0, creationCode);
        if (installed == _codeHashes.length) _open();
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
    function moduleCount() external view returns (uint256) {
        return _codeHashes.length;
    }

    /// @inheritdoc IRegistry
    function moduleAt(uint256 index) external view returns (address) {
        if (index >= _codeHashes.length) revert NoSuchModule(index);
        return _addressOf(_codeHashes[index]);
    }

    /// @inheritdoc IRegistry
    function isInstalled() external view returns (bool) {
        return _installed == _codeHashes.length;
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
        if (!_mayWrite[msg.sender]) revert MayNotWrite(msg.sender);
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

    function _requireListed(bytes32 codeHash) private view {
        for (uint256 i = 0; i < _codeHashes.length; ++i) {
            if (_codeHashes[i] == codeHash) return;
        }
        revert UnknownCreationCode(codeHash);
    }

    function _addressOf(bytes32 codeHash) private view returns (address) {
        return Create2.computeAddress(0, codeHash);
    }

    /// @dev From now on commands are accepted.
    function _open() private {
        uint256 count = _codeHashes.length;
        bytes32[] memory runtime = new bytes32[](1 + count);
        runtime[0] = address(this).codehash;
        for (uint256 i = 0; i < count; ++i) {
            address module = _addressOf(_codeHashes[i]);
            _mayWrite[module] = true;
            runtime[i + 1] = module.codehash;
        }
        emit Deployed(LEDGER, RULEBOOK, runtime);
    }
}
