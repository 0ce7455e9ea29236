"""The interpreter's bound on recursion, which one import raised for the whole process: deep JSON ended it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# In a thread, as requests are served in: its stack is what overflows.
_DEEP = """
import json, sys, threading
import {imported}
def read():
    for text in ("[" * 1_000_000, '{{"a":' * 1_000_000):
        for written in (text, text.encode("utf-16")):
            try:
                json.loads(written)
            except RecursionError:
                print("refused")
reading = threading.Thread(target=read)
reading.start()
reading.join()
"""


@pytest.mark.parametrize("imported", ["api.server", "api.worker", "api.cli.main, eth_keyfile", "eth, ledger"])
def test_no_process_of_ours_is_ended_by_deep_json(imported: str) -> None:
    """What is not read within bounds of ours is an error, whichever library came first."""
    run = subprocess.run([sys.executable, "-c", _DEEP.format(imported=imported)], cwd=ROOT, capture_output=True)
    assert (run.returncode, run.stdout.split()) == (0, [b"refused"] * 4), run.stderr
