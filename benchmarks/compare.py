"""Three routes side by side in one run: the plain one, Wayfinder's match, the same in PostgreSQL.

Rounds take turns, so that what else the machine does falls on all three alike; medians count.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from benchmarks import postgres
from benchmarks.enquiries import Asked
from benchmarks.folders import Bench
from benchmarks.load import Measured, get, load, post
from benchmarks.serve import serving

CONCURRENCY = 16
ROUNDS = 5
WARM_UP_S = 3.0
ROUND_S = 4.0
ENQUIRIES = 4_000


class Compared(Struct, frozen=True, kw_only=True):
    """The medians of one size, at `concurrency` connections and one worker.

    `of_trivial` and `times_postgres` set match's requests a second beside the others' of the same
    round, because what else the machine does changes from round to round.
    """

    size: str
    concurrency: int
    rounds: int
    trivial: Measured
    match: Measured
    postgres: Measured
    of_trivial: float
    times_postgres: float


def compare(bench: Bench, rounds: int = ROUNDS, round_s: float = ROUND_S) -> Compared:
    """Measure the three routes over the directory of `bench`."""
    bench.prepare()
    asked = bench.asked(ENQUIRIES)
    contestants = {
        "trivial": trivial_requests(asked),
        "match": match_requests(asked),
        "postgres": postgres_requests(asked),
    }
    with ExitStack() as stack:
        database = postgres.database(stack.enter_context(postgres.server(bench.root)), bench)
        ports = {
            "trivial": stack.enter_context(serving("trivial")),
            "match": stack.enter_context(serving("product", "--folder", str(bench.folder))),
            "postgres": stack.enter_context(serving("postgres", "--database", database)),
        }
        seen: dict[str, list[Measured]] = {name: [] for name in contestants}
        for number in range(rounds + 1):
            for name, requests in contestants.items():
                port, _ = ports[name]
                measured = load(port, requests, CONCURRENCY, round_s if number else WARM_UP_S)
                if measured.errors:
                    raise SystemExit(f"{name}: {measured.errors} answers were not 200")
                if number:
                    seen[name].append(measured)
                    _tell(bench.size, number, name, measured)
    return Compared(
        size=bench.size,
        concurrency=CONCURRENCY,
        rounds=rounds,
        of_trivial=_ratio(seen["match"], seen["trivial"]),
        times_postgres=_ratio(seen["match"], seen["postgres"]),
        **{name: medians(each) for name, each in seen.items()},
    )


def _ratio(rounds: Sequence[Measured], beside: Sequence[Measured]) -> float:
    pairs = zip(rounds, beside, strict=True)
    return median(one.requests_s / other.requests_s for one, other in pairs)


def medians(rounds: Sequence[Measured]) -> Measured:
    """Each figure's median over rounds; answers and errors are added up."""
    return Measured(
        requests_s=median(each.requests_s for each in rounds),
        p50_ms=median(each.p50_ms for each in rounds),
        p99_ms=median(each.p99_ms for each in rounds),
        requests=sum(each.requests for each in rounds),
        errors=sum(each.errors for each in rounds),
        bytes_each=median(each.bytes_each for each in rounds),
    )


def trivial_requests(asked: Sequence[Asked]) -> list[bytes]:
    """The enquiries as the plain route takes them."""
    return [
        get(
            "/trivial?"
            + urlencode(
                {
                    "need": each.typed,
                    "postcode": each.point.postcode,
                    "age": each.age,
                    "radius_m": 16093.0,
                    "free": "false",
                    "limit": 10,
                }
            )
        )
        for each in asked
    ]


def match_requests(asked: Sequence[Asked]) -> list[bytes]:
    """The enquiries as Wayfinder takes them."""
    bodies = (
        {"need": each.typed, "postcode": each.point.postcode, "person": {"age": each.age}}
        for each in asked
    )
    return [post("/v1/match", msgspec.json.encode(body)) for body in bodies]


def postgres_requests(asked: Sequence[Asked]) -> list[bytes]:
    """The enquiries as the route over PostgreSQL takes them: it is given the point for nothing."""
    bodies = (
        {
            "need": each.typed,
            "lat": each.point.lat_deg,
            "lon": each.point.lon_deg,
            "age": float(each.age),
        }
        for each in asked
    )
    return [post("/match", msgspec.json.encode(body)) for body in bodies]


def _tell(size: str, number: int, name: str, seen: Measured) -> None:
    print(
        f"{size} round {number} {name:9} {seen.requests_s:8.0f}/s  p50 {seen.p50_ms:7.2f} ms"
        f"  p99 {seen.p99_ms:7.2f} ms  errors {seen.errors}",
        file=sys.stderr,
    )
