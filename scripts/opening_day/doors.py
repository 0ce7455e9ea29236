"""The doors to the service that `make run` starts: commands to be pasted as they stand into another terminal.

README shows them with `$CHIP`, and the line that gives it its value; `make run` prints them with the id and the port
filled in. They use what any machine with a shell has, and this folder's own `.venv`; nothing in them is a comment, as
not every shell takes comments that are typed.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts.opening_day.service import DEFAULT_PORT

SERVICE = f"http://127.0.0.1:{DEFAULT_PORT}"
OFFICE, NUMBER = "VN", "1-0041237"
FIRST = f"CHIP=$(curl -sS {SERVICE}/v1/rights/{OFFICE}/{NUMBER} | grep -o '0x[0-9a-f]*')"
HOME = "var/opening-day"
OWNER = "lumi-viet"  # a party of the day, whose key signs
NEED = "P001"  # of the market set
_PATIENCE = 120  # seconds
_HANOTEX = ".venv/bin/hanotex"
_READABLE = ".venv/bin/python -m json.tool --no-ensure-ascii"
_TRUST = f"--trust {HOME}/trust.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """who, asks: Vietnamese and English. command: lines of a shell, as README has them.

    expected: patterns, each of which the answer fits somewhere.
    """

    who: tuple[str, str]
    asks: tuple[str, str]
    command: str
    expected: tuple[str, ...]

    def filled_in(self, service: str, chip: str) -> str:
        """The command for a service at `service` and the id of the chip."""
        return self.command.replace("'$CHIP'", chip).replace("$CHIP", chip).replace(SERVICE, service)


DOORS = (
    Door(
        who=("Chủ sở hữu", "IP owner"),
        asks=("tài sản của tôi đang ra sao?", "how does my asset stand?"),
        command=f"""curl -sS {SERVICE}/v1/assets/$CHIP | {_READABLE} | sed '/"record": {{/,/^    }}/d'""",
        expected=(
            r"phiên bản 7, đang có hiệu lực\.",
            r"version 7, active\.",
            r"Chủ sở hữu: 0x[0-9a-f]{40} 60%",
            r"Holders: 0x[0-9a-f]{40} 60%",
        ),
    ),
    Door(
        who=("Bên mua", "Buyer"),
        asks=("điều người ta đưa tôi xem có thật không?", "is what I am shown true?"),
        command=f"curl -fsS -o var/from-the-seller.json {SERVICE}/v1/assets/$CHIP/certificate\n"
        f"{_HANOTEX} verify var/from-the-seller.json {_TRUST} --record $CHIP",
        expected=(r"(?m)^HỢP LỆ$", r"(?m)^VALID$", r"phiên bản 7", r"Attested by one operator"),
    ),
    Door(
        who=("Kiểm toán", "Auditor"),
        asks=("ai đã ký những gì, và có thiếu gì không?", "who signed what, and is anything missing?"),
        command=f"""curl -fsS -o var/history.json {SERVICE}/v1/assets/$CHIP/history
grep -oE '"(name|digest)":"[^"]*"|"0x[0-9a-f]{{130}}"' var/history.json
HEAD=$(grep -o '"head":"0x[0-9a-f]*","moved"' var/history.json | tail -n 1 | cut -d'"' -f4)
curl -fsS -o var/audited.json "{SERVICE}/v1/assets/$CHIP/certificate?deep=true"
{_HANOTEX} verify var/audited.json {_TRUST} --deep --record $CHIP --head $HEAD --json | grep -E '"(verdict|head)"'""",
        expected=(
            r'(?m)^"name":"register_asset"$',
            r'(?m)^"name":"resolve_dispute"$',
            r'(?m)^"0x[0-9a-f]{130}"$',
            # Of a certificate whose history passes through the head that the service's own history ends with.
            r'(?m)^ *"verdict": "valid",\n *"head": "0x[0-9a-f]{64}"',
        ),
    ),
    Door(
        who=("Cơ quan quản lý", "Regulator"),
        asks=("dịch vụ có kể đúng như sổ cái ghi không?", "does the service tell what the ledger holds?"),
        command=f"curl -sS '{SERVICE}/v1/events?follow=false&limit=4' | cut -c1-118\n"
        f"{_HANOTEX} node events --limit 4 --home {HOME}",
        # The same events at the same places, which differ from run to run.
        expected=tuple(
            rf"(?ms)^id: (\d+):(\d+)\nevent: {name}$.*^ *\1\.\2 .*\({name}\)"
            for name in ("genesis", "register_party", "move_party", "grant_role")
        ),
    ),
    Door(
        who=("Người tìm công nghệ", "Looking for technology"),
        asks=("gõ không dấu, có ra không?", "is it found when it is typed without tones?"),
        command=f"""curl -sS -G {SERVICE}/v1/search --data-urlencode 'q=bao chay nha ong' -d limit=3 \\
  | .venv/bin/python -c 'import json, sys; [print(each["title"]["text"]) for each in json.load(sys.stdin)["items"]]'""",
        expected=(r"(?m)^Bộ báo cháy không dây khói – CO – khí gas .*nhà ống và nhà trọ$",),
    ),
    Door(
        who=("Đơn vị có bài toán", "Whoever has a problem"),
        asks=("công nghệ nào giải được, và vì sao?", "which technology solves it, and why?"),
        command=f"{_HANOTEX} match need {NEED}",
        expected=(r"(?m)^1\. Bộ báo cháy không dây", r"●.* · T003 · Viện Công nghệ Cảm biến Hồng Hà"),
    ),
    Door(
        who=("Trước khi ký", "Before signing"),
        asks=("tôi sắp ký điều gì?", "what am I about to sign?"),
        command=f"""curl -sS {SERVICE}/v1/commands/prepare -H 'Content-Type: application/json' \\
  -d '{{"command": "set_grant_rule", "record": "'$CHIP'", "fields": {{"grant_rule": "majority"}}}}' \\
  | .venv/bin/python -c 'import json, sys; print(*json.load(sys.stdin)["sentence"].values(), sep="\\n\\n")'""",
        expected=(
            r"Bạn sắp ký: đặt quy tắc cấp phép",
            r"quá nửa phần sở hữu ký",
            r"You are about to sign: grant rule set",
        ),
    ),
    Door(
        who=("Ký và gửi", "Sign and send"),
        asks=("đăng ký một bí quyết của tôi", "register know-how of mine"),
        command=f"""OWNER=$({_HANOTEX} keys show {OWNER} --home {HOME} --json | grep -o 'did:nda:0x[0-9a-f]*')
curl -fsS {SERVICE}/v1/commands/prepare -H 'Content-Type: application/json' -o var/prepared.json \\
  -d '{{"command": "register_asset", "signers": ["'$OWNER'"], "fields": {{"asset_kind": "know_how", "title": "Men rượu",
       "holders": {{"'$OWNER'": 10000}}, "grant_rule": "all"}}}}'
{_HANOTEX} sign var/prepared.json --key {OWNER} --home {HOME} --out var/signed.json --yes
curl -sS {SERVICE}/v1/commands -H 'Content-Type: application/json' -d @var/signed.json | {_READABLE}""",
        expected=(
            r"Bạn sắp ký: đăng ký tài sản",
            r"You are about to sign: asset registered",
            r'"receipt": \{',
            r'"received_at": "\d+"',
        ),
    ),
)


def show(service: str, chip: str) -> None:
    for number, door in enumerate(DOORS, 1):
        print(f"\n   [{number}] {' · '.join(door.who)}: {' · '.join(door.asks)}\n")
        print(door.filled_in(service, chip), flush=True)


def open_one(door: Door, service: str, chip: str, folder: Path) -> None:
    """Run a door's command in `folder`, before the eyes of whoever asked for it."""
    command = door.filled_in(service, chip)
    print(f"\n{command}\n", flush=True)
    subprocess.run(command, shell=True, cwd=folder, check=False)


def failures(service: str, chip: str, folder: Path) -> list[str]:
    """Open every door, show its answer, and say of each that did not answer as it should what is missing."""
    failed: list[str] = []
    for number, door in enumerate(DOORS, 1):
        command = door.filled_in(service, chip)
        print(f"\n[{number}] {' · '.join(door.who)}: {' · '.join(door.asks)}\n\n{command}\n", flush=True)
        try:
            opened = subprocess.run(
                command,
                shell=True,
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            failed.append(f"{number}: no answer in {_PATIENCE} s")
            continue
        print(opened.stdout, flush=True)
        missing = [f"{number}: {pattern}" for pattern in lacking(door.expected, opened.stdout)]
        failed += missing or ([f"{number}: exit code {opened.returncode}"] if opened.returncode else [])
    return failed


def lacking(expected: Iterable[str], answer: str) -> list[str]:
    """The patterns that an answer does not fit, colours apart."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", answer)
    return [pattern for pattern in expected if not re.search(pattern, plain)]
