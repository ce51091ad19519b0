"""What is written is read back, value for value, whatever the domain can express."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.integration.store.strategies import services
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.store import StagedRecord, offered_services, stage

SOURCE = Source(id="council", name="A council")
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

one_of_each_id = st.lists(services, max_size=4, unique_by=lambda service: service.id).filter(
    lambda found: (
        _all_different([at.location.id for s in found for at in s.locations])
        and _all_different([s.organization.id for s in found])
    )
)


def _all_different(ids: list[str]) -> bool:
    return len(ids) == len(set(ids))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=one_of_each_id)
def test_services_are_read_as_they_were_written(engine: Engine, written: list[Service]) -> None:
    records = [StagedRecord(s.id, row, "offered", None, s) for row, s in enumerate(written)]
    with engine.connect() as connection:  # never committed: each example starts empty
        stage(connection, SOURCE, records, [], NOW)
        assert list(offered_services(connection)) == sorted(written, key=lambda s: s.id)
