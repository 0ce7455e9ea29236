"""An operator's receipt for a command that came in: evidence against withholding (docs/specs/service.md, "Intake").

It says that a command with this digest arrived by that time, and nothing of what became of it. The digest covers no
signatures, so neither does the receipt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import rfc8785
from eth_hash.auto import keccak

from ledger.proof import canonical
from ledger.proof.history import fixed_bytes, members
from ledger.proof.policy import Policy
from ledger.proof.sentence import Sentences, sentences, verdict_document
from ledger.proof.signing import intake_preimage
from ledger.proof.times import local_time
from ledger.proof.trust import Trust, read_trust
from ledger.proof.verdict import Contradiction, Gap, Invalid, Undetermined, exit_code
from ledger.signatures import SIGNATURE_BYTES, recover

KIND = "hanotex-intake"
VERSION = 1
MEMBERS = frozenset({"kind", "version", "ledger", "digest", "received_at", "operator", "signature"})
_LAST = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Intake:
    """received_at: UTC seconds by the operator's clock. operator: address of the key that signed."""

    ledger: bytes
    digest: bytes
    received_at: int
    operator: bytes
    signature: bytes

    @property
    def document(self) -> dict[str, Any]:
        """The JSON of the receipt; its RFC 8785 bytes are the file."""
        return {
            "kind": KIND,
            "version": VERSION,
            "ledger": "0x" + self.ledger.hex(),
            "digest": "0x" + self.digest.hex(),
            "received_at": str(self.received_at),
            "operator": "0x" + self.operator.hex(),
            "signature": "0x" + self.signature.hex(),
        }

    @property
    def file(self) -> bytes:
        return rfc8785.dumps(self.document)

    @property
    def is_signed(self) -> bool:
        """Whether the signature is that of the operator named."""
        preimage = intake_preimage(self.ledger, self.digest, self.received_at)
        return recover(keccak(preimage), self.signature) == self.operator


@dataclass(frozen=True, slots=True)
class Received:
    """The verdict on a receipt that is an operator's whom the reader trusts."""

    intake: Intake


IntakeVerdict = Received | Invalid | Undetermined
ANY = Policy()


def verify_intake(
    document: bytes, trust: bytes | Trust, policy: Policy = ANY, digest: bytes | None = None
) -> IntakeVerdict:
    """Judge an intake receipt; nothing is raised for any input.

    trust: as for `ledger.proof.verify`. policy: now, max_age and operators are asked of a receipt, the rest is not.
    digest: of the command that it must be about.
    """
    try:
        intake = open_intake(document)
    except Contradiction as found:
        return Invalid(found.code, found.values)
    except Gap as found:
        return Undetermined(found.code, found.values)
    # Before the trust is looked at: what its own signature betrays is never undetermined.
    if not intake.is_signed:
        return Invalid("INTAKE_SIGNATURE", {"operator": intake.operator})
    try:
        _attested(intake, trust if isinstance(trust, Trust) else read_trust(trust))
        _asked(intake, policy, digest)
    except Contradiction as found:
        return Invalid(found.code, found.values)
    except Gap as found:
        return Undetermined(found.code, found.values)
    return Received(intake)


def open_intake(document: bytes) -> Intake:
    """Open a file's bytes. Raises `Contradiction` of step 0, or `Gap` INTAKE_VERSION."""
    value = canonical.read(document)
    if value.get("kind") != KIND:
        raise Contradiction("NOT_A_CERTIFICATE")
    version = value.get("version")
    if isinstance(version, bool) or not isinstance(version, int):
        raise Contradiction("MALFORMED", member="version")
    if version != VERSION:
        raise Gap("INTAKE_VERSION", version=version)
    members(value, set(MEMBERS), "")
    return Intake(
        ledger=fixed_bytes(value["ledger"], 32, "ledger"),
        digest=fixed_bytes(value["digest"], 32, "digest"),
        received_at=_seconds(value["received_at"]),
        operator=fixed_bytes(value["operator"], 20, "operator"),
        signature=fixed_bytes(value["signature"], SIGNATURE_BYTES, "signature"),
    )


def _seconds(value: Any) -> int:
    digits = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20
    if not digits or str(int(value)) != value or int(value) > _LAST:
        raise Contradiction("MALFORMED", member="received_at")
    return int(value)


def _attested(intake: Intake, trust: Trust) -> None:
    if intake.ledger != trust.ledger:
        raise Gap("OTHER_LEDGER", ledger=intake.ledger, trusted=trust.ledger)
    if intake.operator not in trust.operators:
        raise Gap("OPERATOR_UNKNOWN", operator=intake.operator)


def _asked(intake: Intake, policy: Policy, digest: bytes | None) -> None:
    if policy.now is not None and intake.received_at > policy.now:
        raise Contradiction("FROM_THE_FUTURE", as_of=intake.received_at)
    if policy.now is not None and policy.max_age is not None and intake.received_at < policy.now - policy.max_age:
        raise Contradiction("TOO_OLD", as_of=intake.received_at, most=policy.max_age)
    if policy.operators is not None and intake.operator not in policy.operators:
        raise Contradiction("OPERATOR_NOT_ALLOWED", operator=intake.operator)
    if digest is not None and intake.digest != digest:
        raise Contradiction("OTHER_COMMAND", digest=intake.digest)


# --- In words ------------------------------------------------------------------------------------------------------


def intake_sentences(verdict: IntakeVerdict) -> Sentences:
    """A verdict in words, as `ledger.proof.sentence.sentences`."""
    if not isinstance(verdict, Received):
        return sentences(verdict)
    intake = verdict.intake
    digest, ledger, key = (f"0x{each.hex()}" for each in (intake.digest, intake.ledger, intake.operator))
    vi, en = (local_time(intake.received_at, language) for language in (0, 1))
    return Sentences(
        (
            "HỢP LỆ",
            f"Biên nhận tiếp nhận: lệnh có giá trị băm {digest} đã đến nơi vào lúc {vi}.",
            f"Sổ cái: {ledger}.",
            f"Xác nhận bởi đơn vị vận hành (khóa {key}), theo đồng hồ của đơn vị đó.",
            "Không chứng minh: rằng sổ cái đã nhận lệnh; rằng lệnh được ký đúng.",
        ),
        (
            "VALID",
            f"Intake receipt: the command with the digest {digest} had arrived at {en}.",
            f"Ledger: {ledger}.",
            f"Attested by one operator (key {key}), by its own clock.",
            "Not shown: that the ledger accepted the command; that it was well signed.",
        ),
    )


def intake_verdict_document(verdict: IntakeVerdict) -> dict[str, Any]:
    """A verdict as JSON, as `ledger.proof.sentence.verdict_document`."""
    if not isinstance(verdict, Received):
        return verdict_document(verdict)
    vi, en = intake_sentences(verdict)
    shown = {name: value for name, value in verdict.intake.document.items() if name != "signature"}
    return {"verdict": "valid", "shown": shown, "sentences": {"vi": list(vi), "en": list(en)}}


def intake_exit_code(verdict: IntakeVerdict) -> int:
    """0 valid, 1 invalid, 2 undetermined."""
    return 0 if isinstance(verdict, Received) else exit_code(verdict)
