"""Real registers joined with a second source that spells some of their entries otherwise.

The registers are the NHS's practices and the councils' libraries around Hertfordshire and west
Essex; the second source is made of their own rows by `tests/labelled/retold.py`, with near misses.
"""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Engine

from tests.integration.ingest.conftest import Import
from tests.labelled.retold import Retold, as_csv, retold
from wayfinder.domain.links import Pair
from wayfinder.domain.service import Service
from wayfinder.store.directory import offered_services
from wayfinder.store.engine import reading
from wayfinder.store.joint import members
from wayfinder.store.links import pairs

POST_TOWNS = ("AL", "CM", "EN", "HP", "SG", "WD")
REGISTERS = {
    "gp": ("ods-gp", "data/ods/epraccur.csv.gz"),
    "dental": ("ods-dental", "data/ods/egdpprac.csv.gz"),
    "herts-libraries": ("libraries", "data/libraries/hertfordshire_county_council.csv"),
    "essex-libraries": ("libraries", "data/libraries/essex_county_council.csv"),
}


class Joined(NamedTuple):
    """What linking made of the registers and the second source, by what is true of each pair."""

    rows: list[Retold]
    verdicts: Counter[tuple[str, str]]
    merged: int
    pairs: dict[tuple[str, str], list[Pair]]


@pytest.fixture
def empty_url(tmp_path: Path) -> str:
    """SQLite alone: what differs between databases is the store's to test."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def joined(run_import: Import, shared_dir: Path, engine: Engine, tmp_path: Path) -> Joined:
    for source, (format, file) in REGISTERS.items():
        run_import(near(shared_dir / file, tmp_path / source), format, source=source, publish=False)
    with reading(engine) as connection:
        registers = list(offered_services(connection))
    rows = retold(sorted(registers, key=record_of), "row")
    run_import(as_csv(rows), source="second", day=2)
    with reading(engine) as connection:
        services = {it.id: it for it in offered_services(connection)}
        found, merged = pairs(connection), len(members(connection))
    truth = {row.cells["id"]: row.of for row in rows}
    sorted_pairs: dict[tuple[str, str], list[Pair]] = {}
    for pair in found:
        kind = told_of(services[pair.left_id], services[pair.right_id], truth)
        sorted_pairs.setdefault((kind, pair.verdict), []).append(pair)
    verdicts = Counter({kind: len(its) for kind, its in sorted_pairs.items()})
    return Joined(rows, verdicts, merged, sorted_pairs)


def near(file: Path, target: Path) -> Path:
    """The rows of a register whose postcode is of the region; all of a library list."""
    if file.suffix != ".gz":
        return file
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        kept = [line for line in lines if line.split('","')[9].startswith(POST_TOWNS)]
    target.write_text("".join(kept), "utf-8")
    return target


def record_of(service: Service) -> tuple[str, str]:
    return service.origin("*").source_id, service.origin("*").record_id


def told_of(left: Service, right: Service, truth: dict[str, str | None]) -> str:
    """Whether a pair is a register's entry and the row that tells of it again."""
    sources = {record_of(it)[0]: it for it in (left, right)}
    second = sources.pop("second", None)
    if second is None or not sources:
        return "within the registers" if second is None else "within the second source"
    (first,) = sources.values()
    return "same" if truth[record_of(second)[1]] == first.id else "another"


def test_what_is_the_same_is_merged_and_near_misses_stay_apart(joined: Joined) -> None:
    again = sum(row.of is not None for row in joined.rows)
    misses = len(joined.rows) - again
    assert (again, misses) == (106, 158)
    told = "\n".join(f"{kind}: {pair}" for kind, its in joined.pairs.items() for pair in its[:3])
    assert joined.verdicts["another", "certain"] == 0, told
    assert joined.verdicts["within the registers", "certain"] == 0, told
    assert joined.verdicts["same", "certain"] >= 0.95 * again, told
    assert joined.verdicts["same", "certain"] + joined.verdicts["same", "doubtful"] == again, told
    assert joined.merged == joined.verdicts["same", "certain"]


def test_few_pairs_are_left_to_a_person(joined: Joined) -> None:
    """Of hundreds of near misses (the same house, the same name in another town), a handful."""
    doubtful = sum(
        count for (_, verdict), count in joined.verdicts.items() if verdict == "doubtful"
    )
    assert doubtful <= 0.1 * len(joined.rows)
