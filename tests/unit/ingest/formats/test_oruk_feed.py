"""A live feed over real HTTP: paging, detail pages, patience, and clear failure."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from wayfinder.errors import FeedError
from wayfinder.ingest.formats.oruk_feed import Manners, client, services, spooled
from wayfinder.ingest.json_stream import json_objects
from wayfinder.ingest.reading import USER_AGENT, Limits

Answer = tuple[int, dict[str, str], str]


class Publisher:
    """A publisher of feeds: `answers` holds one answer for a path, or one for each asking."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()

    def page(self, number: int, items: list[Any], *, total: int, **envelope: Any) -> None:
        body = {"total_pages": total, "page_number": number, "contents": items, **envelope}
        self.answers[f"page {number}"] = [(200, {}, json.dumps(body))]

    def detail(self, own_id: str, **fields: Any) -> None:
        body = json.dumps({"id": own_id, "name": f"Service {own_id}", **fields})
        self.answers[f"/services/{own_id}"] = [(200, {}, body)]

    def answer(self, path: str, agent: str) -> Answer:
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        key = f"page {query['page'][0]}" if "page" in query else parts.path
        self.asked.append(key)
        self.agents.add(agent)
        answers = self.answers.get(key, [(404, {}, "not found")])
        return answers.pop(0) if len(answers) > 1 else answers[0]


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = made.answer(self.path, self.headers["User-Agent"])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Publisher(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def read(publisher: Publisher) -> Callable[..., list[dict[str, Any]]]:
    def all_services(manners: Manners | None = None) -> list[dict[str, Any]]:
        with client() as http:
            return list(services(publisher.url, http, manners or Manners(), pauses.append))

    pauses: list[float] = []
    all_services.pauses = pauses  # type: ignore[attr-defined]
    return all_services


FULL = {
    "organization": {"id": "o", "name": "Org"},
    "description": "What it does",
    "contacts": [{"id": "c"}],
}


def test_all_pages_are_read_in_order_and_we_say_who_we_are(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]]
) -> None:
    publisher.page(1, [{"id": "a", **FULL}, {"id": "b", **FULL}], total=2)
    publisher.page(2, [{"id": "c", **FULL}], total=2)
    assert [item["id"] for item in read()] == ["a", "b", "c"]
    assert {"page 1", "page 2", "page 3"} <= set(publisher.asked)
    assert publisher.agents == {USER_AGENT}


def test_a_shallow_item_is_completed_from_its_detail_page(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]]
) -> None:
    listed = [
        {"id": 7, "name": "Short", "vendor": "x", "url": "https://x.example"},
        {"id": "gone", "name": "Gone"},
        {"id": "told", "name": "Told", "email": "a@b.example"},
    ]
    publisher.page(1, listed, total=1)
    publisher.detail("7", **FULL, url=None)
    complete, told = read()
    assert complete["name"] == "Service 7"
    assert complete["contacts"] == FULL["contacts"]
    assert (complete["vendor"], complete["url"]) == ("x", "https://x.example")
    assert told == listed[2]


def test_a_detail_page_without_its_record_is_asked_for_again(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]]
) -> None:
    publisher.page(1, [{"id": "A-1", "name": "Short"}], total=1)
    publisher.detail("A-1", **FULL)
    right = publisher.answers["/services/A-1"]
    wrapped = json.dumps({"data": [{"id": "a-1", "name": "Full"}]})
    publisher.answers["/services/A-1"] = [(200, {}, '{"error": "timeout"}'), (200, {}, wrapped)]
    assert [item["name"] for item in read()] == ["Full"]
    publisher.answers["/services/A-1"] = [(200, {}, '{"id": "another"}'), *right]
    assert [item["name"] for item in read()] == ["Service A-1"]


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([{"totalPages": 2, "content": ["a"]}, {"totalPages": 2, "content": ["b"]}],
                     id="ORUK 1.0"),
        pytest.param([{"contents": ["a"], "last_page": False}, {"contents": ["b"],
                     "last_page": True}], id="no total"),
        pytest.param([{"contents": ["a"], "data": ["b"], "total_pages": 1, "services": 2}],
                     id="two lists on one page"),
        pytest.param([{"contents": ["a"]}, {"contents": ["b"]}, {"contents": []}],
                     id="ends with an empty page"),
        pytest.param([["a", "b"]], id="a bare list is all there is"),
    ],
)  # fmt: skip
def test_the_envelope_has_many_spellings(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]], pages: list[Any]
) -> None:
    for number, page in enumerate(pages, start=1):
        body = json.dumps(page)
        for own_id in "ab":
            body = body.replace(f'"{own_id}"', json.dumps({"id": own_id, **FULL}))
        publisher.answers[f"page {number}"] = [(200, {}, body)]
    assert [item["id"] for item in read()] == ["a", "b"]


def test_a_record_that_moves_between_pages_counts_once(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]]
) -> None:
    publisher.page(1, [{"id": "a", **FULL}], total=2)
    publisher.page(2, [{"id": "a", **FULL}, {"id": "b", **FULL}], total=2)
    assert [item["id"] for item in read()] == ["a", "b"]


def test_a_busy_feed_is_given_the_time_it_asks_for(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]]
) -> None:
    publisher.page(1, [{"id": "a", **FULL}], total=1)
    (answer,) = publisher.answers["page 1"]
    publisher.answers["page 1"] = [(429, {"Retry-After": "7"}, ""), (503, {}, ""), answer]
    assert [item["id"] for item in read()] == ["a"]
    assert read.pauses == [7.0, 2.0]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answer", "says", "asked"),
    [
        ((500, {}, "oops"), r"gave no answer in 4 attempts: status 500", 4),
        ((404, {}, ""), r"answered with status 404", 1),
        ((403, {}, ""), r"answered with status 403", 1),
        ((200, {}, "<!doctype html>"), r"sent a web page, not JSON", 1),
        ((200, {}, '{"contents": ['), r"sent no valid JSON", 1),
        ((200, {}, '{"error": "no"}'), r'"contents" should be a list', 1),
        ((200, {}, '{"contents": ["a"]}'), r'"contents" should be a list', 1),
    ],
)
def test_a_feed_that_fails_says_how(
    publisher: Publisher,
    read: Callable[..., list[dict[str, Any]]],
    answer: Answer,
    says: str,
    asked: int,
) -> None:
    publisher.answers["page 1"] = [answer]
    with pytest.raises(FeedError, match=says) as caught:
        read()
    assert publisher.url in caught.value.detail
    assert len(publisher.asked) == asked


def test_a_feed_without_end_is_left(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]]
) -> None:
    for number in (1, 2, 3):
        publisher.page(number, [{"id": number, **FULL}], total=99)
    with pytest.raises(FeedError, match="more than 3 pages"):
        read(Manners(max_pages=3))


def test_nobody_there_is_a_feed_error() -> None:
    with client() as http, pytest.raises(FeedError, match="gave no answer in 1 attempts"):
        list(services("http://127.0.0.1:9", http, Manners(attempts=1)))


def test_the_whole_feed_is_fetched_before_a_row_is_used(publisher: Publisher) -> None:
    publisher.page(1, [{"id": "a", "name": "Café", **FULL}], total=2)
    with pytest.raises(FeedError), spooled(publisher.url, Limits()):
        pytest.fail("opened half a feed")
    publisher.page(2, [{"id": "b", **FULL}], total=2)
    with spooled(f"{publisher.url}/services/", Limits()) as feed:
        found = [json.loads(element.raw) for element in json_objects(feed)]
    assert [item["id"] for item in found] == ["a", "b"]
