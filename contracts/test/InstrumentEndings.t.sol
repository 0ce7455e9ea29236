// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IInstruments} from "../src/interfaces/IInstruments.sol";
import {Header} from "../src/Records.sol";
import {InstrumentEnd, Role, Ruling, State} from "../src/generated/Enums.sol";
import {
    AmendmentTooWide,
    NotAuthorised,
    RoleRequired,
    SignatureMissing,
    StateForbids,
    VersionMismatch
} from "../src/generated/Errors.sol";
import {EndInstrument, Member, RuleOnInstrument, Share, Terms} from "../src/generated/Types.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {InstrumentTest} from "./base/InstrumentTest.sol";

/// @notice `amend_instrument`, `end_instrument` and `rule_on_instrument`: how an instrument changes and ends.
contract InstrumentEndingsTest is InstrumentTest {
    function assertState(bytes32 record, uint8 state) internal view {
        vm.assertEq(uint256(recordState(record)), uint256(state));
    }

    function forbidden(bytes32 record, uint8 state) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(StateForbids.selector, record, state);
    }

    function titlePasses(uint256 to) internal {
        accept(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
        accept(by(resolution(asset, wholly(to)), one(ARBITER)));
    }

    // --- Amendments ---

    function refuseAmendment(bytes32 record, Terms memory terms, string memory dimension) internal {
        Call memory call = by(amendment(record, terms), two(OWNER, LICENSEE));
        refuse(call, abi.encodeWithSelector(AmendmentTooWide.selector, dimension));
    }

    function test_an_amended_scope_replaces_the_standing_one() public {
        Terms memory terms = exclusive(hanoi());
        terms.scope.provinces = HANOI | HAI_PHONG;
        bytes32 record = inEffect(terms);
        terms.scope.provinces = HANOI;
        terms.text = keccak256("another text");
        accept(by(amendment(record, terms), two(OWNER, LICENSEE)));
        inEffect(exclusive(haiPhong()));
        vm.assertEq(standingOn(asset).length, 2);
    }

    function test_every_member_signs_an_amendment() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        Call memory call = by(amendment(record, exclusive(hanoi())), one(LICENSEE));
        refuse(call, abi.encodeWithSelector(SignatureMissing.selector, id(OWNER), 0));
    }

    function test_an_amendment_widens_no_dimension() public {
        Terms memory given = exclusive(hanoi());
        given.scope.acts = 1;
        given.scope.fields = 1;
        given.sub_depth = 1;
        bytes32 record = inEffect(given);
        for (uint256 i = 0; i < 14; ++i) {
            (Terms memory terms, string memory dimension) = widened(abi.decode(abi.encode(given), (Terms)), i);
            refuseAmendment(record, terms, dimension);
        }
        accept(by(amendment(record, given), two(OWNER, LICENSEE)));
    }

    function widened(Terms memory terms, uint256 which) internal pure returns (Terms memory, string memory) {
        if (which == 0) return (withSubject(terms, PAPER), "subject");
        if (which == 1) return (withMembers(terms, bothGrantorsAnd(LICENSEE)), "members");
        if (which == 2) return (withMembers(terms, grantorAnd(RIVAL)), "members");
        if (which == 3) terms.scope.acts = 3;
        if (which == 3) return (terms, "acts");
        if (which == 4) terms.scope.fields = 3;
        if (which == 4) return (terms, "fields");
        if (which == 5) terms.scope.countries = 1;
        if (which == 5) return (terms, "countries");
        if (which == 6) terms.scope.provinces = HANOI | HAI_PHONG;
        if (which == 6) return (terms, "provinces");
        if (which == 7) terms.scope.start -= 1;
        if (which == 7) return (terms, "start");
        if (which == 8) terms.scope.end += 1;
        if (which == 8) return (terms, "end");
        if (which == 9) terms.exclusivity = 1;
        if (which == 9) return (terms, "exclusivity");
        if (which == 10) terms.sub_depth = 2;
        if (which == 10) return (terms, "sub_depth");
        if (which == 11) terms.escrow_agent = id(BANK);
        if (which == 11) return (terms, "escrow_agent");
        if (which == 12) terms.effect_by = 1;
        if (which == 12) return (terms, "effect_by");
        terms.state_capital = true;
        return (terms, "state_capital");
    }

    function withSubject(Terms memory terms, bytes32 subject) internal pure returns (Terms memory) {
        terms.subject = subject;
        return terms;
    }

    function withMembers(Terms memory terms, Member[] memory members) internal pure returns (Terms memory) {
        terms.members = members;
        return terms;
    }

    function test_an_amendment_keeps_the_task_result() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        Terms memory terms = exclusive(hanoi());
        terms.task_result = PAPER;
        refuseAmendment(record, terms, "task_result");
    }

    function test_everywhere_is_wider_than_viet_nam() public {
        Terms memory terms = exclusive(hanoi());
        terms.scope.provinces = ALL_OF_VIETNAM;
        bytes32 record = inEffect(terms);
        terms.scope.provinces = 0;
        refuseAmendment(record, terms, "countries");
    }

    function test_an_expired_licence_is_not_amended() public {
        Terms memory terms = exclusive(hanoi());
        bytes32 record = inEffect(terms);
        vm.warp(clock() + 365 days);
        refuse(by(amendment(record, terms), two(OWNER, LICENSEE)), forbidden(record, State.EXPIRED));
    }

    function test_after_effect_the_present_holders_stand_in_place_of_the_grantors() public {
        Terms memory terms = exclusive(hanoi());
        bytes32 record = inEffect(terms);
        titlePasses(CO_OWNER);
        Call memory former = by(amendment(record, terms), two(OWNER, LICENSEE));
        refuse(former, abi.encodeWithSelector(NotAuthorised.selector, id(OWNER)));
        accept(by(amendment(record, terms), two(CO_OWNER, LICENSEE)));
    }

    // --- Ends by agreement ---

    function test_any_one_member_withdraws_a_proposal() public {
        bytes32 record = agreed(exclusive(hanoi()), one(OWNER));
        accept(by(instrumentEnding(record, InstrumentEnd.RESCINDED), one(LICENSEE)));
        assertState(record, State.RESCINDED);
    }

    function test_a_stranger_withdraws_nothing() public {
        bytes32 record = agreed(exclusive(hanoi()), one(OWNER));
        Call memory call = by(instrumentEnding(record, InstrumentEnd.RESCINDED), one(STRANGER));
        refuse(call, abi.encodeWithSelector(NotAuthorised.selector, id(STRANGER)));
    }

    function test_what_all_signed_only_all_rescind() public {
        bytes32 record = agreed(exclusive(hanoi()));
        Call memory call = by(instrumentEnding(record, InstrumentEnd.RESCINDED), one(OWNER));
        refuse(call, abi.encodeWithSelector(SignatureMissing.selector, id(LICENSEE), 0));
    }

    function test_past_its_last_day_any_one_member_rescinds() public {
        Terms memory terms = exclusive(hanoi());
        terms.effect_by = clock() + 1 days;
        bytes32 record = agreed(terms);
        vm.warp(terms.effect_by);
        accept(by(instrumentEnding(record, InstrumentEnd.RESCINDED), one(OWNER)));
        assertState(record, State.RESCINDED);
    }

    function test_what_never_took_effect_is_not_terminated() public {
        bytes32 record = agreed(exclusive(hanoi()));
        Call memory call = by(instrumentEnding(record, InstrumentEnd.TERMINATED), two(OWNER, LICENSEE));
        refuse(call, forbidden(record, State.SIGNED));
    }

    function test_a_withdrawal_touches_nothing_and_says_the_present_version() public {
        inEffect(nonExclusive(hanoi()));
        bytes32 record = agreed(exclusive(hanoi()), one(OWNER));
        bytes32 head = registry.headOf(asset);
        vm.recordLogs();
        accept(by(instrumentEnding(record, InstrumentEnd.RESCINDED), one(OWNER)));
        RecordedLog memory log = vm.getRecordedLogs()[0];
        vm.assertEq(log.topics[0], IInstruments.InstrumentEnded.selector);
        vm.assertEq(log.topics[3], bytes32(0));
        (Header memory header,, uint32 encumbrance) = abi.decode(log.data, (Header, EndInstrument, uint32));
        vm.assertEq(header.touched.length, 0);
        vm.assertEq(uint256(encumbrance), 1);
        vm.assertEq(registry.headOf(asset), head);
    }

    function test_an_end_after_effect_touches_the_asset() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        uint32 version = recordVersion(asset);
        vm.recordLogs();
        accept(by(instrumentEnding(record, InstrumentEnd.TERMINATED), two(OWNER, LICENSEE)));
        vm.assertEq(vm.getRecordedLogs()[0].topics[3], asset);
        vm.assertEq(uint256(recordVersion(asset)), uint256(version) + 1);
        vm.assertEq(uint256(encumbranceOf(asset)), 2);
        vm.assertEq(standingOn(asset).length, 0);
    }

    function test_the_present_holders_end_what_a_former_one_granted() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        titlePasses(CO_OWNER);
        Call memory call = by(instrumentEnding(record, InstrumentEnd.TERMINATED), one(LICENSEE));
        refuse(call, abi.encodeWithSelector(SignatureMissing.selector, id(CO_OWNER), 0));
        accept(by(instrumentEnding(record, InstrumentEnd.TERMINATED), two(CO_OWNER, LICENSEE)));
    }

    function test_a_suspended_licence_is_terminated_not_rescinded() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        accept(by(judgement(record, Ruling.SUSPEND), one(ARBITER)));
        Call memory call = by(instrumentEnding(record, InstrumentEnd.RESCINDED), two(OWNER, LICENSEE));
        refuse(call, forbidden(record, State.SUSPENDED));
        accept(by(instrumentEnding(record, InstrumentEnd.TERMINATED), two(OWNER, LICENSEE)));
        assertState(record, State.TERMINATED);
    }

    function test_an_expired_licence_is_over() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        vm.warp(clock() + 365 days);
        Call memory call = by(instrumentEnding(record, InstrumentEnd.TERMINATED), two(OWNER, LICENSEE));
        refuse(call, forbidden(record, State.EXPIRED));
    }

    function test_a_final_state_is_final() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        accept(by(instrumentEnding(record, InstrumentEnd.RESCINDED), two(OWNER, LICENSEE)));
        Call memory call = by(judgement(record, Ruling.RESUME), one(ARBITER));
        refuse(call, forbidden(record, State.RESCINDED));
    }

    function test_a_licence_stays_valid_on_a_disputed_asset() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        accept(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
        assertState(record, State.EFFECTIVE);
        vm.assertEq(standingOn(asset)[0], record);
    }

    // --- Rulings ---

    function test_an_arbiter_suspends_and_resumes_without_touching_the_asset() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        bytes32 head = registry.headOf(asset);
        accept(by(judgement(record, Ruling.SUSPEND), one(ARBITER)));
        assertState(record, State.SUSPENDED);
        accept(by(judgement(record, Ruling.RESUME), one(ARBITER)));
        assertState(record, State.EFFECTIVE);
        vm.assertEq(registry.headOf(asset), head);
        vm.assertEq(uint256(encumbranceOf(asset)), 1);
    }

    function test_a_ruling_that_ends_a_licence_touches_the_asset_and_tells_its_shares() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        vm.recordLogs();
        accept(by(judgement(record, Ruling.RESCIND), one(ARBITER)));
        RecordedLog memory log = vm.getRecordedLogs()[0];
        vm.assertEq(log.topics[0], IInstruments.InstrumentRuledOn.selector);
        vm.assertEq(log.topics[3], asset);
        (,, uint32 encumbrance, Share[] memory shares) =
            abi.decode(log.data, (Header, RuleOnInstrument, uint32, Share[]));
        vm.assertEq(uint256(encumbrance), 2);
        vm.assertEq(shares[0].party, id(OWNER));
        assertState(record, State.RESCINDED);
    }

    function test_being_touched_by_a_ruling_is_no_authority_mark() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        accept(by(judgement(record, Ruling.TERMINATE), one(ARBITER)));
        vm.assertEq(uint256(registry.entryOf(asset).authority_version), 1);
        vm.assertEq(uint256(registry.entryOf(record).authority_version), uint256(recordVersion(record)));
    }

    function test_only_an_arbiter_rules() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        Call memory call = by(judgement(record, Ruling.SUSPEND), one(OPERATOR));
        refuse(call, abi.encodeWithSelector(RoleRequired.selector, id(OPERATOR), Role.ARBITER));
    }

    function test_a_licence_is_not_enforced() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        refuse(by(judgement(record, Ruling.ENFORCE), one(ARBITER)), forbidden(record, State.EFFECTIVE));
    }

    function test_what_never_took_effect_is_not_suspended() public {
        bytes32 record = agreed(exclusive(hanoi()));
        refuse(by(judgement(record, Ruling.SUSPEND), one(ARBITER)), forbidden(record, State.SIGNED));
    }

    function test_an_arbiter_rescinds_a_proposal() public {
        bytes32 record = agreed(exclusive(hanoi()), one(OWNER));
        accept(by(judgement(record, Ruling.RESCIND), one(ARBITER)));
        assertState(record, State.RESCINDED);
        vm.assertEq(uint256(encumbranceOf(asset)), 0);
    }

    function test_nobody_holds_a_ruling_off_by_moving_the_record() public {
        Terms memory terms = exclusive(hanoi());
        bytes32 record = inEffect(terms);
        RuleOnInstrument memory c = judgement(record, Ruling.SUSPEND);
        accept(by(amendment(record, terms), two(OWNER, LICENSEE)));
        accept(by(c, one(ARBITER)));
        c.decision = keccak256("another decision");
        refuse(by(c, one(ARBITER)), abi.encodeWithSelector(VersionMismatch.selector, 4, 2));
    }
}
