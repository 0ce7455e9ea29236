// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {DraftListing, MoveListing, ReviewListing} from "../generated/Types.sol";

/// @title Listings: offers of assets on the exchange
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md, "Listing").
interface IListings {
    /// @notice A holder prepared an offer.
    event ListingDrafted(bytes32 indexed record, bytes32 indexed digest, Header header, DraftListing command);
    /// @notice The operator published an offer or sent it back.
    event ListingReviewed(bytes32 indexed record, bytes32 indexed digest, Header header, ReviewListing command);
    /// @notice An offer was submitted, paused, resumed, reserved or closed.
    event ListingMoved(bytes32 indexed record, bytes32 indexed digest, Header header, MoveListing command);

    /// @notice Prepares an offer of an active asset. Signed by any one holder.
    function draftListing(DraftListing calldata command, bytes[] calldata signatures) external;

    /// @notice Publishes an offer or sends it back. Signed by an operator that is no holder.
    function reviewListing(ReviewListing calldata command, bytes[] calldata signatures) external;

    /// @notice Submits, pauses, resumes, reserves or closes an offer. Signed by any one holder, or the broker.
    function moveListing(MoveListing calldata command, bytes[] calldata signatures) external;
}
