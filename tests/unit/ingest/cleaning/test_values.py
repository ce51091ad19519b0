"""A value is read, not stated, or refused by name with a good example."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from wayfinder.domain.service import CostOption
from wayfinder.errors import InvalidInput
from wayfinder.ingest.cleaning.values import (
    age,
    age_range,
    amount,
    day,
    degrees,
    email_address,
    language,
    price,
    web_address,
)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("www.example.org", "https://www.example.org"),
        (" HTTP://Example.org ", "HTTP://Example.org"),
        ("http://in progress", None),
        ("http://None", None),
        ("someone@example.org", None),
        ("javascript:alert(1)", None),
        ("http://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_a_web_address_leads_somewhere_or_is_none(given: object, address: str | None) -> None:
    assert web_address(given) == address


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("a.b@example.org", "a.b@example.org"),
        ("mailto:a@example.org", "a@example.org"),
        ("a@example", None),
        ("a b@example.org", None),
        (None, None),
    ],
)
def test_an_email_address_is_one_address(given: object, address: str | None) -> None:
    assert email_address(given) == address


@pytest.mark.parametrize(
    ("given", "years"),
    [(-1, None), ("-1", None), (None, None), ("", None), (0, 0.0), ("0.5", 0.5), (17, 17.0)],
)
def test_an_age_may_be_unstated(given: object, years: float | None) -> None:
    assert age(given, "minimum_age") == years


@pytest.mark.parametrize(
    ("low", "high", "fault"),
    [
        (-5, None, "minimum_age: -5 is not an age in years"),
        (None, 180, "maximum_age: 180 is not an age"),
        ("adult", None, "minimum_age: 'adult' is not an age"),
        ([], None, r"minimum_age: \[\] is not an age"),
        (18, 11, "minimum_age: 18 is above maximum_age 11"),
        (float("nan"), None, "minimum_age: nan is not an age"),
    ],
)
def test_an_age_that_cannot_be_is_refused(low: object, high: object, fault: str) -> None:
    with pytest.raises(InvalidInput, match=fault):
        age_range(low, high)


def test_no_upper_age_is_written_as_0_or_less() -> None:
    assert age_range(0, 0) == (0.0, None)
    assert age_range(-1, -1) == (None, None)


@pytest.mark.parametrize(
    ("given", "means"),
    [
        ("2025-09-02", date(2025, 9, 2)),
        ("2025-09-02T12:06:15.654", date(2025, 9, 2)),
        ("2025-06-30T23:30:00Z", date(2025, 7, 1)),
        ("2025-12-31T23:30:00Z", date(2025, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("31/12/2026 10:00", date(2026, 12, 31)),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_londons(given: object, means: date | None) -> None:
    assert day(given, "assured_date") == means


@pytest.mark.parametrize("wrong", ["last week", "2025-13-01", "31/02/2025", "12/2025"])
def test_what_is_no_day_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidInput, match=r'assured_date: .* such as "2026-03-31"'):
        day(wrong, "assured_date")


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("free", CostOption(amount=0)),
        ("Free of charge", CostOption(amount=0)),
        ("5", CostOption(amount=5)),
        ("£5.50", CostOption(amount=5.5)),
        ("from £5", CostOption(text="from £5")),
        ("free for members", CostOption(text="free for members")),
    ],
)
def test_only_a_certain_price_is_an_amount(text: str, means: CostOption) -> None:
    assert price(text) == means


@pytest.mark.parametrize(("given", "means"), [(0, 0.0), ("2.50", 2.5), (-1, None), (None, None)])
def test_an_amount_is_no_guess(given: object, means: float | None) -> None:
    assert amount(given) == means


@pytest.mark.parametrize(
    ("given", "code"),
    [("Polish", "pl"), ("PL", "pl"), ("British Sign Language", "bfi"), ("Klingon", "Klingon"),
     (" ", None), (None, None)],
)  # fmt: skip
def test_a_language_is_a_code_where_it_is_known(given: object, code: str | None) -> None:
    assert language(given) == code


@pytest.mark.parametrize(("given", "means"), [("51.75", 51.75), (-0.3, -0.3), (None, None)])
def test_degrees(given: object, means: float | None) -> None:
    assert degrees(given, 90, "latitude") == means


@pytest.mark.parametrize("wrong", [91, "north", True])
def test_degrees_have_bounds(wrong: object) -> None:
    with pytest.raises(InvalidInput, match=r"latitude: .* is not in degrees"):
        degrees(wrong, 90, "latitude")


@pytest.mark.parametrize("check", [web_address, email_address, language])
def test_no_type_of_value_breaks_a_check(check: Callable[[object], str | None]) -> None:
    odd: list[object] = [1, 2.5, True, [], {}, b"x"]
    assert [check(value) for value in odd] == [None] * len(odd)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00"])
def test_the_first_day_there_is_can_be_read(written: str) -> None:
    assert day(written, "last_modified") == date(1, 1, 1)
