"""A feed asked for JSON: what it is told, and what need not be told again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.host import HERE, Answer, Host, Watch
from tests.unit.ingest.fetching.conftest import NOW
from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.asking import Asking
from wayfinder.ingest.fetching.web import Visit


@pytest.fixture
def ask(host: Host, visit: Callable[..., Visit]) -> Callable[..., Any]:
    made = visit()
    return Asking(host.url, made.fetching, made.kept).get


def test_an_answer_is_decoded(host: Host, ask: Callable[..., Any]) -> None:
    host.file("/services", '{"contents": []}')
    assert ask("/services", {"page": 2, "per_page": 100}) == {"contents": []}
    assert host.paths == ["/services?page=2&per_page=100"]
    assert host.asked[0].headers["accept"] == "application/json"


def test_a_query_of_the_base_goes_with_every_request(
    host: Host, visit: Callable[..., Visit]
) -> None:
    host.file("/v3/services", "[]")
    host.file("/v3/services/a%2Fb", "{}")
    made = visit()
    asking = Asking(f"{host.url}/v3?key=secret", made.fetching, made.kept)
    asking.get("/services", {"page": 1})
    asking.get("/services/a%2Fb", {})
    assert host.paths == ["/v3/services?key=secret&page=1", "/v3/services/a%2Fb?key=secret"]
    assert "secret" not in asking.name


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_missing_may_be_none(host: Host, ask: Callable[..., Any], status: int) -> None:
    host.answers["/services/a"] = [Answer(status)]
    assert ask("/services/a", {}, missing_is_none=True) is None
    with pytest.raises(FeedError, match=f"answered with status {status}"):
        ask("/services/a", {})


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(403), "answered with status 403"),
        (Answer(304), "answered with status 304"),
        (Answer(body=" <!doctype html>"), "sent a web page, not JSON"),
        (Answer(body='{"contents": ['), "sent no valid JSON"),
        (Answer(body="[" * 100_000), "nested too deep"),
        (Answer(body=""), "sent no valid JSON"),
    ],
)
def test_what_is_no_answer_is_told(
    host: Host, ask: Callable[..., Any], answer: Answer, says: str
) -> None:
    host.answers["/services"] = [answer]
    with pytest.raises(FeedError, match=says):
        ask("/services", {})


class Harvests:
    """One harvest after another of the same feed, its answers kept in a file."""

    def __init__(self, host: Host, watch: Watch, folder: Path) -> None:
        self._host = host
        self._web = watch.web(folder)

    def run(
        self, *paths: str, basis: str | None = None, settle: str | None = "b", page: int = 0
    ) -> bool:
        """Whether all was unchanged; `settle` None is a run that dies at its end."""
        with self._web.visit("s", HERE, basis, NOW) as made:
            asking = Asking(self._host.url, made.fetching, made.kept)
            for path in paths:
                asking.get(path, {"page": page} if page else {}, missing_is_none=True)
            unchanged = made.kept.unchanged
            if settle:
                made.kept.settle(settle)
        made.kept.close()
        return unchanged


@pytest.fixture
def harvests(host: Host, watch: Watch, tmp_path: Path) -> Harvests:
    host.file("/1", "[1]", etag='"a"')
    host.file("/2", "[2]", etag='"b"')
    return Harvests(host, watch, tmp_path)


def test_what_has_not_changed_is_not_sent_again(host: Host, harvests: Harvests) -> None:
    assert not harvests.run("/1", "/2", "/gone")
    assert harvests.run("/1", "/2", "/gone", basis="b")
    assert harvests.run("/1", "/2", "/gone", basis="b")
    known = [asked.headers.get("if-none-match") for asked in host.asked]
    assert known == [None, None, None, '"a"', '"b"', None, '"a"', '"b"', None]


def test_one_change_is_a_change(host: Host, harvests: Harvests) -> None:
    harvests.run("/1", "/2")
    host.file("/2", "[3]", etag='"c"')
    assert not harvests.run("/1", "/2", basis="b")
    assert harvests.run("/1", "/2", basis="b")


def test_a_run_that_died_goes_on_where_it_was(host: Host, harvests: Harvests) -> None:
    host.answers["/2"] = [Answer(403)]
    with pytest.raises(FeedError):
        harvests.run("/1", "/2")
    host.file("/2", "[2]")
    assert not harvests.run("/1", "/2")
    assert host.paths == ["/1", "/2", "/2"]


def test_asking_the_same_again_in_one_run_asks_the_feed(host: Host, harvests: Harvests) -> None:
    harvests.run("/1", settle=None)
    host.file("/1", "[9]")
    harvests.run("/1", "/1")
    assert host.paths == ["/1", "/1"]


def test_a_page_of_a_list_is_asked_for_in_any_case_but_need_not_be_sent(
    host: Host, harvests: Harvests
) -> None:
    harvests.run("/1", settle=None, page=1)
    assert not harvests.run("/1", page=1)
    assert [asked.headers.get("if-none-match") for asked in host.asked] == [None, '"a"']
