// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {InstrumentKind} from "../generated/Enums.sol";
import {ListFull, NotReversible} from "../generated/Errors.sol";
import {Share, Terms} from "../generated/Types.sol";
import {ModuleNumber} from "../generated/Modules.sol";
import {IAssets} from "../interfaces/IAssets.sol";
import {Encumbrances} from "./Encumbrances.sol";
import {InstrumentKinds} from "./InstrumentKinds.sol";
import {SublicenceEndings, SublicenceEnds} from "./SublicenceEnds.sol";

/// @title What taking effect does, and what an end undoes, for each kind
/// @dev Only these kinds leave a trace on their subject: a licence or sublicence stands there as a grant, a pledge in
/// the asset's list, and an assignment moves the asset's shares.
abstract contract Standing is Encumbrances {
    using SublicenceEndings for SublicenceEnds;

    uint256 private constant MOST_PLEDGES = 16;

    IAssets internal immutable ASSETS;

    mapping(bytes32 asset => bytes32[]) private _pledges;
    mapping(bytes32 instrument => SublicenceEnds) private _sublicences;

    constructor() {
        ASSETS = IAssets(REGISTRY.moduleAt(ModuleNumber.ASSETS));
    }

    /// @notice Brings an instrument into effect: GRANT_CONFLICT, STALE_ENCUMBRANCE, SHARE_EXCEEDED, LIST_FULL.
    function _begin(bytes32 record, Terms memory terms) internal {
        bytes32 subject = terms.subject;
        uint8 kind = terms.instrument_kind;
        if (InstrumentKinds.isGrant(kind)) {
            _stand(subject, record, terms.encumbrance_version);
            if (kind == InstrumentKind.SUBLICENCE) _sublicences[subject].join(terms.scope.end);
        } else if (kind == InstrumentKind.PLEDGE) {
            bytes32[] storage pledges = _pledges[subject];
            if (pledges.length >= MOST_PLEDGES) revert ListFull(subject, MOST_PLEDGES);
            pledges.push(record);
            _raise(subject);
        } else if (kind == InstrumentKind.ASSIGNMENT) {
            ASSETS.moveShares(subject, terms.moves);
        }
    }

    /// @notice Ends an instrument that was in effect: NOT_REVERSIBLE.
    function _end(bytes32 record, uint8 kind, bytes32 subject) internal {
        if (kind == InstrumentKind.ASSIGNMENT) revert NotReversible(record);
        if (InstrumentKinds.isGrant(kind)) {
            _lift(subject, record);
            if (kind == InstrumentKind.SUBLICENCE) _sublicences[subject].drop(_grantOf(record).interval.end);
        } else if (kind == InstrumentKind.PLEDGE) {
            _drop(_pledges[subject], record);
            _raise(subject);
        }
    }

    /// @notice A sublicence on this instrument, in effect, runs out at another time than before.
    function _reschedule(bytes32 instrument, uint64 from, uint64 to) internal {
        if (from == to) return;
        _sublicences[instrument].drop(from);
        _sublicences[instrument].join(to);
    }

    /// @notice Whether a sublicence stands on the instrument that has not run out.
    function _isSublicensed(bytes32 instrument) internal view returns (bool) {
        return _sublicences[instrument].anyAfter(_now());
    }

    /// @notice The pledges that stand on an asset, in the order of effect.
    function _pledgesOn(bytes32 asset) internal view returns (bytes32[] memory) {
        return _pledges[asset];
    }

    /// @notice The subject's encumbrance version as an event tells it; zero for kinds that leave no trace there.
    function _versionOn(uint8 kind, bytes32 subject) internal view returns (uint32) {
        return InstrumentKinds.touchesSubject(kind) ? _encumbranceVersion(subject) : 0;
    }

    /// @notice The subject asset's shares as an event tells them; none for kinds that are not about an asset.
    function _sharesOn(uint8 kind, bytes32 subject) internal view returns (Share[] memory shares) {
        if (InstrumentKinds.isOnAsset(kind)) shares = ASSETS.holdersOf(subject);
    }
}
