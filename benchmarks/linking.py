"""What joining four sources costs, and how that grows: `python -m benchmarks.linking [SIZE ...]`.

Each size runs in a process of its own: the feeds are staged in SQLite, then one release is
published: linked, merged, compared with an empty one, written. Printed are seconds of linking alone
and of the whole, the peak of memory, the pairs compared, and how many of the records that are one
were joined, and how many that are not.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.folders import SEED, Bench
from benchmarks.overlapping import by_source, feeds
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.ingest.linking.link import Linked, link, print_of
from wayfinder.ingest.publishing import publish
from wayfinder.store import StagedRecord, migrate, open_engine, stage, transaction
from wayfinder.store.directory import offered_services
from wayfinder.store.engine import reading

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SIZES = (10_000, 30_000, 100_000)
HEADER = "| services | linking, s | all, s | peak, MB | pairs | joined | missed | wrong |"


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
        linked, linking_s = _link(engine)
        began = time.perf_counter()
        with transaction(engine) as connection:
            publish(connection, NOW)
        all_s = time.perf_counter() - began
        engine.dispose()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    joined, missed, wrong = _right(linked, truth)
    return (
        f"| {size:,} | {linking_s:.1f} | {all_s:.1f} | {peak_mb:,.0f} | {linked.compared:,} "
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


def _link(engine: Engine) -> tuple[Linked, float]:
    with reading(engine) as connection:
        prints = [print_of(it) for it in offered_services(connection)]
    began = time.perf_counter()
    linked = link(prints, {})
    return linked, time.perf_counter() - began


def _right(linked: Linked, truth: Mapping[str, str]) -> tuple[int, int, int]:
    """Repetitions that were joined, that were not, and groups that hold anything else."""
    group_of = {own: group for group in linked.groups for own in group}
    joined = sum(own in group_of and first in group_of[own] for own, first in truth.items())
    pairs = {frozenset(it) for it in truth.items()}
    wrong = sum(frozenset(group) not in pairs for group in linked.groups)
    return joined, len(truth) - joined, wrong


if __name__ == "__main__":
    main()
