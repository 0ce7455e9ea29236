"""Examining a stranger's file in a process that may use so much memory and time, and knows none of our secrets."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from api.apart import Apart
from api.onboarding.answers import Answers, FormKey
from api.onboarding.examination import SECONDS, NotShown, Shown, Trusted
from api.onboarding.revocation import Evidence
from api.problems.answer import NotServed
from api.settings import Settings
from ledger import json_text
from ledger.enums import PartyKind

# Of one address one at a time: a stranger cannot have both.
EXAMINING = Apart("examination", 2)
_LONGEST_ANSWER = 1 << 20  # bytes
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
    """As `api.onboarding.examination.examine`; a file that takes too much is unreadable. It takes up to a minute.

    Raises `NotShown`.
    """
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
        said = json_text.read(done.stdout, _LONGEST_ANSWER)
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
