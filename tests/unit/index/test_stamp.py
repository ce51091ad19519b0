"""An index and rules made by other code are told apart from those of today."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wayfinder import __version__
from wayfinder.index import stamp
from wayfinder.index.meta import FORMAT_VERSION
from wayfinder.index.stamp import PACKAGE, SOURCES, code_digest, made_by


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package's source, to be edited."""
    ignored = shutil.ignore_patterns("__pycache__")
    return shutil.copytree(PACKAGE, tmp_path / "wayfinder", ignore=ignored)


def test_it_names_the_version_the_format_and_the_code() -> None:
    told = f"{__version__} format {FORMAT_VERSION} code {code_digest(PACKAGE)}"
    assert made_by() == told


def test_the_same_code_in_another_folder_is_the_same(copied: Path) -> None:
    assert code_digest(copied) == code_digest(PACKAGE)


@pytest.mark.parametrize(
    ("edited", "noticed"),
    [
        ("index/text.py", True),
        ("index/links.py", True),
        ("matching/danger_rules.py", True),
        ("domain/service.py", True),
        ("store/assembling.py", True),
        ("meaning.py", True),
        ("web/pages.py", False),
        ("api/schemas.py", False),
        ("desk.py", False),
    ],
)
def test_an_edit_is_noticed_where_an_index_or_rules_come_of_it(
    copied: Path, edited: str, noticed: bool
) -> None:
    with (copied / edited).open("a") as file:
        file.write("\nEDITED = True\n")
    assert (code_digest(copied) != code_digest(PACKAGE)) is noticed


def test_a_file_that_comes_or_is_renamed_is_noticed(copied: Path) -> None:
    (copied / "index" / "new.py").write_text("")
    come = code_digest(copied)
    (copied / "index" / "new.py").rename(copied / "index" / "newer.py")
    assert len({code_digest(PACKAGE), come, code_digest(copied)}) == 3


def test_another_stemmer_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    today = code_digest(PACKAGE)
    monkeypatch.setattr(stamp, "version", lambda _: "0.0")
    assert code_digest(PACKAGE) != today


def test_no_module_that_makes_an_index_or_rules_is_left_out() -> None:
    """Whatever these import is among the sources; errors only say what went wrong."""
    code = (
        "import sys, wayfinder.index.build, wayfinder.matching.world, wayfinder.store.directory;"
        "print(*(n for n in sys.modules if n.startswith('wayfinder.')))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    parts = {name.split(".")[1] for name in told.stdout.split()}
    assert parts - {"errors"} == {Path(each).stem for each in SOURCES}
