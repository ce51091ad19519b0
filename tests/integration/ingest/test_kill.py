"""A process that dies at any moment of an import leaves the last release, whole."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.ingest.conftest import Import
from wayfinder.domain.service import Service
from wayfinder.ingest.summary import Summary
from wayfinder.store.engine import transaction
from wayfinder.store.releases import latest_release

REPO = Path(__file__).parents[3]
ROWS = 3_000

# Told to the test line by line: the rows staged, then that all is committed.
IMPORT = """
import sys
from datetime import UTC, datetime
from tests.integration.ingest.conftest import WORLD
from wayfinder.domain.source import Source
from wayfinder.ingest.run import import_feed
from wayfinder.store.engine import open_engine

def tell(word):
    print(word, flush=True)

url, path = sys.argv[1:]
tell("begun")
import_feed(open_engine(url), Source(id="test", name="test"), "csv", path, WORLD,
            now=datetime(2026, 5, 2, 12, tzinfo=UTC), progress=tell)
tell("done")
"""


def table(title: str) -> str:
    rows = (f"{n},{title} {n},Friends,AL1 3JE\n" for n in range(ROWS))
    return "id,name,organization,postcode\n" + "".join(rows)


def import_and_kill(engine: Engine, path: Path, after: str, delay_s: float) -> None:
    engine.dispose()
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", IMPORT, url, str(path)]
    environment = {"PYTHONPATH": f"{REPO / 'src'}:{REPO}", "PATH": ""}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, cwd=REPO
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == after:
                break
        time.sleep(delay_s)
        child.kill()


@pytest.mark.parametrize(
    "moment",
    [("begun", 0.0), ("500", 0.0), ("2000", 0.05), ("3000", 0.0), ("3000", 0.1), ("3000", 0.25)],
    ids=lambda moment: f"{moment[0]}+{moment[1]}s",
)
def test_kill_9_at_any_moment_leaves_all_or_nothing(
    run_import: Import,
    offered: Callable[[], dict[str, Service]],
    engine: Engine,
    tmp_path: Path,
    moment: tuple[str, float],
) -> None:
    run_import(table("Old"))
    news = tmp_path / "news.csv"
    news.write_text(table("New"))
    import_and_kill(engine, news, *moment)

    # A server may still be busy with what the dead client sent: a writer waits for its end.
    with transaction(engine) as connection:
        release = latest_release(connection)
    assert release is not None
    survived = "Old" if release.number == 1 else "New"
    assert set(offered()) == {f"{survived} {n}" for n in range(ROWS)}
    if moment[0] != str(ROWS):
        assert survived == "Old"

    again: Summary = run_import(news, day=3)
    assert (again.read, again.rejected, again.withdrawn) == (ROWS, 0, 0)
    assert again.changed == (ROWS if survived == "Old" else 0)
    assert again.release == 2
    assert set(offered()) == {f"New {n}" for n in range(ROWS)}
