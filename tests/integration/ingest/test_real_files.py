"""Golden counts: every row of the real files is accounted for, and a second run is silent."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Engine

from tests.integration.ingest.conftest import Import
from wayfinder.errors import FeedError
from wayfinder.store.directory import offered_services
from wayfinder.store.engine import reading


class Golden(NamedTuple):
    format: str
    file: str
    read: int
    offered: int
    defunct: int
    not_offered: int


FILES = [
    Golden("ods-gp", "data/ods/epraccur.csv.gz", 15_971, 6_750, 1_690, 7_531),
    Golden("ods-dental", "data/ods/egdpprac.csv.gz", 9_908, 9_544, 364, 0),
    Golden("libraries", "data/libraries/hertfordshire_county_council.csv", 58, 48, 10, 0),
    Golden("libraries", "data/libraries/essex_county_council.csv", 81, 80, 1, 0),
    Golden("oruk", "eval/dev/corpus.jsonl.gz", 1_897, 1_897, 0, 0),
    Golden("oruk", "data/oruk/bristol-services-page1.json", 3, 3, 0, 0),
    Golden("oruk", "data/oruk/bristol-service-detail.json", 1, 1, 0, 0),
]


@pytest.fixture(params=["sqlite"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLite alone: what differs between databases is the store's to test."""
    return f"{request.param}:///{tmp_path / 'store.db'}"


@pytest.mark.parametrize("golden", FILES, ids=lambda golden: Path(golden.file).name)
def test_every_row_is_accounted_for(
    run_import: Import, shared_dir: Path, engine: Engine, golden: Golden
) -> None:
    first = run_import(shared_dir / golden.file, golden.format)
    assert (first.read, first.added, first.rejected) == (golden.read, golden.read, 0)
    assert (first.offered, first.defunct, first.not_offered) == golden[3:]
    with reading(engine) as connection:
        assert sum(1 for _ in offered_services(connection)) == golden.offered

    second = run_import(shared_dir / golden.file, golden.format, day=2)
    assert (second.read, second.unchanged) == (golden.read, golden.read)
    assert (second.added, second.changed, second.withdrawn) == (0, 0, 0)
    assert not second.published


def test_the_validators_mock_repeats_its_ids(run_import: Import, shared_dir: Path) -> None:
    summary = run_import(shared_dir / "data/oruk/validator_mock_services.json", "oruk")
    assert summary.read == 128
    assert summary.added + summary.rejected == 128
    assert all(it.field == "id" for it in summary.rejections)


def test_a_cut_real_file_is_refused_whole(run_import: Import, shared_dir: Path) -> None:
    whole = (shared_dir / "data/ods/epraccur.csv.gz").read_bytes()
    with pytest.raises(FeedError, match="cut short or damaged"):
        run_import(whole[: len(whole) // 2], "ods-gp")


@pytest.mark.parametrize(("format", "wrong"), [("ods-gp", FILES[1]), ("ods-dental", FILES[0])])
def test_the_other_ods_file_is_refused_whole(
    run_import: Import, shared_dir: Path, format: str, wrong: Golden
) -> None:
    with pytest.raises(FeedError, match=f"can be read as {format}; nothing was changed. Row 1"):
        run_import(shared_dir / wrong.file, format)
