"""From a feed to a release: read, clean, place, stage, publish; all of it or nothing."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from hashlib import blake2b
from types import MappingProxyType

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy import Connection, Engine

from wayfinder import __version__
from wayfinder.domain.coverage import Coverage
from wayfinder.domain.hours import LONDON
from wayfinder.domain.source import Source
from wayfinder.domain.withheld import Discretion, DistrictOf, not_known
from wayfinder.errors import FeedError, FieldError, InvalidInput
from wayfinder.ingest.delivery import Delivery, fetch, is_remote
from wayfinder.ingest.fetching.addresses import shown
from wayfinder.ingest.fetching.web import Web
from wayfinder.ingest.formats import csv_template, hsds_csv, libraries, ods, oruk
from wayfinder.ingest.guard import Going, Loss, refuse_shrinking
from wayfinder.ingest.publishing import publish as publish_release
from wayfinder.ingest.reading import Limits
from wayfinder.ingest.records import AreaNames, Context, Format, Placer
from wayfinder.ingest.sorting import Progress, Sorting
from wayfinder.ingest.sources import DEFAULT_TERMS, Terms, source_id_fault
from wayfinder.ingest.summary import Summary, nothing_new, summary_of
from wayfinder.store.alerts import clear_alerts, raise_alert
from wayfinder.store.directory import latest_counts, reasons_not_offered, rejections
from wayfinder.store.engine import transaction
from wayfinder.store.offered import offered_records
from wayfinder.store.pending import has_unpublished_changes
from wayfinder.store.releases import Release, after_latest, latest_release
from wayfinder.store.sources import last_imports
from wayfinder.store.staging import StagedRejection, stage
from wayfinder.store.withheld import flagged_services, told_names

FORMATS: MappingProxyType[str, Format] = MappingProxyType(
    {
        "oruk": oruk.read,
        "hsds": oruk.read,
        hsds_csv.FORMAT: hsds_csv.read,
        "ods-gp": ods.read_gp,
        "ods-dental": ods.read_dental,
        "libraries": libraries.read,
        "csv": csv_template.read,
    }
)
UNKNOWN_COVERAGE = Coverage()


class World(Struct, frozen=True, kw_only=True):
    """What imports ask of the rest of the house, made once by the caller.

    `needs` are the known need ids, None where any is taken. `district_of` is asked of places that
    are confidential, of which nothing else is told.
    """

    place: Placer
    areas: AreaNames
    needs: frozenset[str] | None = None
    district_of: DistrictOf = not_known
    limits: Limits = Limits()
    web: Web = field(default_factory=Web)


class Errand(Struct, frozen=True, kw_only=True):
    """One feed to be brought in: whose, in which format, from where, and on what terms. `again` is
    the command that does it once more."""

    source: Source
    format: str
    where: str
    again: str
    default_coverage: Coverage = UNKNOWN_COVERAGE
    terms: Terms = DEFAULT_TERMS

    def basis(self, imported_at: datetime | None) -> str | None:
        """What an answer of its host rests on, once imported: read otherwise, or imported again
        from elsewhere, it must be fetched anew. None before the first import."""
        if imported_at is None:
            return None
        read_as = (__version__, self.source, self.format, self.where, self.default_coverage)
        said = msgspec.json.encode((*read_as, self.terms.fields))
        return f"{blake2b(said, digest_size=16).hexdigest()} {imported_at.isoformat()}"


def import_feed(
    engine: Engine,
    source: Source,
    format: str,
    where: str,
    world: World,
    *,
    now: datetime,
    publish: bool = True,
    default_coverage: Coverage = UNKNOWN_COVERAGE,
    terms: Terms = DEFAULT_TERMS,
    progress: Progress | None = None,
) -> Summary:
    """Bring the feed at a path or address into the store, and publish if anything changed.

    All happens in one transaction, so a feed that fails as a whole or loses too much (FeedError)
    or a process that dies leaves the store as it was, but for an alert where the source is known;
    InvalidInput tells of a format or source id that cannot be. Importing the same again changes
    nothing. `progress` is told of the rows read so far.
    """
    check(source, format, now)
    errand = Errand(
        source=source,
        format=format,
        where=where,
        again=f"wayfinder import {shown(where)} --format {format} --source {source.id}",
        default_coverage=default_coverage,
        terms=terms,
    )
    try:
        with closing(deliver(errand, world, now)) as delivery, transaction(engine) as connection:
            summary = bring_in(connection, errand, delivery, world, now=now, progress=progress)
            return _published(connection, summary, world, now) if publish else summary
    except FeedError as error:
        _remember(engine, source.id, error, now)
        raise


def check(source: Source, format: str, now: datetime) -> None:
    """Raise InvalidInput for a format, a source id or a day of the feed that cannot be."""
    _reader(format)
    if wrong := source_id_fault(source.id):
        raise InvalidInput(f"source: {wrong}", (FieldError("source", wrong),))
    today = now.astimezone(LONDON).date()
    if source.as_of and source.as_of > today:
        message = (
            f"{source.as_of} has not come yet; give the day on which the feed was true, "
            f"for example {today}."
        )
        raise InvalidInput(f"as_of: {message}", (FieldError("as_of", message),))


def deliver(
    errand: Errand,
    world: World,
    now: datetime,
    *,
    imported_at: datetime | None = None,
    progress: Progress | None = None,
) -> Delivery:
    """The errand's feed, fetched if it is not a file; the caller closes it. Raises FeedError.

    `imported_at` is when the source was last imported: from then on its host may say "unchanged".
    `progress` is told of the answers that came.
    """
    if not is_remote(errand.where):
        return Delivery(errand.where)
    basis = errand.basis(imported_at)
    manners = errand.terms.manners
    with world.web.visit(errand.source.id, manners, basis, now, progress) as visit:
        return fetch(errand.where, errand.format, visit, world.limits)


def bring_in(
    connection: Connection,
    errand: Errand,
    delivery: Delivery,
    world: World,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> Summary:
    """What is delivered becomes the store's state, in the caller's transaction, which must be
    rolled back on FeedError. That its source was in trouble is forgotten."""
    source, name = errand.source, errand.format
    clear_alerts(connection, source.id)
    if delivery.unchanged:
        latest = latest_counts(connection, source.id)
        reasons = reasons_not_offered(connection, source.id)
        same = nothing_new(source.id, name, latest, reasons, _refused(connection, source.id))
        return _with_release(connection, same)
    context = Context(
        source=source,
        areas=world.areas,
        needs=world.needs,
        default_coverage=errand.default_coverage,
        fields=errand.terms.fields,
        today=now.astimezone(LONDON).date(),
    )
    moment = after_latest(connection, now)
    before = offered_records(connection, source.id)
    with delivery.opened(name, world.limits) as feed:
        sorting = Sorting(_reader(name)(feed, context), context, world.place, progress)
        changes = stage(connection, source, sorting.records(), sorting.rejections, moment)
    sorting.check(changes, delivery.name, name, empty_is_fine=errand.terms.accept_shrink)
    if not errand.terms.accept_shrink:
        _guard(connection, errand, before)
    refused = _refused(connection, source.id)
    summary = summary_of(source.id, name, changes, sorting.reasons, refused)
    return _with_release(connection, summary)


def _refused(connection: Connection, source_id: str) -> tuple[StagedRejection, ...]:
    """What the source's latest import refused, without what hides."""
    strike = Discretion(flagged_services(connection)).text
    return tuple(
        replace(it, reason=strike(it.reason), excerpt=strike(it.excerpt))
        for it in rejections(connection, source_id)
    )


def publish_changes(
    connection: Connection, now: datetime, district_of: DistrictOf = not_known
) -> Release | None:
    """A release of whatever changed since the latest; None if nothing did."""
    if has_unpublished_changes(connection):
        return publish_release(connection, after_latest(connection, now), district_of)
    return None


def _guard(connection: Connection, errand: Errand, before: set[str]) -> None:
    own = errand.source.id
    refuse_shrinking(
        own,
        Loss(before, offered_records(connection, own)),
        errand.terms.max_shrink,
        going=lambda gone: _going(connection, own, gone),
        again=errand.again,
    )


def _going(connection: Connection, source_id: str, gone: list[str]) -> list[Going]:
    """These records of a source, by name where that may be told."""
    strike = Discretion(flagged_services(connection)).text
    names = told_names(connection, source_id)
    return [Going(own, strike(names[own]) if own in names else None) for own in gone]


def _remember(engine: Engine, source_id: str, error: FeedError, now: datetime) -> None:
    """Raise an alert about a source that has been imported before."""
    with transaction(engine) as connection:
        if source_id in last_imports(connection):
            raise_alert(connection, source_id, error.code, error.detail, now)


def _reader(name: str) -> Format:
    if name in FORMATS:
        return FORMATS[name]
    message = f"{name!r} is none of {', '.join(FORMATS)}."
    raise InvalidInput(f"format: {message}", (FieldError("format", message),))


def _published(connection: Connection, summary: Summary, world: World, now: datetime) -> Summary:
    release = publish_changes(connection, now, world.district_of)
    return replace(_with_release(connection, summary), published=release is not None)


def _with_release(connection: Connection, summary: Summary) -> Summary:
    latest = latest_release(connection)
    return replace(summary, release=latest.number if latest else None)
