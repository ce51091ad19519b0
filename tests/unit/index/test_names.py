"""Stretches of what was typed that may be a service's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_up import service
from wayfinder.index.names import (
    LONGEST,
    SHARE_OF_WORDS,
    name_stems,
    names_asked_for,
    names_of,
    spoken_names,
)


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_a_short_text_is_read_in_every_stretch_that_is_most_of_it(stems: list[str]) -> None:
    spans = [(low, high) for low in range(len(stems)) for high in range(low + 1, len(stems) + 1)]
    enough = [span for span in spans if span[1] - span[0] >= SHARE_OF_WORDS * len(stems)]
    assert sorted(spoken_names(stems)) == sorted(tuple(stems[low:high]) for low, high in enough)


@pytest.mark.parametrize("typed", [30, 36, 40, 1000, 100_000])
def test_a_long_text_costs_no_more_than_the_longest_name(typed: int) -> None:
    stretches = list(spoken_names(["1"] * typed))
    assert sum(map(len, stretches)) <= LONGEST**3
    assert bool(stretches) == (typed * SHARE_OF_WORDS <= LONGEST)


def test_of_a_longer_name_the_beginning_is_read() -> None:
    name = " ".join(f"word{n}" for n in range(LONGEST + 5))
    assert max(map(len, names_of(service(name=name)))) == LONGEST


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("carers in herts", "Carers in Hertfordshire"),
        ("carers hertfordshire", "Carers in Herts"),
        ("men's shed", "Hertford Men's Shed"),
        ("hertford mens shed contact", "Hertford Men's Shed"),
        ("wexley hospice phone number", "Wexley Hospice"),
        ("wexley opening times", "Wexley"),
        ("families in contact", "Families in Contact"),
    ],
)
def test_a_name_is_found_in_short_and_whatever_is_asked_of_it(typed: str, name: str) -> None:
    assert names_of(service(name=name)).intersection(names_asked_for(name_stems(typed)))


@pytest.mark.parametrize(
    ("typed", "name"),
    [("shed", "Hertford Men's Shed"), ("opening times", "Wexley"), ("line", "The Wexley Line")],
)
def test_a_part_that_may_be_anybodys_is_no_name(typed: str, name: str) -> None:
    assert not names_of(service(name=name)).intersection(names_asked_for(name_stems(typed)))
