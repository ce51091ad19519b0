"""What one worker costs: memory, its start, and the moment a new release is swapped in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

from msgspec import Struct

from benchmarks.compare import CONCURRENCY, ENQUIRIES, match_requests, medians
from benchmarks.folders import Bench
from benchmarks.load import Measured, load
from benchmarks.serve import free_port, serving
from wayfinder.domain.source import Source
from wayfinder.index import folder as folders
from wayfinder.ingest.publishing import publish
from wayfinder.settings import Settings
from wayfinder.store import StagedRecord, stage, transaction
from wayfinder.store.engine import open_engine
from wayfinder.workroom import Workroom

SWAPS = 10
SWAP_EVERY_S = 0.5
ROUNDS = 3
START_TIMEOUT_S = 120.0


class Memory(Struct, frozen=True, kw_only=True):
    """Proportional set size in MB of a worker with no release, and of one after its enquiries."""

    empty_mb: float
    answering_mb: float

    @property
    def beyond_mb(self) -> float:
        return self.answering_mb - self.empty_mb


class Started(Struct, frozen=True, kw_only=True):
    """Seconds from `wayfinder serve` to the first ready answer, files in memory or not."""

    warm_s: float
    cold_s: float


class Swapped(Struct, frozen=True, kw_only=True):
    """Answers while nothing changes, and while a release is swapped in twice a second."""

    idle: Measured
    swapping: Measured

    @property
    def ratio(self) -> float:
        return self.swapping.p99_ms / self.idle.p99_ms


def memory(bench: Bench) -> Memory:
    """A worker's memory beyond an empty one's, every enquiry answered once; shared pages count."""
    bench.prepare()
    with tempfile.TemporaryDirectory() as nothing, serving("product", "--folder", nothing) as made:
        empty_mb = _proportional_mb(made[1])
    with serving("product", "--folder", str(bench.folder)) as (port, pid):
        load(port, match_requests(bench.asked(ENQUIRIES)), CONCURRENCY, 5.0)
        return Memory(empty_mb=empty_mb, answering_mb=_proportional_mb(pid))


def _proportional_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def swapping(bench: Bench) -> Swapped:
    """The 99th percentile while releases are swapped in, beside that of the same server idle."""
    bench.prepare()
    requests = match_requests(bench.asked(ENQUIRIES))
    window_s = SWAPS * SWAP_EVERY_S
    idle, during = [], []
    with serving("product", "--folder", str(bench.folder)) as (port, _):
        load(port, requests, CONCURRENCY, 3.0)
        for _ in range(ROUNDS):
            idle.append(load(port, requests, CONCURRENCY, window_s))
            with _swapping(bench):
                during.append(load(port, requests, CONCURRENCY, window_s))
    return Swapped(idle=medians(idle), swapping=medians(during))


@contextmanager
def _swapping(bench: Bench) -> Iterator[None]:
    """Another process installs the same release anew, twice a second."""
    spawn = get_context("spawn")
    ready, stop = spawn.Event(), spawn.Event()
    process = spawn.Process(target=_swap_until, args=(ready, stop, bench.index_dir))
    process.start()
    ready.wait()
    try:
        yield
    finally:
        stop.set()
        process.join()


def _swap_until(ready: Event, stop: Event, index_dir: Path) -> None:
    ready.set()
    while not stop.wait(SWAP_EVERY_S):
        swap_in(index_dir)


def swap_in(index_dir: Path) -> None:
    """Point at a copy of the current release (hard links: a release is never written to)."""
    live = folders.current(index_dir)
    assert live is not None, "the index has been built"  # noqa: S101
    work = folders.work_folder(index_dir)
    shutil.copytree(live, work, copy_function=os.link, dirs_exist_ok=True)
    folders.install(index_dir, work, int(live.name.split("-")[1]))
    folders.sweep(index_dir, 3)


def start(bench: Bench) -> Started:
    """How long `wayfinder serve` takes over a data folder that has everything."""
    folder = bench.root / f"{bench.folder.name}-with-database"
    settings = Settings(data_dir=folder)
    if not (folder / "index" / folders.POINTER).exists():
        shutil.rmtree(folder, ignore_errors=True)
        _fill(bench, settings)
    _time_start(folder)
    warm_s = min(_time_start(folder) for _ in range(ROUNDS))
    _forget_pages(folder)
    return Started(warm_s=warm_s, cold_s=_time_start(folder))


def _fill(bench: Bench, settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    settings.gazetteer_path.symlink_to(bench.gazetteer_dir.resolve())
    workroom = Workroom(
        database=settings.database,
        index_dir=settings.index_dir,
        gazetteer_path=settings.gazetteer_path,
        directory=bench.directory,
    )
    workroom.prepare()
    records = (
        StagedRecord(service.id, row, "offered", None, service)
        for row, service in enumerate(bench.made_up(), start=1)
    )
    with transaction(open_engine(settings.database)) as connection:
        source = Source(id="synthetic", name="Made-up services")
        stage(connection, source, records, [], datetime.now(UTC))
        publish(connection, datetime.now(UTC))
    workroom.prepare()
    workroom.close()


def _time_start(folder: Path) -> float:
    port = free_port()
    command = [sys.executable, "-m", "wayfinder", "serve", "--port", str(port)]
    # Compiled once and kept, as on any machine that does not forbid it.
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled")}
    environment = {**os.environ, **kept, "WAYFINDER_DATA_DIR": str(folder.resolve())}
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_until_ready(port, began)
            return time.perf_counter() - began
        finally:
            process.terminate()


def _wait_until_ready(port: int, began: float) -> None:
    while time.perf_counter() - began < START_TIMEOUT_S:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.01)
        else:
            return
    raise SystemExit("`wayfinder serve` did not get ready")


def _forget_pages(folder: Path) -> None:
    """Ask the kernel to drop the folder's files from memory, as after a reboot."""
    os.sync()
    for path in (each for each in folder.rglob("*") if each.is_file()):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
