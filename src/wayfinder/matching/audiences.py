"""Whether a service speaks to people like this one. It is a matter of order: nobody is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
from numpy.typing import NDArray

from wayfinder.domain.eligibility import Sex
from wayfinder.index.arrays import Bools, Floats, Longs
from wayfinder.index.attributes import circumstance_bits
from wayfinder.index.audience import Group
from wayfinder.matching.ages import CHILD_UNDER
from wayfinder.matching.kinds import ADULT_FROM
from wayfinder.matching.people import PersonHeard

Attributes = Mapping[str, NDArray[np.generic]]

OLDER_FROM = 50


def misfits(attributes: Attributes, services: Longs, person: PersonHeard) -> Bools:
    """Which of these services say that they are for others than this person."""
    held = cast("NDArray[np.uint8]", attributes["audience"])[services]
    wrong: Bools = (held & np.uint8(_others(person))) != 0
    if person.circumstances:
        theirs = np.uint64(circumstance_bits(person.circumstances, attributes))
        barred = cast("NDArray[np.uint64]", attributes["excluded"])[services]
        wrong |= (barred & theirs) != 0
    if person.age is None:
        if person.grown_up:
            wrong |= cast("Floats", attributes["age_limit"])[services] <= ADULT_FROM
        return wrong
    least = cast("Floats", attributes["least_age_said"])[services]
    limit = cast("Floats", attributes["age_limit_said"])[services]
    return wrong | (person.age < least) | (person.age >= limit)


def meant_for(attributes: Attributes, services: Longs, person: PersonHeard) -> Bools:
    """Which are for a kind of people (carers, veterans) that this person is known to be of."""
    theirs = np.uint64(circumstance_bits(person.circumstances, attributes))
    meant: Bools = (cast("NDArray[np.uint64]", attributes["circumstances"])[services] & theirs) != 0
    return meant


def special(attributes: Attributes, services: Longs, person: PersonHeard) -> Bools:
    """Which are for a kind of people (carers, veterans) that this person is not known to be of."""
    stated = cast("NDArray[np.uint64]", attributes["circumstances"])[services]
    theirs = np.uint64(circumstance_bits(person.circumstances, attributes))
    held = cast("NDArray[np.uint8]", attributes["audience"])[services]
    groups = Group.MEN | Group.WOMEN | Group.CHILDREN | Group.OLDER | Group.CARERS
    apart = (held & np.uint8(groups & ~_known(person))) != 0
    strange: Bools = apart | ((stated != 0) & ((stated & theirs) == 0))
    return strange


def _others(person: PersonHeard) -> Group:
    """The groups that the person is certainly not one of."""
    others = Group.CHILDREN if person.grown_up else Group(0)
    young = person.with_baby if person.age is None else person.age < OLDER_FROM
    others |= Group.OLDER if young else Group(0)
    if person.age is not None and person.age < CHILD_UNDER:
        others |= Group.ADULTS
    if person.sex is not None:
        others |= Group.WOMEN if person.sex is Sex.MALE else Group.MEN
    return others


def _known(person: PersonHeard) -> Group:
    """The groups that the person may be one of, by what is known."""
    known = Group.CHILDREN if person.with_child else Group(0)
    if person.age is not None and person.age >= OLDER_FROM:
        known |= Group.OLDER
    if person.sex is not None:
        known |= Group.MEN if person.sex is Sex.MALE else Group.WOMEN
    return known | Group.CARERS if "carer" in person.circumstances else known
