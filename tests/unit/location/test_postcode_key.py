"""Postcodes as 32-bit numbers."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.unit.location.postcodes import inwards, outwards
from wayfinder.location import postcode_key


@given(outwards, inwards)
def test_the_quick_way_and_the_plain_way_agree(outward: str, inward: str) -> None:
    packed, ok = postcode_key.keys([f"{outward:<4}{inward}"])
    assert ok.tolist() == [True]
    assert packed.tolist() == [postcode_key.key(outward, inward)]


@given(outwards, inwards)
def test_the_outward_code_comes_back_out(outward: str, inward: str) -> None:
    rank = postcode_key.key(outward, inward) // postcode_key.INWARDS
    assert postcode_key.outward_of_rank(rank) == outward
    assert rank < 2**32 // postcode_key.INWARDS


@given(outwards, inwards, outwards, inwards)
def test_different_postcodes_have_different_keys(a: str, b: str, c: str, d: str) -> None:
    assert (postcode_key.key(a, b) == postcode_key.key(c, d)) == ((a, b) == (c, d))


@pytest.mark.parametrize("pcd7", ["NPT 0AA", "GIR 0AA", "AL1 33E", "A!1 3JE", "E1 X3JE", "AL1 3J "])
def test_other_shapes_are_marked(pcd7: str) -> None:
    assert postcode_key.keys([pcd7])[1].tolist() == [False]


def test_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="7 characters"):
        postcode_key.keys(["AL1 3JE", "E1 6AN"])
