"""Whether a web page is there, asked over real HTTP; nobody private is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from msgspec.structs import replace

from tests.made_up import service
from tests.unit.insight.quality.evidence import POSTCODES, TODAY, evidence
from wayfinder.insight.quality.measure import Measuring, Wanted
from wayfinder.insight.quality.reaching import LINK_MANNERS, LinkState, reaching

HERE = replace(LINK_MANNERS, allow_private=True, timeout_s=1.0)
ANSWERS: dict[str, tuple[int, str | None]] = {
    "/works": (200, None),
    "/gone": (404, None),
    "/gone-for-good": (410, None),
    "/refused": (403, None),
    "/broken": (500, None),
    "/moved": (301, "/works"),
    "/moved-twice": (308, "/moved"),
    "/today": (302, "/works"),
    "/then-moved": (302, "/moved"),
    "/moved-to-nothing": (301, "/gone"),
    "/circle": (302, "/circle"),
    "/to-a-file": (301, "file:///etc/passwd"),
}


class Site(BaseHTTPRequestHandler):
    """Answers as `ANSWERS` says; "/no-head" knows GET alone."""

    asked: list[tuple[str, str]]

    def do_HEAD(self) -> None:
        self._answer("HEAD")

    def do_GET(self) -> None:
        self._answer("GET")

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, method: str) -> None:
        self.asked.append((method, self.path))
        whole = (200 if method == "GET" else 405, None)
        status, target = whole if self.path == "/no-head" else ANSWERS[self.path]
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def asked(url: str, manners: object = HERE) -> LinkState:
    with reaching(manners, clock=lambda: 0.0, sleep=lambda _: None) as reach:  # type: ignore[arg-type]
        return reach(url)


@pytest.mark.parametrize(
    ("path", "state", "to"),
    [
        ("/works", "works", None),
        ("/no-head", "works", None),
        ("/gone", "gone", None),
        ("/gone-for-good", "gone", None),
        ("/refused", "refused", None),
        ("/broken", "no_answer", None),
        ("/moved", "moved", "/works"),
        ("/moved-twice", "moved", "/works"),
        ("/today", "works", None),
        ("/then-moved", "works", None),
        ("/moved-to-nothing", "gone", None),
        ("/circle", "no_answer", None),
        ("/to-a-file", "no_answer", None),
    ],
)
def test_what_became_of_a_page(site: str, path: str, state: str, to: str | None) -> None:
    found = asked(site + path)
    assert (found.state, found.to) == (state, to and site + to)


def test_a_page_that_is_there_is_never_sent_for(site: str) -> None:
    Site.asked.clear()
    asked(site + "/works")
    assert Site.asked == [("HEAD", "/works")]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "ftp://host.example/", "http://user:secret@host.example/", "x"]
)
def test_nothing_is_asked_off_the_public_web(url: str) -> None:
    assert asked(url, LINK_MANNERS) == LinkState("no_answer", "not an address on the public web")


def test_a_host_that_is_not_there_gives_no_answer() -> None:
    assert asked("http://127.0.0.1:1/").state == "no_answer"


def test_each_address_is_asked_once_and_counted_by_source() -> None:
    """A page that is gone or moved is a row for each record with it; no answer is not "gone"."""
    urls = {"gone": "https://a.example", "moved": "https://b.example", "no": "https://c.example"}
    services = [service(f"{name}{n}", url=url) for name, url in urls.items() for n in (1, 2)]
    states = {
        urls["gone"]: LinkState("gone", "status 404"),
        urls["moved"]: LinkState("moved", "status 200", "https://new.example"),
        urls["no"]: LinkState("no_answer", "ConnectTimeout"),
    }
    times: list[str] = []

    def reach(url: str) -> LinkState:
        times.append(url)
        return states[url]

    measuring = Measuring(evidence(services), POSTCODES.__contains__, TODAY, Wanted(rows=True))
    measuring.records()
    assert measuring.report().overall.links is None
    done: list[tuple[int, int]] = []
    measuring.reached(measuring.links().reach(reach, lambda *step: done.append(step)))
    found = measuring.report()
    assert sorted(times) == sorted(urls.values())
    assert done == [(1, 3), (2, 3), (3, 3)]
    assert found.sources[0].links == {
        "works": 0, "doubtful": 0, "moved": 1, "gone": 1, "refused": 0, "no_answer": 1,
    }  # fmt: skip
    told = [(row.record_id, row.right) for row in found.fixes if row.code == "moved"]
    assert told == [("moved1", "https://new.example"), ("moved2", "https://new.example")]
    assert [row.record_id for row in found.fixes if row.code == "gone"] == ["gone1", "gone2"]
