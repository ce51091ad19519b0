"""What the documents promise: commands, links and field names that are really there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from wayfinder.domain import answer

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!\w+:)([^)#]+)")


def test_the_readme_fits_one_screen() -> None:
    assert README.count("\n") <= 60


@pytest.mark.parametrize("command", ["make serve", "make test"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    assert command in README


def test_ci_runs_the_readmes_test_command() -> None:
    assert (ROOT / ".ci/run").read_text("utf-8").rstrip().endswith("exec make test")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("path", "struct"),
    [
        ((), answer.Answer),
        (("understood",), answer.Understood),
        (("understood", "place"), answer.UnderstoodPlace),
        (("understood", "needs", 0), answer.UnderstoodNeed),
        (("matches", 0), answer.Match),
        (("matches", 0, "eligibility"), answer.EligibilityAnswer),
        (("matches", 0, "reasons", 0), answer.Reason),
        (("front_doors", 0), answer.FrontDoor),
    ],
)
def test_the_readmes_answer_has_the_fields_of_a_real_one(
    path: tuple[str | int, ...], struct: type[msgspec.Struct]
) -> None:
    shown: Any = json.loads(README.partition("```json\n")[2].partition("```")[0])
    for step in path:
        shown = shown[step]
    assert set(shown) <= {field.encode_name for field in msgspec.structs.fields(struct)}


def test_the_readme_names_the_sources_that_wait_to_be_loaded() -> None:
    declared = tomllib.loads((ROOT / "directory/sources.toml").read_text("utf-8"))["source"]
    assert [
        each["id"] for each in declared if not each["enabled"] and f"`{each['id']}`" not in README
    ] == []
