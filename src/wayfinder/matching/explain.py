"""Why a service is shown: sentences fit to read aloud, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from wayfinder.domain.answer import EligibilityAnswer, Reason
from wayfinder.domain.service import Channel, ReferralRoute, Service
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.index.attributes import COST_FREE, COST_PAID, cost_kind
from wayfinder.location.distance import in_miles
from wayfinder.location.place import Place
from wayfinder.matching.eligibility import age_words
from wayfinder.matching.reach import Reach

CLEAR_LINK = 0.3
"""A link weaker than this is not given as a reason."""
LIBRARY_SERVICES = ("lgsl", "437")
"""Open to all persons by law (Public Libraries and Museums Act 1964, section 7)."""
EMERGENCY_DEPARTMENT = ("accident-and-emergency",)
"""The one need that an A&E department states; it turns nobody away for where they live."""


class Evidence(Struct, frozen=True, kw_only=True):
    """What the search saw of one result: words it holds, and (phrase, label, strength) of needs.

    `stated` is False where needs were read into the service's words by us.
    """

    service: Service
    words: tuple[str, ...]
    needs: tuple[tuple[str | None, str, float], ...]
    place: Place | None
    reach: Reach
    distance_m: float | None
    eligibility: EligibilityAnswer
    stated: bool = True


def reasons(evidence: Evidence) -> tuple[Reason, ...]:
    """All reasons, the reason it matched first."""
    return tuple(
        told
        for part in (_match, _eligibility, _reach, _distance, _referral, _cost, _assurance)
        for told in part(evidence)
    )


def _match(evidence: Evidence) -> Iterable[Reason]:
    linked = sorted((need for need in evidence.needs if need[2] > 0), key=lambda need: -need[2])
    clear = [need for need in linked if need[2] >= CLEAR_LINK]
    for phrase, label, _ in clear or linked[: not evidence.words]:
        code = "need" if phrase else "related_need"
        yield _need_reason(evidence, code, _need_words(phrase, label))
    if evidence.words and not clear:
        quoted = _listed([f"“{word}”" for word in evidence.words])
        yield _reason(evidence, "text", f"Mentions {quoted}.", "description")


def _need_reason(evidence: Evidence, code: str, words: str) -> Reason:
    """What a source states is said as it is; what we read into its words is said to be that."""
    if evidence.stated:
        return _reason(evidence, code, f"{words}.", "needs")
    return _reason(evidence, code, f"{words}, going by its description.", "description")


def _need_words(phrase: str | None, label: str) -> str:
    # A label stands as it is written: no rule lower-cases "Parkinson's" and "Debt advice" rightly.
    if phrase is None:
        return f"Related help: {label}"
    if phrase.lower() == label.lower():
        return f"Matches “{label}”"
    return f"Matches “{phrase}” ({label})"


def _eligibility(evidence: Evidence) -> Iterable[Reason]:
    words = age_words(evidence.service.eligibility)
    if words is not None:
        yield _reason(evidence, "age", f"{words}.", "eligibility")
    for check in evidence.eligibility.checks:
        if check.verdict is RuleVerdict.UNKNOWN and check.rule != words:
            yield _reason(evidence, "eligibility", check.rule, "eligibility")


def _reach(evidence: Evidence) -> Iterable[Reason]:
    if evidence.place is None:
        return
    where = _where(evidence.place)
    verdict, rule = evidence.reach.verdict, area_words(evidence.reach.rule or "")
    code, field = f"serves_{verdict.value}", "coverage"
    if verdict is Verdict.YES:
        text = f"Serves {rule or where}."
    elif verdict is Verdict.NO:
        text = f"Does not serve {where}: it serves {rule}."
    elif welcome := open_to_all(evidence.service):
        code, text, field = "open_to_all", *welcome
    elif rule:
        text = f"Area: {rule}. Does that take in {where}?"
    else:
        text = f"Area not stated: does it take people from {where}?"
    yield _reason(evidence, code, text, field)


def open_to_all(service: Service) -> tuple[str, str] | None:
    """The sentence that says so, and the field that shows it; None where it is not certain."""
    if any((term.vocabulary, term.code) == LIBRARY_SERVICES for term in service.taxonomy_terms):
        return "A public library: anybody may come in.", "taxonomy_terms"
    if service.needs == EMERGENCY_DEPARTMENT and Channel.IN_PERSON in service.channels:
        return "A&E: anybody may come in an emergency.", "needs"
    return None


def area_words(rule: str) -> str:
    """The name of an area as it stands inside a sentence."""
    return f"the {rule}" if rule == "United Kingdom" else rule


def _where(place: Place) -> str:
    if place.areas and place.areas_certain:
        return place.areas[0].name
    return place.postcode or "this address"


def _distance(evidence: Evidence) -> Iterable[Reason]:
    if evidence.distance_m is not None:
        text = f"{in_miles(evidence.distance_m)} away in a straight line."
        yield _reason(evidence, "distance", text, "locations")


def _referral(evidence: Evidence) -> Iterable[Reason]:
    routes = evidence.service.referral_routes
    if not routes:
        return
    if ReferralRoute.SELF in routes:
        text = "People can contact it themselves."
    else:
        text = f"Needs a referral: {_listed([_REFERRERS[route] for route in routes])}."
    yield _reason(evidence, "referral", text, "referral_routes")


def _cost(evidence: Evidence) -> Iterable[Reason]:
    kind = cost_kind(evidence.service.costs)
    if kind == COST_FREE:
        yield _reason(evidence, "cost", "Free.", "costs")
    elif kind == COST_PAID:
        yield _reason(evidence, "cost", "There is a charge.", "costs")


def _assurance(evidence: Evidence) -> Iterable[Reason]:
    checked = evidence.service.assured_date
    if checked is None:
        text = "Not yet checked by a person: confirm before relying on it."
    else:
        text = f"Last checked on {checked.day} {checked:%B %Y}."
    yield _reason(evidence, "assurance", text, "assured_date")


_REFERRERS = {
    ReferralRoute.SELF: "by the person",
    ReferralRoute.FAMILY: "by a relative or friend",
    ReferralRoute.GP: "by a GP",
    ReferralRoute.PROFESSIONAL: "by a professional",
}


def reason(service: Service, code: str, text: str, field: str) -> Reason:
    """A reason with the source and date of the field it rests on; its text ends in a stop."""
    origin = service.origin(field)
    told = text if text.rstrip('”")')[-1:] in (".", "?", "!") else f"{text}."
    return Reason(code=code, text=told, field=field, source=origin.source_id, as_of=origin.as_of)


def _reason(evidence: Evidence, code: str, text: str, field: str) -> Reason:
    return reason(evidence.service, code, text, field)


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
