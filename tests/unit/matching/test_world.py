"""Rules are made ready once, for a release to carry, and again where other code did it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.answering import DANGER
from tests.conftest import DIRECTORY
from wayfinder.matching.front_doors import FrontDoors
from wayfinder.matching.world import READY_RULES, RULES, Rules, load_rules, open_rules, written

NO_DOORS = FrontDoors({}, ())


@pytest.fixture(scope="module")
def reviewed() -> Rules:
    return load_rules(DIRECTORY)


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    """The folders of rules as a release carries them."""
    for name in RULES:
        shutil.copytree(DIRECTORY / name, tmp_path / name)
    return tmp_path


def test_rules_made_ready_by_this_code_are_taken_as_they_are(
    carried: Path, reviewed: Rules
) -> None:
    ready = replace(reviewed, front_doors=NO_DOORS)
    (carried / READY_RULES).write_bytes(written(ready))
    assert open_rules(carried).front_doors == NO_DOORS


@pytest.mark.parametrize("made_by", ["", "0.0.9 format 6 code 00"])
def test_rules_made_ready_by_other_code_are_read_again(
    carried: Path, reviewed: Rules, made_by: str
) -> None:
    """Though they still can be decoded."""
    ready = replace(reviewed, front_doors=NO_DOORS, made_by=made_by)
    (carried / READY_RULES).write_bytes(written(ready))
    assert open_rules(carried) == reviewed


@pytest.mark.parametrize("left", [None, b"", b"\x93\x01\x02\x03"])
def test_rules_that_cannot_be_decoded_are_read_again(
    carried: Path, reviewed: Rules, left: bytes | None
) -> None:
    if left is not None:
        (carried / READY_RULES).write_bytes(left)
    assert open_rules(carried).danger == reviewed.danger == DANGER
