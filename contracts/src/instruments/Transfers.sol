// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssetKinds} from "../assets/AssetKinds.sol";
import {Shares} from "../assets/Shares.sol";
import {InstrumentKind, MemberRole} from "../generated/Enums.sol";
import {NotAssignable} from "../generated/Errors.sol";
import {Member, Share, Terms} from "../generated/Types.sol";
import {IAssets} from "../interfaces/IAssets.sol";
import {IInstruments} from "../interfaces/IInstruments.sol";
import {Members} from "./Members.sol";

/// @notice The rules of the kinds assignment and pledge: shares that pass now, or where the pledge is enforced.
library Transfers {
    using Members for Member[];

    /// @notice SIGNATORY_MISSING (reading 69), NOT_ASSIGNABLE, NO_TITLE, SHARE_EXCEEDED.
    function requireTransfer(IAssets assets, IInstruments instruments, Terms memory terms) internal view {
        Share[] memory holders = assets.holdersOf(terms.subject);
        bytes32[] memory entitled = Members.parties(holders);
        terms.members.requireEach(entitled, MemberRole.GRANTOR);
        if (terms.instrument_kind == InstrumentKind.PLEDGE) terms.members.requireCount(1, MemberRole.GRANTEE);
        for (uint256 i = 0; i < terms.moves.length; ++i) {
            terms.members.requireListed(terms.moves[i].to, MemberRole.GRANTEE);
        }
        _requirePledgees(instruments, terms);
        (uint8 assetKind,,) = assets.grantTerms(terms.subject);
        if (!AssetKinds.isAssignable(assetKind)) revert NotAssignable(assetKind);
        terms.members.requireTitle(entitled);
        Shares.requireHeld(holders, terms.moves);
    }

    /// @dev The grantees of each pledge that stands on the asset consent, pledges in the order of effect.
    function _requirePledgees(IInstruments instruments, Terms memory terms) private view {
        bytes32[] memory pledges = instruments.pledgesOn(terms.subject);
        for (uint256 i = 0; i < pledges.length; ++i) {
            bytes32[] memory pledgees = instruments.termsOf(pledges[i]).members.inRole(MemberRole.GRANTEE);
            terms.members.requireEach(pledgees, MemberRole.CONSENTING);
        }
    }
}
