"""A release that another process publishes reaches a running server: by itself, whole, and with no
request lost."""

from __future__ import annotations

import re
import shutil
import threading
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.integration.commands.conftest import Serve
from tests.integration.conftest import workroom_of
from tests.server import Server
from wayfinder.domain.source import Source
from wayfinder.settings import Settings

HALL = Source(id="hall", name="Hall", format="csv")
HEADER = "id,name,organization,summary,address,postcode,confidential"
STREET = "14 Zephyrine Row"
OPEN = f'house,Harbour House,Hall,Gentle chair exercise,"{STREET}",SG1 1EH,no'
HIDDEN = OPEN.removesuffix("no") + "yes"
CLASS = "class,Chair class,Hall,Gentle chair exercise,,,"


@pytest.fixture
def full(filled: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder of one's own with all that a filled one has: release 1 is published."""
    data = tmp_path / "data"
    shutil.copytree(filled.data_dir, data, ignore=shutil.ignore_patterns("gazetteer"))
    (data / "gazetteer").symlink_to(filled.gazetteer_path.resolve())
    monkeypatch.setenv("WAYFINDER_DATA_DIR", str(data))
    return Settings()


def publish(settings: Settings, *rows: str) -> None:
    """Make what the hall's table says the next release; for the server it is another process."""
    table = settings.data_dir / "hall.csv"
    table.write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    with closing(workroom_of(settings)) as workroom:
        assert workroom.import_feed(HALL, str(table)).published


def taken_up(server: Server, release: int) -> bool:
    """Whether the server's log comes to say that it answers from a release; nothing is asked."""
    deadline = time.monotonic() + 30
    line = f"release-{release:08d}-"
    while line not in server.log.read_text("utf-8") and time.monotonic() < deadline:
        time.sleep(0.05)
    return line in server.log.read_text("utf-8")


def mapped(server: Server) -> set[str]:
    """The releases that the server holds in memory."""
    maps = Path(f"/proc/{server.process.pid}/maps").read_text("utf-8")
    return set(re.findall(r"release-0*(\d+)-", maps))


def test_a_quiet_server_takes_releases_up_by_itself_and_lets_the_old_ones_go(
    serve: Serve, own: Settings, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYFINDER_DATABASE_URL", empty_url)
    settings = Settings()
    server = serve(own.data_dir)
    server.ready()
    publish(settings, OPEN, CLASS)
    assert taken_up(server, 2)
    names = [each["service"]["name"] for each in server.match("chair exercise")["matches"]]
    assert set(names) >= {"Harbour House", "Chair class"}
    house, chairs = (server.id_of(name) for name in ("Harbour House", "Chair class"))
    assert STREET in server.client.get(f"/v1/services/{house}").text
    publish(settings, HIDDEN)
    assert taken_up(server, 3)
    assert mapped(server) == {"3"}, "what a refuge's address stands in is let go"
    assert STREET not in server.client.get(f"/v1/services/{house}").text
    gone = server.client.get(f"/v1/services/{chairs}")
    assert (gone.status_code, gone.headers["wayfinder-release"]) == (410, "3")
    assert gone.json()["withdrawn_at"] == server.client.get("/v1/changes").json()["released_at"]
    assert "no longer in the directory" in server.client.get(f"/services/{chairs}").text
    server.stop()
    assert "Traceback" not in server.log.read_text("utf-8")


def test_while_the_database_is_away_releases_are_answered_from_and_nothing_is_logged(
    serve: Serve, full: Settings
) -> None:
    server = serve(full.data_dir)
    server.ready()
    publish(full, CLASS)
    for path in full.data_dir.glob("wayfinder.db*"):
        path.rename(path.with_name(f"away-{path.name}"))
    assert taken_up(server, 2)
    assert server.match("chair exercise")["release"] == 2
    time.sleep(1.5)  # Some looks later.
    assert "ERROR" not in server.log.read_text("utf-8")


class Asker(threading.Thread):
    """Mirrors and searches without a pause, each time over a new connection, and notes what is
    wrong."""

    def __init__(self, server: Server, service_id: str) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._service_id = service_id
        self.enough = threading.Event()
        self.faults: list[str] = []
        self.releases: set[int] = set()

    def run(self) -> None:
        with httpx.Client(
            base_url=self._server.client.base_url, headers={"connection": "close"}, timeout=30
        ) as client:
            while not self.enough.is_set():
                try:
                    self._ask(client)
                except (httpx.HTTPError, KeyError) as lost:
                    self.faults.append(repr(lost))

    def _ask(self, client: httpx.Client) -> None:
        told_of = client.get("/v1/changes?since=1").raise_for_status().json()["release"]
        one = client.get(f"/v1/services/{self._service_id}").raise_for_status()
        answer = client.post("/v1/match", json={"need": "chair exercise", "limit": 50})
        page = client.get(f"/services/{self._service_id}").raise_for_status()
        release = int(one.headers["wayfinder-release"])
        self._expect(release >= told_of, f"{told_of} was told of, {release} answers")
        self._expect(_editions(one.text) == {release}, f"{release} is {_editions(one.text)}")
        self._expect(len(_editions(page.text)) == 1, f"the page is {_editions(page.text)}")
        found = answer.raise_for_status().json()["release"]
        self._expect(_editions(answer.text) == {found}, f"{found} is {_editions(answer.text)}")
        self.releases |= {told_of, release, found}

    def _expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(fault)


def edition(number: int) -> list[str]:
    return [f"c{n},Chair class {n},Hall,Exercise edition {number},,," for n in range(20)]


def _editions(text: str) -> set[int]:
    return set(map(int, re.findall(r"edition (\d+)", text)))


def test_swaps_under_load_lose_no_request_mix_no_releases_and_go_back_at_no_worker(
    serve: Serve, full: Settings
) -> None:
    publish(full, *edition(2))
    server = serve(full.data_dir, "--workers", "2")
    server.ready()
    askers = [Asker(server, server.id_of("Chair class 0")) for _ in range(3)]
    for asker in askers:
        asker.start()
    for number in (3, 4):
        publish(full, *edition(number))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not all(4 in asker.releases for asker in askers):
        time.sleep(0.05)
    for asker in askers:
        asker.enough.set()
        asker.join(60)
    assert [asker.faults for asker in askers] == [[], [], []]
    assert [asker.releases >= {2, 4} for asker in askers] == [True, True, True]
    server.stop()
