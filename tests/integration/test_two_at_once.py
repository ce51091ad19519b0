"""Two processes import into one data folder at once: the newest release stands, with both in it."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.integration.conftest import workroom_of
from wayfinder.domain.source import Source
from wayfinder.index.live import LiveIndex
from wayfinder.index.snapshot import Snapshot
from wayfinder.ingest.run import World, import_feed
from wayfinder.settings import Settings
from wayfinder.store.engine import open_engine
from wayfinder.store.schema import migrate

REPO = Path(__file__).parents[2]
HEADER = "id,name,organization\n"

# While it builds the index it says so, and goes on when the file named is there.
IMPORT = """
import json, sys, time
from contextlib import contextmanager
from pathlib import Path
from wayfinder.domain.source import Source
from wayfinder.settings import Settings
from wayfinder.workroom import Workroom

where, source, go_on = sys.argv[1:]

@contextmanager
def report(step):
    def advance(done, total):
        while step == "Building the index" and not Path(go_on).exists():
            time.sleep(0.01)
    if step == "Building the index":
        print("building", flush=True)
    yield advance

settings = Settings()
workroom = Workroom(database=settings.database, index_dir=settings.index_dir,
                    gazetteer_path=settings.gazetteer_path, directory=settings.directory,
                    report=report)
summary = workroom.import_feed(Source(id=source, name=source, format="csv"), where)
print(json.dumps([summary.release, summary.published]), flush=True)
"""


def importing(settings: Settings, source: str, go_on: Path) -> subprocess.Popen[str]:
    table = settings.data_dir / f"{source}.csv"
    table.write_text(HEADER + f"{source},Service of {source},Friends\n")
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(table), source, str(go_on)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(REPO / "src"), "WAYFINDER_DATA_DIR": str(settings.data_dir)},
    )


def test_a_slow_build_is_waited_for_and_the_newest_release_stands(own: Settings) -> None:
    go_on = own.data_dir / "go-on"
    with importing(own, "slow", go_on) as slow:
        assert slow.stdout is not None
        assert slow.stdout.readline() == "building\n"
        with importing(own, "quick", Path("/")) as quick:
            with suppress(subprocess.TimeoutExpired):  # Time enough to overtake, if it could.
                quick.wait(3)
            go_on.touch()
            said, faults = quick.communicate(timeout=60)
        assert (slow.wait(60), quick.returncode) == (0, 0), faults
        assert json.loads(slow.stdout.read()) == [1, True]
    assert json.loads(said.splitlines()[-1]) == [2, True]
    snapshot = LiveIndex(own.index_dir, Snapshot).current()
    assert (snapshot.meta.release, snapshot.meta.services) == (2, 2)
    assert not list(own.index_dir.glob("building-*"))


def test_an_import_that_waited_for_another_is_published_all_the_same(own: Settings) -> None:
    """It read the clock before the other one published, and wrote after."""
    workroom = workroom_of(own)
    engine = open_engine(own.database)
    migrate(engine)
    world = World(place=lambda _: None, areas=lambda _: None)
    noon = datetime.now(UTC)
    for source, moment in (("late", noon), ("early", noon - timedelta(seconds=5))):
        table = own.data_dir / f"{source}.csv"
        table.write_text(HEADER + f"{source},Service of {source},Friends\n")
        told = Source(id=source, name=source)
        summary = import_feed(engine, told, "csv", str(table), world, now=moment)
        assert summary.published
    assert summary.release == 2
    assert workroom.reindex() == 2
    workroom.close()
    engine.dispose()
