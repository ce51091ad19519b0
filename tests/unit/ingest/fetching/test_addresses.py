"""Which addresses may be asked, and how an address is told without its secrets."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.addresses import checked_url, is_allowed, shown


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "151.101.0.81", "172.15.255.255", "172.32.0.1", "100.128.0.1", "169.253.255.255",
     "2a00:23c0::1", "2606:4700::1111"],
)  # fmt: skip
def test_a_public_address_may_be_asked(address: str) -> None:
    assert is_allowed(address)


PRIVATE = [
    pytest.param("127.0.0.1", id="loopback"),
    pytest.param("127.255.255.254", id="all of loopback"),
    pytest.param("10.1.2.3", id="RFC 1918"),
    pytest.param("172.16.0.1", id="RFC 1918, 172 begins"),
    pytest.param("172.31.255.255", id="RFC 1918, 172 ends"),
    pytest.param("192.168.0.1", id="RFC 1918, 192"),
    pytest.param("100.64.0.1", id="carrier's NAT begins"),
    pytest.param("100.127.255.255", id="carrier's NAT ends"),
    pytest.param("::1", id="loopback in IPv6"),
    pytest.param("fd00::1", id="unique local"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_may_be_asked_only_where_the_source_says_so(address: str) -> None:
    assert not is_allowed(address)
    assert is_allowed(address, private=True)


NEVER = [
    pytest.param("169.254.169.254", id="a cloud's metadata"),
    pytest.param("fd00:ec2::254", id="metadata of AWS in IPv6"),
    pytest.param("fd00:ec2::23", id="metadata of AWS for containers"),
    pytest.param("fd20:ce::254", id="metadata of Google in IPv6"),
    pytest.param("fd00:c1::a9fe:a9fe", id="metadata of Oracle in IPv6"),
    pytest.param("100.100.100.200", id="metadata of Alibaba"),
    pytest.param("168.63.129.16", id="the host below a machine of Azure"),
    pytest.param("169.254.0.1", id="link-local"),
    pytest.param("fe80::1", id="link-local in IPv6"),
    pytest.param("fe80::1%eth0", id="link-local with a zone"),
    pytest.param("0.0.0.0", id="unspecified"),
    pytest.param("0.1.2.3", id="this network"),
    pytest.param("::", id="unspecified in IPv6"),
    pytest.param("224.0.0.1", id="multicast"),
    pytest.param("239.255.255.250", id="multicast, local"),
    pytest.param("ff02::1", id="multicast in IPv6"),
    pytest.param("ff0e::1", id="multicast in IPv6, global"),
    pytest.param("255.255.255.255", id="broadcast"),
    pytest.param("240.0.0.1", id="reserved"),
    pytest.param("192.0.2.1", id="documentation"),
    pytest.param("198.18.0.1", id="benchmarks"),
    pytest.param("192.88.99.1", id="6to4 relay"),
    pytest.param("::ffff:127.0.0.1", id="mapped loopback"),
    pytest.param("::ffff:10.0.0.1", id="mapped private"),
    pytest.param("::ffff:8.8.8.8", id="mapped public"),
    pytest.param("::7f00:1", id="IPv4-compatible"),
    pytest.param("64:ff9b::a00:1", id="NAT64"),
    pytest.param("64:ff9b:1::a00:1", id="NAT64, local"),
    pytest.param("2002:a00:1::", id="6to4"),
    pytest.param("2001::1", id="Teredo"),
    pytest.param("2001:db8::1", id="documentation in IPv6"),
    pytest.param("fec0::1", id="site-local"),
    pytest.param("feed.example.org", id="no address at all"),
    pytest.param("", id="nothing"),
]


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_never_asked(address: str) -> None:
    assert not is_allowed(address)
    assert not is_allowed(address, private=True)


@given(st.ip_addresses(v=4))
def test_no_way_to_write_an_ipv4_address_in_ipv6_is_let_through(inner: IPv4Address) -> None:
    number = int(inner)
    hidden = (number, 0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80)
    assert not any(is_allowed(str(IPv6Address(each)), private=False) for each in hidden)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://example.org/feed", "no address that begins with https:// or http://"),
        ("file:///etc/passwd", "no address that begins"),
        ("https:///feed", "no address that begins"),
        ("gopher://127.0.0.1:70/", "no address that begins"),
        ("https://me:secret@example.org/feed", "holds a user's name or password"),
        ("https://example.org:port/", "is no web address"),
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str, says: str) -> None:
    with pytest.raises(FeedError, match=says) as caught:
        checked_url(url)
    assert "secret" not in caught.value.detail


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://example.org/v3", "https://example.org/v3"),
        ("https://example.org/v3?key=secret", "https://example.org/v3?…"),
        ("https://me:secret@example.org/v3#secret", "https://example.org/v3"),
        ("https://example.org?next=https://secret@there/", "https://example.org?…"),
    ],
)
def test_an_address_is_told_without_what_may_be_secret(url: str, told: str) -> None:
    assert shown(url) == told
