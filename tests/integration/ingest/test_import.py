"""An import is one step: all of it or nothing, the same again is nothing new."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.integration.ingest.conftest import WORLD, Import
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.errors import FeedError, InvalidInput
from wayfinder.ingest.run import import_feed
from wayfinder.ingest.summary import Summary
from wayfinder.store.engine import reading
from wayfinder.store.releases import latest_release

Offered = Callable[[], dict[str, Service]]

HEADER = "id,name,organization,postcode,minimum_age\n"
TWO = HEADER + "a,Advice,Friends,AL1 3JE,\nb,Befriending,Friends,,18\n"


def counts(summary: Summary) -> tuple[int, ...]:
    return (summary.added, summary.changed, summary.unchanged, summary.withdrawn, summary.rejected)


def test_a_feed_becomes_a_release(run_import: Import, offered: Offered) -> None:
    summary = run_import(TWO)
    assert counts(summary) == (2, 0, 0, 0, 0)
    assert (summary.read, summary.offered, summary.release, summary.published) == (2, 2, 1, True)
    services = offered()
    assert set(services) == {"Advice", "Befriending"}
    (at,) = services["Advice"].locations
    assert at.location.position_source == "postcode"
    assert services["Befriending"].locations == ()


def test_the_same_again_changes_nothing_and_publishes_nothing(run_import: Import) -> None:
    run_import(TWO)
    again = run_import(TWO, day=2)
    assert counts(again) == (0, 0, 2, 0, 0)
    assert (again.release, again.published) == (1, False)


def test_what_differs_is_told(run_import: Import, offered: Offered) -> None:
    run_import(TWO)
    summary = run_import(HEADER + "b,Befriending plus,Friends,,18\nc,Café,Friends,,\n", day=2)
    assert counts(summary) == (1, 1, 0, 1, 0)
    assert summary.release == 2
    assert set(offered()) == {"Befriending plus", "Café"}


def test_a_rejected_row_is_kept_with_its_reason_and_its_last_good_state_stays(
    run_import: Import, offered: Offered
) -> None:
    run_import(TWO)
    summary = run_import(TWO.replace(",18", ",-5"), day=2)
    assert counts(summary) == (0, 0, 1, 0, 1)
    (rejection,) = summary.rejections
    assert (rejection.row, rejection.record_id, rejection.field) == (3, "b", "minimum_age")
    assert set(offered()) == {"Advice", "Befriending"}


def test_a_second_record_of_the_same_id_is_rejected(run_import: Import) -> None:
    summary = run_import(TWO + "a,Another,Friends,,\n")
    assert counts(summary) == (2, 0, 0, 0, 1)
    (rejection,) = summary.rejections
    assert (rejection.row, rejection.record_id, rejection.field) == (4, "a", "id")
    assert sum(summary.reasons.values()) == 1


def test_what_was_imported_unpublished_is_published_by_the_next_import(
    run_import: Import,
) -> None:
    assert run_import(TWO, publish=False).release is None
    again = run_import(TWO, day=2)
    assert counts(again) == (0, 0, 2, 0, 0)
    assert (again.release, again.published) == (1, True)


def test_two_sources_do_not_touch_each_other(run_import: Import, offered: Offered) -> None:
    run_import(TWO, source="one")
    run_import(HEADER + "a,Allotment,Growers,,\n", source="two", day=2)
    assert set(offered()) == {"Advice", "Befriending", "Allotment"}


def service(**fields: Any) -> dict[str, Any]:
    return {"id": "a", "name": "Advice", **fields}


LINES = "".join(json.dumps(service(id=f"{n}", note="x" * 400)) + "\n" for n in range(3000))

BROKEN: dict[str, tuple[str, bytes, str]] = {
    "truncated gzip": ("oruk", gzip.compress(LINES.encode())[:-20], "cut short or damaged"),
    "truncated array": ("oruk", json.dumps([service(), service()])[:-9].encode(), "row 2"),
    "truncated CSV": ("csv", (TWO + 'c,"Caf').encode(), "row 4"),
    "HTML for JSON": ("oruk", b"<!doctype html><title>Moved</title>", "is a web page"),
    "HTML for CSV": ("csv", b"<html></html>", "is a web page"),
    "wrong encoding": ("csv", (TWO + "c,Café,Friends,,\n").encode("cp1252"), "row 4, column 2"),
    "an empty page": ("oruk", b'{"contents": []}', "holds no rows"),
    "only a header": ("csv", HEADER.encode(), "holds no rows"),
    "another format": ("ods-gp", TWO.encode(), "can be read as ods-gp"),
    "no ids at all": ("oruk", b'{"error": "maintenance"}', "can be read as oruk"),
    "a huge row": ("csv", TWO.encode() + b"c," + b"x" * (9 << 20), "row 4 is longer than 8 MB"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_feed_that_fails_as_a_whole_changes_nothing(
    run_import: Import, offered: Offered, engine: Engine, fault: str
) -> None:
    run_import(TWO)
    format_, content, says = BROKEN[fault]
    with pytest.raises(FeedError, match=says):
        run_import(content, format_, day=2)
    assert set(offered()) == {"Advice", "Befriending"}
    with reading(engine) as connection:
        release = latest_release(connection)
    assert release is not None
    assert release.number == 1
    assert counts(run_import(TWO, day=3)) == (0, 0, 2, 0, 0)


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_a_feed_that_would_end_all_its_source_offers_changes_nothing(
    run_import: Import, offered: Offered, status: str
) -> None:
    run_import(json.dumps([service(id="a"), service(id="b", name="Befriending")]), "oruk")
    with pytest.raises(FeedError, match=r"would lose 2 of the 2 services .* nothing was changed"):
        run_import(json.dumps([service(id="a", status=status)]), "oruk", day=2)
    assert set(offered()) == {"Advice", "Befriending"}
    assert run_import(json.dumps([service(id="b", status=status)]), "oruk", source="new").read == 1


def test_faults_of_single_services_are_told_by_row_and_field(run_import: Import) -> None:
    wrong_hours = {"byday": "MO", "opens_at": "17:00", "closes_at": "09:00"}
    rows = [
        service(id="ok"),
        service(id="age", minimum_age=-5),
        service(id="hours", schedules=[wrong_hours]),
        service(id="ok"),
        {"name": "no id"},
    ]
    summary = run_import("\n".join(map(json.dumps, rows)), "oruk")
    assert (summary.read, summary.added, summary.rejected) == (5, 1, 4)
    told = {(it.row, it.field) for it in summary.rejections}
    assert told == {(2, "minimum_age"), (3, "schedules"), (4, "id"), (5, "id")}


def test_a_service_that_is_not_active_is_kept_but_not_offered(
    run_import: Import, offered: Offered
) -> None:
    rows = [service(id="a"), service(id="b", status="inactive"), service(id="c", status="defunct")]
    summary = run_import(json.dumps(rows), "oruk")
    assert (summary.offered, summary.not_offered, summary.defunct) == (1, 1, 1)
    assert len(offered()) == 1


def test_an_unknown_format_is_refused_by_name(run_import: Import) -> None:
    with pytest.raises(InvalidInput, match="format: 'xml' is none of oruk"):
        run_import(TWO, "xml")


def test_the_caller_hears_of_rows_read(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text(LINES)
    heard: list[int] = []
    import_feed(
        engine,
        Source(id="s", name="s"),
        "oruk",
        str(file),
        WORLD,
        now=datetime(2026, 5, 1, tzinfo=UTC),
        progress=heard.append,
    )
    assert heard == [500, 1000, 1500, 2000, 2500, 3000]
