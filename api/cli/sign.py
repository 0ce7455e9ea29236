"""`hanotex sign`: read what a command says, then sign it with a key of a home. No ledger is asked, nothing is sent.

What is read is made from the command itself, never from what a service says of it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli import output
from api.cli.files import read_beyond
from api.cli.home import DEFAULT_HOME, Home
from api.cli.keys import keystore_file
from api.preparing.sentence import sentence_alone
from ledger import json_text, keys, wire
from ledger.keys import KeySigner
from ledger.signatures import recover
from ledger.wire import SignedCommand

# Of the file: a command's most, beside what else `prepare` answers of it.
_MOST = 8 * wire.MAX_COMMAND_BYTES


def sign(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Trả lời của prepare, hoặc lệnh / A command, or prepare's answer."),
    ],
    key: Annotated[str, typer.Option(help="Tên khóa trong keys/ của --home / A key's name in the home's keys/.")],
    out: Annotated[Path, typer.Option(help="Tệp cho lệnh đã ký / The file for the signed command.")],
    password_file: Annotated[
        Path | None, typer.Option(help="Tệp mật khẩu; nếu không: tệp .password cạnh khóa, hoặc hỏi / Its password.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Đã đọc, không hỏi lại / Has been read; do not ask.")] = False,
    home: Home = DEFAULT_HOME,
) -> None:
    """Đọc rồi ký một lệnh. / Read what a command says, and sign it; whoever signs next signs what this one wrote."""
    with output.user_errors():
        command = _read(file)
        keystore = keystore_file(home, key)
        if not keystore.exists():
            output.fail(f"Không có khóa {key} trong {keystore.parent}", f"There is no key {key} in {keystore.parent}")
        signer = KeySigner.open_keystore(keystore, _password(keystore, password_file))
        if signer.address in {recover(command.digest, signature) for signature in command.signatures}:
            output.fail(f"Khóa {key} đã ký lệnh này", f"The key {key} has signed this command already")
        for said in sentence_alone(command):
            output.out.print(said, markup=False, highlight=False)
        if not yes and not typer.confirm("Ký? / Sign?"):
            output.fail("Không ký gì", "Nothing was signed")
        added = keys.sign(command.command, command.ledger, [signer]).signatures
        signed = replace(command, signatures=(*command.signatures, *added))
        out.write_text(wire.command_to_text(signed) + "\n", encoding="utf-8")
    count = len(signed.signatures)
    output.err.print(
        output.both(
            f"Đã ký bằng {key}; số chữ ký trong {out}: {count}", f"signed by {key}; signatures in {out}: {count}"
        )
    )


def _read(file: Path) -> SignedCommand:
    """The command in a file, by itself or as the member `signed`. Raises `Refused`."""
    try:
        said: Any = json_text.read(read_beyond(file, _MOST), _MOST)
    except ValueError:
        raise wire.malformed("") from None
    return wire.command_from_json(said["signed"] if isinstance(said, dict) and "signed" in said else said)


def _password(keystore: Path, file: Path | None) -> bytes:
    beside = keystore.with_suffix(".password")
    if file is not None or beside.exists():
        return (file or beside).read_bytes().strip()
    asked: str = typer.prompt("Mật khẩu / Password", hide_input=True)
    return asked.encode()
