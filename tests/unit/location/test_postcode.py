"""Postcodes as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.location.postcodes import inwards, outwards
from wayfinder.errors import MalformedPostcode
from wayfinder.location.postcode import OutwardCode, Postcode, parse_place_code

separators = st.text(" -._/,'\t\n\u00a0", max_size=3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("AL1 3JE", "AL1 3JE"),
        ("al1-3je", "AL1 3JE"),
        (" AL1 3JE.", "AL1 3JE"),
        ("AL13JE", "AL1 3JE"),
        ("a l 1 3 j e", "AL1 3JE"),
        ("AL1\u00a03JE", "AL1 3JE"),
        ("e1 6an", "E1 6AN"),
        ("m601nw", "M60 1NW"),
        ("w1a1aa", "W1A 1AA"),
        ("ec1a 1bb", "EC1A 1BB"),
        ("dn551pt", "DN55 1PT"),
    ],
)
def test_any_case_spacing_and_punctuation(typed: str, meant: str) -> None:
    assert str(Postcode.parse(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ALI 3JE", "AL1 3JE"),
        ("AL1O OAB", "AL10 0AB"),
        ("AL1 IJE", "AL1 1JE"),
        ("P015 1AA", "PO15 1AA"),
        ("S01 1AA", "SO1 1AA"),
        ("0X1 1AA", "OX1 1AA"),
        ("1P1 1AA", "IP1 1AA"),
        ("NIO 1AA", "N10 1AA"),
        ("SO1 1AA", "SO1 1AA"),
        ("EI 1AA", "E1 1AA"),
        ("NI1 1AA", "N11 1AA"),
        ("S10 1AA", "S10 1AA"),
        ("SO10 1AA", "SO10 1AA"),
        ("AL1 30E", None),
        ("AL1 3J1", None),
    ],
)
def test_o_and_i_are_mended_only_where_certain(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(MalformedPostcode):
            Postcode.parse(typed)
    else:
        assert str(Postcode.parse(typed)) == meant


@pytest.mark.parametrize(
    "typed",
    ["", " ", "hello", "AL", "AL1", "AL1 3", "AL1 3JEE", "1234567", "ÀL1 3JE", "AL1 3JE AL1 3JE"],
)
def test_other_shapes_are_malformed_with_a_good_example(typed: str) -> None:
    with pytest.raises(MalformedPostcode, match="AL1 3JE") as raised:
        Postcode.parse(typed)
    assert [error.field for error in raised.value.errors] == ["postcode"]


def test_the_error_never_repeats_what_was_typed() -> None:
    with pytest.raises(MalformedPostcode) as raised:
        Postcode.parse("WD17 3HGX")
    assert "WD17" not in str(raised.value) + repr(raised.value.errors)


def test_repr_keeps_the_second_half_back() -> None:
    assert repr(Postcode.parse("WD17 3HG")) == "Postcode(WD17 ***)"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("AL1 3JE", Postcode("AL1", "3JE")),
        ("al1", OutwardCode("AL1")),
        ("AL1 3", OutwardCode("AL1")),
        ("AL1 3J", OutwardCode("AL1")),
        ("al10", OutwardCode("AL10")),
        ("EC1A", OutwardCode("EC1A")),
    ],
)
def test_as_much_of_a_postcode_as_was_given(typed: str, meant: Postcode | OutwardCode) -> None:
    assert parse_place_code(typed) == meant


@pytest.mark.parametrize("typed", ["", "Royston", "AL", "3JE", "AL13J", "ALX 3"])
def test_what_is_neither_is_malformed(typed: str) -> None:
    with pytest.raises(MalformedPostcode):
        parse_place_code(typed)


@pytest.mark.parametrize(("code", "area"), [("E1", "E"), ("W1A", "W"), ("AL10", "AL")])
def test_the_area_of_an_outward_code(code: str, area: str) -> None:
    assert OutwardCode(code).area == area


@given(outwards, inwards)
def test_every_proper_postcode_reads_back(outward: str, inward: str) -> None:
    postcode = Postcode.parse(f"{outward} {inward}")
    assert (postcode.outward, postcode.inward) == (outward, inward)
    assert Postcode.parse(str(postcode)) == postcode
    assert parse_place_code(outward) == OutwardCode(outward)


@given(outwards, inwards, st.data())
def test_separators_and_case_change_nothing(outward: str, inward: str, data: st.DataObject) -> None:
    scattered = "".join(char + data.draw(separators) for char in outward + inward)
    assert Postcode.parse(scattered.lower()) == Postcode(outward, inward)


@given(st.text())
def test_any_text_is_a_postcode_or_malformed_and_nothing_else(text: str) -> None:
    try:
        postcode = Postcode.parse(text)
    except MalformedPostcode:
        return
    assert Postcode.parse(str(postcode)) == postcode
