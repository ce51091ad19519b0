"""Each answer out of a release says which; who keeps copies asks for news only, and is told what
left."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.caller import Caller
from tests.desk import FALLS, KEY, RISKY_LINK, WITHDRAWN, ToldDesk, assembled
from tests.unit.api.test_contract import declared, validator

SERVICE = f"/v1/services/{FALLS.id}"
COPIED = (SERVICE, "/v1/changes?since=3", "/v1/needs")
APP = assembled(ToldDesk())
DOCUMENT = APP.openapi()


@pytest.fixture
def caller() -> Caller:
    return Caller(APP)


@pytest.mark.parametrize("path", [*COPIED, "/readyz", f"{SERVICE}?as_of=2026-03-03"])
def test_what_is_read_says_its_release(caller: Caller, path: str) -> None:
    assert caller.get(path).headers["wayfinder-release"] == "4"


@pytest.mark.parametrize("path", ["/v1/match", f"{SERVICE}/check"])
def test_what_is_asked_says_its_release_and_is_kept_by_nobody(caller: Caller, path: str) -> None:
    told = caller.post(path, json={"need": "falls"})
    assert told.headers["wayfinder-release"] == str(told.json()["release"])
    assert told.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", COPIED)
@pytest.mark.parametrize("shown", ["{}", '"other", {}', "*"])
def test_a_copy_that_is_still_the_same_is_not_sent_again(
    caller: Caller, path: str, shown: str
) -> None:
    first = caller.get(path)
    assert first.headers["cache-control"] == "no-cache"
    again = caller.get(path, headers={"if-none-match": shown.format(first.headers["etag"])})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "wayfinder-release"):
        assert again.headers[name] == first.headers[name]


def test_a_service_grows_older_by_the_day_and_is_not_sent_again_for_that(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for day in (3, 9, 30):
        moment = datetime(2026, 5, day, 12, tzinfo=UTC)
        monkeypatch.setattr("wayfinder.api.services.this_moment", lambda moment=moment: moment)
        told = caller.get(SERVICE)
        fresh = {it["freshness"] for it in told.json()["provenance"].values()}
        seen.append((told.headers["etag"], fresh))
    (first, fresh_then), *_, (last, fresh_now) = seen
    assert fresh_then != fresh_now
    assert first == last
    assert first.startswith("W/"), "not the same to the byte"
    strong = first.removeprefix("W/")
    assert caller.get(SERVICE, headers={"if-none-match": strong}).status_code == 304


@pytest.mark.parametrize("shown", ['"other"', "", '"'])
def test_a_copy_that_is_another_is_sent_again(caller: Caller, shown: str) -> None:
    assert caller.get(SERVICE, headers={"if-none-match": shown}).status_code == 200


def test_a_service_that_was_merged_is_told_as_what_it_went_on_as(caller: Caller) -> None:
    told = caller.get(f"/v1/services/{RISKY_LINK.id}")
    assert (told.status_code, told.json()["id"]) == (200, FALLS.id)
    assert told.headers["content-location"] == FALLS.id
    assert "content-location" not in caller.get(f"/v1/services/{FALLS.id}").headers


def test_the_page_of_a_service_that_was_merged_leads_to_the_one_it_went_on_as(
    caller: Caller,
) -> None:
    told = caller.get(f"/services/{RISKY_LINK.id}")
    assert (told.status_code, told.headers["location"]) == (308, FALLS.id)
    assert told.headers["cache-control"] == "no-store", "a merge can be undone"


def test_a_service_that_was_withdrawn_is_gone_and_says_since_when(caller: Caller) -> None:
    told = caller.get(f"/v1/services/{WITHDRAWN}")
    problem = told.json()
    validator(declared("/v1/services/{id}", "get", "410")).validate(problem)
    assert (told.status_code, problem["code"]) == (410, "service_withdrawn")
    assert (problem["withdrawn_at"], problem["release"]) == ("2026-03-03T09:00:00Z", 4)
    assert told.headers["wayfinder-release"] == "4"
    page = caller.get(f"/services/{WITHDRAWN}")
    assert page.status_code == 410
    assert "taken out on 3 March 2026" in page.text
    assert "Say what you need help with" in page.text


def test_a_service_that_never_was_says_in_which_release_it_is_not(caller: Caller) -> None:
    told = caller.get("/v1/services/unknown")
    assert (told.status_code, told.json()["code"]) == (404, "not_found")
    assert (told.json()["release"], told.headers["wayfinder-release"]) == (4, "4")


KEYED = {
    "/v1/links": ("GET", None),
    "/v1/links/judgements": (
        "POST",
        {"left_id": FALLS.id, "right_id": RISKY_LINK.id, "same": True},
    ),
    "/v1/quality": ("GET", None),
}


@pytest.mark.parametrize("path", KEYED)
def test_what_is_told_for_a_key_is_kept_by_nobody(caller: Caller, path: str) -> None:
    method, body = KEYED[path]
    told = caller.request(method, path, json=body, headers={"authorization": f"Bearer {KEY}"})
    assert (told.status_code, told.headers["cache-control"]) == (200, "no-store")


def test_every_route_that_asks_for_a_key_is_among_those() -> None:
    asking = {
        path
        for path, methods in DOCUMENT["paths"].items()
        for route in methods.values()
        if any(each["name"] == "authorization" for each in route.get("parameters", ()))
    }
    assert asking == set(KEYED)


def test_another_site_s_script_may_read_the_release_and_ask_for_news(caller: Caller) -> None:
    origin = {"origin": "https://council.example"}
    exposed = caller.get(SERVICE, headers=origin).headers["access-control-expose-headers"]
    assert set(exposed.split(", ")) == {"wayfinder-release", "content-location", "etag"}
    asked = {
        **origin,
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    assert caller.request("OPTIONS", SERVICE, headers=asked).status_code == 200
