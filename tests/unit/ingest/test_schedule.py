"""When a source is due, by the clock in London."""

from __future__ import annotations

from datetime import datetime

import pytest

from wayfinder.domain.hours import LONDON
from wayfinder.ingest.schedule import Schedule


def at(text: str) -> datetime:
    """A time in London in 2026; May the 1st is a Friday."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("schedule", "last", "now", "due"),
    [
        ("daily 02:00", "05-01T02:00", "05-02T01:59", False),
        ("daily 02:00", "05-01T02:00", "05-02T02:00", True),
        ("daily 02:00", "05-01T01:59", "05-01T02:00", True),
        ("daily 02:00", "05-01T23:00", "05-02T03:00", True),
        ("daily", "05-01T23:59", "05-02T00:00", True),
        ("Daily  02:00", "05-01T02:00", "05-01T23:59", False),
        ("hourly", "05-01T02:10", "05-01T02:59", False),
        ("hourly", "05-01T02:59", "05-01T03:00", True),
        ("weekly", "05-01T12:00", "05-03T23:59", False),
        ("weekly", "05-01T12:00", "05-04T00:00", True),
        ("weekly friday 03:30", "04-24T03:30", "05-01T03:29", False),
        ("weekly friday 03:30", "04-24T03:30", "05-01T03:30", True),
        ("weekly 03:30", "05-01T12:00", "05-04T03:30", True),
        # The clocks go forward on 29 March and back on 25 October: one import a day all the same.
        ("daily 01:30", "03-28T01:30", "03-29T02:30", True),
        ("daily 01:30", "10-25T01:30", "10-25T03:00", False),
    ],
)
def test_a_source_is_due_once_its_time_has_come(
    schedule: str, last: str, now: str, due: bool
) -> None:
    assert Schedule.parse(schedule).is_due(at(last), at(now)) == due


@pytest.mark.parametrize("schedule", ["hourly", "daily 02:00", "weekly sunday 23:00"])
def test_what_was_never_imported_is_due(schedule: str) -> None:
    assert Schedule.parse(schedule).is_due(None, at("05-01T12:00"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "never",
        "daily 2",
        "daily 25:00",
        "daily 2am",
        "weekly someday",
        "friday",
        "hourly 02:00",
    ],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is no schedule; right would be"):
        Schedule.parse(text)
