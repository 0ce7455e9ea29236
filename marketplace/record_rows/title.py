"""Rows of parties, assets, instruments and royalty periods."""

from __future__ import annotations

from ledger import wire
from ledger.readings import GRANTING
from ledger.records import Asset, Instrument, Party, RoyaltyPeriod
from ledger.state import held_pairs, pair
from marketplace import tables as t
from marketplace.canonical import canonical_text
from marketplace.record_rows.row import Rows, columns, listed


def party_rows(party: Party) -> Rows:
    return {
        t.PartyRow: [columns(party, "id", "party_kind", "profile", "country", "parent", "threshold", "reason")],
        t.KeyRow: listed("party", party.id, party.keys, "address", "powers", "valid_from", "valid_to", "revoked_at"),
        t.RoleRow: [
            {
                "party": party.id,
                "role": int(grant.role),
                **columns(grant, "fields", "valid_from", "valid_to", "revoked_at"),
            }
            for grant in party.roles
        ],
        t.InterestRow: [{"party": party.id, "subject": subject} for subject in party.interests],
    }


def asset_rows(asset: Asset) -> Rows:
    held = held_pairs(asset)
    own = columns(
        asset,
        *("id", "asset_kind", "title", "grant_rule", "fields", "tier", "evidence", "claim", "claimant", "decision"),
        "encumbrance_version",
    )
    return {
        t.AssetRow: [own],
        t.HolderRow: listed("asset", asset.id, asset.holders, "party", "bps"),
        t.RightRow: [
            {
                "asset": asset.id,
                "ordinal": ordinal,
                "held": pair(right) in held,
                **columns(right, "office", "number", "right_stage", "countries", "provinces", "start", "end"),
            }
            for ordinal, right in enumerate(asset.rights)
        ],
    }


def instrument_rows(instrument: Instrument) -> Rows:
    terms = instrument.terms
    own = {
        **columns(instrument, "id", "terms_digest", "gates", "funded", "released", "refunded", "paid"),
        **columns(instrument, "effective_at", "ended_at", "registered_at", "encumbrance_version", "reason"),
        "instrument_kind": terms.instrument_kind,
        "subject": terms.subject,
        "terms": canonical_text(wire.struct_to_json(terms)),
    }
    grants = [
        {
            "instrument": instrument.id,
            "subject": terms.subject,
            "exclusivity": terms.exclusivity,
            **columns(terms.scope, "acts", "fields", "countries", "provinces", "start", "end"),
        }
    ]
    return {
        t.InstrumentRow: [own],
        t.MemberRow: [
            {
                "instrument": instrument.id,
                "ordinal": ordinal,
                "party": member.party,
                "member_role": member.member_role,
                "signed": member.party in instrument.signed,
            }
            for ordinal, member in enumerate(terms.members)
        ],
        t.MoveRow: listed("instrument", instrument.id, terms.moves, "from_", "to", "bps"),
        t.GateCertificateRow: listed("instrument", instrument.id, instrument.certificates, "gate", "certificate"),
        t.MilestoneRow: listed(
            "instrument", instrument.id, instrument.milestones, "milestone", "certificate", "bps", "evidence", "at"
        ),
        t.GrantRow: grants if instrument.effective_at and terms.instrument_kind in GRANTING else [],
    }


def royalty_rows(period: RoyaltyPeriod) -> Rows:
    own = columns(
        period, "id", "instrument", "start", "end", "amount", "report", "reason", "decision", "evidence", "opinion"
    )
    return {t.RoyaltyPeriodRow: [own]}
