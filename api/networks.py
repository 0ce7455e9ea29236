"""Addresses and networks as they are judged and counted: one of IPv4 is one, however a dual stack writes it."""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")


def address_of(text: str) -> Address:
    """`::ffff:192.0.2.1`, as a socket of both versions has it, is 192.0.2.1. Raises `ValueError`."""
    return unmapped(ipaddress.ip_address(text))


def unmapped(address: Address) -> Address:
    return (isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped) or address


def networks(text: str) -> tuple[Network, ...]:
    """From `127.0.0.1/32, 10.20.0.0/16`; raises `ValueError`."""
    return tuple(_network(each.strip()) for each in text.split(",") if each.strip())


def _network(text: str) -> Network:
    found = ipaddress.ip_network(text)
    if isinstance(found, ipaddress.IPv6Network) and found.subnet_of(_MAPPED):
        inner = found.network_address.ipv4_mapped
        return ipaddress.IPv4Network((int(inner or 0), found.prefixlen - _MAPPED.prefixlen))
    return found
