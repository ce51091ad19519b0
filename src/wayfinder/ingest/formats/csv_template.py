"""Our own CSV template (`wayfinder template csv`): one row a service at no or one place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from wayfinder.domain.coverage import Coverage, CoverageRule
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.parts import is_placed
from wayfinder.domain.service import (
    Channel,
    Location,
    Organization,
    Origin,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
    Status,
)
from wayfinder.domain.withheld import WITHHELD
from wayfinder.errors import InvalidInput
from wayfinder.ingest.cleaning.text import summary
from wayfinder.ingest.cleaning.values import (
    age_range,
    day,
    degrees,
    email_address,
    language,
    price,
    refusal,
    web_address,
)
from wayfinder.ingest.formats import csv_confidential as confidential
from wayfinder.ingest.formats import csv_coverage as places
from wayfinder.ingest.formats import csv_values as values
from wayfinder.ingest.formats.csv_cells import Cells
from wayfinder.ingest.formats.csv_columns import COMMENT, DECIDING
from wayfinder.ingest.formats.csv_mapping import mapped, own, refuse_other_forms
from wayfinder.ingest.reading import Feed, csv_rows
from wayfinder.ingest.records import Context, Row, outcome, postcode, rejection
from wayfinder.ingest.rules.confidential import held_back, unquoted
from wayfinder.store.records import StagedRejection


def read(feed: Feed, context: Context) -> Iterator[Row]:
    """One record or rejection for each row; a rejection names every column at fault. A fault in a
    column that decides nothing costs its field alone, told after the record.

    Columns may stand in any order and be left out, bar id, name and organization. Rows whose id
    begins with "#" are comments. With `fields` in its context it reads a table with headings of
    its own, and of that only what is mapped. Raises FeedError for a header that is neither.
    """
    rows = csv_rows(feed)
    _, header = next(rows, (1, []))
    refuse_other_forms(header, feed.name)
    at = mapped(header, context.fields, feed.name) if context.fields else own(header, feed.name)
    for row, given in rows:
        if any(given) and (context.fields or not given[0].lstrip().startswith(COMMENT)):
            yield from _rows(row, _Table(len(header), at), given, context)


class _Table(NamedTuple):
    """How wide a table is, and in which cell each of our columns stands."""

    width: int
    at: dict[str, int]


def _rows(row: int, table: _Table, given: list[str], context: Context) -> Iterator[Row]:
    """The row's flag goes before all that may be wrong with it (`rules.confidential.held_back`)."""
    excerpt = confidential.excerpt(given, table.at.get(confidential.COLUMN), table.width)
    held = {name: given[at] for name, at in table.at.items() if at < len(given)}
    wrong = None
    if any(given[table.width :]):
        message = f"has {len(given)} cells, the header {table.width}; quote cells that hold commas."
        wrong = refusal("row", message)
        held = confidential.left_of_a_long_row(held, given, table.at)
    cells = Cells(held)
    record_id = cells.text("id")
    if record_id is None:
        wrong = wrong or refusal("id", 'is empty; every row needs its own, such as "herts-carers".')
        confidential.refuse_unnamed(row, held)
        yield rejection(row, None, wrong, excerpt)
        return
    found = outcome(row, record_id, excerpt, partial(_service, cells, record_id, context, wrong))
    if isinstance(found, StagedRejection):
        yield from held_back(found, _told(Cells(held), record_id, context))
    else:
        yield found
        yield from _left_out(row, record_id, cells, excerpt)
    if doubt := confidential.taken_as_yes(held):
        yield rejection(row, record_id, doubt, excerpt)


LEFT_OUT = "Nobody could use it, so it was left out"


def _left_out(row: int, record_id: str, cells: Cells, excerpt: str) -> Iterator[Row]:
    """A rejection for each cell that nobody could use, of a row that was taken without it."""
    hides = excerpt == WITHHELD
    for fault in cells.faults:
        why = unquoted(fault.field, fault.message) if hides else fault.message
        told = WITHHELD if hides else cells.text(fault.field) or ""
        yield rejection(row, record_id, refusal(fault.field, f"{why} {LEFT_OUT}"), told)


def _service(cells: Cells, record_id: str, context: Context, wrong: InvalidInput | None) -> Service:
    if wrong:
        raise wrong
    service = _told(cells, record_id, context)
    cells.refuse_without(DECIDING)
    return service


def _told(cells: Cells, record_id: str, context: Context) -> Service:
    description = cells.prose("description")
    """What the cells say; of one at fault nothing."""
    locations = _locations(cells, record_id)
    return Service(
        id=record_id,
        name=cells.needed("name"),
        organization=_organization(cells, context),
        origins={"*": _origin(cells, record_id, context)},
        description=description,
        summary=cells.text("summary") or summary(description),
        url=cells.read("url", _address, None),
        email=cells.read("email", _email, None),
        phones=cells.read("phones", values.phones, ()),
        locations=locations,
        sessions=cells.read("hours", values.sessions, ()),
        special_days=cells.read("special_days", values.special_days, ()),
        hours_text=cells.text("hours_text"),
        coverage=_coverage(cells, locations, context),
        eligibility=_eligibility(cells),
        referral_routes=cells.read(
            "referral_routes", partial(values.choices, kind=ReferralRoute), ()
        ),
        application_process=cells.prose("application_process"),
        channels=cells.read("channels", partial(values.choices, kind=Channel), ()),
        costs=tuple(map(price, values.items(cells.text("cost") or ""))),
        languages=_languages(cells),
        taxonomy_terms=cells.read("taxonomy_terms", values.terms, ()),
        needs=cells.read("needs", partial(_needs, context), ()),
        waiting_time=cells.text("waiting_time"),
        alert=cells.prose("alert"),
        status=cells.read("status", partial(values.choice, kind=Status), Status.ACTIVE),
        note=cells.prose("note"),
        assured_date=cells.read("assured_date", _day, None),
        last_modified=cells.read("last_modified", _day, None),
    )


def _organization(cells: Cells, context: Context) -> Organization:
    name = cells.needed("organization")
    return Organization(
        id=name,
        name=name,
        sector=cells.read("sector", partial(values.choice, kind=Sector), None)
        or context.source.sector_of(name),
        url=cells.read("organization_url", _address, None),
    )


def _origin(cells: Cells, record_id: str, context: Context) -> Origin:
    """A person's check dates the record, as it does in every format; then the day of its page.
    `source_url` is shown only where it is an address a person can open."""
    days = ("assured_date", "source_date", "last_modified")
    as_of = next(filter(None, (cells.read(day, _day, None) for day in days)), None)
    return Origin(
        context.source.id,
        record_id,
        as_of=as_of or context.source.as_of,
        url=web_address(cells.text("source_url")),
    )


def _locations(cells: Cells, record_id: str) -> tuple[ServiceAtLocation, ...]:
    lines = tuple(part.strip() for part in (cells.text("address") or "").split(",") if part.strip())
    flagged = confidential.is_flagged(cells.text(confidential.COLUMN))
    code = cells.read("postcode", _postcode, None)
    lat_deg = cells.read("latitude", partial(_degrees, 90), None)
    lon_deg = cells.read("longitude", partial(_degrees, 180), None)
    placed = lat_deg is not None and lon_deg is not None
    if not (lines or code or placed or cells.text("city") or flagged):
        return ()
    location = Location(
        id=record_id,
        address_lines=lines,
        city=cells.text("city"),
        postcode=code,
        lat_deg=lat_deg if placed else None,
        lon_deg=lon_deg if placed else None,
        position_source="feed" if placed else None,
        accessibility=_listed(cells, "accessibility"),
        confidential=flagged,
    )
    return (ServiceAtLocation(location=location),)


def _coverage(cells: Cells, locations: tuple[ServiceAtLocation, ...], context: Context) -> Coverage:
    found = cells.read("coverage", partial(_areas, context), Coverage())
    words = cells.text("coverage_text")
    placed = any(at.location.postcode or is_placed(at.location) for at in locations)
    if any(rule.radius_m for rule in found.rules) and not placed:
        cells.note("coverage", 'a radius is measured from a place; give its "postcode" too.')
    rules = found.rules + _ties(cells, context)
    stated = Coverage(rules=rules, unresolved=(words,) if words else ())
    known = stated if rules or words else context.default_coverage
    excluded = cells.read("excluded_areas", partial(_area_rules, context), known.excluded)
    return replace(known, excluded=excluded)


def _ties(cells: Cells, context: Context) -> tuple[CoverageRule, ...]:
    """What is enough beside living there."""
    none: tuple[CoverageRule, ...] = ()
    tied = partial(places.tied, areas=context.areas)
    by_area = [rule for column in places.TIES for rule in cells.read(column, tied, none)]
    return (*by_area, *cells.read("gp_practices", places.practices, none))


def _eligibility(cells: Cells) -> Eligibility:
    low, high = cells.text("minimum_age"), cells.text("maximum_age")
    no_ages: tuple[float | None, float | None] = (None, None)
    minimum, maximum = cells.attempt(partial(age_range, low, high), no_ages)
    return Eligibility(
        minimum_age=minimum,
        maximum_age=maximum,
        sex=cells.read("sex", partial(values.choice, kind=Sex), None),
        circumstances=_listed(cells, "circumstances"),
        excluded=_listed(cells, "excluded_circumstances"),
        documents=_listed(cells, "documents"),
        text=cells.prose("eligibility_text"),
    )


def _listed(cells: Cells, column: str) -> tuple[str, ...]:
    return tuple(values.items(cells.text(column) or ""))


def _languages(cells: Cells) -> tuple[str, ...]:
    given = (language(entry) for entry in values.items(cells.text("languages") or ""))
    return tuple(dict.fromkeys(code for code in given if code))


def _address(column: str, text: str) -> str | None:
    return values.checked(column, text, web_address)


def _email(column: str, text: str) -> str | None:
    return values.checked(column, text, email_address)


def _postcode(column: str, text: str) -> str | None:
    return values.checked(column, text, postcode)


def _degrees(bound: float, column: str, text: str) -> float | None:
    return degrees(text, bound, column)


def _day(column: str, text: str) -> date | None:
    return day(text, column)


def _needs(context: Context, column: str, text: str) -> tuple[str, ...]:
    return values.known_ids(column, text, context.needs)


def _areas(context: Context, column: str, text: str) -> Coverage:
    return places.coverage(column, text, context.areas)


def _area_rules(context: Context, column: str, text: str) -> tuple[CoverageRule, ...]:
    return places.area_rules(column, values.items(text), context.areas)
