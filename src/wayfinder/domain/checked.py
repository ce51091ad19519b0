"""What is answered of one service: would it be found, would it take this person, and why not."""

from __future__ import annotations

from msgspec import Raw, Struct

from wayfinder.domain.answer import (
    EligibilityAnswer,
    FrontDoor,
    MatchLocation,
    Opening,
    Reason,
    Relaxation,
    Understood,
    Urgent,
)
from wayfinder.domain.verdict import Verdict


class Checked(Struct, frozen=True, kw_only=True):
    """One service, held against an enquiry.

    `service`, `location`, `distance_m`, `eligibility`, `opening` and `reasons` are as in a match.
    `in_results` is whether it stands among the results as far as the page that was asked for;
    `rank` is its place in the whole list, 1 the best, None where the search leaves it out. `rule`
    is the coverage rule that decided `serves`. `why_not` is everything that speaks against it, and
    `ask` the questions that would settle what is not known.
    """

    service: Raw
    in_results: bool
    rank: int | None
    total: int
    serves: Verdict
    rule: str | None
    eligibility: EligibilityAnswer
    opening: Opening
    location: MatchLocation | None
    distance_m: int | None
    reasons: tuple[Reason, ...]
    why_not: tuple[Reason, ...]
    ask: tuple[str, ...]
    understood: Understood
    urgent: tuple[Urgent, ...]
    relaxed: tuple[Relaxation, ...]
    front_doors: tuple[FrontDoor, ...]
    release: int
    released_at: str
    emergency: str = "If someone is in immediate danger, call 999."
