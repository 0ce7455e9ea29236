"""Driving one command from intent to outcome, exactly once.

The order is what makes it safe: an intent with its raw transaction is durable before it is sent; after that only the
same raw transaction is ever sent for it, until the chain shows that it can no longer be included.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ledger.engines.evm import abi
from ledger.engines.evm.calls import Contracts, TooLarge, meaning
from ledger.engines.evm.fate import Failed, Fate, Outcome
from ledger.engines.evm.patience import ClockBehind, Patience, once_the_clock_is_right
from ledger.engines.evm.reading import LogReader
from ledger.engines.evm.relay import Account, Accounts, Fees, RelayKeys, sign_transaction
from ledger.engines.evm.rpc import Endpoint, RpcError, to_hex
from ledger.errors import EngineUnavailable, OutcomeUnknown, Refused
from ledger.events import Receipt
from ledger.intents import Intent, IntentLog, State
from ledger.wire import SignedCommand, command_from_text, command_to_text, refusal_to_json

logger = logging.getLogger(__name__)

MOST_SIGNATURES = 64
# A transaction that lost its nonce, or failed for a reason that has passed since, is made anew this often.
_ATTEMPTS = 3


class _Anew(Exception):
    """The command's transaction can never be included, and nothing else is known against the command."""


def well_formed(signed: SignedCommand) -> bool:
    """Whether the number of signatures, which no digest covers, is one that the catalogue allows."""
    return 1 <= len(signed.signatures) <= MOST_SIGNATURES


class Submission:
    """Sends commands through relay accounts; safe to use from several threads at once."""

    def __init__(
        self,
        endpoint: Endpoint,
        contracts: Contracts,
        reader: LogReader,
        intents: IntentLog,
        relay: RelayKeys,
        fees: Fees,
        patience: Patience,
    ) -> None:
        self._endpoint = endpoint
        self._contracts = contracts
        self._reader = reader
        self._intents = intents
        self._fees = fees
        self._patience = patience
        self._fate = Fate(endpoint, reader, patience)
        held = {intent.relay: intent.digest for intent in intents.unresolved() if intent.relay is not None}
        self._accounts = Accounts(relay, held, self._fate.next_nonce)
        self._turns = _Turns()

    def submit(self, signed: SignedCommand) -> Receipt:
        """As `ledger.port.Ledger.submit`, for a command that is for this ledger."""
        # No intent is written for what is no command by its size.
        text = command_to_text(signed)
        if not well_formed(signed):
            # The ledger looks at the shape before anything else, also where the digest was accepted before.
            self.call(signed)
        digest = signed.digest
        with self._intents.attending(), self._turns.of(digest):
            known = self._intents.get(digest)
            if known is not None and known.state in (State.SUBMITTED, State.UNKNOWN):
                known = self._resolve(known)
                if known.state is State.UNKNOWN:
                    raise OutcomeUnknown(digest)
            if known is not None and known.receipt is not None:
                return known.receipt
            intent = Intent(digest, State.RECEIVED, text, time.time())
            self._intents.put(intent)
            try:
                return self._drive(signed, intent)
            except Refused as refused:
                return self._refused(intent, refused)

    def call(self, signed: SignedCommand) -> None:
        """Have the contracts check a command without recording it; raises `Refused`."""
        once_the_clock_is_right(lambda: self._contracts.call(signed), self._patience)

    def resolve_unknown(self) -> list[Intent]:
        """Look up every intent whose fate is not known; returns those of which it still is not."""
        left = []
        for digest in [intent.digest for intent in self._intents.unresolved()]:
            with self._turns.of(digest):
                intent = self._intents.get(digest)
                if intent is not None and intent.state in (State.SUBMITTED, State.UNKNOWN):
                    intent = self._resolve(intent)
                    if intent.state is State.UNKNOWN:
                        left.append(intent)
        return left

    # --- Sending ---------------------------------------------------------------------------------------------------

    def _drive(self, signed: SignedCommand, intent: Intent) -> Receipt:
        for _ in range(_ATTEMPTS):
            if not self._endpoint.refuses_at_send:
                self.call(signed)
            try:
                return once_the_clock_is_right(lambda: self._send(signed, intent), self._patience)
            except _Anew:
                self._intents.put(intent)
            except TooLarge:
                # The node looked at the size alone; the ledger is asked, and refuses what the catalogue does not allow.
                self.call(signed)
                raise
        raise EngineUnavailable("the chain keeps passing over the command's transactions")

    def _send(self, signed: SignedCommand, intent: Intent) -> Receipt:
        """One transaction for the command; raises `Refused`, `ClockBehind`, `_Anew` or an error of the port."""
        to, data = self._contracts.destination(signed), abi.calldata(signed)
        with self._accounts.one(self._patience.account) as account:
            raw = sign_transaction(account, to, data, self._fees)
            sent = replace(intent, state=State.SUBMITTED, relay=account.address, nonce=account.nonce, transaction=raw)
            self._intents.put_durably(sent)
            outcome = self._outcome_of(sent, intent, account)
        if isinstance(outcome, Receipt):
            self._commit(sent, outcome)
            return outcome
        # The receipt of a failed transaction carries no reason: the same call at that block gives it.
        self._contracts.call(signed, hex(outcome.block))
        raise _Anew

    def _outcome_of(self, sent: Intent, unsent: Intent, account: Account) -> Receipt | Failed:
        """Send, and wait for what becomes of it; leaves the account ready for its next transaction, or held."""
        nonce, account.nonce = account.nonce, None
        assert sent.transaction is not None
        assert nonce is not None
        outcome: Receipt | Failed | None
        try:
            self._endpoint.call("eth_sendRawTransaction", to_hex(sent.transaction))
            outcome = self._fate.wait(sent)
        except RpcError as error:
            if error.says_not_taken:
                self._intents.put(unsent)
                if error.says_nonce_is_used:
                    raise _Anew from error
                said = meaning(error)
                if self._endpoint.refuses_at_send and not isinstance(said, EngineUnavailable):
                    account.nonce = nonce
                raise said from error
            outcome = self._fate.wait(sent)
        except EngineUnavailable as error:
            logger.warning("command 0x%s was sent, and no answer came: %s", sent.digest.hex(), error)
            outcome = None
        if outcome is None:
            self._accounts.hold(account.address, sent.digest)
            self._intents.put(replace(sent, state=State.UNKNOWN))
            raise OutcomeUnknown(sent.digest)
        account.nonce = nonce + 1
        return outcome

    def _refused(self, intent: Intent, refused: Refused) -> Receipt:
        """A command that was accepted before is refused when it comes again: its first receipt is the answer."""
        receipt = self._reader.receipt(intent.digest)
        if receipt is None:
            self._intents.put(_refused_intent(intent, refused))
            raise refused
        self._commit(intent, receipt)
        return receipt

    def _commit(self, intent: Intent, receipt: Receipt) -> None:
        self._intents.put(_committed_intent(intent, receipt))

    # --- Looking ---------------------------------------------------------------------------------------------------

    def _resolve(self, intent: Intent) -> Intent:
        """The intent as the chain has it: committed, refused, received (never to be included), or unknown."""
        try:
            resolved = self._as_found(intent, self._fate.find(intent))
        except EngineUnavailable as error:
            logger.warning("the fate of command 0x%s is not known yet: %s", intent.digest.hex(), error)
            resolved = replace(intent, state=State.UNKNOWN)
        self._intents.put(resolved)
        if resolved.state is not State.UNKNOWN and intent.relay is not None:
            self._accounts.let_go(intent.relay, intent.digest)
        return resolved

    def _as_found(self, intent: Intent, outcome: Outcome | None) -> Intent:
        if outcome is None:
            return replace(intent, state=State.UNKNOWN)
        if isinstance(outcome, Receipt):
            return _committed_intent(intent, outcome)
        if isinstance(outcome, Failed):
            try:
                self._contracts.call(command_from_text(intent.command), hex(outcome.block))
            except Refused as refused:
                return _refused_intent(intent, refused)
            except ClockBehind as behind:
                return _refused_intent(intent, behind.refused)
        return replace(intent, state=State.RECEIVED, relay=None, nonce=None, transaction=None)


def _committed_intent(intent: Intent, receipt: Receipt) -> Intent:
    answer = {
        "record": to_hex(receipt.record),
        "version": receipt.version,
        "head": to_hex(receipt.head),
        "at": str(receipt.at),
    }
    return replace(intent, state=State.COMMITTED, answer=answer)


def _refused_intent(intent: Intent, refused: Refused) -> Intent:
    return replace(intent, state=State.REFUSED, answer=refusal_to_json(refused))


class _Turns:
    """One thread at a time for each digest; others with the same digest wait for their turn."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[bytes, tuple[threading.Lock, int]] = {}

    @contextmanager
    def of(self, digest: bytes) -> Iterator[None]:
        with self._lock:
            turn, waiting = self._locks.get(digest) or (threading.Lock(), 0)
            self._locks[digest] = turn, waiting + 1
        try:
            with turn:
                yield
        finally:
            with self._lock:
                turn, waiting = self._locks[digest]
                if waiting == 1:
                    del self._locks[digest]
                else:
                    self._locks[digest] = turn, waiting - 1
