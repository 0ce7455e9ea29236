// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {BusinessModule} from "./BusinessModule.sol";
import {Independence} from "./Independence.sol";
import {Header} from "./Records.sol";
import {Kind, Power, ProposalMove, Role, State} from "./generated/Enums.sol";
import {ProposalExists, RevealMismatch, TooLate} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {ProposalShapes} from "./generated/ProposalShapes.sol";
import {CommitProposal, MoveProposal, RevealProposal} from "./generated/Types.sol";
import {Admission} from "./interfaces/IParties.sol";
import {IProblems} from "./interfaces/IProblems.sol";
import {IProposals} from "./interfaces/IProposals.sol";

/// @title Proposals
contract Proposals is IProposals, BusinessModule {
    using Authority for Admission;

    struct Proposal {
        bytes32 problem;
        bytes32 provider;
        bytes32 seal;
    }

    uint256 private constant COMMITTED = uint256(1) << State.COMMITTED;
    uint256 private constant REVEALED = uint256(1) << State.REVEALED;
    uint256 private constant TECHNICAL_PASS = uint256(1) << State.TECHNICAL_PASS;
    uint256 private constant SECURITY_PASS = uint256(1) << State.SECURITY_PASS;
    uint256 private constant SHORTLISTED = uint256(1) << State.SHORTLISTED;

    IProblems private immutable PROBLEMS;
    mapping(bytes32 proposal => Proposal) private _proposals;
    mapping(bytes32 problem => mapping(bytes32 provider => bytes32 proposal)) private _proposalOf;

    constructor() {
        PROBLEMS = IProblems(REGISTRY.moduleAt(ModuleNumber.PROBLEMS));
    }

    /// @inheritdoc IProposals
    function commitProposal(CommitProposal calldata command, bytes[] calldata signatures) external {
        ProposalShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        uint32 roles = Authority.bit(Role.PROVIDER);
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, roles, signatures);
        bytes32 provider = admission.signers[0];
        _checkNew(command.record, _recordId(Kind.PROPOSAL, provider, command.nonce), command.expected_version);
        uint8 problemState = _entry(command.problem, Kind.PROBLEM).state; // reading 52
        admission.requireAuthor(roles);
        (bytes32 owner,, uint64 commitBy,) = PROBLEMS.problemOf(command.problem);
        Independence.requireIndependent(PARTIES, provider, owner);
        _requireState(command.problem, problemState, uint256(1) << State.PUBLISHED);
        if (commitBy <= _now()) revert TooLate(commitBy, _now());
        bytes32 existing = _proposalOf[command.problem][provider];
        if (existing != 0) revert ProposalExists(existing);
        _proposalOf[command.problem][provider] = command.record;
        _proposals[command.record] = Proposal({problem: command.problem, provider: provider, seal: command.seal});
        emit ProposalCommitted(
            command.record,
            digest,
            _create(command.record, Kind.PROPOSAL, State.COMMITTED, digest, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IProposals
    function revealProposal(RevealProposal calldata command, bytes[] calldata signatures) external {
        ProposalShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        _checkState(command.record, command.expected_version, COMMITTED);
        Proposal memory proposal = _proposals[command.record];
        admission.requireOnly(proposal.provider);
        _requireState(proposal.problem, REGISTRY.entryOf(proposal.problem).state, uint256(1) << State.CLOSED);
        for (uint256 i = 0; i < command.assets.length; ++i) {
            _entry(command.assets[i], Kind.ASSET);
        }
        (,,, uint64 revealBy) = PROBLEMS.problemOf(proposal.problem);
        if (revealBy <= _now()) revert TooLate(revealBy, _now());
        bytes32 computed = keccak256(abi.encode(proposal.problem, proposal.provider, command.content, command.salt));
        if (computed != proposal.seal) revert RevealMismatch(proposal.seal, computed);
        Header memory header = _moved(command.record, State.REVEALED, digest, admission, signatures);
        emit ProposalRevealed(command.record, digest, header, command);
    }

    /// @inheritdoc IProposals
    function moveProposal(MoveProposal calldata command, bytes[] calldata signatures) external {
        ProposalShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        (uint256 from, uint8 to) = _transition(command.proposal_move);
        _checkState(command.record, command.expected_version, from);
        admission.requireOnly(_mover(_proposals[command.record], to));
        Header memory header = _moved(command.record, to, digest, admission, signatures);
        emit ProposalMoved(command.record, digest, header, command);
    }

    /// @inheritdoc IProposals
    function proposalOf(bytes32 proposal) external view returns (bytes32 problem, bytes32 provider) {
        Proposal storage stored = _proposals[proposal];
        return (stored.problem, stored.provider);
    }

    function _moved(
        bytes32 record,
        uint8 state,
        bytes32 digest,
        Admission memory admission,
        bytes[] calldata signatures
    ) private returns (Header memory) {
        return _advance(record, Kind.PROPOSAL, state, digest, false, admission.signers, signatures);
    }

    /// @dev Checks 6 and 7.
    function _checkState(bytes32 record, uint32 expectedVersion, uint256 allowed) private view {
        _requireState(record, _checkCurrent(record, Kind.PROPOSAL, expectedVersion, false).state, allowed);
    }

    /// @dev The provider withdraws; the problem's owner does everything else.
    function _mover(Proposal storage proposal, uint8 to) private view returns (bytes32 party) {
        if (to == State.WITHDRAWN) return proposal.provider;
        (party,,,) = PROBLEMS.problemOf(proposal.problem);
    }

    /// @dev From which states a move leads, and to which.
    function _transition(uint8 move) private pure returns (uint256 from, uint8 to) {
        if (move == ProposalMove.SHORTLISTED) return (SECURITY_PASS, State.SHORTLISTED);
        uint256 open = REVEALED | TECHNICAL_PASS | SECURITY_PASS | SHORTLISTED;
        if (move == ProposalMove.FAILED) return (open, State.FAILED);
        return (COMMITTED | open, State.WITHDRAWN);
    }
}
