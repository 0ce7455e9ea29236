// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {Independence} from "./Independence.sol";
import {Entry} from "./Records.sol";
import {Signatories} from "./Signatories.sol";
import {Kind, PilotMove, PilotStage, Power, Role, State} from "./generated/Enums.sol";
import {BadKpi, RoleRequired, TooEarly, VerifierNotEligible} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {PilotShapes} from "./generated/PilotShapes.sol";
import {BaselinePilot, Kpi, MeasurePilot, Measurement, MovePilot, PlanPilot, StopPilot} from "./generated/Types.sol";
import {Admission, Signer} from "./interfaces/IParties.sol";
import {IPilots} from "./interfaces/IPilots.sol";
import {KpiRule, Kpis, MOST_KPIS, StoredKpi} from "./pilots/Kpis.sol";
import {Sandbox, Sandboxes} from "./pilots/Sandboxes.sol";

/// @title Pilots
contract Pilots is IPilots, Sandboxes {
    using Authority for Admission;
    using Authority for Signer;
    using Signatories for Admission;

    /// @dev A party id is its first key's 20 bytes after 12 zero bytes, so the plan is one word.
    struct Plan {
        uint160 verifier;
        uint8 pilot_stage;
        uint64 end;
    }

    /// @dev Bit i of `measured` is set where the i-th KPI has a value. A new baseline clears it, and so voids them all.
    struct Baseline {
        uint32 kpi_version;
        uint8 kpi_count;
        uint16 pass_weight;
        uint32 measured;
    }

    /// @dev KPIs and values beyond the baseline's count are those of an earlier one, and are not read.
    struct Pilot {
        bytes32 proposal;
        Plan plan;
        Baseline baseline;
        StoredKpi[MOST_KPIS] kpis;
        int256[MOST_KPIS] values;
    }

    uint256 private constant PLANNED = uint256(1) << State.PLANNED;
    uint256 private constant BASELINED = uint256(1) << State.BASELINED;
    uint256 private constant RUNNING = uint256(1) << State.RUNNING;
    uint256 private constant MEASURED = uint256(1) << State.MEASURED;

    mapping(bytes32 pilot => Pilot) private _pilots;

    /// @inheritdoc IPilots
    function planPilot(PlanPilot calldata command, bytes[] calldata signatures) external {
        PilotShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        bytes32 id = _recordId(Kind.PILOT, admission.signers[0], command.nonce);
        _checkNew(command.record, id, command.expected_version);
        Entry memory proposal = _entry(command.proposal, Kind.PROPOSAL);
        Sandbox memory sandbox = _sandboxOf(command.proposal);
        admission.requireExactly(_sides(sandbox));
        Independence.requireIndependent(PARTIES, command.verifier, sandbox.owner);
        Independence.requireIndependent(PARTIES, command.verifier, sandbox.provider);
        Independence.requireIndependent(PARTIES, sandbox.provider, sandbox.owner);
        uint8 ready = command.pilot_stage == PilotStage.TRIAL ? State.SHORTLISTED : State.SELECTED;
        _requireState(command.proposal, proposal.state, uint256(1) << ready);
        _entry(command.verifier, Kind.PARTY);
        _requireEligible(command.verifier, sandbox);
        Pilot storage pilot = _pilots[command.record];
        pilot.proposal = command.proposal;
        pilot.plan =
            Plan({verifier: uint160(uint256(command.verifier)), pilot_stage: command.pilot_stage, end: command.end});
        emit PilotPlanned(
            command.record,
            digest,
            _create(command.record, Kind.PILOT, State.PLANNED, digest, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IPilots
    function baselinePilot(BaselinePilot calldata command, bytes[] calldata signatures) external {
        PilotShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.PILOT, command.expected_version, false);
        _requireState(command.record, entry.state, PLANNED | BASELINED | RUNNING);
        Pilot storage pilot = _pilots[command.record];
        admission.requireExactly(_sides(_sandboxOf(pilot.proposal)));
        Kpis.requireValid(command.kpis);
        uint32 version = _setBaseline(pilot, command.kpis, command.pass_weight);
        uint8 state = entry.state == State.PLANNED ? State.BASELINED : entry.state;
        emit PilotBaselined(
            command.record,
            digest,
            _advance(command.record, Kind.PILOT, state, digest, false, admission.signers, signatures),
            command,
            version
        );
    }

    /// @inheritdoc IPilots
    function measurePilot(MeasurePilot calldata command, bytes[] calldata signatures) external {
        PilotShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.PILOT, command.expected_version, false);
        _requireState(command.record, entry.state, RUNNING);
        Pilot storage pilot = _pilots[command.record];
        Sandbox memory sandbox = _sandboxOf(pilot.proposal);
        bytes32 verifier = _verifierOf(pilot);
        _requireMeasuring(admission, verifier, sandbox.fields);
        _requireNoConflict(verifier, command.record, sandbox);
        _enter(pilot, command.values);
        uint64 end = pilot.plan.end;
        if (command.final_ && _now() < end) revert TooEarly(end, _now());
        uint8 state = command.final_ ? State.MEASURED : State.RUNNING;
        emit PilotMeasured(
            command.record,
            digest,
            _advance(command.record, Kind.PILOT, state, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IPilots
    function movePilot(MovePilot calldata command, bytes[] calldata signatures) external {
        PilotShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.PILOT, command.expected_version, false);
        (uint256 from, uint8 to) = _transition(command.pilot_move);
        _requireState(command.record, entry.state, from);
        bytes32[] memory sides = _sides(_sandboxOf(_pilots[command.record].proposal));
        admission.requireAmong(sides);
        if (to == State.RUNNING) admission.requireAll(sides);
        emit PilotMoved(
            command.record,
            digest,
            _advance(command.record, Kind.PILOT, to, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IPilots
    function stopPilot(StopPilot calldata command, bytes[] calldata signatures) external {
        PilotShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.PILOT, command.expected_version, true);
        _requireState(command.record, entry.state, PLANNED | BASELINED | RUNNING | MEASURED);
        admission.requireRoleOfEach(Role.REGULATOR);
        emit PilotStopped(
            command.record,
            digest,
            _advance(command.record, Kind.PILOT, State.ABORTED, digest, true, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IPilots
    function pilotOf(bytes32 pilot) external view returns (bytes32 proposal, bytes32 verifier, uint8 pilot_stage) {
        Pilot storage stored = _pilots[pilot];
        return (stored.proposal, _verifierOf(stored), stored.plan.pilot_stage);
    }

    /// @inheritdoc IPilots
    function resultOf(bytes32 pilot) external view returns (uint8 outcome, uint32 met) {
        Pilot storage stored = _pilots[pilot];
        Baseline memory baseline = stored.baseline;
        if (baseline.kpi_count == 0) return (0, 0);
        StoredKpi[] memory kpis = new StoredKpi[](baseline.kpi_count);
        int256[] memory values = new int256[](baseline.kpi_count);
        for (uint256 i = 0; i < kpis.length; ++i) {
            kpis[i] = stored.kpis[i];
            values[i] = stored.values[i];
        }
        return Kpis.evaluate(kpis, baseline.measured, values, baseline.pass_weight);
    }

    function _setBaseline(Pilot storage pilot, Kpi[] calldata kpis, uint16 passWeight)
        private
        returns (uint32 version)
    {
        for (uint256 i = 0; i < kpis.length; ++i) {
            Kpi calldata kpi = kpis[i];
            pilot.kpis[i] = StoredKpi({
                code: kpi.code,
                target: kpi.target,
                rule: KpiRule({
                    comparator: kpi.comparator, missing: kpi.missing, mandatory: kpi.mandatory, weight: kpi.weight
                })
            });
        }
        version = pilot.baseline.kpi_version + 1;
        pilot.baseline =
            Baseline({kpi_version: version, kpi_count: uint8(kpis.length), pass_weight: passWeight, measured: 0});
    }

    /// @dev BAD_KPI for a code that is not of the baseline, or stands twice. A later value supersedes an earlier one.
    function _enter(Pilot storage pilot, Measurement[] calldata values) private {
        uint256 count = pilot.baseline.kpi_count;
        bytes32[] memory codes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            codes[i] = pilot.kpis[i].code;
        }
        uint32 entered = 0;
        for (uint256 i = 0; i < values.length; ++i) {
            Measurement calldata measurement = values[i];
            uint32 place = 0;
            while (place < count && codes[place] != measurement.code) ++place;
            uint32 bit = uint32(1) << place;
            if (place == count || entered & bit != 0) revert BadKpi(measurement.code);
            entered |= bit;
            pilot.values[place] = measurement.value;
        }
        pilot.baseline.measured |= entered;
    }

    function _verifierOf(Pilot storage pilot) private view returns (bytes32) {
        return bytes32(uint256(pilot.plan.verifier));
    }

    /// @dev VERIFIER_NOT_ELIGIBLE where a party proposed as verifier lacks the role for the problem's fields, or has
    /// declared an interest (reading 57).
    function _requireEligible(bytes32 verifier, Sandbox memory sandbox) private view {
        bytes32[] memory records = new bytes32[](4);
        (records[0], records[1]) = (sandbox.proposal, sandbox.problem);
        (records[2], records[3]) = (sandbox.owner, sandbox.provider);
        if (!_verifies(verifier, sandbox.fields) || Independence.hasInterestInAny(PARTIES, verifier, records)) {
            revert VerifierNotEligible(verifier);
        }
    }

    /// @dev The verifier alone measures, with its role: the role is looked at first.
    function _requireMeasuring(Admission memory admission, bytes32 verifier, uint64 fields) private view {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            signer.refuseReadOnly(0);
            if (!_verifies(signer.party, fields)) revert RoleRequired(signer.party, Role.VERIFIER);
            signer.requireCalled(signer.party == verifier);
        }
    }

    /// @dev Whether a party holds the role verifier now, for some of the fields (reading 56).
    function _verifies(bytes32 party, uint64 fields) private view returns (bool) {
        return PARTIES.roleFields(party, Role.VERIFIER) & fields != 0;
    }

    /// @dev From which states a move is made, and to which.
    function _transition(uint8 pilotMove) private pure returns (uint256 from, uint8 to) {
        if (pilotMove == PilotMove.RUNNING) return (BASELINED, State.RUNNING);
        if (pilotMove == PilotMove.COMPLETED) return (MEASURED, State.COMPLETED);
        return (PLANNED | BASELINED | RUNNING, State.ABORTED);
    }
}
