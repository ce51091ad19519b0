"""Where an enquiry is from: what is given decides, then a postcode in the words, then a town."""

from __future__ import annotations

import pytest

from tests.answering import HOME, Asked
from tests.made_up import service
from tests.unit.matching.conftest import Open
from wayfinder.errors import InvalidInput, MalformedPostcode, UnknownPostcode


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    return open_directory([service("Debt advice")])


@pytest.mark.parametrize(
    ("need", "given", "told"),
    [
        ("debt al1 1aa", None, (HOME, None, "need", None)),
        ("debt", "al1 1aa", (HOME, None, "postcode", None)),
        ("debt in AL1", None, ("AL1", None, "need", None)),
        ("debt in Hitchin", None, (None, "Hitchin", "need", None)),
        ("debt", "Hitchin", (None, "Hitchin", "postcode", None)),
        ("debt", "hitchin, herts", (None, "Hitchin", "postcode", None)),
        ("debt", "East Herts", (None, "East Hertfordshire", "postcode", None)),
        ("debt", "St Albans AL1 1AA", (HOME, None, "postcode", None)),
        ("debt", "postcode is al1 1aa", (HOME, None, "postcode", None)),
        # What was given decides, and what is said elsewhere is told.
        ("debt in SG8", HOME, (HOME, None, "postcode", "SG8")),
        ("debt sg8 5aa", HOME, (HOME, None, "postcode", "SG8 5AA")),
        ("debt sg8 5aa", "Hitchin", (None, "Hitchin", "postcode", None)),  # the same council
        ("debt sg8 0ab", "Hitchin", (None, "Hitchin", "postcode", "SG8 0AB")),
        ("debt al1 1aa", HOME, (HOME, None, "postcode", None)),
        ("debt in AL1", HOME, (HOME, None, "postcode", None)),
        ("debt al1 1aa", "AL1", ("AL1", None, "postcode", None)),
        # Of what is said the postcode decides.
        ("debt in Harlow, al1 1aa", None, (HOME, None, "need", "Harlow")),
        ("debt in St Albans, al1 1aa", None, (HOME, None, "need", None)),
    ],
)
def test_where_the_place_was_read(
    asked: Asked, need: str, given: str | None, told: tuple[str | None, ...]
) -> None:
    """`told` are its postcode, its name, the field it was read in, and what is named elsewhere."""
    place = asked(need, given).understood.place
    assert place is not None
    assert (place.postcode, place.name, place.field, place.also_named) == told


def test_who_names_another_postcode_is_asked_which_it_is_for(asked: Asked) -> None:
    answer = asked("debt in SG8", HOME)
    assert answer.next_question == "Is it for SG8, or for the place that was given?"


@pytest.mark.parametrize("as_typed", [False, True])
def test_a_postcode_is_repeated_in_no_phrase_and_no_correction(
    asked: Asked, as_typed: bool
) -> None:
    answer = asked("deebt al1 1aa keeps faling al1 1aa over", as_typed=as_typed)
    said = (
        *(need.phrase or "" for need in answer.understood.needs),
        *(f"{each.from_} {each.to}" for each in answer.understood.corrections),
        *answer.understood.set_aside,
        *(step.text for step in answer.relaxed),
        *(reason.text for match in answer.matches for reason in match.reasons),
    )
    assert not any("1aa" in text.lower() or "al1" in text.lower() for text in said)


def test_half_a_postcode_is_certain_of_its_council_beside_its_town(asked: Asked) -> None:
    alone, beside = asked("debt SG8"), asked("debt, Royston SG8")
    assert alone.understood.place is not None and beside.understood.place is not None
    assert "E07000099" not in [area.code for area in alone.understood.place.areas]
    assert "E07000099" in [area.code for area in beside.understood.place.areas]
    assert alone.understood.place.latitude == beside.understood.place.latitude


@pytest.mark.parametrize(
    ("need", "postcode", "text"),
    [
        ("debt al1 9zz", "AL1", "not one we know: searched around AL1. Check its last three"),
        ("debt xx99 9zz", None, "not one we know, so distances and local services are left out"),
    ],
)
def test_one_in_the_words_that_is_not_known_is_told_and_never_refused(
    asked: Asked, need: str, postcode: str | None, text: str
) -> None:
    answer = asked(need)
    place = answer.understood.place
    assert (place and place.postcode) == postcode
    (step,) = [each for each in answer.relaxed if each.step == "postcode_unknown"]
    assert text in step.text
    assert "9ZZ" not in step.text.upper()
    assert answer.matches


def test_of_two_in_the_words_neither_is_taken_and_that_is_told(asked: Asked) -> None:
    answer = asked("debt, mum is in AL1, I live in SG8")
    assert answer.understood.place is None
    assert "place_unclear" in [step.step for step in answer.relaxed]


def test_a_given_one_that_is_not_known_brings_the_doors_of_its_first_half(asked: Asked) -> None:
    with pytest.raises(UnknownPostcode) as refused:
        asked("debt, I want to kill myself", "AL1 9ZZ")
    facts = refused.value.facts
    assert facts["outward"] == "AL1"
    doors = [door.name for door in facts["front_doors"]]  # type: ignore[attr-defined]
    assert doors[0] == "HertsHelp"
    assert "NHS 24" not in doors
    assert facts["urgent"]


@pytest.mark.parametrize("typed", ["Timbuktu", "in the town", "not one", "AL1 1AA or SG8 5AA"])
def test_what_is_neither_postcode_nor_town_says_what_would_be_right(
    asked: Asked, typed: str
) -> None:
    with pytest.raises(MalformedPostcode, match="or a town by its name such as St Albans"):
        asked("debt", typed)


def test_a_point_on_the_sea_is_refused_with_the_national_doors(asked: Asked) -> None:
    with pytest.raises(InvalidInput) as refused:
        asked("debt", latitude=55.0, longitude=4.0)
    assert refused.value.facts["front_doors"]
