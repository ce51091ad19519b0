"""The figures beside their targets, as a table and as JSON."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.compare import Compared
from benchmarks.load import Measured
from benchmarks.spelling import SpellingSpeed
from benchmarks.typos import Typos
from benchmarks.worker import Memory, Started, Swapped

LOCAL = Path("benchmarks/results/local")


class Results(Struct, frozen=True, kw_only=True):
    """Everything one run measured of one size; None was not asked for."""

    size: str
    compared: Compared | None = None
    memory: Memory | None = None
    started: Started | None = None
    swapped: Swapped | None = None
    typos: Typos | None = None
    spelling: SpellingSpeed | None = None


class Line(Struct, frozen=True):
    """One goal: what was measured, and what `research/performance.md` sets; None where nothing."""

    goal: str
    size: str
    measured: float
    target: float | None
    stretch: float | None = None
    at_most: bool = False

    @property
    def verdict(self) -> str:
        """stretch, met, or missed by how much."""
        if self.target is None:
            return ""
        if self.stretch is not None and self._reaches(self.stretch):
            return "stretch met"
        if self._reaches(self.target):
            return "met"
        return f"missed: {self.measured / self.target:.0%} of the target"

    def _reaches(self, goal: float) -> bool:
        return self.measured <= goal if self.at_most else self.measured >= goal


OF_TRIVIAL = {"100k": (0.35, 0.60), "1M": (0.25, 0.45)}
TIMES_POSTGRES = {"100k": (15.0, 25.0), "1M": (60.0, 100.0)}
P99_MS = {"1M": (25.0, 10.0)}
MEMORY_MB = {"100k": (150.0,), "1M": (500.0,)}
SPELLING_MB = {"100k": (16.5,)}
START_S = {"100k": (2.0, 0.5)}
NOTHING = (None,)


def lines(results: Results) -> Iterator[Line]:
    """All that was measured, one goal a line."""
    size = results.size
    if seen := results.compared:
        yield Line("match / plain route", size, seen.of_trivial, *OF_TRIVIAL.get(size, NOTHING))
        wanted = TIMES_POSTGRES.get(size, NOTHING)
        yield Line("match / PostgreSQL", size, seen.times_postgres, *wanted)
        yield _most("p99 of match, ms", size, seen.match.p99_ms, P99_MS)
    if used := results.memory:
        yield _most("memory of a worker, MB", size, used.beyond_mb, MEMORY_MB)
    if began := results.started:
        yield _most("start, files in memory, s", size, began.warm_s, START_S)
        yield _most("start, files on disk, s", size, began.cold_s, START_S)
    if swap := results.swapped:
        yield Line("p99 while swapping / idle", size, swap.ratio, 1.5, 1.2, at_most=True)
        yield Line("errors while swapping", size, swap.swapping.errors, 0.0, at_most=True)
    if spelt := results.spelling:
        yield Line("spelling of a known word, µs", size, spelt.known_us, 1.5, at_most=True)
        yield Line("of an unknown word, µs", size, spelt.unknown_us, 100.0, at_most=True)
        yield Line("its median, µs", size, spelt.unknown_median_us, 100.0, at_most=True)
        yield Line("its 95th of 100, µs", size, spelt.unknown_p95_us, None)
        yield _most("tables of spelling, MB", size, spelt.tables_mb, SPELLING_MB)
    if kept := results.typos:
        yield Line("typo keeps 5 of 10", size, kept.kept_share, 0.95, 0.98)
        yield Line("typo at a word's edge keeps 5", size, kept.kept_share_edges, 0.95, 0.98)


def _most(goal: str, size: str, measured: float, goals: Mapping[str, tuple[float, ...]]) -> Line:
    target, stretch = (*goals.get(size, ()), None, None)[:2]
    return Line(goal, size, measured, target, stretch, at_most=True)


def table(results: Results) -> str:
    """The lines as Markdown, and below them what the three routes did."""
    head = "| goal | size | measured | target | stretch | |\n|---|---|---|---|---|---|"
    rows = "\n".join(
        f"| {x.goal} | {x.size} | {x.measured:.3g} | {_goal(x, x.target)} | {_goal(x, x.stretch)} "
        f"| {x.verdict} |"
        for x in lines(results)
    )
    return f"{head}\n{rows}\n" + (_routes(results.compared) if results.compared else "")


def _goal(line: Line, goal: float | None) -> str:
    return "" if goal is None else f"{'<=' if line.at_most else '>='} {goal:g}"


def _routes(seen: Compared) -> str:
    head = (
        f"\nc={seen.concurrency}, one worker, median of {seen.rounds} interleaved rounds\n\n"
        "| route | size | requests/s | p50 ms | p99 ms | bytes |\n|---|---|---|---|---|---|\n"
    )
    routes = {"plain": seen.trivial, "match": seen.match, "PostgreSQL": seen.postgres}
    return head + "".join(_route(name, seen.size, each) for name, each in routes.items())


def _route(name: str, size: str, seen: Measured) -> str:
    return (
        f"| {name} | {size} | {seen.requests_s:,.0f} | {seen.p50_ms:.2f} | {seen.p99_ms:.2f} "
        f"| {seen.bytes_each:,.0f} |\n"
    )


def save(results: Results) -> Path:
    """Write the results as JSON under `benchmarks/results/local/` (not committed)."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = LOCAL / f"{now:%Y%m%dT%H%M%S}-{results.size}.json"
    told = {"at": now, "machine": platform.platform(), "python": platform.python_version()}
    whole = told | {"results": results}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(whole)))
    return path
