// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

/// @dev The version of the rules; it grows when a release changes what is accepted.
uint32 constant RULEBOOK = 2;

// Published codes, code lists version 1: reading 6.
uint32 constant PUBLISHED_ACTS = 0x1fff;
uint64 constant PUBLISHED_FIELDS = 0x03ff07ff07ff03ff;
uint64 constant PUBLISHED_PROVINCES = 0x3ffffffff;
uint256 constant PUBLISHED_COUNTRIES = 0x01feffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff;
uint16 constant LAST_COUNTRY = 248;
