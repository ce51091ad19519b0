"""How whoever searches can use a service: who refers, at what cost and in which languages.

None of these refuses anybody by itself: where the route is not theirs, they are told whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from wayfinder.domain.answer import Check
from wayfinder.domain.enquiry import Filters
from wayfinder.domain.service import ReferralRoute, Service
from wayfinder.domain.verdict import RuleVerdict
from wayfinder.index.attributes import COST_FREE, COST_UNKNOWN, cost_kind

_REFERRERS = {
    ReferralRoute.SELF: "the person themselves",
    ReferralRoute.FAMILY: "a relative or friend",
    ReferralRoute.GP: "a GP",
    ReferralRoute.PROFESSIONAL: "a professional",
}
_ROUTES = {ReferralRoute.GP: {ReferralRoute.GP, ReferralRoute.PROFESSIONAL}}
"""A GP is a professional too."""


def access_checks(
    service: Service, asker: ReferralRoute | None, wishes: Filters
) -> Iterable[Check]:
    """A check of the referral route where it is told who asks, and of each wish that is open."""
    if asker is not None and service.referral_routes:
        yield _referral_check(service.referral_routes, asker)
    if wishes.free:
        yield from _cost_checks(cost_kind(service.costs))
    if wishes.languages:
        yield _language_check(wishes.languages, service.languages)


def _referral_check(routes: tuple[ReferralRoute, ...], asker: ReferralRoute) -> Check:
    who = " or ".join(_REFERRERS[each] for each in ReferralRoute if each in routes)
    rule = f"Takes referrals by {who}"
    if not _ROUTES.get(asker, {asker}).isdisjoint(routes):
        return Check(rule=rule, verdict=RuleVerdict.MET, field="referral_routes")
    verb = "to get in touch" if routes == (ReferralRoute.SELF,) else "to refer"
    return _open(rule, "referral_routes", f"Ask {who} {verb}.")


def _cost_checks(kind: int) -> Iterable[Check]:
    if kind == COST_FREE:
        yield Check(rule="Free", verdict=RuleVerdict.MET, field="costs")
    if kind == COST_UNKNOWN:
        yield _open("Free", "costs", "Is it free?")


def _language_check(wanted: tuple[str, ...], spoken: tuple[str, ...]) -> Check:
    words = " or ".join(wanted)
    if not {*map(_folded, wanted)}.isdisjoint(map(_folded, spoken)):
        return Check(rule=f"In {words}", verdict=RuleVerdict.MET, field="languages")
    return _open(f"In {words}", "languages", f"Is there help in this language: {words}?")


def _open(rule: str, field: str, ask: str) -> Check:
    return Check(rule=rule, verdict=RuleVerdict.UNKNOWN, ask=ask, field=field)


def _folded(language: str) -> str:
    return language.strip().lower()
