"""From an enquiry to an answer: the steps of a search, in order."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from functools import partial

from msgspec import structs

from wayfinder.domain.answer import (
    Answer,
    PlaceArea,
    Understood,
    UnderstoodPlace,
    Urgent,
)
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.hours import LONDON
from wayfinder.errors import InvalidInput
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.place import Place
from wayfinder.matching.danger_heard import danger_in
from wayfinder.matching.front_doors import for_place
from wayfinder.matching.judged import judged
from wayfinder.matching.locating import Whereabouts, whereabouts
from wayfinder.matching.meant import with_meant
from wayfinder.matching.near_misses import near_misses
from wayfinder.matching.next_question import FIRST, Next, next_question
from wayfinder.matching.people import hear_person
from wayfinder.matching.postcodes import PostcodesSaid, postcodes_said
from wayfinder.matching.reach import here
from wayfinder.matching.results import results
from wayfinder.matching.score import Ranking, rank
from wayfinder.matching.search import Found, search
from wayfinder.matching.shortfalls import shortfalls, unmet
from wayfinder.matching.shorthand import in_full
from wayfinder.matching.ties import Ties, ties_of
from wayfinder.matching.triage import implied_needs
from wayfinder.matching.understand import shown, understand
from wayfinder.matching.wanted import Search
from wayfinder.matching.world import World

WHICH_PLACE = "Is it for {named}, or for the place that was given?"
"""Asked when the words name a town or postcode that the place, which decides, does not lie in."""


def wayfind(enquiry: Enquiry, world: World, now: datetime) -> Answer:
    """Answer one enquiry. `now` is aware; nothing of the enquiry is kept.

    Raises MalformedPostcode, UnknownPostcode or InvalidInput, each naming its field, and each
    with `urgent` and `front_doors` among its facts: a slip in a postcode must not hide a danger.
    """
    snapshot = world.snapshot
    wanted, urgent = asked(enquiry, world, now)
    found, ranking = ranked(wanted, snapshot, enquiry.offset + enquiry.limit)
    first, page = ranking.positions[:FIRST], ranking.positions[enquiry.offset :]
    cases = judged(found, {*first, *page}, snapshot)
    elsewhere = wanted.where.also_named
    ask_next = next_question(
        found.search, [cases[at] for at in first], world.gazetteer.areas, enquiry.person.ties
    )
    if elsewhere and wanted.heard.needs:
        ask_next = Next(WHICH_PLACE.format(named=elsewhere))
    return Answer(
        understood=understood(wanted, world, unmet(found, snapshot)),
        urgent=urgent,
        matches=results(found, ranking, cases, world, enquiry.offset),
        near_misses=near_misses(wanted, snapshot) if enquiry.include_near_misses else (),
        relaxed=(
            *wanted.where.notes,
            *found.relaxed,
            *shortfalls(found, snapshot, world.front_doors),
        ),
        front_doors=for_place(world.front_doors, wanted.here.codes),
        next_question=ask_next.question,
        next_question_answers=ask_next.answers,
        release=snapshot.meta.release,
        released_at=snapshot.meta.released_at,
        total=ranking.total,
    )


def asked(enquiry: Enquiry, world: World, now: datetime) -> tuple[Search, tuple[Urgent, ...]]:
    """What an enquiry is understood to search for, and the signposts that its words call for.

    Raises as `wayfind` does.
    """
    # A postcode is no part of what is needed: nothing below hears it, and nothing repeats it.
    postcodes = postcodes_said(enquiry.need, world.gazetteer.has_outward)
    plain, written_out = in_full(structs.replace(enquiry, need=postcodes.rest))
    # On London's clock once: every result asks for its hours.
    now = now.astimezone(LONDON)
    on = now.date()
    where = _located(enquiry, plain, postcodes, world, on)
    at = here(where.place, _ties(enquiry, world, on))
    # Both sides of a border that may run through the place: better one number too many.
    urgent = danger_in(enquiry, world, at.certain | at.possible)
    person = hear_person(plain.need, enquiry.person)
    implied = implied_needs(urgent, world.danger)
    said = understand(plain, world.snapshot, implied, person, where.words)
    said = structs.replace(said, corrections=(*written_out, *said.corrections))
    meaning = world.meaning(said.said)
    heard = with_meant(said, world.snapshot, meaning)
    wanted = Search(
        heard=heard,
        person=person,
        place=where.place,
        where=where,
        here=at,
        filters=enquiry.filters,
        now=now,
        in_danger=bool(urgent),
        meaning=meaning,
        asker=enquiry.asker,
        weights=world.weights,
    )
    return wanted, urgent


def _ties(enquiry: Enquiry, world: World, on: date) -> Ties:
    """What ties the person to places beside where they live, in the areas of a day."""
    person, around = enquiry.person, partial(world.gazetteer.areas.around, on=on)
    practice = person.gp_practice
    return ties_of(person.ties, practice, _practice_place(practice or "", world, on), around)


def _practice_place(ods_code: str, world: World, on: date) -> Place | None:
    """Where a practice stands: its first place with a postcode that is known. None without one."""
    number = world.snapshot.service_by_ods_code(ods_code)
    found = () if number is None else world.snapshot.service(number).locations
    for postcode in (at.location.postcode for at in found):
        if postcode:
            with suppress(InvalidInput):
                return world.gazetteer.locate(postcode, on)
    return None


def ranked(wanted: Search, snapshot: Snapshot, first: int) -> tuple[Found, Ranking]:
    """What is found, and the `first` services of it in their order."""
    found = search(wanted, snapshot)
    return found, rank(found.field, first, found.search.heard.named, wanted.weights)


def _located(
    enquiry: Enquiry, plain: Enquiry, postcodes: PostcodesSaid, world: World, on: date
) -> Whereabouts:
    """Where the enquiry is from; an error for a place that was given brings the help there is for
    as much of it as is known."""
    try:
        return whereabouts(plain, postcodes, world.gazetteer, on)
    except InvalidInput as error:
        outward = error.facts.get("outward")
        near = here(world.gazetteer.locate(str(outward), on)) if outward else here(None)
        urgent = danger_in(enquiry, world, near.certain | near.possible)
        doors = for_place(world.front_doors, near.codes)
        raise error.knowing(urgent=urgent, front_doors=doors) from error


def understood(wanted: Search, world: World, unmet: Collection[str] | None = None) -> Understood:
    """What a search was taken to mean, to be read back to whoever asked. `unmet` are ids of needs
    that nothing found meets; None where that was not asked."""
    needs = shown(wanted.heard, world.snapshot)
    if unmet is not None:
        needs = tuple(structs.replace(need, met=need.id not in unmet) for need in needs)
    return Understood(
        needs=needs,
        corrections=wanted.heard.corrections,
        place=_place(wanted.place, wanted.where) if wanted.place else None,
        circumstances=wanted.person.circumstances,
        age=wanted.person.age,
        set_aside=wanted.heard.set_aside,
    )


def _place(place: Place, where: Whereabouts) -> UnderstoodPlace:
    return UnderstoodPlace(
        postcode=place.postcode,
        name=place.name,
        also_named=where.also_named,
        latitude=place.lat_deg,
        longitude=place.lon_deg,
        areas=tuple(PlaceArea(area.type.value, area.code, area.name) for area in place.areas),
        precision=place.precision.value,
        source=place.source,
        field=where.field,
    )
