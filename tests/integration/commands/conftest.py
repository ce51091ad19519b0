"""Runs the `wayfinder` command in this process, and writes it small tables to import."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server import Server
from wayfinder.cli import main

HEADER = "id,name,organization,summary,postcode,coverage,needs,minimum_age"
ROWS = (
    "chairs,Chair Exercise,Village Hall Trust,Gentle chair exercise,SG1 1EH,Hertfordshire,,50",
    "lifts,Lifts to Clinic,Village Hall Trust,Volunteer drivers to hospital,,Hertfordshire,,",
)

Run = Callable[..., tuple[int, str, str]]
Serve = Callable[..., Server]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process: (exit code, stdout, stderr)."""

    def run_main(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wayfinder", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capfd.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run_main


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    started: list[Server] = []

    def start(data_dir: Path, *options: str) -> Server:
        started.append(Server(data_dir, tmp_path / "serve.log", *options))
        return started[-1]

    yield start
    for server in started:
        server.stop(signal.SIGKILL)


def written(folder: Path, *rows: str) -> str:
    path = folder / "hall.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    return str(path)


def imported(run: Run, where: str, *more: str) -> dict[str, Any]:
    code, out, _ = run("import", where, "--format", "csv", "--source", "hall", "--json", *more)
    assert code == 0
    return dict(json.loads(out))
