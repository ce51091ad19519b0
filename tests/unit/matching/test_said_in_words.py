"""What the words of an enquiry say beside its need: the place, the person, and what is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from tests import made_up
from tests.answering import HERTFORDSHIRE, HOME, Asked, numbered
from wayfinder.domain.enquiry import Person
from wayfinder.location.areas import Areas
from wayfinder.location.place import Precision


@pytest.fixture(scope="module")
def asked(open_directory: Callable[..., Asked]) -> Asked:
    return open_directory(
        [
            numbered(1, "Falls clinic", locations=(made_up.at(51.95, -0.28),), needs=("falls",)),
            numbered(2, "Falls far away", locations=(made_up.at(51.0, -3.0),), needs=("falls",)),
            numbered(3, "Counselling", description="Counselling for anybody"),
            numbered(4, "Hitchin choir", description="Singing in Hitchin"),
        ]
    )


def test_a_town_named_is_the_place(asked: Asked) -> None:
    place = asked("keeps falling over, lives in Hitchin").understood.place
    assert place is not None
    assert (place.name, place.postcode, place.precision) == ("Hitchin", None, Precision.AREA)
    assert [area.name for area in place.areas][:1] == ["North Hertfordshire"]
    assert HERTFORDSHIRE in {area.code for area in place.areas}


def test_a_town_on_a_border_leaves_its_council_open(asked: Asked) -> None:
    place = asked("keeps falling over, lives in Watford").understood.place
    assert place is not None
    assert "district" not in {area.type for area in place.areas}


def test_a_postcode_or_a_point_overrules_the_town(asked: Asked) -> None:
    need = "keeps falling over, lives in Hitchin"
    by_postcode = asked(need, HOME).understood.place
    by_point = asked(need, latitude=51.75, longitude=-0.33).understood.place
    assert by_postcode is not None
    assert by_point is not None
    assert (by_postcode.name, by_postcode.postcode, by_point.name) == (None, HOME, None)


def test_distances_are_from_the_middle_of_the_town_and_say_so(asked: Asked) -> None:
    first = asked("keeps falling over, in Hitchin").matches[0]
    assert first.distance_m is not None
    assert first.distance_m < 1000
    told = [reason.text for reason in first.reasons if reason.code == "distance"]
    assert told == ["0.2 miles from the middle of Hitchin in a straight line."]


def test_the_words_of_the_place_are_not_what_is_needed(asked: Asked) -> None:
    assert "Hitchin choir" not in asked.names("keeps falling over in Hitchin")
    assert "Hitchin choir" in asked.names("keeps falling over in Hitchin", HOME)
    assert "Hitchin choir" in asked.names("Hitchin")  # there is nothing else to search for


def test_what_is_refused_is_not_searched_for_and_is_shown(asked: Asked) -> None:
    answer = asked("keeps falling over, doesn't want councelling")
    assert answer.understood.set_aside == ("counselling",)
    assert "Counselling" not in asked.names("keeps falling over, doesn't want counselling")
    assert "Counselling" in asked.names("keeps falling over, wants counselling")


def test_age_and_circumstances_are_shown_back_and_can_be_put_right(asked: Asked) -> None:
    need = "lady 82, wheelchair user, keeps falling over"
    heard = asked(need).understood
    mended = asked(need, person=Person(age=28, circumstances=())).understood
    assert (heard.age, heard.circumstances) == (82, ("disability",))
    assert (mended.age, mended.circumstances) == (28, ())


def test_no_word_of_a_need_is_logged(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        asked("lady 82 in Hitchin, doesn't want counselling, falls")
    assert "itchin" not in caplog.text
    assert "ounselling" not in caplog.text


def test_every_town_has_councils_that_hold_it_today(areas: Areas) -> None:
    assert areas.towns.councils
    assert all(areas.containing(code) for code in areas.towns.councils)
