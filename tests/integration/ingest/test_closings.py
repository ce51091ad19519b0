"""One source closes what another still offers: nobody is sent there without being told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.integration.ingest.conftest import Import
from wayfinder.domain.changes import Cursor
from wayfinder.domain.links import Judgement, pair_ids
from wayfinder.domain.service import Service, Status
from wayfinder.ingest.publishing import publish
from wayfinder.store.changes import changes_after
from wayfinder.store.engine import reading, transaction
from wayfinder.store.joint import joint_services
from wayfinder.store.links import judge, pairs

Row = dict[str, str]
Told = Callable[[], dict[str, Service]]

CLUB: Row = {
    "id": "1",
    "name": "Bengeo Lunch Club",
    "organization": "Bengeo Community Trust",
    "phones": "01992 555111",
    "address": "1 High Street",
    "postcode": "SG14 1AA",
    "source_date": "2026-04-01",
}
CLOSED = CLUB | {"status": "temporarily closed", "source_date": "2026-05-01"}
OTHER = CLUB | {"id": "2", "name": "Hertford Youth Choir", "phones": "01992 555222"}


def table(*rows: Row) -> str:
    out = io.StringIO()
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def joint(engine: Engine) -> Told:
    def told() -> dict[str, Service]:
        with reading(engine) as connection:
            return {service.name: service for service in joint_services(connection)}

    return told


def said(service: Service) -> list[tuple[str, str]]:
    return [(it.value, it.origin.source_id) for it in service.conflicts.get("status", ())]


def test_it_stays_offered_and_says_who_calls_it_closed(run_import: Import, joint: Told) -> None:
    run_import(table(CLUB, OTHER), source="friends")
    run_import(table(CLOSED), source="council", day=2)
    told = joint()
    assert said(told["Bengeo Lunch Club"]) == [("temporarily closed", "council")]
    assert said(told["Hertford Youth Choir"]) == []

    run_import(table(CLUB), source="council", day=3)
    assert said(joint()["Bengeo Lunch Club"]) == []


def test_a_merged_service_of_which_one_source_closes_is_told_so_too(
    run_import: Import, joint: Told
) -> None:
    for day, source in enumerate(("friends", "council", "library"), start=1):
        run_import(table(CLUB, OTHER), source=source, day=day)
    run_import(table(CLOSED, OTHER), source="council", day=4)
    club = joint()["Bengeo Lunch Club"]
    assert len(club.records) == 3
    assert said(club) == [("temporarily closed", "council")]


@pytest.mark.parametrize(
    ("council", "why"),
    [
        ([CLOSED, CLUB | {"id": "3"}], "it offers what followed, at the same door"),
        ([CLOSED | {"name": "Bengeo Choir", "phones": "01992 555333"}], "it is another service"),
        ([CLOSED | {"phones": ""}], "a name at a door may be of whoever was there before"),
    ],
)
def test_what_may_not_be_the_same_service_is_not_told(
    run_import: Import, joint: Told, council: list[Row], why: str
) -> None:
    run_import(table(CLUB), source="friends")
    run_import(table(*council), source="council", day=2)
    assert said(joint()["Bengeo Lunch Club"]) == [], why


def test_the_pair_can_be_looked_at(run_import: Import, engine: Engine) -> None:
    run_import(table(CLUB), source="friends")
    run_import(table(CLOSED), source="council", day=2)
    with reading(engine) as connection:
        (pair,) = pairs(connection)
    assert (pair.verdict, pair.reasons[0]) == ("certain", "One source says that it is closed")


def test_what_else_the_source_says_of_it_is_told_too(run_import: Import, joint: Told) -> None:
    run_import(table(CLUB), source="friends")
    run_import(table(OTHER, CLOSED | {"email": "a@b.example"}), source="council", day=2)
    told = joint()["Bengeo Lunch Club"]
    assert (told.status, told.email) == (Status.ACTIVE, "a@b.example")
    assert told.origin("email").source_id == "council"
    assert told.origin("status").source_id == "friends"


def test_a_merged_service_keeps_going_under_the_id_of_who_still_offers_it(
    run_import: Import, joint: Told, engine: Engine
) -> None:
    run_import(table(CLUB, OTHER), source="council")
    first = joint()["Bengeo Lunch Club"].id
    run_import(table(CLUB), source="friends", day=2)
    run_import(table(CLOSED, OTHER), source="council", day=3)
    now = joint()["Bengeo Lunch Club"]
    assert first in now.merged_ids
    with reading(engine) as connection:
        changes = changes_after(connection, Cursor(2, 0), 9, upto=3)
    assert (first, "merged", now.id) in [(it.service_id, it.kind, it.merged_into) for it in changes]


def test_a_person_may_say_that_they_are_two(
    run_import: Import, joint: Told, engine: Engine
) -> None:
    run_import(table(CLUB, OTHER), source="friends")
    run_import(table(CLOSED, OTHER), source="council", day=2)
    with transaction(engine) as connection:
        (pair,) = (it for it in pairs(connection) if it.reasons[0].startswith("One source"))
        now = datetime(2026, 5, 2, 13, tzinfo=UTC)
        told = Judgement(
            left_id=pair.left_id, right_id=pair.right_id, same=False, judged_by="Jo", judged_at=now
        )
        judge(connection, told)
    run_import(table(CLUB, OTHER), source="friends", day=3)
    with transaction(engine) as connection:
        publish(connection, datetime(2026, 5, 3, 13, tzinfo=UTC))
    assert said(joint()["Bengeo Lunch Club"]) == []


def test_what_is_judged_to_be_two_does_not_go_on_as_the_other(
    run_import: Import, joint: Told, engine: Engine
) -> None:
    run_import(table(CLUB, OTHER), source="council")
    run_import(table(CLUB), source="friends", day=2)
    first = joint()["Bengeo Lunch Club"]
    (second,) = first.merged_ids
    with transaction(engine) as connection:
        left_id, right_id = pair_ids(first.id, second)
        now = datetime(2026, 5, 2, 13, tzinfo=UTC)
        judge(
            connection,
            Judgement(
                left_id=left_id, right_id=right_id, same=False, judged_by="Jo", judged_at=now
            ),
        )
    run_import(table(OTHER), source="council", day=3)
    with reading(engine) as connection:
        changes = changes_after(connection, Cursor(2, 0), 9, upto=3)
    told = {it.service_id: (it.kind, it.merged_into) for it in changes}
    assert told[first.id] == ("withdrawn", None)
    assert told[second] == ("added", None)


def test_a_closed_record_that_leaves_its_feed_says_nothing(run_import: Import, joint: Told) -> None:
    run_import(table(CLUB), source="friends")
    run_import(table(CLOSED, OTHER), source="council", day=2)
    run_import(table(OTHER), source="council", day=3)
    assert said(joint()["Bengeo Lunch Club"]) == []
