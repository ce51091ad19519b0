"""Who an enquiry is about, as far as its words say so with certainty."""

from __future__ import annotations

from msgspec import Struct

from wayfinder.domain.eligibility import Sex
from wayfinder.domain.enquiry import Person
from wayfinder.index import text
from wayfinder.matching.ages import age_told
from wayfinder.matching.circumstances import circumstances_told, told_of_oneself
from wayfinder.matching.kinds import is_grown_up, sex_told, tells_of_baby, tells_of_child

GROWN_UP = 18
YOUNG_CARERS = "young-carers"


class PersonHeard(Struct, frozen=True):
    """The person of an enquiry: what the form states first, then what the words say.

    `grown_up` is True where it can be about no child, `with_child` where a child is told of,
    `with_baby` where a baby is that can be no grandchild. `sex`
    is None where it is not told; `sex_stated` is it only where the form states it: what is heard in
    words orders results and refuses nobody. `sure` are those of the circumstances that the form
    states or somebody says of themselves, `not_circumstances` are known not to be true.
    """

    age: float | None
    circumstances: tuple[str, ...]
    grown_up: bool = False
    with_child: bool = False
    with_baby: bool = False
    sex: Sex | None = None
    sex_stated: Sex | None = None
    not_circumstances: tuple[str, ...] = ()
    sure: frozenset[str] = frozenset()

    @property
    def needs(self) -> tuple[str, ...]:
        """Ids of needs that who it is tells, whatever else the words say: a child who cares for
        somebody is a young carer."""
        young = self.age is not None and self.age < GROWN_UP
        return (YOUNG_CARERS,) if young and "carer" in self.circumstances else ()


def hear_person(need: str, stated: Person) -> PersonHeard:
    """Age in years and circumstance ids; what is stated is never overruled by words.

    So what was misheard is put right by stating it: an age, the circumstances (even none), or
    that nothing but what is stated is known.
    """
    plain = "" if stated.as_stated else text.straight(need)
    age = stated.age if stated.age is not None else age_told(plain)
    true = _circumstances(plain, stated)
    return PersonHeard(
        age=age,
        circumstances=true,
        grown_up=not stated.as_stated and is_grown_up(plain, age),
        with_child=not stated.as_stated and tells_of_child(plain, age),
        with_baby=not stated.as_stated and tells_of_baby(plain),
        sex=stated.sex or sex_told(plain),
        sex_stated=stated.sex,
        not_circumstances=tuple(
            each for each in dict.fromkeys(stated.not_circumstances) if each not in true
        ),
        sure=_sure(plain, true, stated),
    )


def _sure(plain: str, true: tuple[str, ...], stated: Person) -> frozenset[str]:
    if stated.circumstances is not None:
        return frozenset(stated.circumstances)
    return told_of_oneself(true, plain.lower())


def _circumstances(plain: str, stated: Person) -> tuple[str, ...]:
    if stated.circumstances is not None:
        return tuple(dict.fromkeys(stated.circumstances))
    told = circumstances_told(plain.lower())
    return tuple(each for each in told if each not in stated.not_circumstances)
