"""Examining a stranger's file in a process that may use so much memory and time, and knows none of our secrets."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from api.onboarding.answers import Answers, FormKey
from api.onboarding.examination import SECONDS, NotShown, Shown, Trusted
from api.onboarding.revocation import Evidence
from api.problems.answer import NotServed
from api.settings import Settings
from ledger.enums import PartyKind

_AT_ONCE = threading.BoundedSemaphore(2)
_WAIT, _AGAIN = 5.0, 30  # seconds
_ROOT = Path(__file__).parents[2]


def trusted_by(settings: Settings, now: float) -> Trusted:
    """What the settings say is trusted. Raises `NotServed` MANDATES_NOT_TAKEN where no root is configured."""
    if settings.mandate_roots is None:
        raise NotServed("MANDATES_NOT_TAKEN")
    lists = settings.mandate_crls
    return Trusted(
        str(settings.mandate_roots.absolute()),
        "" if lists is None else str(lists.absolute()),
        settings.mandate_revocation,
        settings.mandate_revocation_hours,
        settings.mandate_days,
        now,
    )


def examine_contained(file: bytes, trusted: Trusted) -> Shown:
    """As `api.onboarding.examination.examine`; a file that takes too much is unreadable.

    Raises `NotShown`, and `NotServed` TOO_MANY_REQUESTS where others wait already.
    """
    if not _AT_ONCE.acquire(timeout=_WAIT):
        raise NotServed("TOO_MANY_REQUESTS", retry_after=_AGAIN)
    try:
        return _examined(file, trusted)
    finally:
        _AT_ONCE.release()


def _examined(file: bytes, trusted: Trusted) -> Shown:
    command = [sys.executable, "-m", "api.onboarding.examination"]
    told = json.dumps(asdict(trusted)).encode() + b"\n" + file
    try:
        done = subprocess.run(
            command,
            input=told,
            capture_output=True,
            timeout=2 * SECONDS,
            env={"PYTHONPATH": str(_ROOT)},
            check=True,
        )
        said = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise NotShown("MANDATE_UNREADABLE") from error
    if "code" in said:
        raise NotShown(said["code"], **said["values"])
    answers = said["answers"]
    keys = tuple(FormKey(bytes.fromhex(address), powers) for address, powers in answers.pop("keys"))
    kind = PartyKind(answers.pop("party_kind"))
    read = Answers(**answers, party_kind=kind, keys=keys)
    evidence = Evidence(**said["revocation"])
    return Shown(read, said["certificate"], said["signer"], said["signed_at"], evidence)
