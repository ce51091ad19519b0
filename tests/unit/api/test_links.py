"""Pairs are for people with a key; a judgement bears the name of the key's holder."""

from __future__ import annotations

import httpx
import pytest

from tests.caller import Caller
from tests.desk import FALLS, KEY, RISKY_LINK, ToldDesk, assembled
from tests.unit.api.test_contract import declared, validator

HELD = {"authorization": f"Bearer {KEY}"}
WORD = {"left_id": FALLS.id, "right_id": RISKY_LINK.id, "same": True, "note": "Rang both."}


def ask(method: str, path: str, **more: object) -> httpx.Response:
    return Caller(assembled(ToldDesk())).request(method, path, **more)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/links"), ("POST", "/v1/links/judgements")]
)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": KEY},
        {"authorization": "Bearer wfk_guess"},
        {"authorization": "Bearer"},
    ],
)
def test_without_a_key_nothing_is_told(method: str, path: str, headers: dict[str, str]) -> None:
    response = ask(method, path, headers=headers, json=WORD if method == "POST" else None)
    assert (response.status_code, response.json()["code"]) == (401, "key_needed")
    assert response.headers["www-authenticate"] == "Bearer"
    assert FALLS.name not in response.text


def test_pairs_are_laid_side_by_side() -> None:
    told = ask("GET", "/v1/links", headers=HELD).json()
    validator(declared("/v1/links", "get", "200")).validate(told)
    (pair,) = told["pairs"]
    assert pair["left"]["name"] == FALLS.name
    assert pair["left"]["places"] == [], "a confidential place is no help to tell two apart"
    assert pair["reasons"]


def test_a_word_is_kept_under_its_speakers_name() -> None:
    told = ask("POST", "/v1/links/judgements", headers=HELD, json=WORD).json()
    validator(declared("/v1/links/judgements", "post", "200")).validate(told)
    assert (told["same"], told["judged_by"]) == (True, "maria")


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"same": "yes"}, "same"), ({"left_id": "7"}, "left_id"), ({"who": "me"}, "who")],
)
def test_what_cannot_be_read_is_named(changed: dict[str, object], field: str) -> None:
    response = ask("POST", "/v1/links/judgements", headers=HELD, json=WORD | changed)
    assert response.status_code == 422
    assert [each["field"] for each in response.json()["errors"]] == [field]


def test_only_two_kinds_of_pair_are_listed() -> None:
    assert ask("GET", "/v1/links?verdict=certain", headers=HELD).status_code == 200
    assert ask("GET", "/v1/links?verdict=sure", headers=HELD).status_code == 422


def test_the_next_page_goes_on_where_the_last_one_ended() -> None:
    cursor = f"0.81_1_{FALLS.id}_{RISKY_LINK.id}"
    told = ask("GET", f"/v1/links?cursor={cursor}", headers=HELD).json()
    assert (told["pairs"], told["total"], told["next"]) == ([], 1, None)


@pytest.mark.parametrize("cursor", ["", "7", "0.81_1_a_b", f"nan_1_{FALLS.id}_{FALLS.id}"])
def test_a_cursor_that_nobody_gave_out_is_refused(cursor: str) -> None:
    response = ask("GET", f"/v1/links?cursor={cursor}", headers=HELD)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "cursor"


def test_a_word_that_shows_a_withheld_place_has_to_say_so() -> None:
    word = WORD | {"same": False}
    refused = ask("POST", "/v1/links/judgements", headers=HELD, json=word)
    assert (refused.status_code, refused.json()["code"]) == (422, "place_would_show")
    said = ask("POST", "/v1/links/judgements", headers=HELD, json=word | {"show_place": True})
    assert said.json()["same"] is False
