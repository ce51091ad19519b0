"""`GET /v1/places/{postcode}`: where a postcode lies, and what of its areas is not loaded."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from fastapi import APIRouter, Response
from msgspec import Struct

from wayfinder.api.contract import declares
from wayfinder.api.match import NO_STORE
from wayfinder.domain.answer import PlaceArea
from wayfinder.location.place import AreaRef, AreaType, Place

FINE_LEVELS = (AreaType.WARD, AreaType.LSOA, AreaType.ICB)
"""Levels that only the full ONSPD brings; without it they are unknown, not absent."""


class PlaceView(Struct, frozen=True, kw_only=True):
    """A place. `areas` runs from the most local to the widest and holds only what is certain;
    `possible_areas` hold the place or lie beside it, nobody can tell which. `areas_certain` is
    false where the council itself is not certain: an outward code, or a point on a border."""

    postcode: str | None
    latitude: float
    longitude: float
    areas: tuple[PlaceArea, ...]
    possible_areas: tuple[PlaceArea, ...]
    areas_certain: bool
    precision: str
    source: str
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
    known = {area.type for area in (*place.areas, *place.possible_areas)}
    return PlaceView(
        postcode=place.postcode,
        latitude=place.lat_deg,
        longitude=place.lon_deg,
        areas=_shown(place.areas),
        possible_areas=_shown(place.possible_areas),
        areas_certain=place.areas_certain,
        precision=place.precision,
        source=place.source,
        not_loaded=tuple(level for level in FINE_LEVELS if level not in known),
    )


def _shown(areas: tuple[AreaRef, ...]) -> tuple[PlaceArea, ...]:
    return tuple(PlaceArea(area.type, area.code, area.name) for area in areas)
