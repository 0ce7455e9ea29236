"""Clients of the service in a process of their own, so that they share no interpreter lock with what they measure.

`python -m scripts.benchmarks.load URL CLIENTS` reads requests from standard input, a JSON list `[method, path, body]`
a line. Each client keeps one connection and sends its next request when the last one is answered. It answers one JSON
object: `seconds` for everything, and for each request, in the order given, its `status` and its `milliseconds`.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
Request = tuple[str, str, str]
"""Method, path, and body ("" for none)."""


@dataclass(frozen=True, slots=True)
class Answers:
    """seconds: until everything was answered. statuses, milliseconds: of each request, in the order of the requests."""

    seconds: float
    statuses: tuple[int, ...]
    milliseconds: tuple[float, ...]


def load(url: str, clients: int, requests: Sequence[Request]) -> Answers:
    """Have that many clients of another process send all of these, each its next one when the last is answered."""
    command = [sys.executable, "-m", "scripts.benchmarks.load", url, str(clients)]
    said = "".join(json.dumps(request) + "\n" for request in requests)
    ran = subprocess.run(command, cwd=ROOT, input=said, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    answer = json.loads(ran.stdout)
    return Answers(answer["seconds"], tuple(answer["statuses"]), tuple(answer["milliseconds"]))


def percentile(values: Sequence[float], percent: int) -> float:
    """Of at least two values."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _send(url: str, clients: int, requests: Sequence[Request]) -> Answers:
    address = urlsplit(url).netloc
    places = iter(range(len(requests)))
    lock = threading.Lock()
    statuses, milliseconds = [0] * len(requests), [0.0] * len(requests)

    def client() -> None:
        connection = http.client.HTTPConnection(address, timeout=120)
        connection.connect()
        while True:
            with lock:
                place = next(places, None)
            if place is None:
                connection.close()
                return
            method, path, body = requests[place]
            headers = {"Content-Type": "application/json"} if body else {}
            started = time.perf_counter()
            connection.request(method, path, body.encode() if body else None, headers)
            answer = connection.getresponse()
            answer.read()
            milliseconds[place] = 1000 * (time.perf_counter() - started)
            statuses[place] = answer.status

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        for future in [pool.submit(client) for _ in range(clients)]:
            future.result()
    return Answers(time.perf_counter() - started, tuple(statuses), tuple(milliseconds))


def main() -> None:
    url, clients = sys.argv[1:]
    requests = [tuple(json.loads(line)) for line in sys.stdin]
    answers = _send(url, int(clients), requests)
    print(json.dumps(asdict(answers)))


if __name__ == "__main__":
    main()
