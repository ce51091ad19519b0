"""Organisations of several sources that are one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.ingest.linking.making import told
from wayfinder.ingest.linking.organizations import link_organizations
from wayfinder.ingest.linking.prints import Print

ONE = (("a/1/owner", "b/1/owner"),)


def two(left: dict[str, Any], right: dict[str, Any]) -> tuple[Print, Print]:
    return told("a/1", "Help", **left), told("b/1", "Advice", **right)


@pytest.mark.parametrize(
    ("left", "right", "groups"),
    [
        ({"org": "VAEF", "charity": "1"}, {"org": "Voluntary Action", "charity": "1"}, ONE),
        ({"org": "Hertfordshire County Council"}, {"org": "Herts CC"}, ONE),
        ({"org": "Age UK"}, {"org": "Age UK"}, ()),
        (
            {"org": "Age UK", "url": "https://ageuk.example/a"},
            {"org": "AGE UK", "url": "https://www.ageuk.example/b"},
            ONE,
        ),
        (
            {"org": "Age UK", "phone": "01632 960001"},
            {"org": "Age UK", "phone": "01632960001"},
            ONE,
        ),
        (
            {"org": "Garden City Stroke Befrienders", "charity": "1"},
            {"org": "Garden City Stroke Befrienders", "charity": "2"},
            (),
        ),
        ({"org": "St Mary's Church"}, {"org": "St Mary's Church"}, ()),
        ({"org": "Bright Smile"}, {"org": "Bright Smile"}, ()),
        ({"org": "Oak Tree Day Nursery"}, {"org": "Oak Tree Day Nursery"}, ()),
        ({"org": "Stevenage Borough Council"}, {"org": "Stevenage Borough Council"}, ONE),
        (
            {"org": "Citizens Advice Stevenage", "phone": "01632 960002"},
            {"org": "Stevenage CAB", "phone": "01632 960002"},
            ONE,
        ),
    ],
    ids=str,
)
def test_organisations_are_one_by_number_or_by_name_and_what_bears_it_out(
    left: dict[str, Any], right: dict[str, Any], groups: tuple[tuple[str, ...], ...]
) -> None:
    assert link_organizations(two(left, right)).groups == groups


def test_a_source_that_has_an_organisation_twice_keeps_both() -> None:
    prints = [told(f"a/{at}", "Help", org="Herts County Council") for at in (1, 2)]
    assert link_organizations(prints).groups == ()


def test_an_organisation_is_one_by_all_its_services() -> None:
    """Both phones are of one service each; the first source's two services are of one owner."""
    left = told("a/1", "Help", org="Age UK", phone="01632 960001")
    right = told("b/1", "Lunch", org="Age UK", phone="01632 960001")
    assert link_organizations((left, right)).one(left, right)
