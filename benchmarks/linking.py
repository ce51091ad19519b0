"""What joining four sources costs, and how that grows: `python -m benchmarks.linking [SIZE ...]`.

Each size runs in a process of its own: the feeds are staged in SQLite, then one release is
published: linked, merged, compared with an empty one, written. Printed are seconds of linking alone
and of the whole (on the clock, and of the processor), the peak of memory, the pairs compared, how
many of the records that are one were joined or missed, and how many groups hold anything else.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from benchmarks.folders import SEED, Bench
from benchmarks.overlapping import by_source, feeds
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.ingest.linking.link import Linked, Print, link, print_of
from wayfinder.ingest.publishing import publish
from wayfinder.store import StagedRecord, migrate, open_engine, stage, transaction
from wayfinder.store.directory import offered_services
from wayfinder.store.engine import reading

T = TypeVar("T")

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SIZES = (10_000, 30_000, 100_000)
HEADER = (
    "| services | linking, s (CPU) | all, s (CPU) | peak, MB | pairs | joined | missed | wrong |"
)


def main() -> None:
    """Measure each size, smallest first, in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--here", action="store_true", help="measure one size in this process")
    options = parser.parse_args()
    if options.here:
        print(measured(options.sizes[0]))
        return
    print(HEADER, ruled(HEADER), sep="\n")
    for size in options.sizes:
        command = [sys.executable, "-m", "benchmarks.linking", str(size), "--here"]
        subprocess.run(command, check=True, env=os.environ)


def ruled(header: str) -> str:
    """The line under a Markdown table's header."""
    return "|" + " --- |" * (header.count("|") - 1)


def measured(size: int) -> str:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'store.db'}")
        migrate(engine)
        truth = _fill(engine, size)
        prints = _prints(engine)
        linked, linking = _timed(lambda: link(prints, {}))
        _, everything = _timed(lambda: _publish(engine))
        engine.dispose()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    joined, missed, wrong = _right(linked, truth)
    return (
        f"| {size:,} | {linking} | {everything} | {peak_mb:,.0f} | {linked.compared:,} "
        f"| {joined:,} | {missed:,} | {wrong:,} |"
    )


def _fill(engine: Engine, size: int) -> dict[str, str]:
    """Stage the feeds; returns which record repeats which, by their ids."""
    bench = Bench("5k")
    told = list(feeds(SEED, size, bench.language, bench.ground))
    for source, services in by_source(told).items():
        with transaction(engine) as connection:
            stage(connection, Source(id=source, name=source), _records(services), [], NOW)
    return {it.service.id: it.of for it in told if it.of}


def _records(services: Sequence[Service]) -> list[StagedRecord]:
    return [StagedRecord(it.id, row, "offered", None, it) for row, it in enumerate(services, 1)]


def _prints(engine: Engine) -> list[Print]:
    with reading(engine) as connection:
        return [print_of(it) for it in offered_services(connection)]


def _publish(engine: Engine) -> None:
    with transaction(engine) as connection:
        publish(connection, NOW)


def _timed(work: Callable[[], T]) -> tuple[T, str]:
    """What `work` returns, and how long it took."""
    clock, processor = time.perf_counter(), time.process_time()
    done = work()
    clock_s, processor_s = time.perf_counter() - clock, time.process_time() - processor
    return done, f"{clock_s:.0f} ({processor_s:.0f})"


def _right(linked: Linked, truth: Mapping[str, str]) -> tuple[int, int, int]:
    """Repetitions that were joined, that were not, and groups that hold anything else."""
    group_of = {own: group for group in linked.groups for own in group}
    joined = sum(own in group_of and first in group_of[own] for own, first in truth.items())
    pairs = {frozenset(it) for it in truth.items()}
    wrong = sum(frozenset(group) not in pairs for group in linked.groups)
    return joined, len(truth) - joined, wrong


if __name__ == "__main__":
    main()
