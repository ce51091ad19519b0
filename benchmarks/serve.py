"""One worker of uvicorn (uvloop, httptools) on its own core, in a process of its own.

python -m benchmarks.serve product --size 100k --port 8123
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import uvicorn
from fastapi import FastAPI

SERVER_CPU = 0
START_TIMEOUT_S = 60.0


@contextmanager
def serving(kind: str, *arguments: str) -> Iterator[tuple[int, int]]:
    """(port, process id) of a server that lives as long as the block."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.serve", kind, "--port", str(port), *arguments]
    with tempfile.TemporaryFile() as lines, subprocess.Popen(command, stderr=lines) as process:
        try:
            wait_for(port, process, lines)
            yield port, process.pid
        finally:
            process.terminate()


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], lines: IO[bytes]) -> None:
    """Return as soon as `port` is listened to; leave with what `process` said if it never is."""
    give_up = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < give_up and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    lines.seek(0)
    raise SystemExit(f"the server did not come up: {lines.read()[-2000:].decode()}")


def _run(app: FastAPI, port: int) -> None:
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )


def _run_product(folder: Path, port: int) -> None:
    """As `wayfinder serve` runs it, access log included."""
    os.environ["WAYFINDER_DATA_DIR"] = str(folder)
    from wayfinder import serving as product  # noqa: PLC0415

    product.run("127.0.0.1", port, 1)


def _run_trivial(port: int) -> None:
    from benchmarks.trivial import create_app  # noqa: PLC0415

    _run(create_app(), port)


def _run_postgres(database: str, port: int) -> None:
    from benchmarks.postgres_app import create_app  # noqa: PLC0415

    _run(create_app(database), port)


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("trivial", "product", "postgres"))
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, help="the product's data folder")
    parser.add_argument("--database", help="the URL of PostgreSQL's")
    options = parser.parse_args()
    if SERVER_CPU in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {SERVER_CPU})
    match options.kind:
        case "trivial":
            _run_trivial(options.port)
        case "product":
            _run_product(options.folder, options.port)
        case _:
            _run_postgres(options.database, options.port)


if __name__ == "__main__":
    main()
