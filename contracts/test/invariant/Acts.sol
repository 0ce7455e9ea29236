// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    EscrowAction,
    Exclusivity,
    Gate,
    InstrumentEnd,
    InstrumentKind,
    Kind,
    MemberRole,
    Ruling,
    State
} from "../../src/generated/Enums.sol";
import {ProposeInstrument, Terms} from "../../src/generated/Types.sol";
import {IEscrows} from "../../src/interfaces/IEscrows.sol";
import {IInstruments} from "../../src/interfaces/IInstruments.sol";
import {Shadows} from "./Shadows.sol";

/// @title Each Instrument command, and what follows where it is accepted
abstract contract Acts is Shadows {
    uint256 private _effects;
    uint256 private _nonces;

    /// @dev Puts terms to all members. Everybody signs at once, or the first one, and then the others.
    /// @return record Zero where they were refused.
    function propose(Terms memory terms, bool oneByOne) internal returns (bytes32 record) {
        bytes32[] memory signing = membersOf(terms);
        bytes32 nonce = bytes32(++_nonces);
        record = keccak256(abi.encode(Kind.INSTRUMENT, signing[0], nonce));
        bytes32[] memory first = oneByOne ? with(new bytes32[](0), signing[0]) : signing;
        ProposeInstrument memory proposed = ProposeInstrument(record, 0, soon(), nonce, terms, first);
        if (!submit(draftOf(abi.encodeCall(IInstruments.proposeInstrument, (proposed, none()))), keysOf(first))) {
            return 0;
        }
        hold(2, isTitled(terms));
        hold(9, terms.instrument_kind > InstrumentKind.PLEDGE || !_isDisputed[rootOf(terms)]);
        _instruments.push(record);
        Shadow storage shadow = _shadows[record];
        shadow.terms = abi.encode(terms);
        shadow.root = rootOf(terms);
        shadow.state = first.length == signing.length ? State.SIGNED : State.PROPOSED;
        if (shadow.state == State.PROPOSED && !rarely(uint256(nonce), "unsigned", 8)) {
            signOthers(record, terms, signing);
        }
    }

    /// @dev What a bank or registrar does for each gate that is asked, and then any member.
    function hasten(bytes32 record, uint256 seed) internal {
        Terms memory terms = termsOf(record);
        uint8 gates = gatesOf(terms);
        for (uint8 gate = Gate.IP_REGISTER; gate < Gate.ESCROW; ++gate) {
            if (gates & gateBit(gate) != 0 && !rarely(seed, "uncertified", 6)) certify(record, gate);
        }
        if (gates & gateBit(Gate.ESCROW) != 0 && !rarely(seed, "unfunded", 4)) {
            // casting to 'uint16' is safe because what is left of the whole is at most 10,000
            uint16 left = uint16(WHOLE - _shadows[record].funded);
            if (left != 0) attest(record, EscrowAction.FUNDED, left);
        }
        takeEffect(record, terms);
    }

    function takeEffect(bytes32 record, Terms memory terms) private {
        bytes32 subject = terms.subject;
        bytes32 root = _shadows[record].root;
        bytes32 marks = marksOn(root, record);
        bytes32 lists = listsOn(root);
        bytes memory call = abi.encodeCall(IInstruments.effectInstrument, (effect(record), none()));
        if (!submit(draftOf(call), keysOf(with(new bytes32[](0), terms.members[0].party)))) return;
        Shadow storage shadow = _shadows[record];
        hold(2, isTitled(terms));
        hold(9, terms.instrument_kind > InstrumentKind.PLEDGE || !_isDisputed[root]);
        hold(6, marksOn(root, record) == marks || terms.instrument_kind == InstrumentKind.SUBLICENCE);
        shadow.state = State.EFFECTIVE;
        shadow.order = ++_effects;
        shadow.needed = gatesOf(terms);
        if (shadow.funded == WHOLE) shadow.met |= gateBit(Gate.ESCROW);
        if (isGrant(terms.instrument_kind)) {
            bool excludes = terms.exclusivity != Exclusivity.NON_EXCLUSIVE;
            hold(3, !excludes || terms.encumbrance_version == _encumbrances[subject]);
            ++_encumbrances[subject];
        } else if (terms.instrument_kind == InstrumentKind.PLEDGE) {
            ++_encumbrances[subject];
        } else if (terms.instrument_kind == InstrumentKind.ASSIGNMENT) {
            hold(6, listsOn(root) == lists);
            passShares(subject, terms.moves);
        }
        tellEffect(terms, shadow.needed);
    }

    function certify(bytes32 record, uint8 gate) internal {
        uint256 registrar = gate == Gate.IP_REGISTER ? IP_REGISTRAR : TRANSFER_REGISTRAR;
        bytes memory call = abi.encodeCall(IInstruments.certifyInstrument, (certificate(record, gate), none()));
        if (!submit(draftOf(call), one(registrar))) return;
        if (isInEffect(record)) did("a registration after effect");
        _shadows[record].met |= gateBit(gate);
    }

    function attest(bytes32 record, uint8 action, uint16 bps) internal {
        bytes memory call = abi.encodeCall(IEscrows.attestEscrow, (attestation(record, action, bps), none()));
        if (!submit(Call(address(escrows), call), one(BANK))) return;
        Shadow storage shadow = _shadows[record];
        if (action == EscrowAction.FUNDED) {
            shadow.funded += bps;
            did("escrow funded");
        } else if (action == EscrowAction.RELEASED) {
            shadow.released += bps;
            hold(18, shadow.order != 0);
            did("escrow released");
        } else {
            shadow.refunded += bps;
            hold(18, shadow.state == State.RESCINDED || shadow.state == State.TERMINATED);
            did("escrow refunded");
        }
    }

    function amend(bytes32 record, Terms memory terms) internal {
        bytes memory call = abi.encodeCall(IInstruments.amendInstrument, (amendment(record, terms), none()));
        if (!submit(draftOf(call), keysOf(partiesInEffect(record)))) return;
        _shadows[record].terms = abi.encode(terms);
        did("an amendment");
    }

    /// @param lacking Whether the last of those who must sign does not.
    function endByAgreement(bytes32 record, uint8 how, bool lacking) internal {
        bool stood = isInEffect(record);
        Terms memory terms = termsOf(record);
        bool released = stood && how == InstrumentEnd.TERMINATED && terms.instrument_kind == InstrumentKind.PLEDGE;
        bytes32[] memory called = released ? inRole(terms.members, MemberRole.GRANTEE) : partiesInEffect(record);
        if (lacking) called = with(new bytes32[](0), called[0]);
        bytes memory call = abi.encodeCall(IInstruments.endInstrument, (instrumentEnding(record, how), none()));
        if (!submit(draftOf(call), keysOf(called))) return;
        ended(record, how == InstrumentEnd.TERMINATED ? State.TERMINATED : State.RESCINDED);
        did(stood ? "an end by agreement" : "a withdrawal");
    }

    function rule(bytes32 record, uint8 ruling) internal {
        Terms memory terms = termsOf(record);
        bytes32 root = _shadows[record].root;
        bytes32 marks = marksOn(root, record);
        bytes memory call = abi.encodeCall(IInstruments.ruleOnInstrument, (judgement(record, ruling), none()));
        if (!submit(draftOf(call), one(ARBITER))) return;
        hold(6, marksOn(root, record) == marks || terms.instrument_kind == InstrumentKind.SUBLICENCE);
        Shadow storage shadow = _shadows[record];
        if (ruling == Ruling.SUSPEND) {
            shadow.state = State.SUSPENDED;
            did("a suspension");
        } else if (ruling == Ruling.RESUME) {
            shadow.state = State.EFFECTIVE;
            did("a resumption");
        } else if (ruling == Ruling.ENFORCE) {
            hold(8, !mustBeEntered(root) || shadow.met & gateBit(Gate.IP_REGISTER) != 0);
            hold(9, !_isDisputed[root]);
            passShares(terms.subject, terms.moves);
            ended(record, State.TERMINATED);
            did("an enforced pledge");
        } else {
            ended(record, ruling == Ruling.RESCIND ? State.RESCINDED : State.TERMINATED);
            did("an end by ruling");
        }
    }

    // --- Parts ---

    function signOthers(bytes32 record, Terms memory terms, bytes32[] memory signing) private {
        bytes32[] memory others = new bytes32[](0);
        for (uint256 i = 1; i < signing.length; ++i) {
            others = with(others, signing[i]);
        }
        uint256[] memory keys = keysOf(others);
        bytes memory call = abi.encodeCall(IInstruments.signInstrument, (signature(record, terms, keys), none()));
        if (!submit(draftOf(call), keys)) return;
        _shadows[record].state = State.SIGNED;
        did("signatures one by one");
    }

    function ended(bytes32 record, uint8 state) private {
        Terms memory terms = termsOf(record);
        uint8 kind = terms.instrument_kind;
        // An assignment in effect is undone by assigning back, and by nothing else.
        hold(6, kind != InstrumentKind.ASSIGNMENT || !isInEffect(record));
        if (isInEffect(record) && (isGrant(kind) || kind == InstrumentKind.PLEDGE)) ++_encumbrances[terms.subject];
        _shadows[record].state = state;
    }

    function tellEffect(Terms memory terms, uint8 gates) private {
        uint8 kind = terms.instrument_kind;
        if (kind == InstrumentKind.LICENCE) {
            did(terms.exclusivity == Exclusivity.NON_EXCLUSIVE ? "a licence in effect" : "an exclusive or sole licence");
        } else if (kind == InstrumentKind.SUBLICENCE) {
            bool deep = termsOf(terms.subject).instrument_kind == InstrumentKind.SUBLICENCE;
            did(deep ? "a sublicence of a sublicence" : "a sublicence in effect");
        } else if (kind == InstrumentKind.ASSIGNMENT) {
            did(gates & gateBit(Gate.IP_REGISTER) != 0 ? "an assignment through the register" : "an assignment without");
        } else if (kind == InstrumentKind.PLEDGE) {
            did("a pledge in effect");
        } else if (kind == InstrumentKind.SOLUTION_CONTRACT) {
            did("a solution contract in effect");
        } else {
            did("a cooperation in effect");
        }
        if (gates & gateBit(Gate.TRANSFER_REGISTER) != 0) did("an effect through the transfer register");
    }

    /// @dev Who ends or amends it: of a licence in effect the present holders in place of its grantors.
    function partiesInEffect(bytes32 record) private view returns (bytes32[] memory) {
        Terms memory terms = termsOf(record);
        if (!isInEffect(record) || terms.instrument_kind != InstrumentKind.LICENCE) return membersOf(terms);
        bytes32[] memory found = holders(terms.subject);
        for (uint256 i = 0; i < terms.members.length; ++i) {
            if (terms.members[i].member_role != MemberRole.GRANTOR) found = with(found, terms.members[i].party);
        }
        return found;
    }

    function membersOf(Terms memory terms) private pure returns (bytes32[] memory found) {
        found = new bytes32[](0);
        for (uint256 i = 0; i < terms.members.length; ++i) {
            found = with(found, terms.members[i].party);
        }
    }

    /// @dev The asset on which an instrument stands; zero where it stands on none.
    function rootOf(Terms memory terms) private view returns (bytes32) {
        if (terms.instrument_kind == InstrumentKind.SUBLICENCE) return _shadows[terms.subject].root;
        return terms.instrument_kind > InstrumentKind.PLEDGE ? bytes32(0) : terms.subject;
    }

    function keysOf(bytes32[] memory parties_) internal view returns (uint256[] memory keys) {
        keys = new uint256[](parties_.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            keys[i] = _keyOf[parties_[i]];
        }
    }

    function draftOf(bytes memory data) internal view returns (Call memory) {
        return toInstruments(data);
    }
}
