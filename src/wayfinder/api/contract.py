"""The OpenAPI document, declared beside the routes and not derived from them at run time."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from wayfinder.api.problems import MEDIA_TYPE, TITLES, Problem

_REF = "#/components/schemas/{name}"

Json = dict[str, Any]


def declares(
    struct: type[msgspec.Struct],
    *problems: int,
    reads: type[BaseModel] | None = None,
    asks: Iterable[Json] = (),
    headers: Json | None = None,
    also: Json | None = None,
) -> Json:
    """Keywords for a route that answers `struct`, or a problem of these statuses, by itself.

    `reads` is what it reads from its body, `asks` the parameters it reads from its address and its
    headers; `headers` are those of the good answer, `also` the other answers that are no problem.
    The keywords change the document, not the route.
    """
    good: Json = {"description": "OK", "content": {"application/json": {"schema": _ref(struct)}}}
    good |= {"headers": headers} if headers else {}
    bad = {str(status): _problem(TITLES[status][1]) for status in problems}
    said: Json = {
        "responses": {"200": good, **(also or {}), **bad, "default": _problem("Any other error")}
    }
    more: Json = {"parameters": list(asks)} if asks else {}
    if reads:
        content = {"application/json": {"schema": _ref(reads)}}
        more["requestBody"] = {"required": True, "content": content}
    return said | ({"openapi_extra": more} if more else {})


def document(app: FastAPI, kinds: Iterable[type]) -> Json:
    """The whole document: FastAPI's paths, and the schemas of `kinds` that the routes refer to."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        license_info=app.license_info,
    )
    made["components"] = {"schemas": _schemas(tuple(kinds))}
    return made


def _schemas(kinds: tuple[type, ...]) -> Json:
    models = [each for each in kinds if issubclass(each, BaseModel)]
    structs = [Problem, *(each for each in kinds if not issubclass(each, BaseModel))]
    found: Json = {}
    for model in models:
        schema = model.model_json_schema(ref_template=_REF.replace("{name}", "{model}"))
        found |= schema.pop("$defs", {}) | {model.__name__: schema}
    found |= msgspec.json.schema_components(structs, ref_template=_REF)[1]
    return {name: _tidied(schema) for name, schema in sorted(found.items())}


def _tidied(schema: Json) -> Json:
    """The schema with its docstring's indentation taken out, as Python 3.13 does by itself."""
    said = schema.get("description")
    return schema | {"description": cleandoc(said)} if said else schema


def _ref(kind: type) -> Json:
    return {"$ref": _REF.format(name=kind.__name__)}


def _problem(description: str) -> Json:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": _ref(Problem)}}}
