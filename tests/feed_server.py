"""A publisher of Open Referral feeds over real HTTP that misbehaves as live ones do, by a seed.

`Habits` are a feed's standing oddities, `Trouble` what goes wrong with single requests, and edits
are what its editors do while somebody is reading it.
"""

from __future__ import annotations

import gzip
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import Struct

Record = dict[str, Any]
Trouble = Literal["429", "500", "cut", "drip", "html", "error object", "empty page"]
Envelope = Literal["3.0", "1.0", "data", "bare"]
Edit = Callable[["Directory"], None]
Write = Callable[[int | str], Record]

TROUBLES: tuple[Trouble, ...] = (
    "429", "500", "cut", "drip", "html", "error object", "empty page",
)  # fmt: skip


class Habits(Struct, frozen=True, kw_only=True):
    """How a feed is, always. `hole` is a page number that is empty though others follow."""

    envelope: Envelope = "3.0"
    first_number: int = 1
    page_size: int = 5
    honours_per_page: bool = False
    ignores_page: bool = False
    shallow: bool = True
    details: Literal["all", "none", "wrapped"] = "all"
    integer_ids: bool = False
    totals: Literal["right", "high", "low", "none"] = "right"
    last_flag: Literal["right", "always", "never", "none"] = "right"
    beyond: Literal["empty", "404", "clamp", "400"] = "empty"
    lists_twice: bool = False
    hole: int | None = None
    packed: bool = False


class Answer(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str] = {}  # noqa: RUF012
    manner: Literal["plain", "cut", "drip"] = "plain"


class Directory:
    """What the publisher holds: records in the order of its list, and those that came and went."""

    def __init__(
        self, count: int, *, integer_ids: bool = False, write: Write | None = None
    ) -> None:
        self._made = 0
        self._integer_ids = integer_ids
        self._write = write or full_record
        self.records: list[Record] = []
        for _ in range(count):
            self.insert(len(self.records))
        self.lasting = set(self.ids)

    @property
    def ids(self) -> list[str]:
        return [str(record["id"]) for record in self.records]

    def insert(self, at: int) -> None:
        self._made += 1
        own_id = self._made if self._integer_ids else f"svc-{self._made:04}"
        self.records.insert(at, self._write(own_id))

    def remove(self, at: int) -> None:
        gone = self.records.pop(at)
        self.lasting.discard(str(gone["id"]))

    def move(self, at: int, to: int) -> None:
        self.records.insert(to, self.records.pop(at))


def full_record(own_id: int | str) -> Record:
    """A service as a detail page has it."""
    return {
        "id": own_id,
        "name": f"Service {own_id}",
        "status": "active",
        "description": f"<p>What service {own_id} does</p>",
        "organization": {"id": "org", "name": "Publisher"},
        "contacts": [{"id": f"c{own_id}", "phones": [{"number": "01727 866100"}]}],
    }


def random_edits(dice: random.Random, size: int, requests: int) -> dict[int, Edit]:
    """Edits after some of the first `requests` answers: records come, go and move."""
    moments = dice.sample(range(1, requests), k=dice.randint(0, 4))
    return {at: random_edit(dice, size) for at in moments}


def random_edit(dice: random.Random, size: int) -> Edit:
    """One edit of a directory of about `size` records."""
    at, to, kind = dice.randrange(size), dice.randrange(size), dice.randrange(5)

    def edit(held: Directory) -> None:
        last = len(held.records) - 1
        match kind:
            case 0:
                held.insert(min(at, last))
            case 1:
                held.remove(min(at, last))
            case 2:
                held.move(min(at, last), min(to, last))
            case 3:
                held.move(0, last)
            case _:
                held.remove(0)
                held.insert(last)

    return edit


class FeedServer:
    """Answers requests and remembers them; `url` is the feed's base."""

    def __init__(self, url: str, directory: Directory, habits: Habits) -> None:
        self.url = url
        self.directory = directory
        self.habits = habits
        self.troubles: dict[int, Trouble] = {}
        self.edits: dict[int, Edit] = {}
        self.failing: set[str] = set()
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def answer(self, target: str) -> Answer:
        """The answer to the path and query of a request, with what goes wrong this time."""
        with self._lock:
            number = len(self.asked)
            self.asked.append(target)
            right = self._right(target)
            if edit := self.edits.get(number):
                edit(self.directory)
            trouble = self.troubles.get(number)
            return self._troubled(trouble, right, target) if trouble else right

    def _right(self, target: str) -> Answer:
        parts = urlsplit(target)
        if parts.path == "/services":
            return self._packed(self._list(parse_qs(parts.query)))
        own_id = unquote(parts.path.removeprefix("/services/"))
        if own_id in self.failing:
            return Answer(500, b"stack trace")
        found = [one for one in self.directory.records if str(one["id"]) == own_id]
        if not found or self.habits.details == "none":
            return Answer(404, b"not found")
        body = {"data": found} if self.habits.details == "wrapped" else found[0]
        return self._packed(Answer(200, json.dumps(body).encode()))

    def _packed(self, answer: Answer) -> Answer:
        if not self.habits.packed:
            return answer
        return answer._replace(
            body=gzip.compress(answer.body), headers={"Content-Encoding": "gzip"}
        )

    def _list(self, query: dict[str, list[str]]) -> Answer:
        habits = self.habits
        size = int(query["per_page"][0]) if habits.honours_per_page else habits.page_size
        index = 0 if habits.ignores_page else int(query["page"][0]) - habits.first_number
        rows = self._rows()
        pages = -(-len(rows) // size)
        if index < 0:
            return Answer(400, b"no such page")
        if index >= pages and habits.beyond in ("404", "400"):
            return Answer(int(habits.beyond), b"no such page")
        if index >= pages and habits.beyond == "clamp":
            index = max(pages - 1, 0)
        shown = rows[index * size : (index + 1) * size]
        body = self._enveloped(shown, len(rows), pages, index)
        return Answer(200, json.dumps(body).encode())

    def _rows(self) -> list[Record]:
        """The list's rows; a hole is made of rows that are not shown."""
        rows = [self._shown(record) for record in self.directory.records]
        if self.habits.lists_twice:
            rows += rows[:2]
        if self.habits.hole is not None:
            at = self.habits.hole * self.habits.page_size
            rows[at:at] = [{}] * self.habits.page_size
        return rows

    def _shown(self, record: Record) -> Record:
        if not self.habits.shallow:
            return record
        return {key: record[key] for key in ("id", "name", "status")}

    def _enveloped(self, rows: list[Record], count: int, pages: int, index: int) -> object:
        habits = self.habits
        rows = [row for row in rows if row]
        if habits.envelope == "bare":
            return rows
        if habits.envelope == "data":
            return {"data": rows}
        total = {"right": count, "high": count + 7, "low": count // 2, "none": None}[habits.totals]
        ends = {"right": index + 1 >= pages, "always": True, "never": False, "none": None}
        modern = habits.envelope == "3.0"
        named = ("total_items", "total_pages", "page_number", "size", "first_page", "last_page")
        older = ("totalElements", "totalPages", "number", "size", "first", "last")
        values = (total, pages, index + habits.first_number, len(rows), index == 0)
        envelope = dict(
            zip(named if modern else older, (*values, ends[habits.last_flag]), strict=True)
        )
        told = {key: value for key, value in envelope.items() if value is not None}
        return {**told, "empty": not rows, "contents" if modern else "content": rows}

    def _troubled(self, trouble: Trouble, right: Answer, target: str) -> Answer:
        if trouble == "429":
            return Answer(429, b"", {"Retry-After": "0"})
        if trouble == "500":
            return Answer(500, b"oops")
        if trouble == "cut" or trouble == "drip":  # noqa: PLR1714 (a Literal, for mypy)
            return right._replace(manner=trouble)
        if trouble == "html":
            return Answer(200, b"<!doctype html><title>Back soon</title>")
        if trouble == "error object" or "page=" not in target:
            return Answer(200, b'{"error": "timeout"}')
        return Answer(200, json.dumps(self._enveloped([], 0, 0, 0)).encode())


@contextmanager
def serving(directory: Directory, habits: Habits) -> Iterator[FeedServer]:
    """The feed on a port of this machine, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = made.answer(self.path)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if answer.manner == "cut":
                self.wfile.write(answer.body[: len(answer.body) // 2])
            elif answer.manner == "drip":
                for at in range(0, len(answer.body), 200):
                    self.wfile.write(answer.body[at : at + 200])
                    time.sleep(0.001)
            else:
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = FeedServer(f"http://127.0.0.1:{server.server_port}", directory, habits)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
