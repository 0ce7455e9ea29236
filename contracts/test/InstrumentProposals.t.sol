// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IInstruments} from "../src/interfaces/IInstruments.sol";
import {Header} from "../src/Records.sol";
import {
    AssetKind,
    Exclusivity,
    GrantRule,
    InstrumentKind,
    MemberRole,
    RightStage,
    State
} from "../src/generated/Enums.sol";
import {
    AlreadySigned,
    BadEnum,
    DuplicateParty,
    Malformed,
    NoTitle,
    NotAuthorised,
    NotLicensable,
    RecordNotFound,
    RightNotInForce,
    SignatoryMissing,
    SignatureMissing,
    StateForbids,
    TermsMismatch,
    TooLate
} from "../src/generated/Errors.sol";
import {ProposeInstrument, RegisterAsset, Right, Scope, Terms} from "../src/generated/Types.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {InstrumentTest} from "./base/InstrumentTest.sol";

/// @notice `propose_instrument` and `sign_instrument`: who must be listed, who signs, and what the rights must cover.
contract InstrumentProposalsTest is InstrumentTest {
    function assertState(bytes32 record, uint8 state) internal view {
        vm.assertEq(uint256(recordState(record)), uint256(state));
    }

    function refuseProposal(Terms memory terms, bytes memory reason) internal {
        refuse(by(proposal(terms, two(OWNER, LICENSEE)), two(OWNER, LICENSEE)), reason);
    }

    function test_terms_signed_by_all_are_signed_at_once() public {
        assertState(agreed(exclusive(hanoi())), State.SIGNED);
    }

    function test_terms_signed_by_some_wait_for_the_others() public {
        Terms memory terms = exclusive(hanoi());
        bytes32 record = agreed(terms, one(OWNER));
        assertState(record, State.PROPOSED);
        accept(by(signature(record, terms, one(LICENSEE)), one(LICENSEE)));
        assertState(record, State.SIGNED);
    }

    function test_the_event_carries_the_terms_digest_and_the_gates() public {
        Terms memory terms = exclusive(hanoi());
        terms.escrow_agent = id(BANK);
        vm.recordLogs();
        agreed(terms);
        RecordedLog[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1);
        vm.assertEq(logs[0].topics[0], IInstruments.InstrumentProposed.selector);
        (, ProposeInstrument memory told, bytes32 termsDigest, uint8 gates) =
            abi.decode(logs[0].data, (Header, ProposeInstrument, bytes32, uint8));
        vm.assertEq(keccak256(abi.encode(told.terms)), keccak256(abi.encode(terms)));
        vm.assertEq(termsDigest, this.hashTerms(terms));
        vm.assertEq(uint256(gates), 4);
    }

    function test_other_terms_are_not_what_was_proposed() public {
        Terms memory terms = exclusive(hanoi());
        bytes32 record = agreed(terms, one(OWNER));
        bytes32 expected = this.hashTerms(terms);
        terms.text = keccak256("another text");
        Call memory call = by(signature(record, terms, one(LICENSEE)), one(LICENSEE));
        refuse(call, abi.encodeWithSelector(TermsMismatch.selector, expected, this.hashTerms(terms)));
    }

    function test_nobody_signs_twice() public {
        Terms memory terms = exclusive(hanoi());
        bytes32 record = agreed(terms, one(OWNER));
        Call memory call = by(signature(record, terms, one(OWNER)), one(OWNER));
        refuse(call, abi.encodeWithSelector(AlreadySigned.selector, id(OWNER)));
    }

    function test_a_signed_instrument_takes_no_more_signatures() public {
        Terms memory terms = exclusive(hanoi());
        bytes32 record = agreed(terms);
        Call memory call = by(signature(record, terms, one(OWNER)), one(OWNER));
        refuse(call, abi.encodeWithSelector(StateForbids.selector, record, State.SIGNED));
    }

    function test_a_relay_cannot_drop_a_signature() public {
        ProposeInstrument memory c = proposal(exclusive(hanoi()), two(OWNER, LICENSEE));
        refuse(by(c, one(OWNER)), abi.encodeWithSelector(SignatureMissing.selector, id(LICENSEE), 0));
    }

    function test_a_signature_more_than_named_is_refused() public {
        ProposeInstrument memory c = proposal(exclusive(hanoi()), one(OWNER));
        refuse(by(c, two(OWNER, LICENSEE)), abi.encodeWithSelector(NotAuthorised.selector, id(LICENSEE)));
    }

    function test_only_members_sign() public {
        ProposeInstrument memory c = proposal(exclusive(hanoi()), two(OWNER, STRANGER));
        refuse(by(c, two(OWNER, STRANGER)), abi.encodeWithSelector(NotAuthorised.selector, id(STRANGER)));
    }

    function test_a_party_named_twice_as_signing_is_refused() public {
        ProposeInstrument memory c = proposal(exclusive(hanoi()), two(OWNER, OWNER));
        refuse(by(c, one(OWNER)), abi.encodeWithSelector(DuplicateParty.selector, id(OWNER)));
    }

    function test_a_member_named_twice_in_one_role_is_refused() public {
        Terms memory terms = exclusive(hanoi());
        terms.members = bothGrantorsAnd(LICENSEE);
        terms.members[1] = terms.members[2];
        refuseProposal(terms, abi.encodeWithSelector(DuplicateParty.selector, id(LICENSEE)));
    }

    function test_a_co_owner_may_be_the_grantee_too() public {
        jointlyHeld(5_000, 5_000, GrantRule.ALL);
        Terms memory terms = exclusive(hanoi());
        terms.members = bothGrantorsAnd(CO_OWNER);
        assertState(agreed(terms, two(CO_OWNER, OWNER)), State.SIGNED);
    }

    function test_a_pledge_excludes_nobody() public {
        Terms memory terms = exclusive(hanoi());
        terms.instrument_kind = InstrumentKind.PLEDGE;
        refuseProposal(terms, abi.encodeWithSelector(Malformed.selector, "terms.exclusivity"));
    }

    function test_there_is_no_eighth_kind() public {
        Terms memory terms = exclusive(hanoi());
        terms.instrument_kind = InstrumentKind.LAST + 1;
        refuseProposal(terms, abi.encodeWithSelector(BadEnum.selector, "terms.instrument_kind", 8));
    }

    function test_the_subject_is_an_asset() public {
        Terms memory terms = exclusive(hanoi());
        terms.subject = id(OWNER);
        refuseProposal(terms, abi.encodeWithSelector(RecordNotFound.selector, id(OWNER)));
    }

    function test_members_are_parties() public {
        Terms memory terms = exclusive(hanoi());
        terms.members = bothGrantorsAnd(LICENSEE);
        terms.members[1].party = id(0xdead);
        refuseProposal(terms, abi.encodeWithSelector(RecordNotFound.selector, id(0xdead)));
    }

    function test_the_escrow_agent_is_a_party() public {
        Terms memory terms = exclusive(hanoi());
        terms.escrow_agent = id(0xdead);
        refuseProposal(terms, abi.encodeWithSelector(RecordNotFound.selector, id(0xdead)));
    }

    function test_a_disputed_asset_takes_no_new_grant() public {
        accept(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
        refuseProposal(nonExclusive(hanoi()), abi.encodeWithSelector(StateForbids.selector, asset, State.DISPUTED));
    }

    function test_a_run_out_asset_takes_no_new_grant() public {
        vm.warp(clock() + TERM);
        refuseProposal(nonExclusive(hanoi()), abi.encodeWithSelector(StateForbids.selector, asset, State.EXPIRED));
    }

    function test_a_last_day_in_the_past_is_too_late() public {
        Terms memory terms = exclusive(hanoi());
        terms.effect_by = clock();
        refuseProposal(terms, abi.encodeWithSelector(TooLate.selector, clock(), clock()));
    }

    function test_a_grantee_is_needed() public {
        Terms memory terms = exclusive(hanoi());
        terms.members[1].member_role = MemberRole.CONSENTING;
        refuseProposal(terms, abi.encodeWithSelector(SignatoryMissing.selector, bytes32(0)));
    }

    function test_all_holders_grant_where_the_rule_is_all() public {
        jointlyHeld(9_000, 1_000, GrantRule.ALL);
        refuseProposal(nonExclusive(hanoi()), abi.encodeWithSelector(SignatoryMissing.selector, id(CO_OWNER)));
    }

    function test_more_than_half_grants_where_the_rule_is_majority() public {
        jointlyHeld(5_001, 4_999, GrantRule.MAJORITY);
        assertState(agreed(exclusive(hanoi())), State.SIGNED);
    }

    function test_half_is_no_majority() public {
        jointlyHeld(5_000, 5_000, GrantRule.MAJORITY);
        refuseProposal(exclusive(hanoi()), abi.encodeWithSelector(SignatoryMissing.selector, id(CO_OWNER)));
    }

    function test_one_holder_grants_a_non_exclusive_licence_where_the_rule_is_each() public {
        jointlyHeld(1, 9_999, GrantRule.EACH);
        assertState(agreed(nonExclusive(hanoi())), State.SIGNED);
    }

    function test_an_exclusive_licence_needs_all_holders_where_the_rule_is_each() public {
        jointlyHeld(9_999, 1, GrantRule.EACH);
        refuseProposal(sole(hanoi()), abi.encodeWithSelector(SignatoryMissing.selector, id(CO_OWNER)));
    }

    function test_a_grantor_without_title_is_refused() public {
        Terms memory terms = exclusive(hanoi());
        terms.members = bothGrantorsAnd(LICENSEE);
        refuseProposal(terms, abi.encodeWithSelector(NoTitle.selector, id(CO_OWNER)));
    }

    function test_a_geographical_indication_is_not_licensed() public {
        refuseKind(AssetKind.GEOGRAPHICAL_INDICATION);
    }

    function test_a_trade_name_is_not_licensed() public {
        refuseKind(AssetKind.TRADE_NAME);
    }

    function refuseKind(uint8 kind) internal {
        RegisterAsset memory c = declaration(wholly(OWNER), OWNER, keccak256("another"));
        c.asset_kind = kind;
        Terms memory terms = licence(activate(c, one(OWNER)), Exclusivity.SOLE, hanoi(), 0);
        refuseProposal(terms, abi.encodeWithSelector(NotLicensable.selector, kind));
    }

    function test_a_licence_lies_within_the_term_of_the_right() public {
        Scope memory scope = hanoi();
        scope.end = clock() + TERM + 1;
        refuseProposal(exclusive(scope), abi.encodeWithSelector(RightNotInForce.selector, asset));
    }

    function test_a_licence_lies_within_the_territory_of_the_right() public {
        Scope memory scope = hanoi();
        scope.countries = uint256(1) << JAPAN;
        refuseProposal(exclusive(scope), abi.encodeWithSelector(RightNotInForce.selector, asset));
    }

    function test_a_scope_without_territory_means_everywhere() public {
        Scope memory scope = hanoi();
        scope.provinces = 0;
        refuseProposal(exclusive(scope), abi.encodeWithSelector(RightNotInForce.selector, asset));
    }

    function test_an_application_is_not_licensed() public {
        Right memory application = patentRight();
        application.right_stage = RightStage.APPLICATION;
        accept(by(recording(asset, listed(application)), one(IP_REGISTRAR)));
        refuseProposal(exclusive(hanoi()), abi.encodeWithSelector(RightNotInForce.selector, asset));
    }

    function test_two_rights_cover_a_licence_without_a_gap() public {
        Right memory first = patentRight();
        Right memory second = patentRight();
        first.end = second.start = clock() + 100 days;
        accept(by(recording(asset, listed(second, first)), one(IP_REGISTRAR)));
        assertState(agreed(exclusive(hanoi())), State.SIGNED);
    }

    function test_a_gap_of_one_second_is_not_covered() public {
        Right memory first = patentRight();
        Right memory second = patentRight();
        first.end = clock() + 100 days;
        second.start = first.end + 1;
        accept(by(recording(asset, listed(first, second)), one(IP_REGISTRAR)));
        refuseProposal(exclusive(hanoi()), abi.encodeWithSelector(RightNotInForce.selector, asset));
    }

    function test_two_rights_cover_a_licence_in_both_their_provinces() public {
        Right memory here = patentRight();
        Right memory there = patentRight();
        (here.provinces, there.provinces) = (HANOI, HAI_PHONG);
        accept(by(recording(asset, listed(here, there)), one(IP_REGISTRAR)));
        Scope memory scope = hanoi();
        scope.provinces = HANOI | HAI_PHONG;
        assertState(agreed(exclusive(scope)), State.SIGNED);
    }

    function test_know_how_is_licensed_without_rights() public {
        RegisterAsset memory c = declaration(wholly(OWNER), OWNER, keccak256("another"));
        c.asset_kind = AssetKind.KNOW_HOW;
        c.rights = new Right[](0);
        Scope memory everywhere = hanoi();
        everywhere.provinces = 0;
        bytes32 knowHow = activate(c, one(OWNER));
        assertState(agreed(licence(knowHow, Exclusivity.EXCLUSIVE, everywhere, 0)), State.SIGNED);
    }

    function test_a_member_who_signs_later_must_be_named_a_member() public {
        Terms memory terms = exclusive(hanoi());
        bytes32 record = agreed(terms, one(OWNER));
        Call memory call = by(signature(record, terms, one(STRANGER)), one(STRANGER));
        refuse(call, abi.encodeWithSelector(NotAuthorised.selector, id(STRANGER)));
    }
}
