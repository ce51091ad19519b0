"""What an import does to what the store held before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from tests.integration.store.making import (
    CHARITY,
    COUNCIL,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    names,
    offered,
    organization,
    place,
    record,
    records,
    service,
    stage,
    uuid_of,
)
from wayfinder.domain.identity import service_id
from wayfinder.domain.service import Phone, Status
from wayfinder.store import (
    Changes,
    StagedRecord,
    StagedRejection,
    list_sources,
    reading,
    rejections,
)
from wayfinder.store.columns import Row, table_of
from wayfinder.store.ledger import SourceRecordRow
from wayfinder.store.rows import LIST_TABLES
from wayfinder.store.withheld import flagged_services

_records = table_of(SourceRecordRow)


def history(engine: Engine, record_id: str) -> tuple[object, ...]:
    """When the record was first seen, last changed and withdrawn."""
    c = _records.c
    query = select(c.first_seen, c.last_changed, c.withdrawn_at).where(c.record_id == record_id)
    with reading(engine) as connection:
        return tuple(connection.execute(query).one())


def row_counts(engine: Engine) -> dict[str, int]:
    with reading(engine) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Row.metadata.sorted_tables
        }


def test_a_first_import_adds(engine: Engine) -> None:
    assert stage(engine, records("A", "B")) == Changes(read=2, added=2)
    assert names(engine) == ["A", "B"]
    assert history(engine, "A") == (MONDAY, MONDAY, None)


def test_the_same_again_changes_nothing(engine: Engine) -> None:
    stage(engine, records("A", "B"))
    before = row_counts(engine)
    assert stage(engine, records("A", "B"), now=TUESDAY) == Changes(read=2, unchanged=2)
    assert history(engine, "A") == (MONDAY, MONDAY, None)
    assert row_counts(engine) == {**before, "import_runs": 2}


def test_the_same_words_in_another_row_at_a_later_day_are_unchanged_but_dated(
    engine: Engine,
) -> None:
    stage(engine, [record("A", 1, as_of=date(2026, 1, 1))])
    later = record("A", 9, as_of=date(2026, 2, 1))
    assert stage(engine, [later]) == Changes(read=1, unchanged=1)
    assert offered(engine) == [later.service]


def test_a_change_replaces_all_that_the_record_said(engine: Engine) -> None:
    stage(engine, [record("A", phones=(Phone(number="1"), Phone(number="2")), needs=("x",))])
    changed = record("A", phones=(Phone(number="3"),), locations=(place("Hall"),))
    assert stage(engine, [changed], now=TUESDAY) == Changes(read=1, changed=1)
    assert offered(engine) == [changed.service]
    assert history(engine, "A") == (MONDAY, TUESDAY, None)


def test_what_the_source_lists_no_more_is_kept_and_dated_but_not_shown(engine: Engine) -> None:
    stage(engine, records("A", "B"))
    assert stage(engine, records("A"), now=TUESDAY) == Changes(read=1, unchanged=1, withdrawn=1)
    assert names(engine) == ["A"]
    assert history(engine, "B") == (MONDAY, MONDAY, TUESDAY)
    assert stage(engine, records("A"), now=WEDNESDAY) == Changes(read=1, unchanged=1)
    assert history(engine, "B") == (MONDAY, MONDAY, TUESDAY)


def test_what_comes_back_is_added_again(engine: Engine) -> None:
    stage(engine, records("A"))
    stage(engine, [], now=TUESDAY)
    assert stage(engine, records("A"), now=WEDNESDAY) == Changes(read=1, added=1)
    assert names(engine) == ["A"]
    assert history(engine, "A") == (MONDAY, WEDNESDAY, None)


@pytest.mark.parametrize("outcome", ["defunct", "not_offered"])
def test_what_is_not_offered_is_kept_and_not_shown(engine: Engine, outcome: str) -> None:
    told = StagedRecord("A", 1, outcome, "closed", service("A"))  # type: ignore[arg-type]
    assert stage(engine, [told]) == Changes(read=1, added=1, **{outcome: 1})
    assert offered(engine) == []


def test_only_active_services_are_shown(engine: Engine) -> None:
    for status in Status:
        stage(engine, [record("A", status=status)])
        assert names(engine) == (["A"] if status is Status.ACTIVE else [])


def test_a_record_whose_service_goes_leaves_no_rows_of_it(engine: Engine) -> None:
    stage(engine, [record("A", phones=(Phone(number="1"),), locations=(place("Hall"),))])
    stage(engine, [StagedRecord("A", 1, "defunct", "closed", None)])
    counts = row_counts(engine)
    gone = {"services", "organizations", "locations", *(table.name for table in LIST_TABLES)}
    assert {name for name in gone if counts[name]} == set()
    assert counts["source_records"] == 1


def test_a_confidential_location_that_nobody_uses_any_more_is_deleted(engine: Engine) -> None:
    stage(engine, [record("A", locations=(place("Refuge", confidential=True),))])
    stage(engine, [record("A", locations=(place("Office"),))])
    assert row_counts(engine)["locations"] == 1


def test_a_second_record_of_the_same_id_is_refused_with_its_reason(engine: Engine) -> None:
    changes = stage(engine, [record("A", 1), record("A", 2, description="another")])
    assert changes == Changes(read=2, added=1, rejected=1)
    with reading(engine) as connection:
        (refused,) = rejections(connection, COUNCIL.id)
    assert (refused.row, refused.record_id, refused.field) == (2, "A", "id")
    assert "already used in row 1" in refused.reason


def test_refused_rows_are_kept_with_their_reason_until_the_next_import(engine: Engine) -> None:
    refused = StagedRejection(7, None, "postcode", "not a postcode, e.g. AL1 3JE", "AL\0 13")
    assert stage(engine, records("A"), [refused]) == Changes(read=2, added=1, rejected=1)
    with reading(engine) as connection:
        (kept,) = rejections(connection, COUNCIL.id)
    assert kept == StagedRejection(7, None, "postcode", refused.reason, "AL\ufffd 13")
    stage(engine, records("A"))
    with reading(engine) as connection:
        assert rejections(connection, COUNCIL.id) == ()


def test_a_field_refused_of_a_row_that_is_used_is_no_refused_row(engine: Engine) -> None:
    refused = StagedRejection(1, "A", "minimum_age", "below 0", "-1")
    assert stage(engine, [record("A", 1)], [refused]) == Changes(read=1, added=1)


def test_a_row_refused_this_time_keeps_its_last_good_state(engine: Engine) -> None:
    stage(engine, records("A", "B"))
    refused = StagedRejection(2, "B", None, "the row is cut off", "B,")
    changes = stage(engine, records("A"), [refused])
    assert changes == Changes(read=2, unchanged=1, rejected=1)
    assert names(engine) == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\0b", False),
        ("\\\0", False),
        ("\ud800", False),
        ("\\u0000", True),
        ("\\\\u0000", True),
        ("\U0001f600 \x01", True),
    ],
)
def test_text_that_no_database_can_hold_refuses_its_record_only(
    engine: Engine, text: str, kept: bool
) -> None:
    changes = stage(engine, [record("A", 1, description=text), record("B", 2)])
    assert changes == Changes(read=2, added=1 + kept, rejected=1 - kept)
    assert names(engine) == (["A", "B"] if kept else ["B"])


def test_records_are_read_to_the_end_before_rejections(engine: Engine) -> None:
    refused: list[StagedRejection] = []

    def read() -> Iterator[StagedRecord]:
        yield record("A", 1)
        refused.append(StagedRejection(2, None, None, "cut off", ""))

    assert stage(engine, read(), refused).rejected == 1


def test_an_error_on_the_way_leaves_all_as_it_was(engine: Engine) -> None:
    stage(engine, records("A", "B"))
    before = row_counts(engine)

    def read() -> Iterator[StagedRecord]:
        yield from (record(f"C{number}") for number in range(2_500))
        raise EOFError("the file is cut off")

    with pytest.raises(EOFError):
        stage(engine, read())
    assert row_counts(engine) == before
    assert names(engine) == ["A", "B"]


class TestIds:
    def test_an_id_that_is_no_uuid_gives_way_to_a_stable_one(self, engine: Engine) -> None:
        for now in (MONDAY, TUESDAY):
            stage(engine, [record("17", id="17")], now=now)
            assert [it.id for it in offered(engine)] == [service_id("council", "17", "17", ())]

    def test_two_sources_with_one_service_id_both_stay(self, engine: Engine) -> None:
        stage(engine, records("A"), source=COUNCIL)
        for _ in range(2):
            stage(engine, [record("A", source=CHARITY, name="Other")], source=CHARITY)
            assert {it.name: it.id for it in offered(engine)} == {
                "A": uuid_of("A"),
                "Other": service_id("charity", "A", None, ()),
            }

    def test_two_records_with_one_service_id_both_stay(self, engine: Engine) -> None:
        told = [record("A", 1), record("B", 2, id=uuid_of("A"))]
        for _ in range(2):
            stage(engine, told)
            assert names(engine) == ["A", "B"]

    def test_two_sources_with_one_organization_id_do_not_overwrite_each_other(
        self, engine: Engine
    ) -> None:
        theirs = organization("Hub", description="as the charity says")
        ours = organization("Hub", description="as the council says")
        stage(engine, [record("A", organization=ours)], source=COUNCIL)
        stage(engine, [record("B", organization=theirs)], source=CHARITY)
        stage(engine, [record("B", organization=theirs, note="x")], source=CHARITY)
        told = {it.name: it.organization for it in offered(engine)}
        assert told["A"] == ours
        assert told["B"].description == "as the charity says"
        assert told["B"].id != ours.id

    def test_a_location_of_another_source_is_not_taken_over(self, engine: Engine) -> None:
        stage(engine, [record("A", locations=(place("Hall", confidential=True),))])
        open_to_all = record("B", locations=(place("Hall", confidential=False),))
        stage(engine, [open_to_all], source=CHARITY)
        told = {it.name: it.locations[0].location for it in offered(engine)}
        assert told["A"].confidential
        assert not told["B"].confidential

    def test_within_a_source_an_organization_is_shared_and_renewed(self, engine: Engine) -> None:
        stage(engine, records("A", "B"))
        renamed = organization("The owner", name="The new owner")
        stage(engine, [record("A", 1, organization=renamed), record("B", 2)])
        assert row_counts(engine)["organizations"] == 1
        assert [it.organization.name for it in offered(engine)] == ["The new owner"] * 2

    def test_a_feed_that_gives_a_record_another_uuid_moves_its_service(
        self, engine: Engine
    ) -> None:
        stage(engine, [record("A")])
        stage(engine, [record("A", id=uuid_of("new"))])
        assert [it.id for it in offered(engine)] == [uuid_of("new")]
        assert row_counts(engine)["services"] == 1


def test_the_source_is_kept_with_the_day_of_its_latest_import(engine: Engine) -> None:
    dated = COUNCIL.__class__(id="council", name="A council", as_of=date(2026, 3, 1))
    stage(engine, [], source=dated)
    stage(engine, [], source=COUNCIL)
    with reading(engine) as connection:
        assert list_sources(connection) == (dated,)


def test_a_source_that_leaves_a_confidential_address_out_goes_on_hiding_it(engine: Engine) -> None:
    """One that states another place instead takes the flag back."""
    hidden = place("p", postcode="SG14 1AA", confidential=True)
    for now, locations in ((MONDAY, (hidden,)), (TUESDAY, ())):
        told = service("R", COUNCIL, name="Hope", locations=locations)
        stage(engine, [StagedRecord("R", 1, "offered", None, told)], now=now)
        with reading(engine) as connection:
            (flagged,) = flagged_services(connection)
        assert [at.location.postcode for at in flagged.locations] == ["SG14 1AA"]
    told = service("R", COUNCIL, name="Hope", locations=(place("q", postcode="SG14 1AB"),))
    stage(engine, [StagedRecord("R", 1, "offered", None, told)], now=WEDNESDAY)
    with reading(engine) as connection:
        assert list(flagged_services(connection)) == []
