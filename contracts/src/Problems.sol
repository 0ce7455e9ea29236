// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {BusinessModule} from "./BusinessModule.sol";
import {Entry, Header, Touch} from "./Records.sol";
import {Scopes} from "./Scopes.sol";
import {Kind, Power, ProblemMove, Role, State} from "./generated/Enums.sol";
import {
    AccountableOfficeMissing,
    NoPass,
    RecordNotFound,
    TooEarly,
    TooLate,
    UsingUnitMissing
} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {ProblemShapes} from "./generated/ProblemShapes.sol";
import {CloseProblem, DraftProblem, MoveProblem, PublishProblem} from "./generated/Types.sol";
import {ICertificates} from "./interfaces/ICertificates.sol";
import {Admission, Signer} from "./interfaces/IParties.sol";
import {IProblems} from "./interfaces/IProblems.sol";
import {IProposals} from "./interfaces/IProposals.sol";
import {Reviewers} from "./problems/Reviewers.sol";

/// @title Problems
contract Problems is IProblems, BusinessModule {
    using Authority for Admission;
    using Authority for Signer;

    /// @dev What rules need of a problem, in two words. Of the commitments only whether they were given.
    struct Problem {
        uint160 owner;
        uint64 fields;
        bool has_using_unit;
        bool has_accountable_office;
        uint64 commit_by;
        uint64 reveal_by;
    }

    uint256 private constant DRAFT = uint256(1) << State.DRAFT;
    uint256 private constant PUBLISHED = uint256(1) << State.PUBLISHED;
    uint256 private constant CLOSED = uint256(1) << State.CLOSED;
    uint256 private constant EVALUATING = uint256(1) << State.EVALUATING;

    IProposals private immutable PROPOSALS;
    ICertificates private immutable CERTIFICATES;
    mapping(bytes32 problem => Problem) private _problems;
    mapping(bytes32 problem => mapping(bytes32 party => bool)) private _isReviewer;

    constructor() {
        PROPOSALS = IProposals(REGISTRY.moduleAt(ModuleNumber.PROPOSALS));
        CERTIFICATES = ICertificates(REGISTRY.moduleAt(ModuleNumber.CERTIFICATES));
    }

    /// @inheritdoc IProblems
    function draftProblem(DraftProblem calldata command, bytes[] calldata signatures) external {
        ProblemShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        uint32 roles = Authority.bit(Role.PROBLEM_OWNER);
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, roles, signatures);
        bytes32 owner = admission.signers[0];
        // The id follows from the owner, so a later draft is the same party's.
        bytes32 id = _recordId(Kind.PROBLEM, owner, command.nonce);
        Entry memory entry = _checkAgain(command.record, id, command.expected_version);
        bool isNew = entry.version == 0;
        if (!isNew) _requireState(command.record, entry.state, DRAFT);
        admission.requireAuthor(roles);
        _problems[command.record] = Problem({
            owner: uint160(uint256(owner)),
            fields: Scopes.allFields(command.fields),
            has_using_unit: command.using_unit != 0,
            has_accountable_office: command.accountable_office != 0,
            commit_by: 0,
            reveal_by: 0
        });
        Header memory header = isNew
            ? _create(command.record, Kind.PROBLEM, State.DRAFT, digest, admission.signers, signatures)
            : _moved(command.record, State.DRAFT, digest, admission, signatures);
        emit ProblemDrafted(command.record, digest, header, command);
    }

    /// @inheritdoc IProblems
    function publishProblem(PublishProblem calldata command, bytes[] calldata signatures) external {
        ProblemShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        _checkState(command.record, command.expected_version, DRAFT);
        Problem storage problem = _problems[command.record];
        bytes32 owner = bytes32(uint256(problem.owner));
        admission.requireOnly(owner);
        for (uint256 i = 0; i < command.reviewers.length; ++i) {
            _entry(command.reviewers[i], Kind.PARTY);
        }
        if (!problem.has_using_unit) revert UsingUnitMissing(command.record);
        if (!problem.has_accountable_office) revert AccountableOfficeMissing(command.record);
        if (command.commit_by <= _now()) revert TooLate(command.commit_by, _now());
        Reviewers.requireEligible(PARTIES, command.reviewers, command.record, owner, problem.fields);
        problem.commit_by = command.commit_by;
        problem.reveal_by = command.reveal_by;
        for (uint256 i = 0; i < command.reviewers.length; ++i) {
            _isReviewer[command.record][command.reviewers[i]] = true;
        }
        Header memory header = _moved(command.record, State.PUBLISHED, digest, admission, signatures);
        emit ProblemPublished(command.record, digest, header, command);
    }

    /// @inheritdoc IProblems
    function closeProblem(CloseProblem calldata command, bytes[] calldata signatures) external {
        ProblemShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        _checkState(command.record, command.expected_version, PUBLISHED);
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            admission.parties[i].refuseReadOnly(0);
        }
        uint64 commitBy = _problems[command.record].commit_by;
        if (_now() < commitBy) revert TooEarly(commitBy, _now());
        Header memory header = _moved(command.record, State.CLOSED, digest, admission, signatures);
        emit ProblemClosed(command.record, digest, header, command);
    }

    /// @inheritdoc IProblems
    function moveProblem(MoveProblem calldata command, bytes[] calldata signatures) external {
        ProblemShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        (uint256 from, uint8 to) = _transition(command.problem_move);
        _checkState(command.record, command.expected_version, from);
        Problem storage problem = _problems[command.record];
        admission.requireOnly(bytes32(uint256(problem.owner)));
        if (to == State.AWARDED) _requireAwardable(command.record, command.proposal);
        uint64 revealBy = problem.reveal_by;
        if (to == State.EVALUATING && _now() < revealBy) revert TooEarly(revealBy, _now());
        Header memory header = _moved(command.record, to, digest, admission, signatures);
        if (to == State.AWARDED) {
            header.touched = new Touch[](1);
            header.touched[0] = _touchTo(command.proposal, State.SELECTED, digest);
        }
        emit ProblemMoved(command.record, digest, command.proposal, header, command); // zero but for awarded
    }

    /// @inheritdoc IProblems
    function problemOf(bytes32 problem)
        external
        view
        returns (bytes32 owner, uint64 fields, uint64 commit_by, uint64 reveal_by)
    {
        Problem memory stored = _problems[problem];
        return (bytes32(uint256(stored.owner)), stored.fields, stored.commit_by, stored.reveal_by);
    }

    /// @inheritdoc IProblems
    function isReviewer(bytes32 problem, bytes32 party) external view returns (bool) {
        return _isReviewer[problem][party];
    }

    function _moved(
        bytes32 record,
        uint8 state,
        bytes32 digest,
        Admission memory admission,
        bytes[] calldata signatures
    ) private returns (Header memory) {
        return _advance(record, Kind.PROBLEM, state, digest, false, admission.signers, signatures);
    }

    /// @dev Checks 6 and 7.
    function _checkState(bytes32 record, uint32 expectedVersion, uint256 allowed) private view {
        _requireState(record, _checkCurrent(record, Kind.PROBLEM, expectedVersion, false).state, allowed);
    }

    /// @dev A proposal of this problem, shortlisted (reading 86), with a certificate of pass: only results are bought.
    function _requireAwardable(bytes32 record, bytes32 proposal) private view {
        uint8 state = _entry(proposal, Kind.PROPOSAL).state;
        (bytes32 problem,) = PROPOSALS.proposalOf(proposal);
        if (problem != record) revert RecordNotFound(proposal);
        _requireState(proposal, state, uint256(1) << State.SHORTLISTED);
        if (CERTIFICATES.passesOf(proposal) == 0) revert NoPass(proposal);
    }

    /// @dev From which states a move leads, and to which.
    function _transition(uint8 move) private pure returns (uint256 from, uint8 to) {
        if (move == ProblemMove.EVALUATING) return (CLOSED, State.EVALUATING);
        if (move == ProblemMove.AWARDED) return (EVALUATING, State.AWARDED);
        if (move == ProblemMove.NO_AWARD) return (EVALUATING, State.NO_AWARD);
        return (DRAFT | PUBLISHED | CLOSED | EVALUATING, State.CANCELLED);
    }
}
