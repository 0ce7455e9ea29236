// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Where a record stands. One storage word.
/// @param kind The kind of record; 0: no such record.
/// @param state Its stored state, numbered as in `State`.
/// @param version Number of commands accepted on it or touching it.
/// @param authority_version Version of the last authority command on it, 1 if none: the lower bound of the next one.
/// @param at Ledger time of the last command (UTC seconds).
struct Entry {
    uint8 kind;
    uint8 state;
    uint32 version;
    uint32 authority_version;
    uint64 at;
}

/// @notice A second record that a command moved to a new version, and its new head.
struct Touch {
    bytes32 record;
    uint32 version;
    bytes32 head;
}

/// @notice What every event says of its command beside the command itself.
/// @param signers `signers[i]` is the party whose key made `signatures[i]`.
struct Header {
    uint8 kind;
    uint32 version;
    bytes32 head;
    uint64 at;
    bytes32[] signers;
    bytes[] signatures;
    Touch[] touched;
}

/// @notice The genesis document's time and regulator (docs/specs/commands.md, "Genesis document").
/// @param at Genesis time (UTC seconds).
/// @param keys 1 to 16 addresses; the first gives the regulator's party id.
struct Genesis {
    uint64 at;
    uint8 party_kind;
    uint16 country;
    bytes32 profile;
    address[] keys;
    uint8 threshold;
}
