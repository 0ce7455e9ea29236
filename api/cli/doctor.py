"""`hanotex doctor`: whether this machine and this home can run a ledger, and what to do where they cannot."""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from api.cli import output
from api.cli.doctor_service import lists_finding, projection_finding, service_findings
from api.cli.finding import Finding, wrong
from api.cli.home import ALIASES, Json, SettingsFile, read_aliases
from api.cli.problems import USER_ERRORS
from api.connection import NoLedgerHere, connect, read_embedded
from api.production import faults
from api.settings import BadSettings, Mode, Settings, load
from ledger.intents import NotTheLedgersIntents

_LEAST_SQLITE = (3, 35, 0)
_LEAST_FREE = 1 << 30
_PACKAGES = ("py-evm", "web3", "coincurve", "sqlalchemy", "eth-abi", "rfc8785")
# A clock before the release of this program, or behind the chain's last block, is wrong.
_RELEASED = 1_793_491_200  # 2026-11-01


def doctor(
    home: Annotated[
        Path | None, typer.Option(help="Thư mục sổ cái / The ledger's home.", show_default="var/home")
    ] = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Kiểm tra máy, sổ cái và dịch vụ. / Check machine, home and service; exit code 1 if something is wrong."""
    try:
        told = load(settings, os.environ, home=home)
    except BadSettings as wrong_settings:
        output.fail(*wrong_settings.sentence)
    with output.user_errors():
        # What was named has to be there; that nothing is where nobody said anything is only told.
        findings = list(_findings(told, named=home is not None or told.connection is not None))
    if json:
        output.print_json([{"name": f.name, "ok": f.ok, "said": f.said, "vi": f.vi, "en": f.en} for f in findings])
    else:
        for finding in findings:
            mark = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: "–"}[finding.ok]
            output.out.print(f"{mark} [bold]{finding.name}[/bold]  {finding.said}")
            if finding.vi and not finding.ok:
                output.out.print(f"  → {output.both(finding.vi, finding.en)}")
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)


def _findings(told: Settings, *, named: bool) -> Iterator[Finding]:
    home = told.folder
    checks: tuple[Callable[[Path], Finding], ...] = (_python, _sqlite, _packages, _disk, _lock)
    for check in checks:
        yield check(home)
    yield from _chain(told, named=named)
    yield from service_findings(told)
    yield from lists_finding(told)
    yield from _production(told)
    looks: dict[str, Callable[[Path], str]] = {ALIASES: _aliases, "intents.sqlite": _intents}
    for name, look in looks.items():
        if (home / name).exists():
            yield _judged(name, home / name, look)


def _python(_: Path) -> Finding:
    ok = (3, 11) <= sys.version_info[:2] < (3, 13)
    return Finding(
        "python", ok, platform.python_version(), "Cài Python 3.11 hoặc 3.12.", "Install Python 3.11 or 3.12."
    )


def _sqlite(_: Path) -> Finding:
    ok = sqlite3.sqlite_version_info >= _LEAST_SQLITE
    return Finding("sqlite", ok, sqlite3.sqlite_version, "Cần SQLite từ 3.35.", "SQLite 3.35 or later is needed.")


def _packages(_: Path) -> Finding:
    found, missing = [], []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    said = ", ".join([*found, *(f"{name}: –" for name in missing)])
    return Finding("versions", not missing, said, "Chạy lại `make setup`.", "Run `make setup` again.")


def _disk(home: Path) -> Finding:
    place = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    said = f"{free / (1 << 30):.1f} GiB"
    return Finding("disk", free >= _LEAST_FREE, said, "Còn dưới 1 GiB trống.", "Less than 1 GiB is free.")


def _lock(home: Path) -> Finding:
    """Whether a process writes the chain now; either is well."""
    file = home / "chain.sqlite.lock"
    if not file.exists():
        return Finding("chain lock", None, "chưa có chuỗi / no chain yet")
    with file.open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = lock.read().decode(errors="replace").strip()
            return Finding("chain lock", True, f"đang được ghi / being written (pid {holder or '?'})")
    return Finding("chain lock", True, "không ai ghi / nobody writes")


def _production(told: Settings) -> Iterator[Finding]:
    """What a service in production is refused for; in development that is told and is no fault."""
    wrong_here = False if told.mode is Mode.PRODUCTION else None
    found = list(faults(told))
    for fault in found:
        yield Finding("production", wrong_here, f"{fault.what.vi} / {fault.what.en}", *fault.remedy)
    if not found:
        yield Finding("production", True, "đạt / fit for it")


def _chain(told: Settings, *, named: bool) -> Iterator[Finding]:
    try:
        with read_embedded(told.home) if told.connection is None else connect(told.connection, reading=True) as opened:
            status = opened.ledger.status()
            yield _clock(status.sealed_at)
            yield Finding("chain", True, f"khối / block {status.height}, rulebook {status.rulebook}")
            yield projection_finding(told, opened.ledger)
    except NoLedgerHere as error:
        yield _clock(0)
        yield wrong("chain", error) if named else Finding("chain", None, str(error))
    except USER_ERRORS as error:
        yield wrong("chain", error)


def _clock(sealed_at: int) -> Finding:
    """sealed_at: UTC seconds of the chain's last block; 0 where there is none."""
    now = int(time.time())
    said = output.moment(now) + (f", khối cuối / last block {output.moment(sealed_at)}" if sealed_at else "")
    ok = now >= _RELEASED and sealed_at - now <= 2
    return Finding("clock", ok, said, "Chỉnh lại đồng hồ máy (NTP).", "Set this machine's clock (NTP).")


def _judged(name: str, file: Path, look: Callable[[Path], str]) -> Finding:
    try:
        return Finding(name, True, look(file))
    except USER_ERRORS as error:
        return wrong(name, error)


def _aliases(file: Path) -> str:
    return str(len(read_aliases(file.parent)))


def _intents(file: Path) -> str:
    """Read beside the process that writes them; raises `NotTheLedgersIntents`."""
    unresolved = "SELECT count(*) FROM intents WHERE state IN ('submitted', 'unknown')"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro", uri=True)) as database:
            (count,) = database.execute(unresolved).fetchone()
    except sqlite3.DatabaseError as error:
        raise NotTheLedgersIntents(f"{file}: {error}") from error
    return f"{count} lệnh chưa rõ kết quả / of unknown outcome"
