"""Parts the rows of a feed into what is kept and what is refused, and judges the whole by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from wayfinder.errors import FeedError
from wayfinder.ingest.cleaning.text import quoted
from wayfinder.ingest.placing import placed
from wayfinder.ingest.records import Context, Placer, Row
from wayfinder.ingest.rules.reading import with_rules
from wayfinder.store.staging import Changes, StagedRecord, StagedRejection

PROGRESS_ROWS = 500
REASON_CHARS = 200

Progress = Callable[[int], None]
"""Told how many rows have been read so far."""


class Sorting:
    """Parts a format's rows into records, with their rules read and placed on the map, and
    rejections, in one pass."""

    def __init__(
        self, rows: Iterator[Row], context: Context, place: Placer, progress: Progress | None
    ) -> None:
        self.rejections: list[StagedRejection] = []
        self.reasons: Counter[str] = Counter()
        self._rows = rows
        self._areas = context.areas
        self._place = place
        self._progress = progress

    def records(self) -> Iterator[StagedRecord]:
        """The records, while `rejections` and `reasons` fill."""
        for count, row in enumerate(self._rows, start=1):
            if isinstance(row, StagedRejection):
                self.rejections.append(row)
            else:
                if row.reason:
                    self.reasons[row.reason] += 1
                yield placed(with_rules(row, self._areas), self._place)
            if self._progress and count % PROGRESS_ROWS == 0:
                self._progress(count)

    def check(self, changes: Changes, where: str, name: str, *, empty_is_fine: bool) -> None:
        """Raise FeedError for a feed without one row that can be told to be a record: taking it
        at its word would withdraw everything the source said before. A person may find it fine
        that a feed is empty, not that it is in another format than `name`."""
        if changes.read == 0:
            if not empty_is_fine:
                raise FeedError(f"{where} holds no rows; nothing was changed.")
        elif changes.rejected == changes.read and not any(it.record_id for it in self.rejections):
            first = self.rejections[0]
            raise FeedError(
                f"None of the {changes.read} rows of {where} can be read as {name}; nothing was "
                f"changed. Row {first.row}: {quoted(first.reason, REASON_CHARS)}"
            )
