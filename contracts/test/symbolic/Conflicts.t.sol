// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant, Scopes} from "../../src/Scopes.sol";
import {Exclusivity} from "../../src/generated/Enums.sol";
import {Scope} from "../../src/generated/Types.sol";
import {Encumbrances} from "../../src/instruments/Encumbrances.sol";

/// @dev The registry's part that a module reads when it is created.
contract BareRegistry {
    function moduleAt(uint256) external view returns (address) {
        return address(this);
    }

    function domainSeparator() external pure returns (bytes32) {
        return 0;
    }

    function subject() external returns (OpenEncumbrances) {
        return new OpenEncumbrances();
    }
}

/// @dev The real conflict table and list, without the commands around it.
contract OpenEncumbrances is Encumbrances {
    function stand(bytes32 subject, bytes32 instrument, Grant calldata grant, uint32 acknowledged) external {
        _setGrant(instrument, grant);
        _stand(subject, instrument, acknowledged);
    }

    function versionOf(bytes32 subject) external view returns (uint32) {
        return _encumbranceVersion(subject);
    }
}

/// @notice Proved by halmos for every value of every word, not sampled (docs/operations/slither.md has the command).
contract ConflictsSymbolicTest {
    bytes32 private constant SUBJECT = keccak256("subject");
    bytes32 private constant FIRST = keccak256("first");
    bytes32 private constant SECOND = keccak256("second");

    OpenEncumbrances private _encumbrances;

    function setUp() public {
        _encumbrances = new BareRegistry().subject();
    }

    /// @dev Two exclusive or sole grants that stand on one subject and have not run out share no piece of scope.
    function check_two_live_exclusive_grants_never_overlap(
        Grant calldata one,
        Grant calldata other,
        uint32 acknowledged
    ) external {
        if (!_excludes(one) || !_excludes(other)) return;
        _encumbrances.stand(SUBJECT, FIRST, one, 0);
        _encumbrances.stand(SUBJECT, SECOND, other, acknowledged);
        // forge-lint: disable-next-line(block-timestamp): ledger time is the block's
        assert(one.interval.end <= block.timestamp || !_meet(one, other));
    }

    /// @dev A non-exclusive grant never comes to stand where an exclusive or sole one does.
    function check_a_non_exclusive_grant_never_overlaps_an_exclusive_one(Grant calldata one, Grant calldata other)
        external
    {
        if (!_excludes(one) || other.exclusivity != Exclusivity.NON_EXCLUSIVE) return;
        _encumbrances.stand(SUBJECT, FIRST, one, 0);
        _encumbrances.stand(SUBJECT, SECOND, other, 0);
        // forge-lint: disable-next-line(block-timestamp): ledger time is the block's
        assert(one.interval.end <= block.timestamp || !_meet(one, other));
    }

    /// @dev An exclusive or sole grant comes to stand only where its terms carry the version that counts all before it.
    function check_an_exclusive_grant_acknowledges_those_before_it(
        Grant calldata one,
        Grant calldata other,
        uint32 acknowledged
    ) external {
        if (one.exclusivity != Exclusivity.NON_EXCLUSIVE || !_excludes(other)) return;
        _encumbrances.stand(SUBJECT, FIRST, one, 0);
        uint32 version = _encumbrances.versionOf(SUBJECT);
        _encumbrances.stand(SUBJECT, SECOND, other, acknowledged);
        assert(version == 1 && acknowledged == version);
    }

    /// @dev What is not specified is stored as all, never as none.
    function check_no_stored_set_is_empty(Scope calldata scope) external pure {
        Grant memory grant = Scopes.grant(scope, Exclusivity.SOLE);
        assert(grant.acts != 0 && grant.fields != 0);
        assert(grant.countries != 0 || grant.provinces != 0);
    }

    function _excludes(Grant calldata grant) private pure returns (bool) {
        return grant.exclusivity == Exclusivity.SOLE || grant.exclusivity == Exclusivity.EXCLUSIVE;
    }

    /// @dev The catalogue's words once more: an act, a field, a country or province, and an instant in common.
    function _meet(Grant calldata a, Grant calldata b) private pure returns (bool) {
        bool places = a.countries & b.countries != 0 || a.provinces & b.provinces != 0;
        bool instants = a.interval.start < b.interval.end && b.interval.start < a.interval.end;
        return a.acts & b.acts != 0 && a.fields & b.fields != 0 && places && instants;
    }
}
