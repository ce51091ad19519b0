"""A fact fades, each kind at its own pace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wayfinder.domain.confidence import HALF_LIFE_DAYS, UNJUDGED_TRUST, confidence
from wayfinder.domain.service import Service

TODAY = date(2026, 11, 22)


def test_what_was_true_today_is_worth_its_sources_trust() -> None:
    assert confidence("name", TODAY, TODAY, 0.8) == 0.8
    assert confidence("name", TODAY, TODAY, None) == UNJUDGED_TRUST


def test_a_day_yet_to_come_is_not_believed() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert confidence("name", tomorrow, TODAY, 0.8) == confidence("name", None, TODAY, 0.8)


@pytest.mark.parametrize("field", HALF_LIFE_DAYS)
def test_after_its_half_life_half_is_left(field: str) -> None:
    then = TODAY - timedelta(days=HALF_LIFE_DAYS[field])
    assert confidence(field, then, TODAY, 0.8) == pytest.approx(0.4)


def test_hours_fade_faster_than_an_address() -> None:
    year = TODAY - timedelta(days=365)
    assert confidence("sessions", year, TODAY, 1) < confidence("locations", year, TODAY, 1) / 2


def test_a_day_that_nobody_knows_is_no_day_at_all() -> None:
    assert 0 < confidence("name", None, TODAY, 0.8) < 0.8


def test_every_pace_is_of_a_field() -> None:
    assert set(HALF_LIFE_DAYS) <= set(Service.__struct_fields__)
