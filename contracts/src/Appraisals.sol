// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {BusinessModule} from "./BusinessModule.sol";
import {Independence} from "./Independence.sol";
import {Header, Touch} from "./Records.sol";
import {Matter, Matters} from "./appraisals/Matters.sol";
import {Reviews} from "./appraisals/Reviews.sol";
import {AssetKinds} from "./assets/AssetKinds.sol";
import {AppraisalShapes} from "./generated/AppraisalShapes.sol";
import {Kind, Power, State} from "./generated/Enums.sol";
import {DuplicateCode, NotWhole, RecordNotFound, RoleRequired, StateForbids, TooLate} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {Criterion, IssueAppraisal, WithdrawAppraisal} from "./generated/Types.sol";
import {IAppraisals} from "./interfaces/IAppraisals.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {Admission, Signer} from "./interfaces/IParties.sol";
import {IProblems} from "./interfaces/IProblems.sol";
import {IProposals} from "./interfaces/IProposals.sol";

/// @title Appraisals
contract Appraisals is IAppraisals, BusinessModule {
    using Authority for Admission;
    using Authority for Signer;

    /// @dev What rules need of an appraisal, in two words.
    struct Appraisal {
        uint160 issuer;
        uint8 appraisal_kind;
        uint8 verdict;
        uint64 valid_until;
        bytes32 subject;
    }

    uint256 private constant WHOLE = 10_000;

    IAssets private immutable ASSETS;
    IProblems private immutable PROBLEMS;
    IProposals private immutable PROPOSALS;
    mapping(bytes32 appraisal => Appraisal) private _appraisals;
    mapping(bytes32 subject => mapping(uint8 kind => bytes32 appraisal)) private _lastReviews;

    constructor() {
        ASSETS = IAssets(REGISTRY.moduleAt(ModuleNumber.ASSETS));
        PROBLEMS = IProblems(REGISTRY.moduleAt(ModuleNumber.PROBLEMS));
        PROPOSALS = IProposals(REGISTRY.moduleAt(ModuleNumber.PROPOSALS));
    }

    /// @inheritdoc IAppraisals
    function issueAppraisal(IssueAppraisal calldata command, bytes[] calldata signatures) external {
        AppraisalShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        bytes32 issuer = admission.signers[0];
        _checkNew(command.record, _recordId(Kind.APPRAISAL, issuer, command.nonce), command.expected_version);
        Matter memory matter = _matter(command.appraisal_kind, command.subject); // reading 52
        _requireIssuer(admission, Reviews.roleOf(command.appraisal_kind), matter);
        Independence.requireNoConflict(PARTIES, issuer, matter.records, matter.parties);
        uint8 moved = _requireSubject(command, matter.problem != 0);
        if (command.supersedes != 0) _requireSuperseded(command, issuer);
        if (command.valid_until <= _now()) revert TooLate(command.valid_until, _now());
        if (command.criteria.length != 0) _requireWhole(command.criteria);

        _appraisals[command.record] = Appraisal({
            issuer: uint160(uint256(issuer)),
            appraisal_kind: command.appraisal_kind,
            verdict: command.verdict,
            valid_until: command.valid_until,
            subject: command.subject
        });
        if (Reviews.isReview(command.appraisal_kind)) {
            _lastReviews[command.subject][command.appraisal_kind] = command.record;
        }
        Header memory header =
            _create(command.record, Kind.APPRAISAL, State.ISSUED, digest, admission.signers, signatures);
        header.touched = _touchAll(command, moved, digest);
        bytes32 touched = header.touched.length == 0 ? bytes32(0) : header.touched[0].record;
        emit AppraisalIssued(command.record, digest, touched, header, command, moved);
        if (header.touched.length == 2) emit AlsoTouched(command.supersedes, digest);
    }

    /// @inheritdoc IAppraisals
    function withdrawAppraisal(WithdrawAppraisal calldata command, bytes[] calldata signatures) external {
        AppraisalShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        uint8 stored = _checkCurrent(command.record, Kind.APPRAISAL, command.expected_version, false).state;
        Appraisal memory appraisal = _appraisals[command.record];
        _requireState(command.record, _reading(stored, appraisal.valid_until), uint256(1) << State.ISSUED);
        admission.requireOnly(bytes32(uint256(appraisal.issuer)));
        emit AppraisalWithdrawn(
            command.record,
            digest,
            _advance(command.record, Kind.APPRAISAL, State.WITHDRAWN, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IAppraisals
    function lastReview(bytes32 subject, uint8 appraisal_kind)
        external
        view
        returns (bytes32 appraisal, uint8 state, uint8 verdict)
    {
        appraisal = _lastReviews[subject][appraisal_kind];
        state = _stateOf(appraisal);
        verdict = _appraisals[appraisal].verdict;
    }

    /// @dev Moves the proposal where the review does, then what is superseded, in the order in which they are told.
    function _touchAll(IssueAppraisal calldata command, uint8 moved, bytes32 digest)
        private
        returns (Touch[] memory touched)
    {
        uint256 count = (moved == 0 ? 0 : 1) + (command.supersedes == 0 ? 0 : 1);
        touched = new Touch[](count);
        if (moved != 0) touched[0] = _touchTo(command.subject, moved, digest);
        if (command.supersedes != 0) touched[count - 1] = _touchTo(command.supersedes, State.SUPERSEDED, digest);
    }

    /// @dev The subject is an active asset, or a proposal that takes this review.
    /// @return moved The state to which the proposal moves; 0: nothing moves.
    function _requireSubject(IssueAppraisal calldata command, bool isProposal) private view returns (uint8 moved) {
        if (!isProposal) {
            _requireState(command.subject, ASSETS.stateOf(command.subject), uint256(1) << State.ACTIVE);
            return 0;
        }
        uint8 state = REGISTRY.entryOf(command.subject).state;
        bool supersedes = command.supersedes != 0;
        uint8 last = _stateOf(_lastReviews[command.subject][command.appraisal_kind]);
        if (!Reviews.isTaken(command.appraisal_kind, state, supersedes, last)) {
            revert StateForbids(command.subject, state);
        }
        return Reviews.stateAfter(state, supersedes, command.verdict);
    }

    /// @dev Reading 63: an appraisal of the same kind, subject and issuer, that reads issued.
    function _requireSuperseded(IssueAppraisal calldata command, bytes32 issuer) private view {
        uint8 stored = _entry(command.supersedes, Kind.APPRAISAL).state;
        Appraisal memory old = _appraisals[command.supersedes];
        if (
            old.appraisal_kind != command.appraisal_kind || old.subject != command.subject
                || bytes32(uint256(old.issuer)) != issuer
        ) revert RecordNotFound(command.supersedes);
        _requireState(command.supersedes, _reading(stored, old.valid_until), uint256(1) << State.ISSUED);
    }

    /// @dev One party with the kind's role in the matter's fields (reading 56); of a proposal, one of its reviewers.
    function _requireIssuer(Admission memory admission, uint8 role, Matter memory matter) private view {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            signer.refuseReadOnly(0);
            if (PARTIES.roleFields(signer.party, role) & matter.fields == 0) revert RoleRequired(signer.party, role);
            signer.requireCalled(i == 0 && (matter.problem == 0 || PROBLEMS.isReviewer(matter.problem, signer.party)));
        }
    }

    /// @dev RECORD_NOT_FOUND where the kind of appraisal is not for such a record (reading 62).
    function _matter(uint8 appraisalKind, bytes32 subject) private view returns (Matter memory) {
        uint8 kind = REGISTRY.entryOf(subject).kind;
        bool isReview = Reviews.isReview(appraisalKind);
        if (isReview && kind == Kind.PROPOSAL) return Matters.ofProposal(PROPOSALS, PROBLEMS, subject);
        if (kind != Kind.ASSET || (isReview && !_isSolution(subject))) revert RecordNotFound(subject);
        return Matters.ofAsset(ASSETS, subject);
    }

    function _isSolution(bytes32 asset) private view returns (bool) {
        (uint8 assetKind,,) = ASSETS.grantTerms(asset);
        return AssetKinds.isSolution(assetKind);
    }

    /// @dev The state of an appraisal as read now; 0: no such appraisal.
    function _stateOf(bytes32 appraisal) private view returns (uint8) {
        return _reading(REGISTRY.entryOf(appraisal).state, _appraisals[appraisal].valid_until);
    }

    function _reading(uint8 stored, uint64 validUntil) private view returns (uint8) {
        return stored == State.ISSUED && validUntil <= _now() ? State.EXPIRED : stored;
    }

    /// @dev No criterion stands twice, and the weights are the whole.
    function _requireWhole(Criterion[] calldata criteria) private pure {
        uint256 sum = 0;
        for (uint256 i = 0; i < criteria.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (criteria[j].code == criteria[i].code) revert DuplicateCode(criteria[i].code);
            }
            sum += criteria[i].weight;
        }
        if (sum != WHOLE) revert NotWhole(sum);
    }
}
