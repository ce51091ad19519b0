"""One worker of uvicorn (uvloop, httptools) on its own core, in a process of its own.

python -m benchmarks.serve product --size 100k --port 8123
"""

from __future__ import annotations

import argparse
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from benchmarks.folders import ROOT, SIZES, Bench

SERVER_CPU = 0
START_TIMEOUT_S = 60.0


@contextmanager
def serving(kind: str, *arguments: str) -> Iterator[tuple[int, int]]:
    """(port, process id) of a server that lives as long as the block."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.serve", kind, "--port", str(port), *arguments]
    process = subprocess.Popen(command)
    try:
        _wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < give_up and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise SystemExit("the server did not come up")


def _app(options: argparse.Namespace) -> FastAPI:
    match options.kind:
        case "trivial":
            from benchmarks.trivial import create_app as trivial  # noqa: PLC0415

            return trivial()
        case "postgres":
            from benchmarks.postgres_app import create_app as postgres  # noqa: PLC0415

            return postgres(options.database)
        case _:
            from wayfinder.app import assemble  # noqa: PLC0415

            _log_access()
            return assemble(Bench(options.size, options.root).desk())


def _log_access() -> None:
    """The access log is written as in service, but to nowhere."""
    log = logging.getLogger("wayfinder.access")
    log.setLevel(logging.INFO)
    log.addHandler(logging.StreamHandler(Path(os.devnull).open("w", encoding="utf-8")))
    log.propagate = False


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("trivial", "product", "postgres"))
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--size", choices=SIZES, default="5k")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    if SERVER_CPU in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {SERVER_CPU})
    uvicorn.run(
        _app(options),
        host="127.0.0.1",
        port=options.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
