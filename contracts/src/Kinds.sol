// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BusinessModule} from "./BusinessModule.sol";
import {Gate, InstrumentKind, Kind, MemberRole, State} from "./generated/Enums.sol";
import {DuplicateParty, RecordNotFound, TooLate} from "./generated/Errors.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {Member, Terms} from "./generated/Types.sol";
import {Amendments} from "./instruments/Amendments.sol";
import {Gates} from "./instruments/Gates.sol";
import {InstrumentKinds} from "./instruments/InstrumentKinds.sol";
import {Licences} from "./instruments/Licences.sol";
import {Members} from "./instruments/Members.sol";
import {Sublicences} from "./instruments/Sublicences.sol";
import {Transfers} from "./instruments/Transfers.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {IEscrows} from "./interfaces/IEscrows.sol";
import {IInstruments} from "./interfaces/IInstruments.sol";
import {IKinds} from "./interfaces/IKinds.sol";
import {IProblems} from "./interfaces/IProblems.sol";
import {IProposals} from "./interfaces/IProposals.sol";

/// @title Kinds
/// @dev Without storage, and it moves no record. It stands apart from Instruments because one contract cannot hold both
/// (EIP-170).
contract Kinds is IKinds, BusinessModule {
    using Members for Member[];

    uint256 private constant ACTIVE = uint256(1) << State.ACTIVE;
    uint256 private constant EFFECTIVE = uint256(1) << State.EFFECTIVE;
    uint256 private constant SELECTED = uint256(1) << State.SELECTED;
    uint256 private constant FEWEST_IN_AGREEMENT = 2;

    IAssets private immutable ASSETS;
    IInstruments private immutable INSTRUMENTS;
    IEscrows private immutable ESCROWS;
    IProblems private immutable PROBLEMS;
    IProposals private immutable PROPOSALS;

    constructor() {
        ASSETS = IAssets(REGISTRY.moduleAt(ModuleNumber.ASSETS));
        INSTRUMENTS = IInstruments(REGISTRY.moduleAt(ModuleNumber.INSTRUMENTS));
        ESCROWS = IEscrows(REGISTRY.moduleAt(ModuleNumber.ESCROWS));
        PROBLEMS = IProblems(REGISTRY.moduleAt(ModuleNumber.PROBLEMS));
        PROPOSALS = IProposals(REGISTRY.moduleAt(ModuleNumber.PROPOSALS));
    }

    /// @inheritdoc IKinds
    function requireProposable(Terms memory terms, bytes32[] calldata signing) external view returns (uint8 gates) {
        _requireThere(terms);
        bytes32 root = _requireSubject(terms);
        _requireNamed(terms);
        _requireInTime(terms);
        terms.members.requireDistinct();
        _requireDistinct(signing);
        _requireKind(terms, root);
        return Gates.ofTerms(PARTIES, terms) | Gates.ofRights(ASSETS, terms.instrument_kind, terms.subject);
    }

    /// @inheritdoc IKinds
    function requireEffectable(bytes32 instrument, Terms memory terms, uint8 gates, uint8 met) external view {
        bytes32 root = _requireSubject(terms);
        _requireInTime(terms);
        uint8 escrow = gates & Gates.bit(Gate.ESCROW);
        if (escrow != 0 && ESCROWS.isFunded(instrument)) met |= escrow;
        Gates.requireMet(_requiredNow(terms.instrument_kind, terms.subject, gates), met);
        _requireKind(terms, root);
    }

    /// @inheritdoc IKinds
    function requireCertifiable(
        uint8 instrument_kind,
        bytes32 subject,
        uint8 gate,
        uint8 gates,
        uint8 met,
        bool effective
    ) external view {
        uint8 asked = effective ? Gates.voluntary(instrument_kind) : _requiredNow(instrument_kind, subject, gates);
        // Once per gate, met before effect or registered after it.
        Gates.requireOpen(gate, asked & ~met);
    }

    /// @inheritdoc IKinds
    function requireEnforceable(bytes32 asset, uint8 met) external view {
        _requireState(asset, ASSETS.stateOf(asset), ACTIVE);
        Gates.requireMet(Gates.onTransfer(ASSETS, asset), met);
    }

    /// @inheritdoc IKinds
    function requireNarrower(Terms memory standing, Terms memory amended) external pure returns (bool narrows) {
        return Amendments.requireNarrower(standing, amended);
    }

    /// @dev Reading 67: the subject is there and of the right kind. A sublicence's is looked at with its chain.
    function _requireThere(Terms memory terms) private view {
        bytes32 subject = terms.subject;
        uint8 kind = terms.instrument_kind;
        if (InstrumentKinds.isOnAsset(kind)) _entry(subject, Kind.ASSET);
        else if (kind == InstrumentKind.SOLUTION_CONTRACT) _entry(subject, Kind.PROPOSAL);
        else if (subject != 0 && REGISTRY.entryOf(subject).version == 0) revert RecordNotFound(subject);
    }

    /// @dev The subject is in the state that the kind of instrument asks.
    /// @return root The asset on which the whole chain of a sublicence stands.
    function _requireSubject(Terms memory terms) private view returns (bytes32 root) {
        bytes32 subject = terms.subject;
        uint8 kind = terms.instrument_kind;
        if (InstrumentKinds.isOnAsset(kind)) {
            _requireState(subject, ASSETS.stateOf(subject), ACTIVE);
        } else if (kind == InstrumentKind.SUBLICENCE) {
            return _requireChain(subject);
        } else if (kind == InstrumentKind.SOLUTION_CONTRACT) {
            _requireState(subject, REGISTRY.entryOf(subject).state, SELECTED);
        }
    }

    /// @dev From the parent upwards every licence is effective, and the asset at the root active.
    function _requireChain(bytes32 parent) private view returns (bytes32 root) {
        (uint8 kind, uint8 state, bytes32 subject) = INSTRUMENTS.standingOf(parent);
        if (!InstrumentKinds.isGrant(kind)) revert RecordNotFound(parent);
        _requireState(parent, state, EFFECTIVE);
        if (kind == InstrumentKind.SUBLICENCE) return _requireChain(subject);
        _requireState(subject, ASSETS.stateOf(subject), ACTIVE);
        return subject;
    }

    /// @dev Reading 68: members, the parties of moves and the escrow agent are parties.
    function _requireNamed(Terms memory terms) private view {
        for (uint256 i = 0; i < terms.members.length; ++i) {
            _entry(terms.members[i].party, Kind.PARTY);
        }
        for (uint256 i = 0; i < terms.moves.length; ++i) {
            _entry(terms.moves[i].from, Kind.PARTY);
            _entry(terms.moves[i].to, Kind.PARTY);
        }
        if (terms.escrow_agent != 0) _entry(terms.escrow_agent, Kind.PARTY);
    }

    /// @dev TOO_LATE once the last day for taking effect is past; zero is none.
    function _requireInTime(Terms memory terms) private view {
        if (terms.effect_by != 0 && terms.effect_by <= _now()) revert TooLate(terms.effect_by, _now());
    }

    /// @dev What is asked when an instrument is proposed and again when it takes effect.
    function _requireKind(Terms memory terms, bytes32 root) private view {
        uint8 kind = terms.instrument_kind;
        if (kind == InstrumentKind.LICENCE) {
            Licences.requireLicence(ASSETS, terms);
        } else if (kind == InstrumentKind.SUBLICENCE) {
            Sublicences.requireSublicence(ASSETS, terms, INSTRUMENTS.termsOf(terms.subject), root);
        } else if (kind == InstrumentKind.ASSIGNMENT || kind == InstrumentKind.PLEDGE) {
            Transfers.requireTransfer(ASSETS, INSTRUMENTS, terms);
        } else if (kind == InstrumentKind.SOLUTION_CONTRACT) {
            _requireSolution(terms);
        } else {
            terms.members.requireCount(FEWEST_IN_AGREEMENT, MemberRole.MEMBER);
        }
    }

    /// @dev The owner of the problem grants, alone, and the provider is a grantee.
    function _requireSolution(Terms memory terms) private view {
        (bytes32 problem, bytes32 provider) = PROPOSALS.proposalOf(terms.subject);
        bytes32[] memory owner = new bytes32[](1);
        (owner[0],,,) = PROBLEMS.problemOf(problem);
        terms.members.requireEach(owner, MemberRole.GRANTOR);
        terms.members.requireListed(provider, MemberRole.GRANTEE);
        terms.members.requireTitle(owner);
    }

    /// @dev A right granted since the proposal opens the IP register's gate; one that is gone asks it no longer.
    function _requiredNow(uint8 instrumentKind, bytes32 subject, uint8 gates) private view returns (uint8) {
        return (gates & ~Gates.bit(Gate.IP_REGISTER)) | Gates.ofRights(ASSETS, instrumentKind, subject);
    }

    function _requireDistinct(bytes32[] calldata parties) private pure {
        for (uint256 i = 0; i < parties.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (parties[j] == parties[i]) revert DuplicateParty(parties[i]);
            }
        }
    }
}
