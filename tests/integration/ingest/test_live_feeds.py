"""Live feeds that misbehave, from real HTTP into real databases: the true set ends in the store."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from tests.feed_records import facts, true_facts, write
from tests.feed_server import TROUBLES, Directory, FeedServer, Habits, random_edits, serving
from tests.host import HERE, Watch
from tests.integration.ingest.conftest import WORLD, Import
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.errors import FeedError
from wayfinder.ingest.run import import_feed
from wayfinder.ingest.sources import Terms
from wayfinder.ingest.summary import Summary

Offered = Callable[[], dict[str, Service]]
Harvest = Callable[..., Summary]

HABITS = (
    Habits(envelope="1.0", integer_ids=True, beyond="404", details="wrapped"),
    Habits(envelope="bare", first_number=0, packed=True, lists_twice=True),
    Habits(envelope="data", shallow=False, beyond="clamp"),
    Habits(totals="high", last_flag="always", hole=1),
    Habits(totals="low", last_flag="never", page_size=4),
)


@pytest.fixture
def harvest(engine: Engine) -> Harvest:
    def run(server: FeedServer, day: int = 1, format: str = "oruk") -> Summary:
        return import_feed(
            engine,
            Source(id="live", name="Live"),
            format,
            f"{server.url}/services",
            replace(WORLD, web=Watch().web()),
            now=datetime(2026, 5, day, 12, tzinfo=UTC),
            terms=Terms(manners=HERE, max_shrink=0.5),
        )

    return run


@pytest.mark.parametrize("seed", range(len(HABITS)))
def test_the_true_set_is_in_the_directory_whatever_went_wrong(
    harvest: Harvest, offered: Offered, seed: int
) -> None:
    dice = random.Random(seed)
    directory = Directory(18, integer_ids=HABITS[seed].integer_ids)
    with serving(directory, HABITS[seed]) as server:
        server.edits = random_edits(dice, 18, requests=12)
        server.troubles = {3: "429", 5: "cut", 7: "500", 9: "drip", 11: "html"}
        first = harvest(server)
        assert (first.rejected, first.withdrawn) == (0, 0)
        assert {f"Service {own_id}" for own_id in directory.lasting} <= set(offered())

        server.edits = {}
        second = harvest(server, day=2)
        assert {f"Service {own_id}" for own_id in directory.ids} == set(offered())
        assert second.withdrawn == first.read + second.added - len(directory.ids)

        third = harvest(server, day=3, format="hsds")
        assert (third.unchanged, third.published) == (len(directory.ids), False)


@pytest.mark.parametrize("seed", range(12))
def test_each_service_is_known_as_it_is_however_its_record_is_written(
    harvest: Harvest, offered: Offered, seed: int
) -> None:
    dice = random.Random(seed)
    habits = HABITS[seed % len(HABITS)]
    directory = Directory(18, integer_ids=habits.integer_ids, write=lambda it: write(it, dice))
    with serving(directory, habits) as server:
        server.edits = random_edits(dice, 18, requests=12)
        server.troubles = {dice.randrange(2, 30): dice.choice(TROUBLES) for _ in range(3)}
        assert harvest(server).rejected == 0
        server.edits = {}
        server.troubles = {}
        harvest(server, day=2)
    true = {f"Service {own_id}": true_facts(own_id) for own_id in directory.ids}
    assert {name: facts(service) for name, service in offered().items()} == true


def test_one_page_that_fails_for_good_keeps_its_service_as_it_was(
    harvest: Harvest, offered: Offered
) -> None:
    with serving(Directory(8), Habits()) as server:
        harvest(server)
        server.failing = {"svc-0003"}
        summary = harvest(server, day=2)
        (refused,) = summary.rejections
        assert (refused.record_id, summary.withdrawn) == ("svc-0003", 0)
        assert "could not be read" in refused.reason
        assert offered()["Service svc-0003"].phones


@pytest.mark.parametrize("fault", ["gone", "dead details", "stuck"])
def test_a_feed_that_cannot_be_read_changes_nothing(
    harvest: Harvest, offered: Offered, fault: str
) -> None:
    directory = Directory(12)
    with serving(directory, Habits()) as server:
        harvest(server)
        before = offered()
        directory.remove(0)
        if fault == "gone":
            server.troubles = dict.fromkeys(range(1000), "html")
        elif fault == "dead details":
            server.failing = set(directory.ids)
        else:
            server.habits = replace(server.habits, ignores_page=True)
        with pytest.raises(FeedError):
            harvest(server, day=2)
        assert offered() == before


def test_a_package_of_tables_becomes_a_release(
    run_import: Import, offered: Offered, tmp_path: Path
) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "services.csv").write_text("id,name\ns1,Advice\ns2,Befriending\n")
    (folder / "phones.csv").write_text("service_id,number\ns1,01727 866100\ns9,116 123\n")
    summary = run_import(folder, "hsds-csv")
    assert (summary.read, summary.added, summary.rejected) == (3, 2, 1)
    assert offered()["Advice"].phones[0].number == "01727 866100"
    assert run_import(folder, "hsds-csv", day=2).unchanged == 2
