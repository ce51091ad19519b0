"""`wayfinder serve` as an operator starts it: a process of its own, asked over HTTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

REPO = Path(__file__).parents[1]


class Server:
    """`wayfinder serve` in a process of its own, its output in a file."""

    def __init__(self, data_dir: Path, log: Path, *options: str) -> None:
        self.port = free_port()
        self.log = log
        command = [sys.executable, "-m", "wayfinder", "serve", "--port", str(self.port), *options]
        env = {
            **os.environ,
            "PYTHONPATH": str(REPO / "src"),
            "WAYFINDER_DATA_DIR": str(data_dir),
        }
        with log.open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, env=env)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=10)

    def ready(self) -> httpx.Response:
        """The first good answer of /readyz."""
        while self.process.poll() is None:
            try:
                return self.client.get("/readyz").raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text("utf-8"))

    def match(self, need: str) -> dict[str, Any]:
        """The answer to a need."""
        told = self.client.post("/v1/match", json={"need": need, "limit": 50}).raise_for_status()
        return dict(told.json())

    def id_of(self, name: str) -> str:
        """The id of a service that bears this name."""
        found = [each["service"] for each in self.match(name)["matches"]]
        return next(str(service["id"]) for service in found if service["name"] == name)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.client.close()
        self.process.send_signal(how)
        self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
