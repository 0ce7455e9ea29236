"""The units and settings that the operations' documents give: they say what the program takes, and are shut tight."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli.main import app
from api.production import expect_fit
from api.settings import Settings, load
from ledger.keystore import new_secret, write_private

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations"
UNITS = sorted((OPERATIONS / "systemd").glob("*.service"))
SHUT = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictNamespaces": "yes",
    "MemoryDenyWriteExecute": "yes",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
    "User": "hanotex",
    "LimitCORE": "0",
}


def _said(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_a_verb_that_there_is_with_options_that_it_takes(unit: Path) -> None:
    program, verb, *options = shlex.split(_said(unit)["ExecStart"][0])
    assert program == "/opt/hanotex/.venv/bin/hanotex"
    command = get_command(app).commands[verb]  # type: ignore[attr-defined]
    taken = {option for parameter in command.params for option in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= taken
    for setting in _said(unit)["Environment"]:
        name = setting.split("=")[0].removeprefix("HANOTEX_").lower()
        assert name == "settings" or hasattr(Settings(), name)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_shut_tight(unit: Path) -> None:
    said = _said(unit)
    assert {name: said[name][0] for name in SHUT} == SHUT
    analyze = shutil.which("systemd-analyze")
    if analyze is not None:
        command = [analyze, "security", "--offline=true", "--threshold=20", "--no-pager", str(unit)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0 or "Unknown" in ran.stderr or "unrecognized" in ran.stderr, ran.stdout[-500:]


def test_there_is_a_unit_for_each_of_the_two_programs() -> None:
    assert [unit.stem for unit in UNITS] == ["hanotex-serve", "hanotex-worker"]


def test_the_settings_that_the_document_gives_are_fit_for_production(tmp_path: Path) -> None:
    text = (OPERATIONS / "service.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    key = tmp_path / "service.key"
    write_private(key, new_secret().hex())
    file = tmp_path / "settings.toml"
    file.write_text(shown.replace("/etc/hanotex/service.key", str(key)))
    told = load(file, {})
    expect_fit(told)
    assert told.public_url == tomllib.loads(shown)["public_url"]
