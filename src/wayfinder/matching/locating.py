"""Where an enquiry is from: what was given as the place, or else what the words name."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, structs

from wayfinder.domain.answer import Relaxation
from wayfinder.domain.enquiry import Enquiry
from wayfinder.errors import MalformedPostcode, UnknownPostcode
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaType, Place
from wayfinder.location.postcode import OutwardCode, Postcode, malformed, parse_place_code
from wayfinder.matching.places import PlaceNamed, nation_named, place_named, town_alone
from wayfinder.matching.postcodes import Code, PostcodesSaid, postcodes_said
from wayfinder.matching.reach import here

NOT_KNOWN = "The postcode in the words is not one we know"
UNKNOWN = Relaxation(
    step="postcode_unknown",
    text=f"{NOT_KNOWN}, so distances and local services are left out: give it again.",
)
SEVERAL = Relaxation(
    step="place_unclear",
    text="The words name more than one postcode, so distances and local services are left out: "
    "give that of the person it is for.",
)


class Whereabouts(Struct, frozen=True, kw_only=True):
    """The place, the field of the enquiry it was read in (`postcode`, `latitude` or `need`), and
    the numbers of the words that name it. `also_named` is what the words name elsewhere, `notes`
    what is to be said of how it was read."""

    place: Place | None = None
    field: str | None = None
    words: frozenset[int] = frozenset()
    also_named: str | None = None
    notes: tuple[Relaxation, ...] = ()


def whereabouts(
    enquiry: Enquiry, said: PostcodesSaid, gazetteer: Gazetteer, on: date
) -> Whereabouts:
    """What was given decides; then a postcode in the words (`said`), then a town in the others.

    The enquiry's words are those without the postcodes. Raises MalformedPostcode, UnknownPostcode
    or InvalidInput for what was given, never for what was said.
    """
    named = place_named(enquiry.need, gazetteer.towns)
    given = given_place(enquiry, gazetteer, on)
    if given is not None:
        field = "postcode" if enquiry.postcode else "latitude"
        also = _said_elsewhere(said.code, given, gazetteer) or _elsewhere(enquiry, named, given)
        return Whereabouts(place=given, field=field, also_named=also)
    place, notes = _said_place(said, gazetteer, on)
    if place is not None:
        where = Whereabouts(place=place, field="need", notes=notes)
        also = _elsewhere(enquiry, named, place)
        return (
            structs.replace(where, also_named=also)
            if also
            else _beside(named, where, gazetteer, on)
        )
    if named is not None:
        place = gazetteer.town_place(named.town, on)
        return Whereabouts(place=place, field="need", words=named.words)
    return Whereabouts(notes=notes)


def given_place(enquiry: Enquiry, gazetteer: Gazetteer, on: date | None = None) -> Place | None:
    """The place of the enquiry's postcode or point, in the areas of a day (default today); None
    when it gives neither. For a postcode, a text that holds one or is the name of a town will do.
    """
    if enquiry.postcode:
        return _typed(enquiry.postcode, gazetteer, on)
    if enquiry.latitude is not None and enquiry.longitude is not None:
        return gazetteer.at(enquiry.latitude, enquiry.longitude, on)
    return None


def _typed(postcode: str, gazetteer: Gazetteer, on: date | None) -> Place:
    try:
        return gazetteer.locate(postcode, on)
    except MalformedPostcode:
        code = postcodes_said(postcode, gazetteer.has_outward).code
        if code is not None:
            return gazetteer.locate(str(code), on)
        town = town_alone(postcode, gazetteer.towns)
        if town is None:
            raise malformed(or_town=True) from None
        return gazetteer.town_place(town, on)


def _said_place(
    said: PostcodesSaid, gazetteer: Gazetteer, on: date
) -> tuple[Place | None, tuple[Relaxation, ...]]:
    """The place of a postcode in the words, and what is to be said of it."""
    if said.code is None:
        return None, (SEVERAL,) if said.several else ()
    try:
        return gazetteer.locate(str(said.code), on), ()
    except UnknownPostcode as unknown:
        outward = unknown.facts.get("outward")
        if outward is None:
            return None, (UNKNOWN,)
        text = f"{NOT_KNOWN}: searched around {outward}. Check its last three characters."
        return gazetteer.locate(str(outward), on), (Relaxation(step=UNKNOWN.step, text=text),)


def _beside(
    named: PlaceNamed | None, where: Whereabouts, gazetteer: Gazetteer, on: date
) -> Whereabouts:
    """With what a town named beside the postcode tells: of half a postcode that lies under several
    councils, the one council of the town."""
    if named is None or where.place is None:
        return where
    town, place = gazetteer.town_place(named.town, on), where.place
    if town.areas_certain and not place.areas_certain:
        place = structs.replace(
            place,
            areas=town.areas,
            possible_areas=town.possible_areas,
            possible_shares=town.possible_shares,
            areas_certain=True,
            former_areas=town.former_areas,
        )
    return structs.replace(where, place=place, words=named.words)


def _elsewhere(enquiry: Enquiry, named: PlaceNamed | None, place: Place) -> str | None:
    """The town that the words name though the place lies under none of its councils, or the
    nation."""
    at = here(place)
    around = at.certain | at.possible
    if named is None:
        return nation_named(enquiry.need, around)
    return None if not around.isdisjoint(named.town.councils) else named.town.name


def _said_elsewhere(code: Code | None, place: Place, gazetteer: Gazetteer) -> str | None:
    """The postcode that the words tell though the place given is another."""
    if code is None:
        return None
    if place.postcode is not None:
        return None if _same(code, parse_place_code(place.postcode)) else str(code)
    try:
        said = gazetteer.locate(str(code))
    except UnknownPostcode:
        return None
    return None if _districts(said) & _districts(place) else str(code)


def _same(one: Code, other: Code) -> bool:
    """Whether they may be the same address, as far as both are told."""
    if isinstance(one, Postcode) and isinstance(other, Postcode):
        return one == other
    return _outward(one) == _outward(other)


def _outward(code: Code) -> str:
    return code.code if isinstance(code, OutwardCode) else code.outward


def _districts(place: Place) -> set[str]:
    areas = (*place.areas, *place.possible_areas)
    return {area.code for area in areas if area.type is AreaType.DISTRICT}
