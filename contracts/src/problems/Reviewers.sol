// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Independence} from "../Independence.sol";
import {Role} from "../generated/Enums.sol";
import {DuplicateParty, ReviewerNotEligible} from "../generated/Errors.sol";
import {IParties} from "../interfaces/IParties.sol";

/// @title Who may be named to review a problem's proposals (reading 85)
library Reviewers {
    /// @notice DUPLICATE_PARTY; REVIEWER_NOT_ELIGIBLE with the first that is not, with zero where a role is not filled.
    /// @param owner The problem's.
    /// @param fields The problem's.
    function requireEligible(
        IParties parties,
        bytes32[] calldata reviewers,
        bytes32 problem,
        bytes32 owner,
        uint64 fields
    ) internal view {
        _requireDistinct(reviewers);
        bool technical = false;
        bool security = false;
        for (uint256 i = 0; i < reviewers.length; ++i) {
            bytes32 reviewer = reviewers[i];
            bool isTechnical = parties.roleFields(reviewer, Role.TECHNICAL_REVIEWER) & fields != 0;
            bool isSecurity = parties.roleFields(reviewer, Role.SECURITY_REVIEWER) & fields != 0;
            if (!isTechnical && !isSecurity || _isPartial(parties, reviewer, problem, owner)) {
                revert ReviewerNotEligible(reviewer);
            }
            technical = technical || isTechnical;
            security = security || isSecurity;
        }
        if (!technical || !security) revert ReviewerNotEligible(0);
    }

    function _isPartial(IParties parties, bytes32 reviewer, bytes32 problem, bytes32 owner)
        private
        view
        returns (bool)
    {
        return parties.hasInterest(reviewer, problem) || parties.hasInterest(reviewer, owner)
            || Independence.related(parties, reviewer, owner);
    }

    function _requireDistinct(bytes32[] calldata reviewers) private pure {
        for (uint256 i = 0; i < reviewers.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (reviewers[j] == reviewers[i]) revert DuplicateParty(reviewers[i]);
            }
        }
    }
}
