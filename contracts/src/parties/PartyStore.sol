// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Module} from "../Module.sol";
import {Genesis} from "../Records.sol";
import {Power, Role, State} from "../generated/Enums.sol";

/// @dev The first word of a key (docs/specs/evm.md). Nested structs begin a word of their own.
struct KeyOwner {
    address party;
    uint8 powers;
}

/// @dev The second word of a key. Valid while `valid_from <= now < valid_to` and `revoked_at` is zero.
struct KeyLife {
    uint64 valid_from;
    uint64 valid_to;
    uint64 revoked_at;
}

struct Key {
    KeyOwner owner;
    KeyLife life;
}

/// @dev What signatures and rules read of a party, in one word. `state` is the registry's, kept here so that a
/// signature costs one cold word. `roles`: bit (role) is set while its grant is not revoked, begun and ended ones too.
struct Party {
    uint8 kind;
    uint16 country;
    uint8 threshold;
    uint8 state;
    uint32 roles;
    address parent;
}

/// @dev The one grant of a role that a party has. Whether it is revoked stands in `Party.roles`.
struct RoleGrant {
    uint64 fields;
    uint64 valid_from;
    uint64 valid_to;
}

/// @title Storage of parties, and how it is read
/// @dev A party is addressed by the last 20 bytes of its id, which are its first key's address.
abstract contract PartyStore is Module {
    uint64 internal constant WITHOUT_END = type(uint64).max;
    uint256 internal constant MOST_KEYS = 16;

    mapping(address key => Key) internal _keys;
    mapping(address party => Party) internal _parties;
    // Keys that may be unended; those found ended leave when the next one joins.
    mapping(address party => address[]) internal _keysOf;
    mapping(address party => mapping(uint8 role => RoleGrant)) internal _grants;
    mapping(address party => mapping(bytes32 subject => bool)) internal _interests;

    /// @dev Enters the regulator of the genesis document.
    constructor() {
        Genesis memory genesis = REGISTRY.genesis();
        address party = genesis.keys[0];
        _parties[party] = Party({
            kind: genesis.party_kind,
            country: genesis.country,
            threshold: genesis.threshold,
            state: State.ACTIVE,
            roles: uint32(1) << Role.REGULATOR,
            parent: address(0)
        });
        _grants[party][Role.REGULATOR] =
            RoleGrant({fields: type(uint64).max, valid_from: genesis.at, valid_to: WITHOUT_END});
        for (uint256 i = 0; i < genesis.keys.length; ++i) {
            _enterKey(party, genesis.keys[i], Power.ALL, genesis.at, WITHOUT_END);
        }
    }

    /// @notice The storage address of a party's id. No party has an id wider than an address.
    function _partyOf(bytes32 id) internal pure returns (address) {
        return uint256(id) > type(uint160).max ? address(0) : address(uint160(uint256(id)));
    }

    function _idOf(address party) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(party)));
    }

    /// @notice Writes a key and lists it with its party.
    function _enterKey(address party, address key, uint8 powers, uint64 validFrom, uint64 validTo) internal {
        _keys[key] = Key({
            owner: KeyOwner({party: party, powers: powers}),
            life: KeyLife({valid_from: validFrom, valid_to: validTo, revoked_at: 0})
        });
        _keysOf[party].push(key);
    }

    /// @notice Takes the ended keys off a party's list, so that it never holds more than MOST_KEYS.
    function _dropEndedKeys(address party) internal {
        address[] storage listed = _keysOf[party];
        uint256 i = 0;
        while (i < listed.length) {
            if (_isUnended(listed[i])) {
                ++i;
            } else {
                listed[i] = listed[listed.length - 1];
                listed.pop();
            }
        }
    }

    /// @notice Whether a key that some party holds is not revoked and its end is after now.
    function _isUnended(address key) internal view returns (bool) {
        KeyLife memory life = _keys[key].life;
        return life.revoked_at == 0 && life.valid_to > _now();
    }

    /// @notice How many unended keys of a party hold the power keys: the most that its threshold may be.
    function _countKeysWithKeys(address party) internal view returns (uint256 count) {
        address[] storage listed = _keysOf[party];
        for (uint256 i = 0; i < listed.length; ++i) {
            if (_keys[listed[i]].owner.powers & Power.KEYS != 0 && _isUnended(listed[i])) ++count;
        }
    }

    /// @notice Of the roles asked for, those that a party holds now: bit (role).
    function _rolesHeld(address party, uint32 asked) internal view returns (uint32 held) {
        uint32 candidates = _parties[party].roles & asked;
        for (uint8 role = 1; candidates >> role != 0; ++role) {
            uint32 bit = uint32(1) << role;
            if (candidates & bit != 0) {
                RoleGrant memory grant = _grants[party][role];
                if (grant.valid_from <= _now() && _now() < grant.valid_to) held |= bit;
            }
        }
    }

    /// @notice Of the roles asked for, those whose grant has not ended, those not yet begun too: bit (role).
    function _rolesUnended(address party, uint32 asked) internal view returns (uint32 unended) {
        uint32 candidates = _parties[party].roles & asked;
        for (uint8 role = 1; candidates >> role != 0; ++role) {
            uint32 bit = uint32(1) << role;
            if (candidates & bit != 0 && _grants[party][role].valid_to > _now()) unended |= bit;
        }
    }
}
