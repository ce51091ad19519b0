"""Who an enquiry is about, as far as its words say so with certainty."""

from __future__ import annotations

from msgspec import Struct

from wayfinder.domain.enquiry import Person
from wayfinder.index import text
from wayfinder.matching.ages import age_told
from wayfinder.matching.circumstances import circumstances_told
from wayfinder.matching.kinds import Sex, is_grown_up, sex_told, tells_of_child


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


def hear_person(need: str, stated: Person) -> PersonHeard:
    """Age in years and circumstance ids; what is stated is never overruled by words.

    So what was misheard is put right by stating it: an age, or the circumstances (even none).
    """
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
