// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {AnchorDigest} from "./Types.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library AnchorShapes {
    function check(AnchorDigest calldata command, bytes[] calldata signatures) internal pure {
        if (command.namespace == 0) Shape.missing(Shape.field("namespace"));
        if (!Shape.isLabel(command.namespace)) Shape.malformed(Shape.field("namespace"));
        Shape.checkSignatures(signatures);
    }
}
