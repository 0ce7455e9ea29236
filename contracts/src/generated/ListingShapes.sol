// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {DraftListing, ReviewListing, MoveListing} from "./Types.sol";
import {ListingMove, ReviewOutcome} from "./Enums.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library ListingShapes {
    function check(DraftListing calldata command, bytes[] calldata signatures) internal pure {
        if (command.asset == 0) Shape.missing(Shape.field("asset"));
        if (command.offer == 0) Shape.missing(Shape.field("offer"));
        Shape.checkSignatures(signatures);
    }

    function check(ReviewListing calldata command, bytes[] calldata signatures) internal pure {
        if (command.review_outcome == 0 || command.review_outcome > ReviewOutcome.LAST) Shape.badEnum(Shape.field("review_outcome"), command.review_outcome);
        Shape.checkSignatures(signatures);
    }

    function check(MoveListing calldata command, bytes[] calldata signatures) internal pure {
        if (command.listing_move == 0 || command.listing_move > ListingMove.LAST) Shape.badEnum(Shape.field("listing_move"), command.listing_move);
        if (command.until == 0 && (command.listing_move == ListingMove.RESERVED)) Shape.missing(Shape.field("until"));
        if (command.until != 0 && !(command.listing_move == ListingMove.RESERVED)) Shape.malformed(Shape.field("until"));
        Shape.checkSignatures(signatures);
    }
}
