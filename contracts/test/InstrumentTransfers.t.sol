// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {Exclusivity, Gate, InstrumentEnd, InstrumentKind, Ruling, State} from "../src/generated/Enums.sol";
import {
    AmendmentTooWide,
    GateOpen,
    GrantConflict,
    NotReversible,
    ShareExceeded,
    StateForbids,
    SublicenceTooWide
} from "../src/generated/Errors.sol";
import {Move, Share, Terms} from "../src/generated/Types.sol";
import {vm} from "./base/Cheats.sol";
import {InstrumentTest} from "./base/InstrumentTest.sol";

/// @notice Assignments, pledges and sublicences: what passes, what stands, and who may move title.
contract InstrumentTransfersTest is InstrumentTest {
    function assertHolds(uint256 key, uint16 bps) internal view {
        Share[] memory holders = assets.holdersOf(asset);
        uint256 held = 0;
        for (uint256 i = 0; i < holders.length; ++i) {
            if (holders[i].party == id(key)) held = holders[i].bps;
        }
        vm.assertEq(held, uint256(bps));
    }

    function assigned(uint16 bps) internal returns (bytes32 record) {
        record = agreed(transfer(InstrumentKind.ASSIGNMENT, asset, bps, hanoi()));
        accept(by(certificate(record, Gate.IP_REGISTER), one(IP_REGISTRAR)));
        accept(by(effect(record), one(LICENSEE)));
    }

    function pledged(uint16 bps) internal returns (bytes32) {
        return inEffect(transfer(InstrumentKind.PLEDGE, asset, bps, hanoi()));
    }

    function parent(uint8 depth) internal returns (bytes32) {
        Terms memory terms = exclusive(hanoi());
        terms.sub_depth = depth;
        return inEffect(terms);
    }

    function sublicensed(Terms memory terms) internal returns (bytes32 record) {
        record = agreed(terms, three(LICENSEE, OWNER, RIVAL));
        accept(by(effect(record), one(RIVAL)));
    }

    function test_nobody_but_instruments_moves_shares() public {
        Move[] memory moves = transfer(InstrumentKind.ASSIGNMENT, asset, 1, hanoi()).moves;
        vm.expectRevert(abi.encodeWithSelector(IRegistry.MayNotWrite.selector, address(this)));
        assets.moveShares(asset, moves);
    }

    function test_an_assignment_moves_shares_and_leaves_what_stands() public {
        bytes32 grant = inEffect(exclusive(hanoi()));
        uint32 version = recordVersion(asset);
        uint32 encumbrance = encumbranceOf(asset);
        assigned(4_000);
        assertHolds(OWNER, 6_000);
        assertHolds(LICENSEE, 4_000);
        vm.assertEq(uint256(recordVersion(asset)), version + 1);
        vm.assertEq(uint256(encumbranceOf(asset)), uint256(encumbrance));
        vm.assertEq(standingOn(asset)[0], grant);
    }

    function test_an_assignment_of_a_granted_patent_waits_for_the_register() public {
        bytes32 record = agreed(transfer(InstrumentKind.ASSIGNMENT, asset, 1, hanoi()));
        refuse(by(effect(record), one(LICENSEE)), abi.encodeWithSelector(GateOpen.selector, Gate.IP_REGISTER));
    }

    function test_an_assignment_in_effect_is_undone_only_by_assigning_back() public {
        bytes32 record = assigned(1);
        bytes memory reason = abi.encodeWithSelector(NotReversible.selector, record);
        refuse(by(instrumentEnding(record, InstrumentEnd.RESCINDED), two(OWNER, LICENSEE)), reason);
        refuse(by(judgement(record, Ruling.TERMINATE), one(ARBITER)), reason);
    }

    function test_a_pledge_moves_nothing_until_it_is_enforced() public {
        bytes32 record = pledged(2_500);
        assertHolds(OWNER, 10_000);
        accept(by(certificate(record, Gate.IP_REGISTER), one(IP_REGISTRAR)));
        accept(by(judgement(record, Ruling.ENFORCE), one(ARBITER)));
        assertHolds(OWNER, 7_500);
        assertHolds(LICENSEE, 2_500);
        vm.assertEq(uint256(recordState(record)), State.TERMINATED);
        vm.assertEq(instruments.pledgesOn(asset).length, 0);
    }

    function test_a_pledge_is_enforced_only_once_the_register_has_it() public {
        bytes32 record = pledged(2_500);
        refuse(
            by(judgement(record, Ruling.ENFORCE), one(ARBITER)),
            abi.encodeWithSelector(GateOpen.selector, Gate.IP_REGISTER)
        );
    }

    function test_nothing_but_a_pledge_is_enforced() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        refuse(
            by(judgement(record, Ruling.ENFORCE), one(ARBITER)),
            abi.encodeWithSelector(StateForbids.selector, record, State.EFFECTIVE)
        );
    }

    function test_shares_that_are_gone_are_not_enforced() public {
        bytes32 record = pledged(2_500);
        accept(by(certificate(record, Gate.IP_REGISTER), one(IP_REGISTRAR)));
        accept(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
        accept(by(resolution(asset, jointly(2_000, 8_000)), one(ARBITER)));
        refuse(
            by(judgement(record, Ruling.ENFORCE), one(ARBITER)),
            abi.encodeWithSelector(ShareExceeded.selector, id(OWNER), 2_000, 2_500)
        );
    }

    function test_the_grantee_alone_releases_a_pledge() public {
        bytes32 record = pledged(1);
        accept(by(instrumentEnding(record, InstrumentEnd.TERMINATED), one(LICENSEE)));
        vm.assertEq(instruments.pledgesOn(asset).length, 0);
        vm.assertEq(uint256(encumbranceOf(asset)), 2);
    }

    function test_sublicences_conflict_on_their_parent_alone() public {
        bytes32 main = parent(1);
        Terms memory terms = sublicence(main, hanoi());
        terms.exclusivity = Exclusivity.EXCLUSIVE;
        bytes32 first = sublicensed(terms);
        vm.assertEq(standingOn(main)[0], first);
        vm.assertEq(uint256(encumbranceOf(main)), 1);
        vm.assertEq(uint256(encumbranceOf(asset)), 1);
        bytes32 second = agreed(sublicence(main, hanoi()), three(LICENSEE, OWNER, RIVAL));
        refuse(by(effect(second), one(RIVAL)), abi.encodeWithSelector(GrantConflict.selector, main, first));
    }

    function test_a_licence_without_depth_is_not_sublicensed() public {
        bytes32 main = parent(0);
        refuse(
            by(proposal(sublicence(main, hanoi()), one(RIVAL)), one(RIVAL)),
            abi.encodeWithSelector(SublicenceTooWide.selector, "sub_depth")
        );
    }

    function test_a_licence_is_not_narrowed_while_a_sublicence_stands() public {
        Terms memory terms = exclusive(hanoi());
        terms.sub_depth = 1;
        bytes32 main = inEffect(terms);
        bytes32 record = sublicensed(sublicence(main, hanoi()));
        terms.sub_depth = 0;
        refuse(
            by(amendment(main, terms), two(OWNER, LICENSEE)),
            abi.encodeWithSelector(AmendmentTooWide.selector, "sublicences")
        );
        accept(by(judgement(record, Ruling.RESCIND), one(ARBITER)));
        accept(by(amendment(main, terms), two(OWNER, LICENSEE)));
    }
}
