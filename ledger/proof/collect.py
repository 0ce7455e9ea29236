"""Making certificates: histories and evidence through the port, and an operator's signature.

Every bundle is read by the verifier, under the operator's own trust, before it is handed out.
"""

from __future__ import annotations

from typing import Any

import rfc8785

from ledger.commands import Scope
from ledger.errors import EvidenceUnavailable
from ledger.events import Event
from ledger.keys import Signer
from ledger.port import Ledger
from ledger.proof.bundle import content_of, unsigned_document
from ledger.proof.claims import Claim
from ledger.proof.claims.absent_record import AbsentRecord
from ledger.proof.claims.absent_right import AbsentRight
from ledger.proof.claims.no_exclusive_grant import NoExclusiveGrant
from ledger.proof.claims.record import RecordClaim, named_pilot, needed_histories
from ledger.proof.history import Entry, History, chain
from ledger.proof.signatures import check_by_histories, keys_to_prove, recovered
from ledger.proof.signing import bundle_preimage
from ledger.proof.states import states
from ledger.proof.trust import Trust
from ledger.proof.verdict import Contradiction, Invalid, Undetermined, Valid
from ledger.proof.verify import verify
from ledger.wire import SignedCommand

# How often a record may move between the reading of its history and of its evidence before it is given up.
ATTEMPTS = 8


class NotShown(Exception):
    """The ledger does not show what was to be certified; `verdict` says why. No bundle was handed out."""

    def __init__(self, verdict: Invalid | Undetermined) -> None:
        super().__init__(verdict.why if isinstance(verdict, Invalid) else verdict.missing)
        self.verdict = verdict


class Collector:
    """Makes certificates of one ledger, signed by one of the operators that `trust` lists."""

    def __init__(self, ledger: Ledger, trust: Trust, operator: Signer) -> None:
        self._ledger, self._trust, self._operator = ledger, trust, operator

    def record(self, record: bytes, *, deep: bool = False) -> bytes:
        """A bundle of the record's whole history; `deep`: with the histories of the parties that signed.

        Raises `NotShown` (there is no such record) or `EvidenceUnavailable`.
        """
        claim = RecordClaim(record, deep)
        for _ in range(ATTEMPTS):
            try:
                bundle = self._bundle(claim, self._histories(claim))
            except Contradiction as found:
                raise NotShown(Invalid(found.code, found.values)) from found
            verdict = verify(bundle, self._trust)
            if isinstance(verdict, Valid):
                return bundle
            # A command that came between the history and the evidence shows as another head.
            if not (isinstance(verdict, Invalid) and verdict.code == "OTHER_HEAD"):
                raise NotShown(verdict)
        raise EvidenceUnavailable("the record keeps moving while its certificate is made; try again")

    def absent_record(self, record: bytes) -> bytes:
        """A bundle that shows that no record has this id. Raises `NotShown` or `EvidenceUnavailable`."""
        return self._absence(AbsentRecord(record))

    def absent_right(self, office: bytes, number: bytes) -> bytes:
        """A bundle that shows that no asset holds the pair of labels, 32 bytes each. Raises as `absent_record`."""
        return self._absence(AbsentRight(office, number))

    def no_exclusive_grant(self, subject: bytes, scope: Scope) -> bytes:
        """A bundle that shows that no exclusive or sole grant standing on `subject` overlaps the scope.

        Raises as `absent_record`.
        """
        return self._absence(NoExclusiveGrant(subject, scope))

    def _absence(self, claim: Claim) -> bytes:
        bundle = self._bundle(claim, ())
        verdict = verify(bundle, self._trust)
        if not isinstance(verdict, Valid):
            raise NotShown(verdict)
        return bundle

    def _bundle(self, claim: Claim, histories: tuple[History, ...]) -> bytes:
        genesis = self._trust.genesis
        signatures = recovered(histories)
        chains = tuple(chain(history, genesis) for history in histories)
        lives = {each.record: states(each, chained, genesis) for each, chained in zip(histories, chains, strict=True)}
        keys = keys_to_prove(check_by_histories(signatures, lives, genesis), genesis)
        evidence = self._ledger.evidence(claim.request(chains, keys).document)
        return self._signed(unsigned_document(genesis.ledger, claim, histories, evidence, self._operator.address))

    def _signed(self, unsigned: dict[str, Any]) -> bytes:
        signature = self._operator.sign_preimage(bundle_preimage(self._trust.ledger, content_of(unsigned)))
        return rfc8785.dumps({**unsigned, "signature": "0x" + signature.hex()})

    def _histories(self, claim: RecordClaim) -> tuple[History, ...]:
        """The record's history, then in ascending order of id its pilot's and, with `deep`, the signing parties'."""
        known = {claim.record: self._history(claim.record)}
        pilot = named_pilot(known[claim.record])
        if pilot is not None:
            known[pilot] = self._history(pilot)
        roots = tuple(known)
        while claim.deep:
            missing = needed_histories(roots, recovered(tuple(known.values()))) - set(known)
            if not missing:
                break
            known.update({party: self._history(party) for party in missing})
        return (known[claim.record], *(known[party] for party in sorted(set(known) - {claim.record})))

    def _history(self, record: bytes) -> History:
        events = self._ledger.history(record)
        if not events:
            raise Contradiction("NO_RECORD", record=record)
        ledger = self._trust.ledger
        entries = tuple(
            Entry(SignedCommand(ledger, event.command, event.signatures), event.at, event.signers)
            for event in events
            if isinstance(event, Event)
        )
        return History(record, entries)
