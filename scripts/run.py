"""The main job (`make run`): the opening day on a fresh embedded ledger, a certificate, and its check offline.

Everything is done through the `hanotex` command, as a user would. The home, var/opening-day, is made anew by every
run. It ends with four doors, one command each; on a terminal they can be opened right there. ONCE=1 leaves at once.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ledger.engines.embedded import ChainInUse  # noqa: E402  # the path is set above, so that no installation is needed
from ledger.engines.embedded.lock import WriterLock  # noqa: E402

HANOTEX = ".venv/bin/hanotex"
HOME = "var/opening-day"
CERTIFICATE = f"{HOME}/chip.certificate.json"
SCENARIO = "examples/opening-day/scenario.yaml"

# Refuses every socket in the process from before the file is opened: the network is unplugged, whatever is asked of it.
UNPLUGGED = """
import sys
from api.cli.main import app
def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"the network is unplugged: {event}")
sys.addaudithook(refuse)
app(sys.argv[1:])
"""

DOORS = (
    ("Chủ sở hữu", "IP owner", "how my asset stands", f"{HANOTEX} record chip --home {HOME}"),
    ("Bên mua", "Buyer", "is what I am shown true?", f"{HANOTEX} verify {CERTIFICATE} --trust {HOME}/trust.json"),
    ("Kiểm toán", "Auditor", "everything that ever happened to it", f"{HANOTEX} history chip --home {HOME}"),
    ("Cơ quan quản lý", "Regulator", "the chain file itself, read-only", f"{HANOTEX} node events --home {HOME}"),
)


def step(number: int, vi: str, en: str) -> None:
    print(f"\n\033[1m{number}. {vi}\033[0m · {en}" if sys.stdout.isatty() else f"\n{number}. {vi} · {en}", flush=True)


def do(command: str) -> int:
    print(f"   $ {command}", flush=True)
    return subprocess.run(shlex.split(command), cwd=ROOT, check=False).returncode


@contextmanager
def written_by_nobody_else(home: Path) -> Iterator[None]:
    """Hold `home` against every other writer. Raises ChainInUse at once if there is one, before anything is touched.

    Two locks: `<home>.lock` against another run, which removes the home and so the chain's lock with it, and the
    chain's own, let go once the home is found free, against any other command that writes there.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        held.callback(WriterLock(home).release)
        if home.is_dir():
            WriterLock(home / "chain.sqlite").release()
        yield


def verify_unplugged() -> int:
    arguments = ["verify", CERTIFICATE, "--trust", f"{HOME}/trust.json"]
    print(f"   $ {HANOTEX} {' '.join(arguments)}", flush=True)
    return subprocess.run([sys.executable, "-c", UNPLUGGED, *arguments], cwd=ROOT, check=False).returncode


def opening_day() -> int:
    """Play the day; 0 if every answer was as expected and the certificate is valid."""
    shutil.rmtree(ROOT / HOME, ignore_errors=True)
    step(1, "Ngày khai trương", "The opening day: organisations sign, the contracts accept or refuse")
    if do(f"{HANOTEX} scenario run {SCENARIO} --home {HOME}"):
        return 1
    step(2, "Lập chứng thư", "A certificate of the chip's whole history, without this ledger needed to check it")
    if do(f"{HANOTEX} certificate chip --out {CERTIFICATE} --home {HOME}"):
        return 1
    step(3, "Kiểm tra ngoại tuyến", "Checked with the network unplugged: every socket is refused")
    return verify_unplugged()


def show_doors() -> None:
    step(4, "Bốn cánh cửa", "Four doors, one command each")
    for number, (vi, en, question, command) in enumerate(DOORS, 1):
        print(f"   [{number}] {vi} · {en}: {question}\n       {command}")


def open_doors() -> None:
    """Let a person at the terminal open doors until they leave."""
    while True:
        try:
            answer = input("\n   1-4, Enter: thoát · leave > ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if not answer:
            return
        if answer in ("1", "2", "3", "4"):
            do(DOORS[int(answer) - 1][3])
        else:
            print("   Gõ 1, 2, 3, 4 hoặc Enter. · Type 1-4 or Enter.")


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    try:
        with written_by_nobody_else(ROOT / HOME):
            failed = opening_day()
    except ChainInUse as error:
        writer = f" (pid {error.pid})" if error.pid else ""
        print(
            f"Một tiến trình khác{writer} đang ghi {HOME}; chờ nó xong rồi chạy lại.\n"
            f"Another process{writer} is writing {HOME}; wait for it, then run again.",
            file=sys.stderr,
        )
        return 1
    if failed:
        return failed
    show_doors()
    if os.environ.get("ONCE") != "1" and sys.stdin.isatty():
        open_doors()
    return 0


if __name__ == "__main__":
    sys.exit(main())
