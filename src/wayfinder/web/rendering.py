"""How pages are written: the templates, what they know to say, and the headers they go out with."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from wayfinder.index.bodies import HitService
from wayfinder.web import words
from wayfinder.web.told import and_answer, but_circumstances

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy of the pages: one script of ours, and what it fetches from us."""


def shown_as(
    template: Template, request: Request, status: int, cache: str = "no-store", **shown: Any
) -> Response:
    """A page, which no cache keeps: what somebody looked for is nobody's business. `cache` is for
    a page that is the same for everybody."""
    html = template.render(root=request.scope.get("root_path", ""), **shown)
    headers = {"cache-control": cache, "content-security-policy": POLICY}
    return Response(html, status, media_type="text/html", headers=headers)


def templates() -> Environment:
    """The templates; a name that they do not know is an error, never a blank."""
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
