"""Rows are cut out of any wrapping, whole, however the bytes happen to arrive."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.errors import FeedError
from wayfinder.ingest import json_stream
from wayfinder.ingest.json_stream import json_objects
from wayfinder.ingest.reading import Feed

ROWS = [{"id": "1", "note": 'a "]}" \\'}, {"id": "2", "tags": [{"a": []}, {}]}]


def cut(feed: Feed) -> list[Any]:
    return [json.loads(element.raw) for element in json_objects(feed)]


WRAPPINGS: dict[str, Callable[[list[Any]], str]] = {
    "array": json.dumps,
    "array, pretty": lambda rows: json.dumps(rows, indent=2),
    "JSON lines": lambda rows: "".join(json.dumps(row) + "\n" for row in rows),
    "lines with gaps": lambda rows: "\n\n".join(json.dumps(row, indent=1) for row in rows),
    "page": lambda rows: json.dumps({"total_items": 2, "contents": rows, "empty": False}),
    "page 1.0": lambda rows: json.dumps({"content": rows, "pageable": {"sort": {}}}, indent=4),
    "page after links": lambda rows: json.dumps({"links": {"a": [{"b": 1}]}, "contents": rows}),
    "two lists": lambda rows: json.dumps(
        {"contents": rows[:1], "n": 2, "data": rows[1:]}, indent=1
    ),
    "pages, one a line": lambda rows: "\n".join(json.dumps({"contents": [row]}) for row in rows),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("chunk", [1, 3, 10_000])
def test_every_wrapping_gives_the_same_rows(
    feed: Callable[..., Feed], wrapping: str, chunk: int
) -> None:
    elements = list(json_objects(feed(WRAPPINGS[wrapping](ROWS), chunk)))
    assert [json.loads(element.raw) for element in elements] == ROWS
    assert [element.row for element in elements] == [1, 2]


def test_a_bare_object_is_one_row(feed: Callable[..., Feed]) -> None:
    detail = {"id": "1", "contacts": [{"phones": []}]}
    assert cut(feed(json.dumps(detail))) == [detail]


@pytest.mark.parametrize("empty", ["[]", '{"contents": []}', " [ ] \n"])
def test_an_empty_page_has_no_rows(feed: Callable[..., Feed], empty: str) -> None:
    assert cut(feed(empty)) == []


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(min_size=9), values, max_size=4)


@given(st.lists(objects, max_size=4), st.sampled_from(sorted(WRAPPINGS)), st.integers(1, 40))
def test_no_content_confuses_the_cutting(rows: list[Any], wrapping: str, chunk: int) -> None:
    data = WRAPPINGS[wrapping](rows).encode()
    parts = (data[at : at + chunk] for at in range(0, len(data), chunk))
    assert cut(Feed("feed", parts)) == rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[{"id": 1}, {"id": 2', "row 2: it breaks off"),
        ('[{"id": 1},', "row 2: it breaks off"),
        ('{"contents": [{"id": 1}]', "row 2: it breaks off"),
        ('{"id": 1}\n{"id": "2', "row 2: it breaks off"),
        ('{"id": 1}\nError 500\n', "row 2: it breaks off or is not JSON"),
        ("Service unavailable", "row 1: it breaks off or is not JSON"),
        ('{"id": 1}\noops {"id": 2}', "row 2: 'oops' is no object"),
        ("[1, 2]", "row 1: '1, 2' is no object"),
        ('[[{"id": 1}]]', "row 1: a list stands where an object"),
        ('{"id": 1}}', "row 2: a bracket closes that was never opened"),
    ],
)
def test_a_broken_document_is_refused_by_row(
    feed: Callable[..., Feed], text: str, says: str
) -> None:
    with pytest.raises(FeedError, match=says):
        cut(feed(text))


@pytest.mark.parametrize("opening", [b'[{"id": 1}, {"id": "', b'{"id": 1}\n{"note": "'])
def test_a_row_of_200_mb_is_refused_without_being_read(opening: bytes) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        yield opening
        for _ in range(200):
            read += 1
            yield b"x" * (1 << 20)

    with pytest.raises(FeedError, match=r"big\.json, row 2 is longer than 8 MB"):
        cut(Feed("big.json", endless()))
    assert read < 12


@given(st.text(alphabet='a"\\\n{[é', max_size=40), st.integers(1, 5))
def test_a_string_may_be_cut_anywhere(text: str, chunk: int) -> None:
    data = json.dumps([{"id": text}, {text: [text]}], ensure_ascii=False).encode()
    parts = (data[at : at + chunk] for at in range(0, len(data), chunk))
    assert cut(Feed("cut.json", parts)) == [{"id": text}, {text: [text]}]


def test_a_long_string_is_read_once_however_many_chunks_it_comes_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at = 0

    class Counting:
        def match(self, held: bytes, start: int) -> re.Match[bytes] | None:
            nonlocal looked_at
            looked_at += len(held) - start
            return rest.match(held, start)

    rest = json_stream._STRING_REST
    monkeypatch.setattr(json_stream, "_STRING_REST", Counting())
    chunks = [b'[{"id": "', *[b"x" * 1000] * 500, b'"}]']
    ((_, raw),) = json_objects(Feed("long.json", iter(chunks)))
    assert len(raw) > 500_000
    assert looked_at < 2 * len(raw)


def test_a_feed_far_larger_than_a_row_may_be_is_read() -> None:
    row = b'{"id": 1, "note": "' + b"y" * 900_000 + b'"},'

    def large() -> Iterator[bytes]:
        yield b'{"contents": ['
        yield from (row for _ in range(20))
        yield b"{}]}"

    assert sum(1 for _ in json_objects(Feed("large.json", large()))) == 21
