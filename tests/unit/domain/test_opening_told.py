"""What is said of hours beside the clock: alerts that shut a service, and hours in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.made_up import service
from wayfinder.domain.hours import LONDON, Session
from wayfinder.domain.opening_told import opening_told
from wayfinder.domain.service import Claim, Origin

OFFICE = tuple(Session(day, 540, 1020) for day in range(5))
MONDAY = datetime(2026, 3, 2, 10, tzinfo=LONDON)
SUNDAY = datetime(2026, 3, 1, 10, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("alert", "now", "status", "text"),
    [
        (None, MONDAY, "open", "Open now until 5pm"),
        ("Car park closed on Mondays", MONDAY, "open", "Open now until 5pm"),
        ("Closed until further notice", MONDAY, "unknown",
         "The service says: Closed until further notice"),
        ("We are temporarily closed for repairs", MONDAY, "unknown",
         "The service says: We are temporarily closed for repairs"),
        ("Temporarily closed", SUNDAY, "closed", "Closed now. Opens tomorrow at 9am"),
    ],
)  # fmt: skip
def test_an_alert_that_shuts_a_service_is_not_outdone_by_its_week(
    alert: str | None, now: datetime, status: str, text: str
) -> None:
    said = opening_told(service("Hub", sessions=OFFICE, alert=alert), None, now, frozenset())
    assert (said.status, said.text) == (status, text)


@pytest.mark.parametrize(("as_of", "dated"), [(date(2026, 3, 2), " (2 March 2026)"), (None, "")])
def test_nobody_is_called_open_whom_another_source_calls_closed(
    as_of: date | None, dated: str
) -> None:
    claim = Claim("temporarily closed", Origin("council", "7", as_of))
    hub = service("Hub", sessions=OFFICE, conflicts={"status": (claim,)})
    said = opening_told(hub, None, MONDAY, frozenset())
    text = f"Another source{dated} says: temporarily closed. Ask whether it is open"
    assert (said.status, said.text) == ("unknown", text)


def test_hours_that_stand_only_in_words_are_told_in_them() -> None:
    hub = service("Hub", hours_text="By appointment only")
    said = opening_told(hub, None, MONDAY, frozenset())
    assert (said.status, said.text) == (
        "unknown",
        "Hours as the source has them: By appointment only",
    )
    long = service("Hub", hours_text="first and third Saturday " * 20)
    assert len(opening_told(long, None, MONDAY, frozenset()).text) < 200
    assert opening_told(service("Hub"), None, MONDAY, frozenset()).text == "Hours not known: ask"
