// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "../Authority.sol";
import {Signatories} from "../Signatories.sol";
import {Role} from "../generated/Enums.sol";
import {SignatureMissing} from "../generated/Errors.sol";
import {Share} from "../generated/Types.sol";
import {Admission, Signer} from "../interfaces/IParties.sol";

/// @notice Who signs where a role and a relation are both asked (check 8 of Asset commands).
library AssetSigners {
    using Authority for Admission;
    using Authority for Signer;
    using Signatories for Admission;

    /// @notice Every holder signs, each with the role owner, and nobody else.
    function requireOwners(Admission memory admission, Share[] calldata holders) internal pure {
        bytes32[] memory called = new bytes32[](holders.length);
        for (uint256 i = 0; i < holders.length; ++i) {
            called[i] = holders[i].party;
        }
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            signer.refuseReadOnly(0);
            signer.requireRole(Role.OWNER);
            Signatories.requireIncluded(called, signer.party);
        }
        admission.requireAll(called);
    }

    /// @notice An arbiter signs and the claimant signs, two parties (reading 42), and nobody who is neither.
    function requireArbiterAnd(Admission memory admission, bytes32 claimant) internal pure {
        bool arbitrated = false;
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            signer.refuseReadOnly(0);
            if (signer.party == claimant) continue;
            signer.requireCalled(signer.holds(Role.ARBITER));
            arbitrated = true;
        }
        if (!arbitrated) revert SignatureMissing(0, Role.ARBITER);
        admission.requireSignatureOf(claimant);
    }
}
