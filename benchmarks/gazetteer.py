"""Build time, look-up time and memory of the gazetteer: `python benchmarks/gazetteer.py`."""

from __future__ import annotations

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.postcode import Postcode
from wayfinder.location.postcode_key import outward_of_rank
from wayfinder.location.postcode_table import PostcodeTable

T = TypeVar("T")
DIRECTORY = Path(__file__).parents[1] / "directory" / "areas"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lookups", type=int, default=50_000)
    lookups = parser.parse_args().lookups
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), lookups)


def run(folder: Path, lookups: int) -> None:
    areas = Areas.load(DIRECTORY)
    report("build", *timed(lambda: Gazetteer.build(folder, areas)), "s")
    on_disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    report("on disk", on_disk / 1e6, None, "MB")
    gc.collect()
    before = resident_mb()
    report("open", *timed(lambda: Gazetteer.open(folder, areas), 1e3), "ms")
    gazetteer = Gazetteer.open(folder, areas)
    codes = sample(PostcodeTable.open(folder), lookups)
    points = [point for code in codes if (point := gazetteer.point(code))]
    report("locate, any postcode", *each(gazetteer.locate, codes), "us")
    report("point, any postcode", *each(gazetteer.point, codes), "us")
    report("points, in bulk", *bulk(gazetteer, codes), "us")
    report("at, any point", *each(lambda p: gazetteer.at(*p), points[:5_000]), "us")
    report("memory added, all pages touched", resident_mb() - before, None, "MB")


def sample(table: PostcodeTable, count: int) -> list[str]:
    """Postcodes that have a position, evenly at random over the country."""
    rows = random.Random(1).sample(range(len(table.by_cell)), count)
    return [text_of(int(table.keys[table.by_cell[row]])) for row in rows]


def text_of(key: int) -> str:
    rank, inward = divmod(key, 6760)
    sector, unit = divmod(inward, 676)
    letters = "".join(chr(65 + letter) for letter in divmod(unit, 26))
    return str(Postcode(outward_of_rank(rank), f"{sector}{letters}"))


def timed(call: Callable[[], object], scale: float = 1.0) -> tuple[float, None]:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * scale, None


def each(call: Callable[[T], object], values: Sequence[T]) -> tuple[float, float]:
    """Median and 99th percentile in microseconds."""
    taken = []
    for value in values:
        start = time.perf_counter_ns()
        call(value)
        taken.append(time.perf_counter_ns() - start)
    taken.sort()
    return taken[len(taken) // 2] / 1e3, taken[len(taken) * 99 // 100] / 1e3


def bulk(gazetteer: Gazetteer, codes: list[str]) -> tuple[float, None]:
    taken, _ = timed(lambda: gazetteer.points(codes))
    return taken / len(codes) * 1e6, None


def resident_mb() -> float:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1e3
    sys.exit("no VmRSS in /proc/self/status")


def report(what: str, value: float, p99: float | None, unit: str) -> None:
    tail = "" if p99 is None else f"   p99 {p99:.2f} {unit}"
    print(f"{what:34} {value:9.2f} {unit}{tail}")


if __name__ == "__main__":
    main()
