# Written by scripts/make_client.py from docs/specs/openapi.json. Do not edit.
"""Every operation of the service, by its stable id; `all_…` follows pages to the end."""

# What comes is JSON of the described shape; nothing of it is checked or changed on the way.
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, Literal

from . import models
from .sending import Sending, segment


class Operations(Sending):
    """What the service can be asked. Errors are raised as `errors` has them, and httpx's own where nothing came."""

    def health(self) -> models.Health:
        """The process lives.

        GET /health
        """
        return self._json("GET", "/health")

    def ready(self) -> models.Readiness:
        """It can serve: the engine answers and the tables follow it.

        GET /ready
        """
        return self._json("GET", "/ready", also=(503,))

    def openapi(self) -> dict[str, Any]:
        """This description.

        GET /openapi.json
        """
        return self._json("GET", "/openapi.json")

    def metrics(self) -> str:
        """Counters in the text form of Prometheus.

        GET /metrics
        """
        return self._text("GET", "/metrics")

    def problem_page(self, code: str) -> str:
        """What a problem type means and what to do next, in Vietnamese and English.

        GET /problems/{code}
        """
        return self._text("GET", f"/problems/{segment(code)}")

    def submit_command(self, command: models.SignedCommand) -> models.Accepted | models.Pending:
        """Submit a signed command.

        POST /v1/commands

        The signatures are the authority: no sign-in is needed. 201 with the receipt; 202 where the outcome
        is not known yet; otherwise a problem with the ledger's own code. The very same bytes may be sent
        again at any time, and are answered with the first receipt and the first intake.
        """
        return self._json("POST", "/v1/commands", body=command)

    def check_command(self, command: models.SignedCommand) -> models.Checked:
        """Ask what the ledger would say of a command now, without recording anything.

        POST /v1/commands/check
        """
        return self._json("POST", "/v1/commands/check", body=command)

    def prepare_command(
        self,
        *,
        command: str,
        fields: dict[str, Any] | None = None,
        record: str | None = None,
        signers: list[str] | None = None,
        expected_version: int | None = None,
        not_after: str | int | None = None,
    ) -> models.PreparedModel:
        """A command from human fields: what to sign, and the sentence to read first.

        POST /v1/commands/prepare

        fields: in human form (examples/opening-day/README.md): enums and codes by name, dates, decimals,
        shares as `{party: bps}`; names are ids. A text where a commitment is asked for is committed to with
        a fresh salt, which is answered and kept nowhere.

        record: what is moved; of a create command it follows from kind, first signer and nonce. signers: the
        parties that will sign, in order. expected_version: the record's present one where it is left out.
        not_after: an hour from now where it is left out; a time in human form.
        """
        return self._json(
            "POST",
            "/v1/commands/prepare",
            body={
                "command": command,
                "fields": fields,
                "record": record,
                "signers": signers,
                "expected_version": expected_version,
                "not_after": not_after,
            },
        )

    def get_command(self, digest: models.Bytes32) -> models.CommandStatus:
        """What became of a command.

        GET /v1/commands/{digest}

        digest: The command's digest
        """
        return self._json("GET", f"/v1/commands/{segment(digest)}")

    def get_intake(self, digest: models.Bytes32) -> bytes:
        """The intake receipt as a file for `hanotex verify`.

        GET /v1/commands/{digest}/intake

        digest: The command's digest
        """
        return self._file("GET", f"/v1/commands/{segment(digest)}/intake")

    def get_right(self, office: str, number: str) -> models.RightHolder:
        """The asset that holds an application or registration number (from evidence tier 2).

        GET /v1/rights/{office}/{number}

        office: The office, WIPO ST.3
        number: The number, as printed or as signed
        """
        return self._json("GET", f"/v1/rights/{segment(office)}/{segment(number)}")

    def list_live_grants(
        self,
        identifier: str,
        *,
        exclusivity: str | None = None,
        at: str | None = None,
        block: int | None = None,
        act: list[str] | None = None,
        field: list[str] | None = None,
        territory: list[str] | None = None,
        start: str | None = None,
        end: str | None = None,
    ) -> models.LiveGrants:
        """The licences that are live on an asset, in the order of effect; with a scope, those that overlap it.

        GET /v1/assets/{identifier}/live-grants

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        act: An act; all where none is named
        field: A field; all where none is named
        territory: VN, VN-HN, JP …; everywhere where none is named
        start: Start of the scope; now where left out
        end: End of the scope; without end where left out
        """
        return self._json(
            "GET",
            f"/v1/assets/{segment(identifier)}/live-grants",
            query={
                "exclusivity": exclusivity,
                "at": at,
                "block": block,
                "act": act,
                "field": field,
                "territory": territory,
                "start": start,
                "end": end,
            },
        )

    def get_trust(self) -> models.TrustModel:
        """What to hand out with certificates; a careful reader takes it from another source.

        GET /v1/trust
        """
        return self._json("GET", "/v1/trust")

    def get_status(self) -> models.StatusModel:
        """Which ledger this is, and where it stands.

        GET /v1/status
        """
        return self._json("GET", "/v1/status")

    def stream_events(
        self,
        *,
        after: str | None = None,
        follow: bool | None = None,
        limit: int | None = None,
        last_event_id: str | None = None,
    ) -> Generator[models.EventModel, None, None]:
        """Every sealed event after a position, oldest first, then each as it comes.

        GET /v1/events

        Server-sent events: `id` is the position `block:log`, `event` the command's name, `data` the event.
        Without a position from the first one. A client that sends the last `id` it saw misses nothing and is
        told nothing twice.

        after: Events after this position, `block:log`; `now`: only those to come
        follow: false: end with the last event that there is
        limit: End after so many events
        last_event_id: As `after`, from a stream that broke off
        """
        return self._stream(
            "GET",
            "/v1/events",
            query={"after": after, "follow": follow, "limit": limit},
            headers={"last-event-id": last_event_id},
        )

    def list_parties(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind party, in the order of creation.

        GET /v1/parties

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json("GET", "/v1/parties", query={"after": after, "limit": limit, "state": state, "party": party})

    def all_parties(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_parties`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_parties(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_party(self, identifier: str, *, at: str | None = None, block: int | None = None) -> models.PartyAnswer:
        """One party, as it is or as it was.

        GET /v1/parties/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/parties/{segment(identifier)}", query={"at": at, "block": block})

    def get_party_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/parties/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json("GET", f"/v1/parties/{segment(identifier)}/history", query={"after": after, "limit": limit})

    def all_party_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_party_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(lambda cursor: self.get_party_history(identifier, after=cursor, limit=limit), after, "items")

    def list_assets(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind asset, in the order of creation.

        GET /v1/assets

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json("GET", "/v1/assets", query={"after": after, "limit": limit, "state": state, "party": party})

    def all_assets(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_assets`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_assets(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_asset(self, identifier: str, *, at: str | None = None, block: int | None = None) -> models.AssetAnswer:
        """One asset, as it is or as it was.

        GET /v1/assets/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/assets/{segment(identifier)}", query={"at": at, "block": block})

    def get_asset_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/assets/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json("GET", f"/v1/assets/{segment(identifier)}/history", query={"after": after, "limit": limit})

    def all_asset_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_asset_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(lambda cursor: self.get_asset_history(identifier, after=cursor, limit=limit), after, "items")

    def list_listings(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind listing, in the order of creation.

        GET /v1/listings

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json("GET", "/v1/listings", query={"after": after, "limit": limit, "state": state, "party": party})

    def all_listings(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_listings`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_listings(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_listing(self, identifier: str, *, at: str | None = None, block: int | None = None) -> models.ListingAnswer:
        """One listing, as it is or as it was.

        GET /v1/listings/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/listings/{segment(identifier)}", query={"at": at, "block": block})

    def get_listing_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/listings/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json("GET", f"/v1/listings/{segment(identifier)}/history", query={"after": after, "limit": limit})

    def all_listing_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_listing_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.get_listing_history(identifier, after=cursor, limit=limit), after, "items"
        )

    def list_appraisals(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind appraisal, in the order of creation.

        GET /v1/appraisals

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json(
            "GET", "/v1/appraisals", query={"after": after, "limit": limit, "state": state, "party": party}
        )

    def all_appraisals(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_appraisals`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_appraisals(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_appraisal(
        self, identifier: str, *, at: str | None = None, block: int | None = None
    ) -> models.AppraisalAnswer:
        """One appraisal, as it is or as it was.

        GET /v1/appraisals/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/appraisals/{segment(identifier)}", query={"at": at, "block": block})

    def get_appraisal_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/appraisals/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json(
            "GET", f"/v1/appraisals/{segment(identifier)}/history", query={"after": after, "limit": limit}
        )

    def all_appraisal_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_appraisal_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.get_appraisal_history(identifier, after=cursor, limit=limit), after, "items"
        )

    def list_instruments(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind instrument, in the order of creation.

        GET /v1/instruments

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json(
            "GET", "/v1/instruments", query={"after": after, "limit": limit, "state": state, "party": party}
        )

    def all_instruments(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_instruments`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_instruments(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_instrument(
        self, identifier: str, *, at: str | None = None, block: int | None = None
    ) -> models.InstrumentAnswer:
        """One instrument, as it is or as it was.

        GET /v1/instruments/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/instruments/{segment(identifier)}", query={"at": at, "block": block})

    def get_instrument_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/instruments/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json(
            "GET", f"/v1/instruments/{segment(identifier)}/history", query={"after": after, "limit": limit}
        )

    def all_instrument_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_instrument_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.get_instrument_history(identifier, after=cursor, limit=limit), after, "items"
        )

    def list_royalty_periods(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind royalty_period, in the order of creation.

        GET /v1/royalty-periods

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json(
            "GET", "/v1/royalty-periods", query={"after": after, "limit": limit, "state": state, "party": party}
        )

    def all_royalty_periods(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_royalty_periods`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_royalty_periods(after=cursor, limit=limit, state=state, party=party),
            after,
            "items",
        )

    def get_royalty_period(
        self, identifier: str, *, at: str | None = None, block: int | None = None
    ) -> models.RoyaltyPeriodAnswer:
        """One royalty period, as it is or as it was.

        GET /v1/royalty-periods/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/royalty-periods/{segment(identifier)}", query={"at": at, "block": block})

    def get_royalty_period_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/royalty-periods/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json(
            "GET", f"/v1/royalty-periods/{segment(identifier)}/history", query={"after": after, "limit": limit}
        )

    def all_royalty_period_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_royalty_period_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.get_royalty_period_history(identifier, after=cursor, limit=limit), after, "items"
        )

    def list_problems(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind problem, in the order of creation.

        GET /v1/problems

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json("GET", "/v1/problems", query={"after": after, "limit": limit, "state": state, "party": party})

    def all_problems(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_problems`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_problems(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_problem(self, identifier: str, *, at: str | None = None, block: int | None = None) -> models.ProblemAnswer:
        """One problem, as it is or as it was.

        GET /v1/problems/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/problems/{segment(identifier)}", query={"at": at, "block": block})

    def get_problem_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/problems/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json("GET", f"/v1/problems/{segment(identifier)}/history", query={"after": after, "limit": limit})

    def all_problem_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_problem_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.get_problem_history(identifier, after=cursor, limit=limit), after, "items"
        )

    def list_proposals(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind proposal, in the order of creation.

        GET /v1/proposals

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json(
            "GET", "/v1/proposals", query={"after": after, "limit": limit, "state": state, "party": party}
        )

    def all_proposals(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_proposals`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_proposals(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_proposal(
        self, identifier: str, *, at: str | None = None, block: int | None = None
    ) -> models.ProposalAnswer:
        """One proposal, as it is or as it was.

        GET /v1/proposals/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/proposals/{segment(identifier)}", query={"at": at, "block": block})

    def get_proposal_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/proposals/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json("GET", f"/v1/proposals/{segment(identifier)}/history", query={"after": after, "limit": limit})

    def all_proposal_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_proposal_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.get_proposal_history(identifier, after=cursor, limit=limit), after, "items"
        )

    def list_pilots(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind pilot, in the order of creation.

        GET /v1/pilots

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json("GET", "/v1/pilots", query={"after": after, "limit": limit, "state": state, "party": party})

    def all_pilots(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_pilots`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_pilots(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_pilot(self, identifier: str, *, at: str | None = None, block: int | None = None) -> models.PilotAnswer:
        """One pilot, as it is or as it was.

        GET /v1/pilots/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/pilots/{segment(identifier)}", query={"at": at, "block": block})

    def get_pilot_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/pilots/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json("GET", f"/v1/pilots/{segment(identifier)}/history", query={"after": after, "limit": limit})

    def all_pilot_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_pilot_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(lambda cursor: self.get_pilot_history(identifier, after=cursor, limit=limit), after, "items")

    def list_certificates(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind certificate, in the order of creation.

        GET /v1/certificates

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json(
            "GET", "/v1/certificates", query={"after": after, "limit": limit, "state": state, "party": party}
        )

    def all_certificates(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_certificates`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_certificates(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_certificate(
        self, identifier: str, *, at: str | None = None, block: int | None = None
    ) -> models.CertificateAnswer:
        """One certificate, as it is or as it was.

        GET /v1/certificates/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/certificates/{segment(identifier)}", query={"at": at, "block": block})

    def get_certificate_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/certificates/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json(
            "GET", f"/v1/certificates/{segment(identifier)}/history", query={"after": after, "limit": limit}
        )

    def all_certificate_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_certificate_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.get_certificate_history(identifier, after=cursor, limit=limit), after, "items"
        )

    def list_documents(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind document, in the order of creation.

        GET /v1/documents

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json(
            "GET", "/v1/documents", query={"after": after, "limit": limit, "state": state, "party": party}
        )

    def all_documents(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_documents`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_documents(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_document(
        self, identifier: str, *, at: str | None = None, block: int | None = None
    ) -> models.DocumentAnswer:
        """One document, as it is or as it was.

        GET /v1/documents/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/documents/{segment(identifier)}", query={"at": at, "block": block})

    def get_document_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/documents/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json("GET", f"/v1/documents/{segment(identifier)}/history", query={"after": after, "limit": limit})

    def all_document_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_document_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.get_document_history(identifier, after=cursor, limit=limit), after, "items"
        )

    def list_anchors(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> models.Page:
        """Records of kind anchor, in the order of creation.

        GET /v1/anchors

        after: The cursor `next` of the page before
        limit: Entries of a page
        state: Those that read so now
        party: Those that this party holds, takes part in or is answerable for
        """
        return self._json("GET", "/v1/anchors", query={"after": after, "limit": limit, "state": state, "party": party})

    def all_anchors(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        state: models.State | None = None,
        party: str | None = None,
    ) -> Iterator[models.Header]:
        """Each entry of `list_anchors`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_anchors(after=cursor, limit=limit, state=state, party=party), after, "items"
        )

    def get_anchor(self, identifier: str, *, at: str | None = None, block: int | None = None) -> models.AnchorAnswer:
        """One anchor, as it is or as it was.

        GET /v1/anchors/{identifier}

        identifier: A record's id; a party's may be its address or its did:nda
        at: As of the end of this second: UTC seconds, or ISO 8601 with an offset
        block: As of this block, in place of a time
        """
        return self._json("GET", f"/v1/anchors/{segment(identifier)}", query={"at": at, "block": block})

    def get_anchor_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.HistoryPage:
        """Every command that moved or touched it, oldest first.

        GET /v1/anchors/{identifier}/history

        identifier: A record's id; a party's may be its address or its did:nda
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json("GET", f"/v1/anchors/{segment(identifier)}/history", query={"after": after, "limit": limit})

    def all_anchor_history(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.Entry]:
        """Each entry of `get_anchor_history`, page after page from `after` on; limit: entries of a page."""
        return self._each(lambda cursor: self.get_anchor_history(identifier, after=cursor, limit=limit), after, "items")

    def list_search_hits(
        self,
        *,
        q: str | None = None,
        kind: models.AskedModelKind | None = None,
        sector: models.ContentEventSectors | None = None,
        ipc: str | None = None,
        trl_from: int | None = None,
        territory: str | None = None,
        owner: str | None = None,
        green: bool | None = None,
        strategic: bool | None = None,
        language: models.Language | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> models.SearchPage:
        """What the market shows, the nearest to what is asked first; counts of its facets with the first page.

        GET /v1/search

        q: Words in either language, with or without diacritics; a phrase in quotes; a patent class; the name of
            an owner; an id or a number of registration. Blank: everything that the filters leave
        territory: Where rights are offered
        owner: An organisation's id
        after: The cursor `next` of the page before
        limit: Entries of a page
        """
        return self._json(
            "GET",
            "/v1/search",
            query={
                "q": q,
                "kind": kind,
                "sector": sector,
                "ipc": ipc,
                "trl_from": trl_from,
                "territory": territory,
                "owner": owner,
                "green": green,
                "strategic": strategic,
                "language": language,
                "after": after,
                "limit": limit,
            },
        )

    def all_search_hits(
        self,
        *,
        q: str | None = None,
        kind: models.AskedModelKind | None = None,
        sector: models.ContentEventSectors | None = None,
        ipc: str | None = None,
        trl_from: int | None = None,
        territory: str | None = None,
        owner: str | None = None,
        green: bool | None = None,
        strategic: bool | None = None,
        language: models.Language | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[models.HitModel]:
        """Each entry of `list_search_hits`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_search_hits(
                after=cursor,
                q=q,
                kind=kind,
                sector=sector,
                ipc=ipc,
                trl_from=trl_from,
                territory=territory,
                owner=owner,
                green=green,
                strategic=strategic,
                language=language,
                limit=limit,
            ),
            after,
            "items",
        )

    def make_matches(
        self,
        *,
        what: Literal["need", "technology", "fund"] | None = None,
        entry: str | None = None,
        need: models.NeedAsked | None = None,
        limit: int | None = None,
    ) -> models.MatchAnswer:
        """What fits a need, a technology or a fund, with reasons; each answer is kept as a ranking run.

        POST /v1/matches

        A need may be asked about without being put into the catalogue: nobody sees it but whoever has the
        run's id. What breaks a hard constraint is never suggested; near misses are told with what excludes
        them.

        Exactly one of `entry`, which `what` says the kind of, and `need`.
        """
        return self._json("POST", "/v1/matches", body={"what": what, "entry": entry, "need": need, "limit": limit})

    def get_ranking_run(self, run: str) -> models.RunAnswer:
        """A ranking run as it was kept: what was asked of which matcher, and how each candidate came out.

        GET /v1/runs/{run}

        run: The id that POST /v1/matches answered
        """
        return self._json("GET", f"/v1/runs/{segment(run)}")

    def prove_ranking_run(self, run: str, *, candidate: str | None = None) -> models.ProofAnswer:
        """That a run, or one candidate's standing in it, is under a root that the ledger has.

        GET /v1/runs/{run}/proof

        The paths are of RFC 6962. `log.path` leads from the run's root to the root of the log of all runs,
        which the record `anchor` has on the ledger: get its certificate at /v1/anchors/{record}/certificate.

        run: The id that POST /v1/matches answered
        candidate: Its entry or reference; left out: the run alone
        """
        return self._json("GET", f"/v1/runs/{segment(run)}/proof", query={"candidate": candidate})

    def give_feedback(self, run: str, *, said: list[models.SaidGiven]) -> models.FeedbackAnswer:
        """What came of suggestions, said by one's organisation: added to, never changed; the same again is the
        same.

        POST /v1/runs/{run}/feedback

        run: The id that POST /v1/matches answered
        """
        return self._json("POST", f"/v1/runs/{segment(run)}/feedback", body={"said": said})

    def get_feedback(self, run: str) -> models.FeedbackAnswer:
        """What one's own organisation has said of a run's suggestions.

        GET /v1/runs/{run}/feedback

        run: The id that POST /v1/matches answered
        """
        return self._json("GET", f"/v1/runs/{segment(run)}/feedback")

    def certify_party(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/parties/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/parties/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_asset(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/assets/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/assets/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_listing(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/listings/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/listings/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_appraisal(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/appraisals/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/appraisals/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_instrument(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/instruments/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/instruments/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_royalty_period(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/royalty-periods/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/royalty-periods/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_problem(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/problems/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/problems/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_proposal(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/proposals/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/proposals/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_pilot(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/pilots/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/pilots/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_certificate(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/certificates/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/certificates/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_document(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/documents/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/documents/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_anchor(self, identifier: str, *, deep: bool | None = None) -> bytes:
        """A certificate of its whole history, for anybody to verify offline.

        GET /v1/anchors/{identifier}/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        deep: With the signing parties' own histories
        """
        return self._file("GET", f"/v1/anchors/{segment(identifier)}/certificate", query={"deep": deep})

    def certify_absent_right(self, office: str, number: str) -> bytes:
        """A certificate that no asset holds this number.

        GET /v1/rights/{office}/{number}/certificate

        office: The office, WIPO ST.3
        number: The number, as printed or as signed
        """
        return self._file("GET", f"/v1/rights/{segment(office)}/{segment(number)}/certificate")

    def certify_no_exclusive_grant(
        self,
        identifier: str,
        *,
        act: list[str] | None = None,
        field: list[str] | None = None,
        territory: list[str] | None = None,
        start: str | None = None,
        end: str | None = None,
    ) -> bytes:
        """A certificate that no exclusive or sole grant that stands on the asset overlaps a scope.

        GET /v1/assets/{identifier}/no-exclusive-grant/certificate

        identifier: A record's id; a party's may be its address or its did:nda
        act: An act; all where none is named
        field: A field; all where none is named
        territory: VN, VN-HN, JP …; everywhere where none is named
        start: Start of the scope; now where left out
        end: End of the scope; without end where left out
        """
        return self._file(
            "GET",
            f"/v1/assets/{segment(identifier)}/no-exclusive-grant/certificate",
            query={"act": act, "field": field, "territory": territory, "start": start, "end": end},
        )

    def list_webhooks(self) -> models.WebhookList:
        """The webhooks of one's organisation.

        GET /v1/webhooks
        """
        return self._json("GET", "/v1/webhooks")

    def create_webhook(
        self, *, url: str, filter: models.FilterModel | None = None, after: str | None = None
    ) -> models.NewWebhook:
        """Have events posted to an address.

        POST /v1/webhooks

        Standard Webhooks: verify `webhook-signature` with the secret, and take `webhook-id` as the key by
        which a message counts once. The body is a CloudEvent (1.0, JSON). At least once; of one record
        (`partitionkey`) in order (`sequence`). Any 2xx within the time allowed takes it; no redirect is
        followed.

        after: told of later events only; without it, of those accepted from now on.
        """
        return self._json("POST", "/v1/webhooks", body={"url": url, "filter": filter, "after": after})

    def get_webhook(self, identifier: str) -> models.WebhookModel:
        """How a webhook stands.

        GET /v1/webhooks/{identifier}

        identifier: The webhook's id
        """
        return self._json("GET", f"/v1/webhooks/{segment(identifier)}")

    def delete_webhook(self, identifier: str) -> None:
        """Be told no more.

        DELETE /v1/webhooks/{identifier}

        identifier: The webhook's id
        """
        return self._nothing("DELETE", f"/v1/webhooks/{segment(identifier)}")

    def list_deliveries(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> models.DeliveryList:
        """What has not arrived, oldest first: pending, dead and held.

        GET /v1/webhooks/{identifier}/deliveries

        identifier: The webhook's id
        after: `start`, or an event's position
        """
        return self._json(
            "GET", f"/v1/webhooks/{segment(identifier)}/deliveries", query={"after": after, "limit": limit}
        )

    def all_deliveries(
        self, identifier: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.DeliveryModel]:
        """Each entry of `list_deliveries`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_deliveries(identifier, after=cursor, limit=limit), after, "deliveries"
        )

    def replay_webhook(self, identifier: str, *, after: str) -> models.WebhookModel:
        """Be told again of every event after a position.

        POST /v1/webhooks/{identifier}/replay

        What arrived before arrives again under the same `webhook-id`. What has not arrived up to the
        position is given up. It also starts a stopped webhook again.

        identifier: The webhook's id
        after: `start`, or an event's position
        """
        return self._json("POST", f"/v1/webhooks/{segment(identifier)}/replay", body={"after": after})

    def rotate_webhook_secret(self, identifier: str) -> models.SecretModel:
        """Another secret; the one until now signs as well for a day.

        POST /v1/webhooks/{identifier}/secret

        identifier: The webhook's id
        """
        return self._json("POST", f"/v1/webhooks/{segment(identifier)}/secret")

    def sign_in_with_password(self, *, email: str, password: str) -> models.TicketAnswer:
        """The first of two factors.

        POST /v1/sign-in/password
        """
        return self._json("POST", "/v1/sign-in/password", body={"email": email, "password": password})

    def sign_in_with_second_factor(
        self, *, ticket: str, code: str, deliver: models.Deliver | None = None
    ) -> models.SignedIn:
        """The second of two factors: a code of the authenticator.

        POST /v1/sign-in/second-factor

        deliver: A cookie for a browser, or the token itself for a program
        """
        return self._json(
            "POST", "/v1/sign-in/second-factor", body={"ticket": ticket, "code": code, "deliver": deliver}
        )

    def sign_in_with_recovery_code(
        self, *, ticket: str, code: str, deliver: models.Deliver | None = None
    ) -> models.SignedIn:
        """In place of the second factor: a recovery code, good once.

        POST /v1/sign-in/recovery

        deliver: A cookie for a browser, or the token itself for a program
        """
        return self._json("POST", "/v1/sign-in/recovery", body={"ticket": ticket, "code": code, "deliver": deliver})

    def ask_for_passkey(self) -> models.ChallengeAnswer:
        """What the browser asks its passkeys with.

        POST /v1/sign-in/passkey/options
        """
        return self._json("POST", "/v1/sign-in/passkey/options")

    def sign_in_with_passkey(
        self, *, challenge: str, credential: dict[str, Any], deliver: models.Deliver | None = None
    ) -> models.SignedIn:
        """Sign in with a passkey.

        POST /v1/sign-in/passkey

        credential: What the browser's WebAuthn answered, as JSON
        deliver: A cookie for a browser, or the token itself for a program
        """
        return self._json(
            "POST", "/v1/sign-in/passkey", body={"challenge": challenge, "credential": credential, "deliver": deliver}
        )

    def sign_out(self) -> None:
        """End this session.

        POST /v1/sign-out
        """
        return self._nothing("POST", "/v1/sign-out")

    def list_identity_providers(self) -> models.ProvidersAnswer:
        """The identity providers that may be signed in with.

        GET /v1/sign-in/oidc
        """
        return self._json("GET", "/v1/sign-in/oidc")

    def begin_oidc_sign_in(self, provider: str, *, return_to: str | None = None) -> str:
        """Go to an identity provider.

        GET /v1/sign-in/oidc/{provider}

        return_to: Where the browser goes afterwards: a path of this service
        """
        return self._location("GET", f"/v1/sign-in/oidc/{segment(provider)}", query={"return_to": return_to})

    def link_oidc_identity(self, provider: str, *, return_to: str | None = None) -> models.RedirectAnswer:
        """Link this account with an identity at a provider: where the browser goes for it.

        POST /v1/account/identities/oidc/{provider}

        return_to: Where the browser goes afterwards: a path of this service
        """
        return self._json("POST", f"/v1/account/identities/oidc/{segment(provider)}", query={"return_to": return_to})

    def finish_oidc_sign_in(
        self,
        provider: str,
        *,
        state: str | None = None,
        code: str | None = None,
        error: str | None = None,
        iss: str | None = None,
    ) -> str:
        """Come back from an identity provider.

        GET /v1/sign-in/oidc/{provider}/callback
        """
        return self._location(
            "GET",
            f"/v1/sign-in/oidc/{segment(provider)}/callback",
            query={"state": state, "code": code, "error": error, "iss": iss},
        )

    def ask_for_wallet_text(self, *, address: models.Address) -> models.WalletText:
        """The text that a wallet is asked to sign (EIP-4361).

        POST /v1/sign-in/wallet/challenge
        """
        return self._json("POST", "/v1/sign-in/wallet/challenge", body={"address": address})

    def sign_in_with_wallet(
        self, *, challenge: str, signature: models.Bytes, deliver: models.Deliver | None = None
    ) -> models.SignedIn:
        """Sign in with a key of the ledger, linked with an account and valid now.

        POST /v1/sign-in/wallet

        deliver: A cookie for a browser, or the token itself for a program
        """
        return self._json(
            "POST", "/v1/sign-in/wallet", body={"challenge": challenge, "signature": signature, "deliver": deliver}
        )

    def ask_for_wallet_link_text(self, *, address: models.Address) -> models.WalletText:
        """The text that a wallet is asked to sign to be linked with this account.

        POST /v1/account/identities/wallet/challenge
        """
        return self._json("POST", "/v1/account/identities/wallet/challenge", body={"address": address})

    def link_wallet(self, *, challenge: str, signature: models.Bytes, deliver: models.Deliver | None = None) -> None:
        """Link this account with a key of its organisation's party.

        POST /v1/account/identities/wallet

        deliver: A cookie for a browser, or the token itself for a program
        """
        return self._nothing(
            "POST",
            "/v1/account/identities/wallet",
            body={"challenge": challenge, "signature": signature, "deliver": deliver},
        )

    def claim_account(self, *, invitation: str, name: str, password: str) -> models.TotpAnswer:
        """Begin an account from an invitation: a password, and an authenticator to set up.

        POST /v1/accounts/claim
        """
        return self._json(
            "POST", "/v1/accounts/claim", body={"invitation": invitation, "name": name, "password": password}
        )

    def confirm_claimed_account(
        self, *, ticket: str, code: str, deliver: models.Deliver | None = None
    ) -> models.Claimed:
        """Finish the account with a code of the authenticator: recovery codes, and the first session.

        POST /v1/accounts/claim/confirm

        deliver: A cookie for a browser, or the token itself for a program
        """
        return self._json(
            "POST", "/v1/accounts/claim/confirm", body={"ticket": ticket, "code": code, "deliver": deliver}
        )

    def claim_account_with_passkey(self, *, invitation: str, name: str) -> models.ChallengeAnswer:
        """Begin an account from an invitation: what the browser makes a passkey from.

        POST /v1/accounts/claim/passkey/options
        """
        return self._json("POST", "/v1/accounts/claim/passkey/options", body={"invitation": invitation, "name": name})

    def confirm_account_with_passkey(
        self, *, challenge: str, credential: dict[str, Any], name: str, deliver: models.Deliver | None = None
    ) -> models.Claimed:
        """Finish the account with its passkey, and begin the first session.

        POST /v1/accounts/claim/passkey

        credential: What the browser's WebAuthn answered, as JSON
        deliver: A cookie for a browser, or the token itself for a program
        """
        return self._json(
            "POST",
            "/v1/accounts/claim/passkey",
            body={"challenge": challenge, "credential": credential, "name": name, "deliver": deliver},
        )

    def get_own_account(self) -> models.OwnAccount:
        """Who is signed in, and what they are to the service.

        GET /v1/account
        """
        return self._json("GET", "/v1/account")

    def list_own_sessions(self) -> models.SessionsAnswer:
        """Where this account is signed in.

        GET /v1/account/sessions
        """
        return self._json("GET", "/v1/account/sessions")

    def end_other_sessions(self) -> None:
        """End every other session of this account.

        DELETE /v1/account/sessions
        """
        return self._nothing("DELETE", "/v1/account/sessions")

    def end_own_session(self, session_id: str) -> None:
        """End one session of this account.

        DELETE /v1/account/sessions/{session_id}
        """
        return self._nothing("DELETE", f"/v1/account/sessions/{segment(session_id)}")

    def set_own_password(self, *, password: str) -> None:
        """A new password; every other session ends.

        PUT /v1/account/password
        """
        return self._nothing("PUT", "/v1/account/password", body={"password": password})

    def confirm_second_factor(self, *, ticket: str, code: str) -> models.CodesAnswer:
        """Confirm the new authenticator with a code of it; new recovery codes, and every other session ends.

        PUT /v1/account/second-factor
        """
        return self._json("PUT", "/v1/account/second-factor", body={"ticket": ticket, "code": code})

    def begin_second_factor(self) -> models.TotpAnswer:
        """A new authenticator: what it is set up with.

        POST /v1/account/second-factor
        """
        return self._json("POST", "/v1/account/second-factor")

    def make_recovery_codes(self) -> models.CodesAnswer:
        """New recovery codes in place of the old ones.

        POST /v1/account/recovery-codes
        """
        return self._json("POST", "/v1/account/recovery-codes")

    def begin_passkey(self) -> models.ChallengeAnswer:
        """A new passkey: what the browser makes it from.

        POST /v1/account/passkeys/options
        """
        return self._json("POST", "/v1/account/passkeys/options")

    def add_passkey(
        self, *, challenge: str, credential: dict[str, Any], name: str, deliver: models.Deliver | None = None
    ) -> models.PasskeyAnswer:
        """Keep the new passkey.

        POST /v1/account/passkeys

        credential: What the browser's WebAuthn answered, as JSON
        deliver: A cookie for a browser, or the token itself for a program
        """
        return self._json(
            "POST",
            "/v1/account/passkeys",
            body={"challenge": challenge, "credential": credential, "name": name, "deliver": deliver},
        )

    def remove_passkey(self, passkey: str) -> None:
        """Forget a passkey; every other session ends.

        DELETE /v1/account/passkeys/{passkey}
        """
        return self._nothing("DELETE", f"/v1/account/passkeys/{segment(passkey)}")

    def unlink_identity(self, identity: str) -> None:
        """Unlink an identity from elsewhere; every other session ends.

        DELETE /v1/account/identities/{identity}
        """
        return self._nothing("DELETE", f"/v1/account/identities/{segment(identity)}")

    def list_organisations(self, *, after: str | None = None, limit: int | None = None) -> models.OrganisationsPage:
        """Every organisation that uses the service.

        GET /v1/organisations

        limit: Entries of a page
        """
        return self._json("GET", "/v1/organisations", query={"after": after, "limit": limit})

    def all_organisations(
        self, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.OrganisationAnswer]:
        """Each entry of `list_organisations`, page after page from `after` on; limit: entries of a page."""
        return self._each(lambda cursor: self.list_organisations(after=cursor, limit=limit), after, "organisations")

    def get_organisation(self, organisation: str) -> models.OrganisationAnswer:
        """An organisation and its rules.

        GET /v1/organisations/{organisation}
        """
        return self._json("GET", f"/v1/organisations/{segment(organisation)}")

    def change_organisation(
        self,
        organisation: str,
        *,
        name: str | None = None,
        reviews_needed: int | None = None,
        separate_people: bool | None = None,
        managed_keys: bool | None = None,
    ) -> models.OrganisationAnswer:
        """Change the organisation's rules: reviews before signing, separate people, managed keys.

        PATCH /v1/organisations/{organisation}
        """
        return self._json(
            "PATCH",
            f"/v1/organisations/{segment(organisation)}",
            body={
                "name": name,
                "reviews_needed": reviews_needed,
                "separate_people": separate_people,
                "managed_keys": managed_keys,
            },
        )

    def close_organisation(self, organisation: str) -> None:
        """Take an organisation off the service: nobody of it signs in any more; the ledger is another matter.

        POST /v1/organisations/{organisation}/close
        """
        return self._nothing("POST", f"/v1/organisations/{segment(organisation)}/close")

    def list_accounts(
        self, organisation: str, *, after: str | None = None, limit: int | None = None
    ) -> models.AccountsPage:
        """The accounts of an organisation.

        GET /v1/organisations/{organisation}/accounts

        limit: Entries of a page
        """
        return self._json(
            "GET", f"/v1/organisations/{segment(organisation)}/accounts", query={"after": after, "limit": limit}
        )

    def all_accounts(
        self, organisation: str, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.AccountAnswer]:
        """Each entry of `list_accounts`, page after page from `after` on; limit: entries of a page."""
        return self._each(lambda cursor: self.list_accounts(organisation, after=cursor, limit=limit), after, "accounts")

    def invite(self, organisation: str, *, email: str, roles: list[models.StaffRole]) -> models.InvitationAnswer:
        """Invite somebody into the organisation.

        POST /v1/organisations/{organisation}/invitations
        """
        return self._json(
            "POST", f"/v1/organisations/{segment(organisation)}/invitations", body={"email": email, "roles": roles}
        )

    def list_invitations(self, organisation: str) -> models.InvitationsAnswer:
        """The open invitations of an organisation, the newest first.

        GET /v1/organisations/{organisation}/invitations
        """
        return self._json("GET", f"/v1/organisations/{segment(organisation)}/invitations")

    def revoke_invitation(self, organisation: str, invitation: str) -> None:
        """Revoke an invitation that nobody claimed.

        DELETE /v1/organisations/{organisation}/invitations/{invitation}
        """
        return self._nothing("DELETE", f"/v1/organisations/{segment(organisation)}/invitations/{segment(invitation)}")

    def change_account(
        self,
        organisation: str,
        account: str,
        *,
        roles: list[models.StaffRole] | None = None,
        disabled: bool | None = None,
    ) -> models.AccountAnswer:
        """What an account may do for the organisation, or whether it may sign in; its sessions end.

        PATCH /v1/organisations/{organisation}/accounts/{account}
        """
        return self._json(
            "PATCH",
            f"/v1/organisations/{segment(organisation)}/accounts/{segment(account)}",
            body={"roles": roles, "disabled": disabled},
        )

    def erase_account(self, organisation: str, account: str) -> None:
        """Erase a person: name, e-mail address and everything that they sign in with; what they did keeps its
        id.

        DELETE /v1/organisations/{organisation}/accounts/{account}
        """
        return self._nothing("DELETE", f"/v1/organisations/{segment(organisation)}/accounts/{segment(account)}")

    def list_api_keys(self, organisation: str) -> models.ApiKeysAnswer:
        """The API keys of an organisation, without their secrets.

        GET /v1/organisations/{organisation}/api-keys
        """
        return self._json("GET", f"/v1/organisations/{segment(organisation)}/api-keys")

    def make_api_key(
        self, organisation: str, *, name: str, scopes: list[models.ApiKeyGivenScopes], days: int | None = None
    ) -> models.ApiKeyMade:
        """A new API key; its secret is shown this once.

        POST /v1/organisations/{organisation}/api-keys

        scopes: the operations that the key may be used for. days: until it expires.
        """
        return self._json(
            "POST",
            f"/v1/organisations/{segment(organisation)}/api-keys",
            body={"name": name, "scopes": scopes, "days": days},
        )

    def revoke_api_key(self, organisation: str, prefix: str) -> None:
        """Revoke an API key.

        DELETE /v1/organisations/{organisation}/api-keys/{prefix}
        """
        return self._nothing("DELETE", f"/v1/organisations/{segment(organisation)}/api-keys/{segment(prefix)}")

    def list_machines(self, organisation: str) -> models.MachinesAnswer:
        """The machines of an organisation that TLS recognises.

        GET /v1/organisations/{organisation}/machines
        """
        return self._json("GET", f"/v1/organisations/{segment(organisation)}/machines")

    def add_machine(
        self, organisation: str, *, name: str, certificate: str, challenge: str, proof: str
    ) -> models.MachineAnswer:
        """Register the public key of a machine's certificate.

        POST /v1/organisations/{organisation}/machines

        certificate: PEM; its public key is what is registered. challenge: of the text; proof: its signature,
        base64.
        """
        return self._json(
            "POST",
            f"/v1/organisations/{segment(organisation)}/machines",
            body={"name": name, "certificate": certificate, "challenge": challenge, "proof": proof},
        )

    def ask_for_machine_text(self, organisation: str) -> models.MachineText:
        """The text that a machine's key signs to be registered: good once, for ten minutes, in this
        organisation.

        POST /v1/organisations/{organisation}/machines/challenge
        """
        return self._json("POST", f"/v1/organisations/{segment(organisation)}/machines/challenge")

    def revoke_machine(self, organisation: str, spki: models.Bytes32) -> None:
        """Recognise a machine no more.

        DELETE /v1/organisations/{organisation}/machines/{spki}
        """
        return self._nothing("DELETE", f"/v1/organisations/{segment(organisation)}/machines/{segment(spki)}")

    def list_managed_keys(self, organisation: str) -> models.ManagedKeysAnswer:
        """The signing keys that the service keeps for the organisation.

        GET /v1/organisations/{organisation}/managed-keys
        """
        return self._json("GET", f"/v1/organisations/{segment(organisation)}/managed-keys")

    def make_managed_key(self, organisation: str, *, name: str) -> models.ManagedKeyAnswer:
        """Have the service make and keep a signing key, for documents only; the ledger learns of it by
        `add_key`.

        POST /v1/organisations/{organisation}/managed-keys
        """
        return self._json("POST", f"/v1/organisations/{segment(organisation)}/managed-keys", body={"name": name})

    def grant_managed_key_power(
        self, organisation: str, address: models.Address, *, power: Literal["market", "title", "keys"]
    ) -> models.ManagedKeyAnswer:
        """Let the service sign with one more power of this one key.

        POST /v1/organisations/{organisation}/managed-keys/{address}/powers
        """
        return self._json(
            "POST",
            f"/v1/organisations/{segment(organisation)}/managed-keys/{segment(address)}/powers",
            body={"power": power},
        )

    def revoke_managed_key(self, organisation: str, address: models.Address) -> None:
        """Sign with this key no more, and forget it; on the ledger it ends by `revoke_key`.

        DELETE /v1/organisations/{organisation}/managed-keys/{address}
        """
        return self._nothing("DELETE", f"/v1/organisations/{segment(organisation)}/managed-keys/{segment(address)}")

    def list_drafts(
        self,
        organisation: str,
        *,
        state: models.DraftState | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> models.DraftsPage:
        """The organisation's drafts, one state or all.

        GET /v1/organisations/{organisation}/drafts

        limit: Entries of a page
        """
        return self._json(
            "GET",
            f"/v1/organisations/{segment(organisation)}/drafts",
            query={"state": state, "after": after, "limit": limit},
        )

    def all_drafts(
        self,
        organisation: str,
        *,
        state: models.DraftState | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[models.DraftLine]:
        """Each entry of `list_drafts`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_drafts(organisation, after=cursor, state=state, limit=limit), after, "drafts"
        )

    def make_draft(self, organisation: str, *, command: dict[str, Any], note: str | None = None) -> models.DraftAnswer:
        """Draft a command.

        POST /v1/organisations/{organisation}/drafts

        command: A command in wire form, as `/v1/commands/prepare` gives it, without signatures
        """
        return self._json(
            "POST", f"/v1/organisations/{segment(organisation)}/drafts", body={"command": command, "note": note}
        )

    def get_draft(self, organisation: str, draft: str) -> models.DraftAnswer:
        """A draft: its command, the sentence to read, its reviews and its signatures.

        GET /v1/organisations/{organisation}/drafts/{draft}
        """
        return self._json("GET", f"/v1/organisations/{segment(organisation)}/drafts/{segment(draft)}")

    def rewrite_draft(
        self, organisation: str, draft: str, *, command: dict[str, Any], note: str | None = None
    ) -> models.DraftAnswer:
        """Another wording: its reviews and signatures are void.

        PUT /v1/organisations/{organisation}/drafts/{draft}

        command: A command in wire form, as `/v1/commands/prepare` gives it, without signatures
        """
        return self._json(
            "PUT",
            f"/v1/organisations/{segment(organisation)}/drafts/{segment(draft)}",
            body={"command": command, "note": note},
        )

    def withdraw_draft(self, organisation: str, draft: str) -> None:
        """Withdraw a draft.

        POST /v1/organisations/{organisation}/drafts/{draft}/withdraw
        """
        return self._nothing("POST", f"/v1/organisations/{segment(organisation)}/drafts/{segment(draft)}/withdraw")

    def review_draft(
        self, organisation: str, draft: str, *, digest: models.Bytes32, approved: bool, comment: str | None = None
    ) -> models.DraftAnswer:
        """Approve a draft or send it back.

        POST /v1/organisations/{organisation}/drafts/{draft}/reviews

        approved: false sends the draft back. digest: of the wording that was read.
        """
        return self._json(
            "POST",
            f"/v1/organisations/{segment(organisation)}/drafts/{segment(draft)}/reviews",
            body={"digest": digest, "approved": approved, "comment": comment},
        )

    def attach_signature(self, organisation: str, draft: str, *, signature: models.Bytes) -> models.DraftAnswer:
        """Attach a signature that was made elsewhere: in a wallet, by a signing service, by another party.

        POST /v1/organisations/{organisation}/drafts/{draft}/signatures

        A signature over the draft's digest, made by whoever holds the key; signing here happens nowhere
        else.
        """
        return self._json(
            "POST",
            f"/v1/organisations/{segment(organisation)}/drafts/{segment(draft)}/signatures",
            body={"signature": signature},
        )

    def sign_with_managed_key(
        self, organisation: str, draft: str, *, digest: models.Bytes32, address: models.Address
    ) -> models.DraftAnswer:
        """Have the service sign with a key that it keeps for the organisation.

        POST /v1/organisations/{organisation}/drafts/{draft}/managed-signatures

        digest: of the wording that was read.
        """
        return self._json(
            "POST",
            f"/v1/organisations/{segment(organisation)}/drafts/{segment(draft)}/managed-signatures",
            body={"digest": digest, "address": address},
        )

    def submit_draft(self, organisation: str, draft: str) -> models.Accepted | models.Pending:
        """Submit the signed command; the answer is that of `POST /v1/commands`.

        POST /v1/organisations/{organisation}/drafts/{draft}/submit
        """
        return self._json("POST", f"/v1/organisations/{segment(organisation)}/drafts/{segment(draft)}/submit")

    def get_mandate_form(self) -> bytes:
        """The blank form of key registration and mandate, to read: the one to sign, the service fills in.

        GET /v1/onboarding/form
        """
        return self._file("GET", "/v1/onboarding/form")

    def fill_mandate_form(
        self,
        *,
        organisation_name: str,
        organisation_code: str,
        party_kind: Literal["agency", "institute", "university", "enterprise", "fund", "hub", "inventor"],
        country: str | None = None,
        keys: list[models.FormKeyModel],
        threshold: int | None = None,
    ) -> bytes:
        """The form filled in, to be signed; nothing is kept.

        POST /v1/onboarding/form

        What the form is to be filled in with. The first key holds every power.
        """
        return self._file(
            "POST",
            "/v1/onboarding/form",
            body={
                "organisation_name": organisation_name,
                "organisation_code": organisation_code,
                "party_kind": party_kind,
                "country": country,
                "keys": keys,
                "threshold": threshold,
            },
        )

    def apply(self, *, document: bytes, salt: models.Bytes32 | None = None) -> models.Applied:
        """Apply with the signed form: it is examined at once.

        POST /v1/onboarding/applications

        document: The signed form, PDF
        salt: Of the profile; drawn where it is not given
        """
        return self._json("POST", "/v1/onboarding/applications", form={"salt": salt}, files={"document": document})

    def list_applications(
        self, *, state: models.MandateState | None = None, after: str | None = None, limit: int | None = None
    ) -> models.MandatesPage:
        """Applications, one state or all.

        GET /v1/onboarding/applications

        limit: Entries of a page
        """
        return self._json("GET", "/v1/onboarding/applications", query={"state": state, "after": after, "limit": limit})

    def all_applications(
        self, *, state: models.MandateState | None = None, after: str | None = None, limit: int | None = None
    ) -> Iterator[models.MandateLine]:
        """Each entry of `list_applications`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_applications(after=cursor, state=state, limit=limit), after, "mandates"
        )

    def follow_application(self, mandate: str, *, token: str) -> models.Followed:
        """What became of an application, and what is to be signed next.

        POST /v1/onboarding/applications/{mandate}/follow
        """
        return self._json("POST", f"/v1/onboarding/applications/{segment(mandate)}/follow", body={"token": token})

    def claim_organisation(self, mandate: str, *, token: str, email: str) -> models.InvitationAnswer:
        """Once it is approved: the invitation of the organisation's first admin.

        POST /v1/onboarding/applications/{mandate}/claim

        Whom the first invitation is for: the organisation's admin.
        """
        return self._json(
            "POST", f"/v1/onboarding/applications/{segment(mandate)}/claim", body={"token": token, "email": email}
        )

    def get_application(self, mandate: str) -> models.MandateAnswer:
        """An application, and where the ledger says otherwise than its form.

        GET /v1/onboarding/applications/{mandate}
        """
        return self._json("GET", f"/v1/onboarding/applications/{segment(mandate)}")

    def get_application_document(self, mandate: str) -> bytes:
        """The signed form itself.

        GET /v1/onboarding/applications/{mandate}/document
        """
        return self._file("GET", f"/v1/onboarding/applications/{segment(mandate)}/document")

    def erase_application_document(self, mandate: str) -> None:
        """Erase the signed form of a decided application; its commitment stays, and tells nothing without the
        salt.

        DELETE /v1/onboarding/applications/{mandate}/document
        """
        return self._nothing("DELETE", f"/v1/onboarding/applications/{segment(mandate)}/document")

    def decide_application(self, mandate: str, *, approved: bool, reason: str | None = None) -> models.MandateAnswer:
        """Approve an application, which makes the organisation, or refuse it.

        POST /v1/onboarding/applications/{mandate}/decision
        """
        return self._json(
            "POST",
            f"/v1/onboarding/applications/{segment(mandate)}/decision",
            body={"approved": approved, "reason": reason},
        )

    def list_moderation(self, *, after: str | None = None, limit: int | None = None) -> models.OwnPage:
        """Versions that wait for a moderator, whoever's they are.

        GET /v1/catalogue/moderation

        limit: Entries of a page
        """
        return self._json("GET", "/v1/catalogue/moderation", query={"after": after, "limit": limit})

    def all_moderation(self, *, after: str | None = None, limit: int | None = None) -> Iterator[models.OwnLine]:
        """Each entry of `list_moderation`, page after page from `after` on; limit: entries of a page."""
        return self._each(lambda cursor: self.list_moderation(after=cursor, limit=limit), after, "entries")

    def moderate_entry(
        self, entry: str, *, version: int, outcome: models.Decision, reason: str | None = None
    ) -> models.OwnEntry:
        """Publish a version, send it back with a reason, hide what is shown, or show it again.

        POST /v1/catalogue/moderation/{entry}

        version: the one that was read.
        """
        return self._json(
            "POST",
            f"/v1/catalogue/moderation/{segment(entry)}",
            body={"version": version, "outcome": outcome, "reason": reason},
        )

    def list_entries(
        self,
        *,
        kind: models.AskedModelKind | None = None,
        organisation: str | None = None,
        reference: str | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> models.EntriesPage:
        """What is published, by kind, organisation or reference.

        GET /v1/catalogue/entries

        limit: Entries of a page
        """
        return self._json(
            "GET",
            "/v1/catalogue/entries",
            query={"kind": kind, "organisation": organisation, "reference": reference, "after": after, "limit": limit},
        )

    def all_entries(
        self,
        *,
        kind: models.AskedModelKind | None = None,
        organisation: str | None = None,
        reference: str | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[models.EntryLine]:
        """Each entry of `list_entries`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_entries(
                after=cursor, kind=kind, organisation=organisation, reference=reference, limit=limit
            ),
            after,
            "entries",
        )

    def get_entry(self, entry: str) -> models.EntryAnswer:
        """A published entry: its content and salt, and what the ledger proves of it.

        GET /v1/catalogue/entries/{entry}

        The commitment is over `salt` and the RFC 8785 bytes of `content` (docs/specs/commands.md): whoever
        has both can check it against the records in `ledger`. A vetted solution shows its reviews in force
        and every acceptance certificate, failures, disputed and revoked ones included.
        """
        return self._json("GET", f"/v1/catalogue/entries/{segment(entry)}")

    def list_exhibitors(self, entry: str) -> models.ExhibitorsAnswer:
        """Who and what a published event shows; entries that are not shown themselves are left out.

        GET /v1/catalogue/entries/{entry}/exhibitors
        """
        return self._json("GET", f"/v1/catalogue/entries/{segment(entry)}/exhibitors")

    def list_market_events(self, *, since: str | None = None) -> models.EventsAnswer:
        """Published events that have not ended by a day, the next one first.

        GET /v1/catalogue/events

        since: A day; today in Hanoi where left out
        """
        return self._json("GET", "/v1/catalogue/events", query={"since": since})

    def list_catalogue_codes(self) -> models.CodeLists:
        """The code lists of entries, with what each code is called.

        GET /v1/catalogue/codes
        """
        return self._json("GET", "/v1/catalogue/codes")

    def list_own_entries(
        self,
        organisation: str,
        *,
        kind: models.AskedModelKind | None = None,
        state: models.EntryState | None = None,
        pending: models.EntryState | None = None,
        reference: str | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> models.OwnPage:
        """The organisation's entries, drafts and withdrawn ones included.

        GET /v1/organisations/{organisation}/catalogue/entries

        pending: The state of the last version where it is not shown
        limit: Entries of a page
        """
        return self._json(
            "GET",
            f"/v1/organisations/{segment(organisation)}/catalogue/entries",
            query={
                "kind": kind,
                "state": state,
                "pending": pending,
                "reference": reference,
                "after": after,
                "limit": limit,
            },
        )

    def all_own_entries(
        self,
        organisation: str,
        *,
        kind: models.AskedModelKind | None = None,
        state: models.EntryState | None = None,
        pending: models.EntryState | None = None,
        reference: str | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[models.OwnLine]:
        """Each entry of `list_own_entries`, page after page from `after` on; limit: entries of a page."""
        return self._each(
            lambda cursor: self.list_own_entries(
                organisation, after=cursor, kind=kind, state=state, pending=pending, reference=reference, limit=limit
            ),
            after,
            "entries",
        )

    def make_entry(
        self, organisation: str, *, reference: str, content: models.EntryContent, note: str | None = None
    ) -> models.OwnEntry:
        """Draft a new entry.

        POST /v1/organisations/{organisation}/catalogue/entries

        reference: Of an organisation's entry
        """
        return self._json(
            "POST",
            f"/v1/organisations/{segment(organisation)}/catalogue/entries",
            body={"reference": reference, "content": content, "note": note},
        )

    def get_own_entry(self, organisation: str, entry: str) -> models.OwnEntry:
        """An entry of the organisation with its last version and the moderators' decisions.

        GET /v1/organisations/{organisation}/catalogue/entries/{entry}
        """
        return self._json("GET", f"/v1/organisations/{segment(organisation)}/catalogue/entries/{segment(entry)}")

    def revise_entry(
        self, organisation: str, entry: str, *, content: models.EntryContent, note: str | None = None
    ) -> models.OwnEntry:
        """Another version: what is shown stays until it is published.

        PUT /v1/organisations/{organisation}/catalogue/entries/{entry}
        """
        return self._json(
            "PUT",
            f"/v1/organisations/{segment(organisation)}/catalogue/entries/{segment(entry)}",
            body={"content": content, "note": note},
        )

    def list_entry_versions(self, organisation: str, entry: str) -> models.VersionsAnswer:
        """Every version of an entry, newest first, with what it changed.

        GET /v1/organisations/{organisation}/catalogue/entries/{entry}/versions
        """
        return self._json(
            "GET", f"/v1/organisations/{segment(organisation)}/catalogue/entries/{segment(entry)}/versions"
        )

    def submit_entry(self, organisation: str, entry: str) -> models.OwnEntry:
        """Hand the last version to the moderators.

        POST /v1/organisations/{organisation}/catalogue/entries/{entry}/submit
        """
        return self._json(
            "POST", f"/v1/organisations/{segment(organisation)}/catalogue/entries/{segment(entry)}/submit"
        )

    def bind_entry(
        self,
        organisation: str,
        entry: str,
        *,
        asset: models.Bytes32 | None = None,
        listing: models.Bytes32 | None = None,
        problem: models.Bytes32 | None = None,
        profile: bool | None = None,
    ) -> models.OwnEntry:
        """Bind an entry to records that the organisation's party holds; what is left out is unbound.

        PUT /v1/organisations/{organisation}/catalogue/entries/{entry}/binding

        Bound to a listing, an entry is shown only while the ledger has that as published or reserved. The
        answer says of each record whether it carries the commitment to this version.

        What is left out is unbound. profile: whether an organisation's entry is what its party carries.
        """
        return self._json(
            "PUT",
            f"/v1/organisations/{segment(organisation)}/catalogue/entries/{segment(entry)}/binding",
            body={"asset": asset, "listing": listing, "problem": problem, "profile": profile},
        )

    def hide_entry(self, organisation: str, entry: str) -> models.OwnEntry:
        """Show a published entry no more, until it is shown again.

        POST /v1/organisations/{organisation}/catalogue/entries/{entry}/hide
        """
        return self._json("POST", f"/v1/organisations/{segment(organisation)}/catalogue/entries/{segment(entry)}/hide")

    def show_entry(self, organisation: str, entry: str) -> models.OwnEntry:
        """Show again what the organisation itself hid.

        POST /v1/organisations/{organisation}/catalogue/entries/{entry}/show
        """
        return self._json("POST", f"/v1/organisations/{segment(organisation)}/catalogue/entries/{segment(entry)}/show")

    def withdraw_entry(self, organisation: str, entry: str) -> models.OwnEntry:
        """Withdraw an entry for good; its versions stay with the organisation.

        POST /v1/organisations/{organisation}/catalogue/entries/{entry}/withdraw
        """
        return self._json(
            "POST", f"/v1/organisations/{segment(organisation)}/catalogue/entries/{segment(entry)}/withdraw"
        )

    def import_entries(
        self,
        organisation: str,
        *,
        file: bytes,
        form: models.FileFormat | None = None,
        submit: bool | None = None,
        note: str | None = None,
    ) -> models.ImportAnswer:
        """Take a file of entries into the catalogue, with a report of each row.

        POST /v1/organisations/{organisation}/catalogue/imports

        A row that cannot be taken stops no other. The same file again changes nothing. At most 1000 rows;
        larger files are for `hanotex market import`.

        file: The file, UTF-8
        form: How the file is written
        submit: Hand what it brings to the moderators at once
        note: Of the versions that it makes
        """
        return self._json(
            "POST",
            f"/v1/organisations/{segment(organisation)}/catalogue/imports",
            form={"form": form, "submit": submit, "note": note},
            files={"file": file},
        )

    def export_entries(self, organisation: str, *, form: models.FileFormat | None = None) -> bytes:
        """The organisation's entries as a file that can be imported again; withdrawn ones are left out.

        GET /v1/organisations/{organisation}/catalogue/export

        form: `records` has one language of each
        """
        return self._file("GET", f"/v1/organisations/{segment(organisation)}/catalogue/export", query={"form": form})

    def list_saved_searches(self) -> models.SearchesAnswer:
        """The searches that one saved, the oldest first.

        GET /v1/account/searches
        """
        return self._json("GET", "/v1/account/searches")

    def save_search(
        self, *, name: str, query: str | None = None, facets: models.Narrowing | None = None, notify: bool | None = None
    ) -> models.SearchAnswer:
        """Save a search.

        POST /v1/account/searches

        A search to come back to. notify: whether its owner wants to be told of what is new.
        """
        return self._json(
            "POST", "/v1/account/searches", body={"name": name, "query": query, "facets": facets, "notify": notify}
        )

    def list_search_news(self, search: str) -> models.NewsAnswer:
        """What a saved search finds that was published since it was last looked at.

        GET /v1/account/searches/{search}/news

        Among the 500 nearest. Looking does not count as having seen: say so at `/seen`.
        """
        return self._json("GET", f"/v1/account/searches/{segment(search)}/news")

    def see_saved_search(self, search: str) -> models.SearchAnswer:
        """Remember that the search was looked at now.

        POST /v1/account/searches/{search}/seen
        """
        return self._json("POST", f"/v1/account/searches/{segment(search)}/seen")

    def delete_saved_search(self, search: str) -> None:
        """Forget a saved search.

        DELETE /v1/account/searches/{search}
        """
        return self._nothing("DELETE", f"/v1/account/searches/{segment(search)}")

    def list_follows(self) -> models.FollowsAnswer:
        """What one follows, and how much of it was published since one last looked.

        GET /v1/account/follows
        """
        return self._json("GET", "/v1/account/follows")

    def follow(self, subject_kind: models.SubjectKind, subject: str) -> None:
        """Follow a published entry or an organisation; once followed, remember that it was looked at now.

        PUT /v1/account/follows/{subject_kind}/{subject}

        subject: An entry's or an organisation's id
        """
        return self._nothing("PUT", f"/v1/account/follows/{segment(subject_kind)}/{segment(subject)}")

    def unfollow(self, subject_kind: models.SubjectKind, subject: str) -> None:
        """Follow it no more.

        DELETE /v1/account/follows/{subject_kind}/{subject}

        subject: An entry's or an organisation's id
        """
        return self._nothing("DELETE", f"/v1/account/follows/{segment(subject_kind)}/{segment(subject)}")
