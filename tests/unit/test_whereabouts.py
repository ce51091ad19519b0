"""Who asks for a service that has left the directory is told how it left."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wayfinder.domain.changes import Departure
from wayfinder.errors import NoSuchService, ServiceWithdrawn, StoreUnavailable
from wayfinder.whereabouts import Departures, followed

LATE = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
WITHDRAWN = Departure(release=7, at=LATE)
MERGED = Departure(release=7, at=LATE, merged_into="b")


def ask(service_id: str) -> str:
    """Of release 9, which has one service."""
    if service_id != "b":
        raise NoSuchService("None.", facts={"release": 9, "front_doors": ("a door",)})
    return "all of b"


def left(how: Departure | None) -> Departures:
    def departure(service_id: str, upto: int) -> Departure | None:
        assert (service_id, upto) == ("a", 9), "as the release that was asked has it"
        return how

    return departure


def test_what_is_there_is_told_without_the_store() -> None:
    assert followed("b", ask, left(None)) == "all of b"


def test_what_was_merged_is_told_of_as_what_it_went_on_as() -> None:
    assert followed("a", ask, left(MERGED)) == "all of b"


def test_what_was_withdrawn_says_when_in_london_and_keeps_what_helps() -> None:
    with pytest.raises(ServiceWithdrawn, match="on 2 July 2026, by release 7") as told:
        followed("a", ask, left(WITHDRAWN))
    assert told.value.facts == {
        "release": 9, "front_doors": ("a door",), "withdrawn_at": LATE
    }  # fmt: skip


def away(service_id: str, upto: int) -> Departure | None:
    raise StoreUnavailable(f"{service_id} {upto}")


@pytest.mark.parametrize("departure", [left(None), away], ids=["never there", "store away"])
def test_of_any_other_nothing_is_said_but_that_it_is_not_there(departure: Departures) -> None:
    with pytest.raises(NoSuchService, match="None"):
        followed("a", ask, departure)
