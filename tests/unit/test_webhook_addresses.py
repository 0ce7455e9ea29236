"""Where webhooks may be sent: the internet's addresses alone, under whatever name or spelling others hide."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from api.webhooks.addresses import AddressForbidden, Allowance, forbidden, permitted, place_of

NOBODY = Allowance()
INSIDE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"),
    *("169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192", "198.18.0.1"),
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1"),
    *("::", "::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "fe80::1", "fec0::1", "fc00::1"),
    *("fd00:ec2::254", "ff02::1", "2001:db8::1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "100::1"),
    *("2001::1", "3fff::1", "5f00::1"),
]
OUTSIDE = ["1.1.1.1", "8.8.8.8", "203.162.4.191", "172.32.0.1", "192.167.1.1", "2606:4700::1111", "2405:4800::1"]


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_within_a_network_or_leading_there_is_spoken_to(address: str) -> None:
    assert forbidden(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressForbidden, match="private address"):
        permitted(place_of(f"https://{host}/hook"), NOBODY)


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_internet_is_spoken_to(address: str) -> None:
    assert not forbidden(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    assert permitted(place_of(f"https://{host}/hook"), NOBODY) == [ipaddress.ip_address(address)]


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "LOCALHOST", "0"])
def test_other_spellings_of_this_machine_are_seen_through(host: str) -> None:
    with pytest.raises(AddressForbidden, match=r"private address|unresolved"):
        permitted(place_of(f"https://{host}/hook"), NOBODY)


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/", "example.org", ""),
        *(
            "https://user@example.org/",
            "https://user:pass@example.org/",
            "https://@example.org/",
            "https://exa mple.org/",
        ),
        *(
            "https://example.org/#part",
            "https://example.org:0/",
            "https://example.org:70000/",
            "https://example.org:x/",
        ),
        *(
            "https://example.org\\@127.0.0.1/",
            "https://example.org/\r\nX: y",
            "https://example.org/\n",
            "https:///path",
        ),
        *(
            "https://[::1",
            "https://[fe80::1%25eth0]/",
            "https://-example.org/",
            "https://exa_mple..org/",
            "https://é.vn/",
        ),
        *("HTTPS://example.org/", "https://example.org/" + "a" * 2000, "https://" + "a." * 200 + "org/"),
    ],
)
def test_a_url_with_other_parts_or_another_spelling_is_refused(url: str) -> None:
    with pytest.raises(AddressForbidden, match=r"url|host"):
        place_of(url)


def test_the_parts_of_a_url_are_read_as_they_are_written() -> None:
    assert place_of("https://Example.ORG/a/b?c=d&e=%20") == (True, "example.org", 443, "/a/b?c=d&e=%20")
    assert place_of("http://[2606:4700::1]:8080") == (False, "2606:4700::1", 8080, "/")


def _resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def found(host: str, port: int, **_: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def test_one_private_address_among_others_is_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolving(monkeypatch, "1.1.1.1", "10.0.0.1")
    with pytest.raises(AddressForbidden, match="private address"):
        permitted(place_of("https://example.org/"), NOBODY)


def test_nothing_is_sent_in_clear_but_to_where_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolving(monkeypatch, "1.1.1.1")
    with pytest.raises(AddressForbidden, match="not encrypted"):
        permitted(place_of("http://example.org/"), NOBODY)
    _resolving(monkeypatch, "10.20.1.1")
    within = Allowance.of("127.0.0.1/32, 10.20.0.0/16")
    assert len(permitted(place_of("http://example.org/"), within)) == 1
    _resolving(monkeypatch, "10.21.1.1")
    with pytest.raises(AddressForbidden):
        permitted(place_of("http://example.org/"), within)


def test_a_name_that_nobody_knows_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: Any, **__: Any) -> Any:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(AddressForbidden, match="unresolved"):
        permitted(place_of("https://example.org/"), NOBODY)


@pytest.mark.parametrize("said", ["10.0.0.0/33", "everything", "10.0.0.1/8"])
def test_an_allowance_that_is_no_list_of_networks_is_refused(said: str) -> None:
    with pytest.raises(ValueError):
        Allowance.of(said)
