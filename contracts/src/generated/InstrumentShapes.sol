// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {Terms, Member, Scope, Move, ProposeInstrument, SignInstrument, CertifyInstrument, AttestEscrow, AttestMilestone, EffectInstrument, AmendInstrument, EndInstrument, RuleOnInstrument} from "./Types.sol";
import {EscrowAction, Exclusivity, InstrumentEnd, InstrumentKind, MemberRole, Ruling} from "./Enums.sol";
import {BadInterval} from "./Errors.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library InstrumentShapes {
    function check(ProposeInstrument calldata command, bytes[] calldata signatures) internal pure {
        _terms(command.terms);
        if (command.signing.length == 0 || command.signing.length > 16) Shape.wrongLength(Shape.field("signing"), command.signing.length, 16);
        for (uint256 i = 0; i < command.signing.length; ++i) {
            if (command.signing[i] == 0) Shape.missing(Shape.field("signing", i));
        }
        Shape.checkSignatures(signatures);
    }

    function check(SignInstrument calldata command, bytes[] calldata signatures) internal pure {
        _terms(command.terms);
        if (command.signing.length == 0 || command.signing.length > 16) Shape.wrongLength(Shape.field("signing"), command.signing.length, 16);
        for (uint256 i = 0; i < command.signing.length; ++i) {
            if (command.signing[i] == 0) Shape.missing(Shape.field("signing", i));
        }
        Shape.checkSignatures(signatures);
    }

    function check(CertifyInstrument calldata command, bytes[] calldata signatures) internal pure {
        if (command.gate == 0 || command.gate > 2) Shape.badEnum(Shape.field("gate"), command.gate);
        if (command.certificate == 0) Shape.missing(Shape.field("certificate"));
        Shape.checkSignatures(signatures);
    }

    function check(AttestEscrow calldata command, bytes[] calldata signatures) internal pure {
        if (command.escrow_action == 0 || command.escrow_action > EscrowAction.LAST) Shape.badEnum(Shape.field("escrow_action"), command.escrow_action);
        if (command.bps < 1 || command.bps > 10000) Shape.outOfRange(Shape.field("bps"), command.bps, 1, 10000);
        if (command.evidence == 0) Shape.missing(Shape.field("evidence"));
        Shape.checkSignatures(signatures);
    }

    function check(AttestMilestone calldata command, bytes[] calldata signatures) internal pure {
        if (command.milestone == 0) Shape.missing(Shape.field("milestone"));
        if (!Shape.isLabel(command.milestone)) Shape.malformed(Shape.field("milestone"));
        if (command.certificate == 0) Shape.missing(Shape.field("certificate"));
        if (command.bps < 1 || command.bps > 10000) Shape.outOfRange(Shape.field("bps"), command.bps, 1, 10000);
        if (command.evidence == 0) Shape.missing(Shape.field("evidence"));
        Shape.checkSignatures(signatures);
    }

    function check(EffectInstrument calldata, bytes[] calldata signatures) internal pure {
        Shape.checkSignatures(signatures);
    }

    function check(AmendInstrument calldata command, bytes[] calldata signatures) internal pure {
        _terms(command.terms);
        Shape.checkSignatures(signatures);
    }

    function check(EndInstrument calldata command, bytes[] calldata signatures) internal pure {
        if (command.instrument_end == 0 || command.instrument_end > InstrumentEnd.LAST) Shape.badEnum(Shape.field("instrument_end"), command.instrument_end);
        if (command.reason == 0) Shape.missing(Shape.field("reason"));
        Shape.checkSignatures(signatures);
    }

    function check(RuleOnInstrument calldata command, bytes[] calldata signatures) internal pure {
        if (command.ruling == 0 || command.ruling > Ruling.LAST) Shape.badEnum(Shape.field("ruling"), command.ruling);
        if (command.decision == 0) Shape.missing(Shape.field("decision"));
        Shape.checkSignatures(signatures);
    }

    function _terms(Terms calldata value) private pure {
        if (value.instrument_kind == 0 || value.instrument_kind > InstrumentKind.LAST) Shape.badEnum(Shape.field("terms.instrument_kind"), value.instrument_kind);
        if (value.subject == 0 && (value.instrument_kind == InstrumentKind.LICENCE || value.instrument_kind == InstrumentKind.SUBLICENCE || value.instrument_kind == InstrumentKind.ASSIGNMENT || value.instrument_kind == InstrumentKind.PLEDGE || value.instrument_kind == InstrumentKind.SOLUTION_CONTRACT)) Shape.missing(Shape.field("terms.subject"));
        if (value.members.length == 0 || value.members.length > 16) Shape.wrongLength(Shape.field("terms.members"), value.members.length, 16);
        for (uint256 i = 0; i < value.members.length; ++i) {
            _member(value.members[i], i);
        }
        _scope(value.scope);
        if (value.exclusivity == 0 && (value.instrument_kind == InstrumentKind.LICENCE || value.instrument_kind == InstrumentKind.SUBLICENCE)) Shape.missing(Shape.field("terms.exclusivity"));
        if (value.exclusivity != 0 && !(value.instrument_kind == InstrumentKind.LICENCE || value.instrument_kind == InstrumentKind.SUBLICENCE)) Shape.malformed(Shape.field("terms.exclusivity"));
        if (value.exclusivity > Exclusivity.LAST) Shape.badEnum(Shape.field("terms.exclusivity"), value.exclusivity);
        if (value.sub_depth > 4) Shape.outOfRange(Shape.field("terms.sub_depth"), value.sub_depth, 0, 4);
        if (value.moves.length == 0 && (value.instrument_kind == InstrumentKind.ASSIGNMENT || value.instrument_kind == InstrumentKind.PLEDGE)) Shape.missing(Shape.field("terms.moves"));
        if (value.moves.length != 0 && !(value.instrument_kind == InstrumentKind.ASSIGNMENT || value.instrument_kind == InstrumentKind.PLEDGE)) Shape.malformed(Shape.field("terms.moves"));
        if (value.moves.length > 16) Shape.wrongLength(Shape.field("terms.moves"), value.moves.length, 16);
        for (uint256 i = 0; i < value.moves.length; ++i) {
            _move(value.moves[i], i);
        }
        if (value.text == 0) Shape.missing(Shape.field("terms.text"));
    }

    function _member(Member calldata value, uint256 i) private pure {
        if (value.party == 0) Shape.missing(Shape.field("terms.members", i, "party"));
        if (value.member_role == 0 || value.member_role > MemberRole.LAST) Shape.badEnum(Shape.field("terms.members", i, "member_role"), value.member_role);
    }

    function _scope(Scope calldata value) private pure {
        if (!Shape.areActs(value.acts)) Shape.unknownCode(Shape.field("terms.scope.acts"), value.acts);
        if (!Shape.areFields(value.fields)) Shape.unknownCode(Shape.field("terms.scope.fields"), value.fields);
        if (!Shape.areCountries(value.countries)) Shape.unknownCode(Shape.field("terms.scope.countries"), value.countries);
        if (!Shape.areProvinces(value.provinces)) Shape.unknownCode(Shape.field("terms.scope.provinces"), value.provinces);
        if (value.start >= value.end) revert BadInterval(value.start, value.end);
    }

    function _move(Move calldata value, uint256 i) private pure {
        if (value.from == 0) Shape.missing(Shape.field("terms.moves", i, "from"));
        if (value.to == 0) Shape.missing(Shape.field("terms.moves", i, "to"));
        if (value.bps < 1 || value.bps > 10000) Shape.outOfRange(Shape.field("terms.moves", i, "bps"), value.bps, 1, 10000);
    }
}
