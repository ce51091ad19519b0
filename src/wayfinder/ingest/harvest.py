"""Runs the sources of the manifest: all are fetched at a time, then imported as one step."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.source import Source
from wayfinder.errors import (
    DirectoryError,
    FeedError,
    InvalidInput,
    NotFound,
    StoreBusy,
    StoreUnavailable,
    WayfinderError,
)
from wayfinder.ingest.delivery import Delivery, is_remote
from wayfinder.ingest.fetching.web import CalledOff
from wayfinder.ingest.manifest import keep_manifest
from wayfinder.ingest.records import AreaNames, coverage_of
from wayfinder.ingest.reports import Report, silent
from wayfinder.ingest.run import (
    Errand,
    World,
    bring_in,
    check,
    deliver,
    publish_changes,
)
from wayfinder.ingest.sources import Declaration
from wayfinder.ingest.summary import Summary
from wayfinder.store.alerts import raise_alert
from wayfinder.store.engine import reading, step, transaction
from wayfinder.store.releases import after_latest
from wayfinder.store.sources import last_imports

SOURCES_AT_ONCE = 8

faults = logging.getLogger("wayfinder.faults")


class Harvested(NamedTuple):
    """What became of one source: what its import did, or why it failed as a whole."""

    source_id: str
    summary: Summary | None
    error: FeedError | None


class Run(NamedTuple):
    """What became of each source, in the order given, and the number of the release it made."""

    sources: tuple[Harvested, ...]
    published: int | None


def harvest(
    engine: Engine,
    declared: Sequence[Declaration],
    folder: Path,
    world: World,
    *,
    now: Callable[[], datetime],
    publish: bool = True,
    accept_shrink: bool = False,
    afresh: bool = False,
    report: Report = silent,
    manifest: Sequence[Declaration] | None = None,
) -> Run:
    """Brings sources in.

    All are fetched first, several at a time; then they are imported one after another, in one
    transaction with the release. A source that fails leaves its last state and an alert, and stops
    no other. A process that dies, or is interrupted, leaves the store as it was, and the next run
    goes on with what it had fetched. `afresh` asks hosts for all, not only for news. What
    `manifest` says now of any source, or no longer says, counts; None leaves all as it was.
    """
    errands = [(one, _errand(one, folder, accept_shrink)) for one in declared]
    with reading(engine) as connection:
        imported = {} if afresh else last_imports(connection)
    with ExitStack() as open_:
        pairs = _fetched(errands, world, now(), imported, report)
        for _, fetched in pairs:
            if isinstance(fetched, Delivery):
                open_.callback(fetched.close)
        with _remembering(engine, pairs, now), transaction(engine) as connection:
            done = tuple(_imported(connection, pair, world, now(), report) for pair in pairs)
            if manifest is not None:
                keep_manifest(connection, manifest, after_latest(connection, now()))
            release = publish_changes(connection, now(), world.district_of) if publish else None
            imported = last_imports(connection)
        _settle(pairs, done, imported)
    if release is None:
        return Run(done, None)
    return Run(tuple(_released(each, release.number) for each in done), release.number)


def chosen(declared: Sequence[Declaration], ids: Sequence[str]) -> tuple[Declaration, ...]:
    """The sources named, enabled or not; with no names all that are enabled. Raises NotFound."""
    if not ids:
        return tuple(one for one in declared if one.enabled)
    by_id = {one.id: one for one in declared}
    if unknown := [own for own in ids if own not in by_id]:
        raise NotFound(f"No source {unknown[0]!r} is declared; there are {', '.join(by_id)}.")
    return tuple(by_id[own] for own in ids)


def default_coverage(declared: Declaration, areas: AreaNames) -> Coverage:
    """The declared coverage as a rule, marked as what no record states. Raises DirectoryError for
    an area that is not known."""
    found = coverage_of(list(declared.coverage), areas)
    if found.unresolved:
        raise DirectoryError(
            f"sources.toml, {declared.id}: coverage: {found.unresolved[0]!r} is no area we know; "
            'good: coverage = ["Hertfordshire"].'
        )
    return replace(found, rules=tuple(replace(it, is_default=True) for it in found.rules))


def _errand(one: Declaration, folder: Path, accept_shrink: bool) -> Errand:
    return Errand(
        source=one.source,
        format=one.format,
        where=one.where(folder),
        again=f"wayfinder harvest {one.id}",
        terms=replace(one.terms, accept_shrink=accept_shrink),
    )


_Fetched = Delivery | FeedError


def _fetched(
    errands: Sequence[tuple[Declaration, Errand]],
    world: World,
    now: datetime,
    imported: Mapping[str, datetime],
    report: Report,
) -> list[tuple[Errand, _Fetched]]:
    """Each errand with its feed, or why there is none; what is interrupted is called off."""

    def bring(one: Declaration, errand: Errand) -> tuple[Errand, _Fetched]:
        try:
            with _own_trouble(errand.source):
                check(errand.source, errand.format, now)
                coverage = default_coverage(one, world.areas)
                errand = replace(errand, default_coverage=coverage)
                return errand, _delivered(errand, world, now, imported.get(one.id), report)
        except FeedError as error:
            return errand, error

    with ThreadPoolExecutor(SOURCES_AT_ONCE) as pool:
        coming = [pool.submit(bring, *each) for each in errands]
        try:
            return [future.result() for future in coming]
        except BaseException:
            world.web.call_off()
            pool.shutdown(cancel_futures=True)
            _close_all(coming)
            raise


def _delivered(
    errand: Errand, world: World, now: datetime, imported_at: datetime | None, report: Report
) -> Delivery:
    if not is_remote(errand.where):
        return Delivery(errand.where)
    with report(f"Fetching {errand.source.name}") as advance:
        return deliver(
            errand,
            world,
            now,
            imported_at=imported_at,
            progress=lambda count: advance(count, None),
        )


def _close_all(coming: Sequence[Future[tuple[Errand, _Fetched]]]) -> None:
    for future in coming:
        if not future.cancelled() and future.exception() is None:
            _, came = future.result()
            if isinstance(came, Delivery):
                came.close()


def _imported(
    connection: Connection,
    pair: tuple[Errand, _Fetched],
    world: World,
    now: datetime,
    report: Report,
) -> Harvested:
    errand, fetched = pair
    source = errand.source
    try:
        if isinstance(fetched, FeedError):
            raise fetched
        with (
            _own_trouble(source),
            report(f"Reading {source.name}") as advance,
            step(connection),
        ):
            summary = bring_in(
                *(connection, errand, fetched, world),
                now=now,
                progress=lambda rows: advance(rows, None),
            )
    except FeedError as error:
        raise_alert(connection, source.id, error.code, error.detail, now)
        return Harvested(source.id, None, error)
    return Harvested(source.id, summary, None)


@contextmanager
def _own_trouble(source: Source) -> Iterator[None]:
    """Has whatever goes wrong with one source raised as its FeedError, so that it stops no other;
    but trouble of the store is everybody's, and what is called off is over."""
    try:
        yield
    except (FeedError, StoreBusy, StoreUnavailable, CalledOff):
        raise
    except (DirectoryError, InvalidInput) as error:  # It is declared wrongly, and that says how.
        raise FeedError(error.detail) from error
    except Exception as error:
        if type(error) in (OperationalError, DatabaseError):
            raise
        # Not the error's own words: there may be an address with a key in them, or a record.
        frames = extract_tb(error.__traceback__)
        at = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
        faults.error("source %s: %s at %s", source.id, type(error).__name__, at)
        raise FeedError(_fault(source, error)) from error


def _fault(source: Source, error: Exception) -> str:
    if isinstance(error, WayfinderError):
        return f"{source.id} cannot be brought in: {error.detail}"
    kind = type(error).__name__
    return f"{source.id} cannot be brought in: {kind}, a fault of ours; the log says where."


@contextmanager
def _remembering(
    engine: Engine, pairs: Sequence[tuple[Errand, _Fetched]], now: Callable[[], datetime]
) -> Iterator[None]:
    """Keeps the alerts of feeds that could not be fetched where the step that imports fails."""
    try:
        yield
    except StoreBusy:  # We have waited long enough for the store.
        raise
    except Exception:
        with suppress(StoreBusy, StoreUnavailable), transaction(engine) as connection:
            for errand, fetched in pairs:
                if isinstance(fetched, FeedError):
                    own_id = errand.source.id
                    raise_alert(connection, own_id, fetched.code, fetched.detail, now())
        raise


def _released(harvested: Harvested, number: int) -> Harvested:
    summary = harvested.summary and replace(harvested.summary, release=number, published=True)
    return harvested._replace(summary=summary)


def _settle(
    pairs: Sequence[tuple[Errand, _Fetched]],
    done: Sequence[Harvested],
    imported: Mapping[str, datetime],
) -> None:
    """Have remembered what came through, and forgotten what was fetched but could not be used."""
    for (errand, fetched), harvested in zip(pairs, done, strict=True):
        basis = errand.basis(imported.get(errand.source.id))
        if not isinstance(fetched, Delivery):
            continue
        # Where that fails, it is logged, and the next harvest asks for all of it again.
        with suppress(FeedError), _own_trouble(errand.source):
            if harvested.summary and basis:
                fetched.settle(basis)
            else:
                fetched.discard()
