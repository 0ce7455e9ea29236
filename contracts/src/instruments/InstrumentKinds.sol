// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {InstrumentKind} from "../generated/Enums.sol";

/// @notice What a kind of instrument is about. Each set is a bitmap with bit (kind) set.
library InstrumentKinds {
    uint256 private constant GRANTS = (uint256(1) << InstrumentKind.LICENCE)
        | (uint256(1) << InstrumentKind.SUBLICENCE);
    uint256 private constant ON_ASSET = (uint256(1) << InstrumentKind.LICENCE)
        | (uint256(1) << InstrumentKind.ASSIGNMENT) | (uint256(1) << InstrumentKind.PLEDGE);
    uint256 private constant TRANSFERS = GRANTS | (uint256(1) << InstrumentKind.ASSIGNMENT);
    uint256 private constant EXPIRES =
        GRANTS | (uint256(1) << InstrumentKind.COOPERATION) | (uint256(1) << InstrumentKind.MEMORANDUM);

    /// @notice Whether it lets others use its subject: licences and sublicences.
    function isGrant(uint8 kind) internal pure returns (bool) {
        return _isIn(kind, GRANTS);
    }

    /// @notice Whether its subject is an asset: licences, assignments and pledges.
    function isOnAsset(uint8 kind) internal pure returns (bool) {
        return _isIn(kind, ON_ASSET);
    }

    /// @notice Whether its effect touches its subject.
    function touchesSubject(uint8 kind) internal pure returns (bool) {
        return _isIn(kind, ON_ASSET | GRANTS);
    }

    /// @notice Whether the transfer register may have to enter it: licences, sublicences and assignments.
    function isTransfer(uint8 kind) internal pure returns (bool) {
        return _isIn(kind, TRANSFERS);
    }

    /// @notice Whether it runs out with its scope; the others do not expire.
    function expires(uint8 kind) internal pure returns (bool) {
        return _isIn(kind, EXPIRES);
    }

    function _isIn(uint8 kind, uint256 kinds) private pure returns (bool) {
        return kinds & (uint256(1) << kind) != 0;
    }
}
