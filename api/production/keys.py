"""Files of keys: who can read them, and whether what they hold can be guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from api.connection import BadConnection, read_document
from api.identity.providers import read_providers
from api.production.fault import Fault
from api.production.published import is_guessable
from api.sealing import kept_keys
from api.settings import BadSettings, Settings
from ledger.sentences import Sentence


def of_sealing(settings: Settings) -> Iterator[Fault]:
    file = settings.sealing_file
    if settings.sealing_key is None or not file.is_file() or file.resolve().is_relative_to(settings.folder.resolve()):
        yield Fault(
            Sentence(
                "sealing_key không phải tệp có sẵn ngoài thư mục của dịch vụ",
                "sealing_key is no file that is there already, outside the service's directory",
            ),
            Sentence(
                "openssl rand -hex 32 > /etc/hanotex/service.key; chmod 400; đặt sealing_key.",
                "openssl rand -hex 32 > /etc/hanotex/service.key; chmod 400; set sealing_key.",
            ),
        )
    if any(is_guessable(secret) for secret in _kept(file)):
        yield Fault(
            Sentence(f"Khóa niêm phong {file} đoán được", f"The sealing key {file} can be guessed"),
            Sentence(
                "Thay khóa: openssl rand -hex 32 thành dòng đầu của tệp, rồi `hanotex database reseal`.",
                "Rotate it: openssl rand -hex 32 as the file's first line, then `hanotex database reseal`.",
            ),
        )


def _kept(file: Path) -> list[bytes]:
    try:
        return kept_keys(file)
    except (OSError, ValueError):
        return []  # whoever opens it says so


def of_files(settings: Settings) -> Iterator[Fault]:
    keys = settings.folder / "keys"
    secrets = [settings.sealing_file, *filter(None, [settings.tls_key, *_anchor(settings)]), *_client_secrets(settings)]
    files = [*keys.glob("*"), *relay_files(settings), *secrets]
    for file in sorted({file for file in files if file.is_file() and file.stat().st_mode & 0o077}):
        yield Fault(
            Sentence(f"{file}: người khác đọc được", f"{file} can be read by others"),
            Sentence(
                f"chmod 600 {file}; nếu máy có người khác, coi khóa đã lộ.",
                f"chmod 600 {file}; where others use the machine, take the key for known.",
            ),
        )
    told = filter(None, [settings.oidc_providers, settings.mandate_roots])
    databases = settings.folder.glob("*.sqlite*")
    for path in sorted({settings.folder, keys, *databases, *told, *(file.parent for file in secrets)}):
        if path.exists() and path.stat().st_mode & 0o022:
            yield Fault(
                Sentence(f"{path}: người khác ghi được", f"{path} can be written by others"),
                Sentence(f"chmod go-w {path}", f"chmod go-w {path}"),
            )


def _anchor(settings: Settings) -> list[Path]:
    """Keystore and password of the key that anchors ranking runs, where they stand elsewhere than in `keys/`."""
    kept = settings.anchor_key
    return [] if kept is None else [kept, kept.with_suffix(".password")]


def _client_secrets(settings: Settings) -> list[Path]:
    """Those that providers of sign-in know this service by."""
    file = settings.oidc_providers
    try:
        providers = read_providers(file, loopback=True)
    except BadSettings:
        return []  # `of_programs` says so
    named = (each.client_secret_file for each in providers.values())
    return [] if file is None else [file.parent / name for name in named if name]


def relay_files(settings: Settings) -> list[Path]:
    """Keystore and password that a connection's relay names."""
    said = _connection(settings).get("relay")
    if settings.connection is None or not isinstance(said, dict):
        return []
    names = (said.get(member) for member in ("keystore", "password"))
    return [settings.folder / name for name in names if isinstance(name, str)]


def _connection(settings: Settings) -> Mapping[str, Any]:
    try:
        return {} if settings.connection is None else read_document(settings.connection, dict)
    except (OSError, BadConnection):
        return {}  # whoever opens it says so
