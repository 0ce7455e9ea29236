// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {Hashing} from "../../src/generated/Hashing.sol";
import {RegisterParty, UpdateParty, MoveParty, AddKey, RevokeKey, GrantRole, RevokeRole, DeclareInterest, RegisterAsset, RaiseTier, RecordRights, SetGrantRule, DisputeAsset, ResolveDispute, EndAsset, ProposeInstrument, SignInstrument, CertifyInstrument, AttestEscrow, EffectInstrument, AmendInstrument, EndInstrument, RuleOnInstrument} from "../../src/generated/Types.sol";

/// @notice The struct hash of each command, called with the very calldata that its module takes.
contract HashingCalls {
    function registerParty(RegisterParty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function updateParty(UpdateParty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function moveParty(MoveParty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function addKey(AddKey calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function revokeKey(RevokeKey calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function grantRole(GrantRole calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function revokeRole(RevokeRole calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function declareInterest(DeclareInterest calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function registerAsset(RegisterAsset calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function raiseTier(RaiseTier calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function recordRights(RecordRights calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function setGrantRule(SetGrantRule calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function disputeAsset(DisputeAsset calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function resolveDispute(ResolveDispute calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function endAsset(EndAsset calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function proposeInstrument(ProposeInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function signInstrument(SignInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function certifyInstrument(CertifyInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function attestEscrow(AttestEscrow calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function effectInstrument(EffectInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function amendInstrument(AmendInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function endInstrument(EndInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function ruleOnInstrument(RuleOnInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }
}
