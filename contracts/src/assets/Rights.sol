// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RightStage} from "../generated/Enums.sol";
import {Right, Scope} from "../generated/Types.sol";
import {Scopes} from "../Scopes.sol";

/// @dev The most rights that one asset lists.
uint256 constant MOST_RIGHTS = 16;

/// @notice When and where one right holds, and whether its office and number were given. One storage word.
struct RightTerm {
    uint8 right_stage;
    bool has_office;
    bool has_number;
    uint64 provinces;
    uint64 start;
    uint64 end;
}

/// @notice One right as rules need it. `countries` is often zero (Viet Nam is written in the provinces) and then costs
/// nothing; `pair` is zero unless office and number are both given.
struct StoredRight {
    RightTerm term;
    uint256 countries;
    bytes32 pair;
}

/// @notice The rights of an asset: how they are stored and what they cover.
library Rights {
    /// @notice The key under which an asset holds a public number: keccak256(abi.encode(office, number)).
    function pairOf(bytes32 office, bytes32 number) internal pure returns (bytes32) {
        return keccak256(abi.encode(office, number));
    }

    /// @notice Writes `right` over `slot`. `numbered`: the asset's kind is one whose rights are held by number.
    function store(StoredRight storage slot, Right calldata right, bool numbered) internal {
        (uint256 countries, uint64 provinces) = Scopes.territory(right.countries, right.provinces);
        bool hasOffice = right.office != 0;
        bool hasNumber = right.number != 0;
        slot.term = RightTerm({
            right_stage: right.right_stage,
            has_office: hasOffice,
            has_number: hasNumber,
            provinces: provinces,
            start: right.start,
            end: right.end
        });
        bytes32 pair = numbered && hasOffice && hasNumber ? pairOf(right.office, right.number) : bytes32(0);
        // A word that stays zero is not written: reading it costs less than storing nothing over nothing.
        if (slot.countries != countries) slot.countries = countries;
        if (slot.pair != pair) slot.pair = pair;
    }

    /// @notice Whether granted rights together fill the interval of `wanted`, in all of its territory, without a gap.
    /// @dev What is covered can only shrink where a right ends, so it is asked at the start and at each end inside.
    function cover(StoredRight[MOST_RIGHTS] storage rights, uint256 count, Scope calldata wanted)
        internal
        view
        returns (bool)
    {
        (uint256 wantedCountries, uint64 wantedProvinces) = Scopes.territory(wanted.countries, wanted.provinces);
        RightTerm[] memory terms = new RightTerm[](count);
        uint256[] memory countries = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            terms[i] = rights[i].term;
            countries[i] = rights[i].countries;
        }
        uint64 instant = wanted.start;
        while (instant < wanted.end) {
            uint256 coveredCountries = 0;
            uint64 coveredProvinces = 0;
            uint64 next = wanted.end;
            for (uint256 i = 0; i < count; ++i) {
                RightTerm memory term = terms[i];
                if (term.right_stage != RightStage.GRANTED || term.end <= instant) continue;
                if (term.end < next) next = term.end;
                if (term.start > instant) continue;
                coveredCountries |= countries[i];
                coveredProvinces |= term.provinces;
            }
            if (wantedCountries & ~coveredCountries != 0 || wantedProvinces & ~coveredProvinces != 0) return false;
            instant = next;
        }
        return true;
    }
}
