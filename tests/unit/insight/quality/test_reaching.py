"""Whether a web page is there, asked over real HTTP; nobody private is asked."""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from msgspec.structs import replace

from tests.made_up import at, service
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
    "/team": (301, "/"),
    "/": (200, None),
    "/says-not-found": (200, None),
    "/moved-to-not-found": (301, "/says-not-found"),
    "/packed": (200, None),
    "/leaflet.pdf": (200, None),
    "/endless": (200, None),
}
NOT_FOUND = b"<!doctype html><title>Page not found &#8211; A charity</title><h1>Oops</h1>"


class Site(BaseHTTPRequestHandler):
    """Answers as `ANSWERS` says; knows GET alone."""

    asked: list[tuple[str, str]]
    sent_bytes = 0

    def do_GET(self) -> None:
        self._answer("GET")

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, method: str) -> None:
        self.asked.append((method, self.path))
        status, target = ANSWERS[self.path]
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Type", BODIES.get(self.path, ("text/html", b""))[0])
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        if self.path == "/endless":
            self._send_without_end()
            return
        body = BODIES.get(self.path, ("", b""))[1]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_without_end(self) -> None:
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(OSError):
            while Site.sent_bytes < 1 << 28:
                Site.sent_bytes += self.wfile.write(b"<p>word " * 8_192)


BODIES = {
    "/says-not-found": ("text/html; charset=utf-8", NOT_FOUND),
    "/packed": ("text/html", gzip.compress(NOT_FOUND)),
    "/leaflet.pdf": ("application/pdf", NOT_FOUND),
    "/works": ("text/html; charset=x-none", b"<title>Balance classes</title>"),
}


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
        ("/team", "doubtful", None),
        ("/", "works", None),
        ("/says-not-found", "doubtful", None),
        ("/moved-to-not-found", "doubtful", None),
        ("/packed", "works", None),
        ("/leaflet.pdf", "works", None),
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


def test_a_page_is_asked_for_once(site: str) -> None:
    Site.asked.clear()
    asked(site + "/works")
    asked(site + "/gone")
    assert Site.asked == [("GET", "/works"), ("GET", "/gone")]


def test_no_more_than_the_beginning_of_a_page_is_read(site: str) -> None:
    assert asked(site + "/endless").state == "works"
    assert Site.sent_bytes < 1 << 27


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "ftp://host.example/", "http://user:secret@host.example/", "x"]
)
def test_nothing_is_asked_off_the_public_web(url: str) -> None:
    assert asked(url, LINK_MANNERS) == LinkState("no_answer", "not an address on the public web")


def test_a_host_that_is_not_there_gives_no_answer() -> None:
    assert asked("http://127.0.0.1:1/").state == "no_answer"


def test_each_address_is_asked_once_and_counted_by_source() -> None:
    """A page that is gone or moved is a row for each record with it; no answer is not "gone"."""
    urls = {
        "gone": "https://a.example",
        "moved": "https://b.example",
        "no": "https://c.example",
        "doubt": "https://d.example/deep",
    }
    services = [service(f"{name}{n}", url=url) for name, url in urls.items() for n in (1, 2)]
    states = {
        urls["gone"]: LinkState("gone", "status 404"),
        urls["moved"]: LinkState("moved", "status 200", "https://new.example"),
        urls["no"]: LinkState("no_answer", "ConnectTimeout"),
        urls["doubt"]: LinkState("doubtful", "it leads to the home page of d.example"),
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
    assert done == [(n, 4) for n in (1, 2, 3, 4)]
    assert found.sources[0].links == {
        "works": 0, "doubtful": 1, "moved": 1, "gone": 1, "refused": 0, "no_answer": 1,
    }  # fmt: skip
    told = [(row.record_id, row.right) for row in found.fixes if row.code == "moved"]
    assert told == [("moved1", "https://new.example"), ("moved2", "https://new.example")]
    assert [row.record_id for row in found.fixes if row.code == "gone"] == ["gone1", "gone2"]
    (doubtful, _) = [row for row in found.fixes if row.code == "doubtful"]
    assert doubtful.wrong == (
        "This may not be the page meant: it leads to the home page of d.example"
    )


@pytest.mark.parametrize(
    "state",
    [
        LinkState("moved", "status 200", "https://new.example/4-hidden-lane"),
        LinkState("doubtful", "it leads to the home page of 4-hidden-lane.example"),
    ],
)
def test_of_a_confidential_service_no_address_is_told(state: LinkState) -> None:
    hidden = at(51.9, -0.2, confidential=True)
    refuge = service("Refuge", url="https://a.example/4-hidden-lane", locations=(hidden,))
    measuring = Measuring(evidence([refuge]), POSTCODES.__contains__, TODAY, Wanted(rows=True))
    measuring.records()
    measuring.reached(measuring.links().reach(lambda _: state, lambda *_: None))
    (row,) = (it for it in measuring.report().fixes if it.code == state.state)
    assert row.right
    assert "hidden-lane" not in str(row)
