"""Alerts stand from when they were first raised until they are taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from wayfinder.store.alerts import MAX_CHARS, Alert, alerts, clear_alerts, raise_alert
from wayfinder.store.engine import reading, transaction

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def standing(engine: Engine) -> tuple[Alert, ...]:
    with reading(engine) as connection:
        return alerts(connection)


def test_an_alert_keeps_when_it_began_and_what_was_said_last(engine: Engine) -> None:
    with transaction(engine) as connection:
        raise_alert(connection, "b", "feed_shrank", "lost 5", NOW)
        raise_alert(connection, "a", "feed_unreadable", "is empty", NOW)
        raise_alert(connection, "b", "feed_shrank", "lost 9", NOW + timedelta(days=1))
    assert standing(engine) == (
        Alert("a", "feed_unreadable", NOW, "is empty"),
        Alert("b", "feed_shrank", NOW, "lost 9"),
    )


def test_a_source_is_cleared_of_all_its_alerts_and_no_other_is(engine: Engine) -> None:
    with transaction(engine) as connection:
        for source, code in (("a", "feed_shrank"), ("a", "feed_unreadable"), ("b", "feed_shrank")):
            raise_alert(connection, source, code, "x", NOW)
        clear_alerts(connection, "a")
    assert [alert.source_id for alert in standing(engine)] == ["b"]


def test_an_alert_is_fit_to_read_whatever_a_feed_brought_into_it(engine: Engine) -> None:
    with transaction(engine) as connection:
        raise_alert(connection, "a", "feed_unreadable", "row 1:\x1b[31m\n" + "x" * 9_000, NOW)
    (alert,) = standing(engine)
    assert alert.detail.startswith("row 1: [31m xxx")
    assert alert.detail.isprintable()
    assert len(alert.detail) == MAX_CHARS + 1
