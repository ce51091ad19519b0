"""Reads `who_is_served.toml`; `python -m tests.spec.who_is_served` renders it as a page."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from tests.answering import numbered
from wayfinder.domain.circumstances import CIRCUMSTANCES
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.enquiry import Person, Tie
from wayfinder.domain.service import Service
from wayfinder.ingest.rules.reading import service_with_rules
from wayfinder.location.areas import Areas
from wayfinder.location.distance import METRES_PER_MILE

TABLE = Path(__file__).with_name("who_is_served.toml")
PAGE = Path("docs/who-is-served.md")
COLUMNS = ("situation", "postcode", "person", "service", "serves", "told", "for the person")

TIES = {
    "gp": CoverageKind.GP,
    "works in": CoverageKind.WORK,
    "studies in": CoverageKind.STUDY,
    "connection": CoverageKind.CONNECTION,
}
DENIED = {"no gp": "gp", "no connection": "connection", "does not study in": "studies in"}

KINDS = {
    "lives_in": (CoverageKind.AREA, ""),
    "registered_in": (CoverageKind.GP, "people registered with a GP in "),
    "connected_to": (CoverageKind.CONNECTION, "people with a local connection to "),
    "looked_after_by": (CoverageKind.CONNECTION, "people who were looked after by "),
    "studies_in": (CoverageKind.STUDY, "people who study in "),
    "works_in": (CoverageKind.WORK, "people who work in "),
}


class Row(Struct, frozen=True):
    """One line of the table; `told` and `person_verdict` are "" where nothing is to be said."""

    situation: str
    postcode: str
    who: str
    service: str
    serves: str
    told: str
    person_verdict: str


class Table(Struct, frozen=True):
    """All of it."""

    services: Mapping[str, Service]
    themes: Mapping[str, tuple[Row, ...]]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for rows in self.themes.values() for row in rows)


def load(areas: Areas) -> Table:
    """The table, its services made as an import makes them."""
    told = tomllib.loads(TABLE.read_text())
    services = {
        key: _service(n, each, areas) for n, (key, each) in enumerate(told["services"].items())
    }
    return Table(
        services,
        {each["theme"]: tuple(Row(*row) for row in each["rows"]) for each in told["cases"]},
    )


def person_of(who: str, areas: Areas) -> tuple[Person, float | None]:
    """The person that a cell tells of, and how far away a service's place is, in metres."""
    told: dict[str, Any] = {"circumstances": [], "not_circumstances": [], "ties": []}
    away_m = None
    for part in (part.strip() for part in who.split(";")):
        if part.isdigit():
            told["age"] = float(part)
        elif part in set(Sex):
            told["sex"] = Sex(part)
        elif part.endswith(" m away"):
            away_m = float(part.split()[0])
        elif part.removeprefix("not ") in CIRCUMSTANCES:
            key = "not_circumstances" if part.startswith("not ") else "circumstances"
            told[key].append(part.removeprefix("not "))
        else:
            told["ties"].append(_tie(part, areas))
    lists = ("circumstances", "not_circumstances", "ties")
    return Person(**told | {name: tuple(told[name]) for name in lists}), away_m


def _tie(part: str, areas: Areas) -> Tie:
    denied = next((form for form in DENIED if part.startswith(form)), None)
    form = denied or next(form for form in TIES if part.startswith(form))
    area = areas.resolve(part.removeprefix(form).strip())
    assert area is not None, part
    return Tie(kind=TIES[DENIED.get(form, form)], area=area.code, holds=denied is None)


def _service(number: int, told: Mapping[str, Any], areas: Areas) -> Service:
    rules = [_rule(*KINDS[key], told[key], told, areas) for key in KINDS if key in told]
    if "within_miles" in told:
        miles = told["within_miles"]
        text = f"within {miles} miles"
        rules.append(
            CoverageRule(kind=CoverageKind.RADIUS, text=text, radius_m=miles * METRES_PER_MILE)
        )
    left_out = told.get("not_in")
    words = told.get("area_words")
    stated = Coverage(
        rules=tuple(rules),
        unresolved=(words,) if words else (),
        excluded=(_rule(CoverageKind.AREA, "", left_out, {}, areas),) if left_out else (),
    )
    for_whom = Eligibility(text=told.get("person_words"))
    service = numbered(number, told["name"], coverage=stated, eligibility=for_whom)
    return service_with_rules(service, areas.resolve)


def _rule(
    kind: CoverageKind, prefix: str, codes: list[str], told: Mapping[str, Any], areas: Areas
) -> CoverageRule:
    named = [area.name for area in map(areas.get, codes) if area]
    also = told.get("also_registered_in")
    return CoverageRule(
        kind=kind,
        text=prefix + " and ".join([*filter(None, [", ".join(named[:-1])]), named[-1]]),
        area_codes=tuple(codes),
        also=(_rule(*KINDS["registered_in"], also, {}, areas),) if also else (),
        starts=told.get("from"),
        ends=told.get("until"),
    )


def page(table: Table) -> str:
    """The table as a page for people."""
    return "\n".join(_lines(table))


def _lines(table: Table) -> Iterator[str]:
    yield "# Who is served"
    yield ""
    yield (
        "Rendered from `tests/spec/who_is_served.toml`; a test holds every row against the product "
        "(`make test`), and this page to the table (`python -m tests.spec.who_is_served`)."
    )
    for theme, rows in table.themes.items():
        yield from ("", f"## {theme}", "")
        yield from _table(COLUMNS, (_cells(row, table) for row in rows))
    yield ""


def _cells(row: Row, table: Table) -> Iterable[str]:
    verdicts = {"met": "yes", "not_met": "no", "unknown": "ask", "": ""}
    service = table.services[row.service].name
    who, person = row.who.replace("_", " "), verdicts[row.person_verdict]
    return row.situation, row.postcode, who, service, row.serves, row.told, person


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = tuple(columns)
    yield f"| {' | '.join(names)} |"
    yield f"| {' | '.join('---' for _ in names)} |"
    for cells in rows:
        yield f"| {' | '.join(cells)} |"


def main(areas: Callable[[], Areas] = lambda: Areas.load(Path("directory/areas"))) -> None:
    PAGE.write_text(page(load(areas())))


if __name__ == "__main__":
    main()
