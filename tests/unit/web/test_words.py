"""Values as people say them."""

from __future__ import annotations

from datetime import date

import pytest

from wayfinder.web import words


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (None, None),
        (850, "0.5 miles"),
    ],
)
def test_miles(metres: float | None, said: str | None) -> None:
    assert words.miles(metres) == said


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("a.example", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, linked: bool) -> None:
    assert (words.web_address(url) is not None) is linked


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://www.a.example/x?y", "a.example"),
        ("http://a.example", "a.example"),
        ("http://[", "["),
    ],
)
def test_site(url: str, said: str) -> None:
    assert words.site(url) == said


def test_day() -> None:
    assert words.day(date(2026, 3, 3)) == "3 March 2026"
    assert words.day(None) is None


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("01438 000 000", "tel:01438000000"),
        ("+44 (0)1438 000-000", "tel:+4401438000000"),
        ("999 then 55", "tel:999"),
        ("01438 000 000 ext 12", "tel:01438000000"),
        ("SHOUT to 85258", None),
        ("", None),
    ],
)
def test_only_what_is_dialled_first_becomes_a_telephone_address(
    number: str, dialled: str | None
) -> None:
    assert words.tel(number) == dialled
