"""Places named in a need's words: only where the words say that the person is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import DIRECTORY
from wayfinder.index import text
from wayfinder.location.towns import Towns, read_towns
from wayfinder.matching.places import nation_named, place_named, town_alone

TOWNS = Towns(read_towns(DIRECTORY / "areas"))


def named(need: str) -> str | None:
    found = place_named(need, TOWNS)
    return found.town.name if found else None


@pytest.mark.parametrize(
    ("need", "town"),
    [
        ("food bank in Hitchin", "Hitchin"),
        ("lonely, near Harlow", "Harlow"),
        ("82, lives Ware, keeps falling", "Ware"),
        ("Hitchin", "Hitchin"),
        ("Hitchin. Needs help with debt", "Hitchin"),
        ("debt advice, Potters Bar", "Potters Bar"),
        ("GP Ware, lonely", "Ware"),
        ("lives in bishop's stortford", "Bishop's Stortford"),
        ("from Bishops Stortford", "Bishop's Stortford"),
        ("in St. Albans with two children", "St Albans"),
        ("LIVES IN HITCHIN NEEDS FOOD", "Hitchin"),
        ("lives in harlow, essex", "Harlow"),
        ("in Harlow Essex", "Harlow"),
        ("mould in welwyn garden city", "Welwyn Garden City"),
        ("mould in welwyn", "Welwyn"),
        ("damp flat in East Herts", "East Hertfordshire"),
        ("moved to Tring and knows nobody", "Tring"),
        ("works in Harlow, lives in Ware", "Ware"),
        ("in Hitchin, wants a group near Hitchin", "Hitchin"),
        ("my mum lives in Royston", "Royston"),
        ("debt advice royston", "Royston"),
        ("debt st albans", "St Albans"),
        ("debt stevenage old town", "Stevenage"),
        ("debt advice hitchin please", "Hitchin"),
        ("stevenage: debt", "Stevenage"),
        ("stevenage", "Stevenage"),
        ("hitchin man in debt", "Hitchin"),
        ("someone near to hitchin has debts", "Hitchin"),
        ("resident of hitchin has debts", "Hitchin"),
    ],
)
def test_a_place_is_heard(need: str, town: str) -> None:
    assert named(need) == town


@pytest.mark.parametrize(
    "need",
    [
        "not aware of any help",
        "kitchen ware",
        "ware",  # no capital, nothing that says it is a place
        "beware of dog, dont know ware to turn",
        "Mrs Harlow is lonely",
        "Jean Harlow needs a bath seat",
        "discharged from Watford General",
        "discharged from watford general hospital",
        "flat in Hitchin Road",
        "Hertford County Hospital",
        "between Hitchin and Letchworth",
        "works in Harlow",
        "used to live in Ware",
        "moved from Stevenage",
        "moving to Harlow next week",
        "cannot get to Harlow",
        "her daughter lives in Harlow",
        "his son is in Luton",
        "in hospital in Harlow",
        "not in Hitchin",
        "walks in epping forest house",
        "no fixed abode",
        "debt in hertford heath",  # another village
        "ware: debt",
        "stevenage road debt",
        "watford general ward 3",
        "",
    ],
)
def test_what_is_no_place_of_the_person(need: str) -> None:
    assert named(need) is None


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("stevenage", "Stevenage"),
        ("Harlow, Essex", "Harlow"),
        ("stevenage old town", "Stevenage"),
        ("nr ware", "Ware"),
        ("East Herts", "East Hertfordshire"),
        ("Hertford Heath", None),
        ("Hitchin or Harlow", None),
        ("Essex", None),
        ("", None),
    ],
)
def test_a_town_that_is_all_that_was_typed(typed: str, town: str | None) -> None:
    found = town_alone(typed, TOWNS)
    assert (found and found.name) == town


def test_the_words_of_the_place_are_numbered_as_the_search_numbers_them() -> None:
    need = "Over 65s: she’s alone in St. Albans – can't cope"
    found = place_named(need, TOWNS)
    assert found is not None
    assert [text.words(need)[number] for number in sorted(found.words)] == ["st", "albans"]


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_whatever_stands_around_it_the_words_are_a_name_of_the_town(
    before: str, after: str
) -> None:
    need = f"{before} in Hitchin. {after}"
    found = place_named(need, TOWNS)
    if found is not None:
        words = text.words(need)
        said = tuple(words[number] for number in sorted(found.words))
        assert TOWNS.starting(said) is not None


@pytest.mark.parametrize(
    ("need", "codes", "nation"),
    [
        ("my mum in Scotland has dementia", {"E07000240"}, "Scotland"),
        ("dad lives in wales and falls", {"E07000240"}, "Wales"),
        ("dad lives in wales and falls", {"W92000004"}, None),  # it is where the postcode lies
        ("her sister in Scotland rang about her", {"E07000240"}, None),  # who is near to them
        ("used to live in Scotland", {"E07000240"}, None),
    ],
)
def test_a_nation_where_a_relative_is(need: str, codes: set[str], nation: str | None) -> None:
    assert nation_named(need, frozenset(codes)) == nation
