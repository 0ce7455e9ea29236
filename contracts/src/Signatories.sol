// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {NotAuthorised} from "./generated/Errors.sol";
import {Share} from "./generated/Types.sol";
import {Admission, Signer} from "./interfaces/IParties.sol";

/// @title Check 8 where a command calls for very parties
/// @dev Signing parties are looked at in the order of their first signatures, then those called for in their own order.
library Signatories {
    using Authority for Admission;
    using Authority for Signer;

    /// @notice Every signing party is one of `called`. There is always one, so at least one of `called` signed.
    function requireAmong(Admission memory admission, bytes32[] memory called) internal pure {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            admission.parties[i].refuseReadOnly(0);
            requireIncluded(called, admission.parties[i].party);
        }
    }

    /// @notice Every one of `called` signed.
    function requireAll(Admission memory admission, bytes32[] memory called) internal pure {
        for (uint256 i = 0; i < called.length; ++i) {
            admission.requireSignatureOf(called[i]);
        }
    }

    /// @notice Each of `called` signed, and nobody else.
    function requireExactly(Admission memory admission, bytes32[] memory called) internal pure {
        requireAmong(admission, called);
        requireAll(admission, called);
    }

    /// @notice NOT_AUTHORISED unless `party` is in the list.
    function requireIncluded(bytes32[] memory list, bytes32 party) internal pure {
        if (!includes(list, party)) revert NotAuthorised(party);
    }

    /// @notice The holders of an asset's shares, in their order.
    function holders(Share[] memory shares) internal pure returns (bytes32[] memory parties) {
        parties = new bytes32[](shares.length);
        for (uint256 i = 0; i < shares.length; ++i) {
            parties[i] = shares[i].party;
        }
    }

    /// @notice Whether `party` is in the list.
    function includes(bytes32[] memory list, bytes32 party) internal pure returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == party) return true;
        }
        return false;
    }
}
