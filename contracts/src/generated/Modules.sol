// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

/// @notice The order in which the registry lists its modules.
library ModuleNumber {
    uint256 internal constant PARTIES = 0;
    uint256 internal constant ASSETS = 1;
    uint256 internal constant INSTRUMENTS = 2;
    uint256 internal constant ESCROWS = 3;
    uint256 internal constant ROYALTIES = 4;
    uint256 internal constant LISTINGS = 5;
    uint256 internal constant APPRAISALS = 6;
    uint256 internal constant PROBLEMS = 7;
    uint256 internal constant PROPOSALS = 8;
    uint256 internal constant PILOTS = 9;
    uint256 internal constant CERTIFICATES = 10;
    uint256 internal constant DOCUMENTS = 11;
    uint256 internal constant ANCHORS = 12;
    uint256 internal constant KINDS = 13;
    uint256 internal constant COUNT = 14;
}
