"""What an enquiry gets back. Field names here are the API's contract (docs/decisions)."""

from __future__ import annotations

from datetime import date

from msgspec import Raw, Struct

from wayfinder.domain.eligibility import Sex
from wayfinder.domain.enquiry import Tie
from wayfinder.domain.verdict import RuleVerdict, Verdict


class Contact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A way to reach somebody now."""

    name: str
    phone: str | None = None
    text: str | None = None
    url: str | None = None
    note: str | None = None


class Urgent(Struct, frozen=True, kw_only=True):
    """A danger signpost, shown above the results and never instead of them."""

    category: str
    message: str
    contacts: tuple[Contact, ...]
    rule: str


class FrontDoor(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who will take any enquiry for this address; `as_of` dates what `source` said."""

    name: str
    area: str
    phone: str | None = None
    text: str | None = None
    url: str | None = None
    hours: str | None = None
    note: str | None = None
    source: str | None = None
    as_of: date | None = None
    unverified: bool = True


class UnderstoodNeed(Struct, frozen=True):
    """A need and the words that named it. One that is `implied`, by a danger or (with the extra
    `[semantic]`) by the meaning of the whole, was named by no words: it has no `phrase`, and is not
    to be read back as if somebody had said it. `met`: whether any service that was found meets it;
    None where that was not asked.
    """

    id: str
    label: str
    phrase: str | None
    implied: bool = False
    met: bool | None = None


class Correction(Struct, frozen=True, rename={"from_": "from"}):
    from_: str
    to: str


class PlaceArea(Struct, frozen=True):
    type: str
    code: str
    name: str


class UnderstoodPlace(Struct, frozen=True, kw_only=True):
    """`field` is where it was read: `postcode` or `latitude` as given, or else the words of the
    `need`. `name` is that of a town or district, where no more than it was told; `also_named` is a
    town, postcode or nation which the need names elsewhere than the place that decides.
    """

    postcode: str | None
    name: str | None = None
    also_named: str | None = None
    latitude: float
    longitude: float
    areas: tuple[PlaceArea, ...]
    precision: str
    source: str
    field: str | None = None


class PersonAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Fields of `person` to send in place of those sent before; each holds all that is known."""

    sex: Sex | None = None
    circumstances: tuple[str, ...] | None = None
    not_circumstances: tuple[str, ...] | None = None
    ties: tuple[Tie, ...] | None = None


class PossibleAnswer(Struct, frozen=True, kw_only=True):
    """One answer to the next question, and what it would change among the first ten results.

    `person` is what to send when it is given; None where the answer is a number to be sent itself
    (the age, as `person.age`). The three numbers are of services: all of whose conditions would be
    met, with fewer left to ask, and no longer shown. `changes` says them in words.
    """

    answer: str
    person: PersonAnswer | None
    confirms: int
    clears: int
    rules_out: int
    changes: str


class Understood(Struct, frozen=True, kw_only=True):
    """What the enquiry was taken to mean; `set_aside` are the words that refuse something, which
    was not searched for. A postcode, an age or circumstances given as such overrule what was read.
    """

    needs: tuple[UnderstoodNeed, ...] = ()
    corrections: tuple[Correction, ...] = ()
    place: UnderstoodPlace | None = None
    circumstances: tuple[str, ...] = ()
    age: float | None = None
    set_aside: tuple[str, ...] = ()


class Reason(Struct, frozen=True, kw_only=True):
    """Why a service is shown: a stable code, a sentence fit to read aloud, and its evidence."""

    code: str
    text: str
    field: str | None = None
    source: str | None = None
    as_of: date | None = None


class Check(Struct, frozen=True, kw_only=True):
    """One rule against this person; `ask` is the question, or the thing to do, when it is unknown.

    `field` is what the rule is about: age, sex, circumstances, excluded, text (the source's own
    words, not read as a rule), referral_routes, costs or languages.
    """

    rule: str
    verdict: RuleVerdict
    ask: str | None = None
    field: str | None = None


class EligibilityAnswer(Struct, frozen=True, kw_only=True):
    verdict: RuleVerdict
    checks: tuple[Check, ...] = ()


class Opening(Struct, frozen=True, kw_only=True):
    """`status`: open, closes_soon, closed or unknown."""

    status: str
    text: str


class MatchLocation(Struct, frozen=True, kw_only=True):
    """The nearest place where the service is given; None fields are unknown or withheld."""

    name: str | None
    address: str | None
    postcode: str | None


class Match(Struct, frozen=True, kw_only=True):
    """One result. `service` is JSON made when the index was built (`index.bodies`)."""

    service: Raw
    location: MatchLocation | None
    score: float
    distance_m: int | None
    serves: Verdict
    eligibility: EligibilityAnswer
    opening: Opening
    reasons: tuple[Reason, ...]


class NearMiss(Struct, frozen=True, kw_only=True):
    service: Raw
    reason: Reason


class Relaxation(Struct, frozen=True, kw_only=True):
    step: str
    text: str


class Answer(Struct, frozen=True, kw_only=True):
    understood: Understood
    urgent: tuple[Urgent, ...]
    matches: tuple[Match, ...]
    near_misses: tuple[NearMiss, ...]
    relaxed: tuple[Relaxation, ...]
    front_doors: tuple[FrontDoor, ...]
    next_question: str | None
    next_question_answers: tuple[PossibleAnswer, ...] = ()
    release: int
    released_at: str
    total: int
    emergency: str = "If someone is in immediate danger, call 999."
