// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AddKey,
    DeclareInterest,
    GrantRole,
    MoveParty,
    RegisterParty,
    RevokeKey,
    RevokeRole,
    UpdateParty
} from "../../src/generated/Types.sol";

/// @title EIP-712 hashes of the Party commands, written out by hand from docs/specs/commands.md
/// @dev Independent of the generated library: each type and member stands here once more.
library TypedData {
    function digest(bytes32 ledger, bytes32 structHash) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            bytes.concat(
                keccak256("EIP712Domain(string name,string version,bytes32 salt)"),
                keccak256("HanoTEX"),
                keccak256("1"),
                ledger
            )
        );
        return keccak256(bytes.concat(hex"1901", domain, structHash));
    }

    function hash(RegisterParty memory c) internal pure returns (bytes32) {
        bytes memory keys;
        for (uint256 i = 0; i < c.keys.length; ++i) {
            keys = bytes.concat(keys, bytes32(uint256(uint160(c.keys[i]))));
        }
        bytes memory type_ = "RegisterParty(bytes32 record,uint32 expected_version,uint64 not_after,uint8 party_kind,"
            "bytes32 profile,uint16 country,bytes32 parent,address[] keys,uint8 threshold)";
        return keccak256(
            bytes.concat(
                _head(type_, c.record, c.expected_version, c.not_after),
                bytes32(uint256(c.party_kind)),
                c.profile,
                bytes32(uint256(c.country)),
                c.parent,
                keccak256(keys),
                bytes32(uint256(c.threshold))
            )
        );
    }

    function hash(UpdateParty memory c) internal pure returns (bytes32) {
        bytes memory type_ =
            "UpdateParty(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 profile,bytes32 parent)";
        return keccak256(bytes.concat(_head(type_, c.record, c.expected_version, c.not_after), c.profile, c.parent));
    }

    function hash(MoveParty memory c) internal pure returns (bytes32) {
        bytes memory type_ =
            "MoveParty(bytes32 record,uint32 expected_version,uint64 not_after,uint8 party_state,bytes32 reason)";
        return keccak256(
            bytes.concat(
                _head(type_, c.record, c.expected_version, c.not_after), bytes32(uint256(c.party_state)), c.reason
            )
        );
    }

    function hash(AddKey memory c) internal pure returns (bytes32) {
        bytes memory type_ = "AddKey(bytes32 record,uint32 expected_version,uint64 not_after,address key,uint8 powers,"
            "uint64 valid_from,uint64 valid_to,uint8 threshold)";
        return keccak256(
            bytes.concat(
                _head(type_, c.record, c.expected_version, c.not_after),
                bytes32(uint256(uint160(c.key))),
                bytes32(uint256(c.powers)),
                bytes32(uint256(c.valid_from)),
                bytes32(uint256(c.valid_to)),
                bytes32(uint256(c.threshold))
            )
        );
    }

    function hash(RevokeKey memory c) internal pure returns (bytes32) {
        bytes memory type_ =
            "RevokeKey(bytes32 record,uint32 expected_version,uint64 not_after,address key,uint8 threshold)";
        return keccak256(
            bytes.concat(
                _head(type_, c.record, c.expected_version, c.not_after),
                bytes32(uint256(uint160(c.key))),
                bytes32(uint256(c.threshold))
            )
        );
    }

    function hash(GrantRole memory c) internal pure returns (bytes32) {
        bytes memory type_ = "GrantRole(bytes32 record,uint32 expected_version,uint64 not_after,uint8 role,"
            "uint64 fields,uint64 valid_from,uint64 valid_to)";
        return keccak256(
            bytes.concat(
                _head(type_, c.record, c.expected_version, c.not_after),
                bytes32(uint256(c.role)),
                bytes32(uint256(c.fields)),
                bytes32(uint256(c.valid_from)),
                bytes32(uint256(c.valid_to))
            )
        );
    }

    function hash(RevokeRole memory c) internal pure returns (bytes32) {
        bytes memory type_ = "RevokeRole(bytes32 record,uint32 expected_version,uint64 not_after,uint8 role)";
        return
            keccak256(bytes.concat(_head(type_, c.record, c.expected_version, c.not_after), bytes32(uint256(c.role))));
    }

    function hash(DeclareInterest memory c) internal pure returns (bytes32) {
        bytes memory type_ = "DeclareInterest(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 subject)";
        return keccak256(bytes.concat(_head(type_, c.record, c.expected_version, c.not_after), c.subject));
    }

    function _head(bytes memory type_, bytes32 record, uint32 expectedVersion, uint64 notAfter)
        private
        pure
        returns (bytes memory)
    {
        return bytes.concat(keccak256(type_), record, bytes32(uint256(expectedVersion)), bytes32(uint256(notAfter)));
    }
}
