"""Who an enquiry is about, as far as its words say so with certainty."""

from __future__ import annotations

from msgspec import Struct

from wayfinder.domain.enquiry import Person
from wayfinder.index import text
from wayfinder.matching.ages import age_told
from wayfinder.matching.circumstances import circumstances_told

GROWN_UP = 18
YOUNG_CARERS = "young-carers"


class PersonHeard(Struct, frozen=True):
    """The person of an enquiry: what the form states first, then what the words say."""

    age: float | None
    circumstances: tuple[str, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        """Ids of needs that who it is tells, whatever else the words say: a child who cares for
        somebody is a young carer."""
        young = self.age is not None and self.age < GROWN_UP
        return (YOUNG_CARERS,) if young and "carer" in self.circumstances else ()


def hear_person(need: str, stated: Person) -> PersonHeard:
    """Age in years and circumstance ids; what is stated is never overruled by words.

    So what was misheard is put right by stating it: an age, or the circumstances (even none).
    """
    plain = text.straight(need)
    age = stated.age if stated.age is not None else age_told(plain)
    if stated.circumstances is not None:
        return PersonHeard(age, tuple(dict.fromkeys(stated.circumstances)))
    return PersonHeard(age, circumstances_told(plain.lower()))
