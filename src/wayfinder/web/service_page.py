"""A service's view as its page says it: facts in sections, each with whose word it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from wayfinder.domain.service import Channel
from wayfinder.domain.service_view import ClaimView, ProvenanceView, ServiceView
from wayfinder.domain.service_words import day_in_words, in_words, said_otherwise
from wayfinder.web.initials import adds_only_initials
from wayfinder.web.service_lines import ROUTES, Line, capital, hours_at, lines_of

STALE_BELOW = 0.5
"""A value whose field changes so fast that half of its worth is gone: it says so."""
SHORT_CHARS = 140
"""What others say is shown in full up to here, and unfolded if there is more."""


MOST_LINES = 12
"""A fact of more lines is folded."""


class Saying(NamedTuple):
    """Whose word something is, and the day it was true there, in words."""

    who: str
    when: str | None
    words: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it takes up more room than the fact beside which it stands."""
        return len(self.words) > SHORT_CHARS


class Part(NamedTuple):
    """A line of a fact, and whose it is where it is another's than the fact."""

    line: Line
    whose: tuple[Saying, ...] = ()


class Fact(NamedTuple):
    """One thing known of a service. `stale`: it may well have changed since."""

    label: str
    parts: tuple[Part, ...]
    origin: Saying | None = None
    stale: bool = False
    others: tuple[Saying, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is said."""
        return tuple(it.line for it in self.parts)

    @property
    def is_long(self) -> bool:
        """Whether it has more lines than are read at a glance."""
        return len(self.parts) > MOST_LINES


class Section(NamedTuple):
    """Facts that are read together, and what nobody has told us of them."""

    title: str
    facts: tuple[Fact, ...]
    unknown: tuple[str, ...] = ()

    @property
    def main(self) -> Saying | None:
        """Whose word most of it is, so that it need be said but once; None: each says its own."""
        said = Counter(it.origin for it in self.facts if it.origin and not it.stale)
        return max(said, key=lambda it: said[it], default=None)

    @property
    def is_mixed(self) -> bool:
        """Whether anything of it is another's word."""
        return any(
            it.origin != self.main or any(part.whose for part in it.parts) for it in self.facts
        )


_LAYOUT: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "How to reach it",
        (
            ("phones", "Phone"),
            ("email", "E-mail"),
            ("url", "Website"),
            ("referral_routes", "Who can ask"),
            ("application_process", "How to ask"),
            ("channels", "How help is given"),
            ("waiting_time", "Waiting time"),
        ),
    ),
    ("Where", (("locations", "Place"),)),
    (
        "When",
        (("hours", "Opening hours"), ("special_days", "Other days"), ("hours_text", "In words")),
    ),
    (
        "Who it is for",
        (("eligibility", "Conditions"), ("coverage", "Area"), ("languages", "Languages")),
    ),
    ("Cost", (("costs", "Cost"),)),
    (
        "What it does",
        (
            ("description", "Description"),
            ("needs", "Helps with"),
            ("taxonomy_terms", "Listed under"),
            ("alternate_name", "Also called"),
            ("note", "Note"),
        ),
    ),
    ("Who runs it", (("organization", "Organisation"),)),
    (
        "About this record",
        (
            ("name", "Name"),
            ("status", "Status"),
            ("assured_date", "Checked by a person"),
            ("last_modified", "Last changed"),
            ("extensions", "The source's own fields"),
        ),
    ),
)
_TO_BE_ASKED = MappingProxyType(
    {
        "phones": "phone",
        "referral_routes": "who can ask for it",
        "locations": "where it is given",
        "hours": "opening hours",
        "eligibility": "who may use it",
        "coverage": "which area it serves",
        "costs": "cost",
    }
)
"""Fields of which a page says that nobody has told us."""


def sections(view: ServiceView, names: Mapping[str, str]) -> tuple[Section, ...]:
    """What is known, in the order in which people ask. `names` are the sources', by id."""
    return tuple(
        Section(title, tuple(_facts(view, fields, names)), _unknown(view, fields))
        for title, fields in _LAYOUT
    )


def fact(view: ServiceView, field: str, label: str, names: Mapping[str, str]) -> Fact | None:
    """One field with all that is said of it; None where nobody says anything."""
    taken = getattr(view, field)
    claims = view.conflicts.get(field, ())
    if field == "summary":
        claims = tuple(it for it in claims if not _begins_a_description(it, view))
    if field == "organization":
        claims = tuple(it for it in claims if not adds_only_initials(taken, it.value))
    others = tuple(_said(field, taken, it, names) for it in claims)
    return _fact(label, lines_of(view, field), view.provenance.get(field), names, others)


def _fact(
    label: str,
    lines: tuple[Line, ...],
    origin: ProvenanceView | None,
    names: Mapping[str, str],
    others: tuple[Saying, ...] = (),
) -> Fact | None:
    if not lines and not others:
        return None
    whose = _whose(origin, names) if origin else None
    parts = tuple(Part(it, tuple(_of_line(it, whose, names))) for it in lines)
    return Fact(label, parts, whose, _is_stale(origin), others)


def _of_line(line: Line, whole: Saying | None, names: Mapping[str, str]) -> Iterator[Saying]:
    """Whose a line is that is not of the whole fact's source, and what of it."""
    told: dict[Saying, list[str]] = {}
    for part, origin in line.origins:
        told.setdefault(_whose(origin, names), []).append(part)
    for whose, parts in told.items():
        if whose != whole:
            yield whose._replace(words=capital(", ".join(filter(None, parts))))


def _facts(
    view: ServiceView, fields: tuple[tuple[str, str], ...], names: Mapping[str, str]
) -> Iterator[Fact]:
    for field, label in fields:
        told = "channels" if field == "locations" and _is_nowhere(view) else field
        if found := fact(view, told, label, names):
            yield found
    if fields[0][0] == "hours":
        yield from _hours_at_places(view, names)


def _hours_at_places(view: ServiceView, names: Mapping[str, str]) -> Iterator[Fact]:
    """Hours that a place has of its own replace the service's there."""
    for at in view.locations:
        where = at.name or at.postcode
        label = f"Hours at {where}" if where else "Hours there"
        origin = at.provenance.get("hours") or at.provenance.get("special_days")
        if found := _fact(label, hours_at(at), origin, names):
            yield found


def _is_nowhere(view: ServiceView) -> bool:
    """Whether there is no place to go to: it is stated how help is given, and not in person."""
    stated = bool(view.channels) and Channel.IN_PERSON not in view.channels
    return stated and not view.locations and "locations" not in view.conflicts


def _unknown(view: ServiceView, fields: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    known = {"hours"} if view.hours_text or any(at.hours for at in view.locations) else set()
    if _is_nowhere(view):
        known.add("locations")
    if any(at.phones for at in view.locations):
        known.add("phones")
    return tuple(
        _TO_BE_ASKED[field]
        for field, _ in fields
        if field in _TO_BE_ASKED and field not in known and not in_words(getattr(view, field))
    )


def _whose(origin: ProvenanceView | ClaimView, names: Mapping[str, str]) -> Saying:
    when = day_in_words(origin.as_of) if origin.as_of else None
    return Saying(names.get(origin.source, origin.source), when)


def _said(field: str, taken: object, claim: ClaimView, names: Mapping[str, str]) -> Saying:
    told = said_otherwise(taken, claim.value)
    if field == "referral_routes":
        told = "; ".join(ROUTES[each] for each in claim.value)
    return _whose(claim, names)._replace(words=told)


def _begins_a_description(summary: ClaimView, view: ServiceView) -> bool:
    """Whether the page says it once more below: many a summary is made of its description."""
    said = (it.value for it in view.conflicts.get("description", ()) if it.source == summary.source)
    return any(it.startswith(summary.value.rstrip("….")) for it in said)


def _is_stale(origin: ProvenanceView | None) -> bool:
    return bool(origin and origin.freshness is not None and origin.freshness < STALE_BELOW)
