"""A release is a numbered state of what is offered."""

from __future__ import annotations

from sqlalchemy import Engine

from tests.integration.store.making import (
    MONDAY,
    TUESDAY,
    organization,
    place,
    record,
    service,
    stage,
)
from wayfinder.ingest.publishing import publish
from wayfinder.store import Release, StagedRecord, latest_release, reading, transaction


def test_before_the_first_release_there_is_none(engine: Engine) -> None:
    with reading(engine) as connection:
        assert latest_release(connection) is None


def test_a_release_counts_what_is_offered(engine: Engine) -> None:
    hall = place("Hall")
    stage(
        engine,
        [
            record("A", 1, locations=(hall, hall)),
            record("B", 2, locations=(hall, place("Office"))),
            record("C", 3, organization=organization("Another owner")),
            StagedRecord("D", 4, "defunct", "closed", service("D", locations=(place("Gone"),))),
        ],
    )
    with transaction(engine) as connection:
        release = publish(connection, MONDAY)
    expected = Release(number=1, published_at=MONDAY, services=3, organizations=2, locations=2)
    assert release == expected
    with reading(engine) as connection:
        assert latest_release(connection) == expected


def test_numbers_go_up_by_one(engine: Engine) -> None:
    for number, now in enumerate((MONDAY, TUESDAY), 1):
        with transaction(engine) as connection:
            assert publish(connection, now).number == number
    with reading(engine) as connection:
        latest = latest_release(connection)
    assert latest
    assert (latest.number, latest.published_at) == (2, TUESDAY)


def test_a_release_whose_transaction_fails_was_never_published(engine: Engine) -> None:
    try:
        with transaction(engine) as connection:
            publish(connection, MONDAY)
            raise InterruptedError
    except InterruptedError:
        pass
    with transaction(engine) as connection:
        assert publish(connection, TUESDAY).number == 1
