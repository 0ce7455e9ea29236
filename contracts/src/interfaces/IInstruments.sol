// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {
    AmendInstrument,
    CertifyInstrument,
    EffectInstrument,
    EndInstrument,
    ProposeInstrument,
    RuleOnInstrument,
    Share,
    SignInstrument,
    Terms
} from "../generated/Types.sol";

/// @title Instruments: agreements that grant, and what stands on each subject
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md,
/// "Instrument"). Events that may touch the subject carry it as third indexed argument, zero where it was not touched.
interface IInstruments {
    /// @notice Terms were put to all who must sign.
    /// @param gates Bit (gate - 1) is set for each gate that must be passed before effect.
    event InstrumentProposed(
        bytes32 indexed record,
        bytes32 indexed digest,
        Header header,
        ProposeInstrument command,
        bytes32 terms_digest,
        uint8 gates
    );
    /// @notice Members agreed to the same terms.
    event InstrumentSigned(bytes32 indexed record, bytes32 indexed digest, Header header, SignInstrument command);
    /// @notice A registrar's certificate was entered.
    /// @param registered_at From when the right holds against third parties; 0: this certificate does not say.
    event InstrumentCertified(
        bytes32 indexed record, bytes32 indexed digest, Header header, CertifyInstrument command, uint64 registered_at
    );
    /// @notice An instrument took effect.
    /// @param encumbrance_version The subject's, after the command.
    /// @param shares The subject asset's, after the command.
    event InstrumentEffected(
        bytes32 indexed record,
        bytes32 indexed digest,
        bytes32 indexed touched_record,
        Header header,
        EffectInstrument command,
        uint32 encumbrance_version,
        Share[] shares
    );
    /// @notice The terms were replaced with narrower or equal ones.
    event InstrumentAmended(
        bytes32 indexed record, bytes32 indexed digest, Header header, AmendInstrument command, bytes32 terms_digest
    );
    /// @notice An instrument was ended by agreement, or withdrawn.
    /// @param encumbrance_version The subject's, after the command.
    event InstrumentEnded(
        bytes32 indexed record,
        bytes32 indexed digest,
        bytes32 indexed touched_record,
        Header header,
        EndInstrument command,
        uint32 encumbrance_version
    );
    /// @notice An arbiter suspended, resumed or ended an instrument.
    /// @param encumbrance_version The subject's, after the command.
    /// @param shares The subject asset's, after the command.
    event InstrumentRuledOn(
        bytes32 indexed record,
        bytes32 indexed digest,
        bytes32 indexed touched_record,
        Header header,
        RuleOnInstrument command,
        uint32 encumbrance_version,
        Share[] shares
    );

    /// @notice Puts terms to all who must sign. Signed by exactly the members named in `signing`.
    function proposeInstrument(ProposeInstrument calldata command, bytes[] calldata signatures) external;

    /// @notice Agrees to the same terms, repeated in full. Signed by exactly the members named in `signing`.
    function signInstrument(SignInstrument calldata command, bytes[] calldata signatures) external;

    /// @notice Enters a registrar's certificate. Signed by the registrar of the gate.
    function certifyInstrument(CertifyInstrument calldata command, bytes[] calldata signatures) external;

    /// @notice Makes it take effect in one step, once every gate is passed. Signed by any member.
    function effectInstrument(EffectInstrument calldata command, bytes[] calldata signatures) external;

    /// @notice Replaces the terms with narrower or equal ones. Signed by every member, the asset's present holders
    /// standing in place of the grantors.
    function amendInstrument(AmendInstrument calldata command, bytes[] calldata signatures) external;

    /// @notice Ends it by agreement, or withdraws it. Signed by every member; before it binds by any one of them.
    function endInstrument(EndInstrument calldata command, bytes[] calldata signatures) external;

    /// @notice Suspends, resumes or ends it. Signed by an arbiter. An authority command.
    function ruleOnInstrument(RuleOnInstrument calldata command, bytes[] calldata signatures) external;

    /// @notice Where an instrument stands; all zero: no such instrument.
    /// @return instrument_kind What it is (`InstrumentKind`).
    /// @return state As read now (`State`): expired where its scope has run out.
    /// @return subject What its terms are about; zero where they name nothing.
    function standingOf(bytes32 instrument) external view returns (uint8 instrument_kind, uint8 state, bytes32 subject);

    /// @notice The escrow agent that an instrument's terms name; zero: none.
    function escrowAgentOf(bytes32 instrument) external view returns (bytes32);

    /// @notice The present terms of an instrument as far as other modules read them: without escrow agent, task result
    /// and text; all zero: no such instrument.
    function termsOf(bytes32 instrument) external view returns (Terms memory);

    /// @notice The pledges that stand on an asset, in the order of effect.
    function pledgesOn(bytes32 asset) external view returns (bytes32[] memory);

    /// @notice Whether an instrument was rescinded before it took effect.
    function wasWithdrawn(bytes32 instrument) external view returns (bool);
}
