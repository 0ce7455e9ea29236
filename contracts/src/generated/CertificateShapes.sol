// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {IssueCertificate, DisputeCertificate, RuleOnCertificate} from "./Types.sol";
import {CertificateRuling, Outcome} from "./Enums.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library CertificateShapes {
    function check(IssueCertificate calldata command, bytes[] calldata signatures) internal pure {
        if (command.pilot == 0) Shape.missing(Shape.field("pilot"));
        if (command.outcome == 0 || command.outcome > Outcome.LAST) Shape.badEnum(Shape.field("outcome"), command.outcome);
        if (command.report == 0) Shape.missing(Shape.field("report"));
        Shape.checkSignatures(signatures);
    }

    function check(DisputeCertificate calldata command, bytes[] calldata signatures) internal pure {
        if (command.claim == 0) Shape.missing(Shape.field("claim"));
        Shape.checkSignatures(signatures);
    }

    function check(RuleOnCertificate calldata command, bytes[] calldata signatures) internal pure {
        if (command.certificate_ruling == 0 || command.certificate_ruling > CertificateRuling.LAST) Shape.badEnum(Shape.field("certificate_ruling"), command.certificate_ruling);
        if (command.decision == 0) Shape.missing(Shape.field("decision"));
        Shape.checkSignatures(signatures);
    }
}
