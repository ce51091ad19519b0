"""Why a service is shown: sentences fit to read aloud, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct

from wayfinder.domain.answer import EligibilityAnswer, Reason
from wayfinder.domain.need import in_sentence
from wayfinder.domain.service import Channel, ReferralRoute, Service
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.index.attributes import COST_FREE, COST_UNKNOWN, cost_kind
from wayfinder.index.text import is_content
from wayfinder.location.distance import in_miles
from wayfinder.location.place import AreaType, Place
from wayfinder.matching.borders import Across
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


QUOTE_WORDS_MAX = 6
QUOTE_TELLING_MIN = 2
LABELS_MAX = 3
"""More in one sentence nobody can follow by ear."""
_LEADS_IN = frozenset(
    """after and as because before but by for from if is of or since so than that then to until
    was when where which while who whose with""".split()
)
_LEADS_ON = _LEADS_IN | frozenset(
    """a about an are at cant dont had has have he her his i im ive my no not our she the their
    they too very we were wont your""".split()
)
"""Words with which a quotation cannot begin, and those with which it cannot end."""


class Evidence(Struct, frozen=True, kw_only=True):
    """What the search saw of one result: words it holds as they are to be told (“falls”, or a
    word like “falls”), and (phrase as `quoted`, label, strength) of needs.

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
    across: Across | None = None


def reasons(evidence: Evidence) -> tuple[Reason, ...]:
    """All reasons, the reason it matched first."""
    told = [*_match(evidence), *_eligibility(evidence)]
    if evidence.place is not None:
        told.append(_reach(evidence, evidence.place))
    if evidence.across is not None and evidence.reach.verdict is not Verdict.NO:
        told.append(_border(evidence, evidence.across))
    if evidence.distance_m is not None:
        text = f"{in_miles(evidence.distance_m)} {_from(evidence.place)} in a straight line."
        told.append(reason(evidence.service, "distance", text, "locations"))
    told += _standing(evidence.service)
    return tuple(told)


def quoted(phrase: str | None, said: str) -> str | None:
    """A need's phrase if it can be quoted aloud, else ""; None where nobody named the need.

    Quoted are a few words that stand just so in what was `said` (folded) and are no stump: "keeps
    falling over", not "after him full time".
    """
    if phrase is None:
        return None
    words = phrase.split(" ")
    telling = [word for word in words if is_content(word) and not word.isdigit()]
    stump = words[0] in _LEADS_IN or words[-1] in _LEADS_ON or words[0].isdigit()
    if stump or len(telling) < QUOTE_TELLING_MIN or len(words) > QUOTE_WORDS_MAX:
        return ""
    # No pattern is made of it: `re` would keep the resident's words in its cache.
    return phrase if _stands_in(" ".join(said.split()), phrase) else ""


def _stands_in(said: str, phrase: str) -> bool:
    """Whether the phrase stands there as whole words."""
    start = said.find(phrase)
    while start >= 0:
        before, after = said[start - 1 : start], said[start + len(phrase) :][:1]
        if not _IN_A_WORD.match(before) and not _IN_A_WORD.match(after):
            return True
        start = said.find(phrase, start + 1)
    return False


_IN_A_WORD = re.compile(r"[\w'-]")


OF_THE_PERSON = frozenset(("sex", "circumstances", "excluded", "text"))
"""Checks that become a reason while they are open; of the age there always is one."""


def _match(evidence: Evidence) -> Iterable[Reason]:
    linked = [need for need in evidence.needs if need[2] > 0]
    if len(linked) > 1:
        linked.sort(key=lambda need: -need[2])
    clear = [need for need in linked if need[2] >= CLEAR_LINK]
    needs = clear or linked[: not evidence.words]
    for phrase, label, _ in needs:
        if phrase:
            yield _need_reason(evidence, "need", _quote(phrase, label))
    if unsaid := [label for phrase, label, _ in needs if phrase == ""]:
        yield _need_reason(evidence, "need", f"For {_labels(unsaid)}")
    if related := [label for phrase, label, _ in needs if phrase is None]:
        yield _need_reason(evidence, "related_need", f"Related help: {_labels(related)}")
    if evidence.words and not clear:
        told = f"Mentions {_listed(evidence.words)}."
        yield reason(evidence.service, "text", told, "description")


def _need_reason(evidence: Evidence, code: str, words: str) -> Reason:
    """What a source states is said as it is; what we read into its words is said to be that."""
    if evidence.stated:
        return reason(evidence.service, code, f"{words}.", "needs")
    return reason(evidence.service, code, f"{words}, going by its description.", "description")


def _quote(phrase: str, label: str) -> str:
    same = phrase == label.lower()
    return f"Matches “{phrase}”" if same else f"Matches “{phrase}” ({in_sentence(label)})"


def _labels(labels: Sequence[str]) -> str:
    """The first few labels in a sentence, apart although they hold commas and "and" themselves."""
    spoken = [in_sentence(label) for label in labels[:LABELS_MAX]]
    if len(spoken) > 1 and any("," in each for each in spoken):
        return f"{'; '.join(spoken[:-1])}; and {spoken[-1]}"
    if len(spoken) > 1 and any(" and " in each for each in spoken):
        return f"{', '.join(spoken[:-1])}, and {spoken[-1]}"
    return _listed(spoken)


def _eligibility(evidence: Evidence) -> Iterable[Reason]:
    checks = evidence.eligibility.checks
    if not checks:
        return
    service = evidence.service
    ages = age_words(service.eligibility)
    if ages is not None:
        yield reason(service, "age", f"{ages}.", "eligibility")
    for check in checks:
        if check.verdict is RuleVerdict.UNKNOWN and check.field in OF_THE_PERSON:
            yield reason(service, "eligibility", stopped(check.rule), "eligibility")


def _reach(evidence: Evidence, place: Place) -> Reason:
    verdict, rule = evidence.reach.verdict, area_words(evidence.reach.rule or "")
    if verdict is Verdict.YES:
        text = f"Serves {rule or _where(place)}."
    elif verdict is Verdict.NO:
        text = refusal(evidence.reach)
    elif welcome := open_to_all(evidence.service):
        return reason(evidence.service, "open_to_all", *welcome)
    elif evidence.reach.ask:
        text = f"For {rule}. {evidence.reach.ask}"
    elif rule:
        text = f"Area: {rule}. Does that take in {_where(place)}?"
    else:
        text = f"Area not stated: does it take people from {_where(place)}?"
    return reason(evidence.service, _SERVES[verdict], stopped(text), "coverage")


def refusal(found: Reach) -> str:
    """Why a service does not serve an address."""
    rule = area_words(found.rule or "")
    return f"Does not serve {rule}." if found.left_out else f"Serves {rule} only."


def _border(evidence: Evidence, across: Across) -> Reason:
    """Said wherever there is one: which side a service stands on is what people ask first."""
    where = f"Across the border in {across.there}"
    if evidence.reach.verdict is Verdict.YES and evidence.reach.rule:
        text = f"{where}: takes {people_of(evidence.reach.rule)}."
    else:
        text = f"{where}: whether it takes people from {across.home} is not known, ask."
    return reason(evidence.service, "across_border", text, "coverage")


def people_of(rule: str) -> str:
    """Whom a rule takes, in its own words: what it does not say is not said for it."""
    if rule.startswith("people "):
        return rule
    link = "" if rule.startswith("within ") else "from "
    return f"people {link}{area_words(rule)}"


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
    districts = [area.name for area in place.areas if area.type is AreaType.DISTRICT]
    if districts and place.areas_certain:
        return districts[0]
    return place.postcode or place.name or "this address"


def _from(place: Place | None) -> str:
    """A distance from a town that was only named is from its middle, and says so."""
    return f"from the middle of {place.name}" if place and place.name else "away"


def _standing(service: Service) -> Iterable[Reason]:
    """What is true of the service whoever asks: who may refer, what it costs, who checked it."""
    if service.referral_routes:
        origin = service.origin("referral_routes")
        yield _referral(service.referral_routes, origin.source_id, origin.as_of)
    if bring := service.eligibility.documents:
        yield reason(service, "documents", stopped(f"Bring: {_listed(bring)}"), "eligibility")
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
