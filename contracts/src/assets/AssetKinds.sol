// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssetKind} from "../generated/Enums.sol";

/// @notice What the law attaches to a kind of asset. Each set is a bitmap with bit (kind) set.
library AssetKinds {
    uint256 private constant REGISTRABLE = (uint256(1) << AssetKind.PATENT) | (uint256(1) << AssetKind.UTILITY_SOLUTION)
        | (uint256(1) << AssetKind.INDUSTRIAL_DESIGN) | (uint256(1) << AssetKind.LAYOUT_DESIGN)
        | (uint256(1) << AssetKind.TRADEMARK) | (uint256(1) << AssetKind.GEOGRAPHICAL_INDICATION)
        | (uint256(1) << AssetKind.PLANT_VARIETY);
    uint256 private constant WITHOUT_TERM = (uint256(1) << AssetKind.KNOW_HOW) | (uint256(1) << AssetKind.DATASET)
        | (uint256(1) << AssetKind.AI_MODEL) | (uint256(1) << AssetKind.SERVICE) | (uint256(1) << AssetKind.FACILITY);
    uint256 private constant NEVER_LICENSED =
        (uint256(1) << AssetKind.TRADE_NAME) | (uint256(1) << AssetKind.GEOGRAPHICAL_INDICATION);
    uint256 private constant SOLUTIONS = (uint256(1) << AssetKind.SOFTWARE) | (uint256(1) << AssetKind.SERVICE)
        | (uint256(1) << AssetKind.DATASET) | (uint256(1) << AssetKind.AI_MODEL);
    /// @dev Industrial property and plant varieties, whose assignment passes on registration.
    uint256 private constant ENTERED = REGISTRABLE & ~(uint256(1) << AssetKind.GEOGRAPHICAL_INDICATION);

    /// @notice Whether rights of this kind are held by office and number (invariant 25).
    function isRegistrable(uint8 assetKind) internal pure returns (bool) {
        return REGISTRABLE & (uint256(1) << assetKind) != 0;
    }

    /// @notice Whether this kind has no term of protection: it need not list rights, and none are asked to cover a grant.
    function hasNoTerm(uint8 assetKind) internal pure returns (bool) {
        return WITHOUT_TERM & (uint256(1) << assetKind) != 0;
    }

    /// @notice Whether this kind can be licensed (invariant 5).
    function isLicensable(uint8 assetKind) internal pure returns (bool) {
        return NEVER_LICENSED & (uint256(1) << assetKind) == 0;
    }

    /// @notice Whether this kind is a solution, which can be vetted: reviewed without a proposal.
    function isSolution(uint8 assetKind) internal pure returns (bool) {
        return SOLUTIONS & (uint256(1) << assetKind) != 0;
    }

    /// @notice Whether this kind can be assigned and pledged (invariant 5).
    function isAssignable(uint8 assetKind) internal pure returns (bool) {
        return assetKind != AssetKind.GEOGRAPHICAL_INDICATION;
    }

    /// @notice Whether granted rights of this kind pass to another holder only once the register has entered it.
    function isEnteredOnTransfer(uint8 assetKind) internal pure returns (bool) {
        return ENTERED & (uint256(1) << assetKind) != 0;
    }
}
