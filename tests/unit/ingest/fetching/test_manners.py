"""When to ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.ingest.fetching.manners import Manners, asked_again, pause_s, retry_after_s

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7.0),
        (" 120 ", 120.0),
        ("Fri, 01 May 2026 12:01:30 GMT", 90.0),
        ("Fri, 01 May 2026 12:01:30 -0000", 90.0),
        ("Fri, 01 May 2026 11:00:00 GMT", 0.0),
        (None, 0.0),
        ("", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("1.5", 0.0),
        ("²", 0.0),
        ("Fri, 99 May 2026 12:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(told: str | None, seconds: float) -> None:
    assert retry_after_s(told, NOW) == seconds


@given(st.text())
def test_whatever_a_host_sends_is_read_as_some_time(told: str) -> None:
    assert retry_after_s(told, NOW) >= 0


@given(st.integers(min_value=0, max_value=10**6))
def test_a_date_is_as_good_as_its_seconds(seconds: int) -> None:
    then = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after_s(then, NOW) == seconds == retry_after_s(str(seconds), NOW)


@given(
    attempt=st.integers(0, 50),
    wished_s=st.floats(0, 120),
    chance=st.floats(0, 1),
)
def test_a_pause_is_bounded_and_never_shorter_than_wished(
    attempt: int, wished_s: float, chance: float
) -> None:
    manners = Manners()
    waited = pause_s(manners, attempt, wished_s, chance)
    assert max(wished_s, manners.backoff_s) <= waited <= 1.5 * manners.max_wait_s


def test_pauses_grow() -> None:
    assert [pause_s(Manners(), attempt, 0, 0) for attempt in range(4)] == [1, 2, 4, 8]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_not_now_is_asked_again(status: int) -> None:
    assert asked_again(status)


@pytest.mark.parametrize("status", [200, 301, 304, 400, 401, 403, 404, 410])
def test_an_answer_is_not_asked_for_again(status: int) -> None:
    assert not asked_again(status)
