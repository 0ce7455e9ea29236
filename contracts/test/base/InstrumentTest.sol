// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEscrows} from "../../src/interfaces/IEscrows.sol";
import {IInstruments} from "../../src/interfaces/IInstruments.sol";
import {
    Exclusivity,
    GrantRule,
    InstrumentKind,
    Kind,
    MemberRole,
    PartyState,
    Role
} from "../../src/generated/Enums.sol";
import {Hashing} from "../../src/generated/Hashing.sol";
import {ModuleNumber} from "../../src/generated/Modules.sol";
import {
    AmendInstrument,
    AttestEscrow,
    CertifyInstrument,
    EffectInstrument,
    EndInstrument,
    Member,
    Move,
    ProposeInstrument,
    RegisterParty,
    RuleOnInstrument,
    Scope,
    SignInstrument,
    Terms
} from "../../src/generated/Types.sol";
import {AssetTest} from "./AssetTest.sol";
import {vm} from "./Cheats.sol";

/// @title A ledger with an active patent, licensees, a bank and a transfer registrar, and the ways to sign
abstract contract InstrumentTest is AssetTest {
    uint256 internal constant LICENSEE = 0xc1;
    uint256 internal constant RIVAL = 0xc2;
    uint256 internal constant FOREIGNER = 0xc3;
    uint256 internal constant BANK = 0xc4;
    uint256 internal constant TRANSFER_REGISTRAR = 0xc5;
    uint16 internal constant JAPAN = 113;

    IInstruments internal instruments;
    IEscrows internal escrows;
    bytes32 internal asset;
    uint256 private _nonces;

    function setUp() public virtual override {
        super.setUp();
        instruments = IInstruments(registry.moduleAt(ModuleNumber.INSTRUMENTS));
        escrows = IEscrows(registry.moduleAt(ModuleNumber.ESCROWS));
        enlist(LICENSEE);
        enlist(RIVAL);
        enlist(BANK);
        enlist(TRANSFER_REGISTRAR);
        enlistAbroad(FOREIGNER);
        give(BANK, Role.ESCROW_AGENT, two(OPERATOR, REGULATOR));
        give(TRANSFER_REGISTRAR, Role.TRANSFER_REGISTRAR, two(OPERATOR, REGULATOR));
        asset = activeAsset();
    }

    function enlistAbroad(uint256 key) internal {
        RegisterParty memory c = registration(one(key), 1);
        c.country = JAPAN;
        accept(signed(c, one(key)));
        accept(signed(move(key, PartyState.ACTIVE), one(REGULATOR)));
    }

    // --- Values ---

    /// @dev Every act and field in Ha Noi, for a year from now.
    function hanoi() internal view returns (Scope memory) {
        return Scope({acts: 0, fields: 0, countries: 0, provinces: HANOI, start: clock(), end: clock() + 365 days});
    }

    function haiPhong() internal view returns (Scope memory scope) {
        scope = hanoi();
        scope.provinces = HAI_PHONG;
    }

    function grantorAnd(uint256 licensee) internal pure returns (Member[] memory members) {
        members = new Member[](2);
        members[0] = Member(id(OWNER), MemberRole.GRANTOR);
        members[1] = Member(id(licensee), MemberRole.GRANTEE);
    }

    function bothGrantorsAnd(uint256 licensee) internal pure returns (Member[] memory members) {
        members = new Member[](3);
        members[0] = Member(id(OWNER), MemberRole.GRANTOR);
        members[1] = Member(id(CO_OWNER), MemberRole.GRANTOR);
        members[2] = Member(id(licensee), MemberRole.GRANTEE);
    }

    function licence(bytes32 subject, uint8 exclusivity, Scope memory scope, uint32 acknowledged)
        internal
        pure
        returns (Terms memory terms)
    {
        terms.instrument_kind = InstrumentKind.LICENCE;
        terms.subject = subject;
        terms.members = grantorAnd(LICENSEE);
        terms.scope = scope;
        terms.exclusivity = exclusivity;
        terms.encumbrance_version = acknowledged;
        terms.moves = new Move[](0);
        terms.text = PAPER;
    }

    function exclusive(Scope memory scope) internal view returns (Terms memory) {
        return licence(asset, Exclusivity.EXCLUSIVE, scope, encumbranceOf(asset));
    }

    function sole(Scope memory scope) internal view returns (Terms memory) {
        return licence(asset, Exclusivity.SOLE, scope, encumbranceOf(asset));
    }

    function nonExclusive(Scope memory scope) internal view returns (Terms memory) {
        return licence(asset, Exclusivity.NON_EXCLUSIVE, scope, 0);
    }

    /// @dev Read where a proof reads it: slot 0 of Instruments.
    function encumbranceOf(bytes32 subject) internal view returns (uint32) {
        return uint32(uint256(vm.load(address(instruments), encumbranceSlot(subject))));
    }

    function standingOn(bytes32 subject) internal view returns (bytes32[] memory listed_) {
        bytes32 slot = bytes32(uint256(encumbranceSlot(subject)) + 1);
        listed_ = new bytes32[](uint256(vm.load(address(instruments), slot)));
        for (uint256 i = 0; i < listed_.length; ++i) {
            listed_[i] = vm.load(address(instruments), bytes32(uint256(keccak256(abi.encode(slot))) + i));
        }
    }

    function encumbranceSlot(bytes32 subject) internal pure returns (bytes32) {
        return keccak256(abi.encode(subject, uint256(0)));
    }

    function ids(uint256[] memory keys) internal pure returns (bytes32[] memory named) {
        named = new bytes32[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            named[i] = id(keys[i]);
        }
    }

    /// @dev A sublicence of the licensee to the rival, whom the owner lets have it.
    function sublicence(bytes32 parent, Scope memory scope) internal pure returns (Terms memory terms) {
        terms = licence(parent, Exclusivity.NON_EXCLUSIVE, scope, 0);
        terms.instrument_kind = InstrumentKind.SUBLICENCE;
        terms.members = new Member[](3);
        terms.members[0] = Member(id(LICENSEE), MemberRole.GRANTOR);
        terms.members[1] = Member(id(OWNER), MemberRole.CONSENTING);
        terms.members[2] = Member(id(RIVAL), MemberRole.GRANTEE);
    }

    /// @dev Shares that pass from the owner to the licensee, now or where a pledge is enforced.
    function transfer(uint8 kind, bytes32 subject, uint16 bps, Scope memory scope)
        internal
        pure
        returns (Terms memory terms)
    {
        terms = licence(subject, 0, scope, 0);
        terms.instrument_kind = kind;
        terms.moves = new Move[](1);
        terms.moves[0] = Move(id(OWNER), id(LICENSEE), bps);
    }

    // --- Commands with ordinary fields ---

    /// @dev A proposal with a nonce of its own, whose first signatory is the first of `signing`.
    function proposal(Terms memory terms, uint256[] memory signing) internal returns (ProposeInstrument memory) {
        bytes32 nonce = bytes32(++_nonces);
        bytes32 record = keccak256(abi.encode(Kind.INSTRUMENT, id(signing[0]), nonce));
        return ProposeInstrument(record, 0, soon(), nonce, terms, ids(signing));
    }

    function signature(bytes32 record, Terms memory terms, uint256[] memory signing)
        internal
        view
        returns (SignInstrument memory)
    {
        return SignInstrument(record, recordVersion(record), soon(), terms, ids(signing));
    }

    function certificate(bytes32 record, uint8 gate) internal view returns (CertifyInstrument memory) {
        return CertifyInstrument(record, recordVersion(record), soon(), gate, PAPER);
    }

    function attestation(bytes32 record, uint8 action, uint16 bps) internal view returns (AttestEscrow memory) {
        return AttestEscrow(record, recordVersion(record), soon(), action, bps, PAPER);
    }

    function effect(bytes32 record) internal view returns (EffectInstrument memory) {
        return EffectInstrument(record, recordVersion(record), soon());
    }

    function amendment(bytes32 record, Terms memory terms) internal view returns (AmendInstrument memory) {
        return AmendInstrument(record, recordVersion(record), soon(), terms);
    }

    function instrumentEnding(bytes32 record, uint8 end) internal view returns (EndInstrument memory) {
        return EndInstrument(record, recordVersion(record), soon(), end, PAPER);
    }

    function judgement(bytes32 record, uint8 ruling) internal view returns (RuleOnInstrument memory) {
        return RuleOnInstrument(record, recordVersion(record), soon(), ruling, PAPER);
    }

    // --- Struct hashes, by the generated library, which reads calldata ---

    function hashProposeInstrument(ProposeInstrument calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashSignInstrument(SignInstrument calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashCertifyInstrument(CertifyInstrument calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashAttestEscrow(AttestEscrow calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashEffectInstrument(EffectInstrument calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashAmendInstrument(AmendInstrument calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashEndInstrument(EndInstrument calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashRuleOnInstrument(RuleOnInstrument calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashTerms(Terms calldata terms) external pure returns (bytes32) {
        return Hashing.hash(terms);
    }

    // --- Calls of commands signed with these keys ---

    function by(ProposeInstrument memory c, uint256[] memory keys) internal view returns (Call memory) {
        return
            toInstruments(
                abi.encodeCall(IInstruments.proposeInstrument, (c, sign(this.hashProposeInstrument(c), keys)))
            );
    }

    function by(SignInstrument memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toInstruments(abi.encodeCall(IInstruments.signInstrument, (c, sign(this.hashSignInstrument(c), keys))));
    }

    function by(CertifyInstrument memory c, uint256[] memory keys) internal view returns (Call memory) {
        return
            toInstruments(
                abi.encodeCall(IInstruments.certifyInstrument, (c, sign(this.hashCertifyInstrument(c), keys)))
            );
    }

    function by(AttestEscrow memory c, uint256[] memory keys) internal view returns (Call memory) {
        bytes memory data = abi.encodeCall(IEscrows.attestEscrow, (c, sign(this.hashAttestEscrow(c), keys)));
        return Call(address(escrows), data);
    }

    function by(EffectInstrument memory c, uint256[] memory keys) internal view returns (Call memory) {
        return
            toInstruments(abi.encodeCall(IInstruments.effectInstrument, (c, sign(this.hashEffectInstrument(c), keys))));
    }

    function by(AmendInstrument memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toInstruments(abi.encodeCall(IInstruments.amendInstrument, (c, sign(this.hashAmendInstrument(c), keys))));
    }

    function by(EndInstrument memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toInstruments(abi.encodeCall(IInstruments.endInstrument, (c, sign(this.hashEndInstrument(c), keys))));
    }

    function by(RuleOnInstrument memory c, uint256[] memory keys) internal view returns (Call memory) {
        return
            toInstruments(abi.encodeCall(IInstruments.ruleOnInstrument, (c, sign(this.hashRuleOnInstrument(c), keys))));
    }

    function toInstruments(bytes memory data) internal view returns (Call memory) {
        return Call(address(instruments), data);
    }

    // --- Histories ---

    /// @dev Proposed and signed by these members at once.
    function agreed(Terms memory terms, uint256[] memory signing) internal returns (bytes32) {
        ProposeInstrument memory c = proposal(terms, signing);
        accept(by(c, signing));
        return c.record;
    }

    /// @dev Agreed by owner and licensee.
    function agreed(Terms memory terms) internal returns (bytes32) {
        return agreed(terms, two(OWNER, LICENSEE));
    }

    /// @dev Agreed by owner and licensee, and in effect.
    function inEffect(Terms memory terms) internal returns (bytes32 record) {
        record = agreed(terms);
        accept(by(effect(record), one(LICENSEE)));
    }

    function jointlyHeld(uint16 owner, uint16 coOwner, uint8 rule) internal {
        accept(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
        accept(by(resolution(asset, jointly(owner, coOwner)), one(ARBITER)));
        if (rule != GrantRule.ALL) accept(by(ruleChange(asset, rule), two(OWNER, CO_OWNER)));
    }
}
