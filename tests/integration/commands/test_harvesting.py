"""`wayfinder harvest` and `wayfinder import URL` against a host on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
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
def manifest(host: Host, own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manifest with one source, the host's list, of a directory of one's own."""
    del own
    folder = tmp_path / "directory"
    folder.mkdir()
    for each in DIRECTORY.iterdir():
        (folder / each.name).symlink_to(each)
    (folder / "sources.toml").unlink()
    sources = folder / "sources.toml"
    sources.write_text(SOURCE.format(url=host.url), "utf-8")
    monkeypatch.setenv("WAYFINDER_DIRECTORY", str(folder))
    return sources


@pytest.fixture
def council(host: Host, manifest: Path) -> Host:
    """A host whose list is the only source of an empty data folder's directory."""
    del manifest
    return host


def test_a_harvest_says_which_rows_were_refused_and_why(run: Run, council: Host) -> None:
    nameless = "".join(f",Friends,x{n}\n" for n in range(7))
    council.file("/list.csv", listed(*TEN) + nameless, etag='"1"')
    _, out, _ = run("harvest")
    assert "7 rejected" in out
    assert out.count(": name: is empty") == 5
    assert "and 2 more: `wayfinder quality --source council` lists them" in out
    told = json.loads(run("harvest", "--json")[1])["sources"][0]
    assert (told["not_modified"], told["rejected"], len(told["rejections"])) == (True, 7, 7)


def test_a_harvest_tells_what_it_did_and_stands_by_its_alerts(run: Run, council: Host) -> None:
    council.file("/list.csv", listed(*TEN), etag='"1"')
    code, out, _ = run("harvest")
    assert (code, "10 added" in out) == (0, True)
    code, out, _ = run("harvest")
    assert (code, "not modified since its last import" in out) == (0, True)
    assert "No new release was published." in out
    assert run("harvest", "--due")[1] == "No source is due: nothing was asked.\n"
    council.file("/list.csv", listed(*TEN[:4]), etag='"2"')
    code, out, _ = run("harvest")
    assert code == 1
    assert "council: feed_shrank since 2" in out
    assert out.count("would lose 6 of the 10") == 1
    code, out, _ = run("harvest", "--json")
    told = json.loads(out)
    refused = told["sources"][0]["error"]
    assert (code, refused["code"], refused["before"], refused["left"]) == (1, "feed_shrank", 10, 4)
    assert refused["going"] == [{"id": f"{n}", "name": f"Club {n}"} for n in range(4, 10)]
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
    assert "No source is due" in run("harvest", "--due")[1]


def test_where_nothing_is_due_nothing_is_done(run: Run, council: Host) -> None:
    council.file("/list.csv", listed(*TEN))
    assert run("harvest", "--no-publish")[0] == 0
    asked = len(council.asked)
    for named in ((), ("council",)):
        code, out, err = run("harvest", "--due", *named)
        assert (code, out, err) == (0, "No source is due: nothing was asked.\n", "")
    told = json.loads(run("harvest", "--due", "--json")[1])
    assert told == {"sources": [], "alerts": [], "published": None}
    assert len(council.asked) == asked
    # What waits to be published waits on.
    assert json.loads(run("harvest", "--json")[1])["published"] == 1


def test_sources_are_listed_as_they_stand(run: Run, council: Host) -> None:
    _, out, _ = run("sources")
    assert " ".join(out.split()).endswith("council 0 never new daily")
    council.file("/list.csv", listed(*TEN), etag='"1"')
    run("harvest")
    (before,) = json.loads(run("sources", "--json")[1])
    assert (before["services"], before["enabled"], before["alerts"]) == (10, True, [])
    council.file("/list.csv", listed(*TEN[:4]), etag='"2"')
    run("harvest")
    code, out, _ = run("sources")
    assert (code, "council: feed_shrank since 2" in out) == (0, True)
    (after,) = json.loads(run("sources", "--json")[1])
    assert after["last_heard"] == before["last_heard"]
    assert [alert["code"] for alert in after["alerts"]] == ["feed_shrank"]


def test_a_source_is_retired_once_a_person_has_said_yes(
    run: Run, council: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    council.file("/list.csv", listed(*TEN), etag='"1"')
    run("harvest")
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    code, out, err = run("sources", "retire", "council")
    assert (code, out.strip()) == (1, "")
    assert "offers 10 services, last heard 2" in " ".join(err.split())
    assert json.loads(run("sources", "--json")[1])[0]["services"] == 10
    monkeypatch.setattr("sys.stdin", StringIO("y\n"))
    code, out, _ = run("sources", "retire", "council")
    assert code == 0
    assert "council: 10 records withdrawn, 10 of them offered until now." in out
    assert "council is still switched on in sources.toml: the next harvest brings it back" in out
    assert "Release 2 answers now." in out
    assert json.loads(run("match", "club", "--json")[1])["matches"] == []
    assert "had nothing left to withdraw" in run("sources", "retire", "council", "--yes")[1]
    assert "10 added" in run("harvest")[1]
    told = json.loads(run("sources", "retire", "council", "--yes", "--no-publish", "--json")[1])
    assert (told["withdrawn"], told["published"], told["release"]) == (10, False, 3)


def test_what_was_never_imported_cannot_be_retired(run: Run, council: Host) -> None:
    del council
    code, _, err = run("sources", "retire", "council")
    assert (code, err) == (2, "No source 'council' was ever imported; none was.\n")


def test_a_source_that_left_the_manifest_is_told_of(
    run: Run, council: Host, manifest: Path
) -> None:
    council.file("/list.csv", listed(*TEN))
    run("harvest")
    manifest.write_text("")
    code, out, _ = run("harvest")
    assert code == 1
    assert "No source is switched on in sources.toml: nothing was asked." in out
    assert "No longer in sources.toml" in out
    assert "10 of its services are still offered" in out
    assert "`wayfinder sources retire council`" in out
    assert run("sources", "retire", "council", "--yes")[0] == 0
    assert run("harvest")[0] == 0
    assert "undeclared" in run("sources")[1]


def test_a_start_says_which_sources_it_left_out_and_how_to_bring_them_in(
    run: Run, council: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    for forever in ("run", "check_free"):
        monkeypatch.setattr(f"wayfinder.serving.{forever}", lambda *_: None)
    said = "for a start asks no other host: council. To bring them in: wayfinder harvest council\n"
    assert said in run("serve")[1]
    assert council.asked == []
    council.file("/list.csv", listed(*TEN))
    run("harvest", "council")
    assert "Not brought in" not in run("serve")[1]


@pytest.mark.parametrize(
    ("format", "says"),
    [
        ("oruk", "sources.toml declares council as csv, not oruk. Say --format csv, or give"),
        ("xml", "'xml' is none of oruk, hsds, hsds-csv, ods-gp, ods-dental, libraries, csv, onspd"),
    ],
)
def test_an_import_in_another_format_than_is_declared_is_refused(
    run: Run, council: Host, format: str, says: str
) -> None:
    del council
    told = ("import", "no-such-file", "--format", format, "--source", "council")
    code, out, err = run(*told)
    assert (code, out) == (2, "")
    assert says in " ".join(err.split())
    assert json.loads(run("sources", "--json")[1])[0]["last_heard"] is None
    assert run("reindex")[0] == 1  # Nothing is published.


def test_a_feed_cannot_be_of_a_day_to_come(run: Run, council: Host, tmp_path: Path) -> None:
    del council
    (tmp_path / "list.csv").write_text(listed("Club"))
    told = ("import", str(tmp_path / "list.csv"), "--format", "csv", "--source", "council")
    to_come = date.today() + timedelta(days=2)  # noqa: DTZ011 - two days on it is no more, anywhere
    code, _, err = run(*told, "--as-of", f"{to_come}")
    assert (code, f"as_of: {to_come} has not come yet" in " ".join(err.split())) == (2, True)
    assert run(*told, "--as-of", "2026-03-03")[0] == 0
    _, out, _ = run("match", "club", "--json")
    (match,) = json.loads(out)["matches"]
    assert match["service"]["sources"][0]["as_of"] == "2026-03-03"


def test_a_problem_is_told_once(run: Run, manifest: Path) -> None:
    manifest.write_text(
        manifest.read_text().replace("coverage =", "sector = 'charity'\ncoverage =")
    )
    code, _, err = run("harvest")
    assert (code, " ".join(err.split()).count("charity")) == (1, 1)
    assert "there are nhs, local_authority, voluntary" in " ".join(err.split())


@pytest.mark.usefixtures("own")
def test_an_import_asks_a_private_address_only_with_leave(run: Run, host: Host) -> None:
    rows = "".join(f"{own},Club {own},Friends\n" for own in "abcde")
    host.file("/list.csv", f"id,name,organization\n{rows}")
    told = ("import", f"{host.url}/list.csv", "--format", "csv", "--source", "mine")
    code, _, err = run(*told)
    assert (code, "--allow-private" in " ".join(err.split()), host.asked) == (1, True, [])
    code, out, _ = run(*told, "--allow-private", "--json")
    assert (code, json.loads(out)["added"]) == (0, 5)
    host.file("/list.csv", "id,name,organization\n")
    assert run(*told, "--allow-private")[0] == 1
    host.file("/list.csv", "id,name,organization\ne,Club e,Friends\n")
    code, out, err = run(*told, "--allow-private", "--json")
    assert (code, json.loads(out)["error"]["going"]) == (
        1,
        [{"id": own, "name": f"Club {own}"} for own in "abcd"],
    )
    again = f"`wayfinder import {host.url}/list.csv --format csv --source mine --accept-shrink`"
    assert again in json.loads(out)["error"]["detail"]
    assert "would lose 4 of the 5" in err
    host.file("/list.csv", "id,name,organization\n")
    code, out, _ = run(*told, "--allow-private", "--accept-shrink", "--json")
    assert (code, json.loads(out)["withdrawn"]) == (0, 5)
