"""One request over real HTTP: patience, bounds, and where it may be led."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import httpx
import pytest
from msgspec.structs import replace

from tests.host import HERE, Answer, Host, Watch
from tests.unit.ingest.fetching.conftest import NOW
from wayfinder.errors import FeedError
from wayfinder.ingest.fetching import client as client_module
from wayfinder.ingest.fetching.client import USER_AGENT, open_client
from wayfinder.ingest.fetching.fetching import Fetching, Ways
from wayfinder.ingest.fetching.gate import Gate
from wayfinder.ingest.fetching.manners import Manners
from wayfinder.ingest.fetching.web import CalledOff, Visit

Visiting = Callable[..., Visit]


def got(visit: Visit, url: str, max_bytes: int = 10_000) -> str:
    into = BytesIO()
    reply = visit.fetching.get(url, into, max_bytes)
    return f"{reply.status} {into.getvalue().decode()}"


def test_we_say_who_we_are(host: Host, visit: Visiting) -> None:
    host.file("/feed", "all of it")
    assert got(visit(), f"{host.url}/feed") == "200 all of it"
    assert host.asked[0].headers["user-agent"] == USER_AGENT


@pytest.mark.parametrize(
    ("before", "slept"),
    [
        ([Answer(500)], [1.0]),
        ([Answer(503), Answer(502), Answer(500)], [1.0, 2.0, 4.0]),
        ([Answer(429, headers={"Retry-After": "7"})], [7.0]),
        ([Answer(429, headers={"Retry-After": "7"}), Answer(429)], [7.0, 2.0]),
        ([Answer(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})], [1.0]),
        ([Answer(200, "half", breaks=True)], [1.0]),
    ],
)
def test_who_cannot_answer_now_is_asked_again_later(
    host: Host, visit: Visiting, watch: Watch, before: list[Answer], slept: list[float]
) -> None:
    host.answers["/feed"] = [*before, Answer(body="whole")]
    quick = replace(HERE, requests_per_s=100)
    assert got(visit(quick), f"{host.url}/feed") == "200 whole"
    assert [pause for pause in watch.slept if pause >= 1] == slept


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(500), "gave no answer in 4 attempts: status 500"),
        (Answer(200, "half", breaks=True), "gave no answer in 4 attempts: peer closed"),
        (Answer(429, headers={"Retry-After": "86400"}), "left alone for 86400 seconds"),
    ],
)
def test_patience_ends(host: Host, visit: Visiting, answer: Answer, says: str) -> None:
    host.answers["/feed"] = [answer]
    with pytest.raises(FeedError, match=says):
        got(visit(), f"{host.url}/feed?key=secret")
    assert len(host.asked) in (1, 4)


def test_nobody_there_is_told(visit: Visiting) -> None:
    with pytest.raises(FeedError, match="gave no answer in 1 attempts"):
        got(visit(replace(HERE, attempts=1)), "http://127.0.0.1:9/feed")


@pytest.mark.parametrize("size", [10_001, 1 << 20])
def test_an_answer_that_is_too_large_is_left(host: Host, visit: Visiting, size: int) -> None:
    host.file("/feed", "x" * size)
    with pytest.raises(FeedError, match="is larger than 10,000 bytes"):
        got(visit(), f"{host.url}/feed")


def test_an_answer_packed_as_we_did_not_ask_is_left(host: Host, visit: Visiting) -> None:
    host.answers["/feed"] = [Answer(body="x", headers={"Content-Encoding": "br"})]
    with pytest.raises(FeedError, match="packed as 'br'"):
        got(visit(), f"{host.url}/feed")


def test_an_answer_that_takes_too_long_is_left(host: Host) -> None:
    host.file("/feed", "x")
    slow = Watch(a_look_takes_s=5)
    with (
        pytest.raises(FeedError, match="takes longer than 3 seconds"),
        slow.web().visit("s", replace(HERE, response_s=3), None, NOW) as visiting,
    ):
        got(visiting, f"{host.url}/feed")


def test_redirects_are_followed_so_far(host: Host, visit: Visiting) -> None:
    for step in range(5):
        host.answers[f"/{step}"] = [Answer(302, headers={"Location": f"/{step + 1}"})]
    host.file("/5", "there")
    assert got(visit(), f"{host.url}/0") == "200 there"
    host.answers["/5"] = [Answer(301, headers={"Location": "/6"})]
    host.file("/6", "too far")
    with pytest.raises(FeedError, match="leads on more than 5 times"):
        got(visit(), f"{host.url}/0")


def test_a_circle_is_left(host: Host, visit: Visiting) -> None:
    host.answers["/feed"] = [Answer(307, headers={"Location": "/feed"})]
    with pytest.raises(FeedError, match="leads on more than 5 times"):
        got(visit(), f"{host.url}/feed")
    assert len(host.asked) == 6


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 leads to 169.254.169.254"),
        ("http://[fe80::1]/", "where no feed can lie"),
        ("file:///etc/passwd", "begins with https:// or http://"),
        ("http://me:secret@127.0.0.1/", "holds a user's name or password"),
        ("http://[::1", "Invalid URL in location header"),
    ],
)
def test_nobody_is_led_astray(host: Host, visit: Visiting, target: str, says: str) -> None:
    host.answers["/feed"] = [Answer(302, headers={"Location": target})]
    with pytest.raises(FeedError, match=says):
        got(visit(), f"{host.url}/feed")
    assert {each.path for each in host.asked} == {"/feed"}


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_without_leave_this_machine_is_not_asked_by_any_name(
    host: Host, visit: Visiting, name: str
) -> None:
    host.file("/feed", "private")
    url = host.url.replace("127.0.0.1", name)
    with pytest.raises(FeedError, match="not on the public internet"):
        got(visit(Manners()), f"{url}/feed")
    assert host.asked == []


def test_a_host_with_one_private_address_among_public_ones_is_refused() -> None:
    with (
        open_client(Manners(), lambda _host, _port: ("8.8.8.8", "10.0.0.1")) as http,
        pytest.raises(FeedError, match=r"feed\.example leads to 10\.0\.0\.1"),
    ):
        http.get("http://feed.example/")


def test_the_address_that_was_checked_is_the_one_connected_to(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is known to no resolver but ours, and by that leads elsewhere at a second look."""
    looks: list[str] = []

    def resolve(name: str, _port: int) -> Sequence[str]:
        looks.append(name)
        return ("127.0.0.1",) if len(looks) == 1 else ("10.0.0.1",)

    def allowed(address: str, **_: bool) -> bool:
        return address == "127.0.0.1"

    monkeypatch.setattr(client_module, "is_allowed", allowed)
    host.answers["/feed"] = [Answer(body="x", headers={"Connection": "close"})]
    url = f"{host.url}/feed".replace("127.0.0.1", "feed.example")
    with open_client(Manners(), resolve) as http:
        assert http.get(url).text == "x"
        assert looks == ["feed.example"]
        with pytest.raises(FeedError, match=r"feed\.example leads to 10\.0\.0\.1"):
            http.get(url)
    assert host.asked[0].headers["host"].startswith("feed.example:")


def test_no_secret_of_an_address_is_logged(
    host: Host, visit: Visiting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    host.file("/feed", "x")
    got(visit(), f"{host.url}/feed?key=secret")
    assert host.paths == ["/feed?key=secret"]
    assert "secret" not in caplog.text


def test_what_is_called_off_ends_at_its_next_step(host: Host, watch: Watch) -> None:
    host.file("/feed", "x")
    web = watch.web()
    with pytest.raises(CalledOff), web.visit("s", HERE, None, NOW) as visiting:
        web.call_off()
        got(visiting, f"{host.url}/feed")


@pytest.mark.parametrize(
    ("hops", "arrives"),
    [
        (["https://a.example/", "https://b.example/"], True),
        (["http://a.example/", "https://b.example/"], True),
        (["http://a.example/", "https://b.example/", "http://b.example/"], True),
        (["https://a.example/?key=sesame", "http://a.example/"], False),
        (["https://a.example/", "https://b.example/", "http://c.example/"], False),
    ],
)
def test_what_was_declared_as_https_is_never_asked_for_in_the_clear(
    watch: Watch, hops: list[str], arrives: bool
) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if len(asked) < len(hops):
            return httpx.Response(302, headers={"Location": hops[len(asked)]})
        return httpx.Response(200, text="there")

    ways = Ways(Gate(watch.time, watch.sleep), watch.sleep, lambda: 0.0)
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        fetching = Fetching(http, Manners(), ways)
        if arrives:
            assert fetching.get(hops[0], BytesIO(), 100).status == 200
        else:
            with pytest.raises(FeedError, match=r"leads on to http://.*could read and") as told:
                fetching.get(hops[0], BytesIO(), 100)
            assert "sesame" not in told.value.detail
    assert asked == (hops if arrives else hops[:-1])
