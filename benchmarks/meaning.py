"""What the extra `[semantic]` costs: building an index, its size, and answering from it.

`python -m benchmarks.meaning [SIZE]`; the model reads some 80 services a second.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.compare import match_requests
from benchmarks.folders import Bench
from benchmarks.load import load
from benchmarks.serve import serving
from wayfinder.index.build import build
from wayfinder.index.folder import current
from wayfinder.meaning import Model, no_model, sentence_model

ROUND_S = 5.0
RELEASED_AT = "2026-11-01T09:00:00+00:00"


def main() -> None:
    """Print a line without the model and one with it."""
    size = sys.argv[1] if len(sys.argv) > 1 else "5k"
    for model in (no_model, sentence_model):
        with TemporaryDirectory(prefix="wayfinder-meaning-") as folder:
            _measure(Bench(size), Path(folder), model)


def _measure(bench: Bench, folder: Path, model: Model) -> None:
    first_s, again_s = (_build(bench, folder / "index", model, release) for release in (1, 2))
    live = current(folder / "index")
    assert live is not None  # noqa: S101 - it was just built
    megabytes = sum(file.stat().st_size for file in live.rglob("*") if file.is_file()) / 1e6
    bench.ground  # noqa: B018 - makes the gazetteer
    (folder / "gazetteer").symlink_to(bench.gazetteer_dir.resolve())
    os.environ["WAYFINDER_SEMANTIC"] = str(model is sentence_model).lower()
    with serving("product", "--folder", str(folder)) as (port, _):
        requests = match_requests(bench.asked(500))
        load(port, requests, 1, 2.0)
        alone, crowd = (load(port, requests, many, ROUND_S) for many in (1, 16))
    print(
        f"{model.__name__}: built in {first_s:.0f} s, again in {again_s:.0f} s, {megabytes:.0f} MB;"
        f" p50 {alone.p50_ms:.1f} ms alone, {crowd.p50_ms:.1f} ms of 16 ({crowd.requests_s:.0f}/s)"
    )


def _build(bench: Bench, index_dir: Path, model: Model, release: int) -> float:
    services = list(bench.made_up())
    began = time.perf_counter()
    build(
        services,
        bench.needs,
        index_dir,
        release=release,
        released_at=RELEASED_AT,
        place_names=bench.ground.area_names,
        embed=model(),
    )
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
