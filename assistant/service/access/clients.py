"""Who calls: the address behind the proxies that the operator trusts.

``X-Forwarded-For`` grows to the right: each proxy adds whom it heard from. So it is read from the right, for as
long as trusted proxies speak; what stands further left may be anybody's invention.

Source: RFC 7239, section 5.2 and 7.4 (of the successor header ``Forwarded``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

Network = IPv4Network | IPv6Network

_FORWARDED_FOR, _FORWARDED_PROTO = b"x-forwarded-for", b"x-forwarded-proto"
_MOST_HOPS = 16
_SITE_BITS = 64
"""Of an IPv6 address; the rest of it a subscriber chooses at will."""


def networks(listed: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks as the operator wrote them.

    Raises:
        ValueError: One of them is neither.
    """
    return tuple(ip_network(item, strict=False) for item in listed)


class Clients:
    """Finds the caller of a request.

    Args:
        proxies: Addresses whose word on ``X-Forwarded-For`` and ``X-Forwarded-Proto`` is believed.
    """

    def __init__(self, proxies: tuple[Network, ...]) -> None:
        self._proxies = proxies
        self._trusts = lru_cache(maxsize=4096)(self._is_proxy)

    def place(self, scope: Scope) -> str:
        """Write the caller's address and scheme into ``scope``; returns the address, or ``-``."""
        peer = scope["client"][0] if scope.get("client") else ""
        if not self._trusts(peer):
            return peer or "-"
        told = {name: value for name, value in scope["headers"] if name in (_FORWARDED_FOR, _FORWARDED_PROTO)}
        if told.get(_FORWARDED_PROTO) in (b"http", b"https"):
            scope["scheme"] = told[_FORWARDED_PROTO].decode()
        caller = self._behind(_hops(scope)) if _FORWARDED_FOR in told else None
        if caller is not None:
            scope["client"] = (caller, 0)
        return caller or peer

    def _behind(self, hops: list[str]) -> str | None:
        """The nearest address that is no proxy; the farthest where all are."""
        found = None
        for hop in reversed(hops[-_MOST_HOPS:]):
            if _address(hop) is None:
                return found
            found = hop
            if not self._trusts(hop):
                return found
        return found

    def _is_proxy(self, address: str) -> bool:
        found = _address(address)
        return found is not None and any(found in network for network in self._proxies)


@lru_cache(maxsize=4096)
def is_loopback(address: str) -> bool:
    """Whether a caller sits on this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("::ffff:127.0.0.1"), is_loopback("10.0.0.1"), is_loopback("-")
    (True, True, False, False)
    """
    found = _address(address)
    return found is not None and found.is_loopback


@lru_cache(maxsize=4096)
def site_of(address: str) -> str:
    """What counts as one caller: an IPv4 address, the first 64 bits of an IPv6 address.

    >>> site_of("192.0.2.7"), site_of("2001:db8:1:2:3:4:5:6")
    ('192.0.2.7', '2001:db8:1:2::/64')
    """
    found = _address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _SITE_BITS), strict=False))
    return str(found) if found is not None else "-"


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _hops(scope: Scope) -> list[str]:
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == _FORWARDED_FOR]
    return [_plain(hop.strip()) for line in lines for hop in line.split(",")]


def _plain(hop: str) -> str:
    """Without a port, which some proxies add: 192.0.2.7:4711, [2001:db8::1]:4711."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
