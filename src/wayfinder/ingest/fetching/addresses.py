"""Which addresses on the web a feed may lead us to: public ones, over http or https."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import httpx

from wayfinder.errors import FeedError

# What Python's own `is_global` lets through, or has only judged rightly since some patch release:
# the IANA registries of special-purpose addresses, and every way to write an IPv4 address into an
# IPv6 one (NAT64, mapped, compatible, 6to4, Teredo), behind which anything may lie.
_SPECIAL = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"),
            *("240.0.0.0/4", "255.255.255.255/32"),
            *("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64"),
            *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10"),
        ),
    )
)


# Where a house's own hosts lie: its networks, its carrier's, and this machine.
_PRIVATE = tuple(
    map(
        ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8"),
            *("fc00::/7", "::1/128"),
        ),
    )
)


# Where clouds hand a machine its keys, outside link-local: Alibaba, Azure, AWS, Google, Oracle.
_METADATA = tuple(
    map(
        ip_network,
        (
            *("100.100.100.200/32", "168.63.129.16/32"),
            *("fd00:ec2::/32", "fd20:ce::/32", "fd00:c1::/32"),
        ),
    )
)


def is_allowed(address: str, *, private: bool = False) -> bool:
    """Whether an IP address, as text, may be asked: one host on the public internet; `private`
    allows a host of one's own too, but never link-local, multicast, an address that hides another,
    or one that gives away the keys of a cloud machine."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if any(ip in network for network in _METADATA):
        return False
    if private and any(ip in network for network in _PRIVATE):
        return True
    return ip.is_global and not ip.is_multicast and not any(ip in each for each in _SPECIAL)


def checked_url(url: str) -> httpx.URL:
    """The address of a feed, taken apart. Raises FeedError for any but http and https, and for one
    with a user's name or password in it, which would end in logs."""
    try:
        parts = httpx.URL(url)
        _ = parts.host  # Names outside ASCII are only read when they are asked for.
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FeedError(f"{shown(url)} is no web address: {error}.") from None
    if parts.scheme not in ("http", "https") or not parts.host:
        raise FeedError(f"{shown(url)} is no address that begins with https:// or http://.")
    if parts.userinfo:
        raise FeedError(
            f"{shown(url)} holds a user's name or password; take it out of the address."
        )
    return parts


def shown(url: str) -> str:
    """An address fit for messages and logs: without what may be secret, its user and its query."""
    before, query, _ = url.partition("?")
    scheme, slashes, rest = before.partition("#")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}{'?…' if query else ''}"
