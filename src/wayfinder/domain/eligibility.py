"""Whom a service is for: stated rules, each met, not met, or to be asked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace


class Sex(StrEnum):
    """Whom a service that is for one sex or gender takes, in the words of its source: what that
    means for a trans or non-binary person is for the service to say, so it is asked."""

    FEMALE = "female"
    MALE = "male"


class Eligibility(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Stated conditions. None and empty mean "not stated".

    Ages are in years and may be decimal (HSDS allows 0.5); both ends are included, and a maximum
    of 17 includes everybody until the 18th birthday.
    `circumstances` are ids that a person must have one of ("carer", "veteran"), `excluded` those
    that rule a person out. `sex` is the only one that is taken. `documents` is what to bring.
    `text` is the source's own wording, shown as it stands. `words` maps the name of a field to the
    words of the source that it was read from ("minimum_age": "men aged 18+"); a field that the
    source states as such has none. `doubted` names the rules of a joint record of which another
    source says otherwise: they are shown, and refuse nobody.
    """

    minimum_age: float | None = None
    maximum_age: float | None = None
    circumstances: tuple[str, ...] = ()
    text: str | None = None
    sex: Sex | None = None
    excluded: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    words: dict[str, str] = {}
    doubted: tuple[str, ...] = ()

    @property
    def binding(self) -> Eligibility:
        """The conditions without those that are doubted."""
        return replace(self, **{name: _NOT_STATED[name] for name in self.doubted})

    @property
    def age_limit(self) -> float:
        """The first age too old: a maximum in whole years lasts until the next birthday."""
        if self.maximum_age is None:
            return math.inf
        whole = self.maximum_age == int(self.maximum_age)
        return self.maximum_age + 1 if whole else math.nextafter(self.maximum_age, math.inf)

    def admits(self, age: float) -> bool:
        """Whether somebody of this age (years) may come; an age not stated refuses nobody."""
        return (self.minimum_age or 0.0) <= age < self.age_limit


_NOT_STATED: Mapping[str, Any] = MappingProxyType(
    {"minimum_age": None, "maximum_age": None, "sex": None, "circumstances": ()}
)
"""Rules that another source can contradict, and their value where nothing is stated. Whoever is
left out by one source alone (`excluded`) is not let in by the silence of another."""


def doubted_by(taken: Eligibility, others: Sequence[Eligibility]) -> Eligibility:
    """The conditions that were taken; those doubted of which one of the others states otherwise."""
    doubted = [
        name
        for name, nothing in _NOT_STATED.items()
        if getattr(taken, name) != nothing
        and any(getattr(it, name) not in (nothing, getattr(taken, name)) for it in others)
    ]
    return replace(taken, doubted=tuple(doubted))
