"""`wayfinder import --format onspd`: small areas beside the postcodes, and what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.commands.conftest import Run
from wayfinder.location.small_areas import SmallAreas

LIST = """postcode,ward_cd,lsoa21cd,imd2025_decile,icb,sicbl
SG1 1EH,E05000001,E01000001,3,QM7,06K
nowhere,E05000001,E01000001,3,QM7,06K
"""


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WAYFINDER_DATA_DIR", str(tmp_path / "var"))
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    return path


def test_a_list_is_loaded_and_every_row_accounted_for(run: Run, listed: Path) -> None:
    code, out, _ = run("import", str(listed), "--format", "onspd", "--source", "onspd")
    assert code == 0
    assert "read 2 = 1 added + 0 changed + 0 unchanged + 0 left out + 1 rejected" in out
    assert "row 3: postcode: not the shape of a UK postcode" in out
    small_areas = SmallAreas.open(listed.parent / "var/gazetteer")
    assert small_areas
    assert small_areas.keys.size == 1


def test_as_json_it_is_the_summary_and_nothing_else(run: Run, listed: Path) -> None:
    _, out, _ = run("import", str(listed), "--format", "onspd", "--source", "onspd", "--json")
    summary = json.loads(out)
    assert summary["levels"] == {"lsoa": 1, "ward": 1, "sub_icb": 1, "icb": 1, "imd": 1}
    assert summary["rejections"] == [
        {"row": 3, "reason": "postcode: not the shape of a UK postcode"}
    ]


def test_a_list_that_is_not_there_is_named(run: Run, listed: Path) -> None:
    where = str(listed.with_name("missing.csv"))
    code, _, err = run("import", where, "--format", "onspd", "--source", "onspd")
    assert code == 1
    assert "missing.csv cannot be read" in err


def test_a_source_needs_an_id(run: Run, listed: Path) -> None:
    code, _, err = run("import", str(listed), "--format", "onspd", "--source", "Not An Id")
    assert code == 2
    assert "source:" in err
