// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Admission, IParties, Signer} from "../interfaces/IParties.sol";
import {Power, State} from "../generated/Enums.sol";
import {
    BadSignature,
    ClockBehind,
    CommandExpired,
    DuplicateSigner,
    KeyNotValid,
    KeyPowerMissing,
    NotAfterTooFar,
    PartyNotActive,
    ThresholdNotMet,
    UnknownKey
} from "../generated/Errors.sol";
import {KeyLife, KeyOwner, Party, PartyStore} from "./PartyStore.sol";

/// @title Whether a command's time and signatures are good (checks 4 and 5; readings 9 to 12)
abstract contract Admissions is PartyStore, IParties {
    uint64 private constant FURTHEST = 30 days;

    uint64 private immutable GENESIS_AT;

    constructor() {
        GENESIS_AT = REGISTRY.genesisAt();
    }

    /// @inheritdoc IParties
    function admit(bytes32 digest, uint64 not_after, uint8 power, uint32 roles, bytes[] calldata signatures)
        external
        view
        returns (Admission memory admission)
    {
        (admission,) = _admit(digest, not_after, power, roles, signatures, bytes32(0), new address[](0));
    }

    /// @notice Checks 4 and 5.
    /// @param record The party to which `ownKeys` belong.
    /// @param ownKeys Keys that the command itself names: they need only recover, and are no signing party.
    /// @return admission Who signed.
    /// @return keys The key that made each signature.
    function _admit(
        bytes32 digest,
        uint64 notAfter,
        uint8 power,
        uint32 roles,
        bytes[] calldata signatures,
        bytes32 record,
        address[] memory ownKeys
    ) internal view returns (Admission memory admission, address[] memory keys) {
        _checkTime(notAfter);
        keys = new address[](signatures.length);
        admission.signers = new bytes32[](signatures.length);
        Signer[] memory parties = new Signer[](signatures.length);
        uint8[] memory have = new uint8[](signatures.length);
        uint256 count = 0;
        for (uint256 i = 0; i < signatures.length; ++i) {
            address key = _recover(digest, signatures[i], i);
            if (_contains(ownKeys, ownKeys.length, key)) {
                if (_contains(keys, i, key)) revert DuplicateSigner(key);
                admission.signers[i] = record;
            } else {
                bytes32 party = _idOf(_checkKey(key, power, _contains(keys, i, key)));
                admission.signers[i] = party;
                uint256 place = _place(parties, count, party);
                if (place == count) parties[count++].party = party;
                ++have[place];
            }
            keys[i] = key;
        }
        // Only the distinct parties remain; the array was made as long as it could become.
        assembly ("memory-safe") {
            mstore(parties, count)
        }
        bool byThreshold = power == Power.TITLE || power == Power.KEYS;
        for (uint256 i = 0; i < count; ++i) {
            address party = _partyOf(parties[i].party);
            uint8 need = _parties[party].threshold;
            // A threshold of 0 is that of a party without a key for this (reading 43).
            if (byThreshold && (need == 0 || have[i] < need)) revert ThresholdNotMet(parties[i].party, have[i], need);
            parties[i].roles = _rolesHeld(party, roles);
        }
        admission.parties = parties;
    }

    function _checkTime(uint64 notAfter) private view {
        uint64 present = _now();
        // Ledger time begins with the genesis; a chain whose blocks are older has to wait.
        if (present < GENESIS_AT) revert ClockBehind(GENESIS_AT, present);
        if (present >= notAfter) revert CommandExpired(notAfter, present);
        if (notAfter > present + FURTHEST) revert NotAfterTooFar(notAfter, present + FURTHEST);
    }

    /// @dev OpenZeppelin's recovery refuses exactly what reading 9 does: any length but 65, s in the upper half, and
    /// whatever the precompile recovers nothing from (v not 27 or 28; r or s zero or out of range).
    function _recover(bytes32 digest, bytes calldata signature, uint256 index) private pure returns (address) {
        (address key, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure != ECDSA.RecoverError.NoError) revert BadSignature(index);
        return key;
    }

    /// @notice Known, not a duplicate, valid now, with the power, its party active: in this order (reading 10).
    function _checkKey(address key, uint8 power, bool duplicate) private view returns (address party) {
        KeyOwner memory owner = _keys[key].owner;
        party = owner.party;
        if (party == address(0)) revert UnknownKey(key);
        if (duplicate) revert DuplicateSigner(key);
        KeyLife memory life = _keys[key].life;
        uint64 present = _now();
        if (present < life.valid_from || present >= life.valid_to || life.revoked_at != 0) {
            revert KeyNotValid(key, present);
        }
        if (owner.powers & power == 0) revert KeyPowerMissing(key, power);
        uint8 state = _parties[party].state;
        if (state != State.ACTIVE) revert PartyNotActive(_idOf(party), state);
    }

    /// @notice Whether a key is among the first `length` entries.
    function _contains(address[] memory keys, uint256 length, address key) internal pure returns (bool) {
        for (uint256 i = 0; i < length; ++i) {
            if (keys[i] == key) return true;
        }
        return false;
    }

    function _place(Signer[] memory parties, uint256 count, bytes32 party) private pure returns (uint256 place) {
        while (place < count && parties[place].party != party) ++place;
    }

    // --- Readings ---

    /// @inheritdoc IParties
    function holdsRole(bytes32 party, uint8 role) public view returns (bool) {
        return _rolesHeld(_partyOf(party), uint32(1) << role) != 0;
    }

    /// @inheritdoc IParties
    function roleFields(bytes32 party, uint8 role) external view returns (uint64) {
        return holdsRole(party, role) ? _grants[_partyOf(party)][role].fields : 0;
    }

    /// @inheritdoc IParties
    function countryOf(bytes32 party) external view returns (uint16) {
        return _parties[_partyOf(party)].country;
    }

    /// @inheritdoc IParties
    function parentOf(bytes32 party) external view returns (bytes32) {
        return _idOf(_parties[_partyOf(party)].parent);
    }

    /// @inheritdoc IParties
    function hasInterest(bytes32 party, bytes32 subject) external view returns (bool) {
        return _interests[_partyOf(party)][subject];
    }
}
