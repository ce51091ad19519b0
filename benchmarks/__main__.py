"""Measure and set it beside the targets: `python -m benchmarks [WHAT ...] [--size 100k ...]`.

WHAT is any of compare, memory, start, swap, typos, spelling (all of them by default), or import or
gazetteer for those alone. The first run of a size makes its data, which takes minutes at 1M.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import gazetteer, import_rows
from benchmarks.compare import compare
from benchmarks.folders import SIZES, Bench
from benchmarks.report import Results, save, table
from benchmarks.spelling import spelling
from benchmarks.typos import typos
from benchmarks.worker import memory, start, swapping

MEASURES: dict[str, tuple[str, Callable[[Bench], Any]]] = {
    "compare": ("compared", compare),
    "memory": ("memory", memory),
    "start": ("started", start),
    "swap": ("swapped", swapping),
    "typos": ("typos", typos),
    "spelling": ("spelling", spelling),
}
ALONE = ("import", "gazetteer")
START_SIZES = ("5k", "100k")
"""Sizes whose database is worth filling: 1M services take a quarter of an hour to stage."""


def main() -> None:
    """Run what was asked for; the extra `[semantic]` has a measure of its own, `meaning`."""
    os.environ["WAYFINDER_SEMANTIC"] = "false"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=(*MEASURES, *ALONE, []), metavar="WHAT")
    parser.add_argument("--size", nargs="+", choices=SIZES, default=["5k"])
    options = parser.parse_args()
    if "import" in options.what:
        import_rows.run()
    if "gazetteer" in options.what:
        with TemporaryDirectory() as folder:
            gazetteer.run(Path(folder), lookups=50_000)
    wanted = [name for name in MEASURES if name in options.what or not options.what]
    for size in options.size if wanted else ():
        results = measure(Bench(size), wanted)
        print(table(results))
        print(f"written to {save(results)}", file=sys.stderr)


def measure(bench: Bench, wanted: list[str]) -> Results:
    """The wanted figures of one size, one after the other."""
    seen: dict[str, Any] = {}
    for name in wanted:
        if name != "start" or bench.size in START_SIZES:
            print(f"{bench.size}: {name} ...", file=sys.stderr)
            field, run = MEASURES[name]
            seen[field] = run(bench)
    return Results(size=bench.size, **seen)


if __name__ == "__main__":
    main()
