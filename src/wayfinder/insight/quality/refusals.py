"""What a source's latest import refused, or left out of the records it kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from wayfinder.domain.quality import Fix, severity
from wayfinder.insight.quality.telling import WITHHELD, without_place
from wayfinder.store.records import StagedRejection

_LEFT_OUT = "so it was left out"
"""How the reason ends where one value was refused, and not its row: only then is the excerpt that
value alone, and not a row with all that stands in it."""

_DETAILS = re.compile(r"'[^']*'|\"[^\"]*\"|[£]?\d[\d.:,/-]*")
_TELLABLE = frozenset(
    """status schedules hours opening_hours cost_options cost phones phone url website minimum_age
    maximum_age assured_date last_modified languages needs coverage referral_routes channels
    confidential sector""".split()
)
"""Fields of which the value may be told without knowing whose record it is. Of all others (a whole
row, an address, somebody's e-mail) only what is wrong with them is."""


def kind(rejection: StagedRejection) -> str:
    """A rejection without what is particular to its row, so that like ones are counted as one."""
    if not _is_tellable(rejection):
        return _untold(rejection)
    return without_place(_DETAILS.sub("…", _reason(rejection)))


def by_kind(rejections: Iterable[StagedRejection]) -> Counter[str]:
    """How many there are of each kind."""
    return Counter(map(kind, rejections))


def refusals(
    source: str, rejections: Iterable[StagedRejection], rows: Mapping[str, Fix]
) -> Iterator[Fix]:
    """A row for each. `rows` are rows of the source's known records, by the records' ids."""
    for each in rejections:
        row = rows.get(each.record_id or "")
        hidden = row is not None and row.given == WITHHELD
        tellable = _is_tellable(each) and not hidden
        yield Fix(
            source=source,
            severity=severity("refused"),
            record_id=each.record_id,
            name=row.name if row else None,
            field=each.field or "row",
            code="refused",
            wrong=f"Row {each.row}: {without_place(_reason(each)) if tellable else _untold(each)}",
            given=without_place(each.excerpt) if tellable and _is_left_out(each) else None,
            right="A value that can be read; the rest of the record is shown"
            if _is_left_out(each)
            else "A row in which every value can be read",
        )


def _untold(rejection: StagedRejection) -> str:
    return f"{rejection.field or 'row'}: cannot be used as it is written"


def _is_left_out(rejection: StagedRejection) -> bool:
    return rejection.reason.endswith(_LEFT_OUT)


def _is_tellable(rejection: StagedRejection) -> bool:
    fields = (rejection.field or "row").split(", ")
    return all(field.partition(".")[0] in _TELLABLE for field in fields)


def _reason(rejection: StagedRejection) -> str:
    named = f"{rejection.field}: "
    reason = rejection.reason
    return reason if rejection.field is None or reason.startswith(named) else named + reason
