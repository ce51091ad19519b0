"""Whom a service's first words say it is for."""

from __future__ import annotations

import math

import pytest

from tests.made_up import service
from wayfinder.domain.eligibility import Eligibility
from wayfinder.index.audience import Group, ages_said, audience

NOBODY_IN_PARTICULAR = Group(0)


@pytest.mark.parametrize(
    ("name", "summary", "groups"),
    [
        ("Men's Shed", "A workshop.", Group.MEN),
        ("Advice line", "Help for men who are abused by a partner.", Group.MEN),
        ("Advice line", "Help for men and women.", NOBODY_IN_PARTICULAR),
        ("Women's Centre", None, Group.WOMEN),
        ("School nursing", "School nurses for every child.", Group.CHILDREN),
        ("A&E", "Open day and night, for adults and children.", NOBODY_IN_PARTICULAR),
        ("Swimming", "Lessons for children and adults.", NOBODY_IN_PARTICULAR),
        ("Youth club", "For teenagers.", Group.CHILDREN),
        ("Advice", "Advice for older people.", Group.OLDER),
        ("Lifts", "Transport for older and disabled people.", NOBODY_IN_PARTICULAR),
        ("Lunch club", "For the over-60s.", Group.OLDER),
        ("Carers in Hertfordshire", None, Group.CARERS),
        ("Chatter group", "Chat over a cup of tea.", NOBODY_IN_PARTICULAR),
        ("Country Museum", "Women of the county.", Group.WOMEN),  # a guess: it only moves it down
    ],
)
def test_the_groups_it_speaks_to(name: str, summary: str | None, groups: Group) -> None:
    assert audience(service(name, summary=summary)) == groups


def test_what_is_said_further_on_widens_and_never_narrows() -> None:
    further = "A drop-in. Children have a corner of their own."
    assert audience(service("Drop-in", description=further)) == NOBODY_IN_PARTICULAR
    wider = "It treats adults and children."
    assert audience(service("Unit", summary="For a child.", description=wider)) == Group(0)


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("For people under 35 and whoever worries about them.", (0.0, 35.0)),
        ("Support for under-25s with any problem.", (0.0, 25.0)),
        ("Young people under 19 can talk.", (0.0, 19.0)),
        ("For people over 55.", (55.0, math.inf)),
        ("For the over 60s.", (60.0, math.inf)),
        ("For anybody aged 50 and over.", (50.0, math.inf)),
        ("For young people aged 11 to 17.", (11.0, 18.0)),
        ("Open over 30 years.", (0.0, math.inf)),
        ("Costs under 10 pounds.", (0.0, math.inf)),
        ("For everybody.", (0.0, math.inf)),
    ],
)
def test_the_ages_it_tells(said: str, ages: tuple[float, float]) -> None:
    assert ages_said(service("Group", summary=said)) == ages
    told = service("Group", eligibility=Eligibility(text=said))
    assert ages_said(told) == ages
