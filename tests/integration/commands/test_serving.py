"""A real server, started as an operator starts it: from nothing, again, and after a kill."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest

from tests.caller import Caller
from tests.integration.commands.conftest import Serve
from tests.integration.conftest import workroom_of
from wayfinder.app import create_app
from wayfinder.domain.source import Source
from wayfinder.errors import PortTaken
from wayfinder.serving import address, check_free
from wayfinder.settings import Settings

NEED = "zebrafinch cannot pay her rent"
POSTCODE = "SG1 1EH"


def test_from_an_empty_folder_to_an_answer_and_again_after_a_kill(
    serve: Serve, tmp_path: Path
) -> None:
    data_dir = tmp_path / "data"
    first = serve(data_dir)
    assert first.ready().json()["services"] > 100
    assert f"http://127.0.0.1:{first.port}" in first.log.read_text("utf-8")
    assert "What do you need help with?" in first.client.get("/").text
    answer = first.client.post("/v1/match", json={"need": NEED, "postcode": POSTCODE}).json()
    first.client.post("/", data={"need": NEED, "postcode": POSTCODE})
    first.client.get(f"/v1/places/{POSTCODE}")
    first.client.post("/v1/match", json={"need": NEED, "postcode": "zz", "limit": 99})
    service = answer["matches"][0]["service"]["id"]
    assert first.client.get(f"/v1/services/{service}").json()["provenance"]["name"]["source"]
    first.stop(signal.SIGKILL)
    again = serve(data_dir)
    assert again.ready().json()["release"] == 1
    assert "Loading" not in again.log.read_text("utf-8").split("Wayfinder answers", 1)[1]
    assert traces(data_dir, again.log) == []


def traces(data_dir: Path, log: Path) -> list[str]:
    """Files that hold what was asked: the log, the database, the index, anything."""
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    ours = [path for path in files if "gazetteer" not in path.parts and path.suffix != ".npy"]
    secrets = (NEED.encode(), b"zebrafinch", b"SG1%201EH")
    log_secrets = (*secrets, POSTCODE.encode())
    found = [path.name for path in ours if any(each in path.read_bytes() for each in secrets)]
    return [*found, *(log.name for each in log_secrets if each in log.read_bytes())]


def test_two_workers_answer(serve: Serve, filled: Settings) -> None:
    server = serve(filled.data_dir, "--workers", "2")
    assert server.ready().json()["status"] == "ready"
    server.stop()


def test_a_new_release_is_answered_from_without_a_restart(own: Settings) -> None:
    caller = Caller(create_app(own))
    assert caller.get("/readyz").status_code == 503
    assert caller.post("/v1/match", json={"need": "x"}).json()["code"] == "not_ready"
    assert caller.get("/healthz").status_code == 200
    workroom = workroom_of(own)
    feed = own.data_dir / "hall.csv"
    feed.write_text("id,name,organization\nchairs,Chair Exercise,Hall\n", "utf-8")
    workroom.import_feed(Source(id="hall", name="hall", format="csv"), str(feed))
    workroom.close()
    ready = caller.get("/readyz").json()
    assert (ready["release"], ready["services"]) == (1, 1)
    answer = caller.post("/v1/match", json={"need": "chair exercise"}).json()
    assert [each["service"]["name"] for each in answer["matches"]] == ["Chair Exercise"]


def test_a_port_that_is_taken_is_said_plainly() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} on 127.0.0.1 cannot be used"):
            check_free("127.0.0.1", port)
    check_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://localhost:80"),
        ("::1", "http://[::1]:80"),
    ],
)
def test_the_address_is_one_a_browser_takes(host: str, shown: str) -> None:
    assert address(host, 80) == shown
