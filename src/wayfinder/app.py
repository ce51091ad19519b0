"""The composition root: settings in, a running application out."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from wayfinder import __version__
from wayfinder.api import middleware, routes
from wayfinder.api.health import Ready
from wayfinder.api.links import Judging
from wayfinder.api.releases import HEADER
from wayfinder.archive import Archive
from wayfinder.desk import Desk
from wayfinder.domain.answer import Answer
from wayfinder.domain.changes import ChangePage, Cursor, Departure
from wayfinder.domain.checked import Checked
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.entry import Entry, Vocabulary
from wayfinder.domain.hours import LONDON, this_moment
from wayfinder.domain.links import PairCursor, PairPage, PairVerdict
from wayfinder.domain.service_view import service_view
from wayfinder.errors import NotReady
from wayfinder.insight.quality.reports import Reports
from wayfinder.location.place import Place
from wayfinder.meaning import no_model, sentence_model
from wayfinder.settings import Settings, read_settings
from wayfinder.store.evidence import Evidence
from wayfinder.web import pages
from wayfinder.web.services import Told
from wayfinder.whereabouts import followed

log = logging.getLogger("wayfinder.release")

LOOK_S = 0.5
"""How often a process that nobody asks looks whether a release was published. A look is one `stat`
of a file on this machine; no database is asked, so that it may be away."""

DESCRIPTION = """
One joint directory of NHS, council and voluntary services: a need told in plain words, and a
place, are matched to the services that can help, and every match is explained. Unknown is an
answer. Nothing of an enquiry is kept: send no names.
""".strip()


class EnquiryDesk(Protocol):
    """What the routes ask of the house. Every method raises NotReady until it can be answered."""

    def answer(self, enquiry: Enquiry, as_of: datetime | None = None) -> Answer: ...
    def check(
        self, service_id: str, enquiry: Enquiry, as_of: datetime | None = None
    ) -> Checked: ...
    def entry(self, service_id: str, as_of: datetime | None = None) -> Entry: ...
    def knows_postcode(self, postcode: str) -> bool: ...
    def needs(self) -> Vocabulary: ...
    def locate(self, postcode: str) -> Place: ...
    def release(self) -> tuple[int, int]: ...
    def newest_release(self) -> int: ...
    def look(self) -> None: ...


class Records(Protocol):
    """What the routes ask of the system of record."""

    def changes(self, after: Cursor, limit: int, upto: int) -> ChangePage: ...
    def departure(self, service_id: str, upto: int) -> Departure | None: ...
    def pairs(self, verdict: PairVerdict, limit: int, after: PairCursor | None) -> PairPage: ...
    @property
    def judge(self) -> Judging: ...
    def evidence(self, source_id: str | None = None) -> AbstractContextManager[Evidence]: ...
    def state(self) -> object: ...
    def holder(self, key: str) -> str | None: ...
    def close(self) -> None: ...


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application over the data folder that the settings name (by default the environment's).

    Without a release it is up and answers every question with 503; it needs no restart to become
    ready.
    """
    chosen = settings or read_settings()
    desk = Desk(
        index_dir=chosen.index_dir,
        gazetteer_path=chosen.gazetteer_path,
        directory=chosen.directory,
        model=sentence_model if chosen.semantic else no_model,
    )
    return assemble(desk, Archive(chosen.database), cors_origins=chosen.cors_origins)


def assemble(
    desk: EnquiryDesk,
    records: Records,
    *,
    cors_origins: tuple[str, ...] = ("*",),
    look_s: float = LOOK_S,
) -> FastAPI:
    """The application around a desk and an archive. It is up at once, ready when the desk is, and
    looks for a new release every `look_s` seconds."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with suppress(NotReady):
            desk.release()  # Opens the files now, so that the first resident does not wait.
        # What is open stays: to go through it again and again cost a fifteenth of every answer.
        gc.freeze()
        watch = asyncio.create_task(_keep_looking(desk.look, look_s))
        try:
            yield
        finally:
            watch.cancel()
            await asyncio.wait([watch])
            gc.unfreeze()
            records.close()

    app = FastAPI(
        title="Wayfinder",
        version=__version__,
        summary="No wrong door: a need in plain words, matched to services that can help.",
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    _add_routes(app, desk, records)
    _add_middleware(app, cors_origins)
    return app


async def _keep_looking(look: Callable[[], None], every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            look()
        except Exception:  # Whoever stops looking answers from an old release for good.
            log.exception("looking for a new release failed; it goes on")


def _add_routes(app: FastAPI, desk: EnquiryDesk, records: Records) -> None:
    def readiness() -> Ready:
        release, services = desk.release()
        return Ready(release=release, services=services)

    reports = Reports(records.evidence, records.state, desk.knows_postcode)

    def changes(after: Cursor, limit: int) -> ChangePage:
        # No further than what answers: whoever is told of a change must find it, here and at every
        # process beside this one.
        return records.changes(after, limit, desk.newest_release())

    def find_service(service_id: str, as_of: datetime | None = None) -> Entry:
        return followed(service_id, lambda own: desk.entry(own, as_of), records.departure)

    def check(service_id: str, enquiry: Enquiry, as_of: datetime | None = None) -> Checked:
        ask = partial(desk.check, enquiry=enquiry, as_of=as_of)
        return followed(service_id, ask, records.departure)

    routes.install(
        app,
        answer=desk.answer,
        find_service=find_service,
        check_service=check,
        list_changes=changes,
        list_pairs=records.pairs,
        judge_pair=records.judge,
        measured=reports.of_source,
        key_holder=records.holder,
        list_needs=desk.needs,
        locate=desk.locate,
        readiness=readiness,
    )
    pages.install(app, desk.answer, lambda own: _told(find_service(own)), reports.counts)
    document = routes.openapi(app)
    app.openapi = lambda: document  # type: ignore[method-assign]


def _told(entry: Entry) -> Told:
    """A service as its page needs it."""
    today = this_moment().astimezone(LONDON).date()
    return Told(service_view(entry.service, today), entry.source_names, entry.need_labels)


def _add_middleware(app: FastAPI, cors_origins: tuple[str, ...]) -> None:
    """Innermost first."""
    app.add_middleware(middleware.BodyLimit)
    app.add_middleware(middleware.LastResort)
    app.add_middleware(middleware.Head)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=cors_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["content-type", "if-none-match"],
        expose_headers=[HEADER, "content-location", "etag"],
        max_age=86_400,
    )
    app.add_middleware(middleware.SecurityHeaders)
    app.add_middleware(middleware.AccessLog)


def openapi_json() -> str:
    """The OpenAPI document as committed in `openapi/wayfinder.json`; it needs no data."""
    nowhere = Path("nowhere")
    desk = Desk(index_dir=nowhere, gazetteer_path=nowhere, directory=nowhere)
    app = assemble(desk, Archive("sqlite://"))
    document = routes.openapi(app)
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
