"""Where a request comes from: the peer's address, or what a configured proxy says of whom it speaks for."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.requests import HTTPConnection

from api.networks import Network, address_of, networks
from api.settings import Settings

_NOWHERE = "unknown"


class Origins:
    def __init__(self, settings: Settings) -> None:
        self._proxies: Sequence[Network] = networks(settings.proxies)

    def is_by_proxy(self, request: HTTPConnection) -> bool:
        """Whether the peer is a proxy that is believed."""
        return request.client is not None and self._is_proxy(request.client.host)

    def address(self, request: HTTPConnection) -> str:
        """The client's address; of an IPv6 one the network of 64 bits, which one client has to itself."""
        if request.client is None:
            return _NOWHERE
        found = request.client.host
        # From the right: what a believed proxy added is true, what stands before that is the client's own word.
        for said in reversed(",".join(request.headers.getlist("x-forwarded-for")).split(",")):
            if not self._is_proxy(found) or not _is_address(said.strip()):
                break
            found = said.strip()
        return _bounded(found)

    def _is_proxy(self, host: str) -> bool:
        if not self._proxies or not _is_address(host):
            return False
        address = address_of(host)
        return any(address in network for network in self._proxies)


def _is_address(text: str) -> bool:
    try:
        address_of(text)
    except ValueError:
        return False
    return True


def _bounded(host: str) -> str:
    if not _is_address(host):
        return _NOWHERE
    address = address_of(host)
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
