"""Why a service is shown: sentences fit to read aloud, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct

from wayfinder.domain.answer import EligibilityAnswer, Reason
from wayfinder.domain.service import Channel, ReferralRoute, Service
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.index.attributes import COST_FREE, COST_UNKNOWN, cost_kind
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
KEPT_SENTENCES = 8192
"""Most sentences say the same of many services: they are made once, and none is of a resident."""


class Evidence(Struct, frozen=True, kw_only=True):
    """What the search saw of one result: words it holds as they are to be told (“falls”, or a
    word like “falls”), and (phrase, label, strength) of needs.

    `stated` is False where needs were read into the service's words by us.
    """

    service: Service
    words: Sequence[str]
    needs: Sequence[tuple[str | None, str, float]]
    place: Place | None
    reach: Reach
    distance_m: float | None
    eligibility: EligibilityAnswer
    stated: bool = True


def reasons(evidence: Evidence) -> tuple[Reason, ...]:
    """All reasons, the reason it matched first."""
    told = [*_match(evidence), *_eligibility(evidence)]
    if evidence.place is not None:
        told.append(_reach(evidence, evidence.place))
    if evidence.distance_m is not None:
        text = f"{in_miles(evidence.distance_m)} {_from(evidence.place)} in a straight line."
        told.append(reason(evidence.service, "distance", text, "locations"))
    told += _standing(evidence.service)
    return tuple(told)


def _match(evidence: Evidence) -> Iterable[Reason]:
    linked = [need for need in evidence.needs if need[2] > 0]
    if len(linked) > 1:
        linked.sort(key=lambda need: -need[2])
    clear = [need for need in linked if need[2] >= CLEAR_LINK]
    for phrase, label, _ in clear or linked[: not evidence.words]:
        code = "need" if phrase else "related_need"
        yield _need_reason(evidence, code, _need_words(phrase, label))
    if evidence.words and not clear:
        text = f"Mentions {_listed(evidence.words)}."
        yield reason(evidence.service, "text", text, "description")


def _need_reason(evidence: Evidence, code: str, words: str) -> Reason:
    """What a source states is said as it is; what we read into its words is said to be that."""
    if evidence.stated:
        return reason(evidence.service, code, f"{words}.", "needs")
    return reason(evidence.service, code, f"{words}, going by its description.", "description")


def _need_words(phrase: str | None, label: str) -> str:
    # A label stands as it is written: no rule lower-cases "Parkinson's" and "Debt advice" rightly.
    if phrase is None:
        return f"Related help: {label}"
    if phrase.lower() == label.lower():
        return f"Matches “{label}”"
    return f"Matches “{phrase}” ({label})"


def _eligibility(evidence: Evidence) -> Iterable[Reason]:
    checks = evidence.eligibility.checks
    if not checks:
        return
    service = evidence.service
    ages = age_words(service.eligibility)
    if ages is not None:
        yield reason(service, "age", f"{ages}.", "eligibility")
    for check in checks:
        if check.verdict is RuleVerdict.UNKNOWN and check.rule != ages:
            yield reason(service, "eligibility", stopped(check.rule), "eligibility")


def _reach(evidence: Evidence, place: Place) -> Reason:
    verdict, rule = evidence.reach.verdict, area_words(evidence.reach.rule or "")
    if verdict is Verdict.YES:
        text = f"Serves {rule or _where(place)}."
    elif verdict is Verdict.NO:
        text = f"Does not serve {_where(place)}: it serves {rule}."
    elif welcome := open_to_all(evidence.service):
        return reason(evidence.service, "open_to_all", *welcome)
    elif rule:
        text = f"Area: {rule}. Does that take in {_where(place)}?"
    else:
        text = f"Area not stated: does it take people from {_where(place)}?"
    return reason(evidence.service, _SERVES[verdict], stopped(text), "coverage")


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
    return place.postcode or place.name or "this address"


def _from(place: Place | None) -> str:
    """A distance from a town that was only named is from its middle, and says so."""
    return f"from the middle of {place.name}" if place and place.name else "away"


def _standing(service: Service) -> Iterable[Reason]:
    """What is true of the service whoever asks: who may refer, what it costs, who checked it."""
    if service.referral_routes:
        origin = service.origin("referral_routes")
        yield _referral(service.referral_routes, origin.source_id, origin.as_of)
    kind = cost_kind(service.costs)
    if kind != COST_UNKNOWN:
        origin = service.origin("costs")
        yield _cost(kind, origin.source_id, origin.as_of)
    origin = service.origin("assured_date")
    yield _assurance(service.assured_date, origin.source_id, origin.as_of)


@lru_cache(KEPT_SENTENCES)
def _referral(routes: tuple[ReferralRoute, ...], source: str, as_of: date | None) -> Reason:
    if ReferralRoute.SELF in routes:
        text = "People can contact it themselves."
    else:
        text = f"Needs a referral: {_listed([_REFERRERS[route] for route in routes])}."
    return Reason(code="referral", text=text, field="referral_routes", source=source, as_of=as_of)


@lru_cache(KEPT_SENTENCES)
def _cost(kind: int, source: str, as_of: date | None) -> Reason:
    text = "Free." if kind == COST_FREE else "There is a charge."
    return Reason(code="cost", text=text, field="costs", source=source, as_of=as_of)


@lru_cache(KEPT_SENTENCES)
def _assurance(checked: date | None, source: str, as_of: date | None) -> Reason:
    if checked is None:
        text = "Not yet checked by a person: confirm before relying on it."
    else:
        text = f"Last checked on {checked.day} {checked:%B %Y}."
    return Reason(code="assurance", text=text, field="assured_date", source=source, as_of=as_of)


_REFERRERS = {
    ReferralRoute.SELF: "by the person",
    ReferralRoute.FAMILY: "by a relative or friend",
    ReferralRoute.GP: "by a GP",
    ReferralRoute.PROFESSIONAL: "by a professional",
}

_SERVES = {verdict: f"serves_{verdict.value}" for verdict in Verdict}


def reason(service: Service, code: str, text: str, field: str) -> Reason:
    """A reason with the source and date of the field it rests on; `text` ends in a stop."""
    origin = service.origin(field)
    return Reason(code=code, text=text, field=field, source=origin.source_id, as_of=origin.as_of)


def stopped(text: str) -> str:
    """A source's own words as a sentence."""
    return text if text.rstrip('”")')[-1:] in (".", "?", "!") else f"{text}."


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
