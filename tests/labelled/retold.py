"""Rows of real registers, told again as another source would spell them: the test's own second
source, as a CSV of our template. Nothing of it is kept; it is made from the files at hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from wayfinder.domain.service import Service

COLUMNS = ("id", "name", "organization", "phones", "address", "postcode")


class Retold(Struct, frozen=True):
    """A row of the CSV. `of` is the id of the service it tells of again; None is a near miss:
    beside that service or named like it, and another one."""

    cells: dict[str, str]
    of: str | None


def retold(services: Sequence[Service], prefix: str) -> list[Retold]:
    """Of every third service a row that tells of it again, of others near misses."""
    tellings = (again, again, branch, neighbour, namesake)
    return [
        tellings[number // 3 % len(tellings)](f"{prefix}-{number}", service)
        for number, service in enumerate(services)
        if number % 3 == 0
    ]


def again(own: str, service: Service) -> Retold:
    """The very same service in other letters."""
    return Retold(_cells(own, service, _respelt(service.name, own)), service.id)


def branch(own: str, service: Service) -> Retold:
    """A branch of it in another place, with a number of its own."""
    cells = _cells(own, service, f"{service.name} (branch)")
    place = {"address": "2 Far Lane, Elsewhere", "postcode": "TR19 7AA"}
    return Retold({**cells, **place, "phones": _another(own)}, None)


def neighbour(own: str, service: Service) -> Retold:
    """Somebody else in the same house."""
    cells = _cells(own, service, "Community Pharmacy")
    return Retold({**cells, "organization": "Chemists Ltd", "phones": _another(own)}, None)


def namesake(own: str, service: Service) -> Retold:
    """One of the same name in another town."""
    place = {"address": "14 Market Place, Othertown", "postcode": "LL57 1AA"}
    return Retold({**_cells(own, service, service.name), **place, "phones": _another(own)}, None)


def as_csv(rows: Iterable[Retold]) -> str:
    """A feed in our template's columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(row.cells for row in rows)
    return text.getvalue()


def _cells(own: str, service: Service, name: str) -> dict[str, str]:
    at = service.locations[0].location if service.locations else None
    address = ", ".join(at.address_lines[:2]) if at else ""
    return {
        "id": own,
        "name": name,
        "organization": name,
        "phones": _regrouped(service.phones[0].number) if service.phones else "",
        "address": address.replace("Street", "St").replace("Road", "Rd"),
        "postcode": (at.postcode or "").replace(" ", "").lower() if at else "",
    }


def _respelt(name: str, own: str) -> str:
    """Spelt as councils do: shorter, or longer, or with another word for the same kind."""
    ways: tuple[Callable[[str], str], ...] = (
        lambda it: re.sub(r"\b(?:Surgery|Medical Centre)\b", "Medical Practice", it),
        lambda it: f"The {it} Ltd",
        lambda it: it.replace(" and ", " & ").replace("Centre", "Ctr").replace("'", ""),
        lambda it: re.sub(r"\b(?:Central|Community) Library", "Library", it),
        lambda it: it.replace("Practice", "Pract.").replace("Saint ", "St ").replace("St ", "St. "),
        lambda it: re.sub(r"\b(?:The|Group|Practice|Partnership)\b *", "", it).strip() or it,
    )
    return ways[sum(map(ord, own)) % len(ways)](name)


def _regrouped(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return f"+44 {digits[1:4]} {digits[4:]}"


def _another(own: str) -> str:
    """A number of the range that Ofcom keeps for drama."""
    return f"020 7946 0{sum(map(ord, own)) % 1000:03}"
