// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Entry, Genesis, Touch} from "../Records.sol";

/// @title The registry of records
/// @notice Keeps the head, version and state of every record, and the list of modules that may move them. It follows
/// no rule of its own: modules do, and their code is fixed when the registry is created.
interface IRegistry {
    /// @notice The regulator's record, which no command made. The digest is the ledger's id.
    event GenesisRecorded(
        bytes32 indexed record, bytes32 indexed digest, uint32 version, bytes32 head, uint64 at, Genesis genesis
    );

    /// @notice The last module is installed; commands are accepted from now on.
    /// @param codeHashes Keccak-256 of the runtime code of the registry, then of each module in order.
    event Deployed(bytes32 ledger, uint32 rulebook, bytes32[] codeHashes);

    /// @notice The genesis regulator has no key, too many, one twice, or a threshold they cannot meet.
    error BadGenesis();
    /// @notice A registry without modules could never accept a command.
    error NoModules();
    /// @notice There is no module of this number.
    error NoSuchModule(uint256 index);
    /// @notice The code is not one of those listed when the registry was created.
    error UnknownCreationCode(bytes32 codeHash);
    /// @notice This module stands already.
    error AlreadyInstalled(address module);
    /// @notice Only modules move records, and only once every module is installed.
    error MayNotWrite(address caller);

    /// @notice Creates a module from its creation code. Anyone may call it, in any order, once for each module.
    /// @param creationCode Its Keccak-256 is one of those listed when the registry was created.
    function install(bytes calldata creationCode) external returns (address module);

    /// @notice The ledger's id: Keccak-256 of the genesis document.
    function ledger() external view returns (bytes32);

    /// @notice Hash of the ledger's EIP-712 domain, whose salt is the ledger's id.
    function domainSeparator() external view returns (bytes32);

    /// @notice Version of the rules.
    function rulebook() external view returns (uint32);

    /// @notice Genesis time (UTC seconds); ledger time is never before it.
    function genesisAt() external view returns (uint64);

    /// @notice The genesis regulator.
    function genesis() external view returns (Genesis memory);

    /// @notice How many modules were listed when the registry was created.
    function moduleCount() external view returns (uint256);

    /// @notice The address of a module, installed or not, numbered as in `ModuleNumber`.
    function moduleAt(uint256 index) external view returns (address);

    /// @notice Whether every module is installed.
    function isInstalled() external view returns (bool);

    /// @notice Where a record stands; all zero: no such record.
    function entryOf(bytes32 record) external view returns (Entry memory);

    /// @notice The head of a record's history; zero: no such record.
    function headOf(bytes32 record) external view returns (bytes32);

    /// @notice Records a new record at version 1. Modules only, which have checked that there is none.
    /// @return version 1
    /// @return head Keccak-256 of the record's id, the digest and the time (72 bytes).
    function create(bytes32 record, uint8 kind, uint8 state, bytes32 digest)
        external
        returns (uint32 version, bytes32 head);

    /// @notice Moves a record to its next version and to `state`. Modules only.
    /// @param authority Whether the command is an authority command on this record.
    function advance(bytes32 record, uint8 state, bytes32 digest, bool authority)
        external
        returns (uint32 version, bytes32 head);

    /// @notice Moves a second record to its next version; its state and authority mark stay. Modules only. A second
    /// record whose state changes is moved by `advance`.
    function touch(bytes32 record, bytes32 digest) external returns (Touch memory);
}
