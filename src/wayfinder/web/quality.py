"""The pages at `/quality`: how good what each source tells us is, in counts. Rows, and counts that
would tell where somebody hides, are for the people who keep the directory, by command or with a
key."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, Template
from msgspec import Struct
from starlette.concurrency import run_in_threadpool

from wayfinder.domain.quality import EXPECTED, FAULTS, FOR_KEEPERS, Quality, Share, SourceQuality
from wayfinder.errors import NotReady, StoreUnavailable
from wayfinder.web.rendering import shown_as

_WRONG = tuple(
    code for code in FAULTS if code not in {"absent", "stale", "doubtful", "moved", "gone"}
)
"""What is told of a source in its own words; pages of the web are counted where they were asked."""

_ALERTS = {
    "feed_shrank": "Held back: its latest feed had lost too many records",
    "feed_unreadable": "Its latest feed could not be brought in",
    "source_undeclared": "No longer in our list of sources; what it said is still shown",
}
"""What every alert that is ever raised says to the public."""
_OTHER_ALERT = "A person has to look at it"
_RETIRED = "Lists nothing now"


class Line(Struct, frozen=True):
    """One source on one line. `stated` is how many of the fields that its records need they have,
    `least` the field that most lack (None: each has each), `to_fix` counts rows without those that
    `stated` and the days of checking tell already."""

    source: SourceQuality
    stated: Share
    least: str | None
    checked: Share
    to_fix: int
    state: str


def router(measured: Callable[[], Quality], templates: Environment) -> APIRouter:
    """The page of all sources, and with `?source=` that of one, over whatever measures."""
    routes = APIRouter(include_in_schema=False)
    template = templates.get_template("quality.html")

    @routes.get("/quality")
    async def quality(request: Request) -> Response:
        """Counts and shares of every source, or of one."""
        found = await run_in_threadpool(_outcome, measured)
        return _shown(template, request, found, request.query_params.get("source"))

    return routes


def line(source: SourceQuality) -> Line:
    """What an officer wants to know of a source first."""
    needed = {field: share for field, share in source.completeness.items() if share.of}
    least = min(needed, key=lambda it: needed[it].held / needed[it].of, default=None)
    lacks = least is not None and needed[least].held < needed[least].of
    stated = (sum(it.held for it in needed.values()), sum(it.of for it in needed.values()))
    return Line(
        source=source,
        stated=Share(*stated),
        least=EXPECTED[least] if least and lacks else None,
        checked=Share(source.freshness.within_3_months, source.records),
        to_fix=sum(source.faults[code] for code in _WRONG if code not in FOR_KEEPERS),
        state="; ".join(_ALERTS.get(it.code, _OTHER_ALERT) for it in source.alerts)
        or ("" if source.records else _RETIRED),
    )


def _shown(
    template: Template, request: Request, found: Quality | None, own: str | None
) -> Response:
    """A source that is not there has a page that says so, and leads to those that are."""
    if found is None:
        return shown_as(template, request, 503, quality=None)
    chosen = next((it for it in found.sources if it.source == own), None)
    return shown_as(
        template,
        request,
        404 if own and chosen is None else 200,
        quality=found,
        lines=sorted(map(line, found.sources), key=_needs_a_person_first),
        whole=line(found.overall),
        out_of_order=sum(bool(it.alerts) for it in found.sources),
        chosen=chosen and line(chosen),
        asked=own,
        fields=EXPECTED,
        codes={code: FAULTS[code] for code in _WRONG if code not in FOR_KEEPERS},
    )


def _needs_a_person_first(told: Line) -> tuple[bool, str]:
    return not told.state, told.source.name.casefold()


def _outcome(measured: Callable[[], Quality]) -> Quality | None:
    try:
        return measured()
    except (NotReady, StoreUnavailable):
        return None
