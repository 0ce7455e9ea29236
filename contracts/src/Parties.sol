// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {Admission, IParties, Signer} from "./interfaces/IParties.sol";
import {Entry, Header} from "./Records.sol";
import {Admissions} from "./parties/Admissions.sol";
import {Incompatibility} from "./parties/Incompatibility.sol";
import {Party, RoleGrant} from "./parties/PartyStore.sol";
import {Kind, PartyState, Power, Role, State} from "./generated/Enums.sol";
import {
    KeyTaken,
    ListFull,
    NotAuthorised,
    NumberRange,
    RecordNotFound,
    RoleIncompatible,
    RoleRequired,
    SignatureMissing,
    StateForbids,
    UnknownKey
} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {PartyShapes} from "./generated/PartyShapes.sol";
import {
    AddKey,
    DeclareInterest,
    GrantRole,
    MoveParty,
    RegisterParty,
    RevokeKey,
    RevokeRole,
    UpdateParty
} from "./generated/Types.sol";

/// @title Parties
/// @notice The Party table of the catalogue. Each function follows the numbered order of checks.
contract Parties is Admissions {
    using Authority for Admission;
    using Authority for Signer;

    uint32 private constant NO_ROLES = 0;
    uint32 private constant GOVERNING = uint32(1) << Role.OPERATOR | uint32(1) << Role.REGULATOR;
    uint32 private constant RECOVERING = uint32(1) << Role.ARBITER | uint32(1) << Role.REGULATOR;

    /// @inheritdoc IParties
    function registerParty(RegisterParty calldata command, bytes[] calldata signatures) external {
        PartyShapes.check(command, signatures); // (2)
        bytes32 digest = _digest(Hashing.hash(command));
        (Admission memory admission, address[] memory signed) =
            _admit(digest, command.not_after, Power.KEYS, NO_ROLES, signatures, command.record, command.keys); // (4) (5)
        address party = command.keys[0];
        _checkNew(command.record, _idOf(party), command.expected_version); // (6)
        if (admission.parties.length != 0) revert NotAuthorised(admission.parties[0].party); // (8)
        for (uint256 i = 0; i < command.keys.length; ++i) {
            if (!_contains(signed, signed.length, command.keys[i])) revert SignatureMissing(command.record, 0);
        }
        _checkParent(command.parent); // (9)
        _parties[party] = Party({
            kind: command.party_kind,
            country: command.country,
            threshold: command.threshold,
            state: State.PENDING,
            roles: NO_ROLES,
            parent: _partyOf(command.parent)
        });
        for (uint256 i = 0; i < command.keys.length; ++i) {
            address key = command.keys[i];
            if (_keys[key].owner.party != address(0)) revert KeyTaken(key); // (10)
            _enterKey(party, key, Power.ALL, _now(), WITHOUT_END);
        }
        Header memory header = _create(command.record, Kind.PARTY, State.PENDING, digest, admission.signers, signatures);
        emit PartyRegistered(command.record, digest, header, command);
    }

    /// @inheritdoc IParties
    function updateParty(UpdateParty calldata command, bytes[] calldata signatures) external {
        PartyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admitted(digest, command.not_after, Authority.bit(Role.OPERATOR), signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.PARTY, command.expected_version, false);
        _requireActive(command.record, entry); // (7)
        Party storage party = _parties[_partyOf(command.record)];
        address parent = _partyOf(command.parent);
        bool moved = command.parent != _idOf(party.parent);
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            signer.requireCalled(signer.party == command.record || (moved && signer.holds(Role.OPERATOR))); // (8)
        }
        admission.requireSignatureOf(command.record);
        if (moved) admission.requireSignatureBy(Role.OPERATOR);
        _checkParent(command.parent); // (9)
        party.parent = parent;
        Header memory header = _moved(command.record, entry.state, digest, false, admission, signatures);
        emit PartyUpdated(command.record, digest, header, command);
    }

    /// @inheritdoc IParties
    function moveParty(MoveParty calldata command, bytes[] calldata signatures) external {
        PartyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admitted(digest, command.not_after, GOVERNING, signatures);
        bool authority = admission.anyHolds(Role.OPERATOR) || admission.anyHolds(Role.REGULATOR); // reading 14
        Entry memory entry = _checkCurrent(command.record, Kind.PARTY, command.expected_version, authority);
        uint8 state = _stateAfter(command, entry.state); // (7)
        _checkMovers(command, admission); // (8)
        _parties[_partyOf(command.record)].state = state;
        Header memory header = _moved(command.record, state, digest, authority, admission, signatures);
        emit PartyMoved(command.record, digest, header, command);
    }

    /// @inheritdoc IParties
    function addKey(AddKey calldata command, bytes[] calldata signatures) external {
        PartyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        address[] memory added = new address[](1);
        added[0] = command.key;
        (Admission memory admission, address[] memory signed) =
            _admit(digest, command.not_after, Power.KEYS, RECOVERING, signatures, command.record, added);
        Entry memory entry = _checkCurrent(command.record, Kind.PARTY, command.expected_version, false);
        bool recovery = admission.parties.length != 0 && !admission.hasSigned(command.record); // reading 22
        if (!(recovery && entry.state == State.SUSPENDED)) _requireActive(command.record, entry); // (7)
        _checkAdders(command.record, admission, recovery); // (8)
        if (!_contains(signed, signed.length, command.key)) revert SignatureMissing(command.record, 0);
        address party = _partyOf(command.record);
        if (_keys[command.key].owner.party != address(0)) revert KeyTaken(command.key); // (10)
        _dropEndedKeys(party);
        if (_keysOf[party].length >= MOST_KEYS) revert ListFull(command.record, MOST_KEYS);
        _enterKey(party, command.key, command.powers, command.valid_from, command.valid_to);
        _setThreshold(party, command.threshold, 1, _countKeysWithKeys(party));
        Header memory header = _moved(command.record, entry.state, digest, false, admission, signatures);
        emit KeyAdded(command.record, digest, header, command);
    }

    /// @inheritdoc IParties
    function revokeKey(RevokeKey calldata command, bytes[] calldata signatures) external {
        PartyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admitted(digest, command.not_after, Authority.bit(Role.REGULATOR), signatures);
        bool byRegulator = admission.anyHolds(Role.REGULATOR); // reading 14
        Entry memory entry = _checkCurrent(command.record, Kind.PARTY, command.expected_version, byRegulator);
        _requireActiveOrSuspended(command.record, entry); // (7)
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            signer.requireCalled(signer.party == command.record || signer.holds(Role.REGULATOR)); // (8)
        }
        address party = _partyOf(command.record);
        if (_keys[command.key].owner.party != party || !_isUnended(command.key)) revert UnknownKey(command.key); // (10)
        uint64 revokedAt = _now();
        _keys[command.key].life.revoked_at = revokedAt;
        uint256 left = _countKeysWithKeys(party);
        // Only the regulator may leave none, and then nothing is left to ask for (reading 26).
        _setThreshold(party, command.threshold, byRegulator && left == 0 ? 0 : 1, left);
        Header memory header = _moved(command.record, entry.state, digest, byRegulator, admission, signatures);
        emit KeyRevoked(command.record, digest, header, command, revokedAt);
    }

    /// @inheritdoc IParties
    function grantRole(GrantRole calldata command, bytes[] calldata signatures) external {
        PartyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admitted(digest, command.not_after, GOVERNING, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.PARTY, command.expected_version, false);
        _requireActive(command.record, entry); // (7)
        _checkGranters(command.role, admission); // (8)
        address party = _partyOf(command.record);
        uint32 incompatible = _rolesUnended(party, Incompatibility.against(command.role)); // (10)
        if (incompatible != 0) revert RoleIncompatible(command.role, Authority.lowest(incompatible));
        _parties[party].roles |= Authority.bit(command.role);
        _grants[party][command.role] = RoleGrant({
            fields: command.fields == 0 ? type(uint64).max : command.fields,
            valid_from: command.valid_from,
            valid_to: command.valid_to
        });
        Header memory header = _moved(command.record, entry.state, digest, false, admission, signatures);
        emit RoleGranted(command.record, digest, header, command);
    }

    /// @inheritdoc IParties
    function revokeRole(RevokeRole calldata command, bytes[] calldata signatures) external {
        PartyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admitted(digest, command.not_after, GOVERNING, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.PARTY, command.expected_version, true);
        _requireActiveOrSuspended(command.record, entry); // (7)
        _requireEach(admission, _isPrivileged(command.role) ? Role.REGULATOR : Role.OPERATOR); // (8)
        address party = _partyOf(command.record);
        uint32 bit = Authority.bit(command.role);
        if (_rolesUnended(party, bit) == 0) revert RoleRequired(command.record, command.role); // (10)
        _parties[party].roles &= ~bit;
        Header memory header = _moved(command.record, entry.state, digest, true, admission, signatures);
        emit RoleRevoked(command.record, digest, header, command, _now());
    }

    /// @inheritdoc IParties
    function declareInterest(DeclareInterest calldata command, bytes[] calldata signatures) external {
        PartyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admitted(digest, command.not_after, NO_ROLES, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.PARTY, command.expected_version, false);
        _requireActive(command.record, entry); // (7)
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            admission.parties[i].requireCalled(admission.parties[i].party == command.record); // (8)
        }
        if (REGISTRY.entryOf(command.subject).kind == 0) revert RecordNotFound(command.subject); // (9)
        _interests[_partyOf(command.record)][command.subject] = true;
        Header memory header = _moved(command.record, entry.state, digest, false, admission, signatures);
        emit InterestDeclared(command.record, digest, header, command);
    }

    // --- Checks 4 and 5, and acceptance ---

    function _admitted(bytes32 digest, uint64 notAfter, uint32 roles, bytes[] calldata signatures)
        private
        view
        returns (Admission memory admission)
    {
        (admission,) = _admit(digest, notAfter, Power.KEYS, roles, signatures, bytes32(0), new address[](0));
    }

    function _moved(
        bytes32 record,
        uint8 state,
        bytes32 digest,
        bool authority,
        Admission memory admission,
        bytes[] calldata signatures
    ) private returns (Header memory) {
        return _advance(record, Kind.PARTY, state, digest, authority, admission.signers, signatures);
    }

    // --- Check 7 ---

    function _requireActive(bytes32 record, Entry memory entry) private pure {
        if (entry.state != State.ACTIVE) revert StateForbids(record, entry.state);
    }

    function _requireActiveOrSuspended(bytes32 record, Entry memory entry) private pure {
        if (entry.state != State.ACTIVE && entry.state != State.SUSPENDED) revert StateForbids(record, entry.state);
    }

    /// @notice pending, suspended to active; active to suspended; any but closed to closed.
    function _stateAfter(MoveParty calldata command, uint8 state) private pure returns (uint8) {
        if (command.party_state == PartyState.ACTIVE && (state == State.PENDING || state == State.SUSPENDED)) {
            return State.ACTIVE;
        }
        if (command.party_state == PartyState.SUSPENDED && state == State.ACTIVE) return State.SUSPENDED;
        if (command.party_state == PartyState.CLOSED && state != State.CLOSED) return State.CLOSED;
        revert StateForbids(command.record, state);
    }

    // --- Check 8 ---

    function _isPrivileged(uint8 role) private pure returns (bool) {
        return Role.PRIVILEGED & Authority.bit(role) != 0;
    }

    function _requireEach(Admission memory admission, uint8 role) private pure {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            admission.parties[i].requireRole(role);
        }
    }

    /// @notice The operator or the regulator, the regulator alone for a holder of a privileged role (reading 21); to
    /// close, the party itself too.
    function _checkMovers(MoveParty calldata command, Admission memory admission) private view {
        bool privileged = _rolesHeld(_partyOf(command.record), Role.PRIVILEGED) != 0;
        bool closing = command.party_state == PartyState.CLOSED;
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            if (signer.holds(Role.REGULATOR) || (!privileged && signer.holds(Role.OPERATOR))) continue;
            if (closing) signer.requireCalled(signer.party == command.record);
            else revert RoleRequired(signer.party, privileged ? Role.REGULATOR : Role.OPERATOR);
        }
    }

    /// @notice The party itself; or arbiter and regulator together (reading 22).
    function _checkAdders(bytes32 record, Admission memory admission, bool recovery) private pure {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            signer.requireCalled(recovery ? signer.roles & RECOVERING != 0 : signer.party == record);
        }
        if (!recovery) return admission.requireSignatureOf(record);
        admission.requireSignatureBy(Role.ARBITER);
        admission.requireSignatureBy(Role.REGULATOR);
    }

    /// @notice Operator and regulator are named by the regulator alone; other privileged roles by both of them.
    function _checkGranters(uint8 role, Admission memory admission) private pure {
        if (role == Role.OPERATOR || role == Role.REGULATOR) return _requireEach(admission, Role.REGULATOR);
        if (!_isPrivileged(role)) return _requireEach(admission, Role.OPERATOR);
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            if (signer.roles & GOVERNING == 0) revert RoleRequired(signer.party, Role.OPERATOR);
        }
        admission.requireSignatureBy(Role.OPERATOR);
        admission.requireSignatureBy(Role.REGULATOR);
    }

    // --- Checks 9 and 10 ---

    function _checkParent(bytes32 parent) private view {
        if (parent != 0) _entry(parent, Kind.PARTY);
    }

    function _setThreshold(address party, uint8 threshold, uint256 least, uint256 most) private {
        if (threshold < least || threshold > most) revert NumberRange("threshold", threshold, least, most);
        _parties[party].threshold = threshold;
    }
}
