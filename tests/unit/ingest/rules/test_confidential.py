"""A refuge is known by its name; a description only raises the question."""

from __future__ import annotations

import pytest

from tests.made_up import at, service
from wayfinder.domain.service import Location, ServiceAtLocation, TaxonomyTerm
from wayfinder.ingest.rules.confidential import (
    DOUBT,
    doubt,
    is_refuge,
    may_be_confidential,
    with_confidential_places,
)

REFUGES = (
    "Stevenage Women's Refuge",
    "Women\u2019s Refuge",
    "Womens Refuge Hertfordshire",
    "Harlow Women and Children's Refuge",
    "Domestic Abuse Refuge",
    "Domestic Violence Refuge (Essex)",
    "Refuge Accommodation",
    "Refuge spaces for families",
    "Asian Women's Refuge",
    "Men's refuge",
    "Domestic abuse safe accommodation",
    "Domestic Abuse Shelter",
    "Safe House for women",
    "Emergency refuge",
)

NOT_SURELY = (
    "Refuge",
    "Place of Refuge Caf\u00e9",
    "Wildlife Refuge",
    "Donkey refuge",
    "Welwyn Refugees Support",
    "Women's Refuge Charity Shop",
    "Women's Refuge Helpline",
    "Women's refuge drop-in and advice",
    "Safe Space",
    "Safe Places",
    "Domestic abuse support",
    "Homeless shelter",
    "Night shelter",
    "Safehouse Coffee",
    "The Refuge Church",
    "Family centre",
)


@pytest.mark.parametrize("name", REFUGES)
def test_a_refuge_by_its_name_has_no_place_to_tell(name: str) -> None:
    told = service(name, locations=(at(51.9, -0.2), at(51.8, -0.2)))
    assert is_refuge(told)
    places = with_confidential_places(told).locations
    assert [each.location.confidential for each in places] == [True, True]


@pytest.mark.parametrize("name", NOT_SURELY)
def test_other_names_hide_nothing(name: str) -> None:
    told = service(name, locations=(at(51.9, -0.2),))
    assert not is_refuge(told)
    assert with_confidential_places(told) is told


@pytest.mark.parametrize(
    ("term", "hides"),
    [
        ("Women's refuges", True),
        ("Refuge accommodation", True),
        ("Confidential address", True),
        ("Address withheld", True),
        ("Domestic abuse", False),
        ("Refugees", False),
        ("Confidential advice", False),
    ],
)
def test_a_term_says_it_as_well_as_a_name(term: str, hides: bool) -> None:
    terms = (TaxonomyTerm("x", "1", term),)
    told = service("Haven", locations=(at(51.9, -0.2),), taxonomy_terms=terms)
    (place,) = with_confidential_places(told).locations
    assert place.location.confidential is hides


@pytest.mark.parametrize(
    "line", ["Confidential address", "(Address withheld)", "Undisclosed location"]
)
def test_an_address_that_says_it_is_none_is_none(line: str) -> None:
    where = ServiceAtLocation(location=Location(id="x", address_lines=(line,), postcode="SG1 1EH"))
    (place,) = with_confidential_places(service("Haven", locations=(where,))).locations
    assert place.location.confidential


@pytest.mark.parametrize(
    ("name", "description", "asked"),
    [
        ("Haven", "A refuge for those who flee violence.", True),
        ("Refuge", None, True),
        ("Haven", "Safe accommodation while you find your feet.", True),
        ("Haven", "For refugees and their families.", False),
        ("Haven", "A coffee and a chat.", False),
        ("Wildlife refuge", "A refuge for owls.", False),
    ],
)
def test_words_alone_hide_nothing_but_raise_the_question(
    name: str, description: str | None, asked: bool
) -> None:
    told = service(name, description=description, locations=(at(51.9, -0.2),))
    assert with_confidential_places(told) is told
    assert doubt(told) == (DOUBT if asked else None)
    assert doubt(service(name, description=description)) is None, "there is nothing to withhold"
    hidden = (at(51.9, -0.2, confidential=True),)
    assert doubt(service(name, description=description, locations=hidden)) is None


@pytest.mark.parametrize(
    ("row", "may"),
    [
        ('{"name": "x", "confidential": true}', True),
        ('{"name": "x", "is_confidential": "Yes"}', True),
        ('{"name": "x", "confidential": false}', False),
        ('{"name": "x", "confidential": null}', False),
        ("1,Women's Refuge,Haven,12 High Street", True),
        ("1,Advice,Haven,Address withheld", True),
        ("1,Advice,Haven,Confidential advice,12 High Street", False),
    ],
)
def test_a_row_that_may_be_of_such_a_place_is_not_quoted(row: str, may: bool) -> None:
    assert may_be_confidential(row) is may
