"""What readers need that is not the feed: a source, a few areas, and feeds made of bytes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.ingest.reading import Feed, Limits
from wayfinder.ingest.records import Context, Format, Row
from wayfinder.location.place import AreaRef, AreaType
from wayfinder.store.staging import StagedRecord, StagedRejection

AREAS = {
    area.name: area
    for area in (
        AreaRef(AreaType.COUNTRY, "K02000001", "United Kingdom"),
        AreaRef(AreaType.COUNTY, "E10000015", "Hertfordshire"),
        AreaRef(AreaType.DISTRICT, "E07000240", "St Albans"),
    )
}
BY_CODE = {area.code: area for area in AREAS.values()} | {"UK": AREAS["United Kingdom"]}


def area(text: str) -> AreaRef | None:
    return AREAS.get(text) or BY_CODE.get(text)


@pytest.fixture
def context() -> Context:
    return Context(
        source=Source(id="test", name="Test feed"), areas=area, needs=frozenset({"falls", "debt"})
    )


@pytest.fixture
def feed() -> Callable[..., Feed]:
    """A feed of the given bytes, in chunks of a size that cuts everything in two."""

    def made(content: bytes | str, chunk: int = 7, limits: Limits = Limits()) -> Feed:  # noqa: B008
        data = content.encode() if isinstance(content, str) else content
        parts = (data[at : at + chunk] for at in range(0, len(data), chunk))
        return Feed("test.feed", parts, limits)

    return made


@pytest.fixture
def rows(feed: Callable[..., Feed], context: Context) -> Callable[[Format, str], list[Row]]:
    """Everything a format makes of a text."""
    return lambda read, text: list(read(feed(text), context))


@pytest.fixture
def service(
    rows: Callable[[Format, str], list[Row]],
) -> Callable[[Format, str], Service]:
    """The one service that a format makes of a text."""

    def only(read: Format, text: str) -> Service:
        (found,) = (row for row in rows(read, text) if isinstance(row, StagedRecord))
        assert found.service is not None
        return found.service

    return only


@pytest.fixture
def refusal(
    rows: Callable[[Format, str], list[Row]],
) -> Callable[[Format, str], StagedRejection]:
    """The one rejection that a format makes of a text."""

    def only(read: Format, text: str) -> StagedRejection:
        (found,) = rows(read, text)
        assert isinstance(found, StagedRejection)
        return found

    return only
