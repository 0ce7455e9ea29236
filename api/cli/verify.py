"""`hanotex verify`: judge a certificate with a trust file and nothing else; exit code 0, 1 or 2."""

from __future__ import annotations

import json as json_text
import time
from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.files import NotARegularFile, read_beyond
from ledger.proof.canonical import MAX_BYTES
from ledger.proof.policy import Policy
from ledger.proof.sentence import sentences, verdict_document
from ledger.proof.trust import read_trust
from ledger.proof.verdict import Gap, Undetermined, Verdict, exit_code
from ledger.proof.verify import verify as judge


def verify(
    file: Annotated[Path, typer.Argument(help="The certificate.", metavar="FILE", dir_okay=False, exists=True)],
    trust: Annotated[Path, typer.Option(help="What you trust: a trust.json.", dir_okay=False, exists=True)],
    deep: Annotated[bool, typer.Option("--deep", help="Ask for the signing parties' own histories too.")] = False,
    max_age: Annotated[
        int | None, typer.Option(min=0, help="Greatest age in seconds, by this machine's clock.")
    ] = None,
    min_block: Annotated[int | None, typer.Option(min=0, help="Least block number.")] = None,
    operator: Annotated[list[str] | None, typer.Option(help="An operator's key that may attest (0x…).")] = None,
    record: Annotated[str | None, typer.Option(help="The record that it must be about (0x…).")] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Kiểm tra một chứng thư, không cần mạng. / Verify a certificate offline.

    Exit code 0: valid, 1: invalid, 2: undetermined.
    """
    policy = Policy(
        now=int(time.time()) if max_age is not None else None,
        max_age=max_age,
        min_block=min_block,
        operators=frozenset(_hex(each, 20, "--operator") for each in operator) if operator else None,
        deep=deep,
        record=_hex(record, 32, "--record") if record is not None else None,
    )
    try:
        verdict = _judge(read_beyond(file, MAX_BYTES), read_beyond(trust, MAX_BYTES), policy)
    except (NotARegularFile, OSError) as error:
        # 1 would say that the certificate is invalid, and nothing is known of it.
        output.print_problem(error)
        raise typer.Exit(2) from None
    if json:
        typer.echo(json_text.dumps(verdict_document(verdict), ensure_ascii=False, indent=2))
    else:
        vi, en = sentences(verdict)
        typer.echo("\n".join((*vi, "", *en)))
    raise typer.Exit(exit_code(verdict))


def _judge(file: bytes, trust: bytes, policy: Policy) -> Verdict:
    try:
        trusted = read_trust(trust)
    except Gap as missing:
        return Undetermined(missing.code, missing.values)
    return judge(file, trusted, policy)


def _hex(value: str, length: int, option: str) -> bytes:
    try:
        raw = bytes.fromhex(value.removeprefix("0x"))
    except ValueError:
        raw = b""
    if len(raw) != length:
        raise typer.BadParameter(f"{length} bytes in hex are expected", param_hint=option)
    return raw
