"""The search page at `/`. It works without JavaScript; what is typed never enters an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry
from wayfinder.errors import FieldError, InvalidInput, NotReady
from wayfinder.index.bodies import HitService
from wayfinder.web import words
from wayfinder.web.form import PAGE_SIZE, SearchForm
from wayfinder.web.told import and_answer, but_circumstances

_STATIC = Path(__file__).parent / "static"

Answering = Callable[[Enquiry], Answer]


def install(app: FastAPI, answer: Answering) -> None:
    """Add the page, and the style sheet it loads."""
    app.include_router(_router(answer, _templates()))
    app.mount("/static", StaticFiles(directory=_STATIC))


def _router(answer: Answering, templates: Environment) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    template = templates.get_template("search.html")

    def page(request: Request, status: int, **shown: Any) -> Response:
        root = request.scope.get("root_path", "")
        html = template.render(root=root, **(_EMPTY | shown))
        return Response(html, status, media_type="text/html", headers={"cache-control": "no-store"})

    @routes.get("/")
    async def form(request: Request) -> Response:
        """The empty form."""
        return page(request, 200)

    @routes.post("/")
    async def results(request: Request) -> Response:
        """The form as it was sent, and above or below it what came of it."""
        asked = SearchForm.read(_fields(await request.body()))
        status, shown = _outcome(asked, answer)
        return page(request, status, form=asked, **shown)

    return routes


def _fields(body: bytes) -> dict[str, str]:
    """Of a field that is sent twice the last stands: a button's own, behind the hidden ones."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


_EMPTY: dict[str, Any] = {
    "form": SearchForm(),
    "errors": (),
    "answer": None,
    "urgent": (),
    "front_doors": (),
    "not_ready": False,
    "page_size": PAGE_SIZE,
}


def _outcome(asked: SearchForm, answer: Answering) -> tuple[int, dict[str, Any]]:
    """The status and what the template shows: an answer, all that is to be mended, or "not ready".

    A form with a fault is asked all the same: its postcode may be wrong as well, and a danger must
    show however the rest was filled in.
    """
    faults, enquiry = asked.faults(), asked.enquiry()
    try:
        said = answer(enquiry)
    except InvalidInput as wrong:
        return 422, {**wrong.facts, "errors": _in_form_order(*faults, *_at_fields(wrong))}
    except NotReady:
        return 503, {"errors": faults, "not_ready": True}
    found = {"urgent": said.urgent, "front_doors": said.front_doors}
    if faults:
        return 422, {**found, "errors": faults}
    return 200, {**found, "answer": said, "first": enquiry.offset + 1}


def _in_form_order(*faults: FieldError) -> list[FieldError]:
    return sorted(faults, key=lambda fault: SearchForm.__struct_fields__.index(fault.field))


def _at_fields(wrong: InvalidInput) -> tuple[FieldError, ...]:
    """Each fault at a field of the form; what names none of them is about the place."""
    named = tuple(each for each in wrong.errors if each.field in SearchForm.__struct_fields__)
    return named or (FieldError("postcode", wrong.detail),)


def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("wayfinder.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {each.__name__: each for each in words.FILTERS}
    made.filters |= {"and_answer": and_answer, "but_circumstances": but_circumstances}
    made.filters["service"] = msgspec.json.Decoder(HitService).decode
    return made
