"""The declared schema and the real answers, held together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.caller import Caller
from tests.desk import FALLS, ToldDesk, an_answer, assembled
from wayfinder.app import openapi_json
from wayfinder.errors import FieldError, MalformedPostcode

REPO = Path(__file__).parents[3]
APP = assembled(ToldDesk())
DOCUMENT = APP.openapi()
GET_PATHS = {
    "/v1/services/{id}": f"/v1/services/{FALLS.id}",
    "/v1/changes": "/v1/changes?since=3",
    "/v1/needs": "/v1/needs",
    "/v1/places/{postcode}": "/v1/places/SG1 1EH",
    "/healthz": "/healthz",
    "/readyz": "/readyz",
}
KEYED = ("/v1/links", "/v1/quality")
"""Read in their own tests, with a key."""


def closed(schema: Any) -> Any:
    """The schema with every object closed, so that a field nobody declared is an error too."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {key: closed(value) for key, value in schema.items()}
    return {"additionalProperties": False, **shut} if "properties" in schema else shut


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(closed({**schema, "components": DOCUMENT["components"]}))


def declared(path: str, method: str, status: str) -> dict[str, Any]:
    content = DOCUMENT["paths"][path][method]["responses"][status]["content"]
    (schema,) = (each["schema"] for each in content.values())
    return dict(schema)


def test_the_committed_document_is_the_application_s() -> None:
    committed = (REPO / "openapi" / "wayfinder.json").read_text("utf-8")
    assert committed == openapi_json(), "run `wayfinder openapi > openapi/wayfinder.json`"


def test_a_real_answer_is_as_declared() -> None:
    answer = Caller(APP).post("/v1/match", json={"need": "x"}).json()
    validator(declared("/v1/match", "post", "200")).validate(answer)
    assert answer["matches"][0]["service"]["organization"]["name"] == "Steady Trust"


def test_the_check_notices_a_field_nobody_declared() -> None:
    answer = Caller(APP).post("/v1/match", json={"need": "x"}).json()
    answer["matches"][0]["service"]["secret"] = 1
    assert not validator(declared("/v1/match", "post", "200")).is_valid(answer)


@pytest.mark.parametrize(("path", "url"), GET_PATHS.items())
def test_every_read_is_as_declared(path: str, url: str) -> None:
    validator(declared(path, "get", "200")).validate(Caller(APP).get(url).json())


def test_every_declared_read_is_among_those() -> None:
    declared_reads = {path for path, methods in DOCUMENT["paths"].items() if "get" in methods}
    assert declared_reads == {*GET_PATHS, *KEYED}


def test_a_problem_is_as_declared() -> None:
    problem = Caller(APP).post("/v1/match", json={}).json()
    validator(declared("/v1/match", "post", "422")).validate(problem)


def test_a_place_that_cannot_be_used_hides_neither_danger_nor_doors() -> None:
    said = an_answer()
    bad_place = MalformedPostcode("Try SG1 1EH", (FieldError("postcode", "Try SG1 1EH"),))
    facts = {"urgent": said.urgent, "front_doors": said.front_doors}
    caller = Caller(assembled(ToldDesk(bad_place.knowing(**facts))))
    problem = caller.post("/v1/match", json={"need": "x", "postcode": "zz"}).json()
    validator(declared("/v1/match", "post", "422")).validate(problem)
    assert problem["urgent"][0]["contacts"] == [{"name": "NHS 111", "phone": "111"}]
    assert [door["name"] for door in problem["front_doors"]] == ["HertsHelp"]


@pytest.mark.parametrize(
    ("body", "good"),
    [
        ({"need": "x", "person": {"age": 3}, "filters": {"channels": ["phone"]}}, True),
        ({"needs": ["falls"], "latitude": 51.9, "longitude": 0.1}, True),
        ({"need": "x", "pstcode": "y"}, False),
        ({"need": "x", "limit": 51}, False),
    ],
)
def test_the_declared_request_is_the_one_read(body: dict[str, Any], good: bool) -> None:
    content = DOCUMENT["paths"]["/v1/match"]["post"]["requestBody"]["content"]
    schema = content["application/json"]["schema"]
    assert validator(schema).is_valid(body) is good
    assert (Caller(APP).post("/v1/match", json=body).status_code == 200) is good


def test_every_reference_leads_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    text = str(DOCUMENT)
    named = {part.split("'")[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)
