"""Bytes that are no civil request: huge, slow, nested, packed, smuggled, endless. Others are served all the while."""

from __future__ import annotations

import gzip
import io
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.functional.raw_lines import Process, lines, others_are_served, read_all, statuses

LINE_SECONDS = BODY_SECONDS = 1.5
_SOON = 4.0  # seconds beyond a bound, on a busy machine
_SOME_MEMORY = 8 << 20
_TEN_GIGABYTES = 10 << 30
_HEAD = b"POST /v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def process(opening_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    folder = tmp_path_factory.mktemp("bytes")
    shutil.copytree(opening_day, folder / "home")
    bounds = {"HANOTEX_LINE_SECONDS": str(LINE_SECONDS), "HANOTEX_BODY_SECONDS": str(BODY_SECONDS)}
    running = Process(folder / "home", folder / "log", **bounds)
    # What is loaded once, with the first request of its kind, is no growth.
    for _ in range(20):
        httpx.post(f"{running.url}/v1/commands", json={"command": "register_party"})
        httpx.get(f"{running.url}/openapi.json")
    try:
        yield running
    finally:
        code = running.stop()
    assert code == 0
    loud = [line for line in running.logged() if line["level"] in ("error", "critical")]
    assert not loud, loud[:3]


# --- Huge ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stated", [True, False], ids=["stated", "in chunks"])
def test_ten_gigabytes_are_refused_and_never_held(process: Process, stated: bool) -> None:
    head = b"Content-Length: %d\r\n\r\n" % _TEN_GIGABYTES if stated else b"Transfer-Encoding: chunked\r\n\r\n"
    block = bytes(1 << 16)
    part = block if stated else b"10000\r\n" + block + b"\r\n"
    before = process.memory
    with others_are_served(process), lines(process, 8) as several:
        for line in several:
            sent, answer = 0, b""
            try:
                line.sendall(_HEAD + head)
                while sent < _TEN_GIGABYTES:
                    line.sendall(part)
                    sent += len(block)
            except ConnectionError:
                pass
            answer = read_all(line)
            assert sent < 1 << 27
            # Where the line was closed while this end still wrote, the answer is lost.
            assert statuses(answer) in ([413], [])
        assert process.memory - before < _SOME_MEMORY


def test_a_body_that_is_said_to_be_packed_is_not_unpacked(process: Process) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
        for _ in range(128):
            file.write(bytes(1 << 20))
    bomb = packed.getvalue()
    assert len(bomb) < 1 << 20
    before = process.memory
    for encoding in ("gzip", "deflate", "br", "gzip, gzip", "identity"):
        for path in ("/v1/commands", "/v1/sign-in/password"):
            headers = {"Content-Encoding": encoding, "Content-Type": "application/json"}
            answer = httpx.post(f"{process.url}{path}", content=bomb, headers=headers, timeout=30)
            assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED")
    assert process.memory - before < _SOME_MEMORY


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"a" * (1 << 20) + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /health?" + b"a=b&" * (1 << 18) + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX: " + b"a" * (1 << 20) + b"\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * (1 << 17) + b"\r\n",
        b"A" * (1 << 20) + b" /health HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\r\n" * (1 << 19),
    ],
    ids=["path", "query", "header", "headers", "method", "empty lines"],
)
def test_a_head_without_end_is_cut_off(process: Process, sent: bytes) -> None:
    before = process.memory
    with others_are_served(process):
        assert statuses(process.say(sent)) in ([400], [431], [414], [])
    assert process.memory - before < _SOME_MEMORY


def test_many_small_headers_are_a_request_all_the_same(process: Process) -> None:
    answer = process.say(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + b"X-Y: z\r\n" * 1000 + b"\r\n")
    assert statuses(answer) == [200]


# --- Slow ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [b"", b"GET /health HT", b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_head_that_comes_a_byte_at_a_time_wins_no_time(process: Process, first: bytes) -> None:
    begun = time.monotonic()
    with others_are_served(process), process.line() as line:
        line.settimeout(0.2)
        line.sendall(first)
        closed = False
        while not closed:
            assert time.monotonic() < begun + LINE_SECONDS + _SOON, "the line is still open"
            try:
                if first:
                    line.sendall(b"a")
                closed = line.recv(4096) == b""
            except TimeoutError:
                pass
            except ConnectionError:
                closed = True
    assert time.monotonic() > begun + LINE_SECONDS - 0.5


def test_a_body_that_comes_a_byte_at_a_time_is_given_up(process: Process) -> None:
    begun = time.monotonic()
    with others_are_served(process), process.line() as line:
        line.settimeout(0.2)
        line.sendall(_HEAD + b"Content-Length: 1000\r\n\r\n")
        answer = b""
        while b"BODY_TOO_SLOW" not in answer:
            assert time.monotonic() < begun + BODY_SECONDS + _SOON, "it is still waited for"
            try:
                line.sendall(b" ")
                answer += line.recv(4096)
            except TimeoutError:
                pass
    assert statuses(answer) == [408]


def test_hundreds_of_lines_that_say_nothing_are_closed(process: Process) -> None:
    begun = time.monotonic()
    with others_are_served(process), lines(process, 400) as several:
        for line in several:
            assert read_all(line) == b""
        assert time.monotonic() < begun + LINE_SECONDS + _SOON


def test_a_line_between_requests_is_closed_as_well(process: Process) -> None:
    with process.line() as line:
        line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /hea")
        begun = time.monotonic()
        assert statuses(read_all(line)) == [200]
        assert time.monotonic() < begun + LINE_SECONDS + _SOON


def test_whoever_does_not_read_is_not_waited_for(process: Process) -> None:
    """Answers larger than the buffers on the way, asked for many times on each line."""
    before, open_before = process.memory, process.open_files
    asked = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 40
    with others_are_served(process), lines(process, 10, receive_buffer=4096) as several:
        for line in several:
            line.sendall(asked)
        until = time.monotonic() + LINE_SECONDS + 2 * _SOON
        while process.open_files < open_before + len(several):
            assert time.monotonic() < until, "the lines were not taken"
            time.sleep(0.01)
        while process.open_files > open_before + len(several) // 2:
            assert time.monotonic() < until, "the lines are still open"
            time.sleep(0.1)
        assert process.memory - before < 4 * _SOME_MEMORY


def test_streams_that_nobody_reads_hold_up_no_stream_that_somebody_reads(process: Process) -> None:
    before = process.memory
    with others_are_served(process), lines(process, 50, receive_buffer=4096) as several:
        for line in several:
            line.sendall(b"GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n")
        with httpx.stream("GET", f"{process.url}/v1/events?follow=false", timeout=30) as told:
            assert sum(each.startswith("id: ") for each in told.iter_lines()) > 150
        assert process.memory - before < 16 * _SOME_MEMORY


# --- JSON that is none, or too much --------------------------------------------------------------------------------

JSON = {"Content-Type": "application/json"}
TEXTS = {
    "lists": b"[" * 100_000 + b"]" * 100_000,
    "objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "lists that never end": b"[" * 1_000_000,
    "lists in a member": b'{"email":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "a long text": b'"' + b"a" * 1_000_000 + b'"',
    "a text that never ends": b'"' + b"\\\\" * 400_000,
    "many members": b"{" + b",".join(b'"%d":1' % n for n in range(80_000)) + b"}",
    "a long number": b"9" * 1_000_000,
    "a long number in a member": b'{"expected_version":' + b"9" * 100_000 + b"}",
    "a large exponent": b'{"expected_version":1e999999999}',
    "members twice": b'{"command":"register_party","command":"register_asset"}',
    "NaN": b'{"expected_version":NaN}',
    "Infinity": b'{"expected_version":-Infinity}',
    "a byte order mark": b'\xef\xbb\xbf{"command":"register_party"}',
    "UTF-16": '{"command":"register_party"}'.encode("utf-16"),
    "UTF-32": '{"command":"register_party"}'.encode("utf-32"),
    "half a pair": b'{"command":"\\ud800"}',
    "the other half": b'{"email":"\\udc00@example.vn","password":"\\udc00"}',
    "half a pair in a name": b'{"\\ud800":1}',
    "no UTF-8": b'{"command":"\xff\xfe"}',
    "overlong UTF-8": b'{"command":"\xc0\xaf"}',
    "NUL": b'{"command":"\\u0000"}\x00',
    "two values": b"{}{}",
    "nothing": b"",
    "blanks": b" " * 1_000_000,
    "null": b"null",
    "comments": b'{/* */"command":1}',
    "single quotes": b"{'command':1}",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_no_sensible_json_is_refused_at_once(process: Process, text: bytes) -> None:
    """Some texts cost a second, were each thing that is wrong with them looked at."""
    for path in ("/v1/commands", "/v1/commands/check", "/v1/commands/prepare", "/v1/sign-in/password"):
        begun = time.monotonic()
        answer = httpx.post(
            f"{process.url}{path}", content=text, headers={"Content-Type": "application/json"}, timeout=30
        )
        assert answer.status_code in (400, 401, 422), (path, answer.status_code, answer.text[:200])
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.content) < 8192
        assert time.monotonic() - begun < _SOON


_DEEP = '{"command":"register_asset","fields":{"\u2200":' + "[" * 100_000 + "]" * 100_000 + "}}"
_BOMBS = [
    *((kind, "utf-8") for kind in (None, "application/JSON", "Application/Json; charset=x", "application/x+JSON")),
    *((kind, "utf-8") for kind in ("text/plain", "application/problem+json", "application/x-www-form-urlencoded")),
    *(("application/json", encoding) for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
    *(("application/json", encoding) for encoding in ("utf-32", "utf-32-le", "utf-32-be")),
]


@pytest.mark.parametrize(("kind", "encoding"), _BOMBS)
def test_no_type_and_no_encoding_takes_deep_json_past_the_bound(
    process: Process, kind: str | None, encoding: str
) -> None:
    """In a process of its own: the parser that such a text reaches overflows the stack, and nobody is served again."""
    headers = {} if kind is None else {"Content-Type": kind}
    for path in ("/v1/commands/prepare", "/v1/sign-in/password"):
        answer = httpx.post(f"{process.url}{path}", content=_DEEP.encode(encoding), headers=headers, timeout=30)
        assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED")


# --- Two requests that look like one -------------------------------------------------------------------------------

_SECOND = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
SMUGGLED = {
    "both lengths": b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + _SECOND,
    "both lengths, turned": b"Transfer-Encoding: chunked\r\nContent-Length: 80\r\n\r\n0\r\n\r\n" + _SECOND,
    "two lengths": b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + _SECOND,
    "a list of lengths": b"Content-Length: 2, 40\r\n\r\n{}" + _SECOND,
    "a length with a sign": b"Content-Length: +2\r\n\r\n{}" + _SECOND,
    "a negative length": b"Content-Length: -2\r\n\r\n{}" + _SECOND,
    "a hexadecimal length": b"Content-Length: 0x2\r\n\r\n{}" + _SECOND,
    "a length that is no number": b"Content-Length: two\r\n\r\n{}" + _SECOND,
    "a coding that is none": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + _SECOND,
    "a coding after chunked": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + _SECOND,
    "chunked twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + _SECOND,
    "a coding with a tab": b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + _SECOND,
    "a blank before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + _SECOND,
    "a header in two lines": b"X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: nothing\r\n\r\n" + _SECOND,
    "NUL in a header": b"X: y\x00z\r\nContent-Length: 0\r\n\r\n" + _SECOND,
    "a negative chunk": b"Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n" + _SECOND,
    "a chunk in hexadecimal": b"Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n" + _SECOND,
    "a chunk beyond every number": b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\n{}\r\n" + _SECOND,
    "a chunk that is longer than it says": b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx\r\n0\r\n\r\n" + _SECOND,
    "a chunk of no size": b"Transfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n" + _SECOND,
    "a chunk with a long note": b"Transfer-Encoding: chunked\r\n\r\n2;" + b"a" * 100_000 + b"\r\n{}\r\n" + _SECOND,
}


@pytest.mark.parametrize("after", SMUGGLED.values(), ids=SMUGGLED)
def test_a_request_whose_end_can_be_read_two_ways_ends_the_line(process: Process, after: bytes) -> None:
    answers = process.say(_HEAD + after)
    assert statuses(answers) in ([400], [413], [501], []), answers[:300]
    assert b"smuggled" not in answers


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /health\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET /hea lth HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
        b"\x00" * 2000,
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"GET /health HTTP/1.1\nHost: x\n\nGET /smuggled HTTP/1.1\nHost: x\nHost: y\n\n",
    ],
)
def test_what_is_no_request_of_this_kind_ends_the_line(process: Process, sent: bytes) -> None:
    answers = process.say(sent)
    assert statuses(answers) in ([400], [505], [], [200, 400], [404, 400]), answers[:300]


def test_requests_on_one_line_are_answered_in_their_order(process: Process) -> None:
    paths = [b"/health", b"/nothing", b"/v1/status", b"/problems/NOT_FOUND"] * 20
    sent = b"".join(b"GET %b HTTP/1.1\r\nHost: x\r\n\r\n" % path for path in paths)
    answers = process.say(sent + b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert statuses(answers) == [200, 404, 200, 200] * 20 + [200]


def test_what_is_no_request_after_one_that_is_takes_nothing_from_its_answer(process: Process) -> None:
    asked = b"GET /v1/events?follow=false HTTP/1.1\r\nHost: x\r\n\r\n"
    answers = process.say(asked + b"\x00\x00 no request\r\n\r\n")
    assert statuses(answers) == [200, 400]
    assert answers.count(b"\nid: ") > 100


@pytest.mark.parametrize("path", ["/health", "/v1/status", "/v1/events?follow=false"])
def test_nothing_is_upgraded(process: Process, path: str) -> None:
    upgrade = (
        f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert statuses(process.say(upgrade.encode())) == [200]
    h2c = (
        f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n"
    )
    assert statuses(process.say(h2c.encode() + b"Connection: close\r\n\r\n")) == [200]


def test_a_client_that_waits_to_be_asked_for_its_body_is_told_no_at_once(process: Process) -> None:
    with process.line() as line:
        line.sendall(_HEAD + b"Content-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n")
        assert statuses(read_all(line)) == [413]
