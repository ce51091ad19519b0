"""The quality of the sources, for whoever holds a key."""

from __future__ import annotations

import httpx
import pytest

from tests.caller import Caller
from tests.desk import FALLS, KEY, ToldDesk, assembled
from tests.unit.api.test_contract import declared, validator

HELD = {"authorization": f"Bearer {KEY}"}


def ask(path: str, headers: dict[str, str]) -> httpx.Response:
    return Caller(assembled(ToldDesk())).get(path, headers=headers)


@pytest.mark.parametrize("path", ["/v1/quality", "/v1/quality?source=sample"])
@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wfk_guess"}])
def test_without_a_key_nothing_is_told(path: str, headers: dict[str, str]) -> None:
    response = ask(path, headers)
    assert (response.status_code, response.json()["code"]) == (401, "key_needed")


def test_all_sources_are_told_in_counts_and_one_with_its_rows() -> None:
    every, one = (ask(f"/v1/quality{query}", HELD).json() for query in ("", "?source=sample"))
    for told in (every, one):
        validator(declared("/v1/quality", "get", "200")).validate(told)
    assert every["sources"] == one["sources"]
    assert every["sources"][0]["records"] == 2
    assert (every["services"], one["services"]) == (1, 1)
    assert (every["overall"]["source"], one["overall"]) == (None, one["sources"][0])
    assert every["fixes"] == []
    assert {row["source"] for row in one["fixes"]} == {"sample"}


def test_where_a_confidential_service_is_given_is_not_told() -> None:
    told = ask("/v1/quality?source=sample", HELD).text
    assert FALLS.name in told
    assert "Hidden Lane" not in told


def test_a_source_nobody_knows_is_not_found() -> None:
    assert ask("/v1/quality?source=nobody", HELD).status_code == 404
