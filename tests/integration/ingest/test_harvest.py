"""The manifest's sources, one after another; one that fails stops no other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from tests.integration.ingest.conftest import WORLD
from wayfinder.errors import DirectoryError, NotFound
from wayfinder.ingest.harvest import chosen, harvest
from wayfinder.ingest.run import FORMATS
from wayfinder.ingest.sources import Declaration, load_sources
from wayfinder.location.place import AreaRef, AreaType

MANIFEST = """
[[source]]
id = "good"
name = "Good"
format = "csv"
file = "good.csv"
enabled = true

[[source]]
id = "broken"
name = "Broken"
format = "oruk"
file = "broken.json"
enabled = true

[[source]]
id = "off"
name = "Off"
format = "csv"
file = "good.csv"
"""


@pytest.fixture
def declared(tmp_path: Path) -> tuple[Declaration, ...]:
    (tmp_path / "sources.toml").write_text(MANIFEST)
    (tmp_path / "good.csv").write_text("id,name,organization\na,Advice,Friends\n")
    (tmp_path / "broken.json").write_text("<html>")
    return load_sources(tmp_path / "sources.toml", frozenset(FORMATS))


def now() -> datetime:
    return datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_source_that_fails_stops_no_other(
    engine: Engine, tmp_path: Path, declared: tuple[Declaration, ...]
) -> None:
    turned = (declared[1], declared[0])
    broken, good = harvest(engine, turned, tmp_path, WORLD, now=now)
    assert broken.summary is None
    assert broken.error is not None
    assert "web page" in broken.error.detail
    assert good.summary is not None
    assert (good.summary.source, good.summary.added) == ("good", 1)


def test_only_enabled_sources_run_unless_named(declared: tuple[Declaration, ...]) -> None:
    assert [one.id for one in chosen(declared, [])] == ["good", "broken"]
    assert [one.id for one in chosen(declared, ["off"])] == ["off"]
    with pytest.raises(NotFound, match="No source 'nil' is declared; there are good, broken, off"):
        chosen(declared, ["nil"])


def test_a_declared_area_holds_where_a_record_states_none(
    engine: Engine, tmp_path: Path, declared: tuple[Declaration, ...]
) -> None:
    local = replace(declared[0], coverage=("Hertfordshire",))
    with pytest.raises(DirectoryError, match="Source good: 'Hertfordshire' is no area we know"):
        list(harvest(engine, [local], tmp_path, WORLD, now=now))

    county = AreaRef(AreaType.COUNTY, "E10000015", "Hertfordshire")
    world = replace(WORLD, areas=lambda _: county)
    (done,) = harvest(engine, [local], tmp_path, world, now=now)
    assert done.summary is not None
    assert done.summary.added == 1
