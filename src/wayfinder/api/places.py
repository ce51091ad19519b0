"""`GET /v1/places/{postcode}`: where a postcode lies, and what of its areas is not loaded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
from fastapi import APIRouter, Response
from msgspec import Struct

from wayfinder.api.contract import declares
from wayfinder.api.releases import NO_STORE
from wayfinder.domain.answer import PlaceArea
from wayfinder.location.place import AreaRef, FormerArea, Place

IMD = "imd"


class PastArea(Struct, frozen=True, kw_only=True):
    """An area that held the place until `ended`, its last day (null: only its code was retired),
    or that may have (`certain` false); `successors` are codes of what took its place."""

    type: str
    code: str
    name: str
    ended: date | None
    certain: bool
    successors: tuple[str, ...]


class PlaceView(Struct, frozen=True, kw_only=True):
    """A place. `areas` runs from the most local to the widest and holds only what is certain;
    `possible_areas` hold the place or lie beside it, nobody can tell which. `areas_certain` is
    false where the council itself is not certain: an outward code, or a point on a border.
    `imd_decile` is that of the English Index of Multiple Deprivation, 1 the most deprived tenth;
    `small_areas_source` tells the edition, and whence ward, LSOA, ICB and sub-ICB are known.
    `not_loaded` names those of them that are not: they are unknown, not absent."""

    postcode: str | None
    latitude: float
    longitude: float
    areas: tuple[PlaceArea, ...]
    possible_areas: tuple[PlaceArea, ...]
    areas_certain: bool
    former_areas: tuple[PastArea, ...]
    imd_decile: int | None
    precision: str
    source: str
    small_areas_source: str | None
    not_loaded: tuple[str, ...]


def router(locate: Callable[[str], Place]) -> APIRouter:
    """The route, over whatever locates a postcode."""
    routes = APIRouter(tags=["places"])

    @routes.get("/v1/places/{postcode}", **declares(PlaceView, 404, 410, 422, 503))
    async def place(postcode: str) -> Response:
        """Where a postcode, or the outward half of one, lies. Any case, spaces, punctuation."""
        said = msgspec.json.encode(place_view(locate(postcode)))
        return Response(said, media_type="application/json", headers=NO_STORE)

    return routes


def place_view(place: Place) -> PlaceView:
    return PlaceView(
        postcode=place.postcode,
        latitude=place.lat_deg,
        longitude=place.lon_deg,
        areas=_shown(place.areas),
        possible_areas=_shown(place.possible_areas),
        areas_certain=place.areas_certain,
        former_areas=tuple(map(_past, place.former_areas)),
        imd_decile=place.imd_decile,
        precision=place.precision,
        source=place.source,
        small_areas_source=place.small_areas_source,
        not_loaded=_not_loaded(place),
    )


def _shown(areas: tuple[AreaRef, ...]) -> tuple[PlaceArea, ...]:
    return tuple(PlaceArea(area.type, area.code, area.name) for area in areas)


def _past(former: FormerArea) -> PastArea:
    area = former.area
    return PastArea(
        type=area.type,
        code=area.code,
        name=area.name,
        ended=former.ended,
        certain=former.certain,
        successors=former.successors,
    )


def _not_loaded(place: Place) -> tuple[str, ...]:
    levels = tuple(level.value for level in place.unknown_levels)
    return levels if place.imd_decile else (*levels, IMD)
