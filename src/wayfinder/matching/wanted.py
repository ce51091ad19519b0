"""What is searched for: an enquiry, understood."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from wayfinder.domain.enquiry import Filters
from wayfinder.domain.hours import LONDON
from wayfinder.domain.service import ReferralRoute
from wayfinder.location.place import Place
from wayfinder.matching.locating import Whereabouts
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.reach import Here
from wayfinder.matching.understand import Heard
from wayfinder.matching.weights import WEIGHTS, Weights
from wayfinder.meaning import Vectors


class Search(Struct, frozen=True, kw_only=True):
    """All that decides which rows are candidates and how they rank.

    `in_danger` is whether a signpost stands above the results, `meaning` the enquiry as a vector,
    if any; `asker` is who searches, if that was told. `where` tells how the place was read.
    """

    heard: Heard
    person: PersonHeard
    place: Place | None
    here: Here
    filters: Filters
    now: datetime
    in_danger: bool = False
    meaning: Vectors | None = None
    asker: ReferralRoute | None = None
    weights: Weights = WEIGHTS
    where: Whereabouts = Whereabouts()

    @property
    def day(self) -> date:
        """The day of the search in Britain, by which rules are in force or not."""
        return self.now.astimezone(LONDON).date()
