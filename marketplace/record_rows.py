"""Records as rows: one function per kind gives every row that a record has, in every table."""

from __future__ import annotations

from typing import Any

import rfc8785

from ledger import wire
from ledger.readings import GRANTING
from ledger.records import AnyRecord, Asset, Instrument, Party
from ledger.state import held_pairs, pair
from marketplace import tables as t

Rows = dict[type[t.Base], list[dict[str, Any]]]

# table -> the column that names the record whose row it is; children first, so that references are never broken.
OWNED: dict[type[t.Base], str] = {
    t.KeyRow: "party",
    t.RoleRow: "party",
    t.InterestRow: "party",
    t.HolderRow: "asset",
    t.RightRow: "asset",
    t.MemberRow: "instrument",
    t.GateCertificateRow: "instrument",
    t.GrantRow: "instrument",
    t.PartyRow: "id",
    t.AssetRow: "id",
    t.InstrumentRow: "id",
    t.RecordRow: "id",
}


def rows(record: AnyRecord) -> Rows:
    """table -> the columns of each of the record's rows in it."""
    header = {
        "id": record.id,
        "kind": int(record.kind),
        "state": int(record.state),
        "version": record.version,
        "head": record.head,
        "created_at": record.created_at,
        "at": record.at,
    }
    if isinstance(record, Party):
        own = _party(record)
    elif isinstance(record, Asset):
        own = _asset(record)
    elif isinstance(record, Instrument):
        own = _instrument(record)
    else:
        own = {}
    return {t.RecordRow: [header], **own}


def _columns(value: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _party(party: Party) -> Rows:
    return {
        t.PartyRow: [_columns(party, "id", "party_kind", "profile", "country", "parent", "threshold", "reason")],
        t.KeyRow: [
            {
                "party": party.id,
                "ordinal": ordinal,
                **_columns(key, "address", "powers", "valid_from", "valid_to", "revoked_at"),
            }
            for ordinal, key in enumerate(party.keys)
        ],
        t.RoleRow: [
            {
                "party": party.id,
                "role": int(grant.role),
                **_columns(grant, "fields", "valid_from", "valid_to", "revoked_at"),
            }
            for grant in party.roles
        ],
        t.InterestRow: [{"party": party.id, "subject": subject} for subject in party.interests],
    }


def _asset(asset: Asset) -> Rows:
    held = held_pairs(asset)
    own = _columns(
        asset,
        *("id", "asset_kind", "title", "grant_rule", "fields", "tier", "evidence", "claim", "claimant", "decision"),
        "encumbrance_version",
    )
    return {
        t.AssetRow: [own],
        t.HolderRow: [
            {"asset": asset.id, "ordinal": ordinal, "party": share.party, "bps": share.bps}
            for ordinal, share in enumerate(asset.holders)
        ],
        t.RightRow: [
            {
                "asset": asset.id,
                "ordinal": ordinal,
                "held": pair(right) in held,
                **_columns(right, "office", "number", "right_stage", "countries", "provinces", "start", "end"),
            }
            for ordinal, right in enumerate(asset.rights)
        ],
    }


def _instrument(instrument: Instrument) -> Rows:
    terms = instrument.terms
    own = {
        **_columns(instrument, "id", "terms_digest", "gates", "funded", "released", "refunded", "paid"),
        **_columns(instrument, "effective_at", "ended_at", "registered_at", "encumbrance_version", "reason"),
        "instrument_kind": terms.instrument_kind,
        "subject": terms.subject,
        "terms": rfc8785.dumps(wire.struct_to_json(terms)).decode(),
    }
    grants = [
        {
            "instrument": instrument.id,
            "subject": terms.subject,
            "exclusivity": terms.exclusivity,
            **_columns(terms.scope, "acts", "fields", "countries", "provinces", "start", "end"),
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
        t.GateCertificateRow: [
            {
                "instrument": instrument.id,
                "ordinal": ordinal,
                "gate": int(entered.gate),
                "certificate": entered.certificate,
            }
            for ordinal, entered in enumerate(instrument.certificates)
        ],
        t.GrantRow: grants if instrument.effective_at and terms.instrument_kind in GRANTING else [],
    }
