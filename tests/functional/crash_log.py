"""What clients wrote down before each command and after each answer; it outlives the process that is killed.

One file for each client and life, appended to with one write for each line. A kill may cut the last line: what it
would have said is then not known.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledger.events import Receipt
from ledger.wire import SignedCommand, command_from_json, command_to_json
from tests.functional.crash_stream import Step


class ClientLog:
    """The writing side, for one client."""

    def __init__(self, folder: Path, client: int) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_EXCL
        self._file = os.open(folder / f"client-{client:02}.jsonl", flags, 0o600)

    def submitting(self, step: Step) -> None:
        self._write({"submitting": command_to_json(step.signed), "fate": step.fate})

    def accepted(self, digest: bytes, receipt: Receipt) -> None:
        said = [receipt.record.hex(), receipt.version, receipt.head.hex(), receipt.digest.hex(), receipt.at]
        self._write({"digest": digest.hex(), "receipt": said})

    def refused(self, digest: bytes, code: str) -> None:
        self._write({"digest": digest.hex(), "refused": code})

    def failed(self, digest: bytes, error: str) -> None:
        self._write({"digest": digest.hex(), "failed": error})

    def _write(self, line: dict[str, Any]) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")


@dataclass
class Told:
    """What clients were told, by digest: the receipts and refusals they got, and how often they asked."""

    signed: dict[bytes, SignedCommand] = field(default_factory=dict)
    fates: dict[bytes, str] = field(default_factory=dict)
    submissions: Counter[bytes] = field(default_factory=Counter)
    receipts: dict[bytes, set[Receipt]] = field(default_factory=dict)
    refusals: dict[bytes, set[str]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def submitting(self, signed: SignedCommand, fate: str) -> None:
        self.signed[signed.digest] = signed
        self.fates[signed.digest] = fate
        self.submissions[signed.digest] += 1

    def accepted(self, digest: bytes, receipt: Receipt) -> None:
        self.receipts.setdefault(digest, set()).add(receipt)

    def refused(self, digest: bytes, code: str) -> None:
        self.refusals.setdefault(digest, set()).add(code)

    @property
    def unknown(self) -> list[bytes]:
        """Digests that were submitted and never answered with a receipt or a refusal."""
        return [digest for digest in self.signed if digest not in self.receipts and digest not in self.refusals]

    def add(self, other: Told) -> None:
        self.signed |= other.signed
        self.fates |= other.fates
        self.submissions += other.submissions
        self.failures += other.failures
        for digest, receipts in other.receipts.items():
            self.receipts.setdefault(digest, set()).update(receipts)
        for digest, codes in other.refusals.items():
            self.refusals.setdefault(digest, set()).update(codes)


def read_logs(folder: Path) -> Told:
    """Everything that the clients of one life wrote down."""
    told = Told()
    for file in sorted(folder.glob("client-*.jsonl")):
        *whole, _cut = file.read_bytes().split(b"\n")
        for line in map(json.loads, whole):
            if "submitting" in line:
                told.submitting(command_from_json(line["submitting"]), line["fate"])
                continue
            digest = bytes.fromhex(line["digest"])
            if "receipt" in line:
                record, version, head, accepted, at = line["receipt"]
                receipt = Receipt(bytes.fromhex(record), version, bytes.fromhex(head), bytes.fromhex(accepted), at)
                told.accepted(digest, receipt)
            elif "refused" in line:
                told.refused(digest, line["refused"])
            else:
                told.failures.append(f"{line['digest']}: {line['failed']}")
    return told
