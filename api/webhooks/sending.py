"""One POST to an address that somebody else named: checked before it is connected, bounded in time and size.

No redirect is followed, no proxy of the environment is used, and nothing of the answer is kept but its status.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpcore

from api.webhooks.addresses import AddressForbidden, Allowance, Place, permitted, place_of

_MOST_ANSWER_BYTES = 1 << 16
_LONGEST_REST = 86_400  # seconds
_ADDRESSES_TRIED = 2


class Unreachable(Exception):
    """No answer came. trouble: why, in one word of a closed list."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Answered:
    """status: of HTTP. retry_after: seconds that the other side asks to be left alone, 0 where it does not."""

    status: int
    retry_after: int = 0


class Sender:
    """Thread-safe. seconds: for the whole of one sending, names and handshake included."""

    def __init__(self, allowance: Allowance, seconds: float = 10.0) -> None:
        self._allowance = allowance
        self._seconds = seconds
        self._tls = ssl.create_default_context()

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answered:
        """Raises `AddressForbidden` (nothing was sent) or `Unreachable` (it may have arrived)."""
        place = place_of(url)
        until = time.monotonic() + self._seconds
        backend = _Guarded(place, self._allowance, until)
        scheme = b"https" if place.encrypted else b"http"
        address = httpcore.URL(scheme=scheme, host=place.host.encode(), port=place.port, target=place.target.encode())
        sent: list[tuple[bytes | str, bytes | str]] = [("Host", _authority(place)), *headers.items()]
        try:
            with (
                httpcore.ConnectionPool(self._tls, network_backend=backend, max_connections=1) as pool,
                pool.stream("POST", address, headers=sent, content=body) as answer,
            ):
                _read_some(answer.iter_stream())
                return Answered(answer.status, _retry_after(answer.headers))
        except httpcore.TimeoutException:
            raise Unreachable("timeout") from None
        except (httpcore.ConnectError, OSError) as error:
            raise Unreachable("certificate" if _is_of_tls(error) else "connection") from None
        except (httpcore.NetworkError, httpcore.ProtocolError):
            raise Unreachable("protocol") from None


def _authority(place: Place) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port == (443 if place.encrypted else 80) else f"{host}:{place.port}"


def _read_some(stream: Iterable[bytes]) -> None:
    """As much as a civil answer has, so that the other side sees it taken; what is beyond is cut off."""
    read = 0
    for part in stream:
        read += len(part)
        if read > _MOST_ANSWER_BYTES:
            return


def _retry_after(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """Seconds of a `Retry-After` (RFC 9110, section 10.2.3), at most a day; 0 where none can be read."""
    said = next((value.decode("latin-1") for name, value in headers if name.lower() == b"retry-after"), "")
    if said.isascii() and said.isdigit():
        return min(int(said[:9]), _LONGEST_REST)
    try:
        seconds = parsedate_to_datetime(said).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return 0
    return min(max(int(seconds), 0), _LONGEST_REST)


def _is_of_tls(error: BaseException) -> bool:
    return isinstance(error, ssl.SSLError) or isinstance(error.__cause__ or error.__context__, ssl.SSLError)


class _Guarded(httpcore.NetworkBackend):
    """Connects to addresses that it has judged itself, and lets no step outlast the whole."""

    def __init__(self, place: Place, allowance: Allowance, until: float) -> None:
        self._place = place
        self._allowance = allowance
        self._until = until
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._until, httpcore.ConnectTimeout)
        addresses = permitted(self._place, self._allowance, left)[:_ADDRESSES_TRIED]
        for address in addresses[:-1]:
            try:
                return self._connect(str(address), port, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(str(addresses[-1]), port, socket_options)

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Any = None) -> Any:
        raise AddressForbidden("url")

    def _connect(self, address: str, port: int, socket_options: Any) -> httpcore.NetworkStream:
        left = _left(self._until, httpcore.ConnectTimeout)
        return _Bounded(self._sockets.connect_tcp(address, port, left, None, socket_options), self._until)


class _Bounded(httpcore.NetworkStream):
    """A connection that ends at a time, however slowly the other side speaks."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._until, httpcore.ConnectTimeout)
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float, over: type[httpcore.TimeoutException]) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise over("the time for one sending is over")
    return left
