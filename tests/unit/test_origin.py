"""Where a request comes from: one address however a socket writes it, and proxies that are believed by it."""

from __future__ import annotations

import ipaddress

import pytest
from starlette.requests import HTTPConnection

from api.identity.origin import Origins
from api.networks import networks
from api.settings import Settings
from api.webhooks.addresses import Allowance


def _asked(peer: str, *forwarded: str) -> HTTPConnection:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    return HTTPConnection({"type": "http", "client": (peer, 4711), "headers": headers})


@pytest.mark.parametrize("proxies", ["10.0.0.1", "::ffff:10.0.0.1", "10.0.0.0/8", "::ffff:10.0.0.0/104"])
@pytest.mark.parametrize("peer", ["10.0.0.1", "::ffff:10.0.0.1", "::ffff:a00:1"])
def test_a_proxy_is_believed_on_a_dual_stack_too(proxies: str, peer: str) -> None:
    origins = Origins(Settings(proxies=proxies))
    assert origins.is_by_proxy(_asked(peer))
    assert origins.address(_asked(peer, "203.0.113.9")) == "203.0.113.9"
    assert origins.address(_asked(peer, "198.51.100.1", "203.0.113.9, ::ffff:10.0.0.1")) == "203.0.113.9"


@pytest.mark.parametrize("peer", ["::ffff:11.0.0.1", "11.0.0.1", "::1", "2001:db8::1"])
def test_nobody_else_is_believed(peer: str) -> None:
    for proxies in ("10.0.0.1", "::/96", ""):
        origins = Origins(Settings(proxies=proxies))
        believed = (proxies, peer) == ("::/96", "::1")
        assert origins.is_by_proxy(_asked(peer)) is believed
        assert (origins.address(_asked(peer, "203.0.113.9")) == "203.0.113.9") is believed


def test_a_client_is_counted_as_one_however_it_is_written() -> None:
    origins = Origins(Settings(proxies="10.0.0.1"))
    written = {
        origins.address(_asked("203.0.113.9")),
        origins.address(_asked("::ffff:203.0.113.9")),
        origins.address(_asked("::ffff:cb00:7109")),
        origins.address(_asked("10.0.0.1", "::ffff:203.0.113.9")),
    }
    assert written == {"203.0.113.9"}
    assert origins.address(_asked("2001:db8::1")) == origins.address(_asked("2001:db8::2")) == "2001:db8::/64"


def test_networks_and_allowances_are_of_one_form() -> None:
    assert [str(each) for each in networks("::ffff:0:0/96, ::ffff:10.0.0.1, ::/64")] == [
        "0.0.0.0/0",
        "10.0.0.1/32",
        "::/64",
    ]
    allowance = Allowance.of("10.0.0.0/8, ::/64")
    assert allowance.covers(ipaddress.ip_address("::ffff:10.0.0.1"))
    assert not allowance.covers(ipaddress.ip_address("::ffff:11.0.0.1"))
