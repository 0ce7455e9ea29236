// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Entry, Header, Touch} from "./Records.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {RecordNotFound, VersionMismatch, WrongRecordId} from "./generated/Errors.sol";

/// @title What every module does alike
/// @notice The digest of a command, the checks of its record (check 6), and the header of its event.
/// @dev Without storage: a module's own variables begin at slot 0. The registry creates modules, so it is the creator.
abstract contract Module {
    IRegistry internal immutable REGISTRY;
    IParties internal immutable PARTIES;
    bytes32 private immutable DOMAIN_SEPARATOR;

    constructor() {
        REGISTRY = IRegistry(msg.sender);
        PARTIES = IParties(REGISTRY.moduleAt(ModuleNumber.PARTIES));
        DOMAIN_SEPARATOR = REGISTRY.domainSeparator();
    }

    /// @notice What the signatories of a command sign (EIP-712).
    function _digest(bytes32 structHash) internal view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR, structHash);
    }

    /// @notice The ledger time of a command accepted now (UTC seconds).
    function _now() internal view returns (uint64) {
        return uint64(block.timestamp);
    }

    /// @notice The id of a record other than a party, created by a command whose first signature is of `party`.
    function _recordId(uint8 kind, bytes32 party, bytes32 nonce) internal pure returns (bytes32) {
        return keccak256(abi.encode(kind, party, nonce));
    }

    /// @notice Check 6 of a create: the id, then that there is no such record yet (reading 13).
    function _checkNew(bytes32 record, bytes32 expectedId, uint32 expectedVersion) internal view {
        if (record != expectedId) revert WrongRecordId(expectedId, record);
        uint32 current = REGISTRY.entryOf(record).version;
        if (current != 0 || expectedVersion != 0) revert VersionMismatch(current, expectedVersion);
    }

    /// @notice Check 6 of a create that comes again (reading 50): the id, then the version, 0 where there is none yet.
    /// @return entry Where the record stands; all zero: this creates it.
    function _checkAgain(bytes32 record, bytes32 expectedId, uint32 expectedVersion)
        internal
        view
        returns (Entry memory entry)
    {
        if (record != expectedId) revert WrongRecordId(expectedId, record);
        entry = REGISTRY.entryOf(record);
        if (entry.version != expectedVersion) revert VersionMismatch(entry.version, expectedVersion);
    }

    /// @notice Check 6 of every other command: the record is there and at the expected version.
    /// @param authority Whether the version may lie anywhere from the last authority command on.
    function _checkCurrent(bytes32 record, uint8 kind, uint32 expectedVersion, bool authority)
        internal
        view
        returns (Entry memory entry)
    {
        entry = _entry(record, kind);
        uint32 least = authority ? entry.authority_version : entry.version;
        if (expectedVersion < least || expectedVersion > entry.version) {
            revert VersionMismatch(entry.version, expectedVersion);
        }
    }

    /// @notice A record of this kind, or RECORD_NOT_FOUND.
    function _entry(bytes32 record, uint8 kind) internal view returns (Entry memory entry) {
        entry = REGISTRY.entryOf(record);
        if (entry.kind != kind) revert RecordNotFound(record);
    }

    /// @notice Records a new record and gives the header of its event.
    function _create(
        bytes32 record,
        uint8 kind,
        uint8 state,
        bytes32 digest,
        bytes32[] memory signers,
        bytes[] calldata signatures
    ) internal returns (Header memory header) {
        (header.version, header.head) = REGISTRY.create(record, kind, state, digest);
        _fill(header, kind, signers, signatures);
    }

    /// @notice Moves a record to its next version and gives the header of its event; `touched` is the caller's to fill.
    function _advance(
        bytes32 record,
        uint8 kind,
        uint8 state,
        bytes32 digest,
        bool authority,
        bytes32[] memory signers,
        bytes[] calldata signatures
    ) internal returns (Header memory header) {
        (header.version, header.head) = REGISTRY.advance(record, state, digest, authority);
        _fill(header, kind, signers, signatures);
    }

    /// @notice Moves a second record to its next version and names it in the header.
    function _touch(Header memory header, bytes32 record, bytes32 digest) internal {
        header.touched = new Touch[](1);
        header.touched[0] = REGISTRY.touch(record, digest);
    }

    /// @dev Which record a command touches beside the one that its event is indexed by (docs/specs/evm.md, "Events").
    event AlsoTouched(bytes32 indexed record, bytes32 indexed digest);

    /// @notice Moves a second record to its next version and to another state, without an authority mark.
    function _touchTo(bytes32 record, uint8 state, bytes32 digest) internal returns (Touch memory touched) {
        touched.record = record;
        (touched.version, touched.head) = REGISTRY.advance(record, state, digest, false);
    }

    function _fill(Header memory header, uint8 kind, bytes32[] memory signers, bytes[] calldata signatures)
        private
        view
    {
        header.kind = kind;
        header.at = _now();
        header.signers = signers;
        header.signatures = signatures;
    }
}
