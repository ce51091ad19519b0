"""A feed that openly lists a place which somebody hides: its owner is told, and nobody learns more
from that than the directory shows to all."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from datetime import datetime, timedelta
from io import StringIO

import pytest

from tests.integration.conftest import workroom_of
from tests.integration.test_confidential import (
    COLUMNS,
    FIRST,
    SITES,
    SOURCES,
    House,
    house_at,
    on_the_terminal,
    page,
    traces,
)
from tests.integration.test_confidential import clock as clock  # noqa: PLC0414 - a fixture
from wayfinder.archive import Archive
from wayfinder.domain.source import Source
from wayfinder.settings import Settings

Row = dict[str, str]


@pytest.fixture
def house(own: Settings, clock: list[datetime], monkeypatch: pytest.MonkeyPatch) -> House:
    return house_at(SITES[0], own, clock, monkeypatch)


def sheet(capsys: pytest.CaptureFixture[str], source: str) -> list[Row]:
    """What is sent to a feed's owner."""
    told = on_the_terminal(capsys, "quality", "--source", source, "--csv").decode("utf-8-sig")
    return list(csv.DictReader(StringIO(told, newline="")))


def exposed(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["code"] == "exposed"]


def test_each_feed_that_lists_it_is_told_and_nobody_else_is(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """One house for it all: to build one takes as long as a hundred questions."""
    told = {source: sheet(capsys, source) for source in SOURCES}
    records = {source: [row["record_id"] for row in exposed(rows)] for source, rows in told.items()}
    assert records == {
        "council": ["r"],
        "lettings": ["u"],
        "charities": ["Move on"],
        "trust": [],
        "hope": [],
        "others": [],
    }
    for rows in told.values():
        assert rows[: len(exposed(rows))] == exposed(rows)
        assert {row["severity"] for row in exposed(rows)} <= {"urgent"}
    the_row_says_nothing_of_the_place_nor_of_who_hides_it(*exposed(told["lettings"]))
    officers_with_a_key_are_told_and_the_public_is_not(house)


def the_row_says_nothing_of_the_place_nor_of_who_hides_it(row: Row) -> None:
    assert (row["name"], row["given"]) == ("Rooms to let", "")
    said = " ".join(row.values())
    assert traces(SITES[0], said.encode()) == []
    for other in ("trust", "hope", "Haven", "Safe at Last", "SG1", "Stevenage", "refuge"):
        assert other.lower() not in said.lower()


def officers_with_a_key_are_told_and_the_public_is_not(house: House) -> None:
    with closing(Archive(house.settings.database)) as archive:
        key = {"authorization": f"Bearer {archive.create_key('maria')}"}
    answer = house.caller.get("/v1/quality?source=council", headers=key).json()
    assert answer["fixes"][0]["code"] == "exposed"
    assert house.caller.get("/v1/quality?source=council").status_code == 401
    (council,) = answer["sources"]
    assert council["faults"]["exposed"] == 1
    for url in ("/quality", "/quality?source=council"):
        shown = page(house, url).decode().lower()
        assert [it for it in ("withheld", "confidential", "openly") if it in shown] == []


def test_no_row_tells_of_more_than_all_can_see(
    house: House, capsys: pytest.CaptureFixture[str], clock: list[datetime]
) -> None:
    """A feed's owner could list decoys and see which of them get a row: none gets one whose address
    the directory goes on showing, so that a row is no other answer than the service's own page. Of
    a town hall in the same house nobody is told that somebody hides there."""
    feed = (
        f"{COLUMNS}\n"
        "hall,Town Hall,Stevenage Council,Council tax,12 Quillwort Lane,,SG1 1EH,,,no\n"
        "office,Haven Trust advice,Haven Trust,Advice,99 High Street,,SG1 4AB,,,no\n"
        "decoy,Haven Trust rooms,Haven Trust,Rooms,,,SG1 1EH,,,no\n"
    )
    clock[0] = FIRST + timedelta(days=20)
    file = house.settings.data_dir / "more.csv"
    file.write_text(feed, "utf-8")
    with closing(workroom_of(house.settings)) as workroom:
        workroom.import_feed(Source(id="more", name="more", format="csv"), str(file))
    told = {row["name"] for row in exposed(sheet(capsys, "more"))}
    assert told == {"Haven Trust rooms"}
    for name in ("Town Hall", "Haven Trust advice", "Haven Trust rooms"):
        answer = json.loads(house.ask(need=name, postcode="SG1 1EH"))
        (found,) = (it for it in answer["matches"] if it["service"]["name"] == name)
        assert (found["location"] is None) == (name in told), name
