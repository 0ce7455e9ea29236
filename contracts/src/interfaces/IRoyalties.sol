// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {AnswerRoyalty, AttestPayment, AuditRoyalty, ReportRoyalty, RuleOnRoyalty} from "../generated/Types.sol";

/// @title Royalties: what is owed under a licence for a period, and whether it was paid
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md,
/// "RoyaltyPeriod").
interface IRoyalties {
    /// @notice A grantee stated what is owed for a period, or stated it anew after a dispute.
    event RoyaltyReported(bytes32 indexed record, bytes32 indexed digest, Header header, ReportRoyalty command);
    /// @notice A grantor accepted or contested the report.
    event RoyaltyAnswered(bytes32 indexed record, bytes32 indexed digest, Header header, AnswerRoyalty command);
    /// @notice An arbiter settled a contested report.
    event RoyaltyRuledOn(bytes32 indexed record, bytes32 indexed digest, Header header, RuleOnRoyalty command);
    /// @notice A bank attested that the royalty was paid.
    event PaymentAttested(bytes32 indexed record, bytes32 indexed digest, Header header, AttestPayment command);
    /// @notice An auditor gave an opinion on a paid period.
    event RoyaltyAudited(bytes32 indexed record, bytes32 indexed digest, Header header, AuditRoyalty command);

    /// @notice States what is owed for a period that is over. Signed by a grantee of the licence.
    function reportRoyalty(ReportRoyalty calldata command, bytes[] calldata signatures) external;

    /// @notice Accepts or contests a report. Signed by a grantor of the licence, as it reads now.
    function answerRoyalty(AnswerRoyalty calldata command, bytes[] calldata signatures) external;

    /// @notice Settles a contested report. Signed by an arbiter. An authority command.
    function ruleOnRoyalty(RuleOnRoyalty calldata command, bytes[] calldata signatures) external;

    /// @notice Attests payment. Signed by an escrow agent.
    function attestPayment(AttestPayment calldata command, bytes[] calldata signatures) external;

    /// @notice Gives an opinion on a paid period. Signed by an auditor.
    function auditRoyalty(AuditRoyalty calldata command, bytes[] calldata signatures) external;
}
