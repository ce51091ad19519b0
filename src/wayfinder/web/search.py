"""The search page at `/`. It works without JavaScript; what is typed never enters an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from jinja2 import Environment
from msgspec import structs

from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry
from wayfinder.errors import FieldError, InvalidInput, NotReady
from wayfinder.web.form import PAGE_SIZE, SearchForm
from wayfinder.web.rendering import shown_as

Answering = Callable[[Enquiry], Answer]


def router(answer: Answering, templates: Environment) -> APIRouter:
    """The page, over whatever answers an enquiry."""
    routes = APIRouter(include_in_schema=False)
    template = templates.get_template("search.html")

    def page(request: Request, status: int, **shown: Any) -> Response:
        return shown_as(template, request, status, **(_EMPTY | shown))

    @routes.get("/")
    async def form(request: Request) -> Response:
        """The empty form: nobody's, so that a browser may hold the page that Back leads to."""
        return page(request, 200, cache="no-cache")

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
        errors = _in_form_order(*faults, *_at_fields(wrong))
        found = {} if faults else _around(enquiry, wrong, answer)
        return 422, {**wrong.facts, "errors": errors, **found}
    except NotReady:
        return 503, {"errors": faults, "not_ready": True}
    if faults:
        return 422, {**_help(said), "errors": faults}
    return 200, _found(said, enquiry)


def _found(said: Answer, enquiry: Enquiry) -> dict[str, Any]:
    return {**_help(said), "answer": said, "first": enquiry.offset + 1}


def _help(said: Answer) -> dict[str, Any]:
    return {"urgent": said.urgent, "front_doors": said.front_doors}


def _around(enquiry: Enquiry, wrong: InvalidInput, answer: Answering) -> dict[str, Any]:
    """What there is around the first half of a postcode of which only that is known."""
    outward = wrong.facts.get("outward")
    if outward is None:
        return {}
    enquiry = structs.replace(enquiry, postcode=str(outward))
    return _found(answer(enquiry), enquiry)


def _in_form_order(*faults: FieldError) -> list[FieldError]:
    return sorted(faults, key=lambda fault: SearchForm.__struct_fields__.index(fault.field))


def _at_fields(wrong: InvalidInput) -> tuple[FieldError, ...]:
    """Each fault at a field of the form; what names none of them is about the place."""
    named = tuple(each for each in wrong.errors if each.field in SearchForm.__struct_fields__)
    return named or (FieldError("postcode", wrong.detail),)
