"""`wayfinder harvest` and `wayfinder import URL` against a host on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import DIRECTORY
from tests.host import Answer, Host, running_host
from tests.integration.commands.conftest import Run
from wayfinder.settings import Settings

SOURCE = """
[[source]]
id = "council"
name = "The council's list"
format = "csv"
url = "{url}/list.csv"
enabled = true
schedule = "daily"
allow_private = true
requests_per_s = 100
coverage = ["Hertfordshire"]

[source.fields]
id = "Ref"
name = "Service title"
organization = "Provider"
"""


@pytest.fixture
def host() -> Iterator[Host]:
    with running_host() as host:
        yield host


def listed(*names: str) -> str:
    rows = (f"{name},Friends,{number}\n" for number, name in enumerate(names))
    return "Service title,Provider,Ref\n" + "".join(rows)


TEN = tuple(f"Club {number}" for number in range(10))


@pytest.fixture
def council(host: Host, own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    """A host whose list is the only source of an empty data folder's directory."""
    del own
    folder = tmp_path / "directory"
    folder.mkdir()
    for each in DIRECTORY.iterdir():
        (folder / each.name).symlink_to(each)
    (folder / "sources.toml").unlink()
    (folder / "sources.toml").write_text(SOURCE.format(url=host.url), "utf-8")
    monkeypatch.setenv("WAYFINDER_DIRECTORY", str(folder))
    return host


def test_a_harvest_tells_what_it_did_and_stands_by_its_alerts(run: Run, council: Host) -> None:
    council.file("/list.csv", listed(*TEN), etag='"1"')
    code, out, _ = run("harvest")
    assert (code, "10 added" in out) == (0, True)
    code, out, _ = run("harvest")
    assert (code, "not modified since its last import" in out) == (0, True)
    assert run("harvest", "--due")[1] == "No source was due.\n"
    council.file("/list.csv", listed(*TEN[:4]), etag='"2"')
    code, out, _ = run("harvest")
    assert code == 1
    assert "council: feed_shrank since 2" in out
    code, out, _ = run("harvest", "--json")
    told = json.loads(out)
    assert (code, told["sources"][0]["error"]["code"]) == (1, "feed_shrank")
    assert [(each["source_id"], each["code"]) for each in told["alerts"]] == [
        ("council", "feed_shrank")
    ]
    code, out, _ = run("harvest", "--accept-shrink", "--json")
    told = json.loads(out)
    assert (code, told["sources"][0]["withdrawn"], told["alerts"]) == (0, 6, [])
    _, out, _ = run("match", "club", "--json")
    names = {match["service"]["name"] for match in json.loads(out)["matches"]}
    assert names == set(TEN[:4])


def test_what_fails_stays_due(run: Run, council: Host) -> None:
    council.answers["/list.csv"] = [Answer(403)]
    code, out, _ = run("harvest", "--due")
    assert (code, "status 403" in out) == (1, True)
    council.file("/list.csv", listed(*TEN))
    assert "10 added" in run("harvest", "--due")[1]
    assert "No source was due." in run("harvest", "--due")[1]


@pytest.mark.usefixtures("own")
def test_an_import_asks_a_private_address_only_with_leave(run: Run, host: Host) -> None:
    host.file("/list.csv", "id,name,organization\na,Advice,Friends\n")
    told = ("import", f"{host.url}/list.csv", "--format", "csv", "--source", "mine")
    code, _, err = run(*told)
    assert (code, "--allow-private" in " ".join(err.split()), host.asked) == (1, True, [])
    code, out, _ = run(*told, "--allow-private", "--json")
    assert (code, json.loads(out)["added"]) == (0, 1)
    host.file("/list.csv", "id,name,organization\n")
    assert run(*told, "--allow-private")[0] == 1
    code, out, _ = run(*told, "--allow-private", "--accept-shrink", "--json")
    assert (code, json.loads(out)["withdrawn"]) == (0, 1)
