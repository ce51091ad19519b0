"""`wayfinder quality` over a real store: the table, JSON, rows for a spreadsheet, and web pages."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import msgspec
import pytest

from tests.integration.commands.conftest import Run
from wayfinder.settings import Settings

HEADER = (
    "id,name,organization,phones,email,postcode,address,confidential,coverage_text,hours_text,url,"
    "status\n"
)
ROWS = """\
A1,=Chairs,Steady Trust,01438 222 333,jo@steady.example,SG1 1EH,1 High Street,,Hertfordshire,,
A2,Lifts,Steady Trust,,,SG1 1ZZ,,,The valley,First Monday,https://lifts.invalid/
A3,Refuge,Steady Trust,,,SG1 1EH,4 Hidden Lane,yes,,4 Hidden Lane at ten,
A4,Walks,Steady Trust,,,SG1 1EH,,,,,,maybe
"""


@pytest.fixture
def feed(run: Run, own: Settings) -> None:
    """A feed of four rows: one good but for its name, two with faults, one refused."""
    path = own.data_dir / "feed.csv"
    path.write_text(HEADER + ROWS)
    assert run("import", str(path), "--format", "csv", "--source", "ours")[0] == 0


def told(run: Run, *more: str) -> Any:
    code, out, _ = run("quality", "--json", *more)
    assert code == 0
    return msgspec.json.decode(out)


@pytest.mark.usefixtures("feed")
def test_the_rows_can_be_sent_to_the_feed_s_owner(run: Run) -> None:
    code, out, _ = run("quality", "--source", "ours", "--csv")
    assert out.startswith("\ufeff"), "or Excel spoils every accent"
    found = list(csv.DictReader(StringIO(out.removeprefix("\ufeff"), newline="")))
    assert code == 0
    assert {row["source"] for row in found} == {"ours"}
    wrong = {(row["record_id"], row["code"]): row for row in found}
    assert wrong["A2", "postcode"]["given"] == "SG1 1ZZ"
    assert wrong["A2", "hours"]["given"] == "First Monday"
    assert wrong["A2", "area"]["given"] == "The valley"
    assert wrong["A3", "hours"]["given"] == "withheld: its place is confidential"
    assert "maybe" in wrong["A4", "refused"]["wrong"]
    assert wrong["A1", "absent"]["name"] == "'=Chairs"
    assert [secret for secret in ("Hidden", "jo@steady") if secret in out] == []


@pytest.mark.usefixtures("feed")
def test_counts_are_those_of_the_rows(run: Run) -> None:
    found = told(run)
    (source,) = (each for each in found["sources"] if each["source"] == "ours")
    assert source["records"] == 3
    assert sum(source["refused"].values()) == source["faults"]["refused"] == 1
    codes = [row["code"] for row in found["fixes"]]
    assert {code: codes.count(code) for code in source["faults"]} == source["faults"]
    assert source["links"] is None


@pytest.mark.usefixtures("feed")
def test_web_pages_are_asked_on_request(run: Run) -> None:
    (source,) = told(run, "--check-links")["sources"]
    assert source["links"]["no_answer"] == 1


@pytest.mark.usefixtures("feed")
def test_people_get_a_table(run: Run) -> None:
    _, out, _ = run("quality", "--source", "ours")
    for shown in (
        "Records that are listed now",
        "Opening hours",
        "Postcode that does not exist",
        "SG1 1ZZ",
    ):
        assert shown in out


def test_what_cannot_be_is_said(run: Run, own: Settings) -> None:
    assert run("quality")[1].strip() == "There is no source yet: import one."
    assert run("quality", "--json", "--csv")[0] == 2
    assert run("quality", "--source", "nobody")[0] == 2
    assert own.data_dir.is_dir()
