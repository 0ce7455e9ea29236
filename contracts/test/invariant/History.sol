// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Exclusivity, InstrumentEnd, Ruling} from "../../src/generated/Enums.sol";
import {ProposeInstrument, Scope, Share, Terms} from "../../src/generated/Types.sol";
import {RecordedLog, vm} from "../base/Cheats.sol";
import {InstrumentTest} from "../base/InstrumentTest.sol";

/// @title Random histories of one asset: grants, amendments, ends, rulings, disputes and the passing of time
/// @dev Each action submits real signed commands, which the ledger accepts or refuses. What was accepted is told by the
/// events alone: from them this contract chains every head once more.
contract History is InstrumentTest {
    uint256 private constant GRANTS = 24;

    bytes32[] private _granted;
    mapping(bytes32 record => bytes encoded) private _terms;
    mapping(bytes32 record => bytes32 head) public headOf;
    mapping(bytes32 record => uint32 version) public versionOfRecord;
    bytes32[] private _records;
    uint256 public accepted;

    function setUp() public override {
        super.setUp();
        headOf[asset] = registry.headOf(asset);
        versionOfRecord[asset] = recordVersion(asset);
        _records.push(asset);
    }

    // --- Actions ---

    function grantLicence(uint8 exclusivity, uint32 acts, uint64 provinces, uint16 from, uint16 length) external {
        if (_granted.length == GRANTS) return;
        Terms memory terms = licence(asset, 1 + exclusivity % Exclusivity.LAST, hanoi(), encumbranceOf(asset));
        terms.scope = narrow(acts, provinces, from, length);
        Share[] memory holders = assets.holdersOf(asset);
        if (holders.length == 2) terms.members = bothGrantorsAnd(LICENSEE);
        else terms.members[0].party = holders[0].party;
        uint256[] memory keys = signatories(holders);
        ProposeInstrument memory proposed = proposal(terms, keys);
        if (!submit(by(proposed, keys))) return;
        bytes32 record = proposed.record;
        _granted.push(record);
        _terms[record] = abi.encode(terms);
        submit(by(effect(record), one(LICENSEE)));
    }

    function amendLicence(uint256 which, uint32 acts, uint64 provinces, uint16 from, uint16 length) external {
        if (_granted.length == 0) return;
        bytes32 record = _granted[which % _granted.length];
        Terms memory terms = abi.decode(_terms[record], (Terms));
        terms.scope = narrow(acts, provinces, from, length);
        if (submit(by(amendment(record, terms), signatories(assets.holdersOf(asset))))) {
            _terms[record] = abi.encode(terms);
        }
    }

    function endLicence(uint256 which, uint8 end) external {
        if (_granted.length == 0) return;
        bytes32 record = _granted[which % _granted.length];
        uint256[] memory keys = signatories(assets.holdersOf(asset));
        submit(by(instrumentEnding(record, 1 + end % InstrumentEnd.LAST), keys));
    }

    function ruleOnLicence(uint256 which, uint8 ruling) external {
        if (_granted.length == 0) return;
        bytes32 record = _granted[which % _granted.length];
        submit(by(judgement(record, 1 + ruling % Ruling.LAST), one(ARBITER)));
    }

    function correctTitle(uint16 owner, uint16 coOwner, bool alone) external {
        submit(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
        Share[] memory holders = alone ? wholly(CO_OWNER) : jointly(1 + owner % 10_000, 1 + coOwner % 10_000);
        if (submit(by(resolution(asset, holders), one(ARBITER)))) return;
        submit(by(resolution(asset, jointly(2_500, 7_500)), one(ARBITER)));
    }

    function wait(uint16 time) external {
        vm.warp(clock() + time % 300);
    }

    // --- What invariants read ---

    function registryHead(bytes32 record) external view returns (bytes32) {
        return registry.headOf(record);
    }

    function registryVersion(bytes32 record) external view returns (uint32) {
        return recordVersion(record);
    }

    function state(bytes32 record) external view returns (uint8) {
        return recordState(record);
    }

    function termsOf(bytes32 record) external view returns (Terms memory) {
        return abi.decode(_terms[record], (Terms));
    }

    function granted() external view returns (bytes32[] memory) {
        return _granted;
    }

    function records() external view returns (bytes32[] memory) {
        return _records;
    }

    function shares() external view returns (Share[] memory) {
        return assets.holdersOf(asset);
    }

    function standing() external view returns (bytes32[] memory) {
        return standingOn(asset);
    }

    // --- Parts ---

    /// @dev A few acts and provinces and a short time, so that scopes often meet and often do not.
    function narrow(uint32 acts, uint64 provinces, uint16 from, uint16 length)
        private
        view
        returns (Scope memory scope)
    {
        scope = hanoi();
        scope.acts = acts % 4;
        scope.provinces = 1 + provinces % 3;
        scope.start = clock() + from % 500;
        scope.end = scope.start + 500 + length % 2_000;
    }

    function signatories(Share[] memory holders) private pure returns (uint256[] memory) {
        if (holders.length == 2) return three(OWNER, CO_OWNER, LICENSEE);
        return holders[0].party == id(OWNER) ? two(OWNER, LICENSEE) : two(CO_OWNER, LICENSEE);
    }

    /// @dev Submits a call; where it is accepted, chains the heads of the records that its event names.
    function submit(Call memory call) private returns (bool done) {
        vm.recordLogs();
        (done,) = call.module.call(call.data);
        RecordedLog[] memory logs = vm.getRecordedLogs();
        if (!done) return false;
        ++accepted;
        vm.assertEq(logs.length, 1);
        chain(logs[0].topics[1], logs[0].topics[2]);
        if (logs[0].topics.length == 4 && logs[0].topics[3] != 0) chain(logs[0].topics[3], logs[0].topics[2]);
    }

    function chain(bytes32 record, bytes32 digest) private {
        if (versionOfRecord[record] == 0) {
            headOf[record] = record;
            _records.push(record);
        }
        headOf[record] = keccak256(abi.encodePacked(headOf[record], digest, clock()));
        ++versionOfRecord[record];
    }
}
