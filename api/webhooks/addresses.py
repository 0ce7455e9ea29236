"""Where webhooks may be sent: into the internet, never into the network that the service stands in.

Whoever subscribes names an address that this machine will speak to. So every name is resolved here, each of its
addresses is judged, and the connection is made to the very address that was judged: a name that answers otherwise the
second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from api.networks import Address, Network, networks, unmapped

MOST_CHARACTERS = 2000
_URL = re.compile(r"https?://[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+")
_NAME = re.compile(r"(?=.{1,253}\.?$)(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\.)*(?!-)[a-z0-9_-]{1,63}(?<!-)\.?")

# The special-purpose registries of IANA (RFC 6890 and after), whatever this version of Python knows of them; the
# metadata services of the large clouds are within, but for Azure's, which has an address of the internet.
_NEVER: tuple[Network, ...] = tuple(
    ipaddress.ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        *("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32"),
        *("2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8"),
    )
)


class AddressForbidden(Exception):
    """Nothing is sent there. trouble: why, in one word of a closed list."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Allowance:
    """networks: those that may be spoken to though they are not of the internet, without encryption as well."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, text: str) -> Allowance:
        """From `127.0.0.1/32, 10.20.0.0/16`; raises `ValueError`."""
        return cls(networks(text))

    def covers(self, address: Address) -> bool:
        judged = unmapped(address)
        return any(judged in network for network in self.networks if network.version == judged.version)


class Place(NamedTuple):
    """A URL taken apart. target: path and query."""

    encrypted: bool
    host: str
    port: int
    target: str


def place_of(url: str) -> Place:
    """The parts of a webhook's URL; raises `AddressForbidden` for one that has others, or is written otherwise."""
    if len(url) > MOST_CHARACTERS or not _URL.fullmatch(url):
        raise AddressForbidden("url")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressForbidden("url") from None
    if parts.username is not None or parts.password is not None or "#" in url or port == 0:
        raise AddressForbidden("url")
    if not _literal(host) and not _NAME.fullmatch(host):
        raise AddressForbidden("host")
    encrypted = parts.scheme == "https"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(encrypted, host, port or (443 if encrypted else 80), target)


def permitted(place: Place, allowance: Allowance, seconds: float = 10.0) -> Sequence[Address]:
    """The addresses of a place, all of which may be spoken to; raises `AddressForbidden`. seconds: to find them."""
    addresses = _resolved(place.host, place.port, seconds)
    for address in addresses:
        if allowance.covers(address):
            continue
        if not place.encrypted:
            raise AddressForbidden("not encrypted")
        if forbidden(address):
            raise AddressForbidden("private address")
    return addresses


def forbidden(address: Address) -> bool:
    """Whether it is not an address of the internet, or leads to one that is not."""
    inner = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    special = any(address in network for network in _NEVER if network.version == address.version)
    return special or not address.is_global or address.is_multicast or (inner is not None and forbidden(inner))


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _resolved(host: str, port: int, seconds: float) -> list[Address]:
    """In a thread of its own: the system's resolver takes no bound, and silent name servers cost it a minute."""
    found: list[Address] = []

    def resolve() -> None:
        with suppress(OSError, UnicodeError):
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(ipaddress.ip_address(str(entry[4][0])) for entry in entries))

    resolving = threading.Thread(target=resolve, name="name", daemon=True)
    resolving.start()
    resolving.join(seconds)
    if resolving.is_alive() or not found:
        raise AddressForbidden("unresolved")
    return found
