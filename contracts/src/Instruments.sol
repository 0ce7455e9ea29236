// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {Entry, Header} from "./Records.sol";
import {Grant, Scopes} from "./Scopes.sol";
import {Signatories} from "./Signatories.sol";
import {Gate, InstrumentEnd, Kind, Power, Role, Ruling, State} from "./generated/Enums.sol";
import {AlreadySigned, DuplicateParty, TermsMismatch, TooLate} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {InstrumentShapes} from "./generated/InstrumentShapes.sol";
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
import {ModuleNumber} from "./generated/Modules.sol";
import {Agreement, Agreements, Progress} from "./instruments/Agreements.sol";
import {Encumbrances} from "./instruments/Encumbrances.sol";
import {Gates} from "./instruments/Gates.sol";
import {Licences} from "./instruments/Licences.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {IEscrows} from "./interfaces/IEscrows.sol";
import {IInstruments} from "./interfaces/IInstruments.sol";
import {Admission, Signer} from "./interfaces/IParties.sol";

/// @title Instruments
/// @dev What stands on a subject is kept in slots 0 and 1 by `Encumbrances`. Rulebook version 1 knows one kind of
/// instrument, which the shape check admits; what a kind asks stands in a library of its own (`Licences`).
contract Instruments is IInstruments, Encumbrances {
    using Agreements for Agreement;
    using Authority for Admission;
    using Authority for Signer;
    using Signatories for Admission;

    uint256 private constant PROPOSED = uint256(1) << State.PROPOSED;
    uint256 private constant SIGNED = uint256(1) << State.SIGNED;
    uint256 private constant EFFECTIVE = uint256(1) << State.EFFECTIVE;
    uint256 private constant SUSPENDED = uint256(1) << State.SUSPENDED;
    uint256 private constant EXPIRED = uint256(1) << State.EXPIRED;
    uint256 private constant TERMINATED = uint256(1) << State.TERMINATED;
    uint256 private constant RESCINDED = uint256(1) << State.RESCINDED;

    IAssets private immutable ASSETS;
    IEscrows private immutable ESCROWS;
    mapping(bytes32 instrument => Agreement) private _agreements;

    constructor() {
        ASSETS = IAssets(REGISTRY.moduleAt(ModuleNumber.ASSETS));
        ESCROWS = IEscrows(REGISTRY.moduleAt(ModuleNumber.ESCROWS));
    }

    /// @inheritdoc IInstruments
    function proposeInstrument(ProposeInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        bytes32 id = _recordId(Kind.INSTRUMENT, admission.signers[0], command.nonce);
        _checkNew(command.record, id, command.expected_version);
        Terms calldata terms = command.terms;
        Member[] memory members = terms.members;
        _requireSigning(admission, command.signing, Agreements.parties(members));
        _requireNamed(terms);
        if (_isPast(terms.effect_by)) revert TooLate(terms.effect_by, _now());
        _requireDistinct(members);
        _requireDistinct(command.signing);
        Grant memory grant = Scopes.grant(terms.scope, terms.exclusivity);
        Licences.requireGrantable(ASSETS, terms.subject, members, grant);

        bytes32 termsDigest = Hashing.hash(terms);
        uint8 gates = Gates.required(PARTIES, terms);
        Agreement storage agreement = _agreements[command.record];
        agreement.open(terms, termsDigest, gates);
        _setGrant(command.record, grant);
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
        _requireSigning(admission, command.signing, Agreements.parties(agreement.members()));
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
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, Authority.bit(registrar), signatures);
        (, uint8 state) = _checkState(command.record, command.expected_version, false, SIGNED | EFFECTIVE);
        admission.requireRoleOfEach(registrar);
        Progress storage progress = _agreements[command.record].progress;
        // Before effect a certificate meets a gate; after it, it enters a voluntary registration, once per register.
        bool voluntary = state == State.EFFECTIVE;
        uint8 met = progress.met;
        Gates.requireOpen(command.gate, (voluntary ? type(uint8).max : progress.gates) & ~met);
        progress.met = met | Gates.bit(command.gate);
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
        Member[] memory members = agreement.members();
        admission.requireAmong(Agreements.parties(members));
        bytes32 subject = agreement.subject;
        _requireState(subject, ASSETS.stateOf(subject), uint256(1) << State.ACTIVE);
        Progress memory progress = agreement.progress;
        if (_isPast(progress.effect_by)) revert TooLate(progress.effect_by, _now());
        Gates.requireMet(progress.gates, progress.met | _funding(command.record, progress.gates));
        // Title, rights and rule may have changed since the proposal.
        Licences.requireGrantable(ASSETS, subject, members, _grantOf(command.record));
        uint32 version = _stand(subject, command.record, progress.encumbrance_version);
        Header memory header =
            _advance(command.record, Kind.INSTRUMENT, State.EFFECTIVE, digest, false, admission.signers, signatures);
        _touch(header, subject, digest);
        emit InstrumentEffected(command.record, digest, subject, header, command, version, ASSETS.holdersOf(subject));
    }

    /// @inheritdoc IInstruments
    function amendInstrument(AmendInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        _checkState(command.record, command.expected_version, false, EFFECTIVE);
        Agreement storage agreement = _agreements[command.record];
        admission.requireExactly(_partiesInEffect(agreement));
        Grant memory amended = Scopes.grant(command.terms.scope, command.terms.exclusivity);
        agreement.requireNarrower(_grantOf(command.record), command.terms, amended);
        bytes32 termsDigest = Hashing.hash(command.terms);
        agreement.terms_digest = termsDigest;
        agreement.progress.sub_depth = command.terms.sub_depth;
        _setGrant(command.record, amended);
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
        _requireEnding(admission, _agreements[command.record], state);
        (Header memory header, bytes32 touched, uint32 version) = _move(
            command.record, state, terminated ? State.TERMINATED : State.RESCINDED, digest, false, admission, signatures
        );
        emit InstrumentEnded(command.record, digest, touched, header, command, version);
    }

    /// @inheritdoc IInstruments
    function ruleOnInstrument(RuleOnInstrument calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.ARBITER), signatures);
        (uint256 from, uint8 to) = _transition(command.ruling);
        (, uint8 state) = _checkState(command.record, command.expected_version, true, from);
        admission.requireRoleOfEach(Role.ARBITER);
        (Header memory header, bytes32 touched, uint32 version) =
            _move(command.record, state, to, digest, true, admission, signatures);
        emit InstrumentRuledOn(
            command.record,
            digest,
            touched,
            header,
            command,
            version,
            ASSETS.holdersOf(_agreements[command.record].subject)
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

    /// @dev The one place where an instrument that may have taken effect leaves its state. Where it stood and now ends,
    /// its grant is lifted and the subject touched; `touched` is zero otherwise, and `version` the present one.
    function _move(
        bytes32 record,
        uint8 from,
        uint8 to,
        bytes32 digest,
        bool authority,
        Admission memory admission,
        bytes[] calldata signatures
    ) private returns (Header memory header, bytes32 touched, uint32 version) {
        bytes32 subject = _agreements[record].subject;
        bool ends = _isIn(from, EFFECTIVE | SUSPENDED) && _isIn(to, TERMINATED | RESCINDED);
        version = ends ? _lift(subject, record) : _encumbranceVersion(subject);
        header = _advance(record, Kind.INSTRUMENT, to, digest, authority, admission.signers, signatures);
        if (ends) {
            touched = subject;
            _touch(header, subject, digest);
        }
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
        return _isIn(stored, EFFECTIVE | SUSPENDED) && _hasRunOut(record) ? State.EXPIRED : stored;
    }

    /// @dev The set of the escrow gate where it is asked and met.
    function _funding(bytes32 record, uint8 gates) private view returns (uint8) {
        uint8 escrow = gates & Gates.bit(Gate.ESCROW);
        return escrow != 0 && ESCROWS.isFunded(record) ? escrow : 0;
    }

    /// @dev Check 9 of a proposal, in the order of the terms: an active asset, parties as members and escrow agent.
    function _requireNamed(Terms calldata terms) private view {
        _entry(terms.subject, Kind.ASSET);
        _requireState(terms.subject, ASSETS.stateOf(terms.subject), uint256(1) << State.ACTIVE);
        for (uint256 i = 0; i < terms.members.length; ++i) {
            _entry(terms.members[i].party, Kind.PARTY);
        }
        if (terms.escrow_agent != 0) _entry(terms.escrow_agent, Kind.PARTY);
    }

    /// @dev Who ends an instrument by agreement: any one member before it binds, or once it can no longer take effect;
    /// else every member.
    function _requireEnding(Admission memory admission, Agreement storage agreement, uint8 state) private view {
        if (_isIn(state, EFFECTIVE | SUSPENDED)) {
            admission.requireExactly(_partiesInEffect(agreement));
            return;
        }
        bytes32[] memory parties = Agreements.parties(agreement.members());
        admission.requireAmong(parties);
        if (state == State.SIGNED && !_isPast(agreement.progress.effect_by)) admission.requireAll(parties);
    }

    function _partiesInEffect(Agreement storage agreement) private view returns (bytes32[] memory) {
        return Agreements.partiesInEffect(agreement.members(), ASSETS.holdersOf(agreement.subject));
    }

    /// @dev Whether a deadline is past; zero is none.
    function _isPast(uint64 deadline) private view returns (bool) {
        return deadline != 0 && deadline <= _now();
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

    /// @dev A party may be a member in two roles, not twice in one (reading 29).
    function _requireDistinct(Member[] memory members) private pure {
        for (uint256 i = 0; i < members.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (members[j].party == members[i].party && members[j].member_role == members[i].member_role) {
                    revert DuplicateParty(members[i].party);
                }
            }
        }
    }

    function _requireDistinct(bytes32[] calldata parties) private pure {
        for (uint256 i = 0; i < parties.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (parties[j] == parties[i]) revert DuplicateParty(parties[i]);
            }
        }
    }

    /// @dev From which states a ruling moves an instrument, and to which. Enforcement is for pledges: no state allows it.
    function _transition(uint8 ruling) private pure returns (uint256 from, uint8 to) {
        if (ruling == Ruling.SUSPEND) return (EFFECTIVE, State.SUSPENDED);
        if (ruling == Ruling.RESUME) return (SUSPENDED, State.EFFECTIVE);
        if (ruling == Ruling.TERMINATE) return (EFFECTIVE | SUSPENDED, State.TERMINATED);
        if (ruling == Ruling.RESCIND) return (PROPOSED | SIGNED | EFFECTIVE | SUSPENDED, State.RESCINDED);
        return (0, 0);
    }
}
