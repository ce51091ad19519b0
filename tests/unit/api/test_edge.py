"""The edge as a whole: problems, headers, cross-origin reading, health, places, needs, services."""

from __future__ import annotations

import pytest

from tests.caller import Caller
from tests.desk import FALLS, ToldDesk, assembled
from wayfinder.errors import MalformedPostcode, NotReady


@pytest.fixture
def caller() -> Caller:
    return Caller(assembled(ToldDesk()))


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1/match", 405, "method_not_allowed"),
        ("DELETE", "/v1/needs", 405, "method_not_allowed"),
        ("GET", "/v1/services/unknown", 404, "not_found"),
        ("GET", "/static/unknown.css", 404, "not_found"),
    ],
)
def test_every_error_is_a_problem(
    caller: Caller, method: str, path: str, status: int, code: str
) -> None:
    response = caller.request(method, path)
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/readyz", "/docs", "/v1/needs", f"/v1/services/{FALLS.id}",
             "/v1/places/SG1%201EH", "/static/wayfinder.css"],
)  # fmt: skip
def test_head_is_get_without_the_body(caller: Caller, path: str) -> None:
    head, got = caller.request("HEAD", path), caller.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(got.content))
    assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/", "GET, HEAD, POST"),
        ("PUT", "/healthz", "GET, HEAD"),
        ("POST", "/v1/places/x", "GET, HEAD"),
        ("GET", "/v1/match", "POST"),
        ("HEAD", "/v1/match", "POST"),
        ("POST", "/static/wayfinder.css", "GET, HEAD"),
    ],
)
def test_a_method_not_taken_is_told_all_that_are(
    caller: Caller, method: str, path: str, allowed: str
) -> None:
    response = caller.request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, allowed)


def test_a_fault_is_told_without_its_message() -> None:
    broken = Caller(assembled(ToldDesk(RuntimeError("secret words"))))
    response = broken.post("/v1/match", json={"need": "secret words"})
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert "secret" not in response.text
    assert "RuntimeError" not in response.text


@pytest.mark.parametrize("path", ["/", "/docs", "/v1/needs", "/nowhere", "/static/wayfinder.css"])
def test_every_answer_carries_the_security_headers(caller: Caller, path: str) -> None:
    headers = caller.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-inline' " not in headers["content-security-policy"].partition("style-src")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_any_origin_may_read_but_never_with_credentials(caller: Caller) -> None:
    origin = {"origin": "https://council.example"}
    headers = caller.post("/v1/match", json={"need": "x"}, headers=origin).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers


def test_a_preflight_for_a_match_is_granted(caller: Caller) -> None:
    asked = {
        "origin": "https://council.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    assert caller.request("OPTIONS", "/v1/match", headers=asked).status_code == 200


def test_only_named_origins_may_read_when_named() -> None:
    caller = Caller(assembled(ToldDesk(), cors_origins=("https://council.example",)))
    other = caller.get("/v1/needs", headers={"origin": "https://other.example"})
    assert "access-control-allow-origin" not in other.headers


def test_ready_tells_the_release(caller: Caller) -> None:
    assert caller.get("/healthz").json() == {"status": "up"}
    assert caller.get("/readyz").json() == {"status": "ready", "release": 4, "services": 2}


def test_without_a_release_the_process_is_up_but_not_ready() -> None:
    caller = Caller(assembled(ToldDesk(NotReady("no release yet"))))
    assert caller.get("/healthz").status_code == 200
    assert (caller.get("/readyz").status_code, caller.get("/").status_code) == (503, 200)


def test_a_place_says_which_levels_are_not_loaded(caller: Caller) -> None:
    place = caller.get("/v1/places/sg1%201eh").json()
    assert place["postcode"] == "SG1 1EH"
    assert place["areas"][0] == {"type": "district", "code": "E07000243", "name": "Stevenage"}
    assert place["not_loaded"] == ["ward", "lsoa", "icb", "sub_icb", "imd"]


def test_a_malformed_postcode_is_a_problem() -> None:
    caller = Caller(assembled(ToldDesk(MalformedPostcode("said"))))
    assert caller.get("/v1/places/zz").json()["code"] == "postcode_malformed"


def test_the_needs_are_listed(caller: Caller) -> None:
    assert [need["id"] for need in caller.get("/v1/needs").json()["needs"]] == ["falls"]


def test_a_service_tells_the_source_of_each_field(caller: Caller) -> None:
    service = caller.get(f"/v1/services/{FALLS.id}").json()
    named = {field: origin["source"] for field, origin in service["provenance"].items()}
    assert (named["name"], named["phones"], named["hours"]) == ("sample", "other", "sample")
    assert "email" not in named
    assert service["unverified"] is True
    assert service["hours"] == [{"weekday": "Monday", "opens_at": "09:00", "closes_at": "17:00"}]


def test_a_service_tells_its_rules_and_the_words_they_were_read_from(caller: Caller) -> None:
    service = caller.get(f"/v1/services/{FALLS.id}").json()
    assert service["eligibility"] == {
        "minimum_age": 65,
        "text": "For people aged 65+",
        "words": {"minimum_age": "aged 65+"},
    }
    assert service["coverage"] == {
        "rules": [{"kind": "area", "text": "Hertfordshire", "area_codes": ["E10000015"]}]
    }


def test_a_confidential_place_and_clinicians_numbers_stay_hidden(caller: Caller) -> None:
    body = caller.get(f"/v1/services/{FALLS.id}").text
    for secret in ("Secret House", "Hidden Lane", "SG1 1EH", "51.9", "01438 000 999"):
        assert secret not in body
