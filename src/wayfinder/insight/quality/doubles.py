"""Services that one source lists more than once, and pairs that wait for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.domain.links import Pair, PairIds
from wayfinder.domain.quality import Fix
from wayfinder.domain.service import Service
from wayfinder.insight.quality.telling import fix

_RIGHT = "One record, or names and addresses that tell the two apart"


class Known(Struct, frozen=True):
    """What is kept of a record that was measured: enough to say that another one is the same.

    `same` is what only one service of a source should have; `row` is ready to be filled in.
    """

    source: str
    same: tuple[str, ...]
    row: Fix


def known(service: Service) -> Known:
    """A record's name and places; where it has none that may be told, its organisation's name."""
    places = (at.location.told() for at in service.locations)
    where = (at.postcode or " ".join(at.address_lines) for at in places)
    told = sorted(filter(None, map(_plain, where))) or [_plain(service.organization.name)]
    row = fix(service, "record", "duplicate", "", given=service.name, right=_RIGHT)
    return Known(row.source, (row.source, _plain(service.name), *dict.fromkeys(told)), row)


def duplicates(records: Mapping[str, Known], pairs: Iterable[Pair]) -> Iterator[Fix]:
    """A row for each record that an earlier one of its source already is: by name and place, or
    because linking found the two to be one. `records` by their service's id."""
    first: dict[tuple[str, ...], Known] = {}
    told: set[str] = set()
    for own, record in records.items():
        if (other := first.setdefault(record.same, record)) is not record:
            told.add(own)
            yield _row(record, f"Has the same name and place as record {other.row.record_id}")
    for pair in pairs:
        left, right = records.get(pair.left_id), records.get(pair.right_id)
        if left and right and left.source == right.source and pair.right_id not in told:
            told.add(pair.right_id)
            yield _row(right, f"Looks like the same service as record {left.row.record_id}")


def doubtful(records: Mapping[str, Known], pairs: Iterable[Pair]) -> dict[str, set[PairIds]]:
    """By source, the pairs with another source's records that wait for a person."""
    waiting: dict[str, set[PairIds]] = defaultdict(set)
    for pair in pairs:
        if pair.verdict == "doubtful":
            ids = pair.left_id, pair.right_id
            for source in _sources(records, ids):
                waiting[source].add(ids)
    return waiting


def _sources(records: Mapping[str, Known], ids: Collection[str]) -> tuple[str, ...]:
    """Of a pair across sources, those that are measured; none of a pair within one."""
    found = [records[own].source for own in ids if own in records]
    return tuple(found) if len(set(found)) == len(found) else ()


def _row(record: Known, wrong: str) -> Fix:
    return replace(record.row, wrong=wrong)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
