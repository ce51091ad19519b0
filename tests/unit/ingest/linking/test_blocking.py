"""Each record is compared with few others, however many there are."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.unit.ingest.linking.making import told
from wayfinder.ingest.linking.blocking import LARGEST_BLOCK, Candidates, candidates
from wayfinder.ingest.linking.commonness import Commonness
from wayfinder.ingest.linking.prints import Print


def among(*prints: Print) -> Candidates:
    return candidates(prints, Commonness(prints))


@pytest.mark.parametrize(
    "shared",
    [
        {"phone": "01632 960001"},
        {"url": "https://example.org/help"},
        {"email": "help@example.org"},
        {"ods": "E82001"},
        {"charity": "1000001"},
        {"postcode": "SG1 1AA", "address": "7 High Street"},
    ],
    ids=str,
)
def test_records_that_share_a_contact_are_compared(shared: dict[str, str]) -> None:
    pairs = among(told("a/1", "Old name", **shared), told("b/1", "Another", **shared)).pairs
    assert pairs == ((0, 1),)


def test_records_of_one_name_are_compared_wherever_they_are() -> None:
    here, there = told("a/1", "Oak Club", postcode="SG1 1AA"), told("b/1", "The Oak Club")
    assert among(here, there).pairs == ((0, 1),)


def test_records_with_a_word_in_common_at_a_postcode_are_compared() -> None:
    left = told("a/1", "Oak and Elm Club", postcode="SG1 1AA")
    assert among(left, told("b/1", "Friends of the Elm", postcode="SG1 1AA")).pairs == ((0, 1),)


def test_strangers_are_not_compared() -> None:
    assert among(told("a/1", "Oak Club"), told("b/1", "Elm Society")).pairs == ()


def branches(count: int) -> list[Print]:
    """Of one chain with one number, two sources each telling of every branch."""
    return [
        told(f"{source}/{at}", "Chain", phone="01632 960001", postcode=f"SG{at // 9} {at % 9}AA")
        for at in range(count)
        for source in "ab"
    ]


def test_a_phone_that_hundreds_share_is_used_only_within_a_postcode() -> None:
    prints = branches(300)
    found = among(*prints)
    assert found.pairs == tuple((at, at + 1) for at in range(0, 600, 2))
    assert found.too_common == 3  # phone, name and rarest word, each with the one name of all


def test_the_pairs_grow_as_the_records_do() -> None:
    few, many = (len(among(*branches(count)).pairs) for count in (100, 400))
    assert many == 4 * few


def test_up_to_the_bound_all_are_compared() -> None:
    prints = [told(f"a/{at}", f"Club{at}", phone="01632 960001") for at in range(LARGEST_BLOCK)]
    assert len(among(*prints).pairs) == len(list(combinations(prints, 2)))
