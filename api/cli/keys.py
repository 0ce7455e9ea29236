"""`hanotex keys`: keystores in a home. A secret is never shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.home import DEFAULT_HOME, Home, Json, NamedHome
from ledger import json_text
from ledger.keys import KeySigner
from ledger.keystore import keep_secret, new_secret

app = typer.Typer(help="Khóa ký / Keys to sign with.", no_args_is_help=True)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_ADDRESS = re.compile(r"(?:0x)?([0-9a-fA-F]{40})")
_LONGEST_KEYSTORE = 1 << 16  # bytes
Name = Annotated[str, typer.Argument(help="Tên khóa / The key's name: a-z, 0-9, “-”.")]


def _folder(home: Path) -> Path:
    return home / "keys"


def keystore_file(home: Path, name: str) -> Path:
    """Where a home keeps the key of a name."""
    if not _NAME.fullmatch(name):
        raise typer.BadParameter("tên gồm a-z, 0-9 và “-” / a name is a-z, 0-9 and “-”")
    return _folder(home) / f"{name}.json"


def _address(file: Path) -> str | None:
    """The address that a keystore states; None where it states none, or is no keystore."""
    try:
        said = json_text.read(file.read_bytes(), _LONGEST_KEYSTORE)
        found = _ADDRESS.fullmatch(said["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return "0x" + found[1].lower() if found else None


@app.command("list")
def list_keys(home: Home = DEFAULT_HOME, json: Json = False) -> None:
    """Liệt kê khóa. / List the keys of a home."""
    found = {file.stem: _address(file) or "?" for file in sorted(_folder(home).glob("*.json"))}
    if json:
        output.print_json(found)
    elif found:
        output.out.print(output.table(found))
    else:
        output.out.print(output.both("Chưa có khóa nào.", "There are no keys yet."))


@app.command("show")
def show_key(name: Name, home: Home = DEFAULT_HOME, json: Json = False) -> None:
    """Địa chỉ và mã bên của một khóa. / The address of a key, and the party id if it is a party's first."""
    file = keystore_file(home, name)
    if not file.exists():
        output.fail(f"Không có khóa {name}", f"There is no key called {name}")
    address = _address(file)
    if address is None:
        output.fail(
            f"{file} không phải kho khóa có ghi địa chỉ; lấy lại tệp từ bản sao lưu",
            f"{file} is no keystore that states its address; take it from a backup",
        )
    answer = {"name": name, "address": address, "party": "0x" + "00" * 12 + address[2:], "did": f"did:nda:{address}"}
    if json:
        output.print_json(answer)
    else:
        output.out.print(output.table(answer))


@app.command("new")
def new_key(
    name: Name,
    password_file: Annotated[
        Path | None, typer.Option(help="Tệp mật khẩu, nếu không thì hỏi / File with the password; asked without it.")
    ] = None,
    home: NamedHome = DEFAULT_HOME,
    json: Json = False,
) -> None:
    """Tạo một khóa mới, mã hóa bằng mật khẩu. / Make a new key, encrypted under a password."""
    file = keystore_file(home, name)
    with output.user_errors():
        if password_file is not None:
            password = password_file.read_bytes().strip()
        else:
            asked: str = typer.prompt("Mật khẩu / Password", hide_input=True, confirmation_prompt=True)
            password = asked.encode()
        if len(password) < 8:
            output.fail("Mật khẩu ngắn hơn 8 ký tự", "The password is shorter than 8 characters")
        if file.exists():
            output.fail(f"Đã có khóa {name}", f"There is a key called {name} already")
        _folder(home).mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = new_secret()
        keep_secret(file, password, secret)
    answer = {"name": name, "address": "0x" + KeySigner(secret).address.hex(), "file": str(file)}
    if json:
        output.print_json(answer)
    else:
        output.out.print(output.table(answer))
