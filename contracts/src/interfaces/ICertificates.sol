// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {DisputeCertificate, IssueCertificate, RuleOnCertificate} from "../generated/Types.sol";

/// @title Acceptance certificates: the computed result of a pilot
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md,
/// "Certificate").
interface ICertificates {
    /// @notice The result of a pilot was certified. `touched_record` is the certificate that this one supersedes, zero
    /// where there was none; bit i of `met` is set where the i-th KPI is met; `owner_signed`: the problem's owner signed
    /// beside the verifier, not the provider.
    event CertificateIssued(
        bytes32 indexed record,
        bytes32 indexed digest,
        bytes32 indexed touched_record,
        Header header,
        IssueCertificate command,
        uint32 met,
        bool owner_signed
    );
    /// @notice The problem's owner or the provider contested a certificate.
    event CertificateDisputed(
        bytes32 indexed record, bytes32 indexed digest, Header header, DisputeCertificate command
    );
    /// @notice An arbiter upheld or revoked a contested certificate.
    event CertificateRuledOn(bytes32 indexed record, bytes32 indexed digest, Header header, RuleOnCertificate command);

    /// @notice Certifies the result of a pilot. Signed by its verifier and one of the problem's owner and the provider.
    function issueCertificate(IssueCertificate calldata command, bytes[] calldata signatures) external;

    /// @notice Contests a certificate. Signed by the problem's owner or the provider.
    function disputeCertificate(DisputeCertificate calldata command, bytes[] calldata signatures) external;

    /// @notice Upholds or revokes a contested certificate. Signed by an arbiter. An authority command.
    function ruleOnCertificate(RuleOnCertificate calldata command, bytes[] calldata signatures) external;

    /// @notice What other modules read of a certificate; all zero: no such certificate. Its state is the registry's.
    function certificateOf(bytes32 certificate) external view returns (bytes32 pilot, uint8 outcome);

    /// @notice How many certificates of pass of a proposal read issued or upheld.
    function passesOf(bytes32 proposal) external view returns (uint256);
}
