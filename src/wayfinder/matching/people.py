"""Who an enquiry is about, as far as its words say so with certainty."""

from __future__ import annotations

from msgspec import Struct

from wayfinder.domain.enquiry import Person
from wayfinder.index import text
from wayfinder.matching.ages import age_told
from wayfinder.matching.circumstances import circumstances_told


class PersonHeard(Struct, frozen=True):
    """The person of an enquiry: what the form states first, then what the words say."""

    age: float | None
    circumstances: tuple[str, ...]


def hear_person(need: str, stated: Person) -> PersonHeard:
    """Age in years and circumstance ids; what is stated is never overruled by words.

    So what was misheard is put right by stating it: an age, the circumstances (even none), or
    that nothing but what is stated is known.
    """
    if stated.as_stated:
        return PersonHeard(stated.age, tuple(dict.fromkeys(stated.circumstances or ())))
    plain = text.straight(need)
    age = stated.age if stated.age is not None else age_told(plain)
    if stated.circumstances is not None:
        return PersonHeard(age, tuple(dict.fromkeys(stated.circumstances)))
    return PersonHeard(age, circumstances_told(plain.lower()))
