// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BusinessModule} from "../BusinessModule.sol";
import {Grant, Scopes} from "../Scopes.sol";
import {Exclusivity} from "../generated/Enums.sol";
import {GrantConflict, ListFull, StaleEncumbrance} from "../generated/Errors.sol";

/// @title What stands on a subject
/// @notice The encumbrance version of each subject, its standing exclusive and sole grants, and the scope of every grant.
/// @dev Slots 0 and 1, where proofs read them (docs/specs/evm.md). Non-exclusive grants are never listed: two of them
/// cannot conflict, and an exclusive one acknowledges them by the version. So a check is flat in their number.
abstract contract Encumbrances is BusinessModule {
    /// @dev `excluding`: the exclusive and sole grants in the order of taking effect, at most `MOST_EXCLUDING`.
    struct Encumbrance {
        uint32 version;
        bytes32[] excluding;
    }

    uint256 private constant MOST_EXCLUDING = 64;

    mapping(bytes32 subject => Encumbrance) private _encumbrances;
    mapping(bytes32 instrument => Grant) private _grants;

    /// @notice Sets what an instrument grants, or will grant once it takes effect.
    function _setGrant(bytes32 instrument, Grant memory grant) internal {
        _grants[instrument] = grant;
    }

    /// @notice The one place where a grant begins to stand: the conflict table, then the list and the version.
    /// @param acknowledged The encumbrance version that an exclusive or sole grant's terms carry.
    /// @return version The subject's new encumbrance version.
    function _stand(bytes32 subject, bytes32 instrument, uint32 acknowledged) internal returns (uint32 version) {
        Encumbrance storage encumbrance = _encumbrances[subject];
        Grant memory grant = _grants[instrument];
        uint256 standing = _requireNoConflict(subject, encumbrance, grant);
        version = encumbrance.version;
        if (grant.exclusivity != Exclusivity.NON_EXCLUSIVE) {
            if (acknowledged != version) revert StaleEncumbrance(version, acknowledged);
            if (standing >= MOST_EXCLUDING) revert ListFull(subject, MOST_EXCLUDING);
            _dropExpired(encumbrance.excluding);
            encumbrance.excluding.push(instrument);
        }
        encumbrance.version = ++version;
    }

    /// @notice The one place where a grant that stood is ended.
    /// @return version The subject's new encumbrance version.
    function _lift(bytes32 subject, bytes32 instrument) internal returns (uint32 version) {
        if (_grants[instrument].exclusivity != Exclusivity.NON_EXCLUSIVE) {
            _drop(_encumbrances[subject].excluding, instrument);
        }
        return _raise(subject);
    }

    /// @notice Counts that something on the subject took effect or was ended.
    /// @return version The subject's new encumbrance version.
    function _raise(bytes32 subject) internal returns (uint32 version) {
        version = _encumbrances[subject].version + 1;
        _encumbrances[subject].version = version;
    }

    /// @notice What an instrument grants.
    function _grantOf(bytes32 instrument) internal view returns (Grant memory) {
        return _grants[instrument];
    }

    /// @notice Whether an instrument's scope has run out.
    function _hasRunOut(bytes32 instrument) internal view returns (bool) {
        return _grants[instrument].interval.end <= _now();
    }

    /// @notice How often a grant or pledge on the subject took effect or was ended.
    function _encumbranceVersion(bytes32 subject) internal view returns (uint32) {
        return _encumbrances[subject].version;
    }

    /// @dev GRANT_CONFLICT with the first listed grant that overlaps; else the number of listed grants not run out.
    function _requireNoConflict(bytes32 subject, Encumbrance storage encumbrance, Grant memory grant)
        private
        view
        returns (uint256 standing)
    {
        uint256 count = encumbrance.excluding.length;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 existing = encumbrance.excluding[i];
            Grant memory other = _grants[existing];
            if (other.interval.end <= _now()) continue;
            if (Scopes.overlap(other, grant)) revert GrantConflict(subject, existing);
            ++standing;
        }
    }

    function _dropExpired(bytes32[] storage excluding) private {
        uint256 count = excluding.length;
        uint256 kept = 0;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 each = excluding[i];
            if (_hasRunOut(each)) continue;
            if (kept != i) excluding[kept] = each;
            ++kept;
        }
        for (; count > kept; --count) {
            excluding.pop();
        }
    }

    /// @dev Keeps the order of the others. A grant that ran out may have left the list before; then it is not found.
    function _drop(bytes32[] storage list, bytes32 instrument) internal {
        uint256 count = list.length;
        uint256 kept = 0;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 each = list[i];
            if (each == instrument) continue;
            if (kept != i) list[kept] = each;
            ++kept;
        }
        if (kept != count) list.pop();
    }
}
