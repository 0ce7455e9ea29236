// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

/// @notice The contracts that the registry lists, in their order.
library ModuleNames {
    function all() internal pure returns (string[14] memory) {
        return ["Parties", "Assets", "Instruments", "Escrows", "Royalties", "Listings", "Appraisals", "Problems", "Proposals", "Pilots", "Certificates", "Documents", "Anchors", "Kinds"];
    }
}
