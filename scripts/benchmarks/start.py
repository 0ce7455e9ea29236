"""From nothing to the first accepted command."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.benchmarks.line import Line


def cold_start() -> list[Line]:
    """From starting the interpreter to the first accepted command on a fresh ledger."""
    program = (
        "import sys, time, resource\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from api.connection import open_embedded\n"
        "from ledger import commands as c\n"
        "from tests.conformance.cast import genesis, key, party, sign, text\n"
        "at = int(time.time()) - 2\n"
        "connection = open_embedded(Path(sys.argv[2]), genesis(at))\n"
        "command = c.RegisterParty(record=party('operator'), expected_version=0, not_after=at + 3600, party_kind=4,\n"
        "    profile=text('o'), country=240, parent=bytes(32), keys=(key('operator').address,), threshold=1)\n"
        "connection.ledger.submit(sign(connection.ledger.deployment.ledger, command, [key('operator')]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)\n"
        "connection.close()\n"
    )
    root = str(Path(__file__).resolve().parents[2])
    times = []
    memory = 0.0
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            with subprocess.Popen(
                [sys.executable, "-c", program, root, folder], stdout=subprocess.PIPE, text=True
            ) as child:
                assert child.stdout is not None
                memory = float(child.stdout.readline())
                times.append(time.perf_counter() - started)
    return [
        Line("cold start to the first accepted command", statistics.median(times), "s", "≤ 4"),
        Line("resident memory of a process with one ledger open", memory, "MB", "≤ 250"),
    ]
