"""Postcodes told in a need's words: read as the place, and taken out of what is searched for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.matching.postcodes import PostcodesSaid, postcodes_said

OUTWARDS = frozenset("AL1 B12 CM17 CM20 CO2 E10 M25 ME2 NE1 S21 SG12 SG14 SM1 W8".split())


def said(words: str) -> PostcodesSaid:
    return postcodes_said(words, OUTWARDS.__contains__)


@pytest.mark.parametrize(
    ("words", "code", "rest"),
    [
        ("lunch club sg12 9ba", "SG12 9BA", "lunch club"),
        ("lives at sg12 9ba wants lunch", "SG12 9BA", "lives wants lunch"),
        ("SG12 9BA", "SG12 9BA", ""),
        ("lonely SG129BA aged 82", "SG12 9BA", "lonely, aged 82"),
        ("lonely (SG12-9BA)", "SG12 9BA", "lonely ()"),
        ("my postcode is sg12 9ba, debt", "SG12 9BA", "debt"),
        ("Post code: SG12 9BA. Debt", "SG12 9BA", ". Debt"),
        ("debt in SG12", "SG12", "debt"),
        ("debt, sg12 9", "SG12", "debt"),
        ("debt in sg12, hertford sg12 9ba", "SG12 9BA", "debt, hertford"),
        ("SG12 9BA, again SG12 9BA", "SG12 9BA", "again"),
        ("works in CM20, lives SG12 9BA", "SG12 9BA", "works, lives"),
        ("her daughter lives in CM17, she is in AL1", "AL1", "her daughter lives, she is"),
        ("referred by SG12 9BA surgery for falls", "SG12 9BA", "referred by surgery for falls"),
        ("bus from SG12 9BA to hospital", "SG12 9BA", "bus to hospital"),
        ("the gp at SG12 9BA says debt", "SG12 9BA", "the gp says debt"),
        ("lives in E10", "E10", "lives"),
        ("postcode M25", "M25", ""),
        ("flat at AL1 3rd floor", "AL1", "flat 3rd floor"),
    ],
)
def test_a_postcode_in_the_words(words: str, code: str, rest: str) -> None:
    found = said(words)
    assert (str(found.code), found.rest) == (code, rest)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "low in b12",
        "B12 5mg tablets",
        "stuck on the M25",
        "s21 notice",
        "co2 alarm",
        "me2",
        "need sm1 to talk to",
        "help ne1",
        "had 2 falls",
        "2nd class",
        "type T1 1st",
        "ring 01438 242242",
        "XX99 is nowhere",
        "h1n1 jab",
        "the ASG12 form",
    ],
)
def test_what_looks_like_one_and_is_none(words: str) -> None:
    assert said(words) == PostcodesSaid(words)


@pytest.mark.parametrize(
    "words",
    [
        "my mum in SG12 9BA, I live in CM17",
        "SG12 9BA or SG12 9BB",
        "SG12/SG14",
    ],
)
def test_of_several_none_is_taken_and_none_is_left(words: str) -> None:
    found = said(words)
    assert (found.code, found.several) == (None, True)
    assert not any(letter.isdigit() for letter in found.rest)


@pytest.mark.parametrize("words", ["works in CM20", "moved from SG12 9BA"])
def test_where_somebody_is_not_is_no_place_of_theirs(words: str) -> None:
    found = said(words)
    assert (found.code, found.several) == (None, False)
    assert "20" not in found.rest and "9BA" not in found.rest


@given(
    before=st.text(alphabet="abc ,.'é\n", max_size=20),
    after=st.text(alphabet="abc ,.'é\n", max_size=20),
)
def test_whatever_stands_around_it_nothing_of_it_is_left(before: str, after: str) -> None:
    found = said(f"{before} sg12 9ba {after}")
    assert "sg12" not in found.rest and "9ba" not in found.rest
    assert [c for c in found.rest if c.isalpha()] == [c for c in before + after if c.isalpha()]
