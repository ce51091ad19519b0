"""What somebody asks for: a need, a place, the person it is about, and their wishes."""

from __future__ import annotations

from msgspec import Struct

from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.service import Channel, ReferralRoute, Sector

NEED_MAX_CHARS = 2000
"""A need is a few sentences; whoever sends more has sent something else by mistake."""

RESULTS_MAX = 50
"""Most results of one page."""


class Tie(Struct, frozen=True, kw_only=True):
    """That a person has (or, if `holds` is False, has not) a tie to an area other than living in
    it: `kind` is GP, WORK, STUDY or CONNECTION, `area` a GSS or NHS code."""

    kind: CoverageKind
    area: str
    holds: bool = True


class Person(Struct, frozen=True, kw_only=True):
    """The person it is about. What is None is read in the words of the need, if they tell it.

    `circumstances` are ids that are true of them, `not_circumstances` ids known not to be.
    `gp_practice` is the ODS code of the practice they are registered with ("E82004").
    `as_stated`: nothing of them is read in the words, so that None is unknown.
    """

    age: float | None = None
    circumstances: tuple[str, ...] | None = None
    not_circumstances: tuple[str, ...] = ()
    sex: Sex | None = None
    gp_practice: str | None = None
    ties: tuple[Tie, ...] = ()
    as_stated: bool = False


class Filters(Struct, frozen=True, kw_only=True):
    """Wishes that remove results. None or empty: no such wish."""

    open_now: bool = False
    free: bool = False
    channels: tuple[Channel, ...] = ()
    referral: tuple[ReferralRoute, ...] = ()
    languages: tuple[str, ...] = ()
    sectors: tuple[Sector, ...] = ()
    max_distance_m: float | None = None


class Enquiry(Struct, frozen=True, kw_only=True):
    """One search. Either `need` (plain words) or `needs` (ids), or both; the place is optional.

    `as_typed`: the words are read as they stand, without a correction of their spelling. `asker` is
    who is searching, and so by which route they could refer; None: not told.
    `without_needs` are ids of needs not to be heard in the words; danger is heard all the same.
    """

    need: str = ""
    needs: tuple[str, ...] = ()
    without_needs: tuple[str, ...] = ()
    postcode: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    person: Person = Person()
    filters: Filters = Filters()
    limit: int = 10
    offset: int = 0
    include_near_misses: bool = False
    as_typed: bool = False
    asker: ReferralRoute | None = None
