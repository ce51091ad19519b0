"""What `GET /v1/places/{postcode}` shows of a place."""

from __future__ import annotations

from datetime import date

from wayfinder.api.places import PastArea, place_view
from wayfinder.location.place import AreaRef, AreaType, FormerArea, Place, Precision

WARD = AreaRef(AreaType.WARD, "E05000001", "Abbey Gate")
OLD_ICB = AreaRef(AreaType.ICB, "QM7", "An ICB")


def place(**more: object) -> Place:
    told: dict[str, object] = {"lat_deg": 51.75, "lon_deg": -0.33, "source": "a list"}
    return Place(precision=Precision.POSTCODE, **{**told, **more})  # type: ignore[arg-type]


def test_without_small_areas_every_level_of_them_is_not_loaded() -> None:
    shown = place_view(place())
    assert shown.not_loaded == ("ward", "lsoa", "icb", "sub_icb", "imd")
    assert (shown.imd_decile, shown.small_areas_source) == (None, None)


def test_what_is_loaded_is_shown_with_its_source() -> None:
    shown = place_view(
        place(areas=(WARD,), unknown_levels=(), imd_decile=3, small_areas_source="onspd (list.csv)")
    )
    assert [area.name for area in shown.areas] == ["Abbey Gate"]
    assert (shown.imd_decile, shown.small_areas_source) == (3, "onspd (list.csv)")
    assert shown.not_loaded == ()


def test_a_level_that_is_only_possible_is_not_loaded() -> None:
    shown = place_view(place(possible_areas=(OLD_ICB,), possible_shares=(0.5,)))
    assert "icb" in shown.not_loaded


def test_a_former_area_is_shown_with_its_last_day() -> None:
    ended = date(2026, 3, 31)
    former = FormerArea(area=OLD_ICB, ended=ended, certain=False, successors=("wf:icb-essex",))
    assert place_view(place(former_areas=(former,))).former_areas == (
        PastArea(
            type="icb",
            code="QM7",
            name="An ICB",
            ended=ended,
            certain=False,
            successors=("wf:icb-essex",),
        ),
    )
