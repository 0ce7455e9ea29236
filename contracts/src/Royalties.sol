// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {BusinessModule} from "./BusinessModule.sol";
import {Entry, Header} from "./Records.sol";
import {Signatories} from "./Signatories.sol";
import {TimeSet, TimeSets} from "./TimeSet.sol";
import {Kind, MemberRole, Power, Role, RoyaltyAnswer, State} from "./generated/Enums.sol";
import {
    PeriodOverlap,
    RecordNotFound,
    RightNotInForce,
    StateForbids,
    TooEarly,
    VersionMismatch,
    WrongRecordId
} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {RoyaltyShapes} from "./generated/RoyaltyShapes.sol";
import {
    AnswerRoyalty,
    AttestPayment,
    AuditRoyalty,
    ReportRoyalty,
    RuleOnRoyalty,
    Scope,
    Terms
} from "./generated/Types.sol";
import {InstrumentKinds} from "./instruments/InstrumentKinds.sol";
import {Members} from "./instruments/Members.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {IInstruments} from "./interfaces/IInstruments.sol";
import {Admission} from "./interfaces/IParties.sol";
import {IRoyalties} from "./interfaces/IRoyalties.sol";

/// @title Royalties
contract Royalties is IRoyalties, BusinessModule {
    using Authority for Admission;
    using Signatories for Admission;
    using TimeSets for TimeSet;

    /// @dev A period's start need not be kept: its id follows from licence and start.
    struct Period {
        bytes32 instrument;
        uint64 end;
    }

    uint256 private constant REPORTED = uint256(1) << State.REPORTED;
    uint256 private constant DISPUTED = uint256(1) << State.DISPUTED;
    uint256 private constant CONFIRMED = uint256(1) << State.CONFIRMED;
    uint256 private constant PAID = uint256(1) << State.PAID;
    uint256 private constant NOT_YET = (uint256(1) << State.PROPOSED) | (uint256(1) << State.SIGNED);

    IAssets private immutable ASSETS;
    IInstruments private immutable INSTRUMENTS;

    mapping(bytes32 period => Period) private _periods;
    /// @dev The periods of a licence do not overlap, so only the two beside a new one are looked at.
    mapping(bytes32 instrument => TimeSet) private _starts;

    constructor() {
        ASSETS = IAssets(REGISTRY.moduleAt(ModuleNumber.ASSETS));
        INSTRUMENTS = IInstruments(REGISTRY.moduleAt(ModuleNumber.INSTRUMENTS));
    }

    /// @inheritdoc IRoyalties
    function reportRoyalty(ReportRoyalty calldata command, bytes[] calldata signatures) external {
        RoyaltyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        bool again = _checkPeriod(command);
        (uint8 kind, uint8 state,) = INSTRUMENTS.standingOf(command.instrument);
        if (!InstrumentKinds.isGrant(kind)) revert RecordNotFound(command.instrument);
        Terms memory terms = INSTRUMENTS.termsOf(command.instrument);
        admission.requireAmong(Members.inRole(terms.members, MemberRole.GRANTEE));
        _requireTookEffect(command.instrument, state);
        Scope memory scope = terms.scope;
        if (command.start < scope.start || command.end > scope.end) revert RightNotInForce(command.instrument);
        if (command.end > _now()) revert TooEarly(command.end, _now());
        _requireFree(command.instrument, command.start, command.end);
        _periods[command.record] = Period({instrument: command.instrument, end: command.end});
        if (!again) _starts[command.instrument].add(command.start);
        Header memory header = again
            ? _advance(
                command.record, Kind.ROYALTY_PERIOD, State.REPORTED, digest, false, admission.signers, signatures
            )
            : _create(command.record, Kind.ROYALTY_PERIOD, State.REPORTED, digest, admission.signers, signatures);
        emit RoyaltyReported(command.record, digest, header, command);
    }

    /// @inheritdoc IRoyalties
    function answerRoyalty(AnswerRoyalty calldata command, bytes[] calldata signatures) external {
        RoyaltyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        _checkState(command.record, command.expected_version, false, REPORTED);
        admission.requireAmong(_grantorsOf(_periods[command.record].instrument));
        uint8 to = command.royalty_answer == RoyaltyAnswer.CONFIRM ? State.CONFIRMED : State.DISPUTED;
        emit RoyaltyAnswered(
            command.record,
            digest,
            _advance(command.record, Kind.ROYALTY_PERIOD, to, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IRoyalties
    function ruleOnRoyalty(RuleOnRoyalty calldata command, bytes[] calldata signatures) external {
        RoyaltyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.ARBITER), signatures);
        _checkState(command.record, command.expected_version, true, DISPUTED);
        admission.requireRoleOfEach(Role.ARBITER);
        emit RoyaltyRuledOn(
            command.record,
            digest,
            _advance(command.record, Kind.ROYALTY_PERIOD, State.CONFIRMED, digest, true, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IRoyalties
    function attestPayment(AttestPayment calldata command, bytes[] calldata signatures) external {
        RoyaltyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.ESCROW_AGENT), signatures);
        _checkState(command.record, command.expected_version, false, CONFIRMED);
        admission.requireRoleOfEach(Role.ESCROW_AGENT);
        emit PaymentAttested(
            command.record,
            digest,
            _advance(command.record, Kind.ROYALTY_PERIOD, State.PAID, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IRoyalties
    function auditRoyalty(AuditRoyalty calldata command, bytes[] calldata signatures) external {
        RoyaltyShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        _checkState(command.record, command.expected_version, false, PAID);
        admission.requireRoleOfEach(Role.AUDITOR);
        emit RoyaltyAudited(
            command.record,
            digest,
            _advance(command.record, Kind.ROYALTY_PERIOD, State.AUDITED, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @dev Checks 6 and 7 of a report: the id that follows from licence and start (reading 51), the version, and that a
    /// report given before is disputed.
    /// @return again Whether the period was reported before.
    function _checkPeriod(ReportRoyalty calldata command) private view returns (bool again) {
        bytes32 nonce = keccak256(abi.encode(command.instrument, command.start));
        bytes32 expected = _periodId(nonce);
        if (command.record != expected) revert WrongRecordId(expected, command.record);
        if (command.nonce != nonce) revert WrongRecordId(expected, _periodId(command.nonce));
        Entry memory entry = REGISTRY.entryOf(command.record);
        if (command.expected_version != entry.version) revert VersionMismatch(entry.version, command.expected_version);
        again = entry.version != 0;
        if (again) _requireState(command.record, entry.state, DISPUTED);
    }

    /// @dev Checks 6 and 7 of every other command.
    function _checkState(bytes32 record, uint32 expectedVersion, bool authority, uint256 allowed) private view {
        uint8 state = _checkCurrent(record, Kind.ROYALTY_PERIOD, expectedVersion, authority).state;
        _requireState(record, state, allowed);
    }

    /// @dev STATE_FORBIDS for a licence never in effect. One that has ended still takes reports (reading 83).
    function _requireTookEffect(bytes32 instrument, uint8 state) private view {
        bool withdrawn = state == State.RESCINDED && INSTRUMENTS.wasWithdrawn(instrument);
        if (withdrawn || _isIn(state, NOT_YET)) revert StateForbids(instrument, state);
    }

    /// @dev PERIOD_OVERLAP with the overlapping period that starts first. The period that starts with this one is itself.
    function _requireFree(bytes32 instrument, uint64 start, uint64 end) private view {
        TimeSet storage starts = _starts[instrument];
        if (start != 0) {
            (bool earlier, uint64 before) = starts.latestUpTo(start - 1);
            bytes32 existing = _idOf(instrument, before);
            if (earlier && _periods[existing].end > start) revert PeriodOverlap(existing);
        }
        (bool later, uint64 next) = starts.earliestAfter(start);
        if (later && next < end) revert PeriodOverlap(_idOf(instrument, next));
    }

    function _grantorsOf(bytes32 instrument) private view returns (bytes32[] memory) {
        return Members.grantorsInEffect(ASSETS, INSTRUMENTS.termsOf(instrument));
    }

    function _idOf(bytes32 instrument, uint64 start) private pure returns (bytes32) {
        return _periodId(keccak256(abi.encode(instrument, start)));
    }

    function _periodId(bytes32 nonce) private pure returns (bytes32) {
        return keccak256(abi.encode(Kind.ROYALTY_PERIOD, nonce));
    }
}
