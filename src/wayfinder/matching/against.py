"""All that speaks against one service for an enquiry, by the very tests of the search."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import numpy as np
from msgspec import Struct, structs

from wayfinder.domain.answer import Match, Reason
from wayfinder.domain.enquiry import Filters
from wayfinder.domain.need import in_sentence
from wayfinder.domain.service import Service
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.index.arrays import Bools
from wayfinder.index.query import find
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.spans import Spans
from wayfinder.location.distance import METRES_PER_MILE, in_miles
from wayfinder.location.place import Place
from wayfinder.matching.explain import CLEAR_LINK, refusal
from wayfinder.matching.features import CALLED_BY_NAME
from wayfinder.matching.field import Field, turned_from
from wayfinder.matching.reach import Reach
from wayfinder.matching.score import how_many
from wayfinder.matching.search import (
    ENOUGH,
    RADII_MILES,
    Found,
    answering,
    believable,
    permitted,
    reached,
    undoubted,
    within,
)
from wayfinder.matching.sentences import reason, stopped
from wayfinder.matching.understand import NOBODY_KNOWN
from wayfinder.matching.wanted import Search

LABELS_MAX = 4
NO_WISHES = Filters()

WISHES = {
    "open_now": ("open now", "sessions"),
    "free": ("free", "costs"),
    "channels": ("reached that way", "channels"),
    "referral": ("open to that referral", "referral_routes"),
    "languages": ("given in that language", "languages"),
    "sectors": ("of that sector", "organization"),
    "max_distance_m": ("within that distance", "locations"),
}
"""What was wished for, in words, and the field of the service that decides it."""


class Case(Struct, frozen=True, kw_only=True):
    """One service before the search: what was asked, what was found, and the service alone.

    `lone` is a field of all its rows, whatever they answer; `rows` are the same rows. `rank` is its
    place in what was found (None: left out), `shown` the last place on the page asked for,
    `total` how many services were found.
    """

    service: Service
    match: Match
    served: Reach
    wanted: Search
    found: Found
    lone: Field
    rows: Spans
    rank: int | None
    shown: int
    total: int
    snapshot: Snapshot

    @property
    def absent(self) -> bool:
        return self.rank is None

    @property
    def distance_m(self) -> float | None:
        """To its nearest place; None where there is none, or nowhere to start from."""
        known = self.lone.distance_m[~np.isnan(self.lone.distance_m)]
        return float(known.min()) if len(known) else None


def against(case: Case) -> tuple[Reason, ...]:
    """Every reason against the service; never none while the search leaves it out."""
    told = [*_by_need(case), *_by_person(case), *_by_place(case), *_by_wishes(case)]
    told += _by_order(case)
    if case.absent and not told:
        text = "None of its places fits all that was asked at once."
        told.append(reason(case.service, "no_one_place", text, "locations"))
    return tuple(told)


def _by_need(case: Case) -> Iterable[Reason]:
    """The words and needs that were heard, where they do not lead here."""
    if not case.absent or _answers(case).any():
        return
    asked, given = _asked(case), _given(case)
    if not asked:
        text = "Nothing was heard in the words that a service could answer."
    elif given:
        text = f"Asked for is help with {asked}. This is for {given}."
    else:
        text = f"Its record says too little of {asked}."
    stated = case.snapshot.arrays["states_needs"][case.lone.services[0]] != 0
    yield reason(case.service, "not_this_need", text, "needs" if stated else "description")


def _answers(case: Case) -> Bools:
    """Which of its rows answer to what was heard."""
    found = answering(case.wanted, case.snapshot, case.rows)
    answers: Bools = np.isin(case.lone.rows, found.rows) & believable(case.lone)
    return answers


def _asked(case: Case) -> str:
    heard = case.wanted.heard
    needs = [in_sentence(case.snapshot.needs[need.number].label) for need in heard.needs]
    return "; ".join(needs or [f"“{each.word}”" for each in heard.words if each.own])


def _given(case: Case) -> str:
    """The labels of the needs that the service itself is linked to, the closest first."""
    needs = case.snapshot.needs
    every = [(number, 1.0) for number in range(len(needs))]
    links = find(case.snapshot, (), every, case.rows, text_floor=0.0).needs.max(axis=1)
    clear = [int(number) for number in np.argsort(-links, kind="stable")]
    kept = [number for number in clear if links[number] >= CLEAR_LINK][:LABELS_MAX]
    return "; ".join(in_sentence(needs[number].label) for number in kept)


def _by_person(case: Case) -> Iterable[Reason]:
    checks = case.match.eligibility.checks
    failed = [one.rule for one in checks if one.verdict is RuleVerdict.NOT_MET]
    if not failed and not _permits(case, NO_WISHES, as_told=True).any():
        failed = ["What it says of whom it is for does not fit this person"]
    for rule in failed:
        yield reason(case.service, "not_eligible", stopped(rule), "eligibility")
    if turned_from(case.snapshot, case.lone.rows, case.wanted).any():
        text = "It was tried already, or is not wanted, so others come first."
        yield reason(case.service, "misfit", text, "name")
    elif not failed and case.lone.misfit.all() and not (case.lone.text >= CALLED_BY_NAME).any():
        text = "By its own words it is for other people than this person, so others come first."
        yield reason(case.service, "misfit", text, "description")


def _by_place(case: Case) -> Iterable[Reason]:
    place = case.wanted.place
    if case.match.serves is Verdict.NO:
        yield reason(case.service, "serves_no", refusal(case.served), "coverage")
    elif place is None:
        return
    elif not _reaches(case).any():
        yield _out_of_reach(case, place)
    elif case.absent and case.lone.doubtful.all() and _crowded(case):
        text = "It is of another place and does not say that it serves this one: others do."
        yield reason(case.service, "elsewhere", text, "coverage")


def _out_of_reach(case: Case, place: Place) -> Reason:
    """How far it is and what radius would take it in; or whom it is bound to."""
    nearest_m, radius_m = case.distance_m, case.found.radius_m
    if nearest_m is None or radius_m is None or nearest_m <= radius_m:
        text = f"Nothing says that it serves {place.postcode or place.name or 'this address'}."
        return reason(case.service, "not_known_to_serve", text, "coverage")
    what = "It" if nearest_m in case.lone.measured_m else "Its district"
    text = (
        f"{what} is {in_miles(nearest_m)} away, and the search looked up to {in_miles(radius_m)}."
    )
    needed_miles = ceil(nearest_m / METRES_PER_MILE)
    if needed_miles <= RADII_MILES[-1]:
        text += f" Within {needed_miles} miles it would be reached."
    return reason(case.service, "too_far", text, "locations")


def _by_wishes(case: Case) -> Iterable[Reason]:
    """Each wish that alone would take it out; one that was given up on the way takes out none."""
    wishes = case.found.search.filters
    for name, (words, field) in WISHES.items():
        value = getattr(wishes, name)
        alone = structs.replace(NO_WISHES, **{name: value})
        if value and not _permits(case, alone, as_told=False).any():
            if name == "max_distance_m" and not _reaches(case).any():
                continue  # Said already, with the distance.
            text = f"Asked for was what is {words}. {_known(case, name)}"
            yield reason(case.service, f"wish_{name}", text.rstrip(), field)


def _known(case: Case, wish: str) -> str:
    """What is known instead, where the answer does not say it anyway."""
    if wish == "open_now":
        return stopped(case.match.opening.text)
    if wish == "free":
        return "There is a charge."
    sector = case.service.organization.sector
    stated = {
        "channels": case.service.channels,
        "referral": case.service.referral_routes,
        "languages": case.service.languages,
        "sectors": (sector,) if sector else (),
    }.get(wish, ())
    return f"Known is: {', '.join(stated).replace('_', ' ')}." if stated else ""


def _permits(case: Case, wishes: Filters, *, as_told: bool) -> Bools:
    """Which of its rows pass these wishes; `as_told` also what is known of the person."""
    person = case.wanted.person if as_told else NOBODY_KNOWN
    alone = structs.replace(case.wanted, filters=wishes, person=person)
    return permitted(case.lone, alone, case.snapshot)


def _reaches(case: Case) -> Bools:
    """Which of its rows can reach the place, as far as the search looked."""
    wanted, radius_m = case.wanted, case.found.radius_m
    spans = reached(wanted, case.snapshot, radius_m)
    inside = spans.hold(case.lone.rows) & within(case.lone, wanted, case.snapshot, radius_m)
    reaching: Bools = inside & ~case.lone.refused
    return reaching


def _by_order(case: Case) -> Iterable[Reason]:
    if case.rank is not None and case.rank > case.shown:
        text = f"It is found, in place {case.rank}: what stands before it fits better."
        yield reason(case.service, "outranked", text, "*")
    elif case.absent and _crowded(case) and _only_mentions(case):
        text = "It only mentions what was asked, and enough others are there for it."
        yield reason(case.service, "only_mentions", text, "description")


def _only_mentions(case: Case) -> bool:
    alone = Found(
        field=structs.replace(case.lone, doubtful=np.zeros(len(case.lone.rows), bool)),
        search=case.wanted,
    )
    return bool(_answers(case).any()) and not undoubted(alone).any()


def _crowded(case: Case) -> bool:
    """Whether enough others were found for doubtful ones to be left out."""
    return how_many(case.found.field.services) >= ENOUGH
