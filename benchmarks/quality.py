"""What measuring quality costs: `python -m benchmarks.quality [SIZE ...]`.

Each size runs in a process of its own: the feeds of four sources that overlap (`overlapping`) and
of a fifth, small one are staged and published; then the whole report is made, the rows of one of
the four, and those of the small one. Printed are seconds on the clock and, in brackets, of the
processor, and the peak of memory. `--folder` keeps the store, so that it can be measured again.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import Engine

from benchmarks.folders import SEED, Bench
from benchmarks.linking import _timed as timed
from benchmarks.linking import ruled
from benchmarks.overlapping import by_source, feeds
from wayfinder.archive import Archive
from wayfinder.domain.quality import Quality
from wayfinder.domain.service import Origin, Service
from wayfinder.domain.source import Source
from wayfinder.ingest.publishing import publish
from wayfinder.insight.quality.reports import Reports
from wayfinder.store import StagedRecord, migrate, open_engine, stage, transaction

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SIZES = (20_000, 100_000)
SMALL = "parish"
"""A source of so few records that measuring it should take no time."""
SMALL_SIZE = 50
HEADER = "| services | all, s (CPU) | one of four, s (CPU) | one of 50, s (CPU) | peak, MB |"


def main() -> None:
    """Measure each size, smallest first, in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--folder", type=Path, help="keep the stores here")
    parser.add_argument("--here", action="store_true", help="measure one size in this process")
    options = parser.parse_args()
    if options.here:
        print(measured(options.sizes[0], options.folder), flush=True)
        return
    print(HEADER, ruled(HEADER), sep="\n", flush=True)
    with tempfile.TemporaryDirectory() as made:
        folder = str(options.folder or made)
        for size in options.sizes:
            command = [sys.executable, "-m", "benchmarks.quality", str(size), "--here"]
            subprocess.run([*command, "--folder", folder], check=True, env=os.environ)


def measured(size: int, folder: Path) -> str:
    """One row of the table."""
    path = folder / f"quality-{size}.db"
    is_new = not path.exists()
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    if is_new:
        _fill(engine, size)
    columns = [timed(partial(report, engine, source))[1] for source in (None, "county", SMALL)]
    engine.dispose()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {size:,} | {' | '.join(columns)} | {peak_mb:,.0f} |"


def report(engine: Engine, source: str | None) -> Quality:
    """The counts of all sources, or one source's rows."""
    archive = Archive(str(engine.url))
    try:
        return Reports(archive.evidence, archive.state, lambda _: True).of_source(source)
    finally:
        archive.close()


def _fill(engine: Engine, size: int) -> None:
    bench = Bench("5k")
    told = list(feeds(SEED, size, bench.language, bench.ground))
    own = [it.service for it in feeds(SEED + 1, SMALL_SIZE, bench.language, bench.ground)]
    small = [_of(SMALL, it) for it in own]
    for source, services in {**by_source(told), SMALL: small}.items():
        with transaction(engine) as connection:
            stage(connection, Source(id=source, name=source), _records(services), [], NOW)
    with transaction(engine) as connection:
        publish(connection, NOW)


def _of(source: str, service: Service) -> Service:
    return replace(service, origins={"*": Origin(source, service.id)})


def _records(services: Sequence[Service]) -> list[StagedRecord]:
    return [StagedRecord(it.id, row, "offered", None, it) for row, it in enumerate(services, 1)]


if __name__ == "__main__":
    main()
