// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Exclusivity, Gate, InstrumentKind, MemberRole, State} from "../../src/generated/Enums.sol";
import {Member, Move, Scope, Share, Terms} from "../../src/generated/Types.sol";
import {vm} from "../base/Cheats.sol";
import {Chronicle} from "./Chronicle.sol";

/// @title What assets and instruments must be, from the accepted commands alone
/// @dev Kept by hand beside the contracts and by the words of the catalogue; nothing here is read from a rule's result.
abstract contract Shadows is Chronicle {
    /// @param needed The gates that law and terms asked at the instant of taking effect, as bits (gate - 1).
    /// @param met Those of which a registrar's certificate was entered, or which were funded.
    /// @param order When it took effect, counted; 0: never.
    struct Shadow {
        uint8 state;
        uint8 needed;
        uint8 met;
        uint256 order;
        uint256 funded;
        uint256 released;
        uint256 refunded;
        uint256 paid;
        bytes32 root;
        bytes terms;
    }

    uint256 internal constant WHOLE = 10_000;

    bytes32[] internal _instruments;
    mapping(bytes32 instrument => Shadow) internal _shadows;
    bytes32[] internal _assets;
    bytes32[] internal _titleParties;
    mapping(bytes32 party => uint256 key) internal _keyOf;
    mapping(bytes32 asset => mapping(bytes32 party => uint256 bps)) internal _bpsOf;
    mapping(bytes32 asset => bool) internal _isRegistrable;
    mapping(bytes32 asset => bool) internal _isGranted;
    mapping(bytes32 asset => bool) internal _isDisputed;
    /// @dev How often something on the subject took effect or was ended.
    mapping(bytes32 subject => uint32 count) internal _encumbrances;

    // --- What invariants read ---

    /// @notice 1: of every asset the shares are the whole, none is nothing, and they are those of the moves made.
    function sharesAreWhole() external view returns (bool) {
        for (uint256 i = 0; i < _assets.length; ++i) {
            Share[] memory shares = assets.holdersOf(_assets[i]);
            uint256 sum = 0;
            for (uint256 j = 0; j < shares.length; ++j) {
                if (shares[j].bps == 0 || shares[j].bps != _bpsOf[_assets[i]][shares[j].party]) return false;
                sum += shares[j].bps;
            }
            if (sum != WHOLE || shares.length != holders(_assets[i]).length) return false;
        }
        return true;
    }

    /// @notice 3: of two grants that stand on one subject and meet, the earlier excludes nobody.
    function grantsKeepTheTable() external view returns (bool) {
        for (uint256 i = 0; i < _instruments.length; ++i) {
            if (!isStandingGrant(_instruments[i])) continue;
            for (uint256 j = 0; j < i; ++j) {
                if (isStandingGrant(_instruments[j]) && !mayStandTogether(_instruments[i], _instruments[j])) {
                    return false;
                }
            }
        }
        return true;
    }

    /// @notice 3: the encumbrance version counts what took effect and what was ended on the subject, and nothing else.
    function encumbrancesAreCounted() external view returns (bool) {
        for (uint256 i = 0; i < _assets.length; ++i) {
            if (encumbranceOf(_assets[i]) != _encumbrances[_assets[i]]) return false;
        }
        for (uint256 i = 0; i < _instruments.length; ++i) {
            if (encumbranceOf(_instruments[i]) != _encumbrances[_instruments[i]]) return false;
        }
        return true;
    }

    /// @notice 8: whatever took effect had passed every gate that law and terms asked.
    function gatesWerePassed() external view returns (bool) {
        for (uint256 i = 0; i < _instruments.length; ++i) {
            Shadow storage shadow = _shadows[_instruments[i]];
            if (shadow.order != 0 && shadow.needed & ~shadow.met != 0) return false;
        }
        return true;
    }

    /// @notice 11: every instrument is in the state to which its accepted commands lead.
    function statesAreThoseOfTheHistory() external view returns (bool) {
        for (uint256 i = 0; i < _instruments.length; ++i) {
            if (recordState(_instruments[i]) != _shadows[_instruments[i]].state) return false;
        }
        return true;
    }

    /// @notice 18: released or refunded, never both; never more than funded; milestones within the agreed sum.
    function escrowsBalance() external view returns (bool) {
        for (uint256 i = 0; i < _instruments.length; ++i) {
            Shadow storage shadow = _shadows[_instruments[i]];
            if (shadow.released != 0 && shadow.refunded != 0) return false;
            if (shadow.funded > WHOLE || shadow.paid + shadow.refunded > WHOLE) return false;
            bool held = termsOf(_instruments[i]).escrow_agent != 0;
            if (held && shadow.paid + shadow.released + shadow.refunded > shadow.funded) return false;
        }
        return true;
    }

    // --- The catalogue's words, once more ---

    function termsOf(bytes32 instrument) internal view returns (Terms memory) {
        return abi.decode(_shadows[instrument].terms, (Terms));
    }

    function isInEffect(bytes32 instrument) internal view returns (bool) {
        uint8 state = _shadows[instrument].state;
        return state == State.EFFECTIVE || state == State.SUSPENDED;
    }

    function isGrant(uint8 kind) internal pure returns (bool) {
        return kind == InstrumentKind.LICENCE || kind == InstrumentKind.SUBLICENCE;
    }

    function isStandingGrant(bytes32 instrument) internal view returns (bool) {
        if (!isInEffect(instrument)) return false;
        Terms memory terms = termsOf(instrument);
        return isGrant(terms.instrument_kind) && terms.scope.end > clock();
    }

    function mayStandTogether(bytes32 a, bytes32 b) private view returns (bool) {
        (bytes32 earlier, bytes32 later) = _shadows[a].order < _shadows[b].order ? (a, b) : (b, a);
        Terms memory first = termsOf(earlier);
        Terms memory second = termsOf(later);
        if (first.subject != second.subject || !meet(first.scope, second.scope)) return true;
        return first.exclusivity == Exclusivity.NON_EXCLUSIVE;
    }

    /// @dev Histories name provinces and no country; no act or field named means every one.
    function meet(Scope memory a, Scope memory b) private pure returns (bool) {
        bool acts = a.acts == 0 || b.acts == 0 || a.acts & b.acts != 0;
        bool fields = a.fields == 0 || b.fields == 0 || a.fields & b.fields != 0;
        return acts && fields && a.provinces & b.provinces != 0 && a.start < b.end && b.start < a.end;
    }

    function holders(bytes32 ofAsset) internal view returns (bytes32[] memory found) {
        found = new bytes32[](0);
        for (uint256 i = 0; i < _titleParties.length; ++i) {
            if (_bpsOf[ofAsset][_titleParties[i]] != 0) found = with(found, _titleParties[i]);
        }
    }

    /// @dev Invariant 2: everyone listed as grantor has title, or may sublicense, at this instant.
    function isTitled(Terms memory terms) internal view returns (bool) {
        for (uint256 i = 0; i < terms.members.length; ++i) {
            Member memory member = terms.members[i];
            if (member.member_role == MemberRole.GRANTOR && !mayGrant(terms, member.party)) return false;
        }
        return true;
    }

    function mayGrant(Terms memory terms, bytes32 party) private view returns (bool) {
        uint8 kind = terms.instrument_kind;
        if (kind == InstrumentKind.SUBLICENCE) return isSublicensor(terms.subject, party);
        if (kind == InstrumentKind.SOLUTION_CONTRACT) return party == ownerOfProblem(terms.subject);
        return _bpsOf[terms.subject][party] != 0;
    }

    /// @dev The owner of the problem that a proposal answers.
    function ownerOfProblem(bytes32 proposal) internal view virtual returns (bytes32);

    function isSublicensor(bytes32 parent, bytes32 party) private view returns (bool) {
        return isInForce(parent) && includes(termsOf(parent).members, party, MemberRole.GRANTEE);
    }

    /// @dev Effective and not run out, and so is each parent up to an asset that is not disputed.
    function isInForce(bytes32 grant) internal view returns (bool) {
        if (_shadows[grant].state != State.EFFECTIVE) return false;
        Terms memory terms = termsOf(grant);
        if (terms.scope.end <= clock()) return false;
        if (terms.instrument_kind == InstrumentKind.SUBLICENCE) return isInForce(terms.subject);
        return !_isDisputed[terms.subject];
    }

    /// @dev Invariant 8, from law and terms: article 148 of the Law on Intellectual Property, article 31 of the Law on
    /// Technology Transfer, and the money where a bank is named.
    function gatesOf(Terms memory terms) internal view returns (uint8 gates) {
        uint8 kind = terms.instrument_kind;
        if (kind == InstrumentKind.ASSIGNMENT && mustBeEntered(terms.subject)) gates |= gateBit(Gate.IP_REGISTER);
        bool transfers = isGrant(kind) || kind == InstrumentKind.ASSIGNMENT;
        bool ofState = terms.state_capital && terms.task_result == 0;
        if (transfers && (ofState || crossesTheBorder(terms.members))) gates |= gateBit(Gate.TRANSFER_REGISTER);
        if (terms.escrow_agent != 0) gates |= gateBit(Gate.ESCROW);
    }

    function mustBeEntered(bytes32 ofAsset) internal view returns (bool) {
        return _isRegistrable[ofAsset] && _isGranted[ofAsset];
    }

    function gateBit(uint8 gate) internal pure returns (uint8) {
        return uint8(1) << (gate - 1);
    }

    function crossesTheBorder(Member[] memory members) private pure returns (bool) {
        uint256 abroad = 0;
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].party == id(FOREIGNER)) ++abroad;
        }
        return abroad != 0 && abroad != members.length;
    }

    /// @dev Everything that stands on an asset, at whatever depth, but one; as the ledger has it now (invariant 6).
    function marksOn(bytes32 onAsset, bytes32 except) internal view returns (bytes32 mark) {
        for (uint256 i = 0; i < _instruments.length; ++i) {
            bytes32 each = _instruments[i];
            if (each == except || _shadows[each].root != onAsset || !isInEffect(each)) continue;
            bytes32 slot = keccak256(abi.encode(each, uint256(1)));
            for (uint256 word = 0; word < 3; ++word) {
                mark = keccak256(abi.encode(mark, vm.load(address(instruments), bytes32(uint256(slot) + word))));
            }
            mark = keccak256(abi.encode(mark, registry.entryOf(each), registry.headOf(each), instruments.termsOf(each)));
            mark = keccak256(abi.encode(mark, encumbranceOf(each), standingOn(each)));
        }
    }

    /// @dev The lists kept for an asset itself.
    function listsOn(bytes32 onAsset) internal view returns (bytes32) {
        return keccak256(abi.encode(encumbranceOf(onAsset), standingOn(onAsset), instruments.pledgesOn(onAsset)));
    }

    /// @dev The members in a role.
    function inRole(Member[] memory members, uint8 role) internal pure returns (bytes32[] memory found) {
        found = new bytes32[](0);
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].member_role == role) found = with(found, members[i].party);
        }
    }

    function includes(Member[] memory members, bytes32 party, uint8 role) internal pure returns (bool) {
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].party == party && members[i].member_role == role) return true;
        }
        return false;
    }

    /// @dev A list of parties with one more, who stands in it once.
    function with(bytes32[] memory list, bytes32 party) internal pure returns (bytes32[] memory longer) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == party) return list;
        }
        longer = new bytes32[](list.length + 1);
        for (uint256 i = 0; i < list.length; ++i) {
            longer[i] = list[i];
        }
        longer[list.length] = party;
    }

    /// @dev Shares pass in the order of the moves.
    function passShares(bytes32 ofAsset, Move[] memory moves) internal {
        for (uint256 i = 0; i < moves.length; ++i) {
            _bpsOf[ofAsset][moves[i].from] -= moves[i].bps;
            _bpsOf[ofAsset][moves[i].to] += moves[i].bps;
        }
    }
}
