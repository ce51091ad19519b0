"""A service's view as rows: each field, each part of one, and what the others say, with whose word
it is and of when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from wayfinder.domain.service_view import ClaimView, LocationView, ProvenanceView, ServiceView
from wayfinder.domain.service_words import in_words, number, point, said_otherwise


class Row(NamedTuple):
    """What is said, in words, and by whom; `field` is empty where another says otherwise."""

    field: str
    words: str
    whose: str
    as_of: str


def told_of(view: ServiceView) -> Iterator[Row]:
    """Each field of which anything is said, in the order of the view: its value, its parts, and
    what the others say."""
    for field in ServiceView.__struct_fields__:
        origin = view.provenance.get(field)
        if origin:
            yield _row(field, in_words(getattr(view, field)), origin)
        if field == "organization":
            yield from _of_organization(view)
        elif field == "locations":
            yield from _of_places(view.locations)
        else:
            yield from _of_parts(view, field)
        taken = getattr(view, field)
        for other in view.conflicts.get(field, ()):
            said = said_otherwise(taken, other.value)
            yield _row("", said, other)._replace(whose=f"{other.source} says")


def _of_parts(view: ServiceView, field: str) -> Iterator[Row]:
    for name, origin in view.provenance.items():
        head, dot, part = name.partition(".")
        if dot and head == field:
            said = in_words({part: view.extensions[part]}) if field == "extensions" else part
            yield _row(f"  {field}", said, origin)


def _of_organization(view: ServiceView) -> Iterator[Row]:
    owner = view.organization
    whole = view.provenance["organization"]
    told: dict[str, Any] = {it: getattr(owner, it) for it in ("sector", "description", "url")}
    told |= {f"identifiers.{it.scheme}:{it.value}": number(it) for it in owner.identifiers}
    for part, value in told.items():
        if value:
            origin = view.provenance.get(f"organization.{part}", whole)
            yield _row(f"  {part.partition('.')[0]}", in_words(value), origin)


def _of_places(places: tuple[LocationView, ...]) -> Iterator[Row]:
    for place in places:
        if place.confidential:
            yield Row("locations", in_words(place), "withheld", "withheld")
        for part, origin in place.provenance.items():
            value = point(place) if part == "position" else in_words(getattr(place, part))
            yield _row(f"  {part}", value, origin)


def _row(field: str, words: str, origin: ProvenanceView | ClaimView) -> Row:
    return Row(field, words, origin.source, day_told(origin.as_of))


def day_told(day: date | None) -> str:
    """2026-03-03, or that nobody has told it."""
    return day.isoformat() if day else "not told"
