"""For this person at this address, will the service take them? Real situations, row by row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.spec.who_is_served import PAGE, Row, load, page, person_of
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.matching.eligibility import check
from wayfinder.matching.people import hear_person
from wayfinder.matching.reach import here, reach
from wayfinder.matching.ties import ties_of

AREAS = Areas.load(Path("directory/areas"))
TABLE = load(AREAS)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("row", TABLE.rows, ids=lambda row: f"{row.situation} - {row.service}")
def test_row(row: Row, gazetteer: Gazetteer) -> None:
    person, away_m = person_of(row.who, AREAS)
    service = TABLE.services[row.service]
    at = here(gazetteer.locate(row.postcode, TODAY), ties_of(person.ties, None, None, AREAS.around))
    served = reach(service.coverage, at, away_m, TODAY)
    assert served.verdict == row.serves
    assert not row.told or row.told in (served.rule, served.ask)
    if row.person_verdict:
        verdict = check(service.eligibility, hear_person("", person)).verdict
        assert verdict == row.person_verdict


def test_there_are_enough_rows_and_none_twice() -> None:
    assert len(TABLE.rows) == len({(r.postcode, r.who, r.service) for r in TABLE.rows}) >= 60


def test_the_page_says_what_the_table_says() -> None:
    told = f"Run `python -m tests.spec.who_is_served`: {PAGE} is not what the table says."
    assert PAGE.read_text() == page(TABLE), told
