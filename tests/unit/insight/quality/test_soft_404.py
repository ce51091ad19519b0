"""Which pages that are there may not be the ones meant; a good page is never doubted."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.insight.quality.soft_404 import doubt

DEEP = "https://charity.example/services/falls"


def found(
    title: str = "Falls classes", heading: str = "", *, asked: str = DEEP, at: str = DEEP
) -> str:
    """The doubt about a page, or an empty text."""
    page = f"<!doctype html><html><head><title>{title}</title></head><body><h1>{heading}</h1>"
    return doubt(httpx.URL(asked), httpx.URL(at), page) or ""


@pytest.mark.parametrize(
    "says",
    [
        "Page not found",
        "Page not found &#8211; A charity",
        "404",
        "404 | A council",
        "404: Not found",
        "Error 404",
        "HTTP 404 - A trust",
        "A council - Not Found",
        "Oops! That page can\u2019t be found.",
        "Sorry, we couldn't find that page",
        "We cannot find the page you are looking for",
        "The page you were looking for doesn't exist (404)",
        "This page no longer exists",
        "The requested URL was not found",
        "This page has been removed",
        "Page unavailable",
    ],
)
def test_a_page_that_says_that_there_is_none_is_doubted(says: str) -> None:
    assert "no such page" in found(title=says)
    assert "no such page" in found(heading=says)


@pytest.mark.parametrize(
    "says",
    [
        "This domain is for sale",
        "charity.example - Buy this domain",
        "The domain name charity.example may be for sale",
        "This domain has expired",
        "Parked domain",
        "Account suspended",
        "Welcome to nginx!",
    ],
)
def test_a_domain_that_nobody_uses_is_doubted(says: str) -> None:
    assert "for sale" in found(title=says)
    assert "for sale" in found(
        title=says, asked="https://charity.example/", at="https://charity.example/"
    )


@pytest.mark.parametrize(
    "at",
    ["http://ww1.charity.example/services/falls", "https://www.hugedomains.com/domain_profile?d=x"],
)
def test_a_seller_of_domains_is_doubted(at: str) -> None:
    assert "for sale" in found(at=at)


@pytest.mark.parametrize(
    ("asked", "at", "is_doubted"),
    [
        (DEEP, "https://charity.example/", True),
        (DEEP, "https://charity.example", True),
        (DEEP, "https://new.example/index.html", True),
        (DEEP, "https://charity.example/en/", True),
        ("https://charity.example/?p=12", "https://charity.example/", True),
        (DEEP, "https://charity.example/services/", False),
        ("https://charity.example/", "https://www.charity.example/", False),
        ("https://charity.example/index.php", "https://charity.example/", False),
        ("https://charity.example/home", "https://charity.example/", False),
        ("https://charity.example/", "https://charity.example/en-gb/", False),
    ],
)
def test_a_deep_link_that_ends_at_a_home_page_is_doubted(
    asked: str, at: str, is_doubted: bool
) -> None:
    assert ("home page" in found(asked=asked, at=at)) == is_doubted


@pytest.mark.parametrize(
    "says",
    [
        "Falls classes",
        "Lost and found: help for people who have lost a pet",
        "404 Club for young people",
        "Not found a dentist? We can help",
        "Houses for sale and shared ownership",
        "Removed from your home? Housing advice",
        "Carers: this page is available in Welsh",
        "Domain Medical Centre",
        "",
    ],
)
def test_a_good_page_is_not_doubted(says: str) -> None:
    assert found(title=says, heading=says) == ""


def test_a_host_that_only_ends_like_a_seller_s_is_not_doubted() -> None:
    assert found(at="https://www.jordan.com/services/falls") == ""


def test_what_stands_further_down_a_page_is_not_looked_at() -> None:
    first = "<title>Falls</title><h1>Falls</h1><p>Page not found</p>"
    page = f"{first}<svg><title>404</title></svg><h1>404</h1>"
    assert doubt(httpx.URL(DEEP), httpx.URL(DEEP), page) is None


@given(st.text())
def test_any_text_is_read_and_nothing_of_it_is_repeated(text: str) -> None:
    told = doubt(httpx.URL(DEEP), httpx.URL(DEEP), f"<title>zq{text}")
    assert told is None or "zq" not in told


@pytest.mark.parametrize("broken", ["<![foo[", "<![ >", "<![]]>"])
def test_broken_markup_ends_no_check_and_what_stands_before_it_counts(broken: str) -> None:
    assert found(heading=broken) == ""
    assert "no such page" in found(title="Page not found", heading=broken)
