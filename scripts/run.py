"""The main job (`make run`): the opening day on a fresh embedded ledger, a certificate checked offline, a market, the
service.

Everything is done through the `hanotex` command, as a user would. The home, var/opening-day, is made anew by every
run. At the end the ledger is served, and doors to it are shown: commands for another terminal, which can be opened
right there as well. It serves until Ctrl-C or SIGTERM. PORT chooses the port. ONCE=1 opens every door by itself and
leaves, with an exit code other than 0 if one does not answer as it should.
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
from scripts.opening_day import doors  # noqa: E402
from scripts.opening_day.doors import DOORS, HOME, NEED, NUMBER, OFFICE  # noqa: E402
from scripts.opening_day.service import LOG, NotServing, Running, choose_port, served, stop_when_told  # noqa: E402

HANOTEX = ".venv/bin/hanotex"
CERTIFICATE = f"{HOME}/chip.certificate.json"
SCENARIO = "examples/opening-day/scenario.yaml"
MARKET = "examples/market"

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


def step(number: int, vi: str, en: str) -> None:
    print(f"\n\033[1m{number}. {vi}\033[0m" if sys.stdout.isatty() else f"\n{number}. {vi}")
    print(f"   {en}", flush=True)


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
    step(
        1,
        "Ngày khai trương: các tổ chức ký, hợp đồng thông minh nhận hoặc từ chối",
        "The opening day: organisations sign, the contracts accept or refuse",
    )
    # Every party's keys, as the market that is loaded next has some of the same parties.
    if do(f"{HANOTEX} scenario run {SCENARIO} --home {HOME} --keep-keys"):
        return 1
    step(
        2,
        "Lập chứng thư về toàn bộ lịch sử của con chip; kiểm tra nó không cần đến sổ cái này",
        "A certificate of the chip's whole history, without this ledger needed to check it",
    )
    if do(f"{HANOTEX} certificate chip --out {CERTIFICATE} --home {HOME}"):
        return 1
    step(
        3,
        "Kiểm tra chứng thư khi đã ngắt mạng: mọi kết nối đều bị chặn",
        "Checked with the network unplugged: every socket is refused",
    )
    return verify_unplugged()


def market() -> int:
    """Load the market set beside the day, and match one of its needs; 0 if both went well."""
    step(
        4,
        "Nạp sàn công nghệ: 160 công nghệ, 60 bài toán, mỗi bản ghi bằng lệnh đã ký (chừng một phút)",
        "Load the market: 160 technologies, 60 needs, every record by signed commands (about a minute)",
    )
    # The day has suspended one of the parties.
    if do(f"{HANOTEX} market load {MARKET} --home {HOME} --readmit --vectors"):
        return 1
    step(
        5,
        "Công nghệ nào giải được một bài toán của phường, và vì sao",
        "Which technology solves a problem of a ward, and why",
    )
    return do(f"{HANOTEX} match need {NEED} --home {HOME}")


def serve(port: int) -> int:
    """Serve the day until whoever is there leaves; 0 if it went and ended well. Raises `NotServing`."""
    step(6, "Mở dịch vụ: sổ cái qua HTTP, ai cũng đọc được", "The ledger over HTTP, for everybody to read")
    print(f"   $ HANOTEX_PUBLIC_READING=on {HANOTEX} serve --home {HOME} --port {port}", flush=True)
    with served(ROOT, HOME, port, os.environ) as running:
        chip = running.ask(f"/v1/rights/{OFFICE}/{NUMBER}")["asset"]
        print(f"   Sẵn sàng · ready: {running.url} (mô tả · description: /openapi.json; nhật ký · log: {HOME}/{LOG})")
        step(7, "Sáu cánh cửa, và hai cửa cho người ký", "Six doors, and two for whoever signs")
        if os.environ.get("ONCE") == "1":
            return open_all(running, chip)
        if running.url != doors.SERVICE:
            print(
                "   Dịch vụ không ở cổng 8000 mà README viết: hãy dùng các lệnh dưới đây.\n"
                "   The service is not at port 8000, which README has: use the commands below."
            )
        print(f"   Dán vào một cửa sổ dòng lệnh khác · Paste into another terminal:\n\ncd {shlex.quote(str(ROOT))}")
        doors.show(running.url, chip)
        print("\n   Ctrl-C: dừng dịch vụ · stops the service.", flush=True)
        try:
            if sys.stdin.isatty():
                open_doors(running, chip)
            else:
                running.process.wait()
        except KeyboardInterrupt:
            pass
        print("\n   Đang dừng · stopping …", flush=True)
    return 0


def open_all(running: Running, chip: str) -> int:
    if failed := doors.failures(running.url, chip, ROOT):
        wrong = "\n".join(f"  {each}" for each in failed)
        print(f"Câu trả lời thiếu điều phải có: · An answer lacks what it must have:\n{wrong}", file=sys.stderr)
        return 1
    print("✓ Mọi cánh cửa trả lời đúng. · Every door answers as it should.", flush=True)
    return 0


def open_doors(running: Running, chip: str) -> None:
    """Let a person at the terminal open doors until they leave. Raises `NotServing` if the service does not stay."""
    while True:
        try:
            answer = input(f"\n   1-{len(DOORS)}: mở ngay tại đây · open it here; Enter: thoát · leave > ").strip()
        except EOFError:
            return
        if not answer:
            return
        running.expect_alive()
        if answer in {str(number) for number in range(1, len(DOORS) + 1)}:
            doors.open_one(DOORS[int(answer) - 1], running.url, chip, ROOT)
        else:
            print(f"   Gõ một số từ 1 đến {len(DOORS)}, hoặc Enter. · Type a number from 1 to {len(DOORS)}, or Enter.")


def main() -> int:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    try:
        port = choose_port(os.environ.get("PORT"))
        with written_by_nobody_else(ROOT / HOME):
            return opening_day() or market() or serve(port)
    except ChainInUse as error:
        writer = f" (pid {error.pid})" if error.pid else ""
        print(
            f"Một tiến trình khác{writer} đang dùng {HOME}; chờ nó xong, hoặc dừng nó, rồi chạy lại.\n"
            f"Another process{writer} is using {HOME}; wait for it or stop it, then run again.",
            file=sys.stderr,
        )
    except NotServing as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("\nĐã dừng trước khi xong. · Stopped before the end.", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    stop_when_told()
    sys.exit(main())
