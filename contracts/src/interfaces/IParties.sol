// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {
    AddKey,
    DeclareInterest,
    GrantRole,
    MoveParty,
    RegisterParty,
    RevokeKey,
    RevokeRole,
    UpdateParty
} from "../generated/Types.sol";

/// @notice One signing party.
/// @param roles Bit (role) is set for each role that it holds now, among those asked for.
struct Signer {
    bytes32 party;
    uint32 roles;
}

/// @notice Who signed a command, once its signatures are found good.
/// @param signers The party of each signature, in the order of the signatures.
/// @param parties The distinct signing parties, in the order of first appearance.
struct Admission {
    bytes32[] signers;
    Signer[] parties;
}

/// @title Parties, their keys and roles
/// @notice Decides for every module whether a command's time and signatures are good (checks 4 and 5).
interface IParties {
    /// @notice A party announced itself and proved its keys.
    event PartyRegistered(bytes32 indexed record, bytes32 indexed digest, Header header, RegisterParty command);
    /// @notice A party has a new profile or parent.
    event PartyUpdated(bytes32 indexed record, bytes32 indexed digest, Header header, UpdateParty command);
    /// @notice A party was admitted, suspended, readmitted or closed.
    event PartyMoved(bytes32 indexed record, bytes32 indexed digest, Header header, MoveParty command);
    /// @notice A party has a new key and threshold.
    event KeyAdded(bytes32 indexed record, bytes32 indexed digest, Header header, AddKey command);
    /// @notice A key ended; what it signed before stands.
    event KeyRevoked(
        bytes32 indexed record, bytes32 indexed digest, Header header, RevokeKey command, uint64 revoked_at
    );
    /// @notice A role was given, or given anew with another window and fields.
    event RoleGranted(bytes32 indexed record, bytes32 indexed digest, Header header, GrantRole command);
    /// @notice A role ended.
    event RoleRevoked(
        bytes32 indexed record, bytes32 indexed digest, Header header, RevokeRole command, uint64 revoked_at
    );
    /// @notice A party declared an interest in a record.
    event InterestDeclared(bytes32 indexed record, bytes32 indexed digest, Header header, DeclareInterest command);

    /// @notice Announces an organisation and proves its keys.
    function registerParty(RegisterParty calldata command, bytes[] calldata signatures) external;

    /// @notice Gives a party a new profile or another parent.
    function updateParty(UpdateParty calldata command, bytes[] calldata signatures) external;

    /// @notice Admits, suspends, readmits or closes a party.
    function moveParty(MoveParty calldata command, bytes[] calldata signatures) external;

    /// @notice Adds a key, and sets the threshold; also the way back for a party that lost its keys.
    function addKey(AddKey calldata command, bytes[] calldata signatures) external;

    /// @notice Ends a key at this instant.
    function revokeKey(RevokeKey calldata command, bytes[] calldata signatures) external;

    /// @notice Gives a party a role for a time and a set of fields.
    function grantRole(GrantRole calldata command, bytes[] calldata signatures) external;

    /// @notice Ends a role at this instant.
    function revokeRole(RevokeRole calldata command, bytes[] calldata signatures) external;

    /// @notice Records that a party has an interest in a record.
    function declareInterest(DeclareInterest calldata command, bytes[] calldata signatures) external;

    /// @notice Checks 4 and 5 of a command: its time, each signature, then each party's threshold.
    /// @param digest What was signed.
    /// @param not_after The command's last instant (UTC seconds), at most 30 days ahead.
    /// @param power The power that every signing key must hold (`Power`).
    /// @param roles Bit (role) is set for each role whose holders the caller wants to know.
    function admit(bytes32 digest, uint64 not_after, uint8 power, uint32 roles, bytes[] calldata signatures)
        external
        view
        returns (Admission memory);

    /// @notice Whether a party holds a role now.
    function holdsRole(bytes32 party, uint8 role) external view returns (bool);

    /// @notice The fields for which a party holds a role now; zero: it does not hold it.
    function roleFields(bytes32 party, uint8 role) external view returns (uint64);

    /// @notice The bit number of a party's country; zero also where there is no such party.
    function countryOf(bytes32 party) external view returns (uint16);

    /// @notice A party's parent; zero: none.
    function parentOf(bytes32 party) external view returns (bytes32);

    /// @notice Whether a party declared an interest in a record.
    function hasInterest(bytes32 party, bytes32 subject) external view returns (bool);
}
