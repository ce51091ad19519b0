"""A source's sector is its publisher's: of whom else it lists it says nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from wayfinder.domain.service import Sector
from wayfinder.domain.source import Source
from wayfinder.ingest.formats import csv_template, oruk
from wayfinder.ingest.reading import Feed
from wayfinder.ingest.records import Context, Format
from wayfinder.store.staging import StagedRecord


def in_csv(owner: str, stated: str = "") -> tuple[Format, str]:
    return csv_template.read, f"id,name,organization,sector\n1,Hub,{owner},{stated}\n"


def in_oruk(owner: str) -> tuple[Format, str]:
    told = {"id": "1", "name": "Hub", "organization": {"id": "2", "name": owner}}
    return oruk.read, json.dumps(told)


@pytest.mark.parametrize(
    ("told", "sector"),
    [
        (in_csv("Friends of the Hub"), None),
        (in_csv("Friends of the Hub", "voluntary"), Sector.VOLUNTARY),
        (in_csv("hilltop council"), Sector.LOCAL_AUTHORITY),
        (in_csv("Hilltop Council", "other_public"), Sector.OTHER_PUBLIC),
        (in_oruk("Friends of the Hub"), None),
        (in_oruk("Hilltop Council"), Sector.LOCAL_AUTHORITY),
    ],
)
def test_only_the_publisher_is_of_its_sector_without_saying_so(
    feed: Callable[[str], Feed],
    context: Context,
    told: tuple[Format, str],
    sector: Sector | None,
) -> None:
    council = Source(id="t", name="T", publisher="Hilltop Council", sector=Sector.LOCAL_AUTHORITY)
    read, text = told
    (found,) = read(feed(text), replace(context, source=council))
    assert isinstance(found, StagedRecord)
    assert found.service is not None
    assert found.service.organization.sector is sector
