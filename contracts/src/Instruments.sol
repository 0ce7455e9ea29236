// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {Header} from "./Records.sol";
import {Grant, Scopes} from "./Scopes.sol";
import {Signatories} from "./Signatories.sol";
import {Gate, InstrumentEnd, InstrumentKind, Kind, MemberRole, Power, Role, Ruling, State} from "./generated/Enums.sol";
import {AlreadySigned, AmendmentTooWide, DuplicateParty, TermsMismatch} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {InstrumentShapes} from "./generated/InstrumentShapes.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {
    AmendInstrument,
    CertifyInstrument,
    EffectInstrument,
    EndInstrument,
    Member,
    ProposeInstrument,
    RuleOnInstrument,
    SignInstrument,
    Terms
} from "./generated/Types.sol";
import {Agreement, Agreements, Progress} from "./instruments/Agreements.sol";
import {Gates} from "./instruments/Gates.sol";
import {InstrumentKinds} from "./instruments/InstrumentKinds.sol";
import {Members} from "./instruments/Members.sol";
import {Standing} from "./instruments/Standing.sol";
import {IInstruments} from "./interfaces/IInstruments.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {Admission} from "./interfaces/IParties.sol";

/// @title Instruments
/// @dev What stands on a subject is kept in slots 0 and 1 by `Encumbrances`; what each kind requires is asked of Kinds.
contract Instruments is IInstruments, Standing {
    using Agreements for Agreement;
    using Authority for Admission;
    using Signatories for Admission;

    uint256 private constant PROPOSED = uint256(1) << State.PROPOSED;
    uint256 private constant SIGNED = uint256(1) << State.SIGNED;
    uint256 private constant EFFECTIVE = uint256(1) << State.EFFECTIVE;
    uint256 private constant SUSPENDED = uint256(1) << State.SUSPENDED;
    uint256 private constant TERMINATED = uint256(1) << State.TERMINATED;
    uint256 private constant RESCINDED = uint256(1) << State.RESCINDED;

    IKinds private immutable KINDS;
    mapping(bytes32 instrument => Agreement) private _agreements;

    constructor() {
        KINDS = IKinds(REGISTRY.moduleAt(ModuleNumber.KINDS));
    }

    /// @inheritdoc IInstruments
    function proposeInstrument(ProposeInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        bytes32 id = _recordId(Kind.INSTRUMENT, admission.signers[0], command.nonce);
        _checkNew(command.record, id, command.expected_version);
        Terms calldata terms = command.terms;
        _requireSigning(admission, command.signing, Members.parties(terms.members));
        uint8 gates = KINDS.requireProposable(terms, command.signing);
        bytes32 termsDigest = Hashing.hash(terms);
        Agreement storage agreement = _agreements[command.record];
        agreement.open(terms, termsDigest, gates);
        _setGrant(command.record, Scopes.grant(terms.scope, terms.exclusivity));
        uint8 state = agreement.sign(command.signing) ? State.SIGNED : State.PROPOSED;
        Header memory header = _create(command.record, Kind.INSTRUMENT, state, digest, admission.signers, signatures);
        emit InstrumentProposed(command.record, digest, header, command, termsDigest, gates);
    }

    /// @inheritdoc IInstruments
    function signInstrument(SignInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        _checkState(command.record, command.expected_version, false, PROPOSED);
        Agreement storage agreement = _agreements[command.record];
        _requireSigning(admission, command.signing, Members.parties(agreement.members()));
        _requireDistinct(command.signing);
        bytes32 given = Hashing.hash(command.terms);
        if (given != agreement.terms_digest) revert TermsMismatch(agreement.terms_digest, given);
        for (uint256 i = 0; i < command.signing.length; ++i) {
            if (agreement.hasSigned(command.signing[i])) revert AlreadySigned(command.signing[i]);
        }
        uint8 state = agreement.sign(command.signing) ? State.SIGNED : State.PROPOSED;
        Header memory header =
            _advance(command.record, Kind.INSTRUMENT, state, digest, false, admission.signers, signatures);
        emit InstrumentSigned(command.record, digest, header, command);
    }

    /// @inheritdoc IInstruments
    function certifyInstrument(CertifyInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        uint8 registrar = command.gate == Gate.IP_REGISTER ? Role.IP_REGISTRAR : Role.TRANSFER_REGISTRAR;
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(registrar), signatures);
        (, uint8 state) = _checkState(command.record, command.expected_version, false, SIGNED | EFFECTIVE);
        admission.requireRoleOfEach(registrar);
        Agreement storage agreement = _agreements[command.record];
        Progress memory progress = agreement.progress;
        bool voluntary = state == State.EFFECTIVE;
        KINDS.requireCertifiable(
            progress.instrument_kind, agreement.subject, command.gate, progress.gates, progress.met, voluntary
        );
        agreement.progress.met = progress.met | Gates.bit(command.gate);
        uint64 registeredAt = voluntary && command.gate == Gate.IP_REGISTER ? _now() : 0;
        Header memory header =
            _advance(command.record, Kind.INSTRUMENT, state, digest, false, admission.signers, signatures);
        emit InstrumentCertified(command.record, digest, header, command, registeredAt);
    }

    /// @inheritdoc IInstruments
    function effectInstrument(EffectInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        _checkState(command.record, command.expected_version, false, SIGNED);
        Agreement storage agreement = _agreements[command.record];
        Terms memory terms = agreement.toTerms(_grantOf(command.record));
        admission.requireAmong(Members.parties(terms.members));
        KINDS.requireEffectable(command.record, terms, agreement.progress.gates, agreement.progress.met);
        _begin(command.record, terms);
        Header memory header =
            _advance(command.record, Kind.INSTRUMENT, State.EFFECTIVE, digest, false, admission.signers, signatures);
        uint8 kind = terms.instrument_kind;
        bytes32 touched = _touchSubject(header, kind, terms.subject, digest);
        emit InstrumentEffected(
            command.record,
            digest,
            touched,
            header,
            command,
            _versionOn(kind, terms.subject),
            _sharesOn(kind, terms.subject)
        );
    }

    /// @inheritdoc IInstruments
    function amendInstrument(AmendInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        _checkState(command.record, command.expected_version, false, EFFECTIVE);
        Agreement storage agreement = _agreements[command.record];
        Grant memory standing = _grantOf(command.record);
        Terms memory terms = agreement.toTerms(standing);
        admission.requireExactly(_partiesInEffect(agreement));
        terms.escrow_agent = agreement.escrow_agent;
        terms.task_result = agreement.task_result;
        if (KINDS.requireNarrower(terms, command.terms) && _isSublicensed(command.record)) {
            revert AmendmentTooWide("sublicences");
        }
        if (terms.instrument_kind == InstrumentKind.SUBLICENCE) {
            _reschedule(terms.subject, standing.interval.end, command.terms.scope.end);
        }
        bytes32 termsDigest = Hashing.hash(command.terms);
        agreement.amend(command.terms, termsDigest);
        _setGrant(command.record, Scopes.grant(command.terms.scope, command.terms.exclusivity));
        Header memory header =
            _advance(command.record, Kind.INSTRUMENT, State.EFFECTIVE, digest, false, admission.signers, signatures);
        emit InstrumentAmended(command.record, digest, header, command, termsDigest);
    }

    /// @inheritdoc IInstruments
    function endInstrument(EndInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        bool terminated = command.instrument_end == InstrumentEnd.TERMINATED;
        (, uint8 state) = _checkState(
            command.record,
            command.expected_version,
            false,
            terminated ? EFFECTIVE | SUSPENDED : PROPOSED | SIGNED | EFFECTIVE
        );
        Agreement storage agreement = _agreements[command.record];
        _requireEnding(admission, agreement, state, terminated);
        uint8 to = terminated ? State.TERMINATED : State.RESCINDED;
        (Header memory header, bytes32 touched) = _move(command.record, state, to, digest, false, admission, signatures);
        uint32 version = _versionOn(agreement.progress.instrument_kind, agreement.subject);
        emit InstrumentEnded(command.record, digest, touched, header, command, version);
    }

    /// @inheritdoc IInstruments
    function ruleOnInstrument(RuleOnInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.ARBITER), signatures);
        Agreement storage agreement = _agreements[command.record];
        uint8 kind = agreement.progress.instrument_kind;
        (uint256 from, uint8 to) = _transition(command.ruling, kind);
        (, uint8 state) = _checkState(command.record, command.expected_version, true, from);
        admission.requireRoleOfEach(Role.ARBITER);
        bytes32 subject = agreement.subject;
        if (command.ruling == Ruling.ENFORCE) {
            KINDS.requireEnforceable(subject, agreement.progress.met);
            ASSETS.moveShares(subject, agreement.moves());
        }
        (Header memory header, bytes32 touched) = _move(command.record, state, to, digest, true, admission, signatures);
        emit InstrumentRuledOn(
            command.record, digest, touched, header, command, _versionOn(kind, subject), _sharesOn(kind, subject)
        );
    }

    /// @inheritdoc IInstruments
    function standingOf(bytes32 instrument)
        external
        view
        returns (uint8 instrument_kind, uint8 state, bytes32 subject)
    {
        Agreement storage agreement = _agreements[instrument];
        return (
            agreement.progress.instrument_kind,
            _reading(instrument, REGISTRY.entryOf(instrument).state),
            agreement.subject
        );
    }

    /// @inheritdoc IInstruments
    function escrowAgentOf(bytes32 instrument) external view returns (bytes32) {
        return _agreements[instrument].escrow_agent;
    }

    /// @inheritdoc IInstruments
    function termsOf(bytes32 instrument) external view returns (Terms memory) {
        return _agreements[instrument].toTerms(_grantOf(instrument));
    }

    /// @inheritdoc IInstruments
    function pledgesOn(bytes32 asset) external view returns (bytes32[] memory) {
        return _pledgesOn(asset);
    }

    /// @inheritdoc IInstruments
    function wasWithdrawn(bytes32 instrument) external view returns (bool) {
        return _agreements[instrument].progress.withdrawn;
    }

    /// @dev The one place where an instrument that may have taken effect leaves its state. Where it was in effect and now
    /// ends, what it did is undone and the subject touched.
    /// `touched` is the subject, or zero where it was not touched.
    function _move(
        bytes32 record,
        uint8 from,
        uint8 to,
        bytes32 digest,
        bool authority,
        Admission memory admission,
        bytes[] calldata signatures
    ) private returns (Header memory header, bytes32 touched) {
        Agreement storage agreement = _agreements[record];
        uint8 kind = agreement.progress.instrument_kind;
        bytes32 subject = agreement.subject;
        bool ends = _isIn(to, TERMINATED | RESCINDED);
        bool stood = _isIn(from, EFFECTIVE | SUSPENDED);
        if (ends && stood) _end(record, kind, subject);
        else if (ends) agreement.progress.withdrawn = true;
        header = _advance(record, Kind.INSTRUMENT, to, digest, authority, admission.signers, signatures);
        if (ends && stood) touched = _touchSubject(header, kind, subject, digest);
    }

    /// @dev Touches the subject of the kinds that leave a trace there.
    /// @return touched It; zero for other kinds.
    function _touchSubject(Header memory header, uint8 kind, bytes32 subject, bytes32 digest)
        private
        returns (bytes32 touched)
    {
        if (!InstrumentKinds.touchesSubject(kind)) return 0;
        _touch(header, subject, digest);
        return subject;
    }

    /// @dev Checks 6 and 7.
    /// @return stored The state in the registry.
    /// @return reading The state as read now: an instrument in effect whose scope has run out is expired.
    function _checkState(bytes32 record, uint32 expectedVersion, bool authority, uint256 allowed)
        private
        view
        returns (uint8 stored, uint8 reading)
    {
        stored = _checkCurrent(record, Kind.INSTRUMENT, expectedVersion, authority).state;
        reading = _reading(record, stored);
        _requireState(record, reading, allowed);
    }

    function _reading(bytes32 record, uint8 stored) private view returns (uint8) {
        if (!_isIn(stored, EFFECTIVE | SUSPENDED) || !_hasRunOut(record)) return stored;
        return InstrumentKinds.expires(_agreements[record].progress.instrument_kind) ? State.EXPIRED : stored;
    }

    /// @dev Who ends an instrument by agreement: any one member before it binds, or once it can no longer take effect;
    /// of a pledge in effect, where it is released, its grantees; else every member.
    function _requireEnding(Admission memory admission, Agreement storage agreement, uint8 state, bool terminated)
        private
        view
    {
        Progress memory progress = agreement.progress;
        if (_isIn(state, EFFECTIVE | SUSPENDED)) {
            bool released = terminated && progress.instrument_kind == InstrumentKind.PLEDGE;
            admission.requireExactly(
                released ? Members.inRole(agreement.members(), MemberRole.GRANTEE) : _partiesInEffect(agreement)
            );
            return;
        }
        bytes32[] memory parties = Members.parties(agreement.members());
        admission.requireAmong(parties);
        bool late = progress.effect_by != 0 && progress.effect_by <= _now();
        if (state == State.SIGNED && !late) admission.requireAll(parties);
    }

    /// @dev Who is a member once it has taken effect.
    function _partiesInEffect(Agreement storage agreement) private view returns (bytes32[] memory) {
        Member[] memory members = agreement.members();
        if (agreement.progress.instrument_kind != InstrumentKind.LICENCE) return Members.parties(members);
        return Members.partiesInEffect(members, ASSETS.holdersOf(agreement.subject));
    }

    /// @dev Reading 24: who signs is named in `signing`, who is named is a member, and who is named signs.
    function _requireSigning(Admission memory admission, bytes32[] memory signing, bytes32[] memory members)
        private
        pure
    {
        admission.requireAmong(signing);
        for (uint256 i = 0; i < signing.length; ++i) {
            Signatories.requireIncluded(members, signing[i]);
        }
        admission.requireAll(signing);
    }

    function _requireDistinct(bytes32[] calldata parties) private pure {
        for (uint256 i = 0; i < parties.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (parties[j] == parties[i]) revert DuplicateParty(parties[i]);
            }
        }
    }

    /// @dev From which states a ruling moves an instrument, and to which. Only a pledge is enforced.
    function _transition(uint8 ruling, uint8 kind) private pure returns (uint256 from, uint8 to) {
        if (ruling == Ruling.SUSPEND) return (EFFECTIVE, State.SUSPENDED);
        if (ruling == Ruling.RESUME) return (SUSPENDED, State.EFFECTIVE);
        if (ruling == Ruling.RESCIND) return (PROPOSED | SIGNED | EFFECTIVE | SUSPENDED, State.RESCINDED);
        if (ruling == Ruling.ENFORCE && kind != InstrumentKind.PLEDGE) return (0, 0);
        return (EFFECTIVE | SUSPENDED, State.TERMINATED);
    }
}
