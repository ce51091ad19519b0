"""Who an enquiry is about, as far as its words say so with certainty."""

from __future__ import annotations

from msgspec import Struct

from wayfinder.domain.enquiry import Person
from wayfinder.index import text
from wayfinder.matching.ages import age_told
from wayfinder.matching.circumstances import circumstances_told
from wayfinder.matching.kinds import Sex, is_grown_up, sex_told, tells_of_child

GROWN_UP = 18
YOUNG_CARERS = "young-carers"


class PersonHeard(Struct, frozen=True):
    """The person of an enquiry: what the form states first, then what the words say.

    `grown_up` is True where it can be about no child, `with_child` where a child is told of; `sex`
    is None where it is not told.
    """

    age: float | None
    circumstances: tuple[str, ...]
    grown_up: bool = False
    with_child: bool = False
    sex: Sex | None = None

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
    if stated.as_stated:
        return PersonHeard(stated.age, tuple(dict.fromkeys(stated.circumstances or ())))
    plain = text.straight(need)
    age = stated.age if stated.age is not None else age_told(plain)
    circumstances = stated.circumstances
    if circumstances is None:
        circumstances = circumstances_told(plain.lower())
    return PersonHeard(
        age=age,
        circumstances=tuple(dict.fromkeys(circumstances)),
        grown_up=is_grown_up(plain, age),
        with_child=tells_of_child(plain, age),
        sex=sex_told(plain),
    )
