// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {Independence} from "./Independence.sol";
import {Entry, Header, Touch} from "./Records.sol";
import {Signatories} from "./Signatories.sol";
import {CertificateShapes} from "./generated/CertificateShapes.sol";
import {AppraisalKind, CertificateRuling, Kind, Outcome, Power, Role, State, Verdict} from "./generated/Enums.sol";
import {
    CertificateExists,
    OutcomeMismatch,
    RecordNotFound,
    ReviewNotInForce,
    SignatureMissing
} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {DisputeCertificate, IssueCertificate, RuleOnCertificate} from "./generated/Types.sol";
import {IAppraisals} from "./interfaces/IAppraisals.sol";
import {ICertificates} from "./interfaces/ICertificates.sol";
import {Admission, Signer} from "./interfaces/IParties.sol";
import {IPilots} from "./interfaces/IPilots.sol";
import {Sandbox, Sandboxes} from "./pilots/Sandboxes.sol";

/// @title Certificates
contract Certificates is ICertificates, Sandboxes {
    using Authority for Admission;
    using Authority for Signer;
    using Signatories for Admission;

    struct Certificate {
        bytes32 pilot;
        uint8 outcome;
    }

    uint256 private constant ISSUED = uint256(1) << State.ISSUED;
    uint256 private constant DISPUTED = uint256(1) << State.DISPUTED;
    uint256 private constant UPHELD = uint256(1) << State.UPHELD;
    uint256 private constant REVOKED = uint256(1) << State.REVOKED;
    /// @dev In these a certificate of pass is one.
    uint256 private constant STANDING = ISSUED | UPHELD;

    IPilots private immutable PILOTS;
    IAppraisals private immutable APPRAISALS;
    mapping(bytes32 certificate => Certificate) private _certificates;
    /// @dev The one certificate of a pilot that is not superseded.
    mapping(bytes32 pilot => bytes32 certificate) private _latest;
    mapping(bytes32 proposal => uint256) private _passes;

    constructor() {
        PILOTS = IPilots(REGISTRY.moduleAt(ModuleNumber.PILOTS));
        APPRAISALS = IAppraisals(REGISTRY.moduleAt(ModuleNumber.APPRAISALS));
    }

    /// @inheritdoc ICertificates
    function issueCertificate(IssueCertificate calldata command, bytes[] calldata signatures) external {
        CertificateShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        bytes32 id = _recordId(Kind.CERTIFICATE, admission.signers[0], command.nonce);
        _checkNew(command.record, id, command.expected_version);
        Entry memory pilot = _entry(command.pilot, Kind.PILOT);
        (bytes32 proposal, bytes32 verifier,) = PILOTS.pilotOf(command.pilot);
        bool ownerSigned = _requireCertifying(admission, command.pilot, verifier, _sandboxOf(proposal));
        _requireState(command.pilot, pilot.state, uint256(1) << State.COMPLETED);
        uint8 superseded = _supersededState(command);
        (uint8 outcome, uint32 met) = PILOTS.resultOf(command.pilot);
        if (outcome != Outcome.FAIL) {
            _requireReviewed(proposal, AppraisalKind.TECHNICAL_REVIEW);
            _requireReviewed(proposal, AppraisalKind.SECURITY_REVIEW);
        }
        bytes32 latest = _latest[command.pilot];
        if (latest != command.supersedes) revert CertificateExists(latest);
        if (outcome != command.outcome) revert OutcomeMismatch(outcome, command.outcome);

        _certificates[command.record] = Certificate({pilot: command.pilot, outcome: outcome});
        _latest[command.pilot] = command.record;
        Header memory header =
            _create(command.record, Kind.CERTIFICATE, State.ISSUED, digest, admission.signers, signatures);
        _countPass(command.record, 0, State.ISSUED);
        if (command.supersedes != 0) {
            header.touched = new Touch[](1);
            header.touched[0] = _touchTo(command.supersedes, State.SUPERSEDED, digest);
            _countPass(command.supersedes, superseded, State.SUPERSEDED);
        }
        emit CertificateIssued(command.record, digest, command.supersedes, header, command, met, ownerSigned);
    }

    /// @inheritdoc ICertificates
    function disputeCertificate(DisputeCertificate calldata command, bytes[] calldata signatures) external {
        CertificateShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.CERTIFICATE, command.expected_version, false);
        _requireState(command.record, entry.state, ISSUED);
        admission.requireAmong(_sides(_sandboxOf(_proposalOf(command.record))));
        _countPass(command.record, entry.state, State.DISPUTED);
        emit CertificateDisputed(
            command.record,
            digest,
            _advance(command.record, Kind.CERTIFICATE, State.DISPUTED, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc ICertificates
    function ruleOnCertificate(RuleOnCertificate calldata command, bytes[] calldata signatures) external {
        CertificateShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.ARBITER), signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.CERTIFICATE, command.expected_version, true);
        _requireState(command.record, entry.state, DISPUTED);
        admission.requireRoleOfEach(Role.ARBITER);
        uint8 state = command.certificate_ruling == CertificateRuling.UPHELD ? State.UPHELD : State.REVOKED;
        _countPass(command.record, entry.state, state);
        emit CertificateRuledOn(
            command.record,
            digest,
            _advance(command.record, Kind.CERTIFICATE, state, digest, true, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc ICertificates
    function certificateOf(bytes32 certificate) external view returns (bytes32 pilot, uint8 outcome) {
        Certificate storage stored = _certificates[certificate];
        return (stored.pilot, stored.outcome);
    }

    /// @inheritdoc ICertificates
    function passesOf(bytes32 proposal) external view returns (uint256) {
        return _passes[proposal];
    }

    /// @dev The one place where the passes of a proposal are counted: those that stand. State 0: not yet issued.
    function _countPass(bytes32 certificate, uint8 from, uint8 to) private {
        if (_certificates[certificate].outcome != Outcome.PASS) return;
        bool stood = _isIn(from, STANDING);
        bool stands = _isIn(to, STANDING);
        if (stood == stands) return;
        bytes32 proposal = _proposalOf(certificate);
        if (stands) ++_passes[proposal];
        else --_passes[proposal];
    }

    function _proposalOf(bytes32 certificate) private view returns (bytes32 proposal) {
        (proposal,,) = PILOTS.pilotOf(_certificates[certificate].pilot);
    }

    /// @dev Check 8: the verifier signs and one of the two sides, three parties independent of one another.
    /// @return ownerSigned Whether that side is the problem's owner.
    function _requireCertifying(Admission memory admission, bytes32 pilot, bytes32 verifier, Sandbox memory sandbox)
        private
        view
        returns (bool ownerSigned)
    {
        ownerSigned = _requireVerifierAndSide(admission, verifier, sandbox) == sandbox.owner;
        _requireNoConflict(verifier, pilot, sandbox);
        Independence.requireIndependent(PARTIES, sandbox.provider, sandbox.owner);
    }

    /// @dev Check 9 of what a new certificate supersedes: one of the same pilot, not before the arbiter.
    /// @return state Its state; 0 where the command names none.
    function _supersededState(IssueCertificate calldata command) private view returns (uint8 state) {
        if (command.supersedes == 0) return 0;
        state = _entry(command.supersedes, Kind.CERTIFICATE).state;
        if (_certificates[command.supersedes].pilot != command.pilot) revert RecordNotFound(command.supersedes);
        _requireState(command.supersedes, state, ISSUED | UPHELD | REVOKED);
    }

    /// @dev REVIEW_NOT_IN_FORCE unless the proposal's last review of the kind reads issued, with verdict pass.
    function _requireReviewed(bytes32 proposal, uint8 appraisalKind) private view {
        (, uint8 state, uint8 verdict) = APPRAISALS.lastReview(proposal, appraisalKind);
        if (state != State.ISSUED || verdict != Verdict.PASS) revert ReviewNotInForce(appraisalKind);
    }

    /// @dev Reading 90: of the two sides the second to sign is not authorised.
    /// @return side The one that signed.
    function _requireVerifierAndSide(Admission memory admission, bytes32 verifier, Sandbox memory sandbox)
        private
        pure
        returns (bytes32 side)
    {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            signer.refuseReadOnly(0);
            if (signer.party == verifier) continue;
            signer.requireCalled(side == 0 && (signer.party == sandbox.owner || signer.party == sandbox.provider));
            side = signer.party;
        }
        admission.requireSignatureOf(verifier);
        if (side == 0) revert SignatureMissing(sandbox.owner, 0);
    }
}
