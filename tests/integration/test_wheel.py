"""The wheel: all that Wayfinder needs is inside, and it runs away from the source tree."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files as pip lays them out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, folder / "dist"], cwd=ROOT, check=True, capture_output=True)
    [wheel] = (folder / "dist").glob("wayfinder-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(unpacked: Path, *arguments: str) -> str:
    """What Python prints that sees the unpacked wheel and not the source tree."""
    settings = {"PYTHONPATH": str(unpacked), "PYTHONWARNINGS": "error", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=unpacked,
        env={**os.environ, **settings},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def shipped(folder: str) -> set[str]:
    """Paths of the files below a folder of the repository."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT / folder).as_posix() for path in files if path.suffix != ".pyc"}


@pytest.mark.parametrize(
    ("source", "inside"),
    [("src/wayfinder", "wayfinder"), ("directory", "wayfinder/directory")],
)
def test_every_file_is_in_the_wheel(unpacked: Path, source: str, inside: str) -> None:
    packed = {p.relative_to(unpacked / inside).as_posix() for p in (unpacked / inside).rglob("*")}
    assert shipped(source)
    assert shipped(source) <= packed


def test_the_licence_goes_along(unpacked: Path) -> None:
    [licence] = unpacked.glob("wayfinder-*.dist-info/licenses/LICENSE")
    assert "The Wayfinder authors" in licence.read_text("utf-8")


def test_the_command_runs_from_the_wheel(unpacked: Path) -> None:
    shown = run(unpacked, "-c", "from wayfinder.cli import main; main()", "--help")
    assert {"serve", "import", "match"} <= set(shown.split())


def test_the_directory_is_found_inside_the_package(unpacked: Path) -> None:
    program = "from wayfinder.settings import Settings; print(Settings().directory)"
    assert Path(run(unpacked, "-c", program).strip()) == unpacked / "wayfinder" / "directory"
