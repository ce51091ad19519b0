"""A live feed over real HTTP: paging, detail pages, and clear failure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from msgspec.structs import replace

from tests.host import HERE, Answer, Host, Watch, running_host
from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.asking import Asking
from wayfinder.ingest.fetching.manners import Manners
from wayfinder.ingest.formats.oruk_feed import services, write_services
from wayfinder.ingest.reading import Limits


class Publisher:
    """A publisher of a feed on a host."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def page(self, number: int, items: list[Any], *, total: int, **envelope: Any) -> None:
        body = {"total_pages": total, "page_number": number, "contents": items, **envelope}
        self.answer(number, json.dumps(body))

    def answer(self, number: int, body: str) -> None:
        self.host.file(f"/services?page={number}&per_page=100", body)

    def detail(self, own_id: str, **fields: Any) -> None:
        body = json.dumps({"id": own_id, "name": f"Service {own_id}", **fields})
        self.host.file(f"/services/{own_id}", body)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with running_host() as host:
        yield Publisher(host)


@contextmanager
def asking_of(url: str, manners: Manners = HERE) -> Iterator[Asking]:
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    with Watch().web().visit("s", manners, None, now) as visit:
        yield Asking(url, visit.fetching, visit.kept)
    visit.kept.close()


@pytest.fixture
def read(publisher: Publisher) -> Callable[..., list[dict[str, Any]]]:
    def all_services(manners: Manners = HERE) -> list[dict[str, Any]]:
        with asking_of(publisher.host.url, manners) as asking:
            return list(services(asking))

    return all_services


FULL = {
    "organization": {"id": "o", "name": "Org"},
    "description": "What it does",
    "contacts": [{"id": "c"}],
}


def test_all_pages_are_read_in_order(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]]
) -> None:
    publisher.page(1, [{"id": "a", **FULL}, {"id": "b", **FULL}], total=2)
    publisher.page(2, [{"id": "c", **FULL}], total=2)
    assert [item["id"] for item in read()] == ["a", "b", "c"]
    pages = ["/services?page=1&per_page=100", "/services?page=2&per_page=100"]
    assert set(pages) <= set(publisher.host.paths)


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
    wrapped = json.dumps({"data": [{"id": "a-1", "name": "Full"}]})
    bad = ['{"error": "timeout"}', '{"id": "another"}']
    for body in bad:
        publisher.host.answers["/services/A-1"] = [Answer(body=body), Answer(body=wrapped)]
        (found,) = read()
        assert (found["id"], found["name"]) == ("A-1", "Full")


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
        publisher.answer(number, body)
    assert [item["id"] for item in read()] == ["a", "b"]


def test_a_record_that_moves_between_pages_counts_once(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]]
) -> None:
    publisher.page(1, [{"id": "a", **FULL}], total=2)
    publisher.page(2, [{"id": "a", **FULL}, {"id": "b", **FULL}], total=2)
    assert [item["id"] for item in read()] == ["a", "b"]


@pytest.mark.parametrize("body", ['{"error": "no"}', '{"contents": ["a"]}'])
def test_what_is_no_page_says_so(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]], body: str
) -> None:
    publisher.answer(1, body)
    with pytest.raises(FeedError, match=r'"contents" should be a list') as caught:
        read()
    assert publisher.host.url in caught.value.detail


def test_a_feed_without_end_is_left(
    publisher: Publisher, read: Callable[..., list[dict[str, Any]]]
) -> None:
    for number in (1, 2, 3):
        publisher.page(number, [{"id": number, **FULL}], total=99)
    with pytest.raises(FeedError, match="more than 3 pages"):
        read(replace(HERE, max_pages=3))


def test_a_whole_feed_is_written_as_json_lines(publisher: Publisher) -> None:
    publisher.page(1, [{"id": "a", "name": "Café", **FULL}], total=2)
    publisher.page(2, [{"id": "b", **FULL}], total=2)
    with asking_of(publisher.host.url) as asking:
        into = BytesIO()
        write_services(asking, into, Limits())
        with pytest.raises(FeedError, match="sends more than 50 bytes"):
            write_services(asking, BytesIO(), Limits(total_bytes=50))
    assert [json.loads(line)["id"] for line in into.getvalue().splitlines()] == ["a", "b"]
