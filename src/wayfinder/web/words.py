"""Values as people say them. Every function is a filter of the templates."""

from __future__ import annotations

import re
from datetime import date

from wayfinder.domain.service import ReferralRoute, Sector
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.location.distance import in_miles

SECTORS = {
    Sector.NHS: "NHS",
    Sector.LOCAL_AUTHORITY: "Council",
    Sector.VOLUNTARY: "Voluntary sector",
    Sector.OTHER_PUBLIC: "Public body",
    Sector.PRIVATE: "Private",
}

SERVES = {
    Verdict.YES: "Yes",
    Verdict.NO: "No",
    Verdict.UNKNOWN: "Not known – ask them",
}

ELIGIBILITY = {
    RuleVerdict.MET: "Yes, as far as we were told",
    RuleVerdict.NOT_MET: "No, as far as we were told",
    RuleVerdict.UNKNOWN: "Not known – ask them",
}

REFERRALS = {
    ReferralRoute.SELF: "you can contact them yourself",
    ReferralRoute.FAMILY: "family or a friend can ask",
    ReferralRoute.GP: "a GP can refer",
    ReferralRoute.PROFESSIONAL: "a professional can refer",
}


def miles(distance_m: float | None) -> str | None:
    """850 as "0.5 miles", 40,233 as "25 miles"."""
    return None if distance_m is None else in_miles(distance_m)


def sector(which: Sector | None) -> str | None:
    return SECTORS[which] if which else None


def serves(verdict: Verdict) -> str:
    return SERVES[verdict]


def eligible(verdict: RuleVerdict) -> str:
    return ELIGIBILITY[verdict]


def referral(routes: tuple[ReferralRoute, ...]) -> str:
    """The routes as one sentence."""
    said = "; ".join(REFERRALS[route] for route in routes)
    return said[:1].upper() + said[1:] or "Not known – ask them"


def day(when: date | None) -> str | None:
    """3 March 2026."""
    return f"{when.day} {when:%B %Y}" if when else None


_DIALLED = re.compile(r"\+?[\d\s()-]*\d")


def tel(number: str) -> str | None:
    """The number as a `tel:` address: only what is dialled first of "999 then 55"; None if none."""
    dialled = _DIALLED.match(number.strip())
    return "tel:" + re.sub(r"[^\d+]", "", dialled.group()) if dialled else None


def web_address(url: str | None) -> str | None:
    """The address if it may be linked to: feeds can hold `javascript:` and worse."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def site(url: str) -> str:
    """https://www.example.org/a as example.org."""
    return url.split("/")[2].removeprefix("www.")


FILTERS = (miles, sector, serves, eligible, referral, day, tel, web_address, site)
