// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {BusinessModule} from "./BusinessModule.sol";
import {Header} from "./Records.sol";
import {EscrowAction, InstrumentKind, Kind, Outcome, PilotStage, Power, Role, State} from "./generated/Enums.sol";
import {CertificateUsed, NoPass} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {InstrumentShapes} from "./generated/InstrumentShapes.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {AttestEscrow, AttestMilestone} from "./generated/Types.sol";
import {Escrow, Sums} from "./instruments/Escrow.sol";
import {ICertificates} from "./interfaces/ICertificates.sol";
import {IEscrows} from "./interfaces/IEscrows.sol";
import {IInstruments} from "./interfaces/IInstruments.sol";
import {Admission, Signer} from "./interfaces/IParties.sol";
import {IPilots} from "./interfaces/IPilots.sol";

/// @title Escrows
/// @dev The records moved are instruments; what their terms say stands in Instruments, the money here.
contract Escrows is IEscrows, BusinessModule {
    using Authority for Signer;

    uint256 private constant EFFECTIVE = uint256(1) << State.EFFECTIVE;
    uint256 private constant TERMINATED = uint256(1) << State.TERMINATED;

    IInstruments private immutable INSTRUMENTS;
    ICertificates private immutable CERTIFICATES;
    IPilots private immutable PILOTS;

    mapping(bytes32 instrument => Sums) private _sums;
    /// @dev The certificate on which a pilot's milestone was paid: no other one of that pilot pays again.
    mapping(bytes32 pilot => bytes32 certificate) private _paidOn;

    constructor() {
        INSTRUMENTS = IInstruments(REGISTRY.moduleAt(ModuleNumber.INSTRUMENTS));
        CERTIFICATES = ICertificates(REGISTRY.moduleAt(ModuleNumber.CERTIFICATES));
        PILOTS = IPilots(REGISTRY.moduleAt(ModuleNumber.PILOTS));
    }

    /// @inheritdoc IEscrows
    function attestEscrow(AttestEscrow calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.ESCROW_AGENT), signatures);
        uint8 stored = _checkCurrent(command.record, Kind.INSTRUMENT, command.expected_version, false).state;
        (uint8 kind, uint8 state,) = INSTRUMENTS.standingOf(command.record);
        _requireState(command.record, state, _statesOf(command.escrow_action, kind));
        // Where the terms name no agent, nobody is (reading 37).
        _requireAgent(admission, INSTRUMENTS.escrowAgentOf(command.record));
        Sums memory sums = _sums[command.record];
        Escrow.attest(sums, command.escrow_action, command.bps);
        _sums[command.record] = sums;
        Header memory header =
            _advance(command.record, Kind.INSTRUMENT, stored, digest, false, admission.signers, signatures);
        emit EscrowAttested(command.record, digest, header, command, sums.funded, sums.released, sums.refunded);
    }

    /// @inheritdoc IEscrows
    function attestMilestone(AttestMilestone calldata command, bytes[] calldata signatures) external {
        InstrumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.ESCROW_AGENT), signatures);
        _checkCurrent(command.record, Kind.INSTRUMENT, command.expected_version, false);
        (uint8 kind, uint8 state, bytes32 proposal) = INSTRUMENTS.standingOf(command.record);
        _requireState(command.record, state, kind == InstrumentKind.SOLUTION_CONTRACT ? EFFECTIVE : 0);
        bytes32 agent = INSTRUMENTS.escrowAgentOf(command.record);
        if (agent == 0) Authority.requireRoleOfEach(admission, Role.ESCROW_AGENT);
        else _requireAgent(admission, agent);
        _requireState(
            command.certificate,
            _entry(command.certificate, Kind.CERTIFICATE).state,
            uint256(1) << State.ISSUED | uint256(1) << State.UPHELD
        );
        _usePilotOf(command.certificate, proposal);
        Sums memory sums = _sums[command.record];
        Escrow.pay(sums, command.bps);
        _sums[command.record] = sums;
        Header memory header =
            _advance(command.record, Kind.INSTRUMENT, state, digest, false, admission.signers, signatures);
        _touch(header, command.certificate, digest);
        emit MilestoneAttested(command.record, digest, command.certificate, header, command, sums.paid);
    }

    /// @inheritdoc IEscrows
    function isFunded(bytes32 instrument) external view returns (bool) {
        return _sums[instrument].funded == Escrow.WHOLE;
    }

    /// @dev NO_PASS unless the certificate is of a rollout of the proposal, with outcome pass or partial;
    /// CERTIFICATE_USED where one of the same pilot has paid.
    function _usePilotOf(bytes32 certificate, bytes32 proposal) private {
        (bytes32 pilot, uint8 outcome) = CERTIFICATES.certificateOf(certificate);
        (bytes32 tested,, uint8 stage) = PILOTS.pilotOf(pilot);
        bool passed = outcome == Outcome.PASS || outcome == Outcome.PARTIAL;
        if (!passed || tested != proposal || stage != PilotStage.ROLLOUT) revert NoPass(proposal);
        bytes32 existing = _paidOn[pilot];
        if (existing != 0) revert CertificateUsed(existing);
        _paidOn[pilot] = certificate;
    }

    /// @dev The terms' escrow agent, with the role.
    function _requireAgent(Admission memory admission, bytes32 agent) private pure {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            signer.refuseReadOnly(0);
            signer.requireRole(Role.ESCROW_AGENT);
            signer.requireCalled(signer.party == agent);
        }
    }

    /// @dev The states in which an escrow action is attested. Money of a solution contract is paid on by milestones
    /// alone: it is never released.
    function _statesOf(uint8 action, uint8 instrumentKind) private pure returns (uint256) {
        if (action == EscrowAction.FUNDED) return uint256(1) << State.SIGNED;
        if (action == EscrowAction.REFUNDED) return uint256(1) << State.RESCINDED | TERMINATED;
        if (instrumentKind == InstrumentKind.SOLUTION_CONTRACT) return 0;
        return EFFECTIVE | uint256(1) << State.EXPIRED | TERMINATED;
    }
}
