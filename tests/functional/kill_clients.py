"""Who asks a service that is killed over and over, and never gives up before it has an answer."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
from standardwebhooks import Webhook, WebhookVerificationError

from ledger import wire
from ledger.wire import SignedCommand
from tests.conformance.cast import TestKey
from tests.functional.crash_stream import ACCEPTED, Step
from tests.functional.kill_calls import (
    Asked,
    Call,
    Calls,
    DraftSeen,
    Heard,
    KeyDeed,
    KeySeen,
    Told,
    looked_up,
    submitted,
)
from tests.functional.webhook_receiver import Answer, Message

NOT_SENT = "not sent"  # nobody took the connection
_PATIENCE = 60.0  # seconds that one call may take
_BEFORE_ASKING_AGAIN = 0.2  # seconds
_BETWEEN_KEYS = 0.5  # seconds
_MOST_KEYS = 15  # of a round: an organisation may have 100, revoked ones included
_TRIED = 4  # of the newest keys, each time
_QUIET = 3.0  # seconds until a stream that says nothing is asked for anew


class Line:
    """One client's way to the processes that serve: where one is gone, the next one is asked."""

    def __init__(self, urls: Sequence[str], first: int, **headers: str) -> None:
        self._clients = [httpx.Client(base_url=url, timeout=_PATIENCE, headers=headers) for url in urls]
        self.process = self._first = first % len(urls)
        self.trouble = ""

    def __call__(self, method: str, path: str, **more: Any) -> httpx.Response | None:
        """The answer; None where none came, for the `trouble` there was. The next call goes elsewhere then."""
        try:
            return self._clients[self.process].request(method, path, **more)
        except httpx.TransportError as error:
            self.trouble = NOT_SENT if isinstance(error, httpx.ConnectError) else type(error).__name__
            self.process = (self.process + 1) % len(self._clients)
            return None

    def go_back(self) -> None:
        """To the process that it asks first."""
        self.process = self._first

    def close(self) -> None:
        for client in self._clients:
            client.close()


def ask(line: Line, calls: Calls, asked: Asked, signed: SignedCommand, client: str, path: str = "") -> Call:
    """One call, written down. path: of a draft's submission."""
    begun, process = time.time(), line.process
    if asked is Asked.SUBMIT:
        body = None if path else wire.command_to_json(signed)
        answer = line("POST", path or "/v1/commands", json=body)
    else:
        answer = line("GET", f"/v1/commands/0x{signed.digest.hex()}")
    told: dict[str, Any] = {"told": Told.LOST, "said": line.trouble}
    if answer is not None:
        told = submitted(answer) if asked is Asked.SUBMIT else looked_up(answer)
    call = Call(
        asked=asked, digest=signed.digest, begun=begun, ended=time.time(), client=client, process=process, **told
    )
    calls.add(call)
    return call


class Submitter(threading.Thread):
    """Submits one step after the other, each until it has a definite answer, and asks for some of them again."""

    def __init__(
        self,
        name: str,
        line: Line,
        calls: Calls,
        steps: Iterator[Step],
        meeting: threading.Barrier,
        stopping: threading.Event,
        seed: str,
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._line = line
        self._calls = calls
        self._steps = steps
        self._meeting = meeting
        self._stopping = stopping
        self._chance = random.Random(f"{seed}/{name}")
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            for step in self._steps:
                if self._stopping.is_set():
                    self._meeting.abort()
                    return
                if step.meets:
                    self._meeting.wait()
                self._calls.submitting(step.signed, step.fate)
                self._insist(step.signed)
        except threading.BrokenBarrierError:
            return
        except BaseException as error:
            self.error = error
        finally:
            self._line.close()

    def _insist(self, signed: SignedCommand) -> None:
        self._line.go_back()
        while not self._ask(Asked.SUBMIT, signed).definite:
            time.sleep(_BEFORE_ASKING_AGAIN)
            # What became of it is asked first, then the same bytes are sent again.
            while self._ask(Asked.STATUS, signed).told is Told.LOST:
                time.sleep(_BEFORE_ASKING_AGAIN)
        if self._chance.random() < 0.2:
            self._ask(Asked.STATUS, signed)

    def _ask(self, asked: Asked, signed: SignedCommand) -> Call:
        return ask(self._line, self._calls, asked, signed, self.name)


class Office(threading.Thread):
    """Somebody signed in, who drafts, reviews, signs and submits, each step until it is answered."""

    def __init__(
        self,
        line: Line,
        path: str,
        calls: Calls,
        heard: Heard,
        commands: Iterator[SignedCommand],
        holder: TestKey,
        stopping: threading.Event,
    ) -> None:
        super().__init__(name="office", daemon=True)
        self._line = line
        self._path = path
        self._calls = calls
        self._heard = heard
        self._commands = commands
        self._holder = holder
        self._stopping = stopping
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._bring(next(self._commands))
        except BaseException as error:
            self.error = error
        finally:
            self._line.close()

    def _bring(self, signed: SignedCommand) -> None:
        unsigned = SignedCommand(signed.ledger, signed.command, ())
        draft = self._step("POST", "", signed, command=wire.command_to_json(unsigned))
        shown = "0x" + signed.digest.hex()
        place = f"/{draft['id']}"
        self._step("POST", f"{place}/reviews", signed, digest=shown, approved=True)
        signature = "0x" + self._holder.sign(signed.digest).hex()
        self._step("POST", f"{place}/signatures", signed, signature=signature)
        self._calls.submitting(signed, ACCEPTED)
        path = f"{self._path}{place}/submit"
        asked = Asked.SUBMIT
        while not ask(self._line, self._calls, asked, signed, self.name, path).definite:
            time.sleep(_BEFORE_ASKING_AGAIN)
            # Settled, and the answer was lost: it is not submitted again.
            asked = Asked.STATUS if self._step("GET", place, signed)["state"] == "accepted" else Asked.SUBMIT
        self._step("GET", place, signed)

    def _step(self, method: str, path: str, signed: SignedCommand, **given: Any) -> dict[str, Any]:
        """Until it is answered, or was done by a call whose answer was lost; the draft, as it is shown then."""
        while True:
            begun = time.time()
            answer = self._line(method, self._path + path, json=given or None)
            if answer is None or answer.status_code >= 500:
                time.sleep(_BEFORE_ASKING_AGAIN)
                continue
            said: dict[str, Any] = answer.json()
            if answer.is_success:
                self._heard.drafts.append(DraftSeen(said["id"], said["state"], signed.digest, begun, time.time()))
                return said
            if said["code"] not in ("ALREADY_THERE", "DRAFT_CLOSED"):
                raise AssertionError(f"{method} {path}: {answer.text}")
            method, path, given = "GET", "/" + path.split("/")[1], {}


class Keeper(threading.Thread):
    """Makes API keys one after the other, and revokes every second one; all of them are tried again and again."""

    def __init__(self, line: Line, organisation: str, heard: Heard, stopping: threading.Event) -> None:
        """organisation: its path."""
        super().__init__(name="keeper", daemon=True)
        self._line = line
        self._path = organisation
        self._heard = heard
        self._stopping = stopping
        self._keys: dict[str, str] = {}
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self._stopping.wait(_BETWEEN_KEYS):
                if len(self._keys) < _MOST_KEYS:
                    self._make()
                for prefix, key in list(self._keys.items())[-_TRIED:]:
                    self._try(prefix, key)
        except BaseException as error:
            self.error = error
        finally:
            self._line.close()

    def _make(self) -> None:
        begun = time.time()
        answer = self._line("POST", f"{self._path}/api-keys", json={"name": "kills", "scopes": ["drafts.read"]})
        if answer is None or answer.status_code >= 500:
            return
        assert answer.status_code == 201, answer.text
        said = answer.json()
        self._keys[said["prefix"]] = said["key"]
        self._write(said["prefix"], KeyDeed.MADE, begun)
        if len(self._keys) % 2:
            self._revoke(said["prefix"])

    def _revoke(self, prefix: str) -> None:
        begun = time.time()
        self._write(prefix, KeyDeed.REVOKING, begun)
        answer = self._line("DELETE", f"{self._path}/api-keys/{prefix}")
        if answer is not None and answer.status_code == 204:
            self._write(prefix, KeyDeed.REVOKED, begun)

    def _try(self, prefix: str, key: str) -> None:
        begun = time.time()
        answer = self._line("GET", f"{self._path}/drafts?limit=1", headers={"Authorization": f"Bearer {key}"})
        if answer is not None and answer.status_code in (200, 401):
            self._write(prefix, KeyDeed.OPENED if answer.status_code == 200 else KeyDeed.SHUT, begun)

    def _write(self, prefix: str, deed: KeyDeed, begun: float) -> None:
        self._heard.keys.append(KeySeen(prefix, deed, begun, time.time()))


class Follower(threading.Thread):
    """Follows `/v1/events` for ever, from the last event that it was told."""

    def __init__(self, urls: Sequence[str], heard: Heard, stopping: threading.Event) -> None:
        super().__init__(name="follower", daemon=True)
        self._urls = urls
        self._heard = heard
        self._stopping = stopping
        self.error: BaseException | None = None

    def run(self) -> None:
        number = 0
        try:
            while not self._stopping.is_set():
                follow(self._urls[number % len(self._urls)], self._heard, self._stopping.is_set)
                number += 1
                time.sleep(_BEFORE_ASKING_AGAIN)
        except BaseException as error:
            self.error = error


def follow(url: str, heard: Heard, stopped: Callable[[], bool], **query: str) -> None:
    """One stream, from the last event heard until it breaks off."""
    headers = {"Last-Event-ID": heard.streamed[-1][0]} if heard.streamed else {}
    timeout = httpx.Timeout(_PATIENCE, read=_QUIET)
    try:
        with httpx.stream("GET", f"{url}/v1/events", headers=headers, params=query, timeout=timeout) as answer:
            if answer.status_code != 200:
                return
            identifier, data = "", ""
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    identifier = line[4:]
                elif line.startswith("data: "):
                    data = line[6:]
                elif not line and identifier and data:
                    heard.streamed.append((identifier, json.loads(data)))
                    identifier = data = ""
                if stopped():
                    return
    except httpx.TransportError:
        return


class Subscriber:
    """Answers a receiver's messages, and writes down those that hold. secrets: by subscription."""

    def __init__(self, heard: Heard, secrets: dict[str, str]) -> None:
        self._heard = heard
        self._webhooks = {subscription: Webhook(secret) for subscription, secret in secrets.items()}

    def __call__(self, message: Message) -> Answer:
        if len(message.body) < int(message.headers.get("content-length", 0)):
            return 400, {}, []  # the sender died on the way
        subscription = message.id.split("_")[1]
        try:
            self._webhooks[subscription].verify(message.body, message.headers)
        except WebhookVerificationError as error:
            self._heard.forged.append(f"{message.id}: {error}")
        self._heard.webhooks.setdefault(subscription, []).append((message.id, message.body))
        return 204, {}, []
